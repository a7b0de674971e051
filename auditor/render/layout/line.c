#include "render/layout/line.h"

#include <string.h>

/* From breaks to pieces: shaping whole runs, justifying, tags and links. */

struct fragment *
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
    struct span hyphen = segment->style->style->in.hyphen;
    if (!tail || !builder->hyphen) {
        return text;
    }
    const char *with = arena_printf(layout_text(paragraph->layout), err,
        "%.*s%.*s", (int)text.len, text.ptr, (int)hyphen.len, hyphen.ptr);
    return with == NULL ? (struct span){NULL, 0} : span_of(with);
}

/* The hyphen of a line's end reads as U+00AD: ISO 32000-1, 14.8.2.2.3. */
static bool
soften_hyphen(struct layout *layout, struct fragment *fragment, struct err *err)
{
    struct font_run *runs = arena_alloc_array(
        layout_text(layout), fragment->run_count, sizeof *runs, err);
    if (runs == NULL || fragment->run_count == 0) {
        return runs != NULL;
    }
    memcpy(runs, fragment->runs, fragment->run_count * sizeof *runs);
    struct span *text = &runs[fragment->run_count - 1].text;
    size_t hyphen = fragment->segment->style->style->in.hyphen.len;
    if (text->len < hyphen) {
        return true; /* shaped by another font: it stands alone */
    }
    const char *soft = arena_printf(layout_text(layout), err, "%.*s\xC2\xAD",
        (int)(text->len - hyphen), text->ptr);
    if (soft == NULL) {
        return false;
    }
    *text = span_of(soft);
    fragment->runs = runs;
    return true;
}

/* As wide as items.c reckoned with: text_width. */
static void
measure_fragment(struct fragment *fragment, struct span text)
{
    const struct fo_inherited *in = &fragment->segment->style->style->in;
    fragment->spaces = text_spaces(text);
    int64_t width = (int64_t)in->word_space * (int64_t)fragment->spaces;
    for (size_t i = 0; i < fragment->run_count; i++) {
        width +=
            fragment->runs[i].width +
            (int64_t)in->letter_space * (int64_t)fragment->runs[i].glyph_count;
    }
    fragment->width = width > FO_LENGTH_MAX * (int64_t)100 ? FO_LENGTH_MAX * 100
                                                           : (int32_t)width;
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
                                                       : segment->minimum;
    if (segment->kind == SEGMENT_LEADER) {
        builder->leaders += segment->maximum > segment->minimum;
        return true;
    }
    if (segment->kind != SEGMENT_TEXT || layout->mode == LAYOUT_COUNT) {
        return true;
    }
    struct span text = shown_text(builder, segment, tail, err);
    if (text.ptr == NULL ||
        !font_shape(layout->fonts, layout_text(layout), segment->style->font,
            text, segment->style->style->in.size, &fragment->runs,
            &fragment->run_count, err)) {
        return false;
    }
    measure_fragment(fragment, text);
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

/*
 * The block's font and all that is higher or deeper in the line; above and
 * below it half of the block's leading (XSL 1.1, 4.5, max-height).
 */
static void
measure_height(struct builder *builder, const struct inline_style *base)
{
    const struct fo_inherited *in = &base->style->in;
    int32_t altitude = font_altitude(base->font, in->size);
    int32_t depth = font_depth(base->font, in->size);
    int32_t leading = fo_line_height(in) - altitude - depth;
    builder->above = altitude;
    builder->below = depth;
    for (size_t i = 0; i < builder->fragments.count; i++) {
        const struct segment *segment = fragment_at(builder, i)->segment;
        const struct inline_style *style = segment->style;
        int32_t size = style->style->in.size;
        if (segment->kind == SEGMENT_PICTURE) {
            int32_t around = style_inset(style->style, FO_TOP) +
                             style_inset(style->style, FO_BOTTOM);
            grow(builder, segment->picture.height + around + style->shift,
                -style->shift);
            continue;
        }
        if (size > in->size || style->shift != 0) {
            grow(builder, font_altitude(style->font, size) + style->shift,
                font_depth(style->font, size) - style->shift);
        } /* else another face must not push the lines apart */
    }
    builder->above += leading / 2;
    builder->below += leading - leading / 2;
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
        rest -= fo_resolve(&in->last_line_indent, paragraph->width);
        align = in->align_last != FO_ALIGN_RELATIVE ? in->align_last
                : align == FO_ALIGN_JUSTIFY         ? FO_ALIGN_START
                                                    : align;
    }
    builder->x = paragraph->place->start + indent;
    if (builder->leaders > 0) {
        rest = leaders_grow(builder, rest, align == FO_ALIGN_JUSTIFY);
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
        bool drawn =
            paragraph->layout->mode == LAYOUT_COUNT || line_draw(&builder, err);
        if (!drawn || !marks_place(paragraph, builder.piece, end, err)) {
            return false;
        }
    }
    return true;
}
