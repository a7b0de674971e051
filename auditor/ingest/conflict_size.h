#ifndef INGEST_CONFLICT_SIZE_H
#define INGEST_CONFLICT_SIZE_H

#include "model/claim.h"

#include <stdbool.h>
#include <stddef.h>

/* Conflicts of sizes, which no comparison of texts can show. */

/* The claims about one option: items[start] to items[end - 1]. */
struct size_claims {
    const struct claim **items;
    size_t start;
    size_t end;
};

/* True when two claims disagree; sets them. */
typedef bool size_check(const struct size_claims *group,
    const struct claim **left, const struct claim **right);

/*
 * The index's total size against the sum of its weight files, which also
 * hold headers: at most 1 % and 4 MB a file.
 */
size_check size_check_index;

/*
 * The size in the option's label, "70B" or "350M", against the parameters
 * counted in its weights. Names round: a model named 7B may have 6.7 or 8.5
 * billion, so only what is off by more than a third disagrees.
 */
size_check size_check_label;

#endif
