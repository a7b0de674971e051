#include "render/layout/paragraph.h"

#include <string.h>

/* From breaks to pieces: shaping whole runs, justifying, tags and links. */

enum {
    LEADER_NATURAL = 12000
}; /* XSL 1.1, 7.22.4: 12 pt when not filled */

struct fragment { /* of one segment in one line */
    const struct segment *segment;
    const struct font_run *runs;
    size_t run_count;
    size_t spaces;
    size_t start, end; /* bytes of the paragraph */
    int32_t width;
};

struct builder {
    struct paragraph *paragraph;
    const struct line *line;
    struct piece *piece;
    struct vector fragments;
    bool hyphen;
    size_t start, end; /* bytes shown */
    int32_t natural;   /* width before justification */
    size_t spaces;
    size_t leaders;       /* that fill what is left */
    int32_t above, below; /* the baseline */
    int32_t word_space, leader_width;
    int32_t x;
};

static struct fragment *
fragment_at(const struct builder *builder, size_t index)
{
    return (struct fragment *)builder->fragments.items + index;
}

/* The bytes from the first to the last item that shows. */
static void
find_bytes(struct builder *builder)
{
    const struct paragraph *paragraph = builder->paragraph;
    size_t to = builder->line->to;
    builder->start = paragraph->text.len;
    builder->end = 0;
    while (to > builder->line->from &&
           item_at(paragraph, to - 1)->kind != ITEM_BOX) {
        to--;
    }
    for (size_t i = builder->line->from; i < to; i++) {
        const struct item *item = item_at(paragraph, i);
        if (item->kind == ITEM_PENALTY) {
            continue;
        }
        builder->start =
            item->start < builder->start ? item->start : builder->start;
        builder->end = item->end > builder->end ? item->end : builder->end;
    }
    builder->hyphen = item_at(paragraph, builder->line->to)->hyphen;
}

static struct span
shown_text(struct builder *builder, const struct segment *segment, bool tail,
    struct err *err)
{
    const struct paragraph *paragraph = builder->paragraph;
    size_t start =
        segment->start > builder->start ? segment->start : builder->start;
    size_t end = segment->end < builder->end ? segment->end : builder->end;
    struct span text = {paragraph->text.ptr + start, end - start};
    if (!tail || !builder->hyphen) {
        return text;
    }
    const char *with = arena_printf(
        paragraph->layout->arena, err, "%.*s-", (int)text.len, text.ptr);
    return with == NULL ? (struct span){NULL, 0} : span_of(with);
}

/* The hyphen of a line's end reads as U+00AD: ISO 32000-1, 14.8.2.2.3. */
static bool
soften_hyphen(struct layout *layout, struct fragment *fragment, struct err *err)
{
    struct font_run *runs = arena_alloc_array(
        layout->arena, fragment->run_count, sizeof *runs, err);
    if (runs == NULL || fragment->run_count == 0) {
        return runs != NULL;
    }
    memcpy(runs, fragment->runs, fragment->run_count * sizeof *runs);
    struct span *text = &runs[fragment->run_count - 1].text;
    const char *soft = arena_printf(
        layout->arena, err, "%.*s\xC2\xAD", (int)(text->len - 1), text->ptr);
    if (soft == NULL) {
        return false;
    }
    *text = span_of(soft);
    fragment->runs = runs;
    return true;
}

static bool
add_fragment(struct builder *builder, const struct segment *segment, bool tail,
    struct err *err)
{
    struct layout *layout = builder->paragraph->layout;
    struct fragment *fragment =
        scratch_push(layout, &builder->fragments, sizeof *fragment, err);
    if (fragment == NULL) {
        return false;
    }
    fragment->segment = segment;
    fragment->width = segment->kind == SEGMENT_PICTURE ? segment->picture.width
                                                       : segment->leader_width;
    if (segment->kind == SEGMENT_LEADER) {
        builder->leaders += segment->leader_width == 0;
        return true;
    }
    if (segment->kind == SEGMENT_PICTURE) {
        return true;
    }
    struct span text = shown_text(builder, segment, tail, err);
    if (text.ptr == NULL ||
        !font_shape(layout->fonts, layout->arena, segment->style->font, text,
            segment->style->style->in.size, &fragment->runs,
            &fragment->run_count, err) ||
        !text_width(
            builder->paragraph, segment->style, text, &fragment->width, err)) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        fragment->spaces += text.ptr[i] == ' ';
    }
    return !tail || !builder->hyphen || soften_hyphen(layout, fragment, err);
}

