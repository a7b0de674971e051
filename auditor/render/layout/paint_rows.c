#include "render/layout/table.h"

/* Rows on a page: backgrounds, cells, then the borders over them. */

static bool
separate(const struct rows *rows)
{
    return rows->table != NULL && !rows->table->collapse;
}

static bool
paint_backgrounds(struct painter *painter, const struct rows *rows, int32_t x,
    int32_t y, struct err *err)
{
    for (size_t r = 0; !separate(rows) && r < rows->rows.count; r++) {
        const struct row *row = row_at(rows, r);
        struct rectangle where = {x + rows->x, y, rows->width, row->height};
        if (!paint_fill(painter, where, &row->background, err)) {
            return false;
        }
        y += row->height;
    }
    return true;
}

/* Where the content begins below the top of the cell. */
static int32_t
content_shift(const struct cell *cell, int32_t height)
{
    int64_t content =
        list_height(cell->list, cell->from, cell->list->pieces.count);
    int32_t room = (int32_t)(height - cell->top - cell->bottom - content);
    if (room <= 0 || cell->align == FO_DISPLAY_BEFORE) {
        return cell->top;
    }
    return cell->top + (cell->align == FO_DISPLAY_CENTER ? room / 2 : room);
}

static bool
paint_cell(struct painter *painter, const struct rows *rows,
    const struct cell *cell, struct rectangle origin, struct err *err)
{
    int32_t top = origin.y + (int32_t)rows_before(rows, 0, cell->row);
    int32_t height =
        (int32_t)rows_before(rows, cell->row, cell->row + cell->row_span);
    struct rectangle where = {origin.x + cell->x, top + cell->gap_top,
        cell->width, height - cell->gap_top - cell->gap_bottom};
    struct range range = {cell->list, cell->from, cell->list->pieces.count};
    /* Between separate borders there is the table's background alone. */
    if ((separate(rows) && !paint_fill(painter, where,
                               &row_at(rows, cell->row)->background, err)) ||
        !paint_fill(painter, where, &cell->background, err)) {
        return false;
    }
    for (enum fo_side side = FO_TOP; side < FO_SIDES; side++) {
        /* The separate model draws the cell's own borders inside it. */
        int32_t width = cell->border[side];
        int32_t half = width / 2;
        struct rectangle line = {where.x, where.y, 0, 0};
        line.x += side == FO_RIGHT  ? where.width - half
                  : side == FO_LEFT ? half
                                    : 0;
        line.y += side == FO_BOTTOM ? where.height - half
                  : side == FO_TOP  ? half
                                    : 0;
        bool flat = side == FO_TOP || side == FO_BOTTOM;
        line.width = flat ? where.width : 0;
        line.height = flat ? 0 : where.height;
        if (width > 0 && !paint_rule(painter, line, &cell->style->border[side],
                             cell->style->in.colour.value, err)) {
            return false;
        }
    }
    return paint_range(painter, range, where.x + cell->left,
        top + content_shift(cell, height), err);
}

static bool
paint_edges(struct painter *painter, const struct vector *edges, int32_t x,
    int32_t y, int32_t height, struct err *err)
{
    const struct edge *items = edges->items;
    for (size_t i = 0; i < edges->count; i++) {
        struct rectangle line = {x + items[i].x, y, items[i].width, height};
        struct area_colour black = {0, 0, 0};
        if (!paint_rule(painter, line, &items[i].border, black, err)) {
            return false;
        }
    }
    return true;
}

/* The border at a page break, or the one that always stands there. */
static bool
paint_end(struct painter *painter, const struct rows *rows,
    struct table_break end, struct standing at, struct err *err)
{
    const struct row *row = row_at(rows, end.row);
    bool top = end.side == FO_TOP;
    struct vector edges = {0};
    bool breaks = top ? at.leads || end.inside : at.trails || end.inside;
    if (breaks && !table_break_edges(painter->layout, rows, end, &edges, err)) {
        return false;
    }
    if (!breaks && (top ? rows->first_of_table : !rows->open)) {
        edges = top ? row->top : row->bottom;
    }
    return paint_edges(painter, &edges, at.x, at.y, 0, err);
}

bool
paint_rows(struct painter *painter, const struct rows *rows, struct standing at,
    struct err *err)
{
    struct rectangle origin = {at.x, at.y, 0, 0};
    const struct cell *cells = rows->cells.items;
    if (!paint_backgrounds(painter, rows, at.x, at.y, err)) {
        return false;
    }
    for (size_t i = 0; i < rows->cells.count; i++) {
        if (!paint_cell(painter, rows, &cells[i], origin, err)) {
            return false;
        }
    }
    struct table_break top = {0, FO_TOP, rows->continued};
    if (!paint_end(painter, rows, top, at, err)) {
        return false;
    }
    for (size_t r = 0; r < rows->rows.count; r++) {
        const struct row *row = row_at(rows, r);
        bool last = r + 1 == rows->rows.count;
        struct table_break bottom = {r, FO_BOTTOM, last && rows->broken};
        struct standing end = {at.x, at.y + row->height, .trails = at.trails};
        bool ok =
            paint_edges(painter, &row->verticals, at.x, at.y, row->height, err);
        if (!ok ||
            (!last &&
                !paint_edges(painter, &row->bottom, end.x, end.y, 0, err)) ||
            (last && !paint_end(painter, rows, bottom, end, err))) {
            return false;
        }
        at.y = end.y;
    }
    return true;
}
