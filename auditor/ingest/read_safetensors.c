#include "ingest/readers.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "ingest/tensor.h"
#include "ingest/writer.h"

/*
 * safetensors: 8 bytes little-endian header length N, N bytes of JSON, then
 * tensor data. The checks are those of the reference implementation: header
 * at most 100 MB, offsets without hole or overlap to the end of the file,
 * sizes that equal shape times type, no duplicate names.
 */
enum {
    LENGTH_BYTES = 8,
    DIMENSIONS_MAX = 64
};

struct dtype {
    const char *name;
    unsigned bits;
};

static const struct dtype dtypes[] = {{"BOOL", 8}, {"F4", 4}, {"F6_E2M3", 6},
    {"F6_E3M2", 6}, {"U8", 8}, {"I8", 8}, {"F8_E5M2", 8}, {"F8_E4M3", 8},
    {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
    {"U16", 16}, {"F16", 16}, {"BF16", 16}, {"I32", 32}, {"U32", 32},
    {"F32", 32}, {"F64", 64}, {"I64", 64}, {"U64", 64}, {"C64", 64}};

enum {
    DTYPE_COUNT = sizeof(dtypes) / sizeof(*dtypes)
};

/*
 * Ends of names of tensors that only packed quantised weights have: GPTQ and
 * AWQ, bitsandbytes, compressed-tensors, MXFP4. FP8 checkpoints also carry
 * scales, but keep one weight an element.
 */
static const char *const packed_endings[] = {".qweight", ".qzeros", ".absmax",
    ".quant_map", ".weight_packed", "_blocks"};

/* Where a tensor's data lies, relative to the data part. */
struct extent {
    uint64_t begin;
    uint64_t end;
    int64_t place; /* byte of its name in the file */
};

/* The header while it is read. */
struct header {
    const struct ingest_input *input;
    struct json *json;
    uint64_t data_bytes;
    struct extent *extents;
    size_t count;
    size_t capacity;
    struct tensor_share shares[DTYPE_COUNT];
    bool packed;
};

/* One tensor's entry. */
struct entry {
    const struct dtype *dtype;
    uint64_t elements;
    struct extent extent;
    bool has_shape;
    bool has_extent;
};

int
safetensors_bid(struct span head)
{
    size_t at = LENGTH_BYTES + 1;

    if (head.len < LENGTH_BYTES + 2 || head.ptr[LENGTH_BYTES] != '{' ||
        tensor_u64(head.ptr) > LIMIT_HEADER_BYTES) {
        return 0;
    }
    while (at < head.len && strchr(" \t\r\n", head.ptr[at]) != NULL) {
        at++;
    }
    return at < head.len && (head.ptr[at] == '"' || head.ptr[at] == '}') ? 90
                                                                         : 0;
}

static bool
refuse(const struct header *header, struct err *err, const char *why)
{
    err_set(err, ERR_INPUT, "cannot accept the safetensors header: %s", why);
    err_at(err, "byte %" PRId64, json_byte(header->json) + LENGTH_BYTES);
    return false;
}

/* Ask for the next event, which must be of the given kind. */
static bool
expect(struct header *header, enum json_event want, struct span *text,
    struct err *err)
{
    enum json_event event;

    if (!json_next(header->json, &event, text, err)) {
        return false;
    }
    return event == want ||
           refuse(header, err, "a member has the wrong JSON type");
}

/* A number that is an unsigned integer, without sign, fraction, exponent. */
static bool
parse_u64(const struct header *header, struct span text, uint64_t *out,
    struct err *err)
{
    uint64_t value = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned)(unsigned char)text.ptr[i] - '0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10) {
            return refuse(header, err, "a number is no 64-bit count");
        }
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

static bool
read_dtype(struct header *header, struct entry *entry, struct err *err)
{
    struct span text;

    if (!expect(header, JSON_STRING, &text, err)) {
        return false;
    }
    for (size_t i = 0; i < DTYPE_COUNT; i++) {
        if (span_is(text, dtypes[i].name)) {
            entry->dtype = &dtypes[i];
            return true;
        }
    }
    return refuse(header, err, "a tensor has an unknown type");
}

