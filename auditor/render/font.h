#ifndef RENDER_FONT_H
#define RENDER_FONT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Fonts by family, weight and style, shaped by HarfBuzz. Faces are immutable
 * and shared by all documents of a run. Lengths are millipoints (1/1000 pt)
 * so that layout is exact and the same everywhere.
 */
struct font_set; /* owned: font_set_open, font_set_close */
struct font;     /* one face, borrowed from its set */

MUST_CHECK struct font_set *font_set_open(struct err *err);
void font_set_close(struct font_set *set);

/*
 * The face for a comma-separated family list ("Noto Sans, DejaVu Sans"). The
 * first family known; ERR_SYSTEM naming the Debian package when none is.
 */
MUST_CHECK bool font_find(struct font_set *set, struct span families,
    int weight, bool italic, const struct font **out, struct err *err);

struct font_glyph {
    uint32_t id;      /* glyph id in its face */
    uint32_t cluster; /* byte offset of its cluster in the run's text */
    int32_t advance;  /* millipoints at the size asked, kerning included */
    int32_t x_offset;
    int32_t y_offset;
};

/* A stretch of text in one face: fallback by cluster may yield several. */
struct font_run {
    const struct font *font;
    struct span text; /* the UTF-8 of this run, in the arena; the texts of
                         the runs of one call follow each other */
    const struct font_glyph *glyphs;
    size_t glyph_count;
    int32_t width; /* sum of advances */
};

struct font_extent {
    int64_t width; /* millipoints */
    size_t glyph_count;
};

/*
 * Shape `text` (valid UTF-8, one language) at `size` millipoints. Clusters
 * that `font` lacks are drawn by the set's fallback faces; a character that no
 * face has is ERR_INPUT naming its code point. Cached by word.
 */
MUST_CHECK bool font_shape(struct font_set *set, struct arena *arena,
    const struct font *font, struct span text, int32_t size,
    const struct font_run **out, size_t *count_out, struct err *err);

/*
 * The sum of the advances that font_shape would give, and how many glyphs:
 * for finding line breaks, without keeping anything.
 */
MUST_CHECK bool font_measure(struct font_set *set, const struct font *font,
    struct span text, int32_t size, struct font_extent *out, struct err *err);

/*
 * What a line's text takes above and below the baseline, together hardly more
 * than the size; positive millipoints (XSL 1.1, 7.29: text-altitude and
 * -depth).
 */
int32_t font_altitude(const struct font *font, int32_t size);
int32_t font_depth(const struct font *font, int32_t size);
int32_t font_x_height(const struct font *font, int32_t size);

#endif
