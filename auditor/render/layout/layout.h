#ifndef RENDER_LAYOUT_LAYOUT_H
#define RENDER_LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "base/err.h"
#include "render/area.h"
#include "render/fo/fo.h"
#include "render/font.h"
#include "render/span_map.h"

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
    LAYOUT_TURNS = 2,
    LAYOUT_PASSES_FREE = 3,          /* citations as wide as they are */
    LAYOUT_PASSES_MAX = 6,           /* then all as wide as the widest */
    LAYOUT_ARENA_TEXT_MAX = 1 << 20, /* bytes of one paragraph */
};

/* A growing array in the arena; the accessors below give its type. */
struct vector {
    void *items;
    uint32_t count, capacity;
};

/* A part of a block that is drawn around its pieces on each page. */
struct box {
    const struct box *parent;
    const struct fo_style *style;
    int32_t x, width; /* of the border rectangle */
};

/* Where an id, or what has a marker, begins or ends. */
struct anchor {
    struct span id;
    const struct fo_node *marker; /* or NULL */
    bool last;                    /* the end of the object */
};

struct figure {
    int32_t tag;
    int32_t x, y, width, height;
};

/* How strongly something is held together; a keep's number is one too. */
enum glue {
    GLUE_NONE = 0,
    GLUE_LINES = 15000, /* widows and orphans, added to keeps */
    GLUE_ALWAYS = 100000
};

/* Adjoining spaces on their way to one (XSL 1.1, 4.3.1). */
struct spacing {
    int32_t optimum, minimum, maximum;
    int32_t precedence;
    bool any;
};

/* A footnote that is to stand on the page of its piece. */
struct note {
    struct list *list;
    size_t from; /* first piece not yet placed */
};

/* Rows of a table that are repeated at its breaks; lists may be NULL. */
struct repeats {
    struct list *header, *footer;
    int32_t header_height, footer_height;
};

struct rows;
struct deferred;
struct absolute;

struct piece {
    int64_t line; /* in the formatting objects */
    int32_t height;
    int32_t space;           /* before it */
    int32_t shrink, stretch; /* of that space */
    int32_t lead;            /* instead of it at the top of a page or area */
    int32_t glue;            /* to the piece before */
    int32_t inner;           /* of its rows in themselves */
    size_t unit;             /* counted in the flow, whatever its width */
    bool starts;             /* the first piece of its unit */
    bool lines;              /* a break before it leaves a widow or orphan */
    bool continued;          /* its beginning is on an earlier page */
    uint8_t opens, closes;   /* innermost boxes that begin and end here */
    enum fo_break break_before;
    const struct box *box;
    struct vector ops;               /* struct area_op, from the piece's top */
    struct vector links;             /* struct area_link */
    struct vector figures;           /* struct figure */
    struct vector anchors;           /* struct anchor */
    struct rows *rows;               /* breaks itself; height is the rows' */
    const struct deferred *deferred; /* its rows are not made yet, */
    size_t turn;                     /* or were, in this turn */
    const struct absolute *absolute;
    const struct repeats *table; /* its header and footer, in a body */
    struct vector notes;         /* struct note */
    int32_t notes_height;        /* of them and of those in its rows */
};

struct list {
    struct vector pieces; /* struct piece */
    bool leads, trails;   /* cut from a table: header or footer repeats */
};

/* Placed on the page where its anchor stands, outside the flow. */
struct absolute {
    struct list *list;
    const struct fo_style *style;
    int32_t x, y, width, height; /* of the border rectangle */
    int32_t room;                /* left over by the content */
    bool clips;                  /* what is too tall is not seen */
};

/* A cell of a table, or the label or body of a list item. */
struct cell {
    struct list *list;
    size_t from;                 /* first piece not yet placed */
    int32_t x, width;            /* of the cell's rectangle */
    int32_t left, top, bottom;   /* content inside it: padding and border */
    int32_t gap_top, gap_bottom; /* border-separation, part of these */
    size_t row, row_span;
    size_t column, column_span;
    int32_t min_height;
    int32_t align; /* enum fo_display_align */
    struct fo_colour background;
    const struct fo_style *style;
    int32_t border[FO_SIDES]; /* separate model: drawn inside */
    bool continued;           /* its beginning is on an earlier page */
};

