#include "render/layout/layout.h"

#include <string.h>

/* A flow in lists of pieces, one for each width that its bodies have. */

/* Tags that were painted on keep where they are. */
static void
restore_places(struct layout *layout, const struct area_tag *before,
    size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct area_detail *now = tag_at(layout, (int32_t)(first + i))->detail;
        const struct area_detail *then = before[i].detail;
        if (now == NULL || then == NULL) {
            continue;
        }
        now->page = then->page;
        now->x = then->x;
        now->y = then->y;
        now->width = then->width;
        now->height = then->height;
    }
}

/*
 * The same content makes the same tags in the same order, whatever its width:
 * making a flow again writes its tags again in their places.
 */
static bool
make_list(struct layout *layout, struct flow *flow, int32_t width,
    struct list **out, struct err *err)
{
    struct place outer = {0};
    /* What is made in pieces cannot be made again at another width. */
    struct place inner = {.width = width,
        .tag = layout->document_tag,
        .deferring = flow->one_width};
    struct area_tag *before = NULL;
    size_t count = layout->tags.count - flow->first_tag;
    if (flow->count > 0) {
        before = arena_alloc_array(&layout->work, count, sizeof *before, err);
        if (before == NULL) {
            return false;
        }
        if (count > 0) {
            memcpy(before, tag_at(layout, (int32_t)flow->first_tag),
                count * sizeof *before);
        }
        layout->tags.count = flow->first_tag;
    }
    layout->units = 0;
    layout->note_width = width;
    if (!block_area(layout, &outer, flow->node, &inner, err)) {
        return false;
    }
    if (before != NULL) {
        restore_places(layout, before, flow->first_tag, count);
    }
    *out = inner.list;
    return true;
}

/* The first piece of that unit, or SIZE_MAX. */
static size_t
find_unit(const struct list *list, size_t unit)
{
    size_t low = 0;
    size_t high = list->pieces.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (piece_at(list, middle)->unit < unit) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < list->pieces.count &&
                 piece_at(list, low)->unit == unit &&
                 !piece_at(list, low)->continued;
    return found ? low : SIZE_MAX;
}

/* Go on in the other list where this one stands. */
static bool
resume(struct flow *flow, struct list *list)
{
    size_t next = 0;
    if (flow->next >= flow->list->pieces.count) {
        next = list->pieces.count;
    } else if (flow->next > 0) {
        const struct piece *piece = piece_at(flow->list, flow->next);
        bool begins = piece->starts && !piece->continued;
        next = begins ? find_unit(list, piece->unit) : SIZE_MAX;
    }
    if (next == SIZE_MAX) {
        return false;
    }
    flow->list = list;
    flow->next = next;
    return true;
}

bool
flow_at_width(struct layout *layout, struct flow *flow, int32_t width,
    bool *resumed, struct err *err)
{
    struct list *list = NULL;
    for (size_t i = 0; i < flow->count; i++) {
        list = flow->widths[i] == width ? flow->lists[i] : list;
    }
    *resumed = true;
    if (list != NULL && list == flow->list) {
        return true;
    }
    if (list == NULL) {
        if (flow->count == FLOW_WIDTHS_MAX) {
            err_set(err, ERR_LIMIT,
                "the pages of one sequence have bodies of over %d widths",
                FLOW_WIDTHS_MAX);
            err_at_line(err, flow->node->line);
            return false;
        }
        if (!make_list(layout, flow, width, &list, err)) {
            return false;
        }
        flow->widths[flow->count] = width;
        flow->lists[flow->count++] = list;
    }
    if (flow->list == NULL) {
        flow->list = list;
        return true;
    }
    *resumed = resume(flow, list);
    return true;
}
