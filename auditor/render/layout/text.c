#include "render/layout/paragraph.h"

#include <string.h>

#include "base/limits.h"
#include "render/layout/case.h"

/* Inline nodes become one flat text with segments; white space collapses. */

static const char object_character[] = "\xEF\xBF\xBC"; /* U+FFFC */

enum {
    SMALL_CAPS_PERCENT = 80
}; /* of the font size */

struct collector {
    struct paragraph *paragraph;
    struct text text;
    bool space;    /* white space here would collapse away */
    bool linefeed; /* only white space since a line feed that is kept */
    int depth;
};

struct segment *
segment_at(const struct paragraph *paragraph, size_t index)
{
    return ((struct segment **)paragraph->segments.items)[index];
}

static struct segment *
add_segment(struct collector *in, enum segment_kind kind,
    const struct inline_style *style, struct err *err)
{
    struct paragraph *paragraph = in->paragraph;
    struct layout *layout = paragraph->layout;
    struct segment *segment =
        arena_alloc(&layout->scratch, sizeof *segment, err);
    struct segment **slot = scratch_push(
        layout, &paragraph->segments, sizeof(struct segment *), err);
    if (segment == NULL || slot == NULL) {
        return NULL;
    }
    segment->kind = kind;
    segment->style = style;
    segment->start = in->text.len;
    *slot = segment;
    return segment;
}

static struct inline_style *
add_style(struct collector *in, const struct fo_node *node,
    const struct inline_style *parent, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    struct inline_style *style =
        arena_alloc(&layout->scratch, sizeof *style, err);
    if (style == NULL) {
        return NULL;
    }
    const struct fo_inherited *text = &node->style->in;
    *style = *parent;
    style->style = node->style;
    if (!font_find(layout->fonts, text->family, (int)text->weight,
            text->italic != 0, &style->font, err)) {
        err_at_line(err, node->line);
        return NULL;
    }
    if (node->kind != FO_BLOCK) {
        int32_t size = parent->style->in.size;
        style->shift += node->style->shift == FO_SHIFT_SUPER ? size / 3
                        : node->style->shift == FO_SHIFT_SUB ? -size / 5
                                                             : 0;
        style->shift += fo_resolve(&node->style->shift_length, size);
        if (node->style->background.set) {
            style->background = node->style->background;
        }
    }
    return style;
}

static void
put_white(struct collector *in, char byte, const struct fo_inherited *style)
{
    if (byte == '\r') {
        return;
    }
    if (byte == '\n' && style->linefeed != FO_LINEFEED_SPACE) {
        if (style->linefeed == FO_LINEFEED_PRESERVE) {
            text_putc(&in->text, '\n');
            in->linefeed = true;
            in->space = style->white_space == FO_WHITE_COLLAPSE;
        } else if (style->linefeed == FO_LINEFEED_ZERO) {
            text_puts(&in->text, "\xE2\x80\x8B");
        }
        return;
    }
    if (style->around == FO_AROUND_IGNORE_ALL ||
        (style->around == FO_AROUND_IGNORE && in->linefeed)) {
        return;
    }
    if (style->white_space == FO_WHITE_KEEP) {
        /* A space that must stand even at the beginning of a line. */
        text_puts(
            &in->text, style->wrap && !in->linefeed ? " " : "\xC2\xA0");
        in->space = false;
        return;
    }
    if (!in->space) {
        text_putc(&in->text, ' ');
        in->space = true;
    }
}

/* Text as it is shown, in one style. */
static bool
put_run(struct collector *in, struct span text,
    const struct inline_style *style, struct err *err)
{
    struct segment *segment = add_segment(in, SEGMENT_TEXT, style, err);
    if (segment == NULL) {
        return false;
    }
    size_t at = 0;
    while (at < text.len) {
        char byte = text.ptr[at];
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
            put_white(in, byte, &style->style->in);
            at++;
            continue;
        }
        size_t from = at;
        (void)utf8_next(text, &at);
        text_put(&in->text, (struct span){text.ptr + from, at - from});
        in->space = false;
        in->linefeed = false;
    }
    segment->end = in->text.len;
    if (segment->end == segment->start) {
        in->paragraph->segments.count--;
    }
    return true;
}

/* Small capitals are capitals of a smaller size: no font here has its own. */
static bool
put_small_caps(struct collector *in, struct span text,
    const struct inline_style *style, struct err *err)
{
    struct arena *arena = &in->paragraph->layout->scratch;
    struct inline_style *small = arena_alloc(arena, sizeof *small, err);
    struct fo_style *smaller = arena_alloc(arena, sizeof *smaller, err);
    if (small == NULL || smaller == NULL) {
        return false;
    }
    *smaller = *style->style;
    smaller->in.size = smaller->in.size * SMALL_CAPS_PERCENT / 100;
    *small = *style;
    small->style = smaller;
    while (text.len > 0) {
        struct span run;
        bool lower = case_run(&text, &run);
        if (lower && !case_map(arena, &smaller->in, FO_CASE_UPPER, run, true,
                         &run, err)) {
            return false;
        }
        if (!put_run(in, run, lower ? small : style, err)) {
            return false;
        }
    }
    return true;
}

