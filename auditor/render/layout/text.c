#include "render/layout/collect.h"

#include <string.h>

#include "base/limits.h"
#include "render/layout/case.h"

/* Inline nodes become one flat text with segments; white space collapses. */

enum {
    SMALL_CAPS_PERCENT = 80
}; /* of the font size */

struct segment *
segment_at(const struct paragraph *paragraph, size_t index)
{
    return ((struct segment **)paragraph->segments.items)[index];
}

struct segment *
collect_segment(struct collector *in, enum segment_kind kind,
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

static bool
add_box(struct collector *in, const struct fo_style *own,
    struct inline_style *style, struct err *err)
{
    struct inline_box *box =
        arena_alloc(&in->paragraph->layout->scratch, sizeof *box, err);
    if (box == NULL) {
        return false;
    }
    *box = (struct inline_box){.parent = style->box,
        .style = own,
        .font = style->font,
        .shift = style->shift};
    style->box = box;
    return true;
}

struct inline_style *
collect_style(struct collector *in, const struct fo_node *node,
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
        int32_t kind = node->style->shift;
        style->shift +=
            kind == FO_SHIFT_SUPER ? font_x_height(parent->font, size)
            : kind == FO_SHIFT_SUB ? -font_x_height(style->font, text->size) / 2
                                   : 0;
        style->shift += fo_resolve(
            &node->style->shift_length, fo_line_height(&parent->style->in));
        if (style_decorates(node->style) &&
            !add_box(in, node->style, style, err)) {
            return NULL;
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
        text_puts(&in->text, style->wrap && !in->linefeed ? " " : "\xC2\xA0");
        in->space = false;
        return;
    }
    if (!in->space) {
        text_putc(&in->text, ' ');
        in->space = true;
    }
}

static bool
is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Text as it is shown, in one style. */
static bool
put_run(struct collector *in, struct span text,
    const struct inline_style *style, struct err *err)
{
    struct segment *segment = collect_segment(in, SEGMENT_TEXT, style, err);
    if (segment == NULL) {
        return false;
    }
    size_t at = 0;
    while (at < text.len) {
        if (is_white(text.ptr[at])) {
            put_white(in, text.ptr[at++], &style->style->in);
            continue;
        }
        size_t from = at;
        while (at < text.len && !is_white(text.ptr[at])) {
            at++;
        }
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

bool
collect_text(struct collector *in, struct span text,
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

bool
collect_mark(struct collector *in, struct span id, bool last, struct err *err)
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
        !collect_mark(in, span_of(""), false, err)) {
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
        struct area_detail *detail = tag_detail(layout, style->tag, err);
        if (detail == NULL) {
            return false;
        }
        detail->lang = style->lang;
    }
    return true;
}

static bool
put_element(struct collector *in, const struct fo_node *node,
    const struct inline_style *parent, struct err *err)
{
    struct inline_style *style = collect_style(in, node, parent, err);
    if (style == NULL) {
        return false;
    }
    struct span id = node->style->id;
    bool link = node->kind == FO_BASIC_LINK;
    if (id.len > 0 && !collect_mark(in, id, false, err)) {
        return false;
    }
    if (link ? !open_link(in, node, style, err)
             : !open_span(in, node, style, err)) {
        return false;
    }
    bool ok = object_edge(in, style, false, err);
    if (!ok) {
        return false;
    }
    if (node->kind == FO_CHARACTER) {
        ok = collect_text(in, node->style->character, style, err);
    } else if (node->kind == FO_PAGE_NUMBER) {
        ok = object_page_number(in, node, style, err);
    } else if (node->kind == FO_PAGE_CITATION ||
               node->kind == FO_PAGE_CITATION_LAST) {
        ok = object_citation(in, node, style, err);
    } else {
        ok = collect(in, (struct inline_range){node->first, NULL}, style, err);
    }
    return ok && object_edge(in, style, true, err) &&
           (id.len == 0 || collect_mark(in, id, true, err));
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
        bool object = node->kind == FO_LEADER ||
                      node->kind == FO_FOREIGN_OBJECT ||
                      node->kind == FO_EXTERNAL_GRAPHIC;
        bool ok = !object || node->style->id.len == 0 ||
                  collect_mark(in, node->style->id, false, err);
        if (!ok) {
            return false;
        }
        if (node->kind == FO_TEXT) {
            ok = collect_text(in, node->text, style, err);
        } else if (node->kind == FO_LEADER) {
            ok = object_leader(in, node, style, err);
        } else if (object) {
            ok = object_picture(in, node, style, err);
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
    struct inline_style *style =
        collect_style(&in, paragraph->block, &base, err);
    if (style == NULL || !collect(&in, range, style, err) ||
        !text_done(&in.text, err) ||
        !span_copy(layout_text(paragraph->layout), text_span(&in.text),
            &paragraph->text, err)) {
        goto out;
    }
    trim_end(paragraph);
    ok = true;
out:
    text_release(&in.text);
    return ok;
}
