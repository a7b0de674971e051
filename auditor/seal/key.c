#include "seal/key.h"
#include "base/companion.h"
#include "base/file.h"
#include "seal/holder.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum {
    CHAIN_FILE_BYTES = 64 * 1024, /* eight certificates */
    CHALLENGE_BYTES = 32,
};
#define OPEN_BYTES ((size_t)4 << 20) /* certificates and one signature */

struct seal_key {
    struct companion holder; /* of the private key: it is not here */
    STACK_OF(X509) * chain;  /* leaf first, no self-signed root */
    enum key_kind kind;
};

void
key_error(struct err *err, enum err_code code, const char *what)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());

    if (reason == NULL) {
        err_set(err, code, "%s", what);
    } else {
        err_set(err, code, "%s: %s", what, reason);
    }
    ERR_clear_error();
}

/* A certificate is not encrypted: never ask for a passphrase of one. */
static int
no_passphrase(char *buffer, int size, int writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

bool
key_parse_certs(struct span pem, STACK_OF(X509) * certs, int most)
{
    BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    X509 *cert = NULL;
    bool ok = bio != NULL;

    while (ok) {
        cert = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL);
        if (cert == NULL) {
            unsigned long error = ERR_peek_last_error();
            ok = ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
            break;
        }
        ok = sk_X509_num(certs) < most && sk_X509_push(certs, cert) > 0;
        if (!ok) {
            X509_free(cert);
        }
    }
    ERR_clear_error();
    BIO_free(bio);
    return ok && sk_X509_num(certs) > 0;
}

static bool
load_chain(const char *path, STACK_OF(X509) * chain, struct err *err)
{
    struct arena arena;
    struct span pem;
    bool ok = false;

    arena_init(&arena, 4 * (size_t)CHAIN_FILE_BYTES);
    if (!file_read(&arena, path, CHAIN_FILE_BYTES, &pem, err)) {
        goto out;
    }
    if (!key_parse_certs(pem, chain, KEY_CHAIN_CERTS)) {
        err_set(err, ERR_INPUT,
            "cannot read the certificate file '%s': want 1 to %d PEM "
            "certificates, the signer's first",
            path, KEY_CHAIN_CERTS);
        goto out;
    }
    ok = true;
out:
    arena_release(&arena);
    return ok;
}

/*
 * Each certificate must have signed the one before it. A self-signed root at
 * the end is dropped: the verifier trusts its own copy or none.
 */
static bool
order_chain(const char *path, STACK_OF(X509) * chain, struct err *err)
{
    int count = sk_X509_num(chain);

    for (int i = 0; i + 1 < count; i++) {
        X509 *child = sk_X509_value(chain, i);
        X509 *issuer = sk_X509_value(chain, i + 1);
        if (X509_check_issued(issuer, child) != X509_V_OK ||
            X509_verify(child, X509_get0_pubkey(issuer)) != 1) {
            ERR_clear_error();
            err_set(err, ERR_INPUT,
                "cannot use the certificate file '%s': certificate %d did "
                "not issue certificate %d",
                path, i + 2, i + 1);
            return false;
        }
    }
    if (count > 1 && X509_self_signed(sk_X509_value(chain, count - 1), 0)) {
        X509_free(sk_X509_pop(chain));
    }
    return true;
}

enum key_kind
key_kind_of(EVP_PKEY *pkey)
{
    char group[32] = "";
    size_t length = 0;

    if (pkey == NULL) {
        return KEY_UNSUITABLE;
    }
    if (EVP_PKEY_is_a(pkey, "RSA")) {
        BIGNUM *exponent = NULL;
        bool fits = EVP_PKEY_get_bits(pkey) >= KEY_RSA_BITS &&
                    EVP_PKEY_get_bits(pkey) <= 8 * KEY_SIGNATURE_BYTES &&
                    EVP_PKEY_get_bn_param(
                        pkey, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 &&
                    BN_is_odd(exponent) && BN_num_bits(exponent) >= 17;
        BN_free(exponent);
        return fits ? KEY_RSA : KEY_UNSUITABLE;
    }
    if (!EVP_PKEY_is_a(pkey, "EC") ||
        EVP_PKEY_get_group_name(pkey, group, sizeof group, &length) != 1) {
        ERR_clear_error();
        return KEY_UNSUITABLE;
    }
    if (strcmp(group, "prime256v1") == 0) {
        return KEY_P256;
    }
    return strcmp(group, "secp384r1") == 0 ? KEY_P384 : KEY_UNSUITABLE;
}

static bool
check_kind(const char *name, const STACK_OF(X509) * chain, enum key_kind *out,
    struct err *err)
{
    EVP_PKEY *pkey = X509_get0_pubkey(sk_X509_value(chain, 0));
    enum key_kind kind = key_kind_of(pkey);

    if (EVP_PKEY_is_a(pkey, "RSA-PSS")) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': it is a key for RSASSA-PSS alone, and XML "
            "cannot be signed so; want an RSA key for any padding",
            name);
        return false;
    }
    if (kind == KEY_UNSUITABLE) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': want RSA of %d bits or more, P-256 or "
            "P-384",
            name, KEY_RSA_BITS);
        return false;
    }
    *out = kind;
    return true;
}

