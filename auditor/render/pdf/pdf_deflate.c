#include "render/pdf/pdf.h"

#include "base/limits.h"

#include <zlib.h>

/* Flate streams (7.4.4). */
enum {
    WINDOW_BITS = 15,
    MEMORY_LEVEL =
        9, /* the most: as small as level 9, in a third of the time */
    CHUNK_BYTES = 16384,
};

bool
pdf_deflate(
    struct pdf *pdf, struct span bytes, struct span *out, struct err *err)
{
    z_stream zip = {.next_in = (z_const Bytef *)(uintptr_t)bytes.ptr,
        .avail_in = (uInt)bytes.len};
    unsigned char chunk[CHUNK_BYTES];
    struct text text;
    int state = deflateInit2(&zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
        WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    bool ok = false;

    if (state != Z_OK) {
        err_set(err, ERR_SYSTEM, "cannot compress a PDF stream: zlib error %d",
            state);
        return false;
    }
    text_init(&text, LIMIT_PDF_BYTES);
    do {
        zip.next_out = chunk;
        zip.avail_out = sizeof chunk;
        state = deflate(&zip, Z_FINISH);
        text_put(&text,
            (struct span){(const char *)chunk, sizeof chunk - zip.avail_out});
    } while (state == Z_OK);
    if (state == Z_STREAM_END)
        ok = text_done(&text, err) &&
             span_copy(pdf->arena, text_span(&text), out, err);
    else
        err_set(err, ERR_SYSTEM, "cannot compress a PDF stream: zlib error %d",
            state);
    text_release(&text);
    (void)deflateEnd(&zip);
    return ok;
}
