#include "render/layout/layout.h"

/* Areas of a given size: in the flow, or absolute on their page. */

static int32_t
length_or(const struct fo_length *length, int32_t base, int32_t otherwise)
{
    return length->kind == FO_SET ? fo_resolve(length, base) : otherwise;
}

/* The reference area of what is absolute, or the page. */
static int32_t
base_width(const struct layout *layout, const struct place *place,
    const struct fo_style *style)
{
    return style->absolute == FO_FIXED ? layout->page_width : place->width;
}

static int32_t
base_height(const struct layout *layout, const struct place *place,
    const struct fo_style *style)
{
    return style->absolute == FO_FIXED ? layout->page_height
           : place->height > 0         ? place->height
                                       : layout->body_height;
}

/* The height that is given, or what two offsets leave; else 0. */
static int32_t
given_height(const struct layout *layout, const struct place *place,
    const struct fo_style *style)
{
    int32_t base = base_height(layout, place, style);
    const struct fo_length *top = &style->offset[FO_TOP];
    const struct fo_length *bottom = &style->offset[FO_BOTTOM];
    if (style->height.kind == FO_SET || !style->absolute ||
        top->kind != FO_SET || bottom->kind != FO_SET) {
        return length_or(&style->height, base, 0);
    }
    return base - fo_resolve(top, base) - fo_resolve(bottom, base);
}

/* What does not fit: seen, not seen, refused, or given room in the flow. */
static bool
fit_content(struct absolute *area, const struct fo_node *node, int32_t given,
    int32_t tall, struct err *err)
{
    const struct fo_style *style = node->style;
    int32_t overflow = style->overflow;
    bool sized = given > 0;
    bool fixed = style->absolute || (sized && overflow != FO_OVERFLOW_AUTO);
    area->height = sized && (fixed || given >= tall) ? given : tall;
    area->clips = area->height < tall && overflow == FO_OVERFLOW_HIDDEN;
    if (area->height < tall && overflow == FO_OVERFLOW_ERROR) {
        err_set(err, ERR_INPUT, "content of %d pt does not fit in %d pt",
            (int)(tall / 1000), (int)(given / 1000));
        err_at_line(err, node->line);
        return false;
    }
    return true;
}

/*
 * The content in its width, and the border rectangle around it. Width and
 * height are those of the content as it is read: in a turned container the
 * width goes down or up the page, as in Apache FOP.
 */
static bool
make_area(struct layout *layout, struct place *place,
    const struct fo_node *node, struct absolute *area, struct err *err)
{
    const struct fo_style *style = node->style;
    bool across = style->orientation % 2 != 0;
    int32_t given = given_height(layout, place, style);
    struct place inner = {.width = area->width,
        .height = given,
        .tag = place->tag,
        .start = place->start,
        .end = place->end,
        .no_notes = true};
    int32_t most = layout->body_height - style_inset(style, FO_TOP) -
                   style_inset(style, FO_BOTTOM);
    if (across && style->width.kind != FO_SET && inner.width > most) {
        inner.width = most;
    }
    int32_t width = inner.width;
    if (!block_area(layout, place, node, &inner, err)) {
        return false;
    }
    area->list = inner.list;
    area->style = style;
    int64_t content = list_height(inner.list, 0, inner.list->pieces.count);
    int32_t tall = content > FO_LENGTH_MAX ? FO_LENGTH_MAX : (int32_t)content;
    if (!fit_content(area, node, given, tall, err)) {
        return false;
    }
    int32_t height = area->height;
    area->room = height - tall;
    area->width = (across ? height : width) + style_inset(style, FO_LEFT) +
                  style_inset(style, FO_RIGHT);
    area->height = (across ? width : height) + style_inset(style, FO_TOP) +
                   style_inset(style, FO_BOTTOM);
    return true;
}

