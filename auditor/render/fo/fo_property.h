#ifndef RENDER_FO_FO_PROPERTY_H
#define RENDER_FO_FO_PROPERTY_H

#include "base/xml_stream.h"
#include "render/fo/fo.h"

/* The values that a root element starts from. */
void fo_style_init(struct fo_style *style);

/*
 * Compute the style of an element from its attributes, its parent's style and
 * that of its column of a table, or NULL. ERR_INPUT with the line for an
 * unknown property or value.
 */
struct fo_style_above {
    const struct fo_style *parent, *column;
};
MUST_CHECK bool fo_style_read(const struct xml_element *element,
    struct fo_style_above above, struct fo_style *out, struct err *err);
/* Does its style depend on the column? */
bool fo_style_needs_column(const struct xml_element *element);

#endif
