#include "seal/holder.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

enum {
    DER_SEQUENCE_TAG = 0x30,
    WHAT_BYTES = 640, /* a prompt with a path in it */
};

/* What a PEM reader calls back with. */
struct asking {
    const struct holder *holder;
    struct err *err;
    bool asked;
};

/* The passphrase in memory that is locked, left out of cores, and wiped by
   forget(). NULL with err when there is none. */
static struct seal_secret *
ask(const struct holder *holder, struct err *err)
{
    char what[WHAT_BYTES];
    struct seal_secret *secret = OPENSSL_secure_zalloc(sizeof *secret);

    BIO_snprintf(what, sizeof what, "passphrase of '%s'", holder->request->key);
    if (secret == NULL) {
        err_set(err, ERR_SYSTEM, "cannot set memory apart for a passphrase");
    } else if (!holder_secret(holder, what, secret, err)) {
        OPENSSL_secure_clear_free(secret, sizeof *secret);
        secret = NULL;
    }
    return secret;
}

static void
forget(struct seal_secret *secret)
{
    OPENSSL_secure_clear_free(secret, sizeof *secret);
}

static void
wrong_passphrase(const struct holder *holder, struct err *err)
{
    err_set(err, ERR_USAGE,
        "cannot open the key file '%s': the passphrase is not the right one",
        holder->request->key);
}

static int
answer_pem(char *buffer, int size, int writing, void *context)
{
    struct asking *asking = context;
    struct seal_secret *secret = ask(asking->holder, asking->err);
    int length = -1;

    (void)writing;
    asking->asked = true;
    if (secret != NULL && secret->len <= (size_t)size) {
        memcpy(buffer, secret->bytes, secret->len); /* wiped by libcrypto */
        length = (int)secret->len;
    }
    forget(secret);
    return length;
}

static bool
pem_bids(const char *key, struct span bytes)
{
    (void)key;
    (void)bytes;
    return true;
}

static bool
pem_open(struct holder *holder, struct span bytes, struct err *err)
{
    struct asking asking = {holder, err, false};
    BIO *bio = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);

    holder->pkey =
        bio == NULL ? NULL
                    : PEM_read_bio_PrivateKey(bio, NULL, answer_pem, &asking);
    BIO_free(bio);
    ERR_clear_error();
    if (holder->pkey == NULL && err->code != ERR_NONE) {
        return false;
    }
    if (holder->pkey == NULL && asking.asked) {
        wrong_passphrase(holder, err);
        return false;
    }
    if (holder->pkey == NULL) {
        err_set(err, ERR_INPUT,
            "cannot read the key file '%s': it holds no PEM private key and is "
            "no PKCS#12 file",
            holder->request->key);
        return false;
    }
    if (holder->request->cert_path == NULL &&
        !key_parse_certs(bytes, holder->certs, KEY_CHAIN_CERTS)) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': it holds no certificates, give --cert",
            holder->request->key);
        return false;
    }
    return true;
}

static bool
pkcs12_bids(const char *key, struct span bytes)
{
    (void)key;
    return bytes.len > 0 && (unsigned char)bytes.ptr[0] == DER_SEQUENCE_TAG;
}

/*
 * No passphrase is written as none or as an empty one; only when neither is
 * it, somebody is asked, and `*out` is what they gave.
 */
static bool
unlock(const struct holder *holder, PKCS12 *file, const char **passphrase_out,
    struct seal_secret **out, struct err *err)
{
    if (PKCS12_verify_mac(file, NULL, 0) == 1) {
        return true;
    }
    *passphrase_out = "";
    if (PKCS12_verify_mac(file, "", 0) == 1) {
        return true;
    }
    *out = ask(holder, err);
    if (*out == NULL) {
        return false;
    }
    *passphrase_out = (*out)->bytes;
    if (PKCS12_verify_mac(file, (*out)->bytes, (int)(*out)->len) != 1) {
        wrong_passphrase(holder, err);
        return false;
    }
    return true;
}

