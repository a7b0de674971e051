#ifndef RENDER_FO_FO_PROPERTY_H
#define RENDER_FO_FO_PROPERTY_H

#include "base/xml_stream.h"
#include "render/fo/fo.h"

/* The values that a root element starts from. */
void fo_style_init(struct fo_style *style);

/*
 * Compute the style of an element from its attributes and its parent's
 * style. ERR_INPUT with the line for an unknown property or value.
 */
MUST_CHECK bool fo_style_read(const struct xml_element *element,
    const struct fo_style *parent, struct fo_style *out, struct err *err);

#endif
