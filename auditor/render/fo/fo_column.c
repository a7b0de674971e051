#include "render/fo/fo_column.h"

#include <string.h>

#include "render/fo/fo_value.h"

/* The style of the column with that number, from 0 on. */
static const struct fo_style *
style_of_column(const struct fo_node *table, size_t number)
{
    size_t at = 0;
    for (const struct fo_node *node = table->first; node != NULL;
         node = node->next) {
        if (node->kind != FO_TABLE_COLUMN) {
            continue;
        }
        const struct fo_style *style = node->style;
        at = style->column_number > 0 ? (size_t)style->column_number - 1 : at;
        size_t end = at + (size_t)style->columns_repeated;
        if (number >= at && number < end) {
            return style;
        }
        at = end;
    }
    return NULL;
}

/* XSL 1.1, 7.28.8: the number that is given, else the next that is free. */
static size_t
place_cell(const int32_t *spans, int32_t given, size_t next)
{
    size_t at = given > 0 ? (size_t)given - 1 : next;
    while (given <= 0 && at < FO_COLUMNS_MAX && spans[at] > 0) {
        at++;
    }
    return at;
}

/* Where the cell stands in its row; `last` NULL: what comes behind them all. */
static size_t
walk_row(int32_t *spans, const struct fo_node *row, const struct fo_node *last)
{
    size_t next = 0;
    for (const struct fo_node *cell = row->first; cell != NULL;
         cell = cell->next) {
        if (cell->kind != FO_TABLE_CELL) {
            continue;
        }
        const struct fo_style *style = cell->style;
        size_t at = place_cell(spans, style->column_number, next);
        next = at + (size_t)style->columns_spanned;
        if (cell == last) {
            return at;
        }
        for (size_t c = at; c < next && c < FO_COLUMNS_MAX; c++) {
            spans[c] = style->rows_spanned;
        }
    }
    return next;
}

/* Count the rows of the section up to this one. */
static void
count_rows(struct fo_columns *columns, const struct fo_node *row)
{
    if (columns->section != row->parent) {
        *columns = (struct fo_columns){
            .section = row->parent, .row = row->parent->first};
    }
    for (; columns->row != row && columns->row != NULL;
         columns->row = columns->row->next) {
        (void)walk_row(columns->spans, columns->row, NULL);
        for (size_t c = 0; c < FO_COLUMNS_MAX; c++) {
            columns->spans[c] -= columns->spans[c] > 0;
        }
    }
}

const struct fo_style *
fo_column_style(struct fo_columns *columns, const struct fo_node *parent,
    const struct xml_element *element)
{
    const struct fo_node *cell = parent;
    int32_t given = 0;
    while (cell != NULL && cell->kind != FO_TABLE_CELL &&
           cell->kind != FO_TABLE_ROW) {
        cell = cell->parent;
    }
    const struct fo_node *row =
        cell != NULL && cell->kind == FO_TABLE_CELL ? cell->parent : cell;
    if (row == NULL || row->kind != FO_TABLE_ROW) {
        return NULL;
    }
    count_rows(columns, row);
    struct fo_columns here = *columns;
    size_t at = walk_row(here.spans, row, cell == row ? NULL : cell);
    for (size_t i = 0; cell == row && i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, "column-number") == 0) {
            (void)fo_value_integer(element->attributes[i].value, &given);
        }
    }
    at = cell == row ? place_cell(here.spans, given, at) : at;
    return style_of_column(row->parent->parent, at);
}
