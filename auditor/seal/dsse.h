#ifndef SEAL_DSSE_H
#define SEAL_DSSE_H

#include "seal/seal.h"

/*
 * Dead Simple Signing Envelope 1.0 (DSSE): JSON around a payload, with
 * signatures over its pre-authentication encoding. Ours holds one statement
 * of in-toto (attestation framework 1.0, envelope.md) and one signature.
 */
#define DSSE_TYPE "application/vnd.in-toto+json"

/* Append what is signed, so that neither part can be taken for the other. */
void dsse_put_signed(struct text *out, struct span type, struct span payload);

/* SHA-256 of the public key (SubjectPublicKeyInfo, DER), hexadecimal. */
MUST_CHECK bool dsse_key_id(struct arena *arena, const struct seal_key *key,
    const char **out, struct err *err);

#endif