static bool
put_text(struct collector *in, struct span text,
    const struct inline_style *style, struct err *err)
{
    const struct fo_inherited *properties = &style->style->in;
    struct arena *arena = &in->paragraph->layout->scratch;
    bool starts = in->text.len == 0 || in->space;
    if (properties->text_case != FO_CASE_NONE &&
        !case_map(arena, properties, (enum fo_case)properties->text_case, text,
            starts, &text, err)) {
        return false;
    }
    return properties->small_caps ? put_small_caps(in, text, style, err)
                                  : put_run(in, text, style, err);
}

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

static bool
put_leader(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    const struct fo_inherited *text = &node->style->in;
    const struct inline_style *own = add_style(in, node, style, err);
    struct segment *segment = add_segment(in, SEGMENT_LEADER, own, err);
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

static bool
put_picture(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    struct segment *segment = add_segment(in, SEGMENT_PICTURE, style, err);
    struct inline_style *own = add_style(in, node, style, err);
    if (segment == NULL || own == NULL ||
        !tag_add(layout, "Figure", style->tag, &own->tag, err)) {
        return false;
    }
    segment->picture.tag = own->tag;
    if (!picture_make(
            layout, node, in->paragraph->width, &segment->picture, err)) {
        err_at_line(err, node->line);
        return false;
    }
    segment->style = own;
    return put_object(in, segment);
}

static bool
put_mark(struct collector *in, struct span id, bool last, struct err *err)
{
    struct mark *mark = scratch_push(
        in->paragraph->layout, &in->paragraph->marks, sizeof *mark, err);
    if (mark == NULL) {
        return false;
    }
    mark->at = in->text.len;
    mark->anchor.id = id;
    mark->anchor.last = last;
    return true;
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
    struct segment *segment = add_segment(in, SEGMENT_LEADER, style, err);
    if (segment == NULL) {
        return false;
    }
    segment->minimum = widest - width;
    segment->maximum = segment->minimum;
    return put_object(in, segment);
}

/* The number of the page itself, known from the last pass. */
static bool
put_page_number(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    if (layout->artifact) {
        return put_text(in, layout->label, style, err);
    }
    const char *key =
        arena_printf(layout->arena, err, "\x01page-%zu", node->number);
    if (key == NULL || !put_mark(in, span_of(key), false, err)) {
        return false;
    }
    layout->cited = true;
    const struct citation *known = citation_find(&layout->known, span_of(key));
    struct span label = known == NULL ? span_of("0") : known->first_label;
    return (layout->pass <= LAYOUT_PASSES_FREE ||
               pad_citation(in, label, style, err)) &&
           put_text(in, label, style, err);
}

static bool
put_citation(struct collector *in, const struct fo_node *node,
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
    return put_text(in, label, style, err);
}

/* The footnote goes with the line that its citation ends on. */
static bool
put_note(struct collector *in, const struct fo_node *body,
    const struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    const struct place *place = in->paragraph->place;
    struct place inner = {.width = layout->note_width, .no_notes = true};
    if (place->no_notes) {
        err_set(err, ERR_INPUT, "a footnote may not stand here");
        err_at_line(err, body->line);
        return false;
    }
    block_indents(place, body, &inner);
    if (!tag_add(layout, "Note", style->tag, &inner.tag, err) ||
        !block_area(layout, place, body, &inner, err) ||
        !put_mark(in, span_of(""), false, err)) {
        return false;
    }
    struct mark *mark = (struct mark *)in->paragraph->marks.items +
                        in->paragraph->marks.count - 1;
    mark->at -= mark->at > 0 ? 1 : 0;
    mark->note.list = inner.list;
    return true;
}

static bool collect(struct collector *in, struct inline_range range,
    const struct inline_style *style, struct err *err);

/* The inline content of the marker that is found, if any. */
static bool
put_retrieved(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err)
{
    const struct fo_node *content = NULL;
    if (!marker_content(in->paragraph->layout, node, &content, err)) {
        return false;
    }
    struct inline_range range = {content == NULL ? NULL : content->first, NULL};
    return collect(in, range, style, err);
}

static bool
open_link(struct collector *in, const struct fo_node *node,
    struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    struct area_link *link =
        scratch_push(layout, &in->paragraph->links, sizeof *link, err);
    if (link == NULL ||
        !tag_add(layout, "Link", style->tag, &style->tag, err)) {
        return false;
    }
    struct span uri = node->style->external;
    if (span_starts(uri, "url(") && span_ends(uri, ")")) {
        uri = (struct span){uri.ptr + 4, uri.len - 5};
    }
    if (uri.len >= 2 && (uri.ptr[0] == '\'' || uri.ptr[0] == '"')) {
        uri = (struct span){uri.ptr + 1, uri.len - 2};
    }
    link->target_id = node->style->internal;
    link->uri = uri;
    link->tag = style->tag;
    style->link = (int32_t)(in->paragraph->links.count - 1);
    return true;
}

/* A Span where the language changes, or where a role asks for one. */
static bool
open_span(struct collector *in, const struct fo_node *node,
    struct inline_style *style, struct err *err)
{
    struct layout *layout = in->paragraph->layout;
    const char *role = tag_role(node->style->role);
    bool differs = !span_equal(style->lang, node->style->in.lang);
    if (role == NULL && !differs) {
        return true;
    }
    style->lang = node->style->in.lang;
    if (!tag_add(layout, role == NULL ? "Span" : role, style->tag, &style->tag,
            err)) {
        return false;
    }
    if (differs && style->tag != AREA_ARTIFACT) {
        tag_at(layout, style->tag)->lang = style->lang;
    }
    return true;
}

static bool
put_element(struct collector *in, const struct fo_node *node,
    const struct inline_style *parent, struct err *err)
{
    struct inline_style *style = add_style(in, node, parent, err);
    if (style == NULL) {
        return false;
    }
    struct span id = node->style->id;
    bool link = node->kind == FO_BASIC_LINK;
    if (id.len > 0 && !put_mark(in, id, false, err)) {
        return false;
    }
    if (link ? !open_link(in, node, style, err)
             : !open_span(in, node, style, err)) {
        return false;
    }
    bool ok = true;
    if (node->kind == FO_CHARACTER) {
        ok = put_text(in, node->style->character, style, err);
    } else if (node->kind == FO_PAGE_NUMBER) {
        ok = put_page_number(in, node, style, err);
    } else if (node->kind == FO_PAGE_CITATION ||
               node->kind == FO_PAGE_CITATION_LAST) {
        ok = put_citation(in, node, style, err);
    } else {
        ok = collect(in, (struct inline_range){node->first, NULL}, style, err);
    }
    return ok && (id.len == 0 || put_mark(in, id, true, err));
}

static bool
collect(struct collector *in, struct inline_range range,
    const struct inline_style *style, struct err *err)
{
    if (++in->depth > LAYOUT_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "inlines nest over %d deep", LAYOUT_DEPTH_MAX);
        return false;
    }
    for (const struct fo_node *node = range.first; node != range.end;
         node = node->next) {
        bool ok;
        if (node->kind == FO_TEXT) {
            ok = put_text(in, node->text, style, err);
        } else if (node->kind == FO_LEADER) {
            ok = put_leader(in, node, style, err);
        } else if (node->kind == FO_FOREIGN_OBJECT ||
                   node->kind == FO_EXTERNAL_GRAPHIC) {
            ok = put_picture(in, node, style, err);
        } else if (node->kind == FO_FOOTNOTE_BODY) {
            ok = put_note(in, node, style, err);
        } else if (node->kind == FO_RETRIEVE_MARKER) {
            ok = put_retrieved(in, node, style, err);
        } else {
            ok = put_element(in, node, style, err);
        }
        if (!ok) {
            return false;
        }
    }
    in->depth--;
    return true;
}

