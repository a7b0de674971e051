#include "ingest/gguf.h"

#include <inttypes.h>
#include <string.h>

#include "ingest/tensor.h"
#include "ingest/writer.h"

enum {
    ARRAY_DEPTH_MAX = 4
};

static const struct gguf_format formats[] = {{0, "F32", 1, 4}, {1, "F16", 1, 2},
    {2, "Q4_0", 32, 18}, {3, "Q4_1", 32, 20}, {6, "Q5_0", 32, 22},
    {7, "Q5_1", 32, 24}, {8, "Q8_0", 32, 34}, {9, "Q8_1", 32, 36},
    {10, "Q2_K", 256, 84}, {11, "Q3_K", 256, 110}, {12, "Q4_K", 256, 144},
    {13, "Q5_K", 256, 176}, {14, "Q6_K", 256, 210}, {15, "Q8_K", 256, 292},
    {16, "IQ2_XXS", 256, 66}, {17, "IQ2_XS", 256, 74}, {18, "IQ3_XXS", 256, 98},
    {19, "IQ1_S", 256, 50}, {20, "IQ4_NL", 32, 18}, {21, "IQ3_S", 256, 110},
    {22, "IQ2_S", 256, 82}, {23, "IQ4_XS", 256, 136}, {24, "I8", 1, 1},
    {25, "I16", 1, 2}, {26, "I32", 1, 4}, {27, "I64", 1, 8}, {28, "F64", 1, 8},
    {29, "IQ1_M", 256, 56}, {30, "BF16", 1, 2}, {34, "TQ1_0", 256, 54},
    {35, "TQ2_0", 256, 66}, {39, "MXFP4", 32, 17}, {40, "NVFP4", 64, 36},
    {41, "Q1_0", 128, 18}};

/* Labels of general.file_type by number; gaps were removed upstream. */
static const char *const file_types[] = {"F32", "F16", "Q4_0", "Q4_1", NULL,
    NULL, NULL, "Q8_0", "Q5_0", "Q5_1", "Q2_K", "Q3_K_S", "Q3_K_M", "Q3_K_L",
    "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "IQ2_XXS", "IQ2_XS",
    "Q2_K_S", "IQ3_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ3_M", "IQ2_S",
    "IQ2_M", "IQ4_XS", "IQ1_M", "BF16", NULL, NULL, NULL, "TQ1_0", "TQ2_0",
    "MXFP4_MOE"};

/* Bytes of one value; 0 = of variable length. */
static const uint8_t type_bytes[GGUF_TYPE_COUNT] = {
    [GGUF_U8] = 1,
    [GGUF_I8] = 1,
    [GGUF_U16] = 2,
    [GGUF_I16] = 2,
    [GGUF_U32] = 4,
    [GGUF_I32] = 4,
    [GGUF_F32] = 4,
    [GGUF_BOOL] = 1,
    [GGUF_U64] = 8,
    [GGUF_I64] = 8,
    [GGUF_F64] = 8,
};

const struct gguf_format *
gguf_format_table(size_t *count_out)
{
    *count_out = sizeof(formats) / sizeof(*formats);
    return formats;
}

const struct gguf_format *
gguf_format_find(uint32_t id)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        if (formats[i].id == id) {
            return &formats[i];
        }
    }
    return NULL;
}

const char *
gguf_file_type(uint64_t id)
{
    return id < sizeof(file_types) / sizeof(*file_types) ? file_types[id]
                                                         : NULL;
}

bool
gguf_open(
    const struct ingest_input *input, struct gguf_cursor *out, struct err *err)
{
    char *window = arena_alloc(input->arena, GGUF_WINDOW_BYTES, err);

    if (window == NULL) {
        return false;
    }
    *out = (struct gguf_cursor){
        .input = input, .size = (uint64_t)input->file_bytes, .window = window};
    return true;
}

bool
gguf_refuse(const struct gguf_cursor *cursor, struct err *err, const char *why)
{
    err_set(err, ERR_INPUT, "cannot accept the GGUF header: %s", why);
    err_at(err, "byte %" PRIu64, cursor->at);
    return false;
}

uint64_t
gguf_left(const struct gguf_cursor *cursor)
{
    return cursor->size - cursor->at;
}

/* Move the window so that it begins at the cursor. */
static bool
fill(struct gguf_cursor *cursor, struct err *err)
{
    uint64_t left = gguf_left(cursor);
    size_t count = left < GGUF_WINDOW_BYTES ? (size_t)left : GGUF_WINDOW_BYTES;

    cursor->window_len = 0;
    if (!input_read(
            cursor->input, (int64_t)cursor->at, cursor->window, count, err)) {
        return false;
    }
    cursor->window_at = cursor->at;
    cursor->window_len = count;
    return true;
}

