#ifndef SEAL_SHOWN_H
#define SEAL_SHOWN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/pdf_read.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a reader of a sealed PDF sees, taken from its bytes: the text of every
 * page with its place, size and colour, what is drawn before and behind it,
 * and the order in which a screen reader says it. Only what our own writer
 * writes is understood; all else is refused, since what this reader does not
 * know a viewer may show. Source: ISO 32000-1, clauses 8, 9 and 14.
 *
 * Lengths are thousandths of a point, the origin is the lower left corner of
 * the page, y grows upwards.
 */
enum {
    SHOWN_ARTIFACT = -1, /* mark of what a screen reader passes over */
    SHOWN_FULL = 1000,   /* of a colour's part, and of opacity */
};

struct shown_colour {
    int16_t red, green, blue; /* thousandths */
};

struct shown_box {
    int64_t left, bottom, right, top;
};

/* What one character code of a font means and shows. */
struct shown_code {
    bool known;       /* the font's ToUnicode map names it */
    struct span text; /* UTF-8 */
    uint16_t glyph;
    int32_t width; /* thousandths of the em */
};

struct shown_font {
    struct span name;    /* without the tag of the subset */
    struct span program; /* the embedded TrueType file */
    struct shown_code *codes;
    size_t code_count;
};

/* One text object, BT to ET. */
struct shown_run {
    const struct shown_font *font;
    const uint16_t *codes;
    size_t code_count;
    struct span text;     /* of all codes */
    int32_t mark;         /* MCID on its page, or SHOWN_ARTIFACT */
    size_t order;         /* among all that the page paints */
    int64_t size;         /* of the font */
    struct shown_box box; /* from the baseline to about the x height */
    struct shown_colour colour;
};

struct shown_point {
    int64_t x, y;
};

/* A filled or stroked shape, flattened to points; or a picture. */
struct shown_shape {
    size_t order;
    const struct shown_point *points; /* of the fill, all subpaths joined */
    size_t point_count;
    struct shown_box box; /* with half of the stroke's width */
    bool filled;
    int64_t stroke; /* width of the line; 0 = filled */
    struct shown_colour colour;
    int32_t opacity; /* thousandths */
};

struct shown_page {
    const struct pdf_value *dictionary;
    int64_t width, height;
    struct span content; /* decoded */
    struct shown_run *runs;
    size_t run_count;
    struct shown_shape *shapes;
    size_t shape_count;
    int32_t mark_count; /* marks 0 to mark_count - 1 were used, in order */
};

/* A mark in the order of the structure tree. */
struct shown_mark {
    size_t page;
    int32_t mark;
};

struct shown_document {
    const struct pdf_document *pdf;
    const struct pdf_value *catalog;
    struct shown_font *fonts; /* of the one resource dictionary: /F1 ... */
    size_t font_count;
    struct shown_page *pages;
    size_t page_count;
    struct shown_mark *marks; /* reading order */
    size_t mark_count;
    struct span *alternatives; /* /Alt of figures, reading order */
    size_t alternative_count;
};

/* shown_document.c: read all pages. ERR_INPUT, with the page, for what our
   writer does not write. */
MUST_CHECK bool shown_load(struct arena *arena, const struct pdf_document *pdf,
    struct shown_document *out, struct err *err);

/* shown_tree.c: the structure tree in reading order, into `document`. Every
   mark of every page is in it once, and no element replaces its text. */
MUST_CHECK bool shown_load_tree(
    struct arena *arena, struct shown_document *document, struct err *err);

/* shown_font.c: the fonts of a resource dictionary. */
MUST_CHECK bool shown_load_fonts(struct arena *arena,
    const struct pdf_value *resources, struct shown_document *document,
    struct err *err);

/* shown_content.c: interpret `page->content`. */
MUST_CHECK bool shown_interpret(struct arena *arena,
    const struct shown_document *document, struct shown_page *page,
    struct err *err);

/* shown_visible.c: is all text seen? ERR_INPUT with page and text if not. */
MUST_CHECK bool shown_visible(
    const struct shown_document *document, struct err *err);

/*
 * shown_glyphs.c: does each glyph that `document` uses look and mean as the
 * same glyph of `rendered`, whose fonts are those of this system? `*foreign`:
 * the embedded fonts are not this system's, so that nothing can be said.
 */
MUST_CHECK bool shown_glyphs_true(const struct shown_document *document,
    const struct shown_document *rendered, bool *foreign, struct err *err);

/*
 * shown_words.c: the words of both documents, counted and in order. Each
 * detail is empty when nothing is wrong.
 */
struct shown_difference {
    char missing[CHECKLIST_DETAIL_BYTES]; /* not shown though it should be */
    char added[CHECKLIST_DETAIL_BYTES];   /* shown though it should not be */
    char moved[CHECKLIST_DETAIL_BYTES];   /* shown in another order */
};
MUST_CHECK bool shown_compare_words(struct arena *arena,
    const struct shown_document *document,
    const struct shown_document *rendered, struct shown_difference *out,
    struct err *err);

/*
 * shown_same.c: are both files the same object by object, but for the
 * signature and for how streams are packed? ERR_INPUT names the first that
 * differs.
 */
MUST_CHECK bool shown_same(struct arena *arena,
    const struct pdf_document *document, const struct pdf_document *rendered,
    struct err *err);

/*
 * shown.c: all checks CHECK_TEXT_* and CHECK_PAGES_AS_RENDERED. `xml` is the
 * embedded data, verified. False only for ERR_SYSTEM.
 *
 * The expectation is not guessed from the data but rendered from it again by
 * this program's own templates: they are the one place that knows how a number
 * is rounded and what a form leaves out. A difference refuses, when the file
 * says that this version made it and its fonts are those of this system;
 * else it only leaves open what the pages show.
 */
MUST_CHECK bool shown_check(const struct seal_shown *shown,
    const struct pdf_document *document, struct span xml,
    struct checklist *list, struct err *err);

#endif
