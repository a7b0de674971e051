#ifndef RENDER_LAYOUT_HYPHENS_H
#define RENDER_LAYOUT_HYPHENS_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Where words may be hyphenated, by the patterns of the language. The one
 * door to libhyphen. A language without an installed dictionary has no
 * hyphenation: its words stay whole.
 */
struct hyphens; /* owned: hyphens_open, hyphens_close */

enum {
    HYPHENS_WORD_BYTES = 100
};

MUST_CHECK struct hyphens *hyphens_open(struct err *err);
void hyphens_close(struct hyphens *hyphens);

/*
 * Set marks[i] when the word may be broken before byte i. Only a run of
 * letters is a word; at least `remain` characters stay before a break and
 * `push` after it. `marks` has word.len places.
 */
struct hyphens_rule {
    struct span lang; /* "fr", "en-GB" ... */
    int32_t remain, push;
};
void hyphens_find(struct hyphens *hyphens, const struct hyphens_rule *rule,
    struct span word, bool *marks);

#endif
