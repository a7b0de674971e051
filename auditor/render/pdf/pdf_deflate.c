#include "render/pdf/pdf.h"

#include <libdeflate.h>

/* Flate streams (7.4.4). */
enum {
    PAGE_LEVEL = 3, /* pages are many: where half the time makes them a
                       twentieth larger */
    REST_LEVEL = 9, /* fonts and data are few */
};

void
pdf_deflate_end(struct pdf *pdf)
{
    libdeflate_free_compressor(pdf->zip);
    pdf->zip = NULL;
}

bool
pdf_deflate(
    struct pdf *pdf, struct span bytes, struct span *out, struct err *err)
{
    if (pdf->zip == NULL) {
        pdf->zip = libdeflate_alloc_compressor(
            pdf->document == NULL ? PAGE_LEVEL : REST_LEVEL);
    }
    if (pdf->zip == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate memory to compress a stream");
        return false;
    }
    size_t room = libdeflate_zlib_compress_bound(pdf->zip, bytes.len);
    char *packed = arena_alloc(&pdf->scratch, room, err);
    struct span result = {packed, 0};
    bool ok = false;
    if (packed == NULL) {
        goto out;
    }
    result.len =
        libdeflate_zlib_compress(pdf->zip, bytes.ptr, bytes.len, packed, room);
    if (result.len == 0) {
        err_set(err, ERR_SYSTEM, "cannot compress a PDF stream");
        goto out;
    }
    ok = span_copy(pdf->arena, result, out, err);
out:
    arena_clear(&pdf->scratch);
    return ok;
}
