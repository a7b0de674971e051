#ifndef COMPARE_FIGURES_H
#define COMPARE_FIGURES_H

#include "compare/compare.h"

/* Parameters, precision, size and energy of one option. */
MUST_CHECK bool figures_of_option(struct arena *arena,
    const struct audit_facts *facts, const struct option *option,
    struct option_figures *out, struct err *err);

/*
 * Write each option's mean gating quality, and mark the options that no other
 * beats in both that and energy. Options without either are never on the front.
 */
MUST_CHECK bool figures_mark_front(
    struct arena *arena, struct comparison *comparison, struct err *err);

#endif
