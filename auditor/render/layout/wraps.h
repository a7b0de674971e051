#ifndef RENDER_LAYOUT_WRAPS_H
#define RENDER_LAYOUT_WRAPS_H

#include "base/text.h"

/*
 * Where a line may end within a text of one language ("fr"), by the Unicode
 * line breaking algorithm (UAX #14): `may_break[i]` becomes 1 where it may
 * behind byte i. It has as many items as the text has bytes, all of them 0.
 */
void wraps_find(struct span text, const char *lang, char *may_break);

#endif
