#ifndef SEAL_PROOF_H
#define SEAL_PROOF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/certpolicy.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/material.h"
#include "seal/seal.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Proof of existence (EN 319 102-1, 5.6.2.3): time-stamps are judged from the
 * outermost to the innermost, each at the time that the one around it proves,
 * and the signature last.
 */
struct proof {
    const struct seal_verify_request *verify;
    struct material *material; /* may be NULL */
    struct checklist *list;
    int64_t at_s; /* what is yet to be judged existed then: the validation
                     time until a time-stamp proves an earlier one */
    size_t count; /* time-stamps judged */
    struct arena *arena;   /* owns the next */
    const char *authority; /* who proves `at_s`; NULL when nobody does */
    struct span token;     /* by this */
    /* Does the file itself bring what validates the paths of the time-stamps:
       of the outermost one, and of all behind it? */
    bool outermost_uncovered, other_uncovered;
    bool cosigner_unstamped; /* a further signature has no time-stamp */
};

/* What a file turned out to have behind its signature. */
struct proof_kept {
    bool material;     /* validation material */
    bool archive_last; /* the outermost time-stamp covers all that there is */
    X509 *signer;
};

/* Judge one token over that content. False only for ERR_SYSTEM, ERR_USAGE. */
MUST_CHECK bool proof_timestamp(struct proof *proof, struct span token,
    const struct cms_content *content, struct err *err);

/* After the last one: pass the checks that nothing refused. */
void proof_finish(const struct proof *proof);

/* Tell what time is proven, by whom: nothing unless a time-stamp proves one. */
void proof_tell(const struct proof *proof, struct seal_report *report);

/*
 * The level that the file has, given that all checks pass: EN 319 132-1 and
 * EN 319 142-1, clause 6. B-LT asks that the file alone validates every path,
 * and B-LTA the same but for that of the outermost time-stamp.
 */
enum seal_level proof_level(
    const struct proof *proof, const struct proof_kept *kept);

#endif
