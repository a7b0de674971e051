#include "render/layout/line.h"

/* Leaders: dots, a rule or nothing between two texts (XSL 1.1, 6.6.9). */

int32_t
leaders_grow(struct builder *builder, int32_t rest, bool fill)
{
    size_t left = builder->leaders;
    for (size_t i = 0; i < builder->fragments.count && left > 0; i++) {
        struct fragment *fragment = fragment_at(builder, i);
        const struct segment *segment = fragment->segment;
        if (segment->kind != SEGMENT_LEADER ||
            segment->maximum <= segment->minimum) {
            continue;
        }
        int32_t most =
            (fill ? segment->maximum : segment->optimum) - segment->minimum;
        int32_t share = rest > 0 ? rest / (int32_t)left : 0;
        int32_t more = fill && share < most ? share : most < rest ? most : rest;
        more = more > 0 ? more : 0;
        fragment->width += more;
        rest -= more;
        left--;
    }
    return rest;
}

/*
 * Dots on a grid, so that those of successive lines stand below each other;
 * other patterns begin where the leader does.
 */
static bool
draw_pattern(struct builder *builder, const struct inline_style *style,
    struct span pattern, int32_t step, int32_t width, struct err *err)
{
    struct layout *layout = builder->paragraph->layout;
    int32_t end = builder->x + width;
    const struct font_run *runs;
    size_t count;
    if (step <= 0 ||
        !font_shape(layout->fonts, layout_text(layout), style->font, pattern,
            style->style->in.size, &runs, &count, err)) {
        return step <= 0;
    }
    bool dots = style->style->in.leader == FO_LEADER_DOTS;
    int32_t first = builder->x + (dots ? step - builder->x % step : 0);
    for (int32_t x = first; x + step <= end; x += step) {
        int32_t at = x;
        for (size_t i = 0; i < count; i++) {
            struct area_op *op =
                line_op(builder, AREA_TEXT, AREA_ARTIFACT, err);
            if (op == NULL) {
                return false;
            }
            op->x = at;
            op->y = builder->above - style->shift;
            op->run = &runs[i];
            op->size = style->style->in.size;
            op->width = runs[i].width;
            op->colour = style->style->in.colour.value;
            at += runs[i].width;
        }
    }
    return true;
}

static bool
draw_repeated(struct builder *builder, const struct segment *segment,
    int32_t width, struct err *err)
{
    const struct inline_style *style = segment->style;
    bool dots = style->style->in.leader == FO_LEADER_DOTS;
    struct span pattern = dots ? span_of(".") : segment->content;
    struct span room = dots ? span_of(". ") : segment->content;
    int32_t step;
    if (!text_width(builder->paragraph, style, room, &step, err)) {
        return false;
    }
    if (style->style->in.leader_width > step) {
        step = style->style->in.leader_width;
    }
    return draw_pattern(builder, style, pattern, step, width, err);
}

bool
leader_draw(struct builder *builder, const struct fragment *fragment,
    int32_t width, struct err *err)
{
    const struct inline_style *style = fragment->segment->style;
    const struct fo_inherited *in = &style->style->in;
    if (in->leader == FO_LEADER_DOTS || in->leader == FO_LEADER_CONTENT) {
        return draw_repeated(builder, fragment->segment, width, err);
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
    op->stroke = paint_stroke(in->rule_style);
    op->colour = in->colour.value;
    return true;
}
