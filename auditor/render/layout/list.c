#include "render/layout/layout.h"

/* Lists: label and body side by side, as one row of two cells. */

static bool
make_part(struct layout *layout, const struct place *outer,
    const struct fo_node *part, struct rows *rows, int32_t item_tag,
    struct err *err)
{
    struct place inner = *outer;
    bool label = part->kind == FO_LIST_LABEL;
    block_indents(outer, part, &inner);
    inner.list_item = NULL;
    inner.own = label && part->first != NULL && part->first->next == NULL;
    if (!tag_add(layout, label ? "Lbl" : "LBody", item_tag, &inner.tag, err) ||
        !block_area(layout, outer, part, &inner, err)) {
        return false;
    }
    struct cell *cell = work_push(layout, &rows->cells, sizeof *cell, err);
    if (cell == NULL) {
        return false;
    }
    cell->list = inner.list;
    cell->width = outer->width;
    cell->row_span = 1;
    cell->column_span = 1;
    cell->style = part->style;
    return true;
}

bool
list_item_make(struct layout *layout, struct place *place,
    const struct fo_node *item, struct err *err)
{
    struct rows *rows = arena_alloc(&layout->work, sizeof *rows, err);
    int32_t tag;
    place->list_start = place->start;
    if (rows == NULL || !tag_add(layout, "LI", place->tag, &tag, err)) {
        return false;
    }
    struct row *row = work_push(layout, &rows->rows, sizeof *row, err);
    if (row == NULL) {
        return false;
    }
    row->keep = item->style->keep_together;
    for (const struct fo_node *part = item->first; part != NULL;
         part = part->next) {
        if (part->kind != FO_MARKER &&
            !make_part(layout, place, part, rows, tag, err)) {
            return false;
        }
    }
    rows_measure(rows);
    struct piece *piece = place_piece(layout, place, item->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->rows = rows;
    piece->height = rows_height(rows);
    piece->notes_height = rows->notes_height;
    piece->inner = row->keep;
    return true;
}

bool
list_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    place->list_item = node;
    if (!tag_add(layout, "L", place->tag, &place->tag, err)) {
        return false;
    }
    for (const struct fo_node *item = node->first; item != NULL;
         item = item->next) {
        if (item->kind != FO_MARKER && !block_make(layout, place, item, err)) {
            return false;
        }
    }
    return true;
}