/* Is there anything but white space that collapses? */
static bool
range_shows(struct inline_range range)
{
    for (const struct fo_node *node = range.first; node != range.end;
         node = node->next) {
        bool blank = node->kind == FO_TEXT &&
                     node->style->in.white_space == FO_WHITE_COLLAPSE &&
                     node->style->in.linefeed == FO_LINEFEED_SPACE &&
                     span_trim(node->text).len == 0;
        if (!blank) {
            return true;
        }
    }
    return false;
}

/* A space at the end would only widen the last line. */
static void
trim_end(struct paragraph *paragraph)
{
    while (paragraph->segments.count > 0 && paragraph->text.len > 0 &&
           paragraph->text.ptr[paragraph->text.len - 1] == ' ') {
        struct segment *last =
            segment_at(paragraph, paragraph->segments.count - 1);
        paragraph->text.len--;
        if (last->end > paragraph->text.len) {
            last->end = paragraph->text.len;
        }
        if (last->end <= last->start) {
            paragraph->segments.count--;
        }
    }
}

bool
text_collect(
    struct paragraph *paragraph, struct inline_range range, struct err *err)
{
    struct collector in = {.paragraph = paragraph, .space = true};
    bool ok = false;
    if (!range_shows(range)) {
        return true;
    }
    struct place *place = paragraph->place;
    struct inline_style base = {.tag = place->tag,
        .link = -1,
        .style = paragraph->block->style,
        .lang = paragraph->block->style->in.lang};
    text_init(&in.text, LAYOUT_ARENA_TEXT_MAX);
    if (!place->own &&
        !tag_add(paragraph->layout, "P", place->tag, &base.tag, err)) {
        goto out;
    }
    paragraph->tag = base.tag;
    struct inline_style *style = add_style(&in, paragraph->block, &base, err);
    if (style == NULL || !collect(&in, range, style, err) ||
        !text_done(&in.text, err) ||
        !span_copy(paragraph->layout->arena, text_span(&in.text),
            &paragraph->text, err)) {
        goto out;
    }
    trim_end(paragraph);
    ok = true;
out:
    text_release(&in.text);
    return ok;
}
