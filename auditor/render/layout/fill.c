#include "render/layout/layout.h"

#include <string.h>

/* How many pieces fit, and where a list may be broken. */

const struct list *
list_header(const struct list *list, size_t from)
{
    if (from == 0 || from >= list->pieces.count) {
        return NULL;
    }
    const struct list *header = piece_at(list, from)->header;
    return header == piece_at(list, from - 1)->header ? header : NULL;
}

/* The space before a piece when its page or cell begins at `from`. */
int32_t
list_lead(const struct list *list, size_t index, size_t from)
{
    const struct piece *piece = piece_at(list, index);
    return index > from || piece->retain ? piece->space : 0;
}

int64_t
list_height(const struct list *list, size_t from, size_t to)
{
    const struct list *header = list_header(list, from);
    int64_t height =
        header == NULL ? 0 : list_height(header, 0, header->pieces.count);
    for (size_t i = from; i < to; i++) {
        height += list_lead(list, i, from) + piece_at(list, i)->height;
    }
    return height;
}

static void
box_ends(const struct box *box, size_t old_serial, size_t new_serial)
{
    for (; box != NULL; box = box->parent) {
        if (box->last_piece == old_serial) {
            /* Boxes are ours until painted; const only guards readers. */
            union {
                const struct box *reader;
                struct box *writer;
            } access = {.reader = box};
            access.writer->last_piece = new_serial;
        }
    }
}

/* Put what is left of a broken piece after its head. */
static bool
insert_rest(struct layout *layout, struct list *list, size_t index,
    struct rows *head, struct err *err)
{
    if (vector_push(layout, &list->pieces, sizeof(struct piece), err) == NULL) {
        return false;
    }
    struct piece *piece = piece_at(list, index);
    memmove(
        piece + 2, piece + 1, (list->pieces.count - index - 2) * sizeof *piece);
    struct piece *rest = piece + 1;
    *rest = *piece;
    rest->serial = ++layout->serial;
    rest->space = 0;
    rest->glue = GLUE_NONE;
    rest->break_before = FO_BREAK_NONE;
    rest->height = rows_height(rest->rows);
    rest->anchors = (struct vector){0};
    piece->rows = head;
    piece->height = rows_height(head);
    box_ends(piece->box, piece->serial, rest->serial);
    return true;
}

static bool
too_tall(const struct piece *piece, struct err *err)
{
    err_set(err, ERR_INPUT, "content of %d pt does not fit on its page",
        (int)(piece->height / 1000));
    err_at_line(err, piece->line);
    return false;
}

/* Break the rows of the piece at `index`; `*to` moves past the head. */
static bool
break_rows(struct layout *layout, struct list *list, size_t index,
    const struct fitting *fitting, size_t *to, struct err *err)
{
    struct rows *head = NULL;
    struct piece *piece = piece_at(list, index);
    if (piece->rows == NULL || fitting->available <= 0) {
        return true;
    }
    if (!rows_split(layout, piece->rows, fitting, &head, err)) {
        return false;
    }
    if (head != NULL) {
        if (!insert_rest(layout, list, index, head, err)) {
            return false;
        }
        *to = index + 1;
    }
    return true;
}

struct fill {
    size_t from;
    size_t best[GLUE_ALWAYS]; /* last place to break, by strength */
    int64_t used;
};

/* The piece at `index` does not fit any more. */
static bool
fill_overflow(struct layout *layout, struct list *list, struct fill *fill,
    size_t index, const struct fitting *fitting, size_t *to, struct err *err)
{
    struct fitting rest = {
        .available = (int32_t)(fitting->available - fill->used -
                               list_lead(list, index, fill->from))};
    *to = fill->from;
    if (!break_rows(layout, list, index, &rest, to, err)) {
        return false;
    }
    size_t strengths = fitting->force ? GLUE_ALWAYS : GLUE_LINES;
    for (size_t glue = 0; *to == fill->from && glue < strengths; glue++) {
        *to = fill->best[glue];
    }
    if (*to > fill->from || !fitting->force) {
        return true;
    }
    rest.force = true;
    if (!break_rows(layout, list, index, &rest, to, err)) {
        return false;
    }
    return *to > fill->from || too_tall(piece_at(list, index), err);
}

bool
list_fit(struct layout *layout, struct list *list, size_t from,
    const struct fitting *fitting, size_t *to_out, struct err *err)
{
    const struct list *header = list_header(list, from);
    struct fill fill = {.from = from, .best = {from, from, from}};
    if (header != NULL) {
        fill.used = list_height(header, 0, header->pieces.count);
    }
    for (size_t i = from; i < list->pieces.count; i++) {
        const struct piece *piece = piece_at(list, i);
        if (i > from && piece->break_before != FO_BREAK_NONE) {
            *to_out = i;
            return true;
        }
        if (i > from && piece->glue < GLUE_ALWAYS) {
            fill.best[piece->glue] = i;
        }
        int64_t end = fill.used + list_lead(list, i, from) + piece->height;
        if (end > fitting->available) {
            return fill_overflow(layout, list, &fill, i, fitting, to_out, err);
        }
        fill.used = end;
    }
    *to_out = list->pieces.count;
    return true;
}
