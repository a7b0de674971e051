#ifndef SEAL_HOLDER_H
#define SEAL_HOLDER_H

#include "base/err.h"
#include "base/text.h"
#include "seal/key.h"
#include "seal/seal.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

/*
 * The work of the process that holds a private key: open it in one of its
 * forms, give values for digests. Nothing else runs there, and nothing of an
 * audit is ever read there.
 */
struct holder_token;

struct holder {
    const struct seal_key_request *request;
    const struct holder_form *form; /* NULL: not open */
    STACK_OF(X509) * certs;         /* that came with the key, its own first */
    EVP_PKEY *pkey;                 /* of a file */
    struct holder_token *token;
};

/*
 * A form that a key can have. To add one: write holder_FORM.c and a row of
 * the table in holder.c.
 */
struct holder_form {
    bool (*bids)(const char *key, struct span bytes); /* of the file */
    bool (*open)(struct holder *holder, struct span bytes, struct err *err);
    /* As key_ask says. */
    bool (*sign)(struct holder *holder, const struct key_question *question,
        struct text *out, struct err *err);
    void (*close)(struct holder *holder);
};

extern const struct holder_form holder_pem;    /* takes what no other does */
extern const struct holder_form holder_pkcs12; /* RFC 7292 */
extern const struct holder_form holder_pkcs11; /* a URI, no file */

/* Does the key lie on a token? Then its driver needs the system. */
bool holder_is_token(const char *key);

/* Refuses a URI with a PIN in it, before anything quotes it. */
MUST_CHECK bool holder_check_key(const char *key, struct err *err);

/* Ask for the passphrase. ERR_USAGE when there is none to be had. */
MUST_CHECK bool holder_secret(const struct holder *holder, const char *what,
    struct seal_secret *out, struct err *err);

/* How a struct key_question goes over the socket: no more of the digest than
   there is. */
struct holder_message {
    uint32_t kind; /* enum key_kind */
    char digest[EVP_MAX_MD_SIZE];
};

/* The three that a companion does: see base/companion.h. */
MUST_CHECK bool holder_open(void *context, struct text *certs, struct err *err);
MUST_CHECK bool holder_answer(
    void *context, struct span question, struct text *answer, struct err *err);
void holder_close(void *context);

#endif
