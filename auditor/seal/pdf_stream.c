#include "seal/pdf_read.h"

#include <zlib.h>

#include "base/limits.h"

/* Is it FlateDecode, alone, and without parameters? */
static bool
is_flate(const struct pdf_document *document, const struct pdf_object *object)
{
    const struct pdf_value *filter =
        pdf_find(document, object->value, "Filter");

    if (filter != NULL && filter->kind == PDF_ARRAY && filter->count == 1)
        filter = pdf_resolve(document, filter->first);
    return pdf_value_is_name(filter, "FlateDecode");
}

/* `room` bytes are one more than may be used, so that too much shows. */
static bool
inflate_all(struct span packed, char *buffer, size_t room, size_t *out_len,
    struct err *err)
{
    z_stream stream = {0};
    int status;
    bool whole;

    if (inflateInit(&stream) != Z_OK) {
        err_set(err, ERR_SYSTEM, "cannot start zlib");
        return false;
    }
    /* zlib does not write through next_in, though its type says so */
    stream.next_in = (z_const Bytef *)(uintptr_t)packed.ptr;
    stream.avail_in = (uInt)packed.len;
    stream.next_out = (Bytef *)buffer;
    stream.avail_out = (uInt)room;
    status = inflate(&stream, Z_FINISH);
    whole =
        status == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out > 0;
    *out_len = room - stream.avail_out;
    (void)inflateEnd(&stream);
    if (!whole)
        err_set(err, ERR_INPUT,
            "cannot decode a PDF stream: it is damaged, has bytes behind its "
            "end, or grows over the limit");
    return whole;
}

bool
pdf_stream_bytes(struct arena *arena, const struct pdf_document *document,
    const struct pdf_object *object, size_t limit_bytes, struct span *out,
    struct err *err)
{
    size_t room = limit_bytes;
    size_t ratio_room;
    size_t len;
    char *buffer;

    if (!object->is_stream ||
        pdf_value_find(object->value, "DecodeParms") != NULL) {
        err_set(err, ERR_INPUT,
            "cannot decode a PDF stream: it has parameters or is none");
        return false;
    }
    if (pdf_value_find(object->value, "Filter") == NULL) {
        if (object->stream.len <= limit_bytes)
            return span_copy(arena, object->stream, out, err);
        err_set(err, ERR_LIMIT,
            "cannot decode a PDF stream: it is over %zu "
            "bytes",
            limit_bytes);
        return false;
    }
    if (!is_flate(document, object)) {
        err_set(err, ERR_INPUT,
            "cannot decode a PDF stream: its filter is not FlateDecode");
        return false;
    }
    if (size_mul(object->stream.len, LIMIT_FLATE_RATIO, &ratio_room) &&
        ratio_room < room)
        room = ratio_room;
    buffer = arena_alloc(arena, room + 1, err);
    if (buffer == NULL ||
        !inflate_all(object->stream, buffer, room + 1, &len, err))
        return false;
    out->ptr = buffer;
    out->len = len;
    return true;
}
