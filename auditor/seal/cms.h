#ifndef SEAL_CMS_H
#define SEAL_CMS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/key.h"
#include "seal/seal.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Detached CMS signatures (RFC 5652) of CAdES baseline B as PAdES wants them:
 * the signed attributes are content type, message digest and signing
 * certificate version 2, and no signing time, which stands in the PDF; also
 * the role of a signer that claims one. One unsigned attribute may be there: a
 * time-stamp over the signature value.
 * Sources: EN 319 142-1 clause 5.2 and 6.3, EN 319 122-1, RFC 5035.
 *
 * The whole value follows from the certificates, the digest and the signature
 * octets. So the verifier writes it again and compares: no byte of it can be
 * changed that neither the signature nor this comparison would notice.
 */

/* What is signed: two stretches of a file, one behind the other. */
struct cms_content {
    struct span before;
    struct span after;
};

/* Stamped when the signing names an authority. */
MUST_CHECK bool cms_sign(struct arena *arena,
    const struct seal_signing *signing, const struct cms_content *content,
    struct span *der_out, struct err *err);

/* What was found in a signature. Owned: release. */
struct cms_found {
    X509 *signer;              /* NULL when none was found; borrowed */
    STACK_OF(X509) * embedded; /* leaf first, then up the path */
    struct span value;         /* the signature value; in the arena */
    struct span digest;        /* of the content; in the arena */
    struct span timestamp;     /* the token over it, or empty; in the arena */
    enum seal_role role;       /* that the signer claims */
};
void cms_found_release(struct cms_found *found);

/*
 * Run all checks CHECK_CMS_*. The certificates and the time-stamp are handed
 * on for the policy; they are not trusted here. False only for ERR_SYSTEM.
 */
MUST_CHECK bool cms_check(struct arena *arena, struct span der,
    const struct cms_content *content, struct checklist *list,
    struct cms_found *out, struct err *err);

/* Inside cms*.c: all that a signature is made of. */
struct cms_parts {
    enum key_kind kind;
    const X509 *signer;
    const STACK_OF(X509) * certificates; /* with the signer's, any order */
    struct span digest;                  /* of the content */
    struct span signature;               /* empty: not yet signed */
    struct span timestamp;               /* a token over it, or empty */
    enum seal_role role;                 /* that the signer claims */
};
/* The signed attributes as they are signed: a SET. */
MUST_CHECK bool cms_attributes(struct arena *arena,
    const struct cms_parts *parts, struct span *out, struct err *err);
/* The signing-certificate-v2 value, which names the signer by digest. */
MUST_CHECK bool cms_signer_digest(
    struct arena *arena, const X509 *signer, struct span *out, struct err *err);
/*
 * The signer-attributes-v2 value: one claimed attribute, the title (function)
 * of the signer. EN 319 122-1, 5.2.6; ITU-T X.520, 6.4.1.
 */
MUST_CHECK bool cms_role(struct arena *arena, enum seal_role role,
    struct span *out, struct err *err);
#define CMS_ROLE_OID "0.4.0.19122.1.1"
/* The whole ContentInfo. */
MUST_CHECK bool cms_write(struct arena *arena, const struct cms_parts *parts,
    struct span *out, struct err *err);
/* The AlgorithmIdentifier of its signatures, DER; not of KEY_UNSUITABLE. */
struct span cms_signature_algorithm(enum key_kind kind);
/* The digest of the content that goes with the key. */
MUST_CHECK bool cms_digest(struct arena *arena, enum key_kind kind,
    const struct cms_content *content, struct span *out, struct err *err);

#endif
