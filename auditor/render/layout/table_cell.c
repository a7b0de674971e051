#include "render/layout/table.h"

/* Cells of a table: their tags, insets and content. */

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
        tag->column_span = (int32_t)slot->column_span;
        tag->row_span = (int32_t)slot->row_span;
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
    inner->start = making->place->start;
    inner->end = making->place->end;
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

bool
table_cell_make(struct making *making, const struct slot *slot,
    struct rows *rows, size_t first_row, int32_t row_tag, struct err *err)
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
    if (!block_area(layout, making->place, slot->node, &inner, err)) {
        return false;
    }
    cell_at(rows, index)->list = inner.list;
    return true;
}
