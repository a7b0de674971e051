#ifndef RENDER_CHART_CHART_H
#define RENDER_CHART_CHART_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <libxml/tree.h>

/*
 * Charts, drawn as SVG from numbers that a stylesheet hands over: one picture
 * for the PDF and for HTML. Same input, same bytes: numbers are exact decimals,
 * geometry is whole hundredths of a point, nothing is asked of the locale.
 *
 * A stylesheet builds an element of this namespace and calls draw() on it; see
 * templates/charts.xsl for the four kinds and their attributes.
 */
#define CHART_NS "urn:auditor:chart:1"

enum {
    CHART_ITEMS_MAX = 64, /* points, bars or rows; a page shows no more */
};

/* The SVG of the element `spec`. ERR_INPUT names what it lacks. */
MUST_CHECK bool chart_draw(struct arena *arena, const xmlNode *spec,
    struct span *out, struct err *err);

#endif
