#include "render/layout/table.h"

#include <string.h>

/* The rows of a table and what is in them. */

/* A tag of a part of the table. */
bool
table_part_tag(const struct making *making, const char *role, int32_t parent,
    int32_t *out, struct err *err)
{
    if (making->arranged) {
        *out = parent;
        return true;
    }
    return tag_add(making->table->layout, role, parent, out, err);
}

/* Half of the widest collapsed border on one side of a cell. */
static int32_t
half_border(
    const struct table *table, const struct slot *slot, enum fo_side side)
{
    int32_t widest = 0;
    bool flat = side == FO_TOP || side == FO_BOTTOM;
    size_t count = flat ? slot->column_span : slot->row_span;
    for (size_t i = 0; i < count; i++) {
        struct fo_border border =
            side == FO_TOP ? border_across(table, slot->row, slot->column + i)
            : side == FO_BOTTOM
                ? border_across(
                      table, slot->row + slot->row_span, slot->column + i)
            : side == FO_LEFT ? border_down(table, slot->row + i, slot->column)
                              : border_down(table, slot->row + i,
                                    slot->column + slot->column_span);
        int32_t width = fo_border_width(&border);
        widest = width > widest ? width : widest;
    }
    return widest / 2;
}

static bool
cell_tag(struct making *making, const struct slot *slot, int32_t row_tag,
    int32_t *out, struct err *err)
{
    struct layout *layout = making->table->layout;
    const struct fo_node *node = slot->node;
    bool column_head = making->section.node->kind == FO_TABLE_HEADER;
    bool head = column_head || span_is(node->style->role, "TH");
    if (!table_part_tag(making, head ? "TH" : "TD", row_tag, out, err)) {
        return false;
    }
    if (*out != AREA_ARTIFACT && !making->arranged) {
        struct area_tag *tag = tag_at(layout, *out);
        tag->scope = !head ? NULL : column_head ? "Column" : "Row";
        tag->column_span = (uint16_t)slot->column_span;
        tag->row_span = (uint16_t)slot->row_span;
    }
    return true;
}

static bool
single_block(const struct fo_node *node)
{
    size_t count = 0;
    for (const struct fo_node *child = node->first; child != NULL;
         child = child->next) {
        count += child->kind != FO_MARKER;
        if (child->kind != FO_BLOCK || child->style->role.len > 0) {
            return false;
        }
    }
    return count == 1;
}

static void
cell_insets(const struct making *making, const struct slot *slot,
    struct cell *cell, int32_t *right)
{
    const struct table *table = making->table;
    const struct fo_style *style = slot->node->style;
    int32_t inset[FO_SIDES];
    for (enum fo_side side = FO_TOP; side < FO_SIDES; side++) {
        int32_t border = table->collapse
                             ? half_border(table, slot, side)
                             : fo_border_width(&style->border[side]);
        inset[side] = style_padding(style, side) + border;
        cell->border[side] = table->collapse ? 0 : border;
    }
    cell->left = inset[FO_LEFT];
    cell->top = inset[FO_TOP];
    cell->bottom = inset[FO_BOTTOM];
    *right = inset[FO_RIGHT];
    int32_t gap = table->collapse ? 0 : style->in.separation[1];
    cell->gap_top = gap / 2;
    cell->gap_bottom = gap - gap / 2;
    cell->top += cell->gap_top;
    cell->bottom += cell->gap_bottom;
}

/* Indents are inherited into cells, and count anew there (XSL 1.1, 7.10.7). */
static void
inherit_indents(const struct making *making, const struct fo_node *cell,
    struct place *inner)
{
    const struct fo_node *chain[] = {cell->parent->parent, cell->parent, cell};
    inner->start = making->origin.start;
    inner->end = making->origin.end;
    for (size_t i = 0; i < sizeof chain / sizeof chain[0]; i++) {
        const struct fo_style *style = chain[i]->style;
        if (style->start_indent.kind == FO_SET) {
            inner->start = fo_resolve(&style->start_indent, inner->width);
        }
        if (style->end_indent.kind == FO_SET) {
            inner->end = fo_resolve(&style->end_indent, inner->width);
        }
    }
}

