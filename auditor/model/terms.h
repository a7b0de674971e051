#ifndef MODEL_TERMS_H
#define MODEL_TERMS_H

#include "base/text.h"
#include "model/finding.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The audit's own words in both languages: roles, labels, reasons. What a
 * person writes once in audit.yaml is shown in the language of the document.
 */
struct term_list {
    const struct bilingual *items; /* in order of audit.yaml */
    size_t count;
};

/* The words in the language asked for, if they are a term; else as given. */
struct span term_in(
    const struct term_list *terms, struct span words, bool french);

#endif
