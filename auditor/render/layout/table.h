#ifndef RENDER_LAYOUT_TABLE_H
#define RENDER_LAYOUT_TABLE_H

#include "render/layout/layout.h"

/* A table as a grid: who owns each place, and the collapsed borders. */
struct slot { /* a cell where it stands */
    const struct fo_node *node;
    uint32_t row, column, row_span, column_span;
};

struct grid_row {
    const struct fo_node *node;
    const struct fo_node *section;
    const struct slot **owners; /* of its places, table->room of them */
};

struct table {
    struct layout *layout;
    const struct fo_node *node;
    size_t columns;
    size_t room; /* for columns: those declared, or as many as may be */
    const struct fo_node *column_nodes[LAYOUT_COLUMNS_MAX]; /* or NULL */
    int32_t x[LAYOUT_COLUMNS_MAX + 1]; /* grid lines, from the table's left */
    struct vector rows;                /* struct grid_row */
    size_t header_rows;
    size_t body_end; /* the footer's rows begin here */
    bool collapse;
    int32_t base; /* width of the reference area: percentages are of it */
};

struct section {
    const struct fo_node *node;
    int32_t tag;
};

/* A table on its way to pieces. */
struct making {
    struct table *table;
    struct place *place; /* where pieces go */
    struct place origin; /* what cells see of it */
    int32_t table_tag;
    bool arranged; /* for the look alone: the parts are no table's */
    struct section section;
    struct repeats *repeats;
};

/* Rows that are made when their page is. */
struct deferred {
    const struct making *making;
    const struct fo_node *section;
    int32_t tag; /* of the section */
    uint32_t first, end;
};

/* table_rows.c */

/* Rows `first` to `end`, which no span ties to others. */
MUST_CHECK bool table_rows_make(struct making *making, size_t first, size_t end,
    struct rows **out, struct err *err);
/* The rows of a piece that were deferred so far. */
MUST_CHECK bool table_piece_make(struct piece *piece, struct err *err);
/* A tag of a part of the table. */
MUST_CHECK bool table_part_tag(const struct making *making, const char *role,
    int32_t parent, int32_t *out, struct err *err);

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