static bool
collect_fragments(struct builder *builder, struct err *err)
{
    struct paragraph *paragraph = builder->paragraph;
    size_t last = 0;
    for (size_t s = 0; s < paragraph->segments.count; s++) {
        if (segment_at(paragraph, s)->start < builder->end) {
            last = s;
        }
    }
    for (size_t s = 0; s <= last; s++) {
        const struct segment *segment = segment_at(paragraph, s);
        if (segment->end <= builder->start || builder->end == 0) {
            continue;
        }
        if (!add_fragment(builder, segment, s == last, err)) {
            return false;
        }
    }
    int64_t natural = 0;
    for (size_t i = 0; i < builder->fragments.count; i++) {
        natural += fragment_at(builder, i)->width;
        builder->spaces += fragment_at(builder, i)->spaces;
    }
    if (natural > (int64_t)FO_LENGTH_MAX * 4) {
        err_set(
            err, ERR_LIMIT, "a line is over %d pt long", FO_LENGTH_MAX / 250);
        err_at_line(err, paragraph->source_line);
        return false;
    }
    builder->natural = (int32_t)natural;
    return true;
}

static void
grow(struct builder *builder, int32_t above, int32_t below)
{
    builder->above = above > builder->above ? above : builder->above;
    builder->below = below > builder->below ? below : builder->below;
}

/* The line box: half the leading above and half below (XSL 1.1, 4.5). */
static void
measure_height(struct builder *builder, const struct inline_style *base)
{
    const struct fo_inherited *in = &base->style->in;
    int32_t height = fo_line_height(in);
    int32_t ascent = font_ascent(base->font, in->size);
    int32_t descent = font_descent(base->font, in->size);
    builder->above = (height + ascent - descent) / 2;
    builder->below = height - builder->above;
    for (size_t i = 0; i < builder->fragments.count; i++) {
        const struct segment *segment = fragment_at(builder, i)->segment;
        const struct inline_style *style = segment->style;
        const struct fo_inherited *own = &style->style->in;
        if (segment->kind == SEGMENT_PICTURE) {
            grow(
                builder, segment->picture.height + style->shift, -style->shift);
            continue;
        }
        if (own->size <= in->size && style->shift == 0 &&
            fo_line_height(own) <= height) {
            continue; /* another face must not push the lines apart */
        }
        int32_t line = fo_line_height(own);
        int32_t top = (line + font_ascent(style->font, own->size) -
                          font_descent(style->font, own->size)) /
                      2;
        grow(builder, top + style->shift, line - top - style->shift);
    }
}

static void
distribute(struct builder *builder)
{
    const struct paragraph *paragraph = builder->paragraph;
    const struct fo_inherited *in = &paragraph->block->style->in;
    bool first = builder->line == paragraph->lines.items;
    int32_t indent = first ? paragraph->indent : 0;
    int32_t rest = paragraph->width - indent - builder->natural;
    int32_t align = in->align;
    if (builder->line->last) {
        align = in->align_last != FO_ALIGN_RELATIVE ? in->align_last
                : align == FO_ALIGN_JUSTIFY         ? FO_ALIGN_START
                                                    : align;
    }
    builder->x = paragraph->place->start + indent;
    if (builder->leaders > 0) {
        int32_t count = (int32_t)builder->leaders;
        bool fill = align == FO_ALIGN_JUSTIFY && rest > 0;
        builder->leader_width = fill ? rest / count : LEADER_NATURAL;
        rest = fill ? 0 : rest - LEADER_NATURAL * count;
    }
    /* A full last line is shrunk as the breaks reckoned with. */
    bool shrink = in->align == FO_ALIGN_JUSTIFY && rest < 0;
    if ((align == FO_ALIGN_JUSTIFY || shrink) && builder->spaces > 0) {
        builder->word_space = rest / (int32_t)builder->spaces;
    } else if (align == FO_ALIGN_CENTER) {
        builder->x += rest / 2;
    } else if (align == FO_ALIGN_END) {
        builder->x += rest;
    }
}

