#ifndef RENDER_AREA_H
#define RENDER_AREA_H

#include "base/err.h"
#include "base/text.h"
#include "render/font.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The result of layout and the input of pdf/: pages of drawing operations in
 * paint order, and the tree of tags (ISO 32000-1, 14.7) that they belong to.
 * Lengths are millipoints; the origin is the top left corner of the page, y
 * grows downwards. Everything lives in the arena of the layout.
 */
enum {
    AREA_ARTIFACT = -1,
    AREA_DASHES_MAX = 8
}; /* tag of what a screen reader passes over */

struct image; /* image/image.h */

struct area_colour {
    uint8_t red, green, blue;
};

enum area_kind {
    AREA_TEXT,
    AREA_RECTANGLE, /* filled */
    AREA_LINE,      /* rule or border edge */
    AREA_IMAGE,     /* PNG or JPEG */
    AREA_PATH,      /* a filled or stroked path of the SVG subset */
    AREA_CLIP,      /* nothing shows outside it, up to its AREA_UNCLIP */
    AREA_UNCLIP,
};

enum area_stroke {
    AREA_SOLID,
    AREA_DASHED,
    AREA_DOTTED,
    AREA_DOUBLE
};

enum area_path_verb {
    AREA_MOVE,
    AREA_LINE_TO,
    AREA_CURVE,
    AREA_CLOSE
};

struct area_path_step {
    enum area_path_verb verb;
    int32_t x[3], y[3]; /* curve: two control points, then the end */
};

/* What of a transform is neither size nor place, in thousandths: from (x, y)
   to (a x + c y, b x + d y). */
struct area_matrix {
    int32_t a, b, c, d;
};

/* How a path is stroked; the numbers are those of ISO 32000-1, 8.4.3. */
struct area_pen {
    uint8_t cap, join;
    uint32_t dash_count; /* 0 = solid */
    int32_t miter;       /* thousandths */
    int32_t dashes[AREA_DASHES_MAX], dash_offset;
};

/* A dense document has a million of them: what one kind alone needs shares
   its place with what another needs. */
struct area_op {
    enum area_kind kind;
    int32_t tag;  /* index in area_document.tags, or AREA_ARTIFACT */
    int32_t x, y; /* text: start of the baseline; else top left corner */
    int32_t width, height; /* line: one of them is its thickness direction:
                              from (x,y) to (x+width, y+height) */
    struct area_colour colour;
    uint8_t opacity_percent; /* of text and paths; 100 = opaque */
    uint8_t turns;           /* text and images: quarters, counter-clockwise */
    bool filled, stroked;    /* AREA_PATH, */
    bool even_odd;           /* filled where rays cross it an odd times */
    uint32_t line;           /* ops of one line of text share it; 0 = of none */
    uint32_t step_count;     /* AREA_PATH, else 0 */
    union {
        struct { /* AREA_TEXT */
            const struct font_run *run;
            int32_t size;         /* font size */
            int32_t word_space;   /* added to each space by justification */
            int32_t letter_space; /* added after each glyph */
            const struct area_matrix *matrix; /* or NULL */
        };
        struct { /* AREA_LINE and AREA_PATH */
            const struct area_path_step *steps;
            const struct area_pen *pen; /* AREA_PATH that is stroked */
            int32_t thickness;
            enum area_stroke stroke; /* AREA_LINE */
            struct area_colour stroke_colour;
        };
        const struct image *image; /* AREA_IMAGE */
    };
};

struct area_link {
    int32_t x, y, width, height;
    struct span target_id; /* an id of the document, or empty */
    struct span uri;       /* or an external address */
    int32_t tag;           /* of its Link element */
    struct span contents;  /* words for a reader */
};

struct area_page {
    int32_t width, height;
    struct area_op *ops;
    size_t op_count;
    struct area_link *links;
    size_t link_count;
    struct span label; /* page label, e.g. "iv" or "12" */
};

/* What few tags have. */
struct area_detail {
    struct span alt;  /* Figure: alternative text; else empty */
    struct span lang; /* when it differs from the document's; else empty */
    /* Figure: bounding box on its page */
    int32_t page, x, y, width, height;
};

/*
 * A node of the tag tree; children are the tags that name it as parent. A
 * table of many rows has a hundred thousand of them.
 */
struct area_tag {
    const char *role;  /* standard type: "Document", "H1", "P", "Table" ... */
    const char *scope; /* TH: "Column" or "Row"; else NULL */
    struct area_detail *detail;     /* or NULL */
    int32_t parent;                 /* index, or -1 for the root */
    uint16_t column_span, row_span; /* TD, TH: 1 if plain */
};

struct area_destination {
    struct span id;
    size_t page; /* index */
    int32_t y;
};

struct area_bookmark {
    struct span title;
    struct span target_id;
    int32_t parent; /* index in bookmarks, or -1 */
    bool open;
};

/*
 * Who takes pages as soon as they are laid out, so that a long document is
 * never whole in memory. `begin`: forget what came before, the document
 * begins anew. Then all pages come in order. A page's operations and the tags
 * live during the call; all else of it as long as the document.
 */
struct area_tags {
    const struct area_tag *items;
    size_t count;
};
struct area_sink {
    void *context;
    bool (*begin)(void *context, struct err *err);
    bool (*page)(void *context, const struct area_page *page,
        struct area_tags tags, struct err *err);
};

struct area_document {
    struct span title;
    struct span lang; /* "fr" */
    struct area_page *pages;
    size_t page_count;
    struct area_tag *tags; /* parents before children, reading order */
    size_t tag_count;
    struct area_destination *destinations;
    size_t destination_count;
    struct area_bookmark *bookmarks;
    size_t bookmark_count;
};

#endif
