#include "render/layout/layout.h"

#include <string.h>

/* Breaking rows between and inside them, cell by cell. */

struct planner {
    struct layout *layout;
    const struct rows *rows;
    const struct fitting *fitting;
    struct rows_cut *cut;
    bool moved; /* something of the broken row goes before the break */
    bool left;  /* something goes behind it */
    bool stuck; /* a cell that begins in the broken row brings nothing */
};

/* The broken part of a cell that ends `bottom` below the top of the rows. */
static bool
plan_cell(struct planner *planner, const struct cell *cell, int64_t bottom,
    struct cut *out, struct err *err)
{
    struct fitting fitting = {.force = planner->fitting->force,
        .available =
            bottom - rows_before(planner->rows, 0, cell->row) - cell->top};
    size_t count = cell->list->pieces.count;
    *out = (struct cut){.to = cell->from};
    if (cell->from < count && fitting.available > 0 &&
        !list_plan(
            planner->layout, cell->list, cell->from, &fitting, out, err)) {
        return false;
    }
    /* Padding is discarded at a break, but stands below all of the cell. */
    if (out->full && out->used + cell->bottom > fitting.available) {
        fitting.available -= cell->bottom;
        *out = (struct cut){.to = cell->from};
        if (fitting.available > 0 && !list_plan(planner->layout, cell->list,
                                         cell->from, &fitting, out, err)) {
            return false;
        }
    }
    bool moved = out->to > cell->from || out->rows != NULL;
    bool begins = cell->row == planner->cut->row && !cell->continued;
    bool row = cell->row == planner->cut->row;
    planner->moved = planner->moved || (row && moved);
    planner->left = planner->left || out->to < count;
    planner->stuck =
        planner->stuck || ((begins || row) && !moved && cell->from < count);
    return true;
}

static int64_t
cell_notes(const struct cell *cell, const struct cut *cut)
{
    return list_notes(cell->list, cell->from, cut->to) +
           (cut->rows == NULL ? 0 : cut->rows->notes);
}

/* Plan all cells for a break in row `cut->row`, or before it. */
static bool
plan_cells(struct planner *planner, int64_t bottom, struct err *err)
{
    const struct rows *rows = planner->rows;
    struct rows_cut *cut = planner->cut;
    cut->cells = arena_alloc_array(
        &planner->layout->work, rows->cells.count, sizeof *cut->cells, err);
    if (cut->cells == NULL) {
        return false;
    }
    for (size_t i = 0; i < rows->cells.count; i++) {
        const struct cell *cell = cell_at(rows, i);
        struct cut *part = &cut->cells[i];
        size_t end = cell->row + cell->row_span;
        size_t first_left = cut->row + (cut->inside ? 1 : 0);
        part->to = end <= cut->row ? cell->list->pieces.count : cell->from;
        if (end > cut->row && cell->row < first_left &&
            !plan_cell(planner, cell, bottom, part, err)) {
            return false;
        }
        cut->notes += cell_notes(cell, part);
    }
    return true;
}

static struct rows_cut *
new_cut(struct layout *layout, size_t row, bool inside, struct err *err)
{
    struct rows_cut *cut = arena_alloc(&layout->work, sizeof *cut, err);
    if (cut != NULL) {
        cut->row = row;
        cut->inside = inside;
    }
    return cut;
}

/* Break in the first row that does not fit as a whole. */
static bool
plan_inside(struct planner *planner, size_t row, const struct rows_cut **out,
    struct err *err)
{
    bool force = planner->fitting->force && row == 0;
    if (row_at(planner->rows, row)->keep > 0 && !force) {
        return true;
    }
    planner->cut = new_cut(planner->layout, row, /* inside= */ true, err);
    if (planner->cut == NULL ||
        !plan_cells(planner, planner->fitting->available, err)) {
        return false;
    }
    if (planner->moved && planner->left && (!planner->stuck || force)) {
        *out = planner->cut;
    }
    return true;
}

