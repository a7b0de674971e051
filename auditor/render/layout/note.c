#include "render/layout/layout.h"

/* Footnotes: those of the pieces on a page, in the order of their anchors. */

static bool
collect(struct layout *layout, struct vector *queue, struct range range,
    int depth, struct err *err)
{
    if (depth > LAYOUT_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "areas nest over %d deep", LAYOUT_DEPTH_MAX);
        return false;
    }
    for (size_t i = range.from; i < range.to; i++) {
        const struct piece *piece = piece_at(range.list, i);
        if (piece->notes_height == 0) {
            continue;
        }
        const struct note *notes = piece->notes.items;
        for (size_t n = 0; n < piece->notes.count; n++) {
            struct note *slot = work_push(layout, queue, sizeof *slot, err);
            if (slot == NULL) {
                return false;
            }
            *slot = notes[n];
        }
        size_t cells = piece->rows == NULL ? 0 : piece->rows->cells.count;
        for (size_t c = 0; c < cells; c++) {
            const struct cell *cell = cell_at(piece->rows, c);
            struct range inner = {
                cell->list, cell->from, cell->list->pieces.count};
            if (!collect(layout, queue, inner, depth + 1, err)) {
                return false;
            }
        }
    }
    return true;
}

bool
notes_collect(struct layout *layout, struct vector *queue,
    const struct list *list, size_t from, struct err *err)
{
    struct range range = {list, from, list->pieces.count};
    return collect(layout, queue, range, 0, err);
}

int64_t
notes_height(const struct vector *queue)
{
    const struct note *notes = queue->items;
    int64_t height = 0;
    for (size_t i = 0; i < queue->count; i++) {
        height += list_height(
            notes[i].list, notes[i].from, notes[i].list->pieces.count);
    }
    return height;
}

/*
 * Move from the front of the queue what fits, as lists to be painted; the
 * last one may be cut. With room->force something is moved in any case.
 */
bool
notes_take(struct layout *layout, struct vector *queue, struct fitting room,
    struct vector *lists, struct err *err)
{
    struct note *notes = queue->items;
    size_t done = 0;
    while (done < queue->count) {
        struct note *note = &notes[done];
        struct cut cut;
        if (!list_plan(layout, note->list, note->from, &room, &cut, err)) {
            return false;
        }
        if (cut.to == note->from && cut.rows == NULL) {
            break;
        }
        struct list *taken = work_push(layout, lists, sizeof *taken, err);
        if (taken == NULL ||
            !list_take(layout, note->list, note->from, &cut, taken, err)) {
            return false;
        }
        room.available -= list_height(taken, 0, taken->pieces.count);
        room.force = false;
        note->from = cut.to;
        if (!cut.full) {
            break;
        }
        done++;
    }
    queue->count -= (uint32_t)done;
    for (size_t i = 0; i < queue->count; i++) {
        notes[i] = notes[i + done];
    }
    return true;
}