/* Heights are of the content, as Apache FOP has them for rows too. */
static void
set_min_height(struct cell *cell, const struct fo_length *height)
{
    int32_t asked = fo_resolve(height, 0);
    int32_t whole = asked > 0 ? asked + cell->top + cell->bottom : 0;
    cell->min_height = whole > cell->min_height ? whole : cell->min_height;
}

static bool
make_cell(struct making *making, const struct slot *slot, struct rows *rows,
    size_t first_row, int32_t row_tag, struct err *err)
{
    struct table *table = making->table;
    struct layout *layout = table->layout;
    const struct fo_style *style = slot->node->style;
    struct cell *cell = work_push(layout, &rows->cells, sizeof *cell, err);
    struct place inner = {.own = !making->arranged && single_block(slot->node)};
    int32_t right;
    if (cell == NULL || !cell_tag(making, slot, row_tag, &inner.tag, err)) {
        return false;
    }
    int32_t gap = table->collapse ? 0 : style->in.separation[0];
    cell->row = slot->row - first_row;
    cell->row_span = slot->row_span;
    cell->column = slot->column;
    cell->column_span = slot->column_span;
    cell->x = rows->x + table->x[slot->column] + gap / 2;
    cell->width = table->x[slot->column + slot->column_span] -
                  table->x[slot->column] - gap;
    cell->align = style->in.display_align;
    cell->background = style->background;
    const struct fo_node *column = table->column_nodes[slot->column];
    const struct fo_node *row = slot->node->parent;
    bool covered = cell->background.set || row->style->background.set ||
                   row->parent->style->background.set;
    if (!covered && column != NULL) {
        cell->background = column->style->background;
    }
    cell->style = style;
    cell_insets(making, slot, cell, &right);
    set_min_height(cell, &style->height);
    if (slot->row_span == 1) {
        set_min_height(cell, &row->style->height);
    }
    inner.width = cell->width - cell->left - right;
    size_t index = rows->cells.count - 1;
    inherit_indents(making, slot->node, &inner);
    if (!block_area(layout, &making->origin, slot->node, &inner, err)) {
        return false;
    }
    cell_at(rows, index)->list = inner.list;
    return true;
}

static bool
add_edge(struct layout *layout, struct vector *edges, struct fo_border border,
    int32_t x, int32_t width, struct err *err)
{
    struct edge *last = (struct edge *)edges->items;
    if (fo_border_width(&border) == 0) {
        return true;
    }
    if (edges->count > 0 && width > 0) {
        last += edges->count - 1;
        if (last->x + last->width == x && last->border.style == border.style &&
            last->border.width == border.width &&
            memcmp(&last->border.colour.value, &border.colour.value,
                sizeof border.colour.value) == 0) {
            last->width += width;
            return true;
        }
    }
    struct edge *edge = work_push(layout, edges, sizeof *edge, err);
    if (edge == NULL) {
        return false;
    }
    *edge = (struct edge){border, x, width};
    return true;
}

static bool
make_edges(struct table *table, struct row *row, size_t index, int32_t x,
    struct err *err)
{
    struct layout *layout = table->layout;
    bool drawn = table->collapse && layout->mode != LAYOUT_COUNT;
    for (size_t c = 0; drawn && c <= table->columns; c++) {
        int32_t left = x + table->x[c];
        if (!add_edge(layout, &row->verticals, border_down(table, index, c),
                left, 0, err)) {
            return false;
        }
        if (c == table->columns) {
            break;
        }
        int32_t width = table->x[c + 1] - table->x[c];
        /* Between rows it is the bottom of the one above. */
        bool top =
            index > 0 || add_edge(layout, &row->top,
                             border_across(table, index, c), left, width, err);
        if (!top || !add_edge(layout, &row->bottom,
                        border_across(table, index + 1, c), left, width, err)) {
            return false;
        }
    }
    return true;
}

