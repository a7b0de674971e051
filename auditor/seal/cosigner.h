#ifndef SEAL_COSIGNER_H
#define SEAL_COSIGNER_H

#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/proof.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A further signature on a sealed file, an approval or a counter-signature:
 * judged like the first one by a list of its own, whose result becomes the
 * two checks CHECK_COSIGNERS_* of the file.
 */
struct cosigner {
    struct checklist *own; /* its form and its value are judged already */
    bool sound;            /* and passed, all of them */
    X509 *signer;          /* NULL unless sound */
    STACK_OF(X509) * embedded;
    enum seal_role role;
    int64_t claimed_s;
    struct span token;          /* a time-stamp of its own, or empty */
    struct cms_content stamped; /* what that one covers */
    int64_t around_s;           /* it existed then, by what stands around it */
    bool stamped_around;        /* that is, by a time-stamp */
};

/*
 * Judge one, from the last to the first: with the trust and the material of
 * `file`, whose list is told. False only for ERR_SYSTEM, ERR_USAGE.
 */
MUST_CHECK bool cosigner_judge(const struct cosigner *cosigner,
    struct proof *file, struct seal_report *report, struct err *err);

/* After the last one: pass the checks if all of so many were judged. */
void cosigner_finish(
    struct checklist *list, const struct seal_report *report, size_t wanted);

#endif
