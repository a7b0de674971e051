#ifndef SEAL_SIGNER_H
#define SEAL_SIGNER_H

#include "seal/certpolicy.h"
#include "seal/checklist.h"

#include <openssl/x509.h>
#include <stdbool.h>

/*
 * What a certificate must be to sign documents or time-stamps, beyond having a
 * valid path: path validation by purpose accepts servers, authorities and weak
 * keys. Sources: RFC 5280 section 4, RFC 9336, RFC 3161 section 2.3.
 */
void signer_check(
    X509 *signer, enum certpolicy_role role, struct checklist *list);

/* Is the certificate itself signed over SHA-256, SHA-384 or SHA-512? */
bool signer_digest_strong(X509 *cert);

#endif
