#ifndef RENDER_LAYOUT_SVG_H
#define RENDER_LAYOUT_SVG_H

#include "render/layout/layout.h"

/*
 * SVG 1.1 subset: one picture's state. svg.c has the tree, svg_style.c how
 * things look, svg_shape.c and svg_path.c what is drawn, svg_text.c words.
 */
struct svg_matrix {
    double a, b, c, d, e, f;
};

struct svg_paint {
    struct fo_colour fill, stroke, colour;
    double stroke_width;
    double opacity, fill_opacity, stroke_opacity; /* the first multiplies */
    double dashes[AREA_DASHES_MAX];
    size_t dash_count;
    double dash_offset, miter;
    int cap, join; /* as PDF numbers them: ISO 32000-1, 8.4.3.3 */
    int even_odd;
    double size; /* of text */
    struct span family;
    int weight, italic;
    int anchor; /* 0 start, 1 middle, 2 end */
    int hidden;
    struct svg_matrix matrix;
};

struct svg {
    struct layout *layout;
    struct picture *picture;
    int32_t tag;
    struct vector steps; /* of the shape being made */
    int depth;
};

struct shape {
    const xmlNode *node;
    const struct svg_paint *paint;
};

extern const char svg_namespace[];

void svg_skip_blanks(struct span *text); /* spaces and commas */
/* Cut a number off the text, past blanks. */
bool svg_number(struct span *text, double *out);
/* An attribute that is a length, in user units. */
double svg_length(const xmlNode *node, const char *name, double otherwise);

/* svg_style.c: what the attributes of the element change. */
MUST_CHECK bool svg_paint_read(
    struct svg_paint *paint, const xmlNode *node, struct err *err);
/* By how much the matrix enlarges. */
double svg_scale(const struct svg_matrix *matrix);
struct svg_matrix svg_multiply(
    const struct svg_matrix *m, const struct svg_matrix *n);
/* A length of the user, in millipoints of the page. */
int32_t svg_scaled(const struct svg_paint *paint, double value);
int32_t svg_millipoints(double value);
uint8_t svg_percent(double fraction);

/* The path made so far becomes operations. */
MUST_CHECK bool svg_flush(
    struct svg *svg, const struct svg_paint *paint, bool open, struct err *err);
MUST_CHECK bool svg_step(struct svg *svg, const struct svg_paint *paint,
    enum area_path_verb verb, const double points[6], struct err *err);
/* The steps of path data (SVG 1.1, 8.3). */
MUST_CHECK bool svg_path(struct svg *svg, const struct svg_paint *paint,
    struct span data, struct err *err);

/* svg_shape.c; `*known` is false for an element that is no shape. */
MUST_CHECK bool svg_shape(
    struct svg *svg, const struct shape *shape, bool *known, struct err *err);
/* svg_text.c */
MUST_CHECK bool svg_text(
    struct svg *svg, const struct shape *shape, struct err *err);

#endif
