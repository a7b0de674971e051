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
        return fo_resolve(indent, place->width);
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

static bool
add_anchor(struct layout *layout, struct vector *anchors, struct span id,
    bool last, struct err *err)
{
    struct anchor *anchor = vector_push(layout, anchors, sizeof *anchor, err);
    if (anchor == NULL) {
        return false;
    }
    anchor->id = id;
    anchor->last = last;
    return true;
}

/* What stands before the first piece: space, break, keep, id. */
static bool
block_open(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_style *style = node->style;
    struct fo_space margin = {.length = style->margin[FO_TOP]};
    place_space(place, &style->space_before);
    place_space(place, &margin);
    if (style->break_before > (int32_t)place->break_before) {
        place->break_before = (enum fo_break)style->break_before;
    }
    if (style->keep_with_previous != 0 && place->glue < GLUE_KEEP) {
        place->glue = GLUE_KEEP;
    }
    return style->id.len == 0 ||
           add_anchor(layout, &place->anchors, style->id, false, err);
}

static bool
block_close(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_style *style = node->style;
    struct fo_space margin = {.length = style->margin[FO_BOTTOM]};
    if (style->id.len > 0 && place->list->pieces.count > 0) {
        struct piece *last =
            piece_at(place->list, place->list->pieces.count - 1);
        if (!add_anchor(layout, &last->anchors, style->id, true, err)) {
            return false;
        }
    }
    place_space(place, &style->space_after);
    place_space(place, &margin);
    if (style->keep_with_next != 0) {
        place->glue = GLUE_KEEP;
    }
    if (style->break_after != FO_BREAK_NONE) {
        place->break_before = (enum fo_break)style->break_after;
    }
    return true;
}

static bool
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
    struct box *box = arena_alloc(layout->arena, sizeof *box, err);
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
        enum glue glue = place->glue;
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
    struct box *box, size_t before)
{
    size_t count = place->list->pieces.count;
    if (box != NULL && count > before) {
        box->first_piece = piece_at(place->list, before)->serial;
        box->last_piece = piece_at(place->list, count - 1)->serial;
    }
    for (size_t i = before + 1; node->style->keep_together != 0 && i < count;
         i++) {
        struct piece *piece = piece_at(place->list, i);
        if (piece->glue < GLUE_KEEP) {
            piece->glue = GLUE_KEEP;
        }
    }
}

static bool
kind_is_block(enum fo_kind kind)
{
    return kind == FO_BLOCK || kind == FO_BLOCK_CONTAINER ||
           kind == FO_LIST_BLOCK || kind == FO_TABLE;
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
    if (node->kind == FO_BLOCK_CONTAINER) {
        return container_make(layout, place, node, err);
    }
    return block_children(layout, place, node, err);
}

/* Runs of inline nodes become paragraphs, blocks are made in turn. */
bool
block_children(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_node *child = node->first;
    while (child != NULL) {
        if (child->kind == FO_MARKER) {
            child = child->next;
            continue;
        }
        if (kind_is_block(child->kind)) {
            if (!block_make(layout, place, child, err)) {
                return false;
            }
            child = child->next;
            continue;
        }
        const struct fo_node *end = child;
        while (end != NULL && !kind_is_block(end->kind) &&
               end->kind != FO_MARKER) {
            end = end->next;
        }
        if (!paragraph_make(layout, place, node, child, end, err)) {
            return false;
        }
        child = end;
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

/* An empty block that is kept for its id or its size draws nothing. */
static bool
keep_empty(struct layout *layout, struct place *place,
    const struct fo_node *node, size_t before, struct err *err)
{
    bool empty = place->list->pieces.count == before;
    bool wanted =
        place->anchors.count > 0 || place->break_before != FO_BREAK_NONE;
    if (!empty || !wanted) {
        return true;
    }
    if (!add_strut(layout, place, node, 0, err)) {
        return false;
    }
    place->glue = GLUE_KEEP; /* the id goes with what follows */
    return true;
}

bool
block_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    struct place inner = *place;
    struct box *box = NULL;
    size_t before = place->list->pieces.count;
    if (++inner.depth > LAYOUT_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "blocks nest over %d deep", LAYOUT_DEPTH_MAX);
        err_at_line(err, node->line);
        return false;
    }
    inner.list_item = NULL;
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
    place->retain = inner.retain;
    place->glue = inner.glue;
    place->break_before = inner.break_before;
    place->anchors = inner.anchors;
    return block_close(layout, place, node, err);
}

bool
block_area(struct layout *layout, const struct place *outer,
    const struct fo_node *node, struct place *inner, struct err *err)
{
    struct list *list = arena_alloc(layout->arena, sizeof *list, err);
    if (list == NULL) {
        return false;
    }
    *inner = (struct place){
        .list = list,
        .width = inner->width,
        .start = inner->start,
        .end = inner->end,
        .tag = inner->tag,
        .own = inner->own,
        .list_item = inner->list_item,
        .list_start = inner->list_start,
        .depth = outer->depth + 1,
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
    return block_children(layout, inner, node, err);
}