/* Where a list is to be broken. */
struct cut {
    size_t to;                    /* before that piece, */
    const struct rows_cut *rows;  /* or in its rows if not NULL */
    int64_t used, spread, shrunk; /* height, and what its spaces may give */
    int64_t notes;                /* height of the footnotes before it */
    bool full;                    /* all that was left fits */
    bool forced;                  /* by a break property */
};

struct rows_cut {
    size_t row;  /* rows before it stay whole */
    bool inside; /* and that row itself is broken */
    int64_t notes;
    struct cut *cells; /* one a cell */
};

struct edge { /* a stretch of a collapsed border */
    struct fo_border border;
    int32_t x, width;
};

struct row {
    int32_t height, min_height;
    int32_t keep; /* how strongly it is held together */
    int32_t glue; /* to the row before */
    struct fo_colour background;
    struct vector top, bottom; /* struct edge; top only in the first row */
    struct vector verticals;   /* struct edge, x only */
};

/* Rows that spans tie together: usually one. */
struct rows {
    const struct table *table; /* or NULL: a list item */
    size_t first_row;          /* in that table */
    int32_t x, width;
    struct vector rows;  /* struct row */
    struct vector cells; /* struct cell */
    bool first_of_table; /* draw the top border */
    bool continued;      /* the first row began on an earlier page */
    bool broken;         /* the last row ends on a later page */
    bool open;           /* repeated: draw no bottom border */
    int32_t notes_height;
};

struct citation {
    struct span id;
    size_t first_page, last_page; /* index + 1; 0 = not placed */
    int32_t y;
    struct span first_label, last_label;
};

struct citations {
    struct vector items;   /* struct citation, in their order */
    struct span_map index; /* from ids to their place there, + 1 */
};

struct hyphens;
struct table;

/* What a pass does with its pages. */
enum layout_mode {
    LAYOUT_KEEP,   /* all of them are kept until it ends */
    LAYOUT_COUNT,  /* only where ids fall: page numbers are not known yet, and
                      what would be drawn is not made */
    LAYOUT_STREAM, /* each is finished and handed on at once */
};

struct layout {
    enum layout_mode mode;
    const struct area_sink *sink; /* or NULL */
    struct arena *arena;
    struct arena work;    /* of the page sequence, until it is painted */
    struct arena bodies;  /* what is painted in them, until pages are whole */
    struct arena scratch; /* of the paragraph */
    struct arena kept;    /* what a pass leaves to the next */
    struct arena rows[LAYOUT_TURNS]; /* of a page and the one before */
    size_t turn;                     /* one a page */
    size_t made; /* deferred pieces of the flow before that are made */
    struct arena_mark begin; /* of `arena` before the first pass */
    struct font_set *fonts;
    struct hyphens *hyphens;
    const char *image_dir; /* where files of pictures are, or NULL */
    struct vector images;  /* what was read already: picture.c */
    const struct fo_document *fo;
    struct area_document *out;
    struct vector pages, tags, destinations, bookmarks;
    struct citations citations, known; /* of this pass, of the last */
    struct vector labels;              /* struct span: of all late passes */
    struct vector sheets;              /* struct sheet, one a page */
    struct vector markers; /* struct marker_use, one a begun marker */
    size_t op_count;
    uint32_t line_count;
    size_t units;      /* made in the flow: paragraphs, rows ... */
    int paragraphs;    /* under work: a footnote's is inside another */
    bool artifact;     /* static content: nothing is tagged */
    struct span label; /* of the page whose static content is made */
    size_t sheet;      /* its index */
    bool cited;        /* the flow shows page numbers of the last pass */
    bool finishing;    /* all pages of this pass have their numbers */
    size_t pass;
    int32_t document_tag;
    int32_t note_width;              /* of the footnotes of this sequence */
    int32_t body_height;             /* of its first page, */
    int32_t page_width, page_height; /* and of all of it */
};

