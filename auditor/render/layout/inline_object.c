#include "render/layout/collect.h"

/* Leaders, pictures, page numbers and edges within a paragraph. */

static const char object_character[] = "\xEF\xBF\xBC"; /* U+FFFC */
/* U+200D allows breaks where the text without it would have them. */
static const char joiner[] = "\xE2\x80\x8D";

static bool
put_object(struct collector *in, struct segment *segment)
{
    text_puts(&in->text, object_character);
    segment->end = in->text.len;
    in->space = false;
    in->linefeed = false;
    return true;
}

/* The text of a leader, white space collapsed. */
static bool
leader_content(struct collector *in, const struct fo_node *node,
    struct segment *segment, struct err *err)
{
    struct arena *arena = &in->paragraph->layout->scratch;
    struct text content;
    bool space = false;
    text_init(&content, LAYOUT_ARENA_TEXT_MAX);
    for (const struct fo_node *n = node->first; n != NULL; n = n->next) {
        for (size_t i = 0; i < n->text.len; i++) {
            char byte = n->text.ptr[i];
            bool white = byte == ' ' || (byte >= '\t' && byte <= '\r');
            if (!white || !space) {
                text_putc(&content, white ? ' ' : byte);
            }
            space = white;
        }
    }
    bool ok = text_done(&content, err) &&
              span_copy(arena, text_span(&content), &segment->content, err);
    text_release(&content);
    if (ok && segment->content.len == 0) {
        err_set(err, ERR_INPUT, "a leader of 'use-content' has no text");
        err_at_line(err, node->line);
        return false;
    }
    return ok;
}

bool
object_leader(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    const struct fo_inherited *text = &node->style->in;
    const struct inline_style *own = collect_style(in, node, style, err);
    struct segment *segment = collect_segment(in, SEGMENT_LEADER, own, err);
    if (own == NULL || segment == NULL) {
        return false;
    }
    int32_t width = in->paragraph->width;
    segment->minimum = fo_resolve(&text->leader_minimum, width);
    segment->optimum = fo_resolve(&text->leader_length, width);
    segment->maximum = fo_resolve(&text->leader_maximum, width);
    return (text->leader != FO_LEADER_CONTENT ||
               leader_content(in, node, segment, err)) &&
           put_object(in, segment);
}

bool
object_edge(struct collector *in, const struct inline_style *style, bool closes,
    struct err *err)
{
    const struct fo_style *own = style->style;
    int32_t width = style_inset(own, closes ? FO_RIGHT : FO_LEFT);
    if (style->box == NULL || style->box->style != own || width <= 0) {
        return true;
    }
    struct segment *segment = collect_segment(in, SEGMENT_EDGE, style, err);
    if (segment == NULL) {
        return false;
    }
    segment->minimum = width;
    segment->maximum = width;
    segment->closes = closes;
    text_puts(&in->text, joiner);
    segment->end = in->text.len;
    in->space = in->space && !closes;
    return true;
}

bool
object_picture(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    struct inline_style *own = collect_style(in, node, style, err);
    if (own == NULL || !tag_add(layout, "Figure", style->tag, &own->tag, err) ||
        !object_edge(in, own, false, err)) {
        return false;
    }
    struct segment *segment = collect_segment(in, SEGMENT_PICTURE, own, err);
    if (segment == NULL) {
        return false;
    }
    segment->picture.tag = own->tag;
    if (!picture_make(
            layout, node, in->paragraph->width, &segment->picture, err)) {
        err_at_line(err, node->line);
        return false;
    }
    if (own->box != NULL && own->box->style == node->style) {
        struct inline_box *sized =
            arena_alloc(&layout->scratch, sizeof *sized, err);
        if (sized == NULL) {
            return false;
        }
        *sized = *own->box;
        sized->height = segment->picture.height;
        own->box = sized;
    }
    return put_object(in, segment) && object_edge(in, own, true, err);
}

/*
 * When numbers keep changing the lines that they stand in, as "viii" and "ix"
 * can, all get the room of the widest, which no longer changes.
 */
static bool
pad_citation(struct collector *in, struct span label,
    const struct inline_style *style, struct err *err)
{
    struct paragraph *paragraph = in->paragraph;
    const struct span *labels = paragraph->layout->labels.items;
    int32_t widest = 0;
    int32_t width = 0;
    for (size_t i = 0; i < paragraph->layout->labels.count; i++) {
        if (!text_width(paragraph, style, labels[i], &width, err)) {
            return false;
        }
        widest = width > widest ? width : widest;
    }
    if (!text_width(paragraph, style, label, &width, err) || width >= widest) {
        return width >= widest;
    }
    struct segment *segment = collect_segment(in, SEGMENT_LEADER, style, err);
    if (segment == NULL) {
        return false;
    }
    segment->minimum = widest - width;
    segment->maximum = segment->minimum;
    return put_object(in, segment);
}

/* The number of the page itself, known from the last pass. */
bool
object_page_number(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    if (layout->artifact) {
        return collect_text(in, layout->label, style, err);
    }
    const char *key =
        arena_printf(layout->arena, err, "\x01page-%u", (unsigned)node->number);
    if (key == NULL || !collect_mark(in, span_of(key), false, err)) {
        return false;
    }
    layout->cited = true;
    const struct citation *known = citation_find(&layout->known, span_of(key));
    struct span label = known == NULL ? span_of("0") : known->first_label;
    return (layout->pass <= LAYOUT_PASSES_FREE ||
               pad_citation(in, label, style, err)) &&
           collect_text(in, label, style, err);
}

bool
object_citation(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    const struct citation *known =
        citation_find(layout->finishing ? &layout->citations : &layout->known,
            node->style->ref_id);
    layout->cited = layout->cited || !layout->finishing;
    if (known == NULL && (layout->pass > 1 || layout->finishing)) {
        err_set(err, ERR_INPUT, "no object has the id '%.*s'",
            (int)node->style->ref_id.len, node->style->ref_id.ptr);
        err_at_line(err, node->line);
        return false;
    }
    struct span label = span_of("00");
    if (known != NULL) {
        label = node->kind == FO_PAGE_CITATION ? known->first_label
                                               : known->last_label;
    }
    if (layout->pass > LAYOUT_PASSES_FREE && !layout->finishing &&
        !pad_citation(in, label, style, err)) {
        return false;
    }
    return collect_text(in, label, style, err);
}
