#include "render/layout/layout.h"

/* Markers for running titles (XSL 1.1, 6.13.5 and 6.13.6). */

/* The areas of one object with a marker, in the order of their beginning. */
struct marker_use {
    const struct fo_node *marker;
    const struct fo_node *sequence;
    size_t first_page, last_page; /* last: SIZE_MAX while it goes on */
};

static struct marker_use *
use_at(const struct layout *layout, size_t index)
{
    return (struct marker_use *)layout->markers.items + index;
}

static const struct fo_node *
sequence_of(const struct fo_node *node)
{
    while (node != NULL && node->kind != FO_PAGE_SEQUENCE) {
        node = node->parent;
    }
    return node;
}

bool
marker_place(struct layout *layout, const struct anchor *anchor, size_t page,
    struct err *err)
{
    for (size_t i = layout->markers.count; i-- > 0 && anchor->last;) {
        struct marker_use *use = use_at(layout, i);
        if (use->marker == anchor->marker && use->last_page == SIZE_MAX) {
            use->last_page = page;
            return true;
        }
    }
    if (anchor->last) {
        return true;
    }
    struct marker_use *use =
        vector_push(layout, &layout->markers, sizeof *use, err);
    if (use == NULL) {
        return false;
    }
    use->marker = anchor->marker;
    use->sequence = sequence_of(anchor->marker);
    use->first_page = page;
    use->last_page = SIZE_MAX;
    return true;
}

bool
markers_open(struct layout *layout, struct vector *anchors,
    const struct fo_node *node, bool last, struct err *err)
{
    for (const struct fo_node *child = node->first; child != NULL;
         child = child->next) {
        struct anchor anchor = {.marker = child, .last = last};
        if (child->kind == FO_MARKER && !layout->artifact &&
            !place_anchor(layout, anchors, anchor, err)) {
            return false;
        }
    }
    return true;
}

/* What the two markers of a page that a position may choose are. */
struct choice {
    const struct marker_use *first_started, *last_started;
    const struct marker_use *first, *last, *last_ended;
    const struct marker_use *before; /* the last on an earlier page */
};

static void
look_at(struct choice *choice, const struct marker_use *use, size_t page)
{
    if (use->first_page > page) {
        return;
    }
    if (use->last_page < page) {
        choice->before = use;
        return;
    }
    choice->first = choice->first == NULL ? use : choice->first;
    choice->last = use;
    if (use->first_page == page) {
        choice->first_started =
            choice->first_started == NULL ? use : choice->first_started;
        choice->last_started = use;
    }
    if (use->last_page == page) {
        choice->last_ended = use;
    }
}

static const struct marker_use *
or_else(const struct marker_use *a, const struct marker_use *b)
{
    return a != NULL ? a : b;
}

static const struct marker_use *
choose(const struct choice *choice, const struct fo_style *style)
{
    const struct marker_use *use = NULL;
    switch ((enum fo_retrieve)style->retrieve_position) {
    case FO_FIRST_STARTING:
        use = or_else(choice->first_started, choice->first);
        break;
    case FO_FIRST_CARRIED:
        use = choice->first;
        break;
    case FO_LAST_STARTING:
        use = or_else(choice->last_started, choice->last);
        break;
    case FO_LAST_ENDING:
        use = or_else(choice->last_ended, choice->last);
        break;
    }
    bool here = style->retrieve_boundary == FO_BOUNDARY_PAGE;
    return use == NULL && !here ? choice->before : use;
}

bool
marker_content(struct layout *layout, const struct fo_node *retrieve,
    const struct fo_node **out, struct err *err)
{
    const struct fo_style *style = retrieve->style;
    const struct fo_node *sequence = sequence_of(retrieve);
    struct choice choice = {0};
    *out = NULL;
    if (!layout->artifact) { /* XSL 1.1, 6.13.6 */
        err_set(err, ERR_INPUT,
            "fo:retrieve-marker may only stand in static content");
        err_at_line(err, retrieve->line);
        return false;
    }
    for (size_t i = 0; i < layout->markers.count; i++) {
        const struct marker_use *use = use_at(layout, i);
        bool inside = style->retrieve_boundary == FO_BOUNDARY_DOCUMENT ||
                      use->sequence == sequence;
        if (inside &&
            span_equal(use->marker->style->marker_class, style->marker_class)) {
            look_at(&choice, use, layout->sheet);
        }
    }
    const struct marker_use *use = choose(&choice, style);
    return use == NULL ||
           fo_read_marker(&layout->work, use->marker, style, out, err);
}
