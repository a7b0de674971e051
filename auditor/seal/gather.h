#ifndef SEAL_GATHER_H
#define SEAL_GATHER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/material.h"
#include "seal/seal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Gather what a reader in ten years needs to validate the paths that were
 * found: their certificates without the anchors, and for each an OCSP answer
 * or a revocation list. Asked is, in this order: the OCSP responder and the
 * distribution point that the certificate names, then the lists of the user.
 * Every reply is verified before it is kept. Sources: RFC 5280 4.2.1.13 and
 * 4.2.2.1, RFC 6960.
 */
enum {
    GATHER_ITEMS = 64
};

struct gathered {
    struct span items[GATHER_ITEMS]; /* DER, in the arena */
    enum material_kind kinds[GATHER_ITEMS];
    size_t count;
};

/* What `material` has already is left out. ERR_INPUT when nothing covers a
 * certificate. */
MUST_CHECK bool gather(struct arena *arena, const struct material *material,
    const struct seal_verify_request *verify, struct gathered *out,
    struct err *err);

#endif