static bool
read_shape(struct header *header, struct entry *entry, struct err *err)
{
    enum json_event event;
    struct span text;
    uint64_t dimension;
    unsigned count = 0;

    entry->elements = 1;
    entry->has_shape = true;
    if (!expect(header, JSON_LIST, &text, err)) {
        return false;
    }
    while (json_next(header->json, &event, &text, err)) {
        if (event == JSON_LIST_END) {
            return true;
        }
        if (event != JSON_NUMBER || ++count > DIMENSIONS_MAX) {
            return refuse(header, err, "a shape is no list of counts");
        }
        if (!parse_u64(header, text, &dimension, err)) {
            return false;
        }
        if (!tensor_multiply(entry->elements, dimension, &entry->elements)) {
            return refuse(header, err, "a shape has over 2^64 elements");
        }
    }
    return false;
}

static bool
read_extent(struct header *header, struct entry *entry, struct err *err)
{
    struct span text;

    entry->has_extent = true;
    return expect(header, JSON_LIST, &text, err) &&
           expect(header, JSON_NUMBER, &text, err) &&
           parse_u64(header, text, &entry->extent.begin, err) &&
           expect(header, JSON_NUMBER, &text, err) &&
           parse_u64(header, text, &entry->extent.end, err) &&
           expect(header, JSON_LIST_END, &text, err);
}

struct member {
    const char *name;
    bool (*read)(struct header *, struct entry *, struct err *);
};

static bool
read_member(struct header *header, struct span key, struct entry *entry,
    struct err *err)
{
    static const struct member members[] = {{"dtype", read_dtype},
        {"shape", read_shape}, {"data_offsets", read_extent}};

    for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
        if (span_is(key, members[i].name)) {
            return members[i].read(header, entry, err);
        }
    }
    return refuse(header, err, "a tensor has an unknown member");
}

/* Do begin, end, type and shape agree? */
static bool
check_entry(
    const struct header *header, const struct entry *entry, struct err *err)
{
    uint64_t bits;

    if (entry->dtype == NULL || !entry->has_shape || !entry->has_extent) {
        return refuse(header, err, "a tensor lacks type, shape or offsets");
    }
    if (entry->extent.end < entry->extent.begin ||
        entry->extent.end > header->data_bytes) {
        return refuse(header, err, "a tensor lies outside the file");
    }
    if (!tensor_multiply(entry->elements, entry->dtype->bits, &bits) ||
        bits % 8 != 0 || bits / 8 != entry->extent.end - entry->extent.begin) {
        return refuse(header, err, "a tensor's size is not shape times type");
    }
    return true;
}

static bool
keep_entry(struct header *header, const struct entry *entry, struct err *err)
{
    struct tensor_share *share = &header->shares[entry->dtype - dtypes];
    void *items = header->extents;
    struct extent *slot = arena_push(header->input->arena, &items,
        &header->count, &header->capacity, sizeof(*slot), err);

    header->extents = items;
    if (slot == NULL) {
        return false;
    }
    *slot = entry->extent;
    share->name = entry->dtype->name;
    if (!tensor_add(share->elements, entry->elements, &share->elements) ||
        !tensor_add(share->bytes, entry->extent.end - entry->extent.begin,
            &share->bytes)) {
        return refuse(header, err, "the tensors have over 2^64 elements");
    }
    return true;
}

static void
look_at_name(struct header *header, struct span name)
{
    size_t count = sizeof(packed_endings) / sizeof(*packed_endings);

    for (size_t i = 0; i < count; i++) {
        if (span_ends(name, packed_endings[i])) {
            header->packed = true;
        }
    }
}

static bool
read_tensor(struct header *header, struct span name, struct err *err)
{
    struct entry entry = {0};
    enum json_event event;
    struct span text;

    look_at_name(header, name);
    entry.extent.place = json_byte(header->json) + LENGTH_BYTES;
    if (!expect(header, JSON_MAP, &text, err)) {
        return false;
    }
    while (json_next(header->json, &event, &text, err)) {
        if (event == JSON_MAP_END) {
            return check_entry(header, &entry, err) &&
                   keep_entry(header, &entry, err);
        }
        if (!read_member(header, text, &entry, err)) {
            return false;
        }
    }
    return false;
}

/* A map of strings to strings. */
static bool
read_metadata(struct header *header, struct err *err)
{
    enum json_event event;
    struct span text;

    if (!expect(header, JSON_MAP, &text, err)) {
        return false;
    }
    while (json_next(header->json, &event, &text, err)) {
        if (event == JSON_MAP_END) {
            return true;
        }
        if (!expect(header, JSON_STRING, &text, err)) {
            return false;
        }
    }
    return false;
}

