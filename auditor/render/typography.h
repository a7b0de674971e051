#ifndef RENDER_TYPOGRAPHY_H
#define RENDER_TYPOGRAPHY_H

#include "base/text.h"

/*
 * French spacing, as the Imprimerie nationale sets it, for text as people type
 * it: U+202F before ; ! ? and inside guillemets and groups of three digits,
 * U+00A0 before a colon, before the percent sign and units, after "art.",
 * "n°" and the like, and the curved apostrophe within words. Letters, digits
 * and marks are never added, removed or moved; what is set rightly stays as it
 * is. Words with "://" (addresses) are left alone, and so is a mark that stands
 * inside a word: a path, a time of day, a digest. The result is
 * in the arena; ERR_SYSTEM or ERR_LIMIT without memory for it.
 */
MUST_CHECK bool typography_french(
    struct arena *arena, struct span in, struct span *out, struct err *err);

#endif