/* The offsets place the content; padding and border hang outside. */
static void
place_area(const struct layout *layout, const struct place *place,
    const struct fo_style *style, struct absolute *area)
{
    const struct fo_length *offset = style->offset;
    int32_t width = base_width(layout, place, style);
    int32_t height = base_height(layout, place, style);
    area->x = fo_resolve(&offset[FO_LEFT], width) - style_inset(style, FO_LEFT);
    area->y = fo_resolve(&offset[FO_TOP], height) - style_inset(style, FO_TOP);
    if (offset[FO_LEFT].kind != FO_SET && offset[FO_RIGHT].kind == FO_SET) {
        area->x = width - fo_resolve(&offset[FO_RIGHT], width) - area->width +
                  style_inset(style, FO_RIGHT);
    }
    if (offset[FO_TOP].kind != FO_SET && offset[FO_BOTTOM].kind == FO_SET) {
        area->y = height - fo_resolve(&offset[FO_BOTTOM], height) -
                  area->height + style_inset(style, FO_BOTTOM);
    }
}

/* A container without a height breaks like the cell of a table. */
static bool
make_breakable(struct layout *layout, struct place *place,
    const struct fo_node *node, int32_t width, struct err *err)
{
    const struct fo_style *style = node->style;
    struct place inner = {.width = width,
        .tag = place->tag,
        .start = place->start,
        .end = place->end};
    struct rows *rows = arena_alloc(&layout->work, sizeof *rows, err);
    if (rows == NULL || !block_area(layout, place, node, &inner, err)) {
        return false;
    }
    struct row *row = work_push(layout, &rows->rows, sizeof *row, err);
    struct cell *cell = work_push(layout, &rows->cells, sizeof *cell, err);
    if (row == NULL || cell == NULL) {
        return false;
    }
    row->keep = style->keep_together;
    cell->list = inner.list;
    cell->style = style;
    cell->background = style->background;
    cell->row_span = 1;
    cell->column_span = 1;
    cell->left = style_inset(style, FO_LEFT);
    cell->top = style_inset(style, FO_TOP);
    cell->bottom = style_inset(style, FO_BOTTOM);
    cell->x = place->start - cell->left;
    cell->width = width + cell->left + style_inset(style, FO_RIGHT);
    for (enum fo_side side = FO_TOP; side < FO_SIDES; side++) {
        cell->border[side] = fo_border_width(&style->border[side]);
    }
    rows->x = cell->x;
    rows->width = cell->width;
    rows_measure(rows);
    struct piece *piece = place_piece(layout, place, node->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->rows = rows;
    piece->height = rows_height(rows);
    piece->notes_height = rows->notes_height;
    piece->inner = row->keep;
    return true;
}

/* The size of the area, before it is turned, and what is known of it. */
static bool
make_fixed(struct layout *layout, struct place *place,
    const struct fo_node *node, struct absolute *area, struct err *err)
{
    const struct fo_style *style = node->style;
    if (!make_area(layout, place, node, area, err)) {
        return false;
    }
    struct place here = *place;
    if (style->absolute) {
        here.space = (struct spacing){0};
        here.lead = (struct spacing){0};
        place_area(layout, place, style, area);
    } else {
        area->x = place->start - style_inset(style, FO_LEFT);
    }
    struct piece *piece = place_piece(layout, &here, node->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->absolute = area;
    piece->height = style->absolute ? 0 : area->height;
    if (style->absolute) {
        here.space = place->space;
        here.lead = place->lead;
        place_hold(&here, FO_KEEP_ALWAYS);
    }
    *place = here;
    return true;
}

bool
container_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_style *style = node->style;
    int32_t base = base_width(layout, place, style);
    int32_t offsets = fo_resolve(&style->offset[FO_LEFT], base) +
                      fo_resolve(&style->offset[FO_RIGHT], base);
    int32_t room = style->absolute ? base - offsets
                                   : place->width - place->start - place->end;
    int32_t width = length_or(&style->width, base, room);
    if (!style->absolute && style->height.kind != FO_SET &&
        style->orientation == 0) {
        return make_breakable(layout, place, node, width, err);
    }
    struct absolute *area = arena_alloc(&layout->work, sizeof *area, err);
    if (area == NULL) {
        return false;
    }
    area->width = width;
    return make_fixed(layout, place, node, area, err);
}
