#ifndef COMPARE_FIGURES_H
#define COMPARE_FIGURES_H

#include "compare/compare.h"

/* Parameters, precision, size and energy of one option. */
MUST_CHECK bool figures_of_option(struct arena *arena,
    const struct audit_facts *facts, const struct option *option,
    struct option_figures *out, struct err *err);

/*
 * Mark the options that no other beats in both mean gating quality and
 * energy. Options without either are never on the front.
 */
void figures_mark_front(struct comparison *comparison);

#endif
