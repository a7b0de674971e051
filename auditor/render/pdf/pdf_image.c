#include "render/pdf/pdf.h"

#include "render/image/image.h"

/* Pictures as image objects (8.9.5), drawn where layout put them. */

static void
put_head(struct pdf *pdf, const struct image *image, uint32_t channels)
{
    text_printf(&pdf->body,
        "/Type /XObject\n/Subtype /Image\n/Width %u\n/Height %u\n"
        "/BitsPerComponent 8\n/ColorSpace /%s\n",
        (unsigned)image->width, (unsigned)image->height,
        channels == 1 ? "DeviceGray" : "DeviceRGB");
}

/* 11.6.5.3: transparency is a grey picture of its own. */
static HPDF_Dict
add_mask(struct pdf *pdf, const struct image *image, struct span alpha,
    struct err *err)
{
    HPDF_Dict object = pdf_stream(pdf, alpha, /* compressed= */ true, err);
    if (object == NULL) {
        return NULL;
    }
    put_head(pdf, image, 1);
    return pdf_fill(pdf, object, err) ? object : NULL;
}

static bool
add_image(
    struct pdf *pdf, const struct image *image, HPDF_Dict *out, struct err *err)
{
    HPDF_Dict mask = NULL;
    HPDF_Dict object = NULL;

    if (image->alpha.len > 0) {
        mask = add_mask(pdf, image, image->alpha, err);
        if (mask == NULL)
            return false;
    }
    object =
        pdf_stream(pdf, image->colour, /* compressed= */ !image->jpeg, err);
    if (object == NULL)
        return false;
    put_head(pdf, image, image->channels);
    if (image->jpeg)
        text_puts(&pdf->body, "/Filter /DCTDecode\n"); /* 7.4.8 */
    if (mask != NULL) {
        text_puts(&pdf->body, "/SMask ");
        pdf_put_reference(&pdf->body, mask);
    }
    *out = object;
    return pdf_fill(pdf, object, err);
}

/* The number of the picture in the resources, from 1. */
static bool
use_image(
    struct pdf *pdf, const struct image *used, size_t *number, struct err *err)
{
    for (size_t i = 0; i < pdf->image_count; i++) {
        if (pdf->images[i].image == used) {
            *number = i + 1;
            return true;
        }
    }
    struct pdf_image image = {.image = used};
    void *images = pdf->images;
    if (!add_image(pdf, used, &image.object, err)) {
        return false;
    }
    struct pdf_image *slot = arena_push(pdf->arena, &images, &pdf->image_count,
        &pdf->image_capacity, sizeof *slot, err);
    pdf->images = images;
    if (slot == NULL) {
        return false;
    }
    *slot = image;
    *number = pdf->image_count;
    return true;
}

/*
 * From the unit square to the box of the operation (8.9.5.1), turned by
 * quarters counter-clockwise around the box's top left corner on the page.
 */
static void
put_matrix(struct pdf_painter *painter, const struct area_op *op)
{
    static const int cosines[] = {1, 0, -1, 0};
    static const int sines[] = {0, 1, 0, -1};
    int c = cosines[op->turns % 4];
    int s = sines[op->turns % 4];
    int64_t top = (int64_t)painter->page_height - op->y;
    const int64_t values[] = {(int64_t)c * op->width, (int64_t)s * op->width,
        (int64_t)-s * op->height, (int64_t)c * op->height,
        op->x + (int64_t)s * op->height, top - (int64_t)c * op->height};

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        text_puts(&painter->content, i == 0 ? "" : " ");
        pdf_put_number(&painter->content, values[i]);
    }
}

bool
pdf_paint_image(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    struct text *content = &painter->content;
    size_t number;
    if (!use_image(painter->pdf, op->image, &number, err)) {
        err_at(err, "page %d", (int)painter->page + 1);
        return false;
    }
    text_puts(content, "q ");
    put_matrix(painter, op);
    text_printf(content, " cm /I%zu Do Q\n", number);
    return true;
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
