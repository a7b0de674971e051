#ifndef RENDER_LAYOUT_TABLE_H
#define RENDER_LAYOUT_TABLE_H

#include "render/layout/layout.h"

/* A table as a grid: who owns each place, and the collapsed borders. */
struct slot { /* a cell where it stands */
    const struct fo_node *node;
    size_t row, column, row_span, column_span;
};

struct grid_row {
    const struct fo_node *node;
    const struct fo_node *section;
    const struct slot *owners[LAYOUT_COLUMNS_MAX];
};

struct table {
    struct layout *layout;
    const struct fo_node *node;
    size_t columns;
    const struct fo_node *column_nodes[LAYOUT_COLUMNS_MAX]; /* or NULL */
    int32_t x[LAYOUT_COLUMNS_MAX + 1]; /* grid lines, from the table's left */
    struct vector rows;                /* struct grid_row */
    size_t header_rows;
    size_t body_end; /* the footer's rows begin here */
    bool collapse;
    int32_t base; /* width of the reference area: percentages are of it */
};

/* A table on its way to pieces. */
struct section {
    const struct fo_node *node;
    int32_t tag;
    const char *role;
};

struct making {
    struct table *table;
    struct place *place;
    int32_t table_tag;
    bool arranged; /* for the look alone: the parts are no table's */
    struct section section;
    struct repeats *repeats;
};

/* table_cell.c: a tag of a part of the table. */
MUST_CHECK bool table_part_tag(const struct making *making, const char *role,
    int32_t parent, int32_t *out, struct err *err);
/* The cell of a slot, at the end of the cells of `rows`. */
MUST_CHECK bool table_cell_make(struct making *making, const struct slot *slot,
    struct rows *rows, size_t first_row, int32_t row_tag, struct err *err);

/* table_grid.c */
MUST_CHECK bool grid_make(
    struct table *table, int32_t available, struct err *err);
struct grid_row *grid_row_at(const struct table *table, size_t row);

/* table_border.c: the winner on a stretch of a grid line. */
struct fo_border border_across(
    const struct table *table, size_t line, size_t column);
struct fo_border border_down(
    const struct table *table, size_t row, size_t line);
/*
 * A page break before or after a row (FO_TOP, FO_BOTTOM), or inside it: the
 * header or footer is repeated there, or the table's own border stands.
 */
struct table_break {
    size_t row;
    enum fo_side side;
    bool inside;
};
struct fo_border border_break(
    const struct table *table, struct table_break at, size_t column);

#endif
