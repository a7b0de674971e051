#include "ingest/writer.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/json.h"

static bool
put(struct claim_writer *writer, const struct claim *part, struct err *err)
{
    struct claim claim = *part;

    claim.entity = writer->entity;
    claim.entity_id = writer->entity_id;
    claim.method = writer->method;
    return writer->sink->put(writer->sink->context, &claim, err);
}

bool
writer_text(struct claim_writer *writer, const char *property,
    struct span value, const char *place, struct err *err)
{
    struct claim claim = {0};

    claim.property = property;
    claim.value = span_trim(value);
    claim.place = span_of(place);
    if (claim.value.len == 0) {
        return true;
    }
    return put(writer, &claim, err);
}

bool
writer_derived(struct claim_writer *writer, const char *property,
    const struct span pair[2], const char *place, struct err *err)
{
    struct claim claim = {0};

    claim.property = property;
    claim.value = pair[0];
    claim.place = span_of(place);
    if (!span_equal(pair[0], pair[1])) {
        claim.written = pair[1];
    }
    if (claim.value.len == 0) {
        return true;
    }
    return put(writer, &claim, err);
}

bool
writer_number(struct claim_writer *writer, const char *property,
    struct span literal, const char *place, struct err *err)
{
    struct decimal number;
    struct span plain;

    if (!decimal_parse(literal, &number, err) ||
        !decimal_text(writer->arena, &number, &plain, err)) {
        err_at(err, "%s", place);
        return false;
    }
    const struct span pair[2] = {plain, literal};
    return writer_derived(writer, property, pair, place, err);
}

bool
writer_count(struct claim_writer *writer, const char *property, uint64_t count,
    const char *place, struct err *err)
{
    const char *digits = arena_printf(writer->arena, err, "%" PRIu64, count);

    return digits != NULL &&
           writer_text(writer, property, span_of(digits), place, err);
}

bool
writer_yes_no(struct claim_writer *writer, const char *property, bool yes,
    const char *place, struct err *err)
{
    return writer_text(
        writer, property, span_of(yes ? "yes" : "no"), place, err);
}

bool
writer_converted(struct claim_writer *writer,
    const struct writer_quantity *quantity, struct err *err)
{
    struct claim claim = {0};
    struct decimal number;
    struct decimal factor;

    claim.property = quantity->property;
    claim.written = quantity->literal;
    claim.unit = span_of(quantity->unit);
    claim.place = span_of(quantity->place);
    if (!decimal_parse(quantity->literal, &number, err) ||
        !decimal_of_int(quantity->factor, &factor, err) ||
        !decimal_multiply(&number, &factor, &number, err) ||
        !decimal_scale(&number, quantity->power, &number, err) ||
        !decimal_text(writer->arena, &number, &claim.value, err)) {
        err_at(err, "%s", quantity->place);
        return false;
    }
    return put(writer, &claim, err);
}

const char *
writer_place(
    const struct claim_writer *writer, const struct node *node, struct err *err)
{
    if (writer->by_line) {
        return arena_printf(writer->arena, err, "line %" PRId64, node->line);
    }
    return node_pointer(writer->arena, node, err);
}

static bool
put_scalar(struct claim_writer *writer, const struct property *property,
    const struct node *node, const char *place, struct err *err)
{
    if (property->kind == VALUE_NUMBER) {
        return writer_number(writer, property->name, node->text, place, err);
    }
    if (node->kind == NODE_TRUE || node->kind == NODE_FALSE) {
        return writer_yes_no(
            writer, property->name, node->kind == NODE_TRUE, place, err);
    }
    return writer_text(writer, property->name, node->text, place, err);
}

bool
writer_node(struct claim_writer *writer, const char *property,
    const struct node *node, struct err *err)
{
    const struct property *row = property_find(writer->entity, property);

    if (row == NULL) {
        err_set(err, ERR_USAGE, "the vocabulary has no '%s' of '%s'", property,
            entity_name(writer->entity));
        return false;
    }
    if (node == NULL || !node_is_scalar(node) || node->kind == NODE_NULL) {
        return true;
    }
    const char *place = writer_place(writer, node, err);
    return place != NULL && put_scalar(writer, row, node, place, err);
}

bool
writer_nodes(struct claim_writer *writer, const char *property,
    const struct node *node, struct err *err)
{
    if (node == NULL || node->kind != NODE_LIST) {
        return writer_node(writer, property, node, err);
    }
    for (const struct node *item = node->first; item; item = item->next) {
        if (!writer_node(writer, property, item, err)) {
            return false;
        }
    }
    return true;
}

const char *
writer_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

bool
input_whole(const struct ingest_input *input, struct span *out, struct err *err)
{
    if (!input->whole) {
        err_set(err, ERR_LIMIT, "cannot hold a text file of %" PRId64 " bytes",
            input->file_bytes);
        err_at(err, "byte 0");
        return false;
    }
    *out = input->bytes;
    return true;
}

bool
input_json(
    const struct ingest_input *input, const struct node **out, struct err *err)
{
    struct span bytes;
    const struct node *root;

    if (!input_whole(input, &bytes, err) ||
        !json_load(input->arena, bytes, &root, err)) {
        return false;
    }
    if (root->kind != NODE_MAP) {
        err_set(err, ERR_INPUT, "the document is not a map");
        err_at_line(err, root->line);
        return false;
    }
    *out = root;
    return true;
}

/* pread(2) may return less than was asked for, so it is called in a loop. */
static bool
read_at(
    int fd, int64_t offset, struct span *rest, char *target, struct err *err)
{
    size_t done = 0;

    while (done < rest->len) {
        ssize_t got = pread(fd, target + done, rest->len - done,
            (off_t)(offset + (int64_t)done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            err_set_errno(err, "cannot read the file");
            return false;
        }
        if (got == 0) {
            err_set(err, ERR_INPUT, "the file ended while it was read");
            err_at(err, "byte %" PRId64, offset + (int64_t)done);
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

bool
input_read(const struct ingest_input *input, int64_t offset, void *target,
    size_t count, struct err *err)
{
    struct span want = {target, count};

    if (offset < 0 || offset > input->file_bytes ||
        count > (uint64_t)(input->file_bytes - offset)) {
        err_set(err, ERR_INPUT, "the file ends before its %zu bytes", count);
        err_at(err, "byte %" PRId64, offset);
        return false;
    }
    if ((uint64_t)offset + count <= input->bytes.len) {
        if (count > 0) {
            memcpy(target, input->bytes.ptr + offset, count);
        }
        return true;
    }
    return read_at(input->fd, offset, &want, target, err);
}

static struct span
span_after(struct span text, const char *prefix)
{
    if (span_starts(text, prefix)) {
        size_t len = strlen(prefix);
        return (struct span){text.ptr + len, text.len - len};
    }
    return text;
}

struct span
hub_name(struct span text)
{
    static const char *const hosts[] = {
        "huggingface.co/", "www.huggingface.co/", "hf.co/"};
    struct span bare = span_trim(text);
    struct span path;
    size_t slashes = 0;

    bare = span_after(span_after(bare, "https://"), "http://");
    path = bare;
    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        path = span_after(bare, hosts[i]);
        if (path.len != bare.len) {
            break;
        }
    }
    if (path.len == bare.len) {
        return span_trim(text);
    }
    for (size_t i = 0; i < path.len; i++) {
        slashes += path.ptr[i] == '/';
        if (slashes == 2 || path.ptr[i] == '?' || path.ptr[i] == '#') {
            path.len = i;
        }
    }
    return path;
}
