#ifndef RENDER_LAYOUT_DUMP_H
#define RENDER_LAYOUT_DUMP_H

#include "base/text.h"
#include "render/area.h"

/*
 * The area tree as XML, one operation a line, for tests and for people:
 * coordinates are millipoints from the top left corner of the page.
 */
void render_areas_dump(const struct area_document *document, struct text *out);

#endif
