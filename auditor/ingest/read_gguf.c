#include "ingest/readers.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "ingest/gguf.h"
#include "ingest/tensor.h"
#include "ingest/writer.h"

/*
 * GGUF: metadata and the table of tensors are read and checked as ggml does,
 * tensor data is not. Dimensions are logical, so the sum of their products is
 * the exact number of parameters for every quantisation.
 */
enum {
    KEYS_MAX = 1 << 16,    /* real files have < 100 */
    TENSORS_MAX = 1 << 20, /* real files have < 10,000 */
    KEY_BYTES_MAX = 65535, /* of the specification */
    NAME_BYTES_MAX = 64,   /* GGML_MAX_NAME */
    DIMENSIONS_MAX = 4,
    ALIGNMENT_DEFAULT = 32,
    ALIGNMENT_MAX = 1 << 20,
    KEY_BYTES_MIN = 13,    /* length, type and one byte of value */
    TENSOR_BYTES_MIN = 32, /* length, count, one dimension, type, offset */
    FORMATS_MAX = 64,
};

/* What a file says of itself, and where. */
struct text_key {
    const char *key;
    const char *property;
};

static const struct text_key text_keys[] = {
    {"general.architecture", "architecture"},
    {"general.name", "name"},
    {"general.license", "license"},
    {"general.base_model.0.repo_url", "base-model"},
    {"general.quantized_by", "quantized-by"},
    {"quantize.imatrix.dataset", "calibration-dataset"},
};

enum {
    TEXT_KEY_COUNT = sizeof(text_keys) / sizeof(*text_keys)
};

struct found {
    struct span text;
    uint64_t place;
};

struct number {
    bool known;
    uint64_t value;
    uint64_t place;
};

struct reader {
    struct gguf_cursor cursor;
    struct arena *arena;
    uint64_t tensor_count;
    uint64_t key_count;
    struct span *names; /* of the keys, then of the tensors */
    size_t name_count;
    struct found texts[TEXT_KEY_COUNT];
    struct number file_type;
    struct number context;
    struct span context_key;
    struct number alignment;
    uint64_t table_at; /* byte of the table of tensors */
    uint64_t last_end; /* of the last tensor, relative to the data */
    uint64_t data_end; /* the same with its padding */
    struct tensor_share shares[FORMATS_MAX];
    size_t share_count;
    bool size_unknown;
};

int
gguf_bid(struct span head)
{
    return span_starts(head, "GGUF") ? 100 : 0;
}

static bool
read_start(struct reader *reader, struct err *err)
{
    struct gguf_cursor *cursor = &reader->cursor;
    char magic[4];
    uint32_t version;

    if (!gguf_take(cursor, magic, sizeof(magic), err) ||
        !gguf_u32(cursor, &version, err)) {
        return false;
    }
    if (memcmp(magic, "GGUF", sizeof(magic)) != 0) {
        return gguf_refuse(cursor, err, "it does not begin with 'GGUF'");
    }
    if ((version & 0xffff) == 0) {
        return gguf_refuse(cursor, err, "big-endian files are not read");
    }
    if (version != 2 && version != 3) {
        return gguf_refuse(cursor, err, "its version is neither 2 nor 3");
    }
    if (!gguf_u64(cursor, &reader->tensor_count, err) ||
        !gguf_u64(cursor, &reader->key_count, err)) {
        return false;
    }
    if (reader->key_count > KEYS_MAX || reader->tensor_count > TENSORS_MAX ||
        reader->key_count > gguf_left(cursor) / KEY_BYTES_MIN ||
        reader->tensor_count > gguf_left(cursor) / TENSOR_BYTES_MIN) {
        return gguf_refuse(
            cursor, err, "it counts more keys or tensors than fit");
    }
    return true;
}

static int
by_name(const void *a, const void *b)
{
    const struct span *left = a;
    const struct span *right = b;

    return span_compare(*left, *right);
}

