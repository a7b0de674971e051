#ifndef RENDER_CHART_PEN_H
#define RENDER_CHART_PEN_H

#include "base/text.h"

#include <stdint.h>

/*
 * Writes the SVG subset that our PDF renderer reads. Lengths are hundredths
 * of a point, y grows downwards. Failures are sticky: ask pen->out once.
 */
struct pen {
    struct text out;
};

struct pen_box {
    int32_t x, y, width, height;
};

struct pen_line {
    int32_t x1, y1, x2, y2;
};

struct pen_style {
    const char *fill;   /* NULL: none */
    const char *stroke; /* NULL: none */
    int32_t stroke_width;
    const char *dash; /* NULL: solid */
};

enum pen_anchor {
    PEN_START,
    PEN_MIDDLE,
    PEN_END,
};

struct pen_text {
    int32_t x, y; /* of the anchor, on the base line */
    int32_t size;
    enum pen_anchor anchor;
    bool bold;
    const char *fill;
};

/* `alt` is the picture's text alternative, a sentence. */
void pen_open(struct pen *pen, int32_t width, int32_t height, struct span alt);
void pen_close(struct pen *pen);

void pen_rectangle(
    struct pen *pen, const struct pen_box *box, const struct pen_style *style);
void pen_segment(struct pen *pen, const struct pen_line *line,
    const struct pen_style *style);
void pen_circle(struct pen *pen, int32_t x, int32_t y, int32_t radius,
    const struct pen_style *style);
/* `points` holds x, y, x, y ... */
void pen_polyline(struct pen *pen, const int32_t *points, size_t count,
    const struct pen_style *style);
void pen_write(struct pen *pen, const struct pen_text *how, struct span words);

/*
 * How wide the words are at most: HTML is read in fonts that we do not know,
 * so this is an upper bound for Noto Sans, not its measure.
 */
int32_t pen_width(struct span words, int32_t size, bool bold);

/* The words, or as many as fit into `room` and an ellipsis. */
MUST_CHECK bool pen_fit(struct arena *arena, struct span words,
    const struct pen_text *how, int32_t room, struct span *out,
    struct err *err);

#endif
