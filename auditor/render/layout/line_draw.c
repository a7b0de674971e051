#include "render/layout/line.h"

/* The operations of one line: text and pictures where it has them. */

struct area_op *
line_op(
    struct builder *builder, enum area_kind kind, int32_t tag, struct err *err)
{
    struct area_op *op = work_push(
        builder->paragraph->layout, &builder->piece->ops, sizeof *op, err);
    if (op == NULL) {
        return NULL;
    }
    op->kind = kind;
    op->tag = tag;
    op->line = builder->paragraph->layout->line_count;
    op->opacity_percent = 100;
    return op;
}

static bool
draw_rule(struct builder *builder, const struct fo_inherited *in, int32_t y,
    int32_t width, struct err *err)
{
    struct area_op *op = line_op(builder, AREA_LINE, AREA_ARTIFACT, err);
    if (op == NULL) {
        return false;
    }
    op->x = builder->x;
    op->y = y;
    op->width = width;
    op->thickness = in->size / 18;
    op->colour = in->colour.value;
    return true;
}

static bool
draw_decorations(struct builder *builder, const struct inline_style *style,
    int32_t baseline, int32_t width, struct err *err)
{
    const struct fo_inherited *in = &style->style->in;
    if (in->underline &&
        !draw_rule(builder, in, baseline + in->size / 9, width, err)) {
        return false;
    }
    int32_t middle = baseline - font_x_height(style->font, in->size) / 2;
    return !in->line_through || draw_rule(builder, in, middle, width, err);
}

static bool
draw_text(
    struct builder *builder, const struct fragment *fragment, struct err *err)
{
    const struct inline_style *style = fragment->segment->style;
    const struct fo_inherited *in = &style->style->in;
    int32_t baseline = builder->above - style->shift;
    int32_t x = builder->x;
    int32_t width =
        fragment->width + builder->word_space * (int32_t)fragment->spaces;
    for (size_t i = 0; i < fragment->run_count; i++) {
        const struct font_run *run = &fragment->runs[i];
        struct area_op *op = line_op(builder, AREA_TEXT, style->tag, err);
        if (op == NULL) {
            return false;
        }
        op->x = x;
        op->y = baseline;
        op->run = run;
        op->size = in->size;
        op->colour = in->colour.value;
        op->word_space = builder->word_space + in->word_space;
        op->letter_space = in->letter_space;
        op->width = run->width + in->letter_space * (int32_t)run->glyph_count +
                    op->word_space * (int32_t)text_spaces(run->text);
        x += op->width;
    }
    return draw_decorations(builder, style, baseline, width, err);
}

static bool
draw_picture(
    struct builder *builder, const struct fragment *fragment, struct err *err)
{
    const struct picture *picture = &fragment->segment->picture;
    const struct inline_style *style = fragment->segment->style;
    int32_t top = builder->above - style->shift - picture->height -
                  style_inset(style->style, FO_BOTTOM);
    struct layout *layout = builder->paragraph->layout;
    for (size_t i = 0; i < picture->ops.count; i++) {
        struct area_op *op = line_op(builder, AREA_PATH, style->tag, err);
        if (op == NULL) {
            return false;
        }
        *op = *op_at(&picture->ops, i);
        op->x += builder->x;
        op->y += top;
        struct area_path_step *steps = arena_alloc_array(
            layout_text(layout), op->step_count + 1, sizeof *steps, err);
        if (steps == NULL) {
            return false;
        }
        for (size_t s = 0; s < op->step_count; s++) {
            steps[s] = op->steps[s];
            for (size_t k = 0; k < 3; k++) {
                steps[s].x[k] += builder->x;
                steps[s].y[k] += top;
            }
        }
        if (op->step_count > 0) {
            op->steps = steps; /* text has its run there */
        }
    }
    struct figure *figure =
        work_push(layout, &builder->piece->figures, sizeof *figure, err);
    if (figure == NULL) {
        return false;
    }
    *figure = (struct figure){
        style->tag, builder->x, top, picture->width, picture->height};
    return true;
}

static bool
draw_link(struct builder *builder, const struct fragment *fragment,
    int32_t width, struct err *err)
{
    const struct inline_style *style = fragment->segment->style;
    struct paragraph *paragraph = builder->paragraph;
    if (style->link < 0 || paragraph->layout->artifact) {
        return true;
    }
    struct area_link *link =
        work_push(paragraph->layout, &builder->piece->links, sizeof *link, err);
    if (link == NULL) {
        return false;
    }
    *link = ((struct area_link *)paragraph->links.items)[style->link];
    link->x = builder->x;
    link->y = 0;
    link->width = width;
    link->height = builder->above + builder->below;
    size_t start = fragment->segment->start;
    link->contents = (struct span){
        paragraph->text.ptr + start, fragment->segment->end - start};
    return true;
}

/*
 * The space that the line was broken at is drawn behind it, unseen: else the
 * words around the break would read as one (ISO 32000-1, 14.8.2.5).
 */
static bool
draw_break(struct builder *builder, struct err *err)
{
    const struct paragraph *paragraph = builder->paragraph;
    const struct item *item = item_at(paragraph, builder->line->to);
    bool end = builder->line == (struct line *)paragraph->lines.items +
                                    paragraph->lines.count - 1;
    if (end || builder->fragments.count == 0 ||
        (item->kind != ITEM_GLUE && item->penalty != PENALTY_FORCED)) {
        return true;
    }
    const struct inline_style *style =
        fragment_at(builder, builder->fragments.count - 1)->segment->style;
    const struct font_run *runs;
    size_t count;
    if (!font_shape(paragraph->layout->fonts, layout_text(paragraph->layout),
            style->font, span_of(" "), style->style->in.size, &runs, &count,
            err)) {
        return false;
    }
    struct area_op *op = line_op(builder, AREA_TEXT, style->tag, err);
    if (op == NULL) {
        return false;
    }
    op->x = builder->x;
    op->y = builder->above - style->shift;
    op->run = runs;
    op->size = style->style->in.size;
    op->colour = style->style->in.colour.value;
    return true;
}

bool
line_draw(struct builder *builder, struct err *err)
{
    for (size_t i = 0; i < builder->fragments.count; i++) {
        const struct fragment *fragment = fragment_at(builder, i);
        int32_t width =
            fragment->width + builder->word_space * (int32_t)fragment->spaces;
        bool ok = true;
        if (fragment->segment->style->style->in.unseen) {
            builder->x += width;
            continue;
        }
        if (!inline_boxes_draw(builder, fragment->segment, width, err)) {
            return false;
        }
        switch (fragment->segment->kind) {
        case SEGMENT_EDGE:
            break;
        case SEGMENT_TEXT:
            ok = draw_text(builder, fragment, err);
            break;
        case SEGMENT_PICTURE:
            ok = draw_picture(builder, fragment, err);
            break;
        case SEGMENT_LEADER:
            ok = leader_draw(builder, fragment, width, err);
            break;
        }
        if (!ok || !draw_link(builder, fragment, width, err)) {
            return false;
        }
        builder->x += width;
    }
    return draw_break(builder, err);
}
