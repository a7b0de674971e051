#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/audit.h"
#include "model/comparison.h"

/*
 * Options of a family side by side. In two steps, because the rules judge the
 * first and the second needs the verdicts that the rules gave.
 */

/* Results, losses and figures of every option, from the claims alone. */
MUST_CHECK bool compare_options(struct arena *arena,
    const struct audit_facts *facts, struct comparison *out, struct err *err);

/*
 * The smallest option that suffices, and why; its label in both languages by
 * `terms`. Reads figures[].verdict and
 * open_transparency_blockers, which the caller has filled in.
 */
MUST_CHECK bool compare_choose(struct arena *arena,
    const struct term_list *terms, struct comparison *comparison,
    struct err *err);

#endif
