#ifndef RENDER_FO_FO_H
#define RENDER_FO_FO_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "render/area.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The subset of XSL-FO 1.1 that we lay out, as typed nodes with computed
 * properties. Whatever is not in the tables of fo_element.c and
 * fo_property.c is refused with its line, so that nothing is dropped
 * silently. Lengths are millipoints.
 */
enum fo_limit {
    FO_LENGTH_MAX = 14400000, /* 14400 pt, the side of a PDF page at most */
    FO_FONT_SIZE_MAX = 400000,
    FO_SPAN_MAX = 10000,    /* rows or columns, and other small integers */
    FO_KEEP_ALWAYS = 20000, /* above every keep that is a number */
    FO_FORCE = 20000,       /* above every precedence that is a number */
};

enum fo_kind {
    FO_TEXT, /* characters; the only kind that is no element */
    FO_ROOT,
    FO_DECLARATIONS,
    FO_MASTER_SET,
    FO_PAGE_MASTER,
    FO_REGION_BODY,
    FO_REGION_BEFORE,
    FO_REGION_AFTER,
    FO_REGION_START,
    FO_REGION_END,
    FO_SEQUENCE_MASTER,
    FO_MASTER_SINGLE,
    FO_MASTER_REPEATABLE,
    FO_MASTER_ALTERNATIVES,
    FO_MASTER_CONDITIONAL,
    FO_BOOKMARK_TREE,
    FO_BOOKMARK,
    FO_BOOKMARK_TITLE,
    FO_PAGE_SEQUENCE,
    FO_TITLE,
    FO_STATIC_CONTENT,
    FO_FLOW,
    FO_BLOCK,
    FO_BLOCK_CONTAINER,
    FO_LIST_BLOCK,
    FO_LIST_ITEM,
    FO_LIST_LABEL,
    FO_LIST_BODY,
    FO_TABLE,
    FO_TABLE_COLUMN,
    FO_TABLE_HEADER,
    FO_TABLE_FOOTER,
    FO_TABLE_BODY,
    FO_TABLE_ROW,
    FO_TABLE_CELL,
    FO_INLINE,
    FO_WRAPPER,
    FO_BASIC_LINK,
    FO_CHARACTER,
    FO_LEADER,
    FO_PAGE_NUMBER,
    FO_PAGE_CITATION,
    FO_PAGE_CITATION_LAST,
    FO_FOREIGN_OBJECT,
    FO_EXTERNAL_GRAPHIC,
    FO_MARKER,
    FO_RETRIEVE_MARKER,
    FO_FOOTNOTE,
    FO_FOOTNOTE_BODY,
};

enum fo_length_kind {
    FO_AUTO, /* not given, or "auto" */
    FO_SET,
    FO_LABEL_END,  /* label-end() */
    FO_BODY_START, /* body-start() */
};

/* points + percent of a base that only layout knows. */
struct fo_length {
    enum fo_length_kind kind;
    int32_t points;    /* millipoints */
    int32_t percent;   /* thousandths of a percent */
    int32_t share;     /* proportional-column-width(), in thousandths */
    int32_t inherited; /* an indent: added to the one above */
};

enum fo_fit {
    FO_FIT_NONE,
    FO_FIT_TO, /* scale-to-fit */
    FO_FIT_DOWN,
    FO_FIT_UP
};

/* content-width and content-height: a length of the natural one, or a fit. */
struct fo_content {
    struct fo_length length;
    int32_t fit; /* enum fo_fit */
};

struct fo_space {
    struct fo_length length;           /* .optimum */
    struct fo_length minimum, maximum; /* FO_AUTO: the optimum */
    int32_t retain;                    /* .conditionality is retain */
    int32_t precedence;                /* or FO_FORCE */
};

enum fo_collapse {
    FO_SEPARATE,
    FO_COLLAPSE,
    FO_COLLAPSE_PRECEDENCE
};

enum fo_retrieve {
    FO_FIRST_STARTING,
    FO_FIRST_CARRIED,
    FO_LAST_STARTING,
    FO_LAST_ENDING
};
enum fo_boundary {
    FO_BOUNDARY_SEQUENCE,
    FO_BOUNDARY_PAGE,
    FO_BOUNDARY_DOCUMENT
};

struct fo_colour {
    bool set; /* false: transparent */
    struct area_colour value;
};

enum fo_border_style {
    FO_BORDER_NONE,
    FO_BORDER_HIDDEN,
    FO_BORDER_DOTTED,
    FO_BORDER_DASHED,
    FO_BORDER_SOLID,
    FO_BORDER_DOUBLE,
};