/* ERR_INPUT when two of the names collected so far are the same. */
static bool
check_names(struct reader *reader, struct err *err)
{
    if (reader->name_count > 0) {
        qsort(
            reader->names, reader->name_count, sizeof(*reader->names), by_name);
    }
    for (size_t i = 1; i < reader->name_count; i++) {
        if (span_equal(reader->names[i - 1], reader->names[i])) {
            err_set(err, ERR_INPUT,
                "cannot accept the GGUF header: the name '%.*s' stands twice",
                (int)(reader->names[i].len < 64 ? reader->names[i].len : 64),
                reader->names[i].ptr);
            err_at(err, "byte %" PRIu64, reader->table_at);
            return false;
        }
    }
    reader->name_count = 0;
    return true;
}

static bool
read_number(
    struct reader *reader, uint32_t type, struct number *out, struct err *err)
{
    out->place = reader->cursor.at;
    if (!gguf_integer(&reader->cursor, type, &out->value, err)) {
        return false;
    }
    out->known = true;
    return true;
}

static bool
read_alignment(struct reader *reader, uint32_t type, struct err *err)
{
    struct number *alignment = &reader->alignment;

    if (type != GGUF_U32) {
        return gguf_refuse(&reader->cursor, err, "the alignment is no u32");
    }
    if (!read_number(reader, type, alignment, err)) {
        return false;
    }
    if (alignment->value == 0 || alignment->value > ALIGNMENT_MAX ||
        (alignment->value & (alignment->value - 1)) != 0) {
        return gguf_refuse(
            &reader->cursor, err, "the alignment is no power of two");
    }
    return true;
}

static bool
read_text(struct reader *reader, size_t which, struct err *err)
{
    struct found *found = &reader->texts[which];

    found->place = reader->cursor.at;
    return gguf_string(&reader->cursor, LIMIT_STRING_BYTES, &found->text, err);
}

static bool
read_value(
    struct reader *reader, struct span key, uint32_t type, struct err *err)
{
    if (span_is(key, "general.alignment")) {
        return read_alignment(reader, type, err);
    }
    if (span_is(key, "general.file_type")) {
        return read_number(reader, type, &reader->file_type, err);
    }
    if (span_ends(key, ".context_length") && !reader->context.known) {
        reader->context_key = key;
        return read_number(reader, type, &reader->context, err);
    }
    for (size_t i = 0; i < TEXT_KEY_COUNT && type == GGUF_STRING; i++) {
        if (span_is(key, text_keys[i].key)) {
            return read_text(reader, i, err);
        }
    }
    return gguf_skip_value(&reader->cursor, type, err);
}

static bool
read_keys(struct reader *reader, struct err *err)
{
    struct gguf_cursor *cursor = &reader->cursor;
    uint32_t type;

    for (uint64_t i = 0; i < reader->key_count; i++) {
        struct span *key = &reader->names[reader->name_count];
        if (!gguf_string(cursor, KEY_BYTES_MAX, key, err) ||
            !gguf_u32(cursor, &type, err)) {
            return false;
        }
        if (key->len == 0) {
            return gguf_refuse(cursor, err, "a key is empty");
        }
        reader->name_count++;
        if (!read_value(reader, *key, type, err)) {
            return false;
        }
    }
    reader->table_at = cursor->at;
    return check_names(reader, err);
}

struct tensor {
    uint64_t elements;
    uint64_t row; /* elements of the first dimension */
    uint32_t type;
    uint64_t offset;
};

static bool
read_dimensions(struct reader *reader, struct tensor *tensor, struct err *err)
{
    struct gguf_cursor *cursor = &reader->cursor;
    uint32_t count;
    uint64_t size;

    if (!gguf_u32(cursor, &count, err)) {
        return false;
    }
    if (count < 1 || count > DIMENSIONS_MAX) {
        return gguf_refuse(cursor, err, "a tensor has not 1 to 4 dimensions");
    }
    tensor->elements = 1;
    for (uint32_t i = 0; i < count; i++) {
        if (!gguf_u64(cursor, &size, err)) {
            return false;
        }
        if (size == 0 ||
            !tensor_multiply(tensor->elements, size, &tensor->elements) ||
            tensor->elements > INT64_MAX) {
            return gguf_refuse(cursor, err, "a shape is empty or too large");
        }
        tensor->row = i == 0 ? size : tensor->row;
    }
    return true;
}

