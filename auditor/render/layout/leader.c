#include "render/layout/line.h"

/* Leaders: dots, a rule or nothing between two texts (XSL 1.1, 6.6.9). */

/* Dots on a grid of the line's end, so that they stand below each other. */
static bool
draw_dots(struct builder *builder, const struct inline_style *style,
    int32_t width, struct err *err)
{
    struct paragraph *paragraph = builder->paragraph;
    struct layout *layout = paragraph->layout;
    int32_t step;
    if (!text_width(paragraph, style, span_of(". "), &step, err)) {
        return false;
    }
    if (style->style->in.leader_width > step) {
        step = style->style->in.leader_width;
    }
    int32_t end = builder->x + width;
    const struct font_run *runs;
    size_t count;
    if (step <= 0 ||
        !font_shape(layout->fonts, layout->arena, style->font, span_of("."),
            style->style->in.size, &runs, &count, err)) {
        return step <= 0;
    }
    int32_t first = builder->x - builder->x % step + step;
    for (int32_t x = first; x + step <= end && count == 1; x += step) {
        struct area_op *op = line_op(builder, AREA_TEXT, AREA_ARTIFACT, err);
        if (op == NULL) {
            return false;
        }
        op->x = x;
        op->y = builder->above - style->shift;
        op->run = runs;
        op->size = style->style->in.size;
        op->width = runs->width;
        op->colour = style->style->in.colour.value;
    }
    return true;
}

bool
leader_draw(struct builder *builder, const struct fragment *fragment,
    int32_t width, struct err *err)
{
    const struct inline_style *style = fragment->segment->style;
    const struct fo_inherited *in = &style->style->in;
    if (in->leader == FO_LEADER_DOTS) {
        return draw_dots(builder, style, width, err);
    }
    if (in->leader == FO_LEADER_SPACE || in->rule_style <= FO_BORDER_HIDDEN) {
        return true;
    }
    struct area_op *op = line_op(builder, AREA_LINE, AREA_ARTIFACT, err);
    if (op == NULL) {
        return false;
    }
    op->x = builder->x;
    op->y = builder->above - style->shift - in->rule_thickness / 2;
    op->width = width;
    op->thickness = in->rule_thickness;
    op->stroke = in->rule_style == FO_BORDER_DASHED   ? AREA_DASHED
                 : in->rule_style == FO_BORDER_DOTTED ? AREA_DOTTED
                                                      : AREA_SOLID;
    op->colour = in->colour.value;
    return true;
}
