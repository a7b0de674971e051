#include "render/layout/layout.h"

#include <limits.h>

/* Pieces at their place on a page become operations, backgrounds first. */

static const unsigned all_sides = 15;

struct area_op *
paint_op(struct painter *painter, enum area_kind kind, struct rectangle where,
    struct err *err)
{
    struct layout *layout = painter->layout;
    if (++layout->op_count > LAYOUT_OPS_MAX) {
        err_set(err, ERR_LIMIT, "the document draws over %d things",
            LAYOUT_OPS_MAX);
        return NULL;
    }
    struct area_op *op = work_push(layout, painter->ops, sizeof *op, err);
    if (op == NULL) {
        return NULL;
    }
    op->kind = kind;
    op->tag = AREA_ARTIFACT;
    op->x = where.x;
    op->y = where.y;
    op->width = where.width;
    op->height = where.height;
    op->opacity_percent = 100;
    return op;
}

bool
paint_fill(struct painter *painter, struct rectangle where,
    const struct fo_colour *colour, struct err *err)
{
    bool counting = painter->layout->mode == LAYOUT_COUNT;
    if (counting || !colour->set || where.width <= 0 || where.height <= 0) {
        return true;
    }
    struct area_op *op = paint_op(painter, AREA_RECTANGLE, where, err);
    if (op == NULL) {
        return false;
    }
    op->colour = colour->value;
    return true;
}

bool
paint_clip(struct painter *painter, struct rectangle where, struct err *err)
{
    return paint_op(painter, AREA_CLIP, where, err) != NULL;
}

bool
paint_unclip(struct painter *painter, struct err *err)
{
    struct rectangle none = {0, 0, 0, 0};
    return paint_op(painter, AREA_UNCLIP, none, err) != NULL;
}

enum area_stroke
paint_stroke(int32_t style)
{
    switch ((enum fo_border_style)style) {
    case FO_BORDER_DOTTED:
        return AREA_DOTTED;
    case FO_BORDER_DASHED:
        return AREA_DASHED;
    case FO_BORDER_DOUBLE:
        return AREA_DOUBLE;
    case FO_BORDER_NONE:
    case FO_BORDER_HIDDEN:
    case FO_BORDER_SOLID:
        break;
    }
    return AREA_SOLID;
}

bool
paint_rule(struct painter *painter, struct rectangle where,
    const struct fo_border *border, struct area_colour text, struct err *err)
{
    int32_t width = fo_border_width(border);
    if (width <= 0 || painter->layout->mode == LAYOUT_COUNT) {
        return true;
    }
    struct area_op *op = paint_op(painter, AREA_LINE, where, err);
    if (op == NULL) {
        return false;
    }
    op->thickness = width;
    op->stroke = paint_stroke(border->style);
    op->colour = border->colour.set ? border->colour.value : text;
    return true;
}

/* The line down the middle of one side of the border rectangle. */
static struct rectangle
side_line(struct rectangle box, enum fo_side side, int32_t thickness)
{
    int32_t half = thickness / 2;
    switch (side) {
    case FO_TOP:
        return (struct rectangle){box.x, box.y + half, box.width, 0};
    case FO_BOTTOM:
        return (struct rectangle){
            box.x, box.y + box.height - half, box.width, 0};
    case FO_LEFT:
        return (struct rectangle){box.x + half, box.y, 0, box.height};
    case FO_RIGHT:
    case FO_SIDES:
        break;
    }
    return (struct rectangle){box.x + box.width - half, box.y, 0, box.height};
}

bool
paint_box(struct painter *painter, struct rectangle where,
    const struct fo_style *style, unsigned sides, struct err *err)
{
    if (style->in.unseen) {
        return true;
    }
    if (paint_is_round(style, sides)) {
        return paint_round(painter, where, style, err);
    }
    if (!paint_fill(painter, where, &style->background, err)) {
        return false;
    }
    for (enum fo_side side = FO_TOP; side < FO_SIDES; side++) {
        const struct fo_border *border = &style->border[side];
        struct rectangle line = side_line(where, side, fo_border_width(border));
        if ((sides & 1u << side) != 0 &&
            !paint_rule(painter, line, border, style->in.colour.value, err)) {
            return false;
        }
    }
    return true;
}

/* How many boxes are between the piece and this one; UINT_MAX: not in it. */
static unsigned
box_depth(const struct box *box, const struct piece *piece)
{
    unsigned depth = 0;
    const struct box *at = piece->box;
    while (at != NULL && at != box) {
        at = at->parent;
        depth++;
    }
    return at == NULL ? UINT_MAX : depth;
}

