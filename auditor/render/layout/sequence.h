#ifndef RENDER_LAYOUT_SEQUENCE_H
#define RENDER_LAYOUT_SEQUENCE_H

#include "render/layout/sheet.h"

/* A page sequence on its way to pages: page.c, page_body.c. */
struct sequence {
    struct layout *layout;
    const struct fo_node *node;
    struct flow flow;
    size_t pages;                 /* of this sequence so far */
    int32_t number;               /* of the next page */
    const struct list *separator; /* above footnotes, or NULL */
    int64_t separator_height;
    struct vector notes; /* struct note: footnotes carried over */
};

/* What goes on one page. */
struct content {
    struct list list;
    struct vector notes; /* struct list */
};

/* The rule above the footnotes, the same on all pages of the sequence. */
MUST_CHECK bool separator_make(
    struct sequence *sequence, int32_t width, struct err *err);
/* A new page with that in its body. */
MUST_CHECK bool page_make(struct sequence *sequence,
    const struct regions *regions, const struct content *content,
    struct err *err);

#endif
