#include "render/layout/table.h"

/*
 * Collapsed borders: of all that meet on a grid line the most eye-catching
 * one is drawn (XSL 1.1, 6.7.10; CSS 2.1, 17.6.2.1): hidden beats all, then
 * the wider, then double, solid, dashed, dotted, then cell before row before
 * section before table. With precedences the highest comes first.
 */
struct contest {
    struct fo_border best;
    bool ranked; /* collapse-with-precedence */
    int32_t rank;
};

/* Nobody contends yet. */
static struct contest
contest_of(const struct table *table)
{
    return (struct contest){
        .ranked = table->node->style->in.collapse == FO_COLLAPSE_PRECEDENCE,
        .rank = -1};
}

/* XSL 1.1, 7.8.13: what they are when nobody says. */
static int32_t
rank_of(const struct fo_node *node, enum fo_side side)
{
    static const int32_t usual[] = {[FO_TABLE] = 6,
        [FO_TABLE_CELL] = 5,
        [FO_TABLE_COLUMN] = 4,
        [FO_TABLE_ROW] = 3,
        [FO_TABLE_BODY] = 2,
        [FO_TABLE_HEADER] = 1};
    int32_t given = node->style->border_precedence[side];
    size_t kind = (size_t)node->kind;
    return given >= 0                              ? given
           : kind < sizeof usual / sizeof usual[0] ? usual[kind]
                                                   : 0;
}

static void
contend(struct contest *contest, const struct fo_border *other, int32_t rank,
    struct area_colour text)
{
    struct fo_border *best = &contest->best;
    struct fo_border candidate = *other;
    if (!candidate.colour.set) {
        candidate.colour = (struct fo_colour){true, text};
    }
    if (contest->ranked && rank != contest->rank) {
        contest->rank = rank > contest->rank ? rank : contest->rank;
        *best = rank == contest->rank ? candidate : *best;
        return;
    }
    if (best->style == FO_BORDER_HIDDEN) {
        return;
    }
    int32_t width = fo_border_width(best);
    int32_t other_width = fo_border_width(other);
    if (other->style == FO_BORDER_HIDDEN || other_width > width ||
        (other_width == width && other->style > best->style)) {
        *best = candidate;
    }
}

static void
contend_node(
    struct contest *contest, const struct fo_node *node, enum fo_side side)
{
    if (node != NULL && !node->style->in.unseen &&
        node->style->border[side].style != FO_BORDER_NONE) {
        contend(contest, &node->style->border[side], rank_of(node, side),
            node->style->in.colour.value);
    }
}

static const struct slot *
owner_at(const struct table *table, size_t row, size_t column)
{
    if (row >= table->rows.count || column >= table->columns) {
        return NULL;
    }
    return grid_row_at(table, row)->owners[column];
}

static const struct fo_node *
column_of(const struct table *table, size_t column)
{
    return column < table->columns ? table->column_nodes[column] : NULL;
}

static const struct fo_node *
cell_of(const struct slot *slot)
{
    return slot == NULL ? NULL : slot->node;
}

struct fo_border
border_across(const struct table *table, size_t line, size_t column)
{
    struct contest best = contest_of(table);
    size_t rows = table->rows.count;
    const struct slot *above =
        line > 0 ? owner_at(table, line - 1, column) : NULL;
    const struct slot *below = owner_at(table, line, column);
    const struct grid_row *row_above =
        line > 0 ? grid_row_at(table, line - 1) : NULL;
    const struct grid_row *row_below =
        line < rows ? grid_row_at(table, line) : NULL;
    if (above != NULL && above == below) {
        return best.best;
    }
    contend_node(&best, cell_of(above), FO_BOTTOM);
    contend_node(&best, cell_of(below), FO_TOP);
    contend_node(&best, row_above == NULL ? NULL : row_above->node, FO_BOTTOM);
    contend_node(&best, row_below == NULL ? NULL : row_below->node, FO_TOP);
    bool border = row_above == NULL || row_below == NULL ||
                  row_above->section != row_below->section;
    if (border) {
        contend_node(
            &best, row_above == NULL ? NULL : row_above->section, FO_BOTTOM);
        contend_node(
            &best, row_below == NULL ? NULL : row_below->section, FO_TOP);
    }
    const struct fo_node *own = column_of(table, column);
    if (row_above == NULL) {
        contend_node(&best, own, FO_TOP);
        contend_node(&best, table->node, FO_TOP);
    }
    if (row_below == NULL) {
        contend_node(&best, own, FO_BOTTOM);
        contend_node(&best, table->node, FO_BOTTOM);
    }
    return best.best;
}

struct fo_border
border_down(const struct table *table, size_t row, size_t line)
{
    struct contest best = contest_of(table);
    const struct slot *left = line > 0 ? owner_at(table, row, line - 1) : NULL;
    const struct slot *right = owner_at(table, row, line);
    const struct grid_row *here = grid_row_at(table, row);
    if (left != NULL && left == right) {
        return best.best;
    }
    contend_node(&best, cell_of(left), FO_RIGHT);
    contend_node(&best, cell_of(right), FO_LEFT);
    const struct fo_node *before = line > 0 ? column_of(table, line - 1) : NULL;
    if (line == 0) {
        contend_node(&best, here->node, FO_LEFT);
        contend_node(&best, here->section, FO_LEFT);
        contend_node(&best, column_of(table, line), FO_LEFT);
        contend_node(&best, table->node, FO_LEFT);
    }
    if (line == table->columns) {
        contend_node(&best, here->node, FO_RIGHT);
        contend_node(&best, here->section, FO_RIGHT);
        contend_node(&best, before, FO_RIGHT);
        contend_node(&best, table->node, FO_RIGHT);
    } else if (line > 0) {
        contend_node(&best, before, FO_RIGHT);
        contend_node(&best, column_of(table, line), FO_LEFT);
    }
    return best.best;
}

/* The row that is drawn next to a break when header or footer repeats. */
static const struct grid_row *
repeated_row(const struct table *table, enum fo_side side, size_t *row)
{
    const struct fo_style *style = table->node->style;
    bool header = side == FO_TOP;
    bool has = header
                   ? table->header_rows > 0 && !style->omit_header
                   : table->body_end < table->rows.count && !style->omit_footer;
    *row = header ? table->header_rows - 1 : table->body_end;
    return has ? grid_row_at(table, *row) : NULL;
}

struct fo_border
border_break(const struct table *table, struct table_break at, size_t column)
{
    struct contest best = contest_of(table);
    enum fo_side facing = at.side == FO_TOP ? FO_BOTTOM : FO_TOP;
    const struct slot *slot = owner_at(table, at.row, column);
    const struct grid_row *here = grid_row_at(table, at.row);
    size_t other;
    const struct grid_row *repeated = repeated_row(table, at.side, &other);
    bool whole = slot != NULL &&
                 (at.side == FO_TOP ? slot->row == at.row
                                    : slot->row + slot->row_span == at.row + 1);
    if (!at.inside) {
        contend_node(&best, whole ? cell_of(slot) : NULL, at.side);
        contend_node(&best, here->node, at.side);
    }
    if (repeated != NULL) {
        contend_node(&best, cell_of(owner_at(table, other, column)), facing);
        contend_node(&best, repeated->node, facing);
        contend_node(&best, repeated->section, facing);
    } else if (!at.inside) {
        contend_node(&best, table->node, at.side);
    }
    return best.best;
}