/* Where content is being made. */
struct place {
    struct list *list;
    const struct box *box;
    int32_t width;      /* of the reference area */
    int32_t height;     /* the same; 0: as the page has */
    int32_t start, end; /* indents, inherited */
    int32_t tag;        /* parent for new tags */
    bool own;           /* the tag takes content itself: no P inside */
    int depth;
    const struct fo_node *list_item; /* for label-end() and body-start() */
    int32_t list_start;              /* start indent of the item */
    struct spacing space;            /* pending, before the next piece */
    struct spacing lead;             /* the same at the top of a page */
    int32_t glue;
    enum fo_break break_before;
    struct vector anchors; /* for the next piece */
    const struct repeats *table;
    bool no_notes;  /* footnotes may not stand here */
    bool deferring; /* the rows of its tables are made when their page is */
};

/* vector */
MUST_CHECK void *vector_push(struct layout *layout, struct vector *vector,
    size_t item_size, struct err *err);
/* The same for what is forgotten when the page sequence is painted. */
MUST_CHECK void *work_push(struct layout *layout, struct vector *vector,
    size_t item_size, struct err *err);
MUST_CHECK void *kept_push(struct layout *layout, struct vector *vector,
    size_t item_size, struct err *err);
/* The same for what is forgotten when the paragraph stands in lines. */
MUST_CHECK void *scratch_push(struct layout *layout, struct vector *vector,
    size_t item_size, struct err *err);
/* Room for so many more, of which the last need not come. */
MUST_CHECK bool work_reserve(struct layout *layout, struct vector *vector,
    size_t more, size_t item_size, struct err *err);
/* An empty vector with room for `count` items. */
MUST_CHECK bool vector_reserve(struct arena *arena, struct vector *vector,
    size_t count, size_t item_size, struct err *err);
/* A copy without spare room. */
MUST_CHECK bool vector_copy(struct arena *arena, const struct vector *vector,
    size_t item_size, struct vector *out, struct err *err);
struct piece *piece_at(const struct list *list, size_t index);
struct area_op *op_at(const struct vector *ops, size_t index);

/* Where text that was shaped lives: as long as the pages are kept. */
struct arena *layout_text(struct layout *layout);

/* tags */
MUST_CHECK bool tag_add(struct layout *layout, const char *role, int32_t parent,
    int32_t *out, struct err *err);
struct area_tag *tag_at(struct layout *layout, int32_t tag);
/* What it has beyond others, made on first use; NULL when memory is out. */
MUST_CHECK struct area_detail *tag_detail(
    struct layout *layout, int32_t tag, struct err *err);
/* The standard type of that name, or NULL. */
const char *tag_role(struct span role);

/*
 * A new piece at the end of the place's list, which takes the pending space,
 * break, keep and anchors. Set its height and operations afterwards.
 */
MUST_CHECK struct piece *place_piece(
    struct layout *layout, struct place *place, int64_t line, struct err *err);
void place_space(struct place *place, const struct fo_space *space);
/* Hold the next piece at least as strongly to the one before. */
void place_hold(struct place *place, int32_t glue);
MUST_CHECK bool place_anchor(struct layout *layout, struct vector *anchors,
    struct anchor anchor, struct err *err);

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
/* Has it a background, padding or border? */
bool style_decorates(const struct fo_style *style);

/* paragraph.c: the lines of a run of inline nodes, up to `end`. */
MUST_CHECK bool paragraph_make(struct layout *layout, struct place *place,
    const struct fo_node *block, const struct fo_node *first,
    const struct fo_node *end, struct err *err);

/* table.c, list.c, container.c */
MUST_CHECK bool table_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
MUST_CHECK bool list_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
MUST_CHECK bool list_item_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);
MUST_CHECK bool container_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err);

/* table_rows.c: make the rows of a piece of a flow if they were deferred. */
MUST_CHECK bool piece_ready(struct layout *layout, const struct list *list,
    size_t index, struct err *err);

