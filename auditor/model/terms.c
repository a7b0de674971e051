#include "model/terms.h"

struct span
term_in(const struct term_list *terms, struct span words, bool french)
{
    for (size_t i = 0; i < terms->count; i++) {
        const struct bilingual *term = &terms->items[i];
        if (span_is(words, term->en) || span_is(words, term->fr)) {
            return span_of(french ? term->fr : term->en);
        }
    }
    return words;
}
