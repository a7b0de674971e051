#ifndef RENDER_LAYOUT_CASE_H
#define RENDER_LAYOUT_CASE_H

#include "render/fo/fo.h"

/*
 * Upper, lower and title case of any script, by the rules of its language
 * (Unicode 3.13). The door to libunistring.
 */

/*
 * text-transform (XSL 1.1, 7.16.14): `starts` tells that the text begins with
 * a word. FO_CASE_TITLE changes the first letter of words only.
 */
MUST_CHECK bool case_map(struct arena *arena, const struct fo_inherited *in,
    enum fo_case to, struct span text, bool starts, struct span *out,
    struct err *err);
/* Cut off all letters that have a capital, or all that is none: is it so? */
bool case_run(struct span *rest, struct span *run);

#endif
