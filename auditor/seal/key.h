#ifndef SEAL_KEY_H
#define SEAL_KEY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/seal.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

/* Inside seal/: what the XML and the PDF signer need of a key. */
enum {
    KEY_CHAIN_CERTS = 8,        /* certificates in a chain file at most */
    KEY_SIGNATURE_BYTES = 2048, /* RSA-16384: the largest signature */
    KEY_RSA_BITS = 3072,        /* the least for a signer */
};

/* A kind of key, and the way in which it signs. */
enum key_kind {
    KEY_UNSUITABLE, /* zero refuses */
    KEY_RSA,        /* PKCS#1 v1.5 with SHA-256 */
    KEY_P256,       /* ECDSA with SHA-256 */
    KEY_P384,       /* ECDSA with SHA-384 */
    KEY_RSA_PSS,    /* the other way of KEY_RSA: RSASSA-PSS with SHA-256, MGF1
                       with the same, and a salt as long as the digest */
    KEY_KINDS,
};

/*
 * Which of the accepted kinds is it, in its usual way: never KEY_RSA_PSS.
 * Sizes and named curves are checked.
 */
enum key_kind key_kind_of(EVP_PKEY *pkey);
enum key_kind key_kind(const struct seal_key *key);

/* Borrowed from the key. */
X509 *key_signer(const struct seal_key *key);
/*
 * The certificates to embed, leaf first, without a self-signed root: the
 * verifier has that one.
 */
STACK_OF(X509) * key_chain(const struct seal_key *key);

/* What the process that holds the private key is asked. */
struct key_question {
    enum key_kind kind; /* how to sign */
    struct span digest; /* that goes with the kind */
};

/*
 * The value that the private key gives, as it gives it and unverified: PKCS#1
 * v1.5, or ECDSA as DER. Empty when the key is of another kind.
 */
MUST_CHECK bool key_ask(struct arena *arena, const struct seal_key *key,
    const struct key_question *question, struct span *value_out,
    struct err *err);

enum {
    KEY_CERTS = 32 /* that may come with a key, of a chain or not */
};

/* PEM certificates until the end, at most `most`; false when none is there. */
MUST_CHECK bool key_parse_certs(
    struct span pem, STACK_OF(X509) * certs, int most);
/* All of them, DER, one after the other. */
MUST_CHECK bool key_put_certs(
    STACK_OF(X509) * certs, struct text *out, struct err *err);

/* KEY_RSA for KEY_RSA_PSS, and each other kind for itself. */
enum key_kind key_kind_plain(enum key_kind kind);
/* The padding of RSA; the salt of PSS is as long as the digest, no other. */
MUST_CHECK bool key_set_padding(EVP_PKEY_CTX *context, enum key_kind kind);

/* The digest that goes with the kind; NULL for KEY_UNSUITABLE. */
const EVP_MD *key_digest(enum key_kind kind);

/*
 * Sign `bytes`: PKCS#1 v1.5, or ECDSA as DER (SEQUENCE of r and s), s in the
 * lower half of the order so that one message has no second valid form. What
 * the certificate does not verify is never handed out (ERR_TRUST): a fault of
 * the key's hardware, or another key.
 */
MUST_CHECK bool seal_key_sign(struct arena *arena, const struct seal_key *key,
    struct span bytes, struct span *signature_out, struct err *err);
/* In the way that `kind` names, which is one of the key's. */
MUST_CHECK bool key_sign_as(struct arena *arena, const struct seal_key *key,
    enum key_kind kind, struct span bytes, struct span *signature_out,
    struct err *err);

/* ECDSA: r and s side by side, each as long as the order (RFC 4050). */
MUST_CHECK bool key_ecdsa_raw(struct arena *arena, enum key_kind kind,
    struct span der, struct span *raw_out, struct err *err);
MUST_CHECK bool key_ecdsa_der(struct arena *arena, enum key_kind kind,
    struct span raw, struct span *der_out, struct err *err);
/* Is it minimal DER with s in the lower half? Always true for RSA. */
bool key_signature_canonical(enum key_kind kind, struct span signature);

/* Does the signature (ECDSA as DER) verify? False for every error. */
bool key_verify(
    EVP_PKEY *pkey, enum key_kind kind, struct span bytes, struct span sig);

/*
 * Subject of a certificate made by `keygen` for trying out: this organisation
 * and this unit, once each.
 */
#define KEY_TRIAL_ORGANIZATION "auditor trial key"
#define KEY_TRIAL_UNIT         "not for production"
bool key_cert_is_trial(const X509 *cert);

/* The subject on one line, RFC 2253 order and escapes, in the arena. */
MUST_CHECK bool key_cert_subject(
    struct arena *arena, const X509 *cert, const char **out, struct err *err);
/* The whole certificate as DER, in the arena. */
MUST_CHECK bool key_cert_der(
    struct arena *arena, const X509 *cert, struct span *out, struct err *err);

/* Whole seconds since 1970; a fraction is cut off. False when malformed. */
MUST_CHECK bool key_time(const ASN1_TIME *time, int64_t *out_s);

/*
 * Record an error of libcrypto with its own reason behind `what`, and empty
 * its queue.
 */
void key_error(struct err *err, enum err_code code, const char *what);

#endif
