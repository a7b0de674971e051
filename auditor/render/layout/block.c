#include "render/layout/layout.h"

/* Blocks: indents, spaces, padding and borders, keeps and breaks. */

int32_t
style_padding(const struct fo_style *style, enum fo_side side)
{
    int32_t value = fo_resolve(&style->padding[side], 0);
    return value > 0 ? value : 0;
}

int32_t
style_inset(const struct fo_style *style, enum fo_side side)
{
    return style_padding(style, side) + fo_border_width(&style->border[side]);
}

/* XSL 1.1, 5.3.2: an indent reaches to the content rectangle. */
static int32_t
indent_of(
    const struct place *place, const struct fo_style *style, enum fo_side side)
{
    bool start = side == FO_LEFT;
    const struct fo_length *indent =
        start ? &style->start_indent : &style->end_indent;
    const struct fo_length *margin = &style->margin[side];
    int32_t inherited = start ? place->start : place->end;
    if (indent->kind == FO_SET) {
        return fo_resolve(indent, place->width) +
               (indent->inherited ? inherited : 0);
    }
    if (margin->kind == FO_SET) {
        return inherited + fo_resolve(margin, place->width) +
               style_inset(style, side);
    }
    if (place->list_item == NULL || indent->kind == FO_AUTO) {
        return inherited;
    }
    const struct fo_inherited *in = &place->list_item->style->in;
    int32_t body =
        place->list_start + fo_resolve(&in->list_distance, place->width);
    return indent->kind == FO_BODY_START
               ? body
               : place->width - body +
                     fo_resolve(&in->list_separation, place->width);
}

void
block_indents(
    const struct place *place, const struct fo_node *node, struct place *out)
{
    int32_t start = indent_of(place, node->style, FO_LEFT);
    int32_t end = indent_of(place, node->style, FO_RIGHT);
    out->start = start;
    out->end = end;
}

/* What stands before the first piece: space, break, keep, id. */
static bool
block_open(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_style *style = node->style;
    struct fo_space margin = {.length = style->margin[FO_TOP], .retain = 1};
    place_space(place, &style->space_before);
    place_space(place, &margin);
    if (style->break_before > (int32_t)place->break_before) {
        place->break_before = (enum fo_break)style->break_before;
    }
    place_hold(place, style->keep_with_previous);
    struct anchor anchor = {.id = style->id};
    return (style->id.len == 0 ||
               place_anchor(layout, &place->anchors, anchor, err)) &&
           markers_open(layout, &place->anchors, node, /* last= */ false, err);
}

static bool
block_close(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_style *style = node->style;
    struct fo_space margin = {.length = style->margin[FO_BOTTOM], .retain = 1};
    if (place->list->pieces.count > 0) {
        struct piece *last =
            piece_at(place->list, place->list->pieces.count - 1);
        struct anchor anchor = {.id = style->id, .last = true};
        if ((style->id.len > 0 &&
                !place_anchor(layout, &last->anchors, anchor, err)) ||
            !markers_open(
                layout, &last->anchors, node, /* last= */ true, err)) {
            return false;
        }
    }
    place_space(place, &style->space_after);
    place_space(place, &margin);
    place_hold(place, style->keep_with_next);
    if (style->break_after > (int32_t)place->break_before) {
        place->break_before = (enum fo_break)style->break_after;
    }
    return true;
}

bool
style_decorates(const struct fo_style *style)
{
    bool any = style->background.set;
    for (enum fo_side side = FO_TOP; side < FO_SIDES; side++) {
        any = any || style_inset(style, side) > 0;
    }
    return any;
}

