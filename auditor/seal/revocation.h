#ifndef SEAL_REVOCATION_H
#define SEAL_REVOCATION_H

#include "base/err.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>

/* Revocation lists come from a file that the user names, never a network. */
#define REVOCATION_BYTES ((size_t)16 << 20) /* large authorities: a few MB */

/*
 * The lists of the request: `crl_path`, or the file beside the trust file
 * with ending .crl; none is no error. Owned by the caller.
 */
MUST_CHECK bool revocation_lists(const struct seal_verify_request *request,
    STACK_OF(X509_CRL) * *out, struct err *err);

/* Has the list a nextUpdate and a digest that is accepted? */
bool revocation_sound(const X509_CRL *list);

#endif