struct fo_border {
    int32_t style;           /* enum fo_border_style */
    int32_t width;           /* as written; counts only when the style draws */
    struct fo_colour colour; /* not set: the text colour */
};

enum fo_side {
    FO_TOP,
    FO_RIGHT,
    FO_BOTTOM,
    FO_LEFT,
    FO_SIDES
};

enum fo_align {
    FO_ALIGN_START,
    FO_ALIGN_CENTER,
    FO_ALIGN_END,
    FO_ALIGN_JUSTIFY,
    FO_ALIGN_RELATIVE, /* text-align-last: as text-align */
};
enum fo_display_align {
    FO_DISPLAY_BEFORE,
    FO_DISPLAY_CENTER,
    FO_DISPLAY_AFTER
};
enum fo_break {
    FO_BREAK_NONE,
    FO_BREAK_PAGE,
    FO_BREAK_ODD,
    FO_BREAK_EVEN
};
enum fo_leader {
    FO_LEADER_SPACE,
    FO_LEADER_RULE,
    FO_LEADER_DOTS,
    FO_LEADER_CONTENT, /* its own, again and again */
};
enum fo_linefeed {
    FO_LINEFEED_SPACE,
    FO_LINEFEED_PRESERVE,
    FO_LINEFEED_IGNORE,
    FO_LINEFEED_ZERO,
};
enum fo_white_space {
    FO_WHITE_COLLAPSE,
    FO_WHITE_KEEP
};
/* white-space-treatment: white space next to a line feed. */
enum fo_around {
    FO_AROUND_IGNORE, /* also after one, which is what shows */
    FO_AROUND_KEEP,
    FO_AROUND_IGNORE_ALL, /* wherever it is */
};
enum fo_shift {
    FO_SHIFT_BASELINE,
    FO_SHIFT_SUPER,
    FO_SHIFT_SUB
};
enum fo_case {
    FO_CASE_NONE,
    FO_CASE_UPPER,
    FO_CASE_LOWER,
    FO_CASE_TITLE, /* capitalize */
};
enum fo_page_count {
    FO_COUNT_AUTO,
    FO_COUNT_NO_FORCE,
    FO_COUNT_EVEN,
    FO_COUNT_ODD,
    FO_COUNT_END_EVEN,
    FO_COUNT_END_ODD,
};
enum fo_number {
    FO_NUMBER_AUTO = -1,
    FO_NUMBER_ODD = -2,
    FO_NUMBER_EVEN = -3
};
enum fo_position {
    FO_POSITION_ANY,
    FO_POSITION_FIRST,
    FO_POSITION_LAST,
    FO_POSITION_REST,
    FO_POSITION_ONLY
};
enum fo_absolute {
    FO_IN_FLOW,
    FO_ABSOLUTE, /* from the reference area */
    FO_FIXED     /* from the page */
};
enum fo_overflow {
    FO_OVERFLOW_AUTO, /* room is made where that can be */
    FO_OVERFLOW_VISIBLE,
    FO_OVERFLOW_HIDDEN,
    FO_OVERFLOW_ERROR
};
enum fo_parity {
    FO_PARITY_ANY,
    FO_PARITY_ODD,
    FO_PARITY_EVEN
};
enum fo_blank {
    FO_BLANK_ANY,
    FO_BLANK,
    FO_NOT_BLANK
};

/* Properties that pass from parent to child. */
struct fo_inherited {
    struct span family;
    struct span lang; /* xml:lang, else language; "" when unknown */
    int32_t size;
    int32_t weight;
    int32_t italic;
    int32_t line_height;        /* computed, when no factor is given */
    int32_t line_height_factor; /* thousandths of the size; 0 = none */
    struct fo_colour colour;
    int32_t align, align_last; /* enum fo_align */
    struct fo_length text_indent, last_line_indent;
    int32_t letter_space, word_space;
    int32_t hyphenate;
    int32_t hyphen_remain, hyphen_push; /* characters */
    int32_t hyphen_ladder;              /* lines in a row; 0 = no limit */
    struct span hyphen;                 /* the character */
    int32_t white_space;                /* enum fo_white_space */
    int32_t linefeed;                   /* enum fo_linefeed */
    int32_t around;                     /* enum fo_around */
    int32_t wrap;
    int32_t text_case; /* enum fo_case */
    int32_t small_caps;
    int32_t unseen; /* visibility: takes its room, and is not drawn */
    int32_t underline, line_through;
    int32_t widows, orphans;
    int32_t leader; /* enum fo_leader */
    struct fo_length leader_minimum, leader_length, leader_maximum;
    int32_t rule_style; /* enum fo_border_style */
    int32_t rule_thickness;
    int32_t leader_width; /* leader-pattern-width; 0 = its own */
    struct fo_length list_distance, list_separation;
    int32_t collapse;      /* enum fo_collapse */
    int32_t separation[2]; /* border-separation: across, down */
    int32_t display_align;
};

