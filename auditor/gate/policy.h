#ifndef GATE_POLICY_H
#define GATE_POLICY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "model/finding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a release gate asks of a dossier. The file is YAML:
 *
 *     auditor-policy: 1
 *     verdict: fit            # or conditional: the least that may pass
 *     max-age-days: 90        # of the dossier
 *     allow-trial: no         # dossiers signed with a throw-away key
 *     forbid-waivers: yes     # no rule of the dossier may be waived
 *     packs: [common, medical]
 *
 * Only `auditor-policy` must be there; the others default as below.
 */
enum {
    GATE_MAX_AGE_DAYS = 365
}; /* of a dossier, unless the policy says */

struct gate_policy {
    enum verdict least_verdict; /* VERDICT_FIT unless the file says */
    int64_t max_age_days;
    bool allow_trial;         /* false */
    bool forbid_waivers;      /* false */
    const struct span *packs; /* rule packs that must have been applied */
    size_t pack_count;
};

void gate_policy_default(struct gate_policy *out);

/* ERR_INPUT with the line for an unknown key or a value of another kind. */
MUST_CHECK bool gate_policy_load(struct arena *arena, struct span yaml,
    struct gate_policy *out, struct err *err);

#endif
