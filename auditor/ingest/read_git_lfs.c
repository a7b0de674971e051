#include "ingest/readers.h"

#include <inttypes.h>
#include <stddef.h>

#include "base/decimal.h"
#include "base/digest.h"
#include "ingest/writer.h"

/*
 * Source: Git LFS specification v1: lines "key value", `version` first and
 * the other keys in order of their bytes; at most 1024 bytes.
 */
enum {
    POINTER_BYTES_MAX = 1024
};

#define POINTER_VERSION "version https://git-lfs.github.com/spec/"

struct pointer {
    struct span oid;
    struct span size;
    int64_t oid_line; /* extensions may stand before it */
    int64_t size_line;
};

int
git_lfs_bid(struct span head)
{
    return span_starts(head, POINTER_VERSION) ? 100 : 0;
}

static bool
refuse(struct err *err, int64_t line, const char *why)
{
    err_set(err, ERR_INPUT, "cannot read the git-lfs pointer: %s", why);
    err_at_line(err, line);
    return false;
}

/* Cut "key value" at the first space. */
static bool
split(struct span line, struct span *key, struct span *value)
{
    size_t space = span_find(line, span_of(" "));

    if (space == line.len || space == 0) {
        return false;
    }
    *key = (struct span){line.ptr, space};
    *value = (struct span){line.ptr + space + 1, line.len - space - 1};
    return true;
}

static bool
is_digits(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > 0 && text.len <= 19;
}

static bool
take_line(
    struct pointer *pointer, struct span key, struct span value, int64_t line)
{
    if (span_is(key, "oid")) {
        pointer->oid = value;
        pointer->oid_line = line;
        return span_starts(value, "sha256:") &&
               digest_is_hex((struct span){value.ptr + 7, value.len - 7});
    }
    if (span_is(key, "size")) {
        pointer->size = value;
        pointer->size_line = line;
        return is_digits(value);
    }
    return true;
}

static bool
parse(struct span bytes, struct pointer *out, struct err *err)
{
    struct span rest = bytes;
    struct span line;
    struct span key;
    struct span value;
    struct span last = {"", 0};
    int64_t number = 0;

    while (span_line(&rest, &line)) {
        number++;
        if (!split(line, &key, &value)) {
            return refuse(err, number, "a line is not 'key value'");
        }
        if (number > 1 && span_compare(last, key) >= 0) {
            return refuse(err, number, "keys repeat or are out of order");
        }
        if (!take_line(out, key, value, number)) {
            return refuse(err, number, "the value is malformed");
        }
        last = number > 1 ? key : last;
    }
    if (out->oid.len == 0 || out->size.len == 0) {
        return refuse(err, number, "it names no oid or no size");
    }
    return true;
}

/* Only the name tells weights from any other large file. */
static bool
is_weights(struct span path)
{
    static const char *const endings[] = {".safetensors", ".gguf", ".bin",
        ".pt", ".pth", ".ckpt", ".onnx", ".h5", ".msgpack"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        if (span_ends(path, endings[i])) {
            return true;
        }
    }
    return false;
}

static bool
claim_weights(struct claim_writer *writer, const struct pointer *pointer,
    struct span sha256, struct err *err)
{
    const char *place =
        arena_printf(writer->arena, err, "line %" PRId64, pointer->size_line);
    const char *oid_place =
        arena_printf(writer->arena, err, "line %" PRId64, pointer->oid_line);

    if (place == NULL || oid_place == NULL) {
        return false;
    }
    return writer_text(writer, "format", span_of("git-lfs"), "line 1", err) &&
           writer_yes_no(writer, "pointer", true, "line 1", err) &&
           writer_text(writer, "sha256", sha256, oid_place, err) &&
           writer_number(writer, "bytes", pointer->size, place, err);
}

bool
git_lfs_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    struct pointer pointer = {{"", 0}, {"", 0}, 0, 0};
    struct span bytes;
    const char *name = writer_base_name(input->path);
    struct claim_writer writer = {
        input->arena, sink, ENTITY_WEIGHTS, name, CLAIM_DECLARED, false};

    if (!input_whole(input, &bytes, err)) {
        return false;
    }
    if (bytes.len > POINTER_BYTES_MAX || !utf8_valid(bytes)) {
        return refuse(err, 1, "it is over 1024 bytes or not UTF-8");
    }
    if (!parse(bytes, &pointer, err)) {
        return false;
    }
    struct span sha256 = {pointer.oid.ptr + 7, pointer.oid.len - 7};
    if (is_weights(span_of(input->path))) {
        return claim_weights(&writer, &pointer, sha256, err);
    }
    writer.entity = ENTITY_COMPONENT;
    return writer_text(&writer, "name", span_of(name), "line 1", err) &&
           writer_text(&writer, "type", span_of("file"), "line 1", err) &&
           writer_text(&writer, "sha256", sha256, "line 2", err);
}