/* table_rows.c: the edges of a row of `rows` where a page breaks there. */
struct table_break;
MUST_CHECK bool table_break_edges(struct layout *layout,
    const struct rows *rows, struct table_break at, struct vector *out,
    struct err *err);

/* rows.c, rows_cut.c */
void rows_measure(struct rows *rows);
int32_t rows_height(const struct rows *rows);
int64_t rows_before(const struct rows *rows, size_t from, size_t to);
struct row *row_at(const struct rows *rows, size_t index);
struct cell *cell_at(const struct rows *rows, size_t index);
/*
 * Where to break so that what comes before fits; nothing is altered. `*out`
 * is NULL when it cannot be done. With `force` even what is kept is broken.
 */
struct fitting {
    int64_t available;
    bool force;
    bool whole;        /* break only where a unit begins */
    bool notes;        /* footnotes take room too, */
    int64_t separator; /* the first of them this much more */
};
MUST_CHECK bool rows_plan(struct layout *layout, const struct rows *rows,
    const struct fitting *fitting, const struct rows_cut **out,
    struct err *err);
/* Break: `*head` is what comes before, `rows` becomes the rest. */
MUST_CHECK bool rows_break(struct layout *layout, struct rows *rows,
    const struct rows_cut *cut, struct rows **head, struct err *err);

/*
 * fill.c: how much of a list fits, from `from` on. A cut with `to` == `from`
 * and no rows: nothing does.
 */
MUST_CHECK bool list_plan(struct layout *layout, const struct list *list,
    size_t from, const struct fitting *fitting, struct cut *out,
    struct err *err);
/* Move what comes before the cut to `taken`; the list goes on at cut->to. */
MUST_CHECK bool list_take(struct layout *layout, struct list *list, size_t from,
    const struct cut *cut, struct list *taken, struct err *err);
int64_t list_height(const struct list *list, size_t from, size_t to);
/* Of the footnotes of the pieces. */
int64_t list_notes(const struct list *list, size_t from, size_t to);
/* The table that is broken before the piece, or NULL. */
const struct repeats *list_table(const struct list *list, size_t index);
int32_t list_lead(const struct list *list, size_t index, size_t from);
int32_t piece_glue(const struct piece *piece);

/* paint.c */
struct painter {
    struct layout *layout;
    struct vector *ops, *links;
    size_t page;    /* index */
    int32_t area_y; /* where absolute areas count from */
    bool artifact;  /* a repeated header */
    int depth;
    struct vector figures; /* int32_t: tags that got a place */
};
struct range {
    const struct list *list;
    size_t from, to;
};
MUST_CHECK bool paint_range(struct painter *painter, struct range range,
    int32_t x, int32_t y, struct err *err);
/* Where rows stand: top left corner, and whether the table breaks there. */
struct standing {
    int32_t x, y;
    bool leads, trails;
};
MUST_CHECK bool paint_rows(struct painter *painter, const struct rows *rows,
    struct standing at, struct err *err);
struct rectangle {
    int32_t x, y, width, height;
};
MUST_CHECK bool paint_clip(
    struct painter *painter, struct rectangle where, struct err *err);
MUST_CHECK bool paint_unclip(struct painter *painter, struct err *err);
MUST_CHECK bool paint_fill(struct painter *painter, struct rectangle where,
    const struct fo_colour *colour, struct err *err);
MUST_CHECK bool paint_rule(struct painter *painter, struct rectangle where,
    const struct fo_border *border, struct area_colour text, struct err *err);
/* Background and the borders of `style`; `sides` masks which are drawn. */
MUST_CHECK bool paint_box(struct painter *painter, struct rectangle where,
    const struct fo_style *style, unsigned sides, struct err *err);

/* An operation that is no content yet. */
MUST_CHECK struct area_op *paint_op(struct painter *painter,
    enum area_kind kind, struct rectangle where, struct err *err);
/* paint_round.c: has the box round corners, and all of its sides? */
bool paint_is_round(const struct fo_style *style, unsigned sides);
MUST_CHECK bool paint_round(struct painter *painter, struct rectangle where,
    const struct fo_style *style, struct err *err);

/* How a border style (enum fo_border_style) is drawn. */
enum area_stroke paint_stroke(int32_t style);

