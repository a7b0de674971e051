#ifndef RENDER_LAYOUT_MASTER_H
#define RENDER_LAYOUT_MASTER_H

#include "render/layout/layout.h"

/* Which page master a page has, and where its regions lie. */
struct page_kind {
    size_t in_sequence; /* index of the page in its sequence */
    int32_t number;     /* as counted for odd and even */
    bool blank;
};

/* ERR_INPUT when the reference names nothing or nothing matches. */
MUST_CHECK bool master_find(const struct layout *layout,
    const struct fo_node *sequence, struct page_kind kind,
    const struct fo_node **out, struct err *err);

struct regions {
    int32_t width, height; /* of the page */
    struct rectangle body, before, after;
    const struct fo_node *before_node, *after_node, *body_node;
};
MUST_CHECK bool master_regions(
    const struct fo_node *master, struct regions *out, struct err *err);

/* "12", "xii", "b" ... in the arena. */
MUST_CHECK bool page_label(struct arena *arena, int32_t number, int32_t format,
    struct span *out, struct err *err);

#endif