/* The decoration of a box over its pieces in the range, from `index` on. */
static bool
paint_decoration(struct painter *painter, struct range range, size_t index,
    const struct box *box, struct rectangle origin, struct err *err)
{
    unsigned sides = all_sides & ~(1u << FO_TOP | 1u << FO_BOTTOM);
    const struct repeats *table =
        index == range.from ? list_table(range.list, index) : NULL;
    int32_t height = table == NULL ? 0 : table->header_height;
    size_t i = index;
    for (; i < range.to; i++) {
        const struct piece *piece = piece_at(range.list, i);
        unsigned above = box_depth(box, piece);
        if (above == UINT_MAX) {
            break;
        }
        height += i == index ? 0 : piece->space;
        height += piece->height;
        sides |= above < piece->opens ? 1u << FO_TOP : 0;
        sides |= above < piece->closes ? 1u << FO_BOTTOM : 0;
    }
    if (i == range.list->pieces.count && range.list->trails) {
        height += piece_at(range.list, i - 1)->table->footer_height;
    }
    struct rectangle where = {origin.x + box->x, origin.y, box->width, height};
    return paint_box(painter, where, box->style, sides, err);
}

/* Decorate the boxes that begin at `index`, the outermost first. */
static bool
paint_boxes(struct painter *painter, struct range range, size_t index,
    struct rectangle origin, struct err *err)
{
    const struct box *chain[LAYOUT_DEPTH_MAX];
    size_t count = 0;
    const struct piece *piece = piece_at(range.list, index);
    for (const struct box *box = piece->box;
         box != NULL && count < LAYOUT_DEPTH_MAX; box = box->parent) {
        if (index > range.from &&
            box_depth(box, piece_at(range.list, index - 1)) != UINT_MAX) {
            break;
        }
        chain[count++] = box;
    }
    while (count > 0) {
        if (!paint_decoration(
                painter, range, index, chain[--count], origin, err)) {
            return false;
        }
    }
    return true;
}

static bool
paint_ops(struct painter *painter, const struct vector *ops, int32_t x,
    int32_t y, struct err *err)
{
    for (size_t i = 0; i < ops->count; i++) {
        struct rectangle none = {0, 0, 0, 0};
        struct area_op *op = paint_op(painter, AREA_TEXT, none, err);
        if (op == NULL) {
            return false;
        }
        *op = *op_at(ops, i);
        op->x += x;
        op->y += y;
        op->tag = painter->artifact ? AREA_ARTIFACT : op->tag;
        struct area_path_step *steps =
            op->step_count == 0
                ? NULL
                : arena_alloc_array(layout_text(painter->layout),
                      op->step_count, sizeof *steps, err);
        if (op->step_count == 0) {
            continue;
        }
        if (steps == NULL) {
            return false;
        }
        for (size_t s = 0; s < op->step_count; s++) {
            steps[s] = op->steps[s];
            for (size_t k = 0; k < 3; k++) {
                steps[s].x[k] += x;
                steps[s].y[k] += y;
            }
        }
        op->steps = steps;
    }
    return true;
}

static bool
paint_links(struct painter *painter, const struct piece *piece, int32_t x,
    int32_t y, struct err *err)
{
    const struct area_link *links = piece->links.items;
    for (size_t i = 0; i < piece->links.count && !painter->artifact; i++) {
        struct area_link *link =
            work_push(painter->layout, painter->links, sizeof *link, err);
        if (link == NULL) {
            return false;
        }
        *link = links[i];
        link->x += x;
        link->y += y;
    }
    return true;
}

static bool
paint_marks(struct painter *painter, const struct piece *piece, int32_t x,
    int32_t y, struct err *err)
{
    const struct figure *figures = piece->figures.items;
    const struct anchor *anchors = piece->anchors.items;
    for (size_t i = 0; i < piece->figures.count && !painter->artifact; i++) {
        if (figures[i].tag == AREA_ARTIFACT) {
            continue;
        }
        struct area_detail *detail =
            tag_detail(painter->layout, figures[i].tag, err);
        int32_t *slot =
            work_push(painter->layout, &painter->figures, sizeof *slot, err);
        if (slot == NULL || detail == NULL) {
            return false;
        }
        detail->page = (int32_t)painter->page;
        detail->x = figures[i].x + x;
        detail->y = figures[i].y + y;
        detail->width = figures[i].width;
        detail->height = figures[i].height;
        *slot = figures[i].tag;
    }
    for (size_t i = 0; i < piece->anchors.count && !painter->artifact; i++) {
        bool ok =
            anchors[i].marker != NULL
                ? marker_place(painter->layout, &anchors[i], painter->page, err)
                : citation_place(
                      painter->layout, &anchors[i], painter->page, y, err);
        if (!ok) {
            return false;
        }
    }
    return true;
}

