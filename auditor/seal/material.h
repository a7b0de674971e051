#ifndef SEAL_MATERIAL_H
#define SEAL_MATERIAL_H

#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"

#include <openssl/ocsp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Validation material that a signed file carries: certificates, revocation
 * lists and OCSP answers. Nothing of it is trusted for being there: each is
 * judged by its own signature, and must have been of use, so that no byte of
 * it can be changed unseen. Sources: EN 319 142-1, 5.4.2; EN 319 132-1, 5.4.
 */
enum {
    MATERIAL_ITEMS = 64 /* of each kind */
};

struct material {
    STACK_OF(X509) * certificates;
    STACK_OF(X509_CRL) * lists;
    OCSP_RESPONSE *answers[MATERIAL_ITEMS];
    int answer_count;
    STACK_OF(X509) * paths; /* every certificate of a path that was found */
    bool certificate_used[MATERIAL_ITEMS];
    bool list_used[MATERIAL_ITEMS];
    bool answer_used[MATERIAL_ITEMS];
};

/* Owned: release. False on ERR_SYSTEM. */
MUST_CHECK bool material_open(struct material *out, struct err *err);
void material_release(struct material *material);

/*
 * Add an item in DER. False, with CHECK_MATERIAL refused, when it is not what
 * it should be in its one form, or is there already.
 */
enum material_kind {
    MATERIAL_CERTIFICATE,
    MATERIAL_LIST,
    MATERIAL_ANSWER,
};
bool material_add(struct material *material, enum material_kind kind,
    struct span der, struct checklist *list);

/* The path that was found uses these certificates: leaf first, then up. */
void material_use_path(struct material *material, STACK_OF(X509) * path);
/* The certificate of `paths` that issued this one; NULL for an anchor. */
X509 *material_issuer(const struct material *material, X509 *certificate);

/*
 * Has each certificate of the path from this one to its anchor, which must
 * have been found, a list or an answer here that says it is good?
 */
bool material_covers(struct material *material, X509 *certificate);

/* CHECK_MATERIAL: did everything turn out to be of use? */
void material_check(const struct material *material, struct checklist *list);

/* What an answer says of a certificate. */
enum material_status {
    MATERIAL_SILENT, /* none that can be relied on at that time */
    MATERIAL_GOOD,
    MATERIAL_REVOKED,
};

/* The time of interest, and whether a later word counts as well. */
struct material_time {
    int64_t at_s;
    bool later; /* the answer may be of a later time */
};

/*
 * Ask the answers about `certificate`, issued by `issuer`. `*revoked_s_out`
 * is when a revocation took effect. What helped is marked as used.
 */
enum material_status material_ask(struct material *material, X509 *certificate,
    X509 *issuer, struct material_time time, int64_t *revoked_s_out);

#endif