/* The share of a type; types that are not in the table get one by number. */
static struct tensor_share *
find_share(struct reader *reader, uint32_t type, struct err *err)
{
    const struct gguf_format *format = gguf_format_find(type);
    const char *name = format != NULL ? format->name
                                      : arena_printf(reader->arena, err,
                                            "type-%" PRIu32, type);

    if (name == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < reader->share_count; i++) {
        if (strcmp(reader->shares[i].name, name) == 0) {
            return &reader->shares[i];
        }
    }
    if (reader->share_count == FORMATS_MAX) {
        (void)gguf_refuse(&reader->cursor, err, "it has too many types");
        return NULL;
    }
    reader->shares[reader->share_count].name = name;
    return &reader->shares[reader->share_count++];
}

/*
 * ggml lays tensors out one behind the other, each padded to the alignment.
 * After a type of unknown size only the end of the file bounds the rest.
 */
static bool
check_place(struct reader *reader, const struct tensor *tensor, uint64_t bytes,
    struct err *err)
{
    uint64_t alignment =
        reader->alignment.known ? reader->alignment.value : ALIGNMENT_DEFAULT;
    uint64_t padded;

    if (tensor->offset % alignment != 0 ||
        tensor->offset > reader->cursor.size) {
        return gguf_refuse(
            &reader->cursor, err, "a tensor's place is not aligned");
    }
    if (!reader->size_unknown && tensor->offset != reader->data_end) {
        return gguf_refuse(
            &reader->cursor, err, "tensors overlap or leave a hole");
    }
    if (!tensor_add(tensor->offset, bytes, &padded) ||
        padded > reader->cursor.size) {
        return gguf_refuse(
            &reader->cursor, err, "a tensor is larger than the file");
    }
    /* Both are at most the file's size, so this cannot wrap. */
    reader->last_end = padded;
    reader->data_end = padded;
    if (padded % alignment != 0) {
        reader->data_end = padded + alignment - padded % alignment;
    }
    return true;
}

static bool
keep_tensor(struct reader *reader, const struct tensor *tensor, struct err *err)
{
    const struct gguf_format *format = gguf_format_find(tensor->type);
    struct tensor_share *share = find_share(reader, tensor->type, err);
    uint64_t bytes = 0;

    if (share == NULL) {
        return false;
    }
    if (format != NULL &&
        (tensor->row % format->block_elements != 0 ||
            !tensor_multiply(tensor->elements / format->block_elements,
                format->block_bytes, &bytes))) {
        return gguf_refuse(
            &reader->cursor, err, "a row is no multiple of its block");
    }
    if (!check_place(reader, tensor, bytes, err)) {
        return false;
    }
    reader->size_unknown = reader->size_unknown || format == NULL;
    if (!tensor_add(share->elements, tensor->elements, &share->elements)) {
        return gguf_refuse(&reader->cursor, err, "over 2^64 elements");
    }
    /* No overflow: check_place bounded each sum by the file's size. */
    share->bytes += bytes;
    return true;
}

static bool
read_tensors(struct reader *reader, struct err *err)
{
    struct gguf_cursor *cursor = &reader->cursor;
    struct tensor tensor;

    for (uint64_t i = 0; i < reader->tensor_count; i++) {
        if (!gguf_string(cursor, NAME_BYTES_MAX,
                &reader->names[reader->name_count], err) ||
            !read_dimensions(reader, &tensor, err) ||
            !gguf_u32(cursor, &tensor.type, err) ||
            !gguf_u64(cursor, &tensor.offset, err) ||
            !keep_tensor(reader, &tensor, err)) {
            return false;
        }
        reader->name_count++;
    }
    return check_names(reader, err);
}

/* Does the data lie within the file? The last tensor may lack its padding. */
static bool
check_end(struct reader *reader, struct err *err)
{
    uint64_t alignment =
        reader->alignment.known ? reader->alignment.value : ALIGNMENT_DEFAULT;
    uint64_t begin = reader->cursor.at;

    if (begin % alignment != 0) {
        begin += alignment - begin % alignment;
    }
    if (reader->tensor_count > 0 &&
        (begin > reader->cursor.size ||
            reader->last_end > reader->cursor.size - begin)) {
        return gguf_refuse(
            &reader->cursor, err, "the file ends before its tensors do");
    }
    return true;
}

