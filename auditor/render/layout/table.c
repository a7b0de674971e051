#include "render/layout/table.h"

#include <string.h>

/* Tables become pieces of rows; header rows also a list that is repeated. */

/*
 * The tag of a table, or that of a group of other content when its role says
 * that rows and columns only arrange it on the page: who hears the document
 * is told of no table then (ISO 14289-1, 7.1: tags as the meaning demands).
 */
static bool
open_table_tag(struct making *making, const struct place *place,
    const struct fo_node *node, struct err *err)
{
    static const char *const groups[] = {"Sect", "Div", "Part", "Art"};
    struct layout *layout = making->table->layout;
    struct span role = node->style->role;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (span_is(role, groups[i])) {
            making->arranged = true;
            return tag_add(
                layout, groups[i], place->tag, &making->table_tag, err);
        }
    }
    if (role.len > 0 && !span_is(role, "Table")) {
        err_set(err, ERR_INPUT,
            "a table's role is 'Table', 'Sect', 'Div', 'Part' or 'Art', not "
            "'%.*s'",
            (int)(role.len < 100 ? role.len : 100), role.ptr);
        err_at_line(err, node->line);
        return false;
    }
    return tag_add(layout, "Table", place->tag, &making->table_tag, err);
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
    for (size_t c = 0; table->collapse && c <= table->columns; c++) {
        int32_t left = x + table->x[c];
        if (!add_edge(layout, &row->verticals, border_down(table, index, c),
                left, 0, err)) {
            return false;
        }
        if (c == table->columns) {
            break;
        }
        int32_t width = table->x[c + 1] - table->x[c];
        if (!add_edge(layout, &row->top, border_across(table, index, c), left,
                width, err) ||
            !add_edge(layout, &row->bottom, border_across(table, index + 1, c),
                left, width, err)) {
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
                      ? table_cell_make(making, slot, rows, first, tag, err)
                      : true;
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* The end of the rows that spans tie to row `first`. */
static size_t
group_end(const struct table *table, size_t first)
{
    size_t end = first + 1;
    for (size_t r = first; r < end; r++) {
        for (size_t c = 0; c < table->columns; c++) {
            const struct slot *slot = grid_row_at(table, r)->owners[c];
            if (slot != NULL && slot->row + slot->row_span > end) {
                end = slot->row + slot->row_span;
            }
        }
    }
    return end;
}

static bool
open_section(
    struct making *making, const struct fo_node *section, struct err *err)
{
    if (making->section.node == section) {
        return true;
    }
    making->section.node = section;
    making->section.role = section->kind == FO_TABLE_HEADER   ? "THead"
                           : section->kind == FO_TABLE_FOOTER ? "TFoot"
                                                              : "TBody";
    return table_part_tag(making, making->section.role, making->table_tag,
        &making->section.tag, err);
}

static bool
make_group(struct making *making, size_t first, size_t end, struct rows **out,
    struct err *err)
{
    struct table *table = making->table;
    struct rows *rows = arena_alloc(&table->layout->work, sizeof *rows, err);
    if (rows == NULL ||
        !open_section(making, grid_row_at(table, first)->section, err) ||
        !vector_reserve(&table->layout->work, &rows->cells,
            table->columns * (end - first), sizeof(struct cell), err)) {
        return false;
    }
    rows->table = table;
    rows->first_row = first;
    rows->x = making->place->start;
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

/* Where the ids of a row, and of a section around it, begin and end. */
static bool
name_row(const struct table *table, size_t index, struct piece *piece,
    struct err *err)
{
    const struct grid_row *row = grid_row_at(table, index);
    bool begins =
        index == 0 || grid_row_at(table, index - 1)->section != row->section;
    bool ends = index + 1 == table->rows.count ||
                grid_row_at(table, index + 1)->section != row->section;
    const struct {
        const struct fo_node *node;
        bool begins, ends;
    } named[] = {{row->section, begins, ends}, {row->node, true, true}};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        struct anchor first = {.id = named[i].node->style->id};
        struct anchor last = {.id = first.id, .last = true};
        if (first.id.len == 0) {
            continue;
        }
        if ((named[i].begins &&
                !place_anchor(table->layout, &piece->anchors, first, err)) ||
            (named[i].ends &&
                !place_anchor(table->layout, &piece->anchors, last, err))) {
            return false;
        }
    }
    return true;
}

static bool
add_group(struct making *making, size_t first, size_t end, struct err *err)
{
    struct table *table = making->table;
    struct place *place = making->place;
    struct rows *rows;
    const struct fo_style *style = grid_row_at(table, first)->node->style;
    bool body = first >= table->header_rows && first < table->body_end;
    if (!make_group(making, first, end, &rows, err)) {
        return false;
    }
    place_hold(place, style->keep_with_previous);
    if (style->break_before != FO_BREAK_NONE) {
        place->break_before = (enum fo_break)style->break_before;
    }
    place->table = body ? making->repeats : NULL;
    struct piece *piece = place_piece(
        table->layout, place, grid_row_at(table, first)->node->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->rows = rows;
    piece->height = rows_height(rows);
    piece->notes_height = rows->notes_height;
    piece->inner = end == first + 1 ? row_at(rows, 0)->keep : 0;
    for (size_t r = first; r < end; r++) {
        if (!name_row(table, r, piece, err)) {
            return false;
        }
    }
    const struct fo_style *last = grid_row_at(table, end - 1)->node->style;
    place_hold(place, last->keep_with_next);
    if (last->break_after != FO_BREAK_NONE) {
        place->break_before = (enum fo_break)last->break_after;
    }
    return true;
}

/* The pieces from `before` on again, as a list of their own. */
static bool
copy_rows(struct making *making, size_t before, struct list **out,
    int32_t *height, struct err *err)
{
    bool open = out == &making->repeats->header;
    struct layout *layout = making->table->layout;
    struct list *main = making->place->list;
    struct list *list = arena_alloc(&layout->work, sizeof *list, err);
    if (list == NULL) {
        return false;
    }
    for (size_t i = before; i < main->pieces.count; i++) {
        struct piece *copy =
            work_push(layout, &list->pieces, sizeof *copy, err);
        struct rows *rows = arena_alloc(&layout->work, sizeof *rows, err);
        if (copy == NULL || rows == NULL) {
            return false;
        }
        *rows = *piece_at(main, i)->rows;
        /* The border to the rows beside it depends on them. */
        rows->open = open && i + 1 == main->pieces.count;
        copy->rows = rows;
        copy->height = piece_at(main, i)->height;
        copy->line = piece_at(main, i)->line;
        if (i > before) {
            piece_at(main, i)->glue = FO_KEEP_ALWAYS;
        }
    }
    int64_t sum = list_height(list, 0, list->pieces.count);
    *height = sum > FO_LENGTH_MAX ? FO_LENGTH_MAX : (int32_t)sum;
    *out = list;
    return true;
}

static bool
make_groups_of(struct making *making, size_t from, size_t to, struct err *err)
{
    for (size_t row = from; row < to;) {
        size_t end = group_end(making->table, row);
        if (!add_group(making, row, end, err)) {
            return false;
        }
        row = end;
    }
    return true;
}

static bool
make_groups(struct making *making, struct err *err)
{
    struct table *table = making->table;
    const struct fo_style *style = table->node->style;
    struct list *main = making->place->list;
    struct repeats *repeats = making->repeats;
    size_t before = main->pieces.count;
    if (!make_groups_of(making, 0, table->header_rows, err)) {
        return false;
    }
    if (main->pieces.count > before) {
        if (!style->omit_header && !copy_rows(making, before, &repeats->header,
                                       &repeats->header_height, err)) {
            return false;
        }
        making->place->glue = FO_KEEP_ALWAYS; /* never a header alone */
    }
    if (!make_groups_of(making, table->header_rows, table->body_end, err)) {
        return false;
    }
    before = main->pieces.count;
    if (table->body_end < table->rows.count) {
        making->place->glue = FO_KEEP_ALWAYS; /* never a footer alone */
    }
    if (!make_groups_of(making, table->body_end, table->rows.count, err)) {
        return false;
    }
    making->place->table = NULL;
    if (main->pieces.count > before && !style->omit_footer &&
        !copy_rows(
            making, before, &repeats->footer, &repeats->footer_height, err)) {
        return false;
    }
    int64_t all = (int64_t)repeats->header_height + repeats->footer_height;
    if (all * 2 > table->layout->body_height) {
        *repeats = (struct repeats){0}; /* they would leave no room for rows */
    }
    return true;
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

/* The border of a table whose cells have their own takes room around them. */
static bool
add_strut(struct making *making, enum fo_side side, struct err *err)
{
    const struct table *table = making->table;
    int32_t height =
        table->collapse ? 0 : style_inset(table->node->style, side);
    if (height == 0) {
        return true;
    }
    if (side == FO_BOTTOM) {
        making->place->glue = GLUE_ALWAYS;
    }
    struct piece *piece =
        place_piece(table->layout, making->place, table->node->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->height = height;
    making->place->glue = side == FO_TOP ? GLUE_ALWAYS : GLUE_NONE;
    return true;
}

/* The box behind the rows; collapsed borders are not its own. */
static bool
open_box(struct table *table, const struct place *place, struct box **out,
    struct err *err)
{
    struct arena *arena = &table->layout->work;
    if (!table->node->style->background.set && table->collapse) {
        return true;
    }
    struct box *box = arena_alloc(arena, sizeof *box, err);
    struct fo_style *style = arena_alloc(arena, sizeof *style, err);
    if (box == NULL || style == NULL) {
        return false;
    }
    *style = *table->node->style;
    *box = (struct box){
        .parent = place->box,
        .style = style,
        .x = place->start,
        .width = table->x[table->columns],
    };
    for (size_t s = 0; table->collapse && s < FO_SIDES; s++) {
        style->border[s].style = FO_BORDER_NONE;
    }
    if (!table->collapse) {
        int32_t left = style_inset(style, FO_LEFT);
        box->x -= left;
        box->width += left + style_inset(style, FO_RIGHT);
    }
    *out = box;
    return true;
}

bool
table_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    struct table *table = arena_alloc(&layout->work, sizeof *table, err);
    struct place inner = *place;
    struct making making = {.table = table, .place = &inner};
    making.repeats = arena_alloc(&layout->work, sizeof *making.repeats, err);
    if (table == NULL || making.repeats == NULL) {
        return false;
    }
    table->layout = layout;
    table->node = node;
    table->collapse = node->style->in.collapse != 0;
    struct box *box = NULL;
    table->base = place->width;
    if (!grid_make(table, place->width - place->start - place->end, err) ||
        !open_table_tag(&making, place, node, err) ||
        !open_box(table, place, &box, err)) {
        return false;
    }
    inner.box = box != NULL ? box : place->box;
    size_t before = place->list->pieces.count;
    if (!add_strut(&making, FO_TOP, err) || !make_groups(&making, err) ||
        !add_strut(&making, FO_BOTTOM, err)) {
        return false;
    }
    size_t count = place->list->pieces.count;
    if (box != NULL && count > before) {
        piece_at(place->list, before)->opens++;
        piece_at(place->list, count - 1)->closes++;
    }
    inner.box = place->box;
    *place = inner;
    return true;
}