/* Its own certificate first, then all others. */
static bool
keep_certs(struct holder *holder, X509 *own, const STACK_OF(X509) * others)
{
    if (own == NULL) {
        return true;
    }
    if (sk_X509_num(others) >= KEY_CERTS || X509_up_ref(own) != 1 ||
        sk_X509_push(holder->certs, own) <= 0) {
        return false;
    }
    for (int i = 0; i < sk_X509_num(others); i++) {
        X509 *cert = sk_X509_value(others, i);
        if (X509_up_ref(cert) != 1 || sk_X509_push(holder->certs, cert) <= 0) {
            return false;
        }
    }
    return true;
}

/*
 * Most files that are older than OpenSSL 3 have their certificates in a cipher
 * that only the provider of old ones still knows.
 */
static bool
parse(struct holder *holder, PKCS12 *file, const char *passphrase, X509 **own,
    STACK_OF(X509) * *others)
{
    if (PKCS12_parse(file, passphrase, &holder->pkey, own, others) == 1) {
        return holder->pkey != NULL;
    }
    OSSL_PROVIDER *old =
        OSSL_PROVIDER_try_load(NULL, "legacy", /* retain_fallbacks */ 1);
    return old != NULL &&
           PKCS12_parse(file, passphrase, &holder->pkey, own, others) == 1 &&
           holder->pkey != NULL;
}

static bool
pkcs12_open(struct holder *holder, struct span bytes, struct err *err)
{
    bool ok = false;
    const char *path = holder->request->key;
    const char *passphrase = NULL;
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    PKCS12 *file = d2i_PKCS12(NULL, &at, (long)bytes.len);
    struct seal_secret *secret = NULL;
    X509 *own = NULL;
    STACK_OF(X509) *others = NULL;

    if (file == NULL || at != (const unsigned char *)bytes.ptr + bytes.len ||
        PKCS12_mac_present(file) != 1) {
        err_set(err, ERR_INPUT,
            "cannot read the key file '%s': it is no PEM file and no PKCS#12 "
            "file with a passphrase check",
            path);
        goto out;
    }
    if (!unlock(holder, file, &passphrase, &secret, err)) {
        goto out;
    }
    if (!parse(holder, file, passphrase, &own, &others)) {
        err_set(err, ERR_INPUT,
            "cannot read the key file '%s': it holds no private key, or in a "
            "cipher that OpenSSL does not know",
            path);
        goto out;
    }
    ok = keep_certs(holder, own, others);
    if (!ok) {
        err_set(err, ERR_LIMIT,
            "cannot read the key file '%s': over %d certificates", path,
            KEY_CERTS);
    }
out:
    ERR_clear_error();
    forget(secret);
    sk_X509_pop_free(others, X509_free);
    X509_free(own);
    PKCS12_free(file);
    return ok;
}

static bool
file_sign(struct holder *holder, const struct key_question *question,
    struct text *out, struct err *err)
{
    bool ok = false;
    unsigned char value[KEY_SIGNATURE_BYTES];
    size_t length = sizeof value;
    EVP_PKEY_CTX *context = NULL;

    if (key_kind_of(holder->pkey) != key_kind_plain(question->kind)) {
        return true; /* it is not the key of the certificate */
    }
    context = EVP_PKEY_CTX_new(holder->pkey, NULL);
    if (context == NULL || EVP_PKEY_sign_init(context) != 1 ||
        EVP_PKEY_CTX_set_signature_md(context, key_digest(question->kind)) !=
            1 ||
        !key_set_padding(context, question->kind) ||
        EVP_PKEY_sign(context, value, &length,
            (const unsigned char *)question->digest.ptr,
            question->digest.len) != 1) {
        key_error(err, ERR_SYSTEM, "cannot sign");
        goto out;
    }
    text_put(out, (struct span){(const char *)value, length});
    ok = true;
out:
    EVP_PKEY_CTX_free(context);
    return ok;
}

static void
file_close(struct holder *holder)
{
    EVP_PKEY_free(holder->pkey); /* libcrypto wipes the secret numbers */
    holder->pkey = NULL;
}

const struct holder_form holder_pem = {
    pem_bids, pem_open, file_sign, file_close};
const struct holder_form holder_pkcs12 = {
    pkcs12_bids, pkcs12_open, file_sign, file_close};