/* Padding and border take room of their own above and below. */
static bool
add_strut(struct layout *layout, struct place *place,
    const struct fo_node *node, int32_t height, struct err *err)
{
    struct piece *piece = place_piece(layout, place, node->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->height = height;
    return true;
}

static bool
box_open(struct layout *layout, struct place *place, const struct fo_node *node,
    struct box **out, struct err *err)
{
    const struct fo_style *style = node->style;
    *out = NULL;
    if (!style_decorates(style)) {
        return true;
    }
    struct box *box = arena_alloc(&layout->work, sizeof *box, err);
    if (box == NULL) {
        return false;
    }
    box->parent = place->box;
    box->style = style;
    box->x = place->start - style_inset(style, FO_LEFT);
    box->width = place->width - place->start - place->end +
                 style_inset(style, FO_LEFT) + style_inset(style, FO_RIGHT);
    place->box = box;
    *out = box;
    int32_t inset = style_inset(style, FO_TOP);
    if (inset > 0) {
        if (!add_strut(layout, place, node, inset, err)) {
            return false;
        }
        place->glue = GLUE_ALWAYS;
    }
    return true;
}

static bool
box_close(struct layout *layout, struct place *place,
    const struct fo_node *node, struct box *box, struct err *err)
{
    if (box == NULL) {
        return true;
    }
    int32_t inset = style_inset(node->style, FO_BOTTOM);
    if (inset > 0) {
        /* What the last child asked of its successor comes after us. */
        int32_t glue = place->glue;
        enum fo_break break_before = place->break_before;
        place->glue = GLUE_ALWAYS;
        place->break_before = FO_BREAK_NONE;
        if (!add_strut(layout, place, node, inset, err)) {
            return false;
        }
        place->glue = glue == GLUE_ALWAYS ? GLUE_NONE : glue;
        place->break_before = break_before;
    }
    place->box = box->parent;
    return true;
}

/* Name the pieces between which a box is drawn, and hold kept ones. */
static void
finish_pieces(const struct place *place, const struct fo_node *node,
    const struct box *box, size_t before)
{
    size_t count = place->list->pieces.count;
    int32_t keep = node->style->keep_together;
    if (box != NULL && count > before) {
        piece_at(place->list, before)->opens++;
        piece_at(place->list, count - 1)->closes++;
    }
    for (size_t i = before; keep > 0 && i < count; i++) {
        struct piece *piece = piece_at(place->list, i);
        piece->inner = keep > piece->inner ? keep : piece->inner;
        if (i > before && piece->glue < keep) {
            piece->glue = keep;
        }
    }
}

/* A wrapper is of the level of what it holds (XSL 1.1, 6.13.4). */
static bool
is_block(const struct fo_node *node)
{
    const struct fo_node *child = node;
    while (child != NULL && child->kind == FO_WRAPPER) {
        child = child->first;
        while (child != NULL && (child->kind == FO_MARKER ||
                                    (child->kind == FO_TEXT &&
                                        span_trim(child->text).len == 0))) {
            child = child->next;
        }
    }
    return child != NULL &&
           (child->kind == FO_BLOCK || child->kind == FO_BLOCK_CONTAINER ||
               child->kind == FO_LIST_BLOCK || child->kind == FO_TABLE);
}

/* A fo:retrieve-marker that finds blocks; others are inline. */
static bool
make_retrieved(struct layout *layout, struct place *place,
    const struct fo_node *node, bool *done, struct err *err)
{
    const struct fo_node *content = NULL;
    *done = false;
    if (node->kind != FO_RETRIEVE_MARKER) {
        return true;
    }
    if (!marker_content(layout, node, &content, err)) {
        return false;
    }
    *done = content != NULL && is_block(content);
    return !*done || block_children(layout, place, content, err);
}

static bool
make_one(struct layout *layout, struct place *place, const struct fo_node *node,
    struct err *err)
{
    if (node->kind == FO_TABLE) {
        return table_make(layout, place, node, err);
    }
    if (node->kind == FO_LIST_BLOCK) {
        return list_make(layout, place, node, err);
    }
    if (node->kind == FO_LIST_ITEM) {
        return list_item_make(layout, place, node, err);
    }
    if (node->kind == FO_BLOCK_CONTAINER) {
        return container_make(layout, place, node, err);
    }
    return block_children(layout, place, node, err);
}

/* A wrapper of blocks only lends them its properties and its id. */
static bool
make_wrapper(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    struct anchor anchor = {.id = node->style->id};
    if ((anchor.id.len > 0 &&
            !place_anchor(layout, &place->anchors, anchor, err)) ||
        !markers_open(layout, &place->anchors, node, /* last= */ false, err) ||
        !block_children(layout, place, node, err)) {
        return false;
    }
    size_t count = place->list->pieces.count;
    return count == 0 ||
           markers_open(layout, &piece_at(place->list, count - 1)->anchors,
               node, /* last= */ true, err);
}

/* One child, or a run of inline nodes that becomes a paragraph. */
static bool
make_child(struct layout *layout, struct place *place,
    const struct fo_node *node, const struct fo_node **child, struct err *err)
{
    const struct fo_node *first = *child;
    const struct fo_node *end = first->next;
    bool done = first->kind == FO_MARKER;
    *child = end;
    if (done) {
        return true;
    }
    if (is_block(first)) {
        return first->kind == FO_WRAPPER
                   ? make_wrapper(layout, place, first, err)
                   : block_make(layout, place, first, err);
    }
    if (!make_retrieved(layout, place, first, &done, err) || done) {
        return done;
    }
    while (end != NULL && !is_block(end) && end->kind != FO_MARKER) {
        end = end->next;
    }
    *child = end;
    return paragraph_make(layout, place, node, first, end, err);
}

bool
block_children(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_node *child = node->first;
    while (child != NULL) {
        if (!make_child(layout, place, node, &child, err)) {
            return false;
        }
    }
    return true;
}

/* An element of its own for a block that names its role. */
static bool
open_tag(struct layout *layout, struct place *place, const struct fo_node *node,
    struct err *err)
{
    if (node->kind != FO_BLOCK || node->style->role.len == 0) {
        return true;
    }
    const char *role = tag_role(node->style->role);
    if (role == NULL) {
        err_set(err, ERR_INPUT, "the role '%.*s' is no standard type",
            (int)node->style->role.len, node->style->role.ptr);
        err_at_line(err, node->line);
        return false;
    }
    place->own = true;
    return tag_add(layout, role, place->tag, &place->tag, err);
}

/* An empty block draws nothing, but spaces do not meet across it. */
static bool
keep_empty(struct layout *layout, struct place *place,
    const struct fo_node *node, size_t before, struct err *err)
{
    bool empty = place->list->pieces.count == before;
    bool named = place->anchors.count > 0;
    /* One that only breaks leaves the break to what follows. */
    if (!empty || (!named && place->break_before != FO_BREAK_NONE)) {
        return true;
    }
    if (!add_strut(layout, place, node, 0, err)) {
        return false;
    }
    if (named) { /* the id goes with what follows */
        place_hold(place, FO_KEEP_ALWAYS);
    }
    return true;
}

bool
block_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    struct place inner = *place;
    struct box *box = NULL;
    size_t before = place->list->pieces.count;
    inner.depth += node->kind != FO_LIST_ITEM; /* its parts are counted */
    if (inner.depth > LAYOUT_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "blocks nest over %d deep", LAYOUT_DEPTH_MAX);
        err_at_line(err, node->line);
        return false;
    }
    inner.list_item = node->kind == FO_LIST_ITEM ? place->list_item : NULL;
    block_indents(place, node, &inner);
    /* A part of a list takes its indents before it makes its blocks. */
    if (!block_open(layout, &inner, node, err) ||
        !open_tag(layout, &inner, node, err)) {
        return false;
    }
    if (node->kind == FO_TABLE || node->kind == FO_BLOCK_CONTAINER) {
        /* They draw their own box. */
    } else if (!box_open(layout, &inner, node, &box, err)) {
        return false;
    }
    if (!make_one(layout, &inner, node, err) ||
        !box_close(layout, &inner, node, box, err) ||
        !keep_empty(layout, &inner, node, before, err)) {
        return false;
    }
    finish_pieces(&inner, node, box, before);
    /* What is pending goes on after the block. */
    place->space = inner.space;
    place->lead = inner.lead;
    place->glue = inner.glue;
    place->break_before = inner.break_before;
    place->anchors = inner.anchors;
    return block_close(layout, place, node, err);
}

