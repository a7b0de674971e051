#include "render/layout/layout.h"

#include "render/image/image.h"

/* Pictures in a line: their viewport, and those that are files. */
enum {
    DOTS_PER_INCH = 72 /* of a picture that does not say: XSL 1.1, 5.9.13 */
};

/* What an address led to, so that a logo is read once. */
struct loaded {
    struct span address;
    const struct image *image;
};

static double
content_scale(const struct fo_content *content, double natural, int32_t view)
{
    double size = view / 1000.0;
    switch ((enum fo_fit)content->fit) {
    case FO_FIT_TO:
        return view > 0 ? size / natural : 0.0;
    case FO_FIT_DOWN:
        return view > 0 && size < natural ? size / natural : 0.0;
    case FO_FIT_UP:
        return view > 0 && size > natural ? size / natural : 0.0;
    case FO_FIT_NONE:
        break;
    }
    if (content->length.kind != FO_SET) {
        return 0.0;
    }
    return content->length.points / 1000.0 / natural +
           content->length.percent / 100000.0;
}

/* A uniform scale: the smaller one where both directions ask. */
static double
choose_scale(double by_width, double by_height)
{
    if (by_width > 0.0 && by_height > 0.0) {
        return by_width < by_height ? by_width : by_height;
    }
    double either = by_width > 0.0 ? by_width : by_height;
    return either > 0.0 ? either : 1.0;
}

bool
viewport_fit(const struct fo_style *style, struct natural natural,
    struct viewport *out, struct err *err)
{
    const double limit = FO_LENGTH_MAX / 1000.0;
    int32_t width = fo_resolve(&style->width, natural.available);
    int32_t height = fo_resolve(&style->height, 0);
    struct viewport viewport = {.scale = 1.0};
    if (natural.width > 0.0 && natural.height > 0.0) {
        viewport.scale = choose_scale(
            content_scale(&style->content_width, natural.width, width),
            content_scale(&style->content_height, natural.height, height));
    }
    double w = natural.width * viewport.scale;
    double h = natural.height * viewport.scale;
    if (!(w > 0.0 && h > 0.0 && w < limit && h < limit)) {
        err_set(err, ERR_INPUT, "the picture has no size that can be drawn");
        return false;
    }
    int32_t content_width = (int32_t)(w * 1000.0);
    int32_t content_height = (int32_t)(h * 1000.0);
    viewport.width = width > 0 ? width : content_width;
    viewport.height = height > 0 ? height : content_height;
    int32_t across = viewport.width - content_width;
    int32_t down = viewport.height - content_height;
    viewport.x = style->in.align == FO_ALIGN_CENTER ? across / 2
                 : style->in.align == FO_ALIGN_END  ? across
                                                    : 0;
    viewport.y = style->in.display_align == FO_DISPLAY_CENTER  ? down / 2
                 : style->in.display_align == FO_DISPLAY_AFTER ? down
                                                               : 0;
    *out = viewport;
    return true;
}

static bool
find_image(struct layout *layout, struct span address, const struct image **out,
    struct err *err)
{
    const struct loaded *known = layout->images.items;
    for (size_t i = 0; i < layout->images.count; i++) {
        if (span_equal(known[i].address, address)) {
            *out = known[i].image;
            return true;
        }
    }
    struct span bytes;
    struct image *image = arena_alloc(layout->arena, sizeof *image, err);
    if (image == NULL ||
        !image_load(layout->arena, layout->image_dir, address, &bytes, err) ||
        !image_read(layout->arena, bytes, image, err)) {
        return false;
    }
    struct loaded *slot =
        vector_push(layout, &layout->images, sizeof *slot, err);
    if (slot == NULL) {
        return false;
    }
    *slot = (struct loaded){.address = address, .image = image};
    *out = image;
    return true;
}

static bool
graphic_make(struct layout *layout, const struct fo_node *node,
    int32_t available, struct picture *picture, struct err *err)
{
    const struct image *image;
    struct viewport viewport;
    if (!find_image(layout, node->style->src, &image, err)) {
        return false;
    }
    double dots = image->per_metre > 0 ? image->per_metre * 0.0254
                                       : (double)DOTS_PER_INCH;
    struct natural natural = {
        image->width * 72.0 / dots, image->height * 72.0 / dots, available};
    if (!viewport_fit(node->style, natural, &viewport, err)) {
        return false;
    }
    struct area_op *op = vector_push(layout, &picture->ops, sizeof *op, err);
    if (op == NULL) {
        return false;
    }
    op->kind = AREA_IMAGE;
    op->tag = picture->tag;
    op->x = viewport.x;
    op->y = viewport.y;
    op->width = (int32_t)(natural.width * viewport.scale * 1000.0);
    op->height = (int32_t)(natural.height * viewport.scale * 1000.0);
    op->opacity_percent = 100;
    op->image = image;
    picture->width = viewport.width;
    picture->height = viewport.height;
    return true;
}

bool
picture_make(struct layout *layout, const struct fo_node *node,
    int32_t available, struct picture *picture, struct err *err)
{
    bool ok = node->kind == FO_EXTERNAL_GRAPHIC
                  ? graphic_make(layout, node, available, picture, err)
                  : svg_make(layout, node, available, picture, err);
    if (!ok || picture->tag == AREA_ARTIFACT) {
        return ok;
    }
    struct area_detail *detail = tag_detail(layout, picture->tag, err);
    if (detail == NULL) {
        return false;
    }
    detail->alt = node->style->alt.len > 0 ? node->style->alt : picture->alt;
    return true;
}