/* The certificate of the pool that issued `child`; NULL: none, or itself. */
static X509 *
find_issuer(const STACK_OF(X509) * pool, X509 *child)
{
    for (int i = 0; i < sk_X509_num(pool); i++) {
        X509 *issuer = sk_X509_value(pool, i);
        if (X509_self_signed(issuer, 0) != 1 &&
            X509_check_issued(issuer, child) == X509_V_OK &&
            X509_verify(child, X509_get0_pubkey(issuer)) == 1) {
            return issuer;
        }
    }
    return NULL;
}

/* What came with the key, in any order but its own first, as a chain. */
static bool
link_chain(const STACK_OF(X509) * pool, STACK_OF(X509) * chain)
{
    X509 *next = sk_X509_value(pool, 0);

    while (next != NULL && sk_X509_num(chain) < KEY_CHAIN_CERTS) {
        if (X509_up_ref(next) != 1 || sk_X509_push(chain, next) <= 0) {
            return false;
        }
        next = X509_self_signed(next, 0) == 1 ? NULL : find_issuer(pool, next);
    }
    ERR_clear_error();
    return true;
}

static bool
take_chain(
    const char *name, struct span der, STACK_OF(X509) * chain, struct err *err)
{
    bool ok = false;
    const unsigned char *at = (const unsigned char *)der.ptr;
    const unsigned char *end = at + der.len;
    STACK_OF(X509) *pool = sk_X509_new_null();
    X509 *cert = NULL;

    if (der.len == 0) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': no certificate came with it, give --cert",
            name);
        goto out;
    }
    while (at < end && sk_X509_num(pool) < KEY_CERTS) {
        cert = d2i_X509(NULL, &at, (long)(end - at));
        if (cert == NULL || sk_X509_push(pool, cert) <= 0) {
            X509_free(cert);
            key_error(err, ERR_INPUT, "cannot read a certificate of the key");
            goto out;
        }
    }
    ok = link_chain(pool, chain);
    if (!ok) {
        key_error(err, ERR_SYSTEM, "cannot keep a certificate");
    }
out:
    sk_X509_pop_free(pool, X509_free);
    return ok;
}

/* Start the process that holds the key, and complete the chain from it. */
static bool
start(struct seal_key *key, const struct seal_key_request *request,
    struct arena *arena, struct err *err)
{
    struct holder holder = {.request = request};
    const struct companion_job job = {
        .name = "the process that holds the key",
        .open = holder_open,
        .answer = holder_answer,
        .close = holder_close,
        .context = &holder,
        .input_fd =
            request->passphrase.read == NULL ? -1 : request->passphrase.fd,
        .uses_system = holder_is_token(request->key),
    };
    struct span certs;

    return companion_start(&key->holder, &job, arena, &certs, err) &&
           (request->cert_path != NULL ||
               take_chain(request->key, certs, key->chain, err)) &&
           check_kind(request->key, key->chain, &key->kind, err);
}

/* It must be the key of the certificate: let it sign something to see. */
static bool
prove(const struct seal_key *key, const struct seal_key_request *request,
    struct arena *arena, struct err *err)
{
    char challenge[CHALLENGE_BYTES + 1] = "auditor: is this the key?";
    struct span signature;
    struct err why = {0};

    if (seal_key_sign(arena, key, (struct span){challenge, sizeof challenge},
            &signature, &why)) {
        return true;
    }
    if (why.code != ERR_TRUST) {
        *err = why;
    } else if (request->cert_path == NULL) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': it is not the key of the certificate that "
            "came with it",
            request->key);
    } else {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': it is not the key of the first "
            "certificate in '%s'",
            request->key, request->cert_path);
    }
    return false;
}

bool
seal_key_open(const struct seal_key_request *request, struct seal_key **out,
    struct err *err)
{
    bool ok = false;
    struct arena arena;
    struct seal_key *key = OPENSSL_zalloc(sizeof *key);

    arena_init(&arena, OPEN_BYTES);
    if (key == NULL || (key->chain = sk_X509_new_null()) == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a key");
        goto out;
    }
    key->holder = COMPANION_NONE;
    if (!holder_check_key(request->key, err)) {
        goto out;
    }
    /* Certificates first: nobody is asked for a passphrase in vain. */
    if (request->cert_path != NULL &&
        (!load_chain(request->cert_path, key->chain, err) ||
            !check_kind(request->key, key->chain, &key->kind, err) ||
            !order_chain(request->cert_path, key->chain, err))) {
        goto out;
    }
    if (!start(key, request, &arena, err) ||
        !prove(key, request, &arena, err)) {
        goto out;
    }
    *out = key;
    key = NULL;
    ok = true;
out:
    seal_key_close(key);
    arena_release(&arena);
    return ok;
}