struct fo_style {
    struct fo_inherited in;
    struct fo_colour background;
    struct fo_border border[FO_SIDES];
    int32_t radius;                      /* fox:border-radius */
    int32_t border_precedence[FO_SIDES]; /* or FO_FORCE; -1: not given */
    struct fo_length padding[FO_SIDES];
    struct fo_length margin[FO_SIDES];
    struct fo_space space_before, space_after;
    struct fo_length start_indent, end_indent; /* FO_AUTO: inherited */
    int32_t break_before, break_after;         /* enum fo_break */
    int32_t keep_together, keep_with_next, keep_with_previous;
    int32_t shift; /* enum fo_shift */
    struct fo_length shift_length;
    struct span id, role, alt;
    struct fo_length width, height;
    struct fo_content content_width, content_height;
    struct fo_length page_width, page_height, extent;
    struct fo_length offset[FO_SIDES]; /* absolute-position */
    int32_t absolute;                  /* enum fo_absolute */
    int32_t overflow;                  /* enum fo_overflow */
    struct span master_name, master_reference, flow_name, region_name;
    int32_t initial_page_number; /* or enum fo_number */
    int32_t force_page_count;
    int32_t number_format; /* '1', 'i', 'I', 'a', 'A' */
    int32_t page_position, odd_or_even, blank_or_not;
    int32_t maximum_repeats; /* -1 = no limit */
    int32_t column_number;   /* 0 = the next */
    int32_t columns_repeated, columns_spanned, rows_spanned;
    struct fo_length column_width;
    int32_t omit_header, omit_footer;
    int32_t starts_row, ends_row;
    struct span ref_id, internal, external, src, character, marker_class;
    int32_t retrieve_position, retrieve_boundary;
    int32_t precedence;  /* of region-before and region-after */
    int32_t orientation; /* quarter turns counter-clockwise */
    int32_t bookmark_closed;
    int32_t keep_ignored; /* where values without effect go */
};

struct fo_node {
    enum fo_kind kind;
    int32_t line;
    uint32_t number; /* in document order, from 1 */
    bool implied;    /* a row that its cells only tell the ends of */
    const struct fo_style *style; /* of the parent for text */
    union {
        struct span text;       /* FO_TEXT, valid UTF-8; else empty */
        const xmlNode *foreign; /* FO_FOREIGN_OBJECT: its svg element;
                                   FO_MARKER: itself */
    };
    struct fo_node *parent, *first, *next;
};

struct fo_document {
    const struct fo_node *root;
    struct span title; /* dc:title of fo:declarations, or the first fo:title */
    size_t element_count; /* nodes but text */
    bool cites;           /* page numbers are shown, be it in running titles, */
    bool cites_inside;    /* or in what flows, where their width matters */
};

/*
 * Build the nodes of a document. They borrow strings of `*kept`, which holds
 * the pictures and markers and must outlive them; the caller frees it with
 * xmlFreeDoc, in any case. ERR_INPUT with the line for anything not in the
 * subset.
 */
MUST_CHECK bool fo_read(struct arena *arena, struct span bytes, xmlDoc **kept,
    struct fo_document *out, struct err *err);

/*
 * The content of a marker as it reads in another place: its properties
 * inherit from there. The node out is a wrapper that holds it.
 */
MUST_CHECK bool fo_read_marker(struct arena *arena,
    const struct fo_node *marker, const struct fo_style *there,
    const struct fo_node **out, struct err *err);

/* Does it stand in static content, which every page repeats? */
bool fo_is_static(const struct fo_node *node);
/* The first child of a kind, or NULL. */
const struct fo_node *fo_child(const struct fo_node *node, enum fo_kind kind);

/* The millipoints of a length over a base; 0 when it is not set. */
int32_t fo_resolve(const struct fo_length *length, int64_t base);
/* The drawn width of a border. */
int32_t fo_border_width(const struct fo_border *border);
/* The line height that belongs to a size. */
int32_t fo_line_height(const struct fo_inherited *in);

#endif
