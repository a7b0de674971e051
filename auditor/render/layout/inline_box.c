#include "render/layout/line.h"

/*
 * Padding, borders and backgrounds of inline areas. They hang out above and
 * below without moving the lines apart (XSL 1.1, 4.5, as in CSS 2.1, 10.6.1);
 * at a line's end an area is cut open.
 */

/* From the top of the piece; only vertical sizes are set. */
static struct rectangle
box_rectangle(const struct builder *builder, const struct inline_box *box)
{
    const struct fo_style *style = box->style;
    int32_t size = style->in.size;
    int32_t baseline = builder->above - box->shift;
    int32_t top = style_inset(style, FO_TOP);
    int32_t bottom = style_inset(style, FO_BOTTOM);
    if (box->height > 0) { /* a picture's border stands on the baseline */
        int32_t height = box->height + top + bottom;
        return (struct rectangle){.y = baseline - height, .height = height};
    }
    /* One em, parted as the font parts it: so areas of two lines stay apart. */
    int64_t ascent = font_altitude(box->font, size);
    int64_t whole = ascent + font_depth(box->font, size);
    int32_t above = whole > 0 ? (int32_t)(ascent * size / whole) : size;
    return (struct rectangle){
        .y = baseline - above - top, .height = size + top + bottom};
}

static bool
draw_rule(struct builder *builder, const struct fo_style *style,
    enum fo_side side, struct rectangle where, struct err *err)
{
    const struct fo_border *border = &style->border[side];
    int32_t width = fo_border_width(border);
    if (width <= 0) {
        return true;
    }
    struct area_op *op = line_op(builder, AREA_LINE, AREA_ARTIFACT, err);
    if (op == NULL) {
        return false;
    }
    op->x = where.x;
    op->y = where.y;
    op->width = where.width;
    op->height = where.height;
    op->thickness = width;
    op->stroke = paint_stroke(border->style);
    op->colour =
        border->colour.set ? border->colour.value : style->in.colour.value;
    return true;
}

/* The border where the area begins or ends. */
static bool
draw_side(struct builder *builder, const struct inline_box *box, bool closes,
    struct rectangle where, struct err *err)
{
    enum fo_side side = closes ? FO_RIGHT : FO_LEFT;
    int32_t half = fo_border_width(&box->style->border[side]) / 2;
    struct rectangle line = {where.x + half, where.y, 0, where.height};
    if (closes) {
        line.x = where.x + where.width - half;
    }
    return draw_rule(builder, box->style, side, line, err);
}

static bool
draw_box(struct builder *builder, const struct inline_box *box,
    struct rectangle where, struct err *err)
{
    const struct fo_style *style = box->style;
    if (style->background.set && where.width > 0) {
        struct area_op *op =
            line_op(builder, AREA_RECTANGLE, AREA_ARTIFACT, err);
        if (op == NULL) {
            return false;
        }
        op->x = where.x;
        op->y = where.y;
        op->width = where.width;
        op->height = where.height;
        op->colour = style->background.value;
    }
    int32_t top = fo_border_width(&style->border[FO_TOP]);
    int32_t bottom = fo_border_width(&style->border[FO_BOTTOM]);
    struct rectangle above = {where.x, where.y + top / 2, where.width, 0};
    struct rectangle below = {
        where.x, where.y + where.height - bottom / 2, where.width, 0};
    return draw_rule(builder, style, FO_TOP, above, err) &&
           draw_rule(builder, style, FO_BOTTOM, below, err);
}

bool
inline_boxes_draw(struct builder *builder, const struct segment *segment,
    int32_t width, struct err *err)
{
    const struct inline_box *chain[LAYOUT_DEPTH_MAX];
    size_t count = 0;
    for (const struct inline_box *box = segment->style->box;
         box != NULL && count < LAYOUT_DEPTH_MAX; box = box->parent) {
        chain[count++] = box;
    }
    while (count > 0) {
        const struct inline_box *box = chain[--count];
        struct rectangle where = box_rectangle(builder, box);
        where.x = builder->x;
        where.width = width;
        if (!draw_box(builder, box, where, err)) {
            return false;
        }
        if (count == 0 && segment->kind == SEGMENT_EDGE &&
            !draw_side(builder, box, segment->closes, where, err)) {
            return false;
        }
    }
    return true;
}
