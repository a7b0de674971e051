#include "render/layout/layout.h"

/* Where ids begin and end, for the page numbers that cite them. */

const struct citation *
citation_find(const struct citations *citations, struct span id)
{
    const size_t *index = span_map_find(&citations->index, id);
    return index == NULL ? NULL : citation_at(citations, *index - 1);
}

struct citation *
citation_at(const struct citations *citations, size_t index)
{
    return (struct citation *)citations->items.items + index;
}

bool
citation_place(struct layout *layout, const struct anchor *anchor, size_t page,
    int32_t y, struct err *err)
{
    struct citations *all = &layout->citations;
    struct span label = ((struct area_page *)layout->pages.items)[page].label;
    size_t *index;
    if (!span_map_add(&all->index, layout->arena, anchor->id, &index, err)) {
        return false;
    }
    if (*index != 0) {
        struct citation *found = citation_at(all, *index - 1);
        found->last_page = page + 1;
        found->last_label = label;
        return true;
    }
    struct citation *one = vector_push(layout, &all->items, sizeof *one, err);
    if (one == NULL) {
        return false;
    }
    *one = (struct citation){.id = anchor->id,
        .first_page = page + 1,
        .last_page = page + 1,
        .y = y,
        .first_label = label,
        .last_label = label};
    *index = all->items.count;
    return true;
}

bool
citations_keep(struct layout *layout, struct err *err)
{
    struct citations kept = {0};
    if (!vector_copy(&layout->kept, &layout->citations.items,
            sizeof(struct citation), &kept.items, err)) {
        return false;
    }
    for (size_t i = 0; i < kept.items.count; i++) {
        struct citation *one = citation_at(&kept, i);
        size_t *index;
        if (!span_copy(&layout->kept, one->id, &one->id, err) ||
            !span_copy(
                &layout->kept, one->first_label, &one->first_label, err) ||
            !span_copy(&layout->kept, one->last_label, &one->last_label, err) ||
            !span_map_add(&kept.index, &layout->kept, one->id, &index, err)) {
            return false;
        }
        *index = i + 1;
    }
    layout->known = kept;
    return true;
}

bool
citations_agree(const struct citations *a, const struct citations *b)
{
    bool same = a->items.count == b->items.count;
    for (size_t i = 0; same && i < a->items.count; i++) {
        const struct citation *left = citation_at(a, i);
        const struct citation *right = citation_at(b, i);
        same = span_equal(left->id, right->id) &&
               span_equal(left->first_label, right->first_label) &&
               span_equal(left->last_label, right->last_label);
    }
    return same;
}
