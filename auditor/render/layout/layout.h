#ifndef RENDER_LAYOUT_LAYOUT_H
#define RENDER_LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "base/err.h"
#include "render/area.h"
#include "render/fo/fo.h"
#include "render/font.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Layout in two steps. First every flow, cell and region becomes a list of
 * pieces: things that are not broken (a line, a strut) or that know how to
 * break themselves (rows of a table, items of a list). Then pieces fill pages
 * from the top, and each page's pieces are painted into operations. Lists do
 * not know pages, so cells and pages share the same code.
 */
enum layout_limit {
    LAYOUT_PAGES_MAX = 2000,
    LAYOUT_OPS_MAX = 4000000, /* operations of one document */
    LAYOUT_TAGS_MAX = 400000, /* tags of one document */
    LAYOUT_DEPTH_MAX = 64,    /* boxes, cells, lists in each other */
    LAYOUT_COLUMNS_MAX = 64,
    LAYOUT_PASSES_MAX = 4,           /* until citations settle */
    LAYOUT_ARENA_TEXT_MAX = 1 << 20, /* bytes of one paragraph */
};

/* A growing array in the arena; the accessors below give its type. */
struct vector {
    void *items;
    size_t count, capacity;
};

/* A part of a block that is drawn around its pieces on each page. */
struct box {
    const struct box *parent;
    const struct fo_style *style;
    int32_t x, width;               /* of the border rectangle */
    size_t first_piece, last_piece; /* serial numbers; 0 = not known yet */
};

/* Where an id begins or ends: a number of fo_node, or of a page-number. */
struct anchor {
    struct span id;
    bool last; /* the end of the object */
};

struct figure {
    int32_t tag;
    int32_t x, y, width, height;
};

enum glue {
    GLUE_NONE,
    GLUE_LINES,
    GLUE_KEEP,
    GLUE_ALWAYS
};

struct rows;
struct absolute;

struct piece {
    size_t serial;
    int64_t line; /* in the formatting objects */
    int32_t height;
    int32_t space;  /* before it */
    bool retain;    /* the space also stands at the top of a page */
    enum glue glue; /* how strongly it is held to the piece before */
    enum fo_break break_before;
    const struct box *box;
    struct vector ops;     /* struct area_op, from the piece's top */
    struct vector links;   /* struct area_link */
    struct vector figures; /* struct figure */
    struct vector anchors; /* struct anchor */
    struct rows *rows;     /* breaks itself; height is the rows' */
    const struct absolute *absolute;
    const struct list *header; /* repeated when a page begins here */
};

struct list {
    struct vector pieces; /* struct piece */
};

/* Placed on the page where its anchor stands, outside the flow. */
struct absolute {
    struct list *list;
    const struct fo_style *style;
    int32_t x, y, width, height; /* of the border rectangle */
    int32_t shift_x, shift_y;    /* of the content in it */
};

/* A cell of a table, or the label or body of a list item. */
struct cell {
    struct list *list;
    size_t from;               /* first piece not yet placed */
    int32_t x, width;          /* of the cell's rectangle */
    int32_t left, top, bottom; /* content inside it: padding and border */
    size_t row, row_span;
    size_t column, column_span;
    int32_t min_height;
    int32_t align; /* enum fo_display_align */
    struct fo_colour background;
    const struct fo_style *style;
    int32_t border[FO_SIDES]; /* separate model: drawn inside */
    bool continued;           /* its beginning is on an earlier page */
};

struct edge { /* a stretch of a collapsed border */
    struct fo_border border;
    int32_t x, width;
};

struct row {
    int32_t height, min_height;
    bool keep;  /* may not be broken */
    bool drawn; /* it has a background */
    struct fo_colour background;
    struct vector top, bottom; /* struct edge; top only after a break */
    struct vector verticals;   /* struct edge, x only */
};

/* Rows that spans tie together: usually one. */
struct rows {
    int32_t x, width;
    struct vector rows;  /* struct row */
    struct vector cells; /* struct cell */
    bool first_of_table; /* draw the top border */
    bool continued;      /* the first row began on an earlier page */
    bool broken;         /* the last row ends on a later page */
};

struct citation {
    struct span id;
    size_t first_page, last_page; /* index + 1; 0 = not placed */
    int32_t y;
    struct span first_label, last_label;
};

struct hyphens;

struct layout {
    struct arena *arena;
    struct font_set *fonts;
    struct hyphens *hyphens;
    const struct fo_document *fo;
    struct area_document *out;
    struct vector pages, tags, destinations, bookmarks;
    struct vector citations, known; /* of this pass, of the last */
    struct vector markers;
    size_t serial;
    size_t op_count;
    bool artifact;     /* static content: nothing is tagged */
    struct span label; /* of the page whose static content is made */
    bool cited;        /* a second pass is needed */
    size_t pass;
    int32_t document_tag;
};

