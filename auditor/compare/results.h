#ifndef COMPARE_RESULTS_H
#define COMPARE_RESULTS_H

#include "compare/compare.h"

/* One criterion for one option: the measured value that fits it best. */
MUST_CHECK bool result_of(struct arena *arena, const struct claim_set *claims,
    const struct option *option, const struct criterion *criterion,
    struct result *out, struct err *err);

/* Child against parent on one criterion, from their results. */
MUST_CHECK bool loss_of(struct arena *arena, const struct claim_set *claims,
    const struct result *child, const struct result *parent, struct loss *out,
    struct err *err);

/*
 * A property of the entity that `claim`, one of `claims`, belongs to; or NULL.
 */
const struct claim *result_sibling(const struct claim_set *claims,
    const struct claim *claim, const char *property);

#endif
