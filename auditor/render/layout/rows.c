#include "render/layout/layout.h"

/* Rows of a table and items of a list: their heights. */

struct row *
row_at(const struct rows *rows, size_t index)
{
    return (struct row *)rows->rows.items + index;
}

struct cell *
cell_at(const struct rows *rows, size_t index)
{
    return (struct cell *)rows->cells.items + index;
}

static int32_t
cell_height(const struct cell *cell)
{
    int64_t content =
        list_height(cell->list, cell->from, cell->list->pieces.count);
    int64_t height = content + cell->top + cell->bottom;
    if (!cell->continued && height < cell->min_height) {
        height = cell->min_height;
    }
    return height > FO_LENGTH_MAX * (int64_t)100 ? FO_LENGTH_MAX * 100
                                                 : (int32_t)height;
}

int64_t
rows_before(const struct rows *rows, size_t from, size_t to)
{
    int64_t height = 0;
    for (size_t r = from; r < to; r++) {
        height += row_at(rows, r)->height;
    }
    return height;
}

static int32_t
cap(int64_t height)
{
    return height > INT32_MAX ? INT32_MAX : (int32_t)height;
}

void
rows_measure(struct rows *rows)
{
    int64_t notes = 0;
    for (size_t r = 0; r < rows->rows.count; r++) {
        row_at(rows, r)->height = row_at(rows, r)->min_height;
    }
    /* Plain cells first; spanning cells then stretch their last row. */
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell *cell = cell_at(rows, i);
        int32_t height = cell_height(cell);
        struct row *row = row_at(rows, cell->row);
        if (cell->row_span == 1 && height > row->height) {
            row->height = height;
        }
        notes += list_notes(cell->list, cell->from, cell->list->pieces.count);
    }
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell *cell = cell_at(rows, i);
        size_t end = cell->row + cell->row_span;
        int64_t missing = cell_height(cell) - rows_before(rows, cell->row, end);
        if (cell->row_span > 1 && missing > 0) {
            struct row *last = row_at(rows, end - 1);
            last->height = cap(last->height + missing);
        }
    }
    rows->notes_height = cap(notes);
}

int32_t
rows_height(const struct rows *rows)
{
    return cap(rows_before(rows, 0, rows->rows.count));
}