/* Where content is being made. */
struct place {
    struct list *list;
    const struct box *box;
    int32_t width;      /* of the reference area */
    int32_t start, end; /* indents, inherited */
    int32_t tag;        /* parent for new tags */
    bool own;           /* the tag takes content itself: no P inside */
    int depth;
    const struct fo_node *list_item; /* for label-end() and body-start() */
    int32_t list_start;              /* start indent of that list block */
    int32_t space;                   /* pending, before the next piece */
    bool retain;
    enum glue glue;
    enum fo_break break_before;
    struct vector anchors; /* for the next piece */
    const struct list *header;
};

/* vector */
MUST_CHECK void *vector_push(struct layout *layout, struct vector *vector,
    size_t item_size, struct err *err);
struct piece *piece_at(const struct list *list, size_t index);
struct area_op *op_at(const struct vector *ops, size_t index);

/* tags */
MUST_CHECK bool tag_add(struct layout *layout, const char *role, int32_t parent,
    int32_t *out, struct err *err);
struct area_tag *tag_at(struct layout *layout, int32_t tag);
/* The standard type of that name, or NULL. */
const char *tag_role(struct span role);

/*
 * A new piece at the end of the place's list, which takes the pending space,
 * break, keep and anchors. Set its height and operations afterwards.
 */
MUST_CHECK struct piece *place_piece(
    struct layout *layout, struct place *place, int64_t line, struct err *err);
void place_space(struct place *place, const struct fo_space *space);

/* block.c: all block-level children of a node. */
MUST_CHECK bool block_children(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
MUST_CHECK bool block_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
/* Resolve the indents that a block-level object has here. */
void block_indents(
    const struct place *place, const struct fo_node *node, struct place *out);
/* Make content in a reference area of its own. */
MUST_CHECK bool block_area(struct layout *layout, const struct place *outer,
    const struct fo_node *node, struct place *inner, struct err *err);
int32_t style_padding(const struct fo_style *style, enum fo_side side);
int32_t style_inset(const struct fo_style *style, enum fo_side side);

/* paragraph.c: the lines of a run of inline nodes, up to `end`. */
MUST_CHECK bool paragraph_make(struct layout *layout, struct place *place,
    const struct fo_node *block, const struct fo_node *first,
    const struct fo_node *end, struct err *err);

/* table.c, list.c, container.c */
MUST_CHECK bool table_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
MUST_CHECK bool list_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
MUST_CHECK bool container_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);

/* rows.c */
void rows_measure(struct rows *rows);
int32_t rows_height(const struct rows *rows);
/*
 * Break so that `*head` fits in `available`. `*split` is false when it
 * cannot be done; with `force` even kept rows are broken.
 */
struct fitting {
    int32_t available;
    bool force;
};
MUST_CHECK bool rows_split(struct layout *layout, struct rows *rows,
    const struct fitting *fitting, struct rows **head, struct err *err);

/* fill.c: how many pieces from `from` on fit. */
MUST_CHECK bool list_fit(struct layout *layout, struct list *list, size_t from,
    const struct fitting *fitting, size_t *to_out, struct err *err);
int64_t list_height(const struct list *list, size_t from, size_t to);
const struct list *list_header(const struct list *list, size_t from);
int32_t list_lead(const struct list *list, size_t index, size_t from);

/* paint.c */
struct painter {
    struct layout *layout;
    struct vector *ops, *links;
    size_t page;    /* index */
    int32_t area_y; /* where absolute areas count from */
    bool artifact;  /* a repeated header */
    int depth;
};
struct range {
    const struct list *list;
    size_t from, to;
};
MUST_CHECK bool paint_range(struct painter *painter, struct range range,
    int32_t x, int32_t y, struct err *err);
MUST_CHECK bool paint_rows(struct painter *painter, const struct rows *rows,
    int32_t x, int32_t y, struct err *err);
struct rectangle {
    int32_t x, y, width, height;
};
MUST_CHECK bool paint_fill(struct painter *painter, struct rectangle where,
    const struct fo_colour *colour, struct err *err);
MUST_CHECK bool paint_rule(struct painter *painter, struct rectangle where,
    const struct fo_border *border, struct area_colour text, struct err *err);
/* Background and the borders of `style`; `sides` masks which are drawn. */
MUST_CHECK bool paint_box(struct painter *painter, struct rectangle where,
    const struct fo_style *style, unsigned sides, struct err *err);

/* svg.c */
struct picture {
    int32_t width, height;
    struct vector ops; /* from its top left corner */
    struct span alt;
};
MUST_CHECK bool svg_make(struct layout *layout, const struct fo_node *node,
    int32_t tag, struct picture *out, struct err *err);

/* page.c */
MUST_CHECK bool pages_make(struct layout *layout, struct err *err);
const struct citation *citation_find(
    const struct vector *citations, struct span id);
MUST_CHECK bool citation_place(struct layout *layout,
    const struct anchor *anchor, size_t page, int32_t y, struct err *err);

#endif