/* turn.c: content that stands in a rectangle, turned in quarters. */
struct turning { /* what was painted so far */
    size_t ops, links, figures;
};
struct turning turn_begin(const struct painter *painter);
/* The rectangle from (0, 0) that content has before it is turned. */
struct rectangle turn_inside(struct rectangle where, int32_t turns);
/* Put all painted since `begin` from that rectangle into `where`. */
MUST_CHECK bool turn_end(struct painter *painter, struct turning begin,
    struct rectangle where, int32_t turns, struct err *err);

/* picture.c: pictures of both kinds, in the viewport that they are given. */
struct picture {
    int32_t width, height; /* of the viewport */
    struct vector ops;     /* from its top left corner */
    struct span alt;
    int32_t tag;
};
/* Make a picture in a line of `available` width; picture->tag is its own. */
MUST_CHECK bool picture_make(struct layout *layout, const struct fo_node *node,
    int32_t available, struct picture *picture, struct err *err);

struct viewport {
    int32_t width, height;
    double scale; /* of the natural size */
    int32_t x, y; /* of the content */
};
/* XSL 1.1, 7.15: from a picture's natural size to its viewport. */
struct natural {
    double width, height; /* points */
    int32_t available;
};
MUST_CHECK bool viewport_fit(const struct fo_style *style,
    struct natural natural, struct viewport *out, struct err *err);

/* svg.c */
MUST_CHECK bool svg_make(struct layout *layout, const struct fo_node *node,
    int32_t available, struct picture *out, struct err *err);

/* flow.c */
enum {
    FLOW_WIDTHS_MAX = 4
};

/* A flow, and how far it has been placed. */
struct flow {
    const struct fo_node *node;
    uint32_t first_tag; /* tags of the flow begin here */
    bool one_width;     /* all bodies are as wide */
    int32_t widths[FLOW_WIDTHS_MAX];
    struct list *lists[FLOW_WIDTHS_MAX];
    size_t count;
    struct list *list; /* that of the width at work */
    size_t next;       /* its first piece not yet on a page */
};

/*
 * Make or find the list for bodies of that width, and go on in it. Not
 * resumed: the last page ended within a paragraph or a row.
 */
MUST_CHECK bool flow_at_width(struct layout *layout, struct flow *flow,
    int32_t width, bool *resumed, struct err *err);

/* page.c, sheet.c */
MUST_CHECK bool sheet_finish(
    struct layout *layout, size_t index, struct err *err);
MUST_CHECK bool sheets_finish(struct layout *layout, struct err *err);
MUST_CHECK bool pages_make(struct layout *layout, struct err *err);
/* citation.c */
const struct citation *citation_find(
    const struct citations *citations, struct span id);
struct citation *citation_at(const struct citations *citations, size_t index);
/* What this pass found is known to the next. */
MUST_CHECK bool citations_keep(struct layout *layout, struct err *err);
bool citations_agree(const struct citations *a, const struct citations *b);
MUST_CHECK bool citation_place(struct layout *layout,
    const struct anchor *anchor, size_t page, int32_t y, struct err *err);

/* marker.c */
MUST_CHECK bool marker_place(struct layout *layout, const struct anchor *anchor,
    size_t page, struct err *err);
/* Name the markers of a node as anchors of what comes next, or ends here. */
MUST_CHECK bool markers_open(struct layout *layout, struct vector *anchors,
    const struct fo_node *node, bool last, struct err *err);
/* What a fo:retrieve-marker shows on the page under work: NULL is nothing. */
MUST_CHECK bool marker_content(struct layout *layout,
    const struct fo_node *retrieve, const struct fo_node **out,
    struct err *err);

/* note.c: the footnotes of a page. */
MUST_CHECK bool notes_collect(struct layout *layout, struct vector *queue,
    const struct list *list, size_t from, struct err *err);
int64_t notes_height(const struct vector *queue);
MUST_CHECK bool notes_take(struct layout *layout, struct vector *queue,
    struct fitting room, struct vector *lists, struct err *err);

#endif