void
seal_key_close(struct seal_key *key)
{
    if (key == NULL) {
        return;
    }
    companion_stop(&key->holder);
    sk_X509_pop_free(key->chain, X509_free);
    OPENSSL_free(key);
}

bool
key_ask(struct arena *arena, const struct seal_key *key,
    const struct key_question *question, struct span *value_out,
    struct err *err)
{
    struct holder_message message = {.kind = (uint32_t)question->kind};
    size_t length = question->digest.len;

    assert(length <= sizeof message.digest);
    memcpy(message.digest, question->digest.ptr, length);
    return companion_ask(&key->holder, arena,
        (struct span){(const char *)&message,
            offsetof(struct holder_message, digest) + length},
        value_out, err);
}

enum key_kind
key_kind(const struct seal_key *key)
{
    return key->kind;
}

X509 *
key_signer(const struct seal_key *key)
{
    return sk_X509_value(key->chain, 0);
}

STACK_OF(X509) * key_chain(const struct seal_key *key)
{
    return key->chain;
}

/* Does the subject hold exactly one entry of that kind, with that value? */
static bool
name_has(const X509_NAME *name, int nid, const char *value)
{
    int at = X509_NAME_get_index_by_NID(name, nid, -1);
    const ASN1_STRING *entry;

    if (at < 0 || X509_NAME_get_index_by_NID(name, nid, at) >= 0) {
        return false;
    }
    entry = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    return ASN1_STRING_length(entry) == (int)strlen(value) &&
           memcmp(ASN1_STRING_get0_data(entry), value, strlen(value)) == 0;
}

bool
key_cert_is_trial(const X509 *cert)
{
    const X509_NAME *name = X509_get_subject_name(cert);

    return name_has(name, NID_organizationName, KEY_TRIAL_ORGANIZATION) &&
           name_has(name, NID_organizationalUnitName, KEY_TRIAL_UNIT);
}

bool
seal_key_is_rsa(const struct seal_key *key)
{
    return key->kind == KEY_RSA;
}

bool
seal_key_is_trial(const struct seal_key *key)
{
    return key_cert_is_trial(key_signer(key));
}

bool
key_cert_subject(
    struct arena *arena, const X509 *cert, const char **out, struct err *err)
{
    bool ok = false;
    BIO *bio = BIO_new(BIO_s_mem());
    char *data = NULL;
    long length = 0;
    char *copy = NULL;

    if (bio == NULL || X509_NAME_print_ex(bio, X509_get_subject_name(cert), 0,
                           XN_FLAG_RFC2253) < 0) {
        key_error(err, ERR_SYSTEM, "cannot print a certificate's subject");
        goto out;
    }
    length = BIO_get_mem_data(bio, &data);
    copy = span_string(arena, (struct span){data, (size_t)length}, err);
    if (copy == NULL) {
        goto out;
    }
    *out = copy;
    ok = true;
out:
    BIO_free(bio);
    return ok;
}

bool
key_time(const ASN1_TIME *time, int64_t *out_s)
{
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0;
    int seconds = 0;
    bool ok = epoch != NULL && time != NULL && ASN1_TIME_check(time) == 1 &&
              ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 && days >= 0;

    ASN1_TIME_free(epoch);
    if (ok)
        *out_s = (int64_t)days * 24 * 60 * 60 + seconds;
    return ok;
}

bool
key_put_certs(STACK_OF(X509) * certs, struct text *out, struct err *err)
{
    for (int i = 0; i < sk_X509_num(certs); i++) {
        unsigned char *der = NULL;
        int length = i2d_X509(sk_X509_value(certs, i), &der);
        if (length <= 0) {
            key_error(err, ERR_SYSTEM, "cannot encode a certificate");
            return false;
        }
        text_put(out, (struct span){(const char *)der, (size_t)length});
        OPENSSL_free(der);
    }
    return text_done(out, err);
}

bool
seal_key_put_certificates(
    const struct seal_key *key, struct text *out, struct err *err)
{
    return key_put_certs(key->chain, out, err);
}

bool
key_cert_der(
    struct arena *arena, const X509 *cert, struct span *out, struct err *err)
{
    int length = i2d_X509(cert, NULL);
    unsigned char *bytes =
        length <= 0 ? NULL : arena_alloc(arena, (size_t)length, err);
    unsigned char *end = bytes;

    if (bytes == NULL || i2d_X509(cert, &end) != length) {
        key_error(err, ERR_SYSTEM, "cannot encode a certificate");
        return false;
    }
    *out = (struct span){(const char *)bytes, (size_t)length};
    return true;
}
