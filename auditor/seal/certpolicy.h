#ifndef SEAL_CERTPOLICY_H
#define SEAL_CERTPOLICY_H

#include "base/err.h"
#include "seal/checklist.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The one certificate policy, for XML and PDF alike. Only the anchors in the
 * trust file count, never those of the system. Sources: RFC 5280 section 6,
 * RFC 9336 (EKU documentSigning), EN 319 102-1 clause 5.2.6.
 */
struct certpolicy_request {
    X509 *signer;
    /*
     * The certificates that the file carries, leaf first: exactly the path
     * up to, and without, the anchor. One that the path does not need makes
     * CHECK_CERT_NEEDED refuse.
     */
    STACK_OF(X509) * embedded;
    const struct seal_verify_request *verify; /* trust, CRL, time */
    int64_t claimed_s; /* signing time that the signer claims; 0 = none */
};

/*
 * Run all checks CHECK_CLAIMED_TIME and CHECK_CERT_*. False only when nothing
 * could be judged: the trust file or the named CRL file is unreadable
 * (ERR_USAGE) or memory is exhausted.
 */
MUST_CHECK bool certpolicy_check(const struct certpolicy_request *request,
    struct checklist *list, struct err *err);

#endif