static bool
claim_text(struct reader *reader, struct claim_writer *writer, size_t which,
    struct err *err)
{
    const struct found *found = &reader->texts[which];
    const char *place =
        arena_printf(reader->arena, err, "byte %" PRIu64, found->place);
    struct span value = span_trim(found->text);

    if (strcmp(text_keys[which].property, "base-model") == 0) {
        value = hub_name(value);
    }
    const struct span pair[2] = {value, found->text};
    return place != NULL &&
           writer_derived(writer, text_keys[which].property, pair, place, err);
}

/* The label by number; "1024" when the label is not known. */
static bool
claim_file_type(
    struct reader *reader, struct claim_writer *writer, struct err *err)
{
    const char *label = gguf_file_type(reader->file_type.value);
    const char *place = arena_printf(
        reader->arena, err, "byte %" PRIu64, reader->file_type.place);
    const char *number =
        arena_printf(reader->arena, err, "%" PRIu64, reader->file_type.value);

    if (place == NULL || number == NULL) {
        return false;
    }
    const struct span pair[2] = {
        span_of(label != NULL ? label : number), span_of(number)};
    return writer_derived(writer, "file-type", pair, place, err);
}

/* Another architecture's context length would be no claim about this one. */
static bool
claim_context(
    struct reader *reader, struct claim_writer *writer, struct err *err)
{
    const char *place = arena_printf(
        reader->arena, err, "byte %" PRIu64, reader->context.place);
    struct span key = reader->context_key;

    key.len -= strlen(".context_length");
    if (!span_equal(key, reader->texts[0].text)) {
        return true;
    }
    return place != NULL && writer_count(writer, "context-length",
                                reader->context.value, place, err);
}

static bool
claim_all(struct reader *reader, struct claim_sink *sink, struct err *err)
{
    const struct ingest_input *input = reader->cursor.input;
    struct claim_writer writer = {reader->arena, sink, ENTITY_WEIGHTS,
        writer_base_name(input->path), CLAIM_COMPUTED, false};
    struct tensor_summary summary = {.shares = reader->shares,
        .share_count = reader->share_count,
        .tensors = reader->tensor_count,
        .size_unknown = reader->size_unknown};

    summary.place =
        arena_printf(reader->arena, err, "byte %" PRIu64, reader->table_at);
    if (summary.place == NULL ||
        !writer_text(&writer, "format", span_of("gguf"), "byte 0", err) ||
        !writer_yes_no(&writer, "pointer", false, "byte 0", err) ||
        !writer_count(
            &writer, "bytes", (uint64_t)input->file_bytes, "byte 0", err) ||
        !tensor_claim(&writer, &summary, err)) {
        return false;
    }
    /* The rest is what the file says of itself, not what was computed. */
    writer.method = CLAIM_DECLARED;
    for (size_t i = 0; i < TEXT_KEY_COUNT; i++) {
        if (!claim_text(reader, &writer, i, err)) {
            return false;
        }
    }
    return (!reader->file_type.known ||
               claim_file_type(reader, &writer, err)) &&
           (!reader->context.known || claim_context(reader, &writer, err));
}

bool
gguf_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    struct reader *reader = arena_alloc(input->arena, sizeof(*reader), err);
    uint64_t names;

    if (reader == NULL || !gguf_open(input, &reader->cursor, err)) {
        return false;
    }
    reader->arena = input->arena;
    if (!read_start(reader, err)) {
        return false;
    }
    names = reader->key_count > reader->tensor_count ? reader->key_count
                                                     : reader->tensor_count;
    reader->names = arena_alloc_array(
        input->arena, (size_t)names + 1, sizeof(*reader->names), err);
    return reader->names != NULL && read_keys(reader, err) &&
           read_tensors(reader, err) && check_end(reader, err) &&
           claim_all(reader, sink, err);
}
