#ifndef RENDER_CHART_DRAW_H
#define RENDER_CHART_DRAW_H

#include "render/chart/chart.h"
#include "render/chart/pen.h"
#include "render/chart/scale.h"

/* What the kinds of chart share: reading the request, colours, sizes. */
#define COLOUR_INK   "#1F2937"
#define COLOUR_NAVY  "#1E3A5F"
#define COLOUR_GREY  "#4B5563"
#define COLOUR_AXIS  "#6B7280"
#define COLOUR_GRID  "#E5E7EB"
#define COLOUR_RULE  "#9CA3AF"
#define COLOUR_GREEN "#15693B"
#define COLOUR_AMBER "#B45309"
#define COLOUR_RED   "#A11D33"
#define COLOUR_WHITE "#FFFFFF"

enum {
    DRAW_TEXT_SIZE = 650, /* hundredths of a point */
    DRAW_SMALL_SIZE = 600,
};

struct drawing {
    struct arena *arena;
    const xmlNode *spec;
    struct pen *pen;
    int32_t width, height; /* as the request says; height 0: as needed */
    struct span language;
    struct span alt;
};

/* "" when the attribute is not there. */
struct span draw_attribute(const xmlNode *node, const char *name);
/* A number, or unknown when it is empty, or too great or small to be drawn. */
MUST_CHECK bool draw_value(const xmlNode *node, const char *name,
    struct scale_value *out, struct err *err);
/* The child elements of that name, in order. */
MUST_CHECK bool draw_children(const struct drawing *drawing, const char *name,
    const xmlNode *out[CHART_ITEMS_MAX], size_t *count, struct err *err);

MUST_CHECK bool scatter_draw(struct drawing *drawing, struct err *err);
MUST_CHECK bool bars_draw(struct drawing *drawing, struct err *err);
MUST_CHECK bool spark_draw(struct drawing *drawing, struct err *err);
MUST_CHECK bool interval_draw(struct drawing *drawing, struct err *err);

#endif