static bool
paint_absolute(struct painter *painter, const struct absolute *absolute,
    int32_t x, int32_t y, struct err *err)
{
    const struct fo_style *style = absolute->style;
    struct rectangle where = {
        x + absolute->x, y + absolute->y, absolute->width, absolute->height};
    struct range range = {absolute->list, 0, absolute->list->pieces.count};
    if (!paint_box(painter, where, style, all_sides, err)) {
        return false;
    }
    where.x += style_inset(style, FO_LEFT);
    where.y += style_inset(style, FO_TOP);
    where.width -= style_inset(style, FO_LEFT) + style_inset(style, FO_RIGHT);
    where.height -= style_inset(style, FO_TOP) + style_inset(style, FO_BOTTOM);
    struct rectangle area = style->orientation == 0
                                ? where
                                : turn_inside(where, style->orientation);
    struct turning begin = turn_begin(painter);
    int32_t align = style->in.display_align;
    int32_t down = absolute->room < 0 || align == FO_DISPLAY_BEFORE ? 0
                   : align == FO_DISPLAY_CENTER ? absolute->room / 2
                                                : absolute->room;
    /* What is absolute in it counts from it. */
    int32_t area_y = painter->area_y;
    painter->area_y = area.y;
    if ((absolute->clips && !paint_clip(painter, area, err)) ||
        !paint_range(painter, range, area.x, area.y + down, err) ||
        (absolute->clips && !paint_unclip(painter, err))) {
        return false;
    }
    painter->area_y = area_y;
    return turn_end(painter, begin, where, style->orientation, err);
}

static bool
paint_piece(struct painter *painter, const struct piece *piece,
    struct standing at, struct err *err)
{
    if (!paint_marks(painter, piece, at.x, at.y, err) ||
        !paint_ops(painter, &piece->ops, at.x, at.y, err) ||
        !paint_links(painter, piece, at.x, at.y, err)) {
        return false;
    }
    if (piece->rows != NULL && !paint_rows(painter, piece->rows, at, err)) {
        return false;
    }
    /* Areas count from their piece, the reference area or the page. */
    const struct absolute *area = piece->absolute;
    enum fo_absolute position =
        area == NULL ? FO_IN_FLOW : (enum fo_absolute)area->style->absolute;
    int32_t x = position == FO_FIXED ? 0 : at.x;
    int32_t y = position == FO_FIXED      ? 0
                : position == FO_ABSOLUTE ? painter->area_y
                                          : at.y;
    return area == NULL || paint_absolute(painter, area, x, y, err);
}

/* A header or footer again: nothing that a screen reader should read. */
static bool
paint_again(struct painter *painter, const struct list *list, int32_t x,
    int32_t y, struct err *err)
{
    bool before = painter->artifact;
    if (list == NULL) {
        return true;
    }
    struct range range = {list, 0, list->pieces.count};
    painter->artifact = true;
    bool ok = paint_range(painter, range, x, y, err);
    painter->artifact = before;
    return ok;
}

static bool
paint_pieces(struct painter *painter, struct range range, int32_t x, int32_t *y,
    struct err *err)
{
    const struct list *list = range.list;
    for (size_t i = range.from; i < range.to; i++) {
        const struct piece *piece = piece_at(list, i);
        const struct repeats *table =
            i == range.from ? list_table(list, i) : NULL;
        *y += list_lead(list, i, range.from);
        struct rectangle origin = {x, *y, 0, 0};
        if (!paint_boxes(painter, range, i, origin, err) ||
            (table != NULL &&
                !paint_again(painter, table->header, x, *y, err))) {
            return false;
        }
        *y += table == NULL ? 0 : table->header_height;
        struct standing at = {x, *y, .leads = table != NULL,
            .trails = list->trails && i + 1 == list->pieces.count};
        if (!paint_piece(painter, piece, at, err)) {
            return false;
        }
        *y += piece->height;
    }
    return true;
}

bool
paint_range(struct painter *painter, struct range range, int32_t x, int32_t y,
    struct err *err)
{
    if (++painter->depth > LAYOUT_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "areas nest over %d deep", LAYOUT_DEPTH_MAX);
        return false;
    }
    if (!paint_pieces(painter, range, x, &y, err)) {
        return false;
    }
    if (range.list->trails && range.to == range.list->pieces.count &&
        !paint_again(painter, piece_at(range.list, range.to - 1)->table->footer,
            x, y, err)) {
        return false;
    }
    painter->depth--;
    return true;
}
