#ifndef SEAL_CERTPOLICY_H
#define SEAL_CERTPOLICY_H

#include "base/err.h"
#include "seal/checklist.h"
#include "seal/material.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The one certificate policy, for XML and PDF alike. Only the anchors in the
 * trust file count, never those of the system. Sources: RFC 5280 section 6,
 * RFC 9336 (EKU documentSigning), RFC 3161 section 2.3 (EKU timeStamping),
 * EN 319 102-1 clauses 5.2.6 and 5.6.2.
 */
enum certpolicy_role {
    CERTPOLICY_SIGNER,    /* of documents */
    CERTPOLICY_TIMESTAMP, /* of time-stamps */
};

struct certpolicy_request {
    enum certpolicy_role role;
    X509 *signer;
    /*
     * The certificates that the signature carries, leaf first: exactly the
     * path up to, and without, the anchor. One that the path does not need
     * makes CHECK_CERT_NEEDED refuse. A time-stamp may carry fewer, and the
     * anchor.
     */
    STACK_OF(X509) * embedded;
    /* What the file carries besides for validating; may be NULL. */
    struct material *material;
    const struct seal_verify_request *verify; /* trust, CRL */
    int64_t at_s;                             /* validation time */
    int64_t proven_s;  /* when the signature is proven to have existed, at the
                          latest; at_s when nothing earlier is proven */
    int64_t claimed_s; /* signing time that the signer claims; 0 = none */
};

/*
 * Run all checks CHECK_CLAIMED_TIME and CHECK_CERT_*. A path that is good at
 * the validation time passes. Else one that was good at the proven time does,
 * unless a revocation took effect before that. False only when nothing could
 * be judged: the trust file or the named CRL file is unreadable (ERR_USAGE) or
 * memory is exhausted.
 */
MUST_CHECK bool certpolicy_check(const struct certpolicy_request *request,
    struct checklist *list, struct err *err);

/* Did all of them pass? */
bool certpolicy_passed(const struct checklist *list);

#endif