static bool
make_row(struct making *making, struct rows *rows, size_t index, size_t first,
    struct err *err)
{
    struct table *table = making->table;
    const struct grid_row *grid = grid_row_at(table, index);
    const struct fo_style *style = grid->node->style;
    int32_t tag;
    struct row *row = work_push(table->layout, &rows->rows, sizeof *row, err);
    if (row == NULL ||
        !table_part_tag(making, "TR", making->section.tag, &tag, err)) {
        return false;
    }
    row->keep = style->keep_together;
    row->glue = style->keep_with_previous;
    if (index > first) {
        int32_t next =
            grid_row_at(table, index - 1)->node->style->keep_with_next;
        row->glue = next > row->glue ? next : row->glue;
    }
    row->min_height = fo_resolve(&style->height, 0);
    row->background = style->background.set ? style->background
                                            : grid->section->style->background;
    if (!make_edges(table, row, index, rows->x, err)) {
        return false;
    }
    for (size_t c = 0; c < table->columns; c++) {
        const struct slot *slot = grid->owners[c];
        int32_t empty;
        /* Every row has all columns in the tags: ISO 14289-1, 7.5. */
        bool ok = slot == NULL ? table_part_tag(making, "TD", tag, &empty, err)
                  : slot->row == index && slot->column == c
                      ? make_cell(making, slot, rows, first, tag, err)
                      : true;
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool
table_rows_make(struct making *making, size_t first, size_t end,
    struct rows **out, struct err *err)
{
    struct table *table = making->table;
    struct rows *rows = arena_alloc(&table->layout->work, sizeof *rows, err);
    if (rows == NULL ||
        !vector_reserve(&table->layout->work, &rows->cells,
            table->columns * (end - first), sizeof(struct cell), err)) {
        return false;
    }
    rows->table = table;
    rows->first_row = first;
    rows->x = making->origin.start;
    rows->width = table->x[table->columns];
    rows->first_of_table = first == 0;
    for (size_t r = first; r < end; r++) {
        if (!make_row(making, rows, r, first, err)) {
            return false;
        }
    }
    rows_measure(rows);
    *out = rows;
    return true;
}

bool
table_piece_make(struct piece *piece, struct err *err)
{
    const struct deferred *deferred = piece->deferred;
    struct making making = *deferred->making;
    struct rows *rows;
    making.section = (struct section){deferred->section, deferred->tag};
    if (!table_rows_make(&making, deferred->first, deferred->end, &rows, err)) {
        return false;
    }
    piece->deferred = NULL;
    piece->rows = rows;
    piece->height = rows_height(rows);
    piece->notes_height = rows->notes_height;
    return true;
}

/* What is made here lives until the page after the next one begins. */
bool
piece_ready(struct layout *layout, const struct list *list, size_t index,
    struct err *err)
{
    struct piece *piece = piece_at(list, index);
    if (piece->deferred == NULL) {
        return true;
    }
    struct arena *room = &layout->rows[layout->turn % LAYOUT_TURNS];
    struct arena outside = layout->work;
    layout->work = *room;
    bool ok = table_piece_make(piece, err);
    *room = layout->work;
    layout->work = outside;
    piece->turn = layout->turn;
    layout->made = index + 1 > layout->made ? index + 1 : layout->made;
    return ok;
}

bool
table_break_edges(struct layout *layout, const struct rows *rows,
    struct table_break at, struct vector *out, struct err *err)
{
    const struct table *table = rows->table;
    if (table == NULL || !table->collapse) {
        return true;
    }
    at.row += rows->first_row;
    for (size_t c = 0; c < table->columns; c++) {
        if (!add_edge(layout, out, border_break(table, at, c),
                rows->x + table->x[c], table->x[c + 1] - table->x[c], err)) {
            return false;
        }
    }
    return true;
}