static struct area_op *
add_op(
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
    struct area_op *op = add_op(builder, AREA_LINE, AREA_ARTIFACT, err);
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
draw_background(struct builder *builder, const struct inline_style *style,
    int32_t baseline, int32_t width, struct err *err)
{
    if (!style->background.set) {
        return true;
    }
    int32_t size = style->style->in.size;
    struct area_op *op = add_op(builder, AREA_RECTANGLE, AREA_ARTIFACT, err);
    if (op == NULL) {
        return false;
    }
    op->x = builder->x;
    op->y = baseline - font_ascent(style->font, size);
    op->width = width;
    op->height =
        font_ascent(style->font, size) + font_descent(style->font, size);
    op->colour = style->background.value;
    return true;
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
    if (!draw_background(builder, style, baseline, width, err)) {
        return false;
    }
    for (size_t i = 0; i < fragment->run_count; i++) {
        const struct font_run *run = &fragment->runs[i];
        struct area_op *op = add_op(builder, AREA_TEXT, style->tag, err);
        if (op == NULL) {
            return false;
        }
        op->x = x;
        op->y = baseline;
        op->run = run;
        op->size = in->size;
        op->colour = in->colour.value;
        op->word_space = builder->word_space;
        op->letter_space = in->letter_space;
        op->width = run->width + in->letter_space * (int32_t)run->glyph_count;
        for (size_t k = 0; k < run->text.len; k++) {
            op->width += run->text.ptr[k] == ' ' ? builder->word_space : 0;
        }
        x += op->width;
    }
    return draw_decorations(builder, style, baseline, width, err);
}

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
        struct area_op *op = add_op(builder, AREA_TEXT, AREA_ARTIFACT, err);
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

static bool
draw_leader(struct builder *builder, const struct fragment *fragment,
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
    struct area_op *op = add_op(builder, AREA_LINE, AREA_ARTIFACT, err);
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

static bool
draw_picture(
    struct builder *builder, const struct fragment *fragment, struct err *err)
{
    const struct picture *picture = &fragment->segment->picture;
    const struct inline_style *style = fragment->segment->style;
    int32_t top = builder->above - style->shift - picture->height;
    struct layout *layout = builder->paragraph->layout;
    for (size_t i = 0; i < picture->ops.count; i++) {
        struct area_op *op = add_op(builder, AREA_PATH, style->tag, err);
        if (op == NULL) {
            return false;
        }
        *op = *op_at(&picture->ops, i);
        op->x += builder->x;
        op->y += top;
        struct area_path_step *steps = arena_alloc_array(
            layout->arena, op->step_count + 1, sizeof *steps, err);
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
    if (!font_shape(paragraph->layout->fonts, paragraph->layout->arena,
            style->font, span_of(" "), style->style->in.size, &runs, &count,
            err)) {
        return false;
    }
    struct area_op *op = add_op(builder, AREA_TEXT, style->tag, err);
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

static bool
draw(struct builder *builder, struct err *err)
{
    for (size_t i = 0; i < builder->fragments.count; i++) {
        const struct fragment *fragment = fragment_at(builder, i);
        int32_t width =
            fragment->width + builder->word_space * (int32_t)fragment->spaces;
        bool ok = true;
        switch (fragment->segment->kind) {
        case SEGMENT_TEXT:
            ok = draw_text(builder, fragment, err);
            break;
        case SEGMENT_PICTURE:
            ok = draw_picture(builder, fragment, err);
            break;
        case SEGMENT_LEADER:
            width = width == 0 ? builder->leader_width : width;
            ok = draw_leader(builder, fragment, width, err);
            break;
        }
        if (!ok || !draw_link(builder, fragment, width, err)) {
            return false;
        }
        builder->x += width;
    }
    return draw_break(builder, err);
}

/* Lines that widows and orphans hold together. */
static void
hold_lines(const struct paragraph *paragraph, struct piece *piece, size_t line)
{
    const struct fo_inherited *in = &paragraph->block->style->in;
    size_t count = paragraph->lines.count;
    bool orphan = line > 0 && line < (size_t)in->orphans;
    bool widow = line > 0 && count - line < (size_t)in->widows;
    piece->lines = orphan || widow;
    if (line > 0) { /* all of a paragraph is one unit */
        piece->unit = --paragraph->layout->units;
        piece->starts = false;
    }
}

bool
lines_make(struct paragraph *paragraph, struct err *err)
{
    const struct line *lines = paragraph->lines.items;
    const struct font *font;
    const struct fo_inherited *in = &paragraph->block->style->in;
    if (!font_find(paragraph->layout->fonts, in->family, (int)in->weight,
            in->italic != 0, &font, err)) {
        return false;
    }
    struct inline_style base = {.style = paragraph->block->style, .font = font};
    for (size_t i = 0; i < paragraph->lines.count; i++) {
        struct builder builder = {.paragraph = paragraph, .line = &lines[i]};
        find_bytes(&builder);
        if (!collect_fragments(&builder, err)) {
            return false;
        }
        builder.piece = place_piece(
            paragraph->layout, paragraph->place, paragraph->source_line, err);
        if (builder.piece == NULL) {
            return false;
        }
        paragraph->layout->line_count++;
        measure_height(&builder, &base);
        distribute(&builder);
        builder.piece->height = builder.above + builder.below;
        hold_lines(paragraph, builder.piece, i);
        size_t end = lines[i].last ? paragraph->text.len + 1 : builder.end;
        if (!draw(&builder, err) ||
            !marks_place(paragraph, builder.piece, end, err)) {
            return false;
        }
    }
    return true;
}
