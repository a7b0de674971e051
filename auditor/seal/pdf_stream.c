#include "seal/pdf_read.h"

#include <zlib.h>

#include "base/limits.h"

enum {
    CHUNK_BYTES = 16 << 10
};

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

/* Into `out`, which may hold at most its limit. */
static bool
inflate_all(struct span packed, struct text *out, struct err *err)
{
    char buffer[CHUNK_BYTES];
    z_stream stream = {0};
    int status = Z_OK;

    if (inflateInit(&stream) != Z_OK) {
        err_set(err, ERR_SYSTEM, "cannot start zlib");
        return false;
    }
    /* zlib does not write through next_in, though its type says so */
    stream.next_in = (z_const Bytef *)(uintptr_t)packed.ptr;
    stream.avail_in = (uInt)packed.len;
    while (status == Z_OK && !out->failed) {
        stream.next_out = (Bytef *)buffer;
        stream.avail_out = CHUNK_BYTES;
        status = inflate(&stream, Z_NO_FLUSH);
        text_put(out, (struct span){buffer, CHUNK_BYTES - stream.avail_out});
    }
    bool whole = status == Z_STREAM_END && stream.avail_in == 0;
    (void)inflateEnd(&stream);
    if (!whole || out->failed)
        err_set(err, ERR_INPUT,
            "cannot decode a PDF stream: it is damaged, has bytes behind its "
            "end, or grows over the limit");
    return whole && !out->failed;
}

bool
pdf_stream_bytes(struct arena *arena, const struct pdf_document *document,
    const struct pdf_object *object, size_t limit_bytes, struct span *out,
    struct err *err)
{
    size_t room = limit_bytes;
    size_t ratio_room;
    struct text text;

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
    text_init(&text, room);
    bool ok = inflate_all(object->stream, &text, err) &&
              span_copy(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}
