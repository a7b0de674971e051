#include "render/pdf/pdf.h"

#include "base/limits.h"

/*
 * PNG and JPEG pictures, by libharu's readers. The same bytes are embedded
 * once. ISO 19005-3, 6.2.4.3: only colour spaces that the output intent
 * covers, so no CMYK.
 */
enum {
    IMAGES_MAX = 256
};

static bool
is_covered(HPDF_Image image)
{
    const char *space = HPDF_Image_GetColorSpace(image);

    return space != NULL && !span_is(span_of(space), "DeviceCMYK");
}

static HPDF_Image
load(struct pdf *pdf, struct span bytes, struct err *err)
{
    const HPDF_BYTE *data = (const HPDF_BYTE *)bytes.ptr;
    HPDF_Image image = NULL;

    if (bytes.len > LIMIT_PDF_BYTES) {
        err_set(
            err, ERR_LIMIT, "cannot embed a picture of %zu bytes", bytes.len);
        return NULL;
    }
    if (span_starts(bytes, "\x89PNG\r\n\x1A\n"))
        image = HPDF_LoadPngImageFromMem(pdf->doc, data, (HPDF_UINT)bytes.len);
    else if (span_starts(bytes, "\xFF\xD8\xFF"))
        image = HPDF_LoadJpegImageFromMem(pdf->doc, data, (HPDF_UINT)bytes.len);
    if (image == NULL || !is_covered(image)) {
        err_set(err, ERR_INPUT,
            "cannot embed a picture: want a PNG file, or "
            "a JPEG file in RGB or grey");
        return NULL;
    }
    return image;
}

bool
pdf_image_use(
    struct pdf *pdf, struct span bytes, size_t *number, struct err *err)
{
    struct pdf_image *slot = NULL;
    void *images = pdf->images;
    size_t at = 0;

    while (at < pdf->image_count && !span_equal(pdf->images[at].bytes, bytes))
        at++;
    *number = at + 1;
    if (at < pdf->image_count)
        return true;
    if (at == IMAGES_MAX) {
        err_set(
            err, ERR_LIMIT, "cannot embed more than %d pictures", IMAGES_MAX);
        return false;
    }
    slot = arena_push(pdf->arena, &images, &pdf->image_count,
        &pdf->image_capacity, sizeof *slot, err);
    pdf->images = images;
    if (slot == NULL)
        return false;
    slot->bytes = bytes;
    slot->object = load(pdf, bytes, err);
    return slot->object != NULL;
}

void
pdf_image_resources(struct pdf *pdf)
{
    for (size_t i = 0; i < pdf->image_count; i++) {
        text_printf(&pdf->body, "/I%zu ", i + 1);
        pdf_put_reference(&pdf->body, pdf->images[i].object);
        text_putc(&pdf->body, '\n');
    }
}
