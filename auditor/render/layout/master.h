#ifndef RENDER_LAYOUT_MASTER_H
#define RENDER_LAYOUT_MASTER_H

#include "render/layout/layout.h"

/* Which page master a page has, and where its regions lie. */
struct page_kind {
    size_t in_sequence; /* index of the page in its sequence */
    int32_t number;     /* as counted for odd and even */
    bool blank;
    bool last; /* no content is left for another page */
};

/* ERR_INPUT when the reference names nothing or nothing matches. */
MUST_CHECK bool master_find(const struct layout *layout,
    const struct fo_node *sequence, struct page_kind kind,
    const struct fo_node **out, struct err *err);

enum side_region {
    REGION_BEFORE,
    REGION_AFTER,
    REGION_START,
    REGION_END,
    REGION_SIDES
};

struct regions {
    int32_t width, height;                     /* of the page */
    struct rectangle page;                     /* inside its margins */
    int32_t turns;                             /* of all regions in it */
    struct rectangle body, side[REGION_SIDES]; /* before they are turned */
    const struct fo_node *body_node, *node[REGION_SIDES]; /* or NULL */
};
MUST_CHECK bool master_regions(
    const struct fo_node *master, struct regions *out, struct err *err);

/* "12", "xii", "b" ... in the arena. */
MUST_CHECK bool page_label(struct arena *arena, int32_t number, int32_t format,
    struct span *out, struct err *err);

#endif
