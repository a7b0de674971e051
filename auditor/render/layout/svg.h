#ifndef RENDER_LAYOUT_SVG_H
#define RENDER_LAYOUT_SVG_H

#include "render/layout/layout.h"

/* SVG 1.1 subset: one picture's state, shared by svg.c and svg_path.c. */
struct svg_matrix {
    double a, b, c, d, e, f;
};

struct svg_paint {
    struct fo_colour fill, stroke;
    double stroke_width;
    double dash_on, dash_off;
    double fill_opacity;
    double size; /* of text */
    struct span family;
    int weight;
    int anchor; /* 0 start, 1 middle, 2 end */
    struct svg_matrix matrix;
};

struct svg {
    struct layout *layout;
    struct picture *picture;
    int32_t tag;
    struct vector steps; /* of the shape being made */
    int depth;
};

/* Cut a number off the text, past spaces and commas. */
bool svg_number(struct span *text, double *out);

MUST_CHECK bool svg_step(struct svg *svg, const struct svg_paint *paint,
    enum area_path_verb verb, const double points[6], struct err *err);
/* The steps of path data (SVG 1.1, 8.3): M L H V C S Q T Z, both cases. */
MUST_CHECK bool svg_path(struct svg *svg, const struct svg_paint *paint,
    struct span data, struct err *err);

#endif
