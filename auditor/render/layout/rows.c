#include "render/layout/layout.h"

#include <string.h>

/* Rows of a table and items of a list: heights, and breaking them. */

static struct row *
row_at(const struct rows *rows, size_t index)
{
    return (struct row *)rows->rows.items + index;
}

static struct cell *
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

static int32_t
span_height(const struct rows *rows, const struct cell *cell)
{
    int64_t height = 0;
    for (size_t r = 0; r < cell->row_span; r++) {
        height += row_at(rows, cell->row + r)->height;
    }
    return height > INT32_MAX ? INT32_MAX : (int32_t)height;
}

void
rows_measure(struct rows *rows)
{
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
    }
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell *cell = cell_at(rows, i);
        int32_t missing = cell_height(cell) - span_height(rows, cell);
        if (cell->row_span > 1 && missing > 0) {
            row_at(rows, cell->row + cell->row_span - 1)->height += missing;
        }
    }
}

int32_t
rows_height(const struct rows *rows)
{
    int64_t height = 0;
    for (size_t r = 0; r < rows->rows.count; r++) {
        height += row_at(rows, r)->height;
    }
    return height > INT32_MAX ? INT32_MAX : (int32_t)height;
}

/* How many whole rows fit. */
static size_t
rows_that_fit(const struct rows *rows, int32_t available)
{
    int64_t used = 0;
    size_t count = 0;
    while (count < rows->rows.count) {
        used += row_at(rows, count)->height;
        if (used > available) {
            break;
        }
        count++;
    }
    return count;
}

static bool
copy_rows(struct layout *layout, const struct rows *from, size_t first,
    size_t count, struct rows *to, struct err *err)
{
    for (size_t r = 0; r < count; r++) {
        struct row *row = vector_push(layout, &to->rows, sizeof *row, err);
        if (row == NULL) {
            return false;
        }
        *row = *row_at(from, first + r);
    }
    return true;
}

/*
 * The part of a cell that fits in `available`: a list of its own. `*moved` is
 * set when something went to the head, `*left` when something stays.
 */
struct cut {
    int32_t available;
    bool moved, left, stuck;
};

static bool
cell_cut(struct layout *layout, struct cell *cell, struct cell *head,
    struct cut *cut, struct err *err)
{
    struct fitting fitting = {
        .available = cut->available - cell->top - cell->bottom};
    size_t to = cell->from;
    size_t count = cell->list->pieces.count;
    struct list *list = arena_alloc(layout->arena, sizeof *list, err);
    if (list == NULL) {
        return false;
    }
    if (to < count && fitting.available > 0 &&
        !list_fit(layout, cell->list, cell->from, &fitting, &to, err)) {
        return false;
    }
    *head = *cell;
    /* The list may have grown by a broken nested row: count it again. */
    count = cell->list->pieces.count;
    for (size_t i = cell->from; i < to; i++) {
        struct piece *piece =
            vector_push(layout, &list->pieces, sizeof *piece, err);
        if (piece == NULL) {
            return false;
        }
        *piece = *piece_at(cell->list, i);
        piece->space = list_lead(cell->list, i, cell->from);
        piece->retain = piece->space > 0;
    }
    cut->moved = cut->moved || to > cell->from;
    cut->left = cut->left || to < count;
    cut->stuck = cut->stuck || (to == cell->from && to < count);
    head->list = list;
    head->from = 0;
    head->min_height = 0;
    return true;
}

/* After the cut: what stays of each cell of the first row. */
static void
cell_rest(struct cell *cell, size_t placed)
{
    cell->from += placed;
    cell->continued = true;
    cell->align = FO_DISPLAY_BEFORE;
}

/* Break inside the first row. */
static bool
split_inside(struct layout *layout, struct rows *rows,
    const struct fitting *fitting, struct rows **out, struct err *err)
{
    struct cut cut = {.available = fitting->available};
    struct rows *head = arena_alloc(layout->arena, sizeof *head, err);
    if (head == NULL || !copy_rows(layout, rows, 0, 1, head, err)) {
        return false;
    }
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell *cell = cell_at(rows, i);
        if (cell->row > 0) {
            continue;
        }
        struct cell *part =
            vector_push(layout, &head->cells, sizeof *part, err);
        if (part == NULL || !cell_cut(layout, cell, part, &cut, err)) {
            return false;
        }
        part->row_span = 1;
    }
    if (!cut.moved || !cut.left || (cut.stuck && !fitting->force)) {
        return true;
    }
    size_t taken = 0;
    for (size_t i = 0; i < rows->cells.count; i++) {
        if (cell_at(rows, i)->row == 0) {
            cell_rest(
                cell_at(rows, i), cell_at(head, taken++)->list->pieces.count);
        }
    }
    head->x = rows->x;
    head->width = rows->width;
    head->first_of_table = rows->first_of_table;
    head->continued = rows->continued;
    head->broken = true;
    row_at(head, 0)->min_height = 0;
    rows_measure(head);
    rows->first_of_table = false;
    rows->continued = true;
    row_at(rows, 0)->min_height = 0;
    rows_measure(rows);
    *out = head;
    return true;
}

static int32_t
height_before(const struct rows *rows, size_t row, size_t end)
{
    int64_t height = 0;
    for (size_t r = row; r < end; r++) {
        height += row_at(rows, r)->height;
    }
    return height > INT32_MAX ? INT32_MAX : (int32_t)height;
}

/* Keep in `rows` only what is below row `cut`. */
static void
drop_rows(struct rows *rows, size_t cut)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell cell = *cell_at(rows, i);
        if (cell.row + cell.row_span <= cut) {
            continue;
        }
        if (cell.row < cut) {
            cell.row_span -= cut - cell.row;
            cell.row = 0;
        } else {
            cell.row -= cut;
        }
        *cell_at(rows, kept++) = cell;
    }
    rows->cells.count = kept;
    rows->rows.count -= cut;
    memmove(rows->rows.items, row_at(rows, cut),
        rows->rows.count * sizeof(struct row));
    rows->first_of_table = false;
    rows->continued = false;
    rows_measure(rows);
}

/* Break between rows; spanning cells go on below. */
static bool
split_between(struct layout *layout, struct rows *rows, size_t count,
    struct rows **out, struct err *err)
{
    struct rows *head = arena_alloc(layout->arena, sizeof *head, err);
    if (head == NULL || !copy_rows(layout, rows, 0, count, head, err)) {
        return false;
    }
    head->x = rows->x;
    head->width = rows->width;
    head->first_of_table = rows->first_of_table;
    head->continued = rows->continued;
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell *cell = cell_at(rows, i);
        if (cell->row >= count) {
            continue;
        }
        struct cell *part =
            vector_push(layout, &head->cells, sizeof *part, err);
        if (part == NULL) {
            return false;
        }
        *part = *cell;
        if (cell->row + cell->row_span > count) {
            struct cut cut = {
                .available = height_before(rows, cell->row, count)};
            if (!cell_cut(layout, cell, part, &cut, err)) {
                return false;
            }
            part->row_span = count - cell->row;
            cell_rest(cell, part->list->pieces.count);
        }
    }
    rows_measure(head);
    drop_rows(rows, count);
    *out = head;
    return true;
}

bool
rows_split(struct layout *layout, struct rows *rows,
    const struct fitting *fitting, struct rows **head, struct err *err)
{
    size_t count = rows_that_fit(rows, fitting->available);
    if (count > 0 && count < rows->rows.count) {
        return split_between(layout, rows, count, head, err);
    }
    if (row_at(rows, 0)->keep && !fitting->force) {
        return true;
    }
    return split_inside(layout, rows, fitting, head, err);
}
