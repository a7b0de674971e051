#ifndef SEAL_TIMESTAMP_H
#define SEAL_TIMESTAMP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/cms.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Time-stamp tokens: an authority's signed word that a digest existed at a
 * time. Sources: RFC 3161, RFC 5816 (ESSCertIDv2), EN 319 422.
 *
 * Accepted: one signer, SHA-256, SHA-384 or SHA-512 throughout, the signing
 * certificate inside and bound by signing-certificate-v2, no unsigned
 * attribute, DER in its one form.
 */
enum {
    TIMESTAMP_BYTES = 32 * 1024 /* a token with three certificates: 5 kB */
};

struct timestamp {
    int64_t at_s; /* when the content existed at the latest: rounded up */
    X509 *signer; /* borrowed from the next */
    STACK_OF(X509) * certificates; /* owned, the signer's first */
};

void timestamp_release(struct timestamp *timestamp);

/* Ask the authority at `url`, with SHA-256, and check the reply. */
MUST_CHECK bool timestamp_fetch(struct arena *arena, const char *url,
    const struct cms_content *content, struct span *token_out, struct err *err);

/*
 * Is this a token over that content, signed by the key of the certificate
 * that it carries? Whether that one is trusted is for the certificate policy.
 * False with ERR_INPUT and the reason when it is not; ERR_SYSTEM when it
 * could not be judged.
 */
MUST_CHECK bool timestamp_read(struct span token,
    const struct cms_content *content, struct timestamp *out, struct err *err);

/*
 * Does the token, whoever signed it, stamp a digest of that content? What it
 * stamps else was changed; what timestamp_read refuses besides need not be.
 */
bool timestamp_stamps(struct span token, const struct cms_content *content);

#endif