/*
 * Ids and markers of empty content still need a piece to stand on, and so does
 * a space at the end that is to be retained.
 */
static bool
close_area(struct layout *layout, struct place *inner,
    const struct fo_node *node, struct err *err)
{
    bool ends = node->kind != FO_FLOW; /* else the page's end discards it */
    int32_t retained = ends && inner->lead.any ? inner->lead.optimum : 0;
    if (inner->anchors.count > 0 || retained > 0) {
        inner->space = inner->lead;
        inner->glue = GLUE_ALWAYS;
        if (!add_strut(layout, inner, node, 0, err)) {
            return false;
        }
    }
    size_t count = inner->list->pieces.count;
    struct piece *last = count == 0 ? NULL : piece_at(inner->list, count - 1);
    struct anchor anchor = {.id = node->style->id, .last = true};
    return last == NULL ||
           ((anchor.id.len == 0 ||
                place_anchor(layout, &last->anchors, anchor, err)) &&
               markers_open(
                   layout, &last->anchors, node, /* last= */ true, err));
}

bool
block_area(struct layout *layout, const struct place *outer,
    const struct fo_node *node, struct place *inner, struct err *err)
{
    struct list *list = arena_alloc(&layout->work, sizeof *list, err);
    if (list == NULL) {
        return false;
    }
    *inner = (struct place){
        .list = list,
        .width = inner->width,
        .height = inner->height,
        .start = inner->start,
        .end = inner->end,
        .tag = inner->tag,
        .own = inner->own,
        .list_item = inner->list_item,
        .list_start = inner->list_start,
        .depth = outer->depth + 1,
        .no_notes = outer->no_notes || inner->no_notes,
        .deferring = inner->deferring,
    };
    if (inner->depth > LAYOUT_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "areas nest over %d deep", LAYOUT_DEPTH_MAX);
        err_at_line(err, node->line);
        return false;
    }
    if (inner->width <= 0) {
        err_set(err, ERR_INPUT, "no width is left for this content");
        err_at_line(err, node->line);
        return false;
    }
    struct anchor anchor = {.id = node->style->id};
    return (anchor.id.len == 0 ||
               place_anchor(layout, &inner->anchors, anchor, err)) &&
           markers_open(
               layout, &inner->anchors, node, /* last= */ false, err) &&
           block_children(layout, inner, node, err) &&
           close_area(layout, inner, node, err);
}