static bool
read_members(struct header *header, struct err *err)
{
    enum json_event event;
    struct span text;

    if (!expect(header, JSON_MAP, &text, err)) {
        return false;
    }
    while (json_next(header->json, &event, &text, err)) {
        if (event == JSON_MAP_END) {
            return expect(header, JSON_END, &text, err);
        }
        if (span_is(text, "__metadata__") ? !read_metadata(header, err)
                                          : !read_tensor(header, text, err)) {
            return false;
        }
    }
    return false;
}

static int
by_extent(const void *a, const void *b)
{
    const struct extent *left = a;
    const struct extent *right = b;

    if (left->begin != right->begin) {
        return left->begin < right->begin ? -1 : 1;
    }
    return left->end < right->end ? -1 : left->end > right->end;
}

/* Every byte of the data part belongs to exactly one tensor. */
static bool
check_extents(const struct header *header, struct err *err)
{
    uint64_t end = 0;

    if (header->count > 0) {
        qsort(header->extents, header->count, sizeof(*header->extents),
            by_extent);
    }
    for (size_t i = 0; i < header->count; i++) {
        const struct extent *extent = &header->extents[i];
        if (extent->begin != end) {
            err_set(err, ERR_INPUT,
                "cannot accept the safetensors header: tensor data %s",
                extent->begin < end ? "overlap" : "leave a hole");
            err_at(err, "byte %" PRId64, extent->place);
            return false;
        }
        end = extent->end;
    }
    if (end != header->data_bytes) {
        err_set(err, ERR_INPUT,
            "cannot accept the safetensors header: the tensors end at byte "
            "%" PRIu64 " of %" PRIu64 " bytes of data",
            end, header->data_bytes);
        err_at(err, "byte %d", LENGTH_BYTES);
        return false;
    }
    return true;
}

static bool
claim(const struct header *header, struct claim_sink *sink, struct err *err)
{
    const struct ingest_input *input = header->input;
    struct claim_writer writer = {input->arena, sink, ENTITY_WEIGHTS,
        writer_base_name(input->path), CLAIM_COMPUTED, false};
    struct tensor_summary summary = {.shares = header->shares,
        .share_count = DTYPE_COUNT,
        .tensors = header->count,
        .packed = header->packed,
        .place = "byte 8"};

    return writer_text(
               &writer, "format", span_of("safetensors"), "byte 0", err) &&
           writer_yes_no(&writer, "pointer", false, "byte 0", err) &&
           writer_count(
               &writer, "bytes", (uint64_t)input->file_bytes, "byte 0", err) &&
           tensor_claim(&writer, &summary, err);
}

/* The header's length, checked against the file; then its bytes. */
static bool
load_header(const struct ingest_input *input, struct span *out, struct err *err)
{
    char length_bytes[LENGTH_BYTES];
    uint64_t length;

    if (!input_read(input, 0, length_bytes, LENGTH_BYTES, err)) {
        return false;
    }
    length = tensor_u64(length_bytes);
    if (length < 2 || length > LIMIT_HEADER_BYTES ||
        length > (uint64_t)input->file_bytes - LENGTH_BYTES) {
        err_set(err, ERR_INPUT,
            "cannot accept the safetensors header: its length %" PRIu64
            " does not fit the file",
            length);
        err_at(err, "byte 0");
        return false;
    }
    char *bytes = arena_alloc(input->arena, (size_t)length, err);
    if (bytes == NULL ||
        !input_read(input, LENGTH_BYTES, bytes, (size_t)length, err)) {
        return false;
    }
    if (bytes[0] != '{') {
        err_set(err, ERR_INPUT,
            "cannot accept the safetensors header: it begins with no '{'");
        err_at(err, "byte %d", LENGTH_BYTES);
        return false;
    }
    *out = (struct span){bytes, (size_t)length};
    return true;
}

bool
safetensors_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    struct header *header;
    struct span bytes;
    bool ok = false;

    header = arena_alloc(input->arena, sizeof(*header), err);
    if (header == NULL || !load_header(input, &bytes, err)) {
        return false;
    }
    header->input = input;
    header->data_bytes = (uint64_t)input->file_bytes - LENGTH_BYTES - bytes.len;
    header->json = json_open(bytes, err);
    if (header->json == NULL) {
        return false;
    }
    ok = read_members(header, err) && check_extents(header, err) &&
         claim(header, sink, err);
    json_close(header->json);
    return ok;
}
