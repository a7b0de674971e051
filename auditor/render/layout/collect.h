#ifndef RENDER_LAYOUT_COLLECT_H
#define RENDER_LAYOUT_COLLECT_H

#include "render/layout/paragraph.h"

/*
 * From inline nodes to the flat text of a paragraph: text.c walks the nodes,
 * inline_object.c has what is no text of its own.
 */
struct collector {
    struct paragraph *paragraph;
    struct text text;
    bool space;    /* white space here would collapse away */
    bool linefeed; /* only white space since a line feed that is kept */
    int depth;
};

MUST_CHECK struct segment *collect_segment(struct collector *in,
    enum segment_kind kind, const struct inline_style *style, struct err *err);
/* The style of a node in that of its parent. */
MUST_CHECK struct inline_style *collect_style(struct collector *in,
    const struct fo_node *node, const struct inline_style *parent,
    struct err *err);
MUST_CHECK bool collect_text(struct collector *in, struct span text,
    const struct inline_style *style, struct err *err);
/* An id that stands here; `last`: its object ends. */
MUST_CHECK bool collect_mark(
    struct collector *in, struct span id, bool last, struct err *err);

/* inline_object.c */
MUST_CHECK bool object_leader(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err);
MUST_CHECK bool object_picture(struct collector *in, const struct fo_node *node,
    const struct inline_style *style, struct err *err);
/* Where the padding and border of an inline area begin or end. */
MUST_CHECK bool object_edge(struct collector *in,
    const struct inline_style *style, bool closes, struct err *err);
MUST_CHECK bool object_page_number(struct collector *in,
    const struct fo_node *node, const struct inline_style *style,
    struct err *err);
MUST_CHECK bool object_citation(struct collector *in,
    const struct fo_node *node, const struct inline_style *style,
    struct err *err);

#endif