bool
gguf_take(
    struct gguf_cursor *cursor, char *target, size_t count, struct err *err)
{
    if (count > gguf_left(cursor)) {
        return gguf_refuse(cursor, err, "the file ends inside it");
    }
    while (count > 0) {
        uint64_t end = cursor->window_at + cursor->window_len;
        if (cursor->at < cursor->window_at || cursor->at >= end) {
            if (!fill(cursor, err)) {
                return false;
            }
            end = cursor->window_at + cursor->window_len;
        }
        size_t have = (size_t)(end - cursor->at);
        size_t part = have < count ? have : count;
        memcpy(target, cursor->window + (cursor->at - cursor->window_at), part);
        target += part;
        count -= part;
        cursor->at += part;
    }
    return true;
}

bool
gguf_skip(struct gguf_cursor *cursor, uint64_t count, struct err *err)
{
    if (count > gguf_left(cursor)) {
        return gguf_refuse(cursor, err, "the file ends inside it");
    }
    cursor->at += count;
    return true;
}

bool
gguf_u32(struct gguf_cursor *cursor, uint32_t *out, struct err *err)
{
    char bytes[4];

    if (!gguf_take(cursor, bytes, sizeof(bytes), err)) {
        return false;
    }
    *out = tensor_u32(bytes);
    return true;
}

bool
gguf_u64(struct gguf_cursor *cursor, uint64_t *out, struct err *err)
{
    char bytes[8];

    if (!gguf_take(cursor, bytes, sizeof(bytes), err)) {
        return false;
    }
    *out = tensor_u64(bytes);
    return true;
}

bool
gguf_string(
    struct gguf_cursor *cursor, size_t limit, struct span *out, struct err *err)
{
    uint64_t len;

    if (!gguf_u64(cursor, &len, err)) {
        return false;
    }
    if (len > gguf_left(cursor)) {
        return gguf_refuse(cursor, err, "a string is longer than the file");
    }
    if (len > limit) {
        return gguf_refuse(cursor, err, "a name or text is too long");
    }
    char *bytes = arena_alloc(cursor->input->arena, (size_t)len + 1, err);
    if (bytes == NULL || !gguf_take(cursor, bytes, (size_t)len, err)) {
        return false;
    }
    struct span text = {bytes, (size_t)len};
    if (!utf8_valid(text)) {
        return gguf_refuse(cursor, err, "a string is not UTF-8");
    }
    *out = text;
    return true;
}

static bool
skip_string(struct gguf_cursor *cursor, struct err *err)
{
    uint64_t len;

    return gguf_u64(cursor, &len, err) && gguf_skip(cursor, len, err);
}

static bool
skip_array(struct gguf_cursor *cursor, unsigned depth, struct err *err)
{
    uint32_t type;
    uint64_t count;
    uint64_t bytes;

    if (!gguf_u32(cursor, &type, err) || !gguf_u64(cursor, &count, err)) {
        return false;
    }
    if (type >= GGUF_TYPE_COUNT) {
        return gguf_refuse(cursor, err, "an array has an unknown type");
    }
    if (type_bytes[type] > 0) {
        if (!tensor_multiply(count, type_bytes[type], &bytes)) {
            return gguf_refuse(cursor, err, "an array is over 2^64 bytes");
        }
        return gguf_skip(cursor, bytes, err);
    }
    if (count > gguf_left(cursor) / 8) {
        return gguf_refuse(cursor, err, "an array is longer than the file");
    }
    if (type == GGUF_ARRAY && depth >= ARRAY_DEPTH_MAX) {
        return gguf_refuse(cursor, err, "arrays are nested too deeply");
    }
    for (uint64_t i = 0; i < count; i++) {
        if (type == GGUF_STRING ? !skip_string(cursor, err)
                                : !skip_array(cursor, depth + 1, err)) {
            return false;
        }
    }
    return true;
}

bool
gguf_skip_value(struct gguf_cursor *cursor, uint32_t type, struct err *err)
{
    char byte;

    if (type >= GGUF_TYPE_COUNT) {
        return gguf_refuse(cursor, err, "a value has an unknown type");
    }
    if (type == GGUF_STRING) {
        return skip_string(cursor, err);
    }
    if (type == GGUF_ARRAY) {
        return skip_array(cursor, 1, err);
    }
    if (type == GGUF_BOOL) {
        return gguf_take(cursor, &byte, 1, err) &&
               (byte == 0 || byte == 1 ||
                   gguf_refuse(cursor, err, "a bool is neither 0 nor 1"));
    }
    return gguf_skip(cursor, type_bytes[type], err);
}

bool
gguf_integer(
    struct gguf_cursor *cursor, uint32_t type, uint64_t *out, struct err *err)
{
    char bytes[8] = {0};
    bool is_signed = type == GGUF_I8 || type == GGUF_I16 || type == GGUF_I32 ||
                     type == GGUF_I64;

    if (type >= GGUF_TYPE_COUNT || type_bytes[type] == 0 || type == GGUF_F32 ||
        type == GGUF_F64 || type == GGUF_BOOL) {
        return gguf_refuse(cursor, err, "a number has another type");
    }
    if (!gguf_take(cursor, bytes, type_bytes[type], err)) {
        return false;
    }
    if (is_signed && (bytes[type_bytes[type] - 1] & 0x80) != 0) {
        return gguf_refuse(cursor, err, "a count is negative");
    }
    *out = tensor_u64(bytes);
    return true;
}
