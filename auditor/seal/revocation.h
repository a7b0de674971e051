#ifndef SEAL_REVOCATION_H
#define SEAL_REVOCATION_H

#include "base/err.h"
#include "seal/checklist.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>

/* Revocation lists come from a file that the user names, never a network. */
#define REVOCATION_BYTES ((size_t)16 << 20) /* large authorities: a few MB */

/*
 * Add the lists of the request to the store: `crl_path`, or the file beside
 * the trust file with ending .crl. `*found_out` is false when there is none;
 * CHECK_CERT_REVOCATION is then refused. Lists that cannot be relied on (no
 * nextUpdate, weak digest) refuse it as well.
 */
MUST_CHECK bool revocation_load(const struct seal_verify_request *request,
    X509_STORE *store, struct checklist *list, bool *found_out,
    struct err *err);

#endif
