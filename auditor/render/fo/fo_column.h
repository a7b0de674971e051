#ifndef RENDER_FO_FO_COLUMN_H
#define RENDER_FO_FO_COLUMN_H

#include "base/xml_stream.h"
#include "render/fo/fo.h"

/* Which fo:table-column a cell belongs to, while its table is being read. */
enum {
    FO_COLUMNS_MAX = 64
};

/* How far the rows of one section were counted. */
struct fo_columns {
    const struct fo_node *section, *row; /* rows before it are */
    int32_t spans[FO_COLUMNS_MAX];       /* rows that cells above reach down */
};

/*
 * The style of the column for an element that is about to open below
 * `parent`: itself a cell, or somewhere in one. NULL when there is none.
 */
const struct fo_style *fo_column_style(struct fo_columns *columns,
    const struct fo_node *parent, const struct xml_element *element);

#endif
