#include "render/layout/table.h"

enum {
    TABLE_ROWS_MAX = 100000
};

struct column {
    struct fo_length width;
    bool given;
};

struct grid_row *
grid_row_at(const struct table *table, size_t row)
{
    return (struct grid_row *)table->rows.items + row;
}

static bool
fail(const struct fo_node *node, struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "cannot lay out the table: %s", reason);
    err_at_line(err, node->line);
    return false;
}

static bool
read_columns(struct table *table, struct column *columns, struct err *err)
{
    size_t next = 0;
    for (const struct fo_node *child = table->node->first; child != NULL;
         child = child->next) {
        if (child->kind != FO_TABLE_COLUMN) {
            continue;
        }
        int32_t number = child->style->column_number;
        int32_t repeated = child->style->columns_repeated;
        size_t at = number > 0 ? (size_t)number - 1 : next;
        if (repeated < 1 || at + (size_t)repeated > LAYOUT_COLUMNS_MAX) {
            return fail(child, err, "too many columns");
        }
        for (int32_t i = 0; i < repeated; i++) {
            columns[at].width = child->style->column_width;
            table->column_nodes[at] = child;
            columns[at++].given = true;
        }
        next = at;
        table->columns = at > table->columns ? at : table->columns;
    }
    return true;
}

/* Fixed widths first, then shares of what is left (XSL 1.1, 6.7.4). */
static bool
set_widths(struct table *table, const struct column *columns, int32_t available,
    struct err *err)
{
    const struct fo_length *asked = &table->node->style->width;
    /* A share of the reference area; but indents leave no more. */
    int64_t width =
        asked->kind == FO_SET ? fo_resolve(asked, table->base) : available;
    width = asked->percent != 0 && width > available ? available : width;
    int64_t fixed = 0;
    int64_t shares = 0;
    for (size_t c = 0; c < table->columns; c++) {
        bool given = columns[c].given && columns[c].width.kind == FO_SET;
        fixed += given ? fo_resolve(&columns[c].width, width) : 0;
        shares += given ? columns[c].width.share : 1000;
    }
    int64_t rest = width > fixed ? width - fixed : 0;
    int64_t x = 0;
    int64_t taken = 0;
    for (size_t c = 0; c < table->columns; c++) {
        bool given = columns[c].given && columns[c].width.kind == FO_SET;
        int64_t share = given ? columns[c].width.share : 1000;
        int64_t part =
            shares > 0 ? rest * (taken + share) / shares - rest * taken / shares
                       : 0;
        taken += share;
        x += part + (given ? fo_resolve(&columns[c].width, width) : 0);
        if (x > FO_LENGTH_MAX || x < table->x[c]) {
            return fail(table->node, err, "its columns are too wide");
        }
        table->x[c + 1] = (int32_t)x;
    }
    if (x > available + 500) {
        return fail(table->node, err, "it is wider than its area");
    }
    return true;
}

static bool
place_cell(struct table *table, const struct fo_node *node, size_t row,
    size_t *column, struct err *err)
{
    const struct grid_row *here = grid_row_at(table, row);
    if (node->style->column_number > 0) {
        *column = (size_t)node->style->column_number - 1;
    }
    while (*column < table->room && here->owners[*column] != NULL) {
        (*column)++;
    }
    struct slot *slot = arena_alloc(&table->layout->work, sizeof *slot, err);
    if (slot == NULL) {
        return false;
    }
    *slot = (struct slot){.node = node,
        .row = (uint32_t)row,
        .column = (uint32_t)*column,
        .column_span = (uint32_t)node->style->columns_spanned,
        .row_span = (uint32_t)node->style->rows_spanned};
    if (slot->column_span < 1 || slot->row_span < 1 ||
        *column + slot->column_span > table->room) {
        return fail(node, err,
            table->room < LAYOUT_COLUMNS_MAX
                ? "a row has more cells than columns"
                : "a cell is outside the columns");
    }
    size_t last = row;
    while (last + 1 < table->rows.count && last + 1 < row + slot->row_span &&
           grid_row_at(table, last + 1)->section == here->section) {
        last++;
    }
    slot->row_span =
        (uint32_t)(last - row + 1); /* a span ends with its section */
    for (size_t r = row; r <= last; r++) {
        for (size_t c = 0; c < slot->column_span; c++) {
            const struct slot **owner =
                &grid_row_at(table, r)->owners[*column + c];
            if (*owner != NULL) {
                return fail(node, err, "two cells overlap");
            }
            *owner = slot;
        }
    }
    *column += slot->column_span;
    return true;
}

static size_t
count_rows(const struct table *table)
{
    size_t count = 0;
    for (const struct fo_node *section = table->node->first; section != NULL;
         section = section->next) {
        for (const struct fo_node *row = section->first; row != NULL;
             row = row->next) {
            count++;
        }
    }
    return count;
}

static bool
add_rows(struct table *table, enum fo_kind kind, struct err *err)
{
    struct arena *work = &table->layout->work;
    for (const struct fo_node *section = table->node->first; section != NULL;
         section = section->next) {
        const struct fo_node *row =
            section->kind == kind ? section->first : NULL;
        for (; row != NULL; row = row->next) {
            struct grid_row *slot =
                work_push(table->layout, &table->rows, sizeof *slot, err);
            if (slot == NULL || table->rows.count > TABLE_ROWS_MAX) {
                return slot != NULL && fail(row, err, "too many rows");
            }
            slot->node = row;
            slot->section = section;
            slot->owners = arena_alloc_array(
                work, table->room, sizeof(const struct slot *), err);
            if (slot->owners == NULL) {
                return false;
            }
        }
    }
    return true;
}

bool
grid_make(struct table *table, int32_t available, struct err *err)
{
    struct column columns[LAYOUT_COLUMNS_MAX] = {0};
    if (!read_columns(table, columns, err)) {
        return false;
    }
    size_t declared = table->columns;
    table->room = declared > 0 ? declared : LAYOUT_COLUMNS_MAX;
    if (!vector_reserve(&table->layout->work, &table->rows, count_rows(table),
            sizeof(struct grid_row), err) ||
        !add_rows(table, FO_TABLE_HEADER, err)) {
        return false;
    }
    table->header_rows = table->rows.count;
    if (!add_rows(table, FO_TABLE_BODY, err)) {
        return false;
    }
    table->body_end = table->rows.count;
    if (!add_rows(table, FO_TABLE_FOOTER, err)) {
        return false;
    }
    for (size_t r = 0; r < table->rows.count; r++) {
        size_t column = 0;
        for (const struct fo_node *cell = grid_row_at(table, r)->node->first;
             cell != NULL; cell = cell->next) {
            if (!place_cell(table, cell, r, &column, err)) {
                return false;
            }
            table->columns = column > table->columns ? column : table->columns;
        }
    }
    return set_widths(table, columns, available, err);
}
