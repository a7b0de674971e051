#include "render/pdf/pdf.h"

#include <libdeflate.h>

/* Flate streams (7.4.4). */
enum {
    LEVEL = 6 /* where more time hardly makes a stream smaller */
};

bool
pdf_deflate(
    struct pdf *pdf, struct span bytes, struct span *out, struct err *err)
{
    struct libdeflate_compressor *zip = libdeflate_alloc_compressor(LEVEL);
    if (zip == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate memory to compress a stream");
        return false;
    }
    size_t room = libdeflate_zlib_compress_bound(zip, bytes.len);
    char *packed = arena_alloc(pdf->arena, room, err);
    size_t length = packed == NULL ? 0
                                   : libdeflate_zlib_compress(zip, bytes.ptr,
                                         bytes.len, packed, room);
    libdeflate_free_compressor(zip);
    if (length == 0) {
        if (packed != NULL) {
            err_set(err, ERR_SYSTEM, "cannot compress a PDF stream");
        }
        return false;
    }
    arena_shrink(pdf->arena, packed, length);
    *out = (struct span){packed, length};
    return true;
}