/* Break before the last row that may be left; `whole` rows fit. */
static bool
plan_between(struct planner *planner, size_t whole, const struct rows_cut **out,
    struct err *err)
{
    size_t best = 0;
    for (size_t r = whole; r > 0; r--) {
        int32_t glue = row_at(planner->rows, r)->glue;
        bool allowed = glue == 0 || planner->fitting->force;
        if (allowed &&
            (best == 0 || glue < row_at(planner->rows, best)->glue)) {
            best = r;
        }
    }
    if (best == 0) {
        return true;
    }
    planner->cut = new_cut(planner->layout, best, /* inside= */ false, err);
    if (planner->cut == NULL ||
        !plan_cells(planner, rows_before(planner->rows, 0, best), err)) {
        return false;
    }
    *out = planner->cut;
    return true;
}

bool
rows_plan(struct layout *layout, const struct rows *rows,
    const struct fitting *fitting, const struct rows_cut **out, struct err *err)
{
    struct planner planner = {
        .layout = layout, .rows = rows, .fitting = fitting};
    size_t whole = 0;
    int64_t used = 0;
    *out = NULL;
    while (whole < rows->rows.count) {
        used += row_at(rows, whole)->height;
        if (used > fitting->available) {
            break;
        }
        whole++;
    }
    if (whole == rows->rows.count) {
        return true;
    }
    return plan_inside(&planner, whole, out, err) &&
           (*out != NULL || plan_between(&planner, whole, out, err));
}

/* A cell that the break goes through: its head, and what stays of it. */
static bool
break_cell(struct layout *layout, struct cell *cell, const struct cut *cut,
    struct cell *head, struct err *err)
{
    struct list *list = arena_alloc(&layout->work, sizeof *list, err);
    if (list == NULL ||
        !list_take(layout, cell->list, cell->from, cut, list, err)) {
        return false;
    }
    head->list = list;
    head->from = 0;
    head->min_height = 0;
    head->bottom = 0;
    head->gap_bottom = 0;
    head->border[FO_BOTTOM] = 0;
    cell->from = cut->to;
    cell->continued = true;
    cell->top = 0;
    cell->gap_top = 0;
    cell->border[FO_TOP] = 0;
    cell->align = FO_DISPLAY_BEFORE;
    return true;
}

static bool
make_head(struct layout *layout, struct rows *rows, const struct rows_cut *cut,
    struct rows *head, struct err *err)
{
    size_t count = cut->row + (cut->inside ? 1 : 0);
    for (size_t r = 0; r < count; r++) {
        struct row *row = work_push(layout, &head->rows, sizeof *row, err);
        if (row == NULL) {
            return false;
        }
        *row = *row_at(rows, r);
        row->min_height = r == cut->row ? 0 : row->min_height;
    }
    for (size_t i = 0; i < rows->cells.count; i++) {
        struct cell *cell = cell_at(rows, i);
        if (cell->row >= count) {
            continue;
        }
        struct cell *part = work_push(layout, &head->cells, sizeof *part, err);
        if (part == NULL) {
            return false;
        }
        *part = *cell;
        if (cell->row + cell->row_span <= cut->row) {
            continue;
        }
        part->row_span = count - cell->row;
        if (!break_cell(layout, cell, &cut->cells[i], part, err)) {
            return false;
        }
    }
    return true;
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
    rows->cells.count = (uint32_t)kept;
    rows->rows.count -= (uint32_t)cut;
    memmove(rows->rows.items, row_at(rows, cut),
        rows->rows.count * sizeof(struct row));
    rows->first_row += cut;
}

bool
rows_break(struct layout *layout, struct rows *rows, const struct rows_cut *cut,
    struct rows **out, struct err *err)
{
    struct rows *head = arena_alloc(&layout->work, sizeof *head, err);
    if (head == NULL) {
        return false;
    }
    *head = *rows;
    head->rows = (struct vector){0};
    head->cells = (struct vector){0};
    head->broken = cut->inside;
    if (!make_head(layout, rows, cut, head, err)) {
        return false;
    }
    drop_rows(rows, cut->row);
    rows->first_of_table = false;
    rows->continued = cut->inside;
    if (cut->inside) {
        row_at(rows, 0)->min_height = 0;
    }
    rows_measure(head);
    rows_measure(rows);
    *out = head;
    return true;
}
