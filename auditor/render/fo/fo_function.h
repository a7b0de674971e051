#ifndef RENDER_FO_FO_FUNCTION_H
#define RENDER_FO_FO_FUNCTION_H

#include "render/fo/fo_setter.h"

/*
 * The functions of XSL 1.1, 5.10.4, that read a property elsewhere:
 * inherited-property-value() above the element, from-table-column() at the
 * column of the cell. Without a name they mean the property they stand in.
 */
enum {
    FO_EXPANDED_MAX = 256
};

struct fo_sources {
    const struct fo_style *parent;
    const struct fo_style *column; /* or NULL: in no cell of a table */
    const struct fo_property *(*find)(struct span name);
};

bool fo_function_is_in(struct span value);
/* Is from-table-column() among them? */
bool fo_function_asks_column(struct span value);
/*
 * Set a property to a value that has functions. False when it cannot be done;
 * `style` may have changed then.
 */
bool fo_function_set(struct fo_style *style, const struct fo_property *property,
    const struct fo_sources *sources, struct span value);

#endif
