#ifndef RENDER_LAYOUT_PARAGRAPH_H
#define RENDER_LAYOUT_PARAGRAPH_H

#include "render/layout/layout.h"

/*
 * A paragraph on its way to lines: flat text with its segments (text.c),
 * items that may be broken between (items.c), breaks (breaks.c), and lines
 * (line.c).
 */

/* Padding, border or background of an inline area, around what is in it. */
struct inline_box {
    const struct inline_box *parent;
    const struct fo_style *style;
    const struct font *font;
    int32_t shift;  /* of its baseline, upwards */
    int32_t height; /* of a picture's content; 0: as its font */
};

struct inline_style {
    const struct fo_style *style;
    const struct font *font;
    int32_t shift; /* of the baseline, upwards */
    int32_t tag;
    int32_t link; /* index in links, or -1 */
    struct span lang;
    const struct inline_box *box; /* the innermost, or NULL */
};

enum segment_kind {
    SEGMENT_TEXT,
    SEGMENT_PICTURE,
    SEGMENT_LEADER,
    SEGMENT_EDGE /* where an inline box begins or ends */
};

struct segment {
    enum segment_kind kind;
    size_t start, end; /* bytes of the paragraph's text */
    const struct inline_style *style;
    struct picture picture;
    int32_t minimum, optimum, maximum; /* width of a leader, of an edge */
    bool closes;                       /* SEGMENT_EDGE: it ends */
    struct span content;               /* that a leader repeats */
};

struct mark { /* an id or a footnote in the text */
    size_t at;
    struct anchor anchor;
    struct note note; /* its list is NULL for an id */
};

enum item_kind {
    ITEM_BOX,
    ITEM_GLUE,
    ITEM_PENALTY
};

enum {
    PENALTY_FORCED = -10000,
    PENALTY_HYPHEN = 50,
    PENALTY_EMERGENCY = 4000
};

struct item {
    enum item_kind kind;
    bool legal;  /* a line may end here */
    bool hyphen; /* and takes a hyphen then */
    int32_t width, stretch, shrink;
    int32_t penalty;
    size_t start, end;
    const struct segment *segment;
};

struct line {
    size_t from, to; /* items; `to` is where it was broken */
    bool last;       /* of the paragraph or before a forced break */
};

struct paragraph {
    struct layout *layout;
    struct place *place;
    const struct fo_node *block;
    int64_t source_line;
    int32_t width;       /* of the lines */
    int32_t indent;      /* of the first one */
    int32_t space_width; /* of a space in the style `spaced`, or NULL */
    const struct inline_style *spaced;
    int32_t tag;
    struct span text;
    struct vector segments; /* struct segment * */
    struct vector items;
    struct vector lines;
    struct vector marks;
    size_t marks_placed;
    struct vector links; /* struct area_link without a place */
};

/* text.c; `out` has no segments when there is nothing to show. */
struct inline_range {
    const struct fo_node *first, *end;
};
MUST_CHECK bool text_collect(
    struct paragraph *paragraph, struct inline_range range, struct err *err);
/* items.c */
MUST_CHECK bool items_make(struct paragraph *paragraph, struct err *err);
size_t text_spaces(struct span text);
MUST_CHECK bool text_width(struct paragraph *paragraph,
    const struct inline_style *style, struct span text, int32_t *out,
    struct err *err);
/* breaks.c */
MUST_CHECK bool breaks_find(struct paragraph *paragraph, struct err *err);
/* paragraph.c: put the marks before byte `end` on the piece of a line. */
MUST_CHECK bool marks_place(struct paragraph *paragraph, struct piece *piece,
    size_t end, struct err *err);
/* line.c */
MUST_CHECK bool lines_make(struct paragraph *paragraph, struct err *err);

struct segment *segment_at(const struct paragraph *paragraph, size_t index);
struct item *item_at(const struct paragraph *paragraph, size_t index);

#endif
