#ifndef SEAL_DESCRIBE_H
#define SEAL_DESCRIBE_H

#include "base/arena.h"
#include "base/err.h"
#include "seal/material.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>

/*
 * Who a certificate names, as UTF-8 in the arena. A name with two of a kind
 * would let its owner choose which one is read, so it has none of that kind.
 */

/* Fill what `report` tells of the signer. */
MUST_CHECK bool describe_signer(struct arena *arena, const X509 *signer,
    struct seal_report *report, struct err *err);

/*
 * Fill the path of a signer that the policy trusts, out of the paths that were
 * found with `material`; an anchor that is the signer has none.
 */
MUST_CHECK bool describe_path(struct arena *arena, struct material *material,
    X509 *signer, struct seal_report *report, struct err *err);

/* Its common name, or else its whole subject. */
MUST_CHECK bool describe_certificate(
    struct arena *arena, const X509 *cert, const char **out, struct err *err);

#endif
