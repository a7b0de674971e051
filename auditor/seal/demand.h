#ifndef SEAL_DEMAND_H
#define SEAL_DEMAND_H

#include "seal/checklist.h"
#include "seal/seal.h"

/*
 * What was asked for besides a valid signature. A file that falls short is not
 * invalid, but not what was asked for either: SIG_CONSTRAINTS_FAILURE, EN 319
 * 102-1, 5.2.7.
 */

/* From now on the checks are asked for; `demand` may be NULL. */
void demand_ask(struct checklist *list, const struct seal_demand *demand);

/* CHECK_LEVEL_REACHED and CHECK_SIGNER_EXPECTED, after all others. */
void demand_check(struct checklist *list, const struct seal_demand *demand,
    const struct seal_report *report);

#endif
