#include "seal/key.h"
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum {
    KEY_FILE_BYTES = 32 * 1024,   /* PEM of RSA-16384 is 13 kB */
    CHAIN_FILE_BYTES = 64 * 1024, /* eight certificates */
};

struct seal_key {
    EVP_PKEY *pkey;
    STACK_OF(X509) * chain; /* leaf first, no self-signed root */
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

/* The key has no passphrase by contract: never ask for one on a terminal. */
static int
no_passphrase(char *buffer, int size, int writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

/* Judged on the open descriptor, so that no rename can slip between. */
static bool
check_private(int fd, const char *path, struct err *err)
{
    struct stat about;

    if (fstat(fd, &about) != 0) {
        err_set_errno(err, "cannot examine the key file '%s'", path);
        return false;
    }
    if (about.st_uid != geteuid()) {
        err_set(err, ERR_USAGE,
            "cannot use the key file '%s': it belongs to another user", path);
        return false;
    }
    if ((about.st_mode & 077) != 0) {
        err_set(err, ERR_USAGE,
            "cannot use the key file '%s': others can reach it, want mode "
            "0600, has %04o",
            path, (unsigned)(about.st_mode & 07777));
        return false;
    }
    return true;
}

/* Read into memory that the caller wipes. */
static bool
read_secret(int fd, char *buffer, size_t size, size_t *length_out)
{
    size_t total = 0;

    while (total < size) {
        ssize_t got = read(fd, buffer + total, size - total);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            *length_out = total;
            return got == 0;
        }
        total += (size_t)got;
    }
    return false;
}

static bool
load_pkey(const char *path, EVP_PKEY **out, struct err *err)
{
    bool ok = false;
    char secret[KEY_FILE_BYTES];
    size_t length = 0;
    int64_t bytes = 0;
    int fd = -1;
    BIO *bio = NULL;

    if (!file_open(path, &fd, &bytes, err) || !check_private(fd, path, err)) {
        goto out;
    }
    if (!read_secret(fd, secret, sizeof secret, &length)) {
        err_set(err, ERR_INPUT,
            "cannot read the key file '%s': it is unreadable or over 32 KiB",
            path);
        goto out;
    }
    bio = BIO_new_mem_buf(secret, (int)length);
    *out = bio == NULL
               ? NULL
               : PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
    if (*out == NULL) {
        ERR_clear_error();
        err_set(err, ERR_INPUT,
            "cannot read the key file '%s': it holds no PEM private key "
            "without passphrase",
            path);
        goto out;
    }
    ok = true;
out:
    BIO_free(bio);
    OPENSSL_cleanse(secret, sizeof secret);
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

static bool
parse_chain(struct span pem, STACK_OF(X509) * chain)
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
        ok = sk_X509_num(chain) < KEY_CHAIN_CERTS &&
             sk_X509_push(chain, cert) > 0;
        if (!ok) {
            X509_free(cert);
        }
    }
    ERR_clear_error();
    BIO_free(bio);
    return ok && sk_X509_num(chain) > 0;
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
    if (!parse_chain(pem, chain)) {
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
check_pair(const char *key_path, const char *cert_path,
    const struct seal_key *key, struct err *err)
{
    if (EVP_PKEY_is_a(key->pkey, "RSA-PSS")) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': it is a key for RSASSA-PSS alone, and XML "
            "cannot be signed so; want an RSA key for any padding",
            key_path);
        return false;
    }
    if (key->kind == KEY_UNSUITABLE) {
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': want RSA of %d bits or more, P-256 or "
            "P-384",
            key_path, KEY_RSA_BITS);
        return false;
    }
    if (X509_check_private_key(sk_X509_value(key->chain, 0), key->pkey) != 1) {
        ERR_clear_error();
        err_set(err, ERR_USAGE,
            "cannot sign with '%s': it is not the key of the first "
            "certificate in '%s'",
            key_path, cert_path);
        return false;
    }
    return true;
}

bool
seal_key_open(const char *key_path, const char *cert_path,
    struct seal_key **out, struct err *err)
{
    bool ok = false;
    struct seal_key *key = OPENSSL_zalloc(sizeof *key);

    if (key == NULL || (key->chain = sk_X509_new_null()) == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a key");
        goto out;
    }
    if (!load_pkey(key_path, &key->pkey, err) ||
        !load_chain(cert_path, key->chain, err)) {
        goto out;
    }
    key->kind = key_kind_of(key->pkey);
    if (!check_pair(key_path, cert_path, key, err) ||
        !order_chain(cert_path, key->chain, err)) {
        goto out;
    }
    *out = key;
    key = NULL;
    ok = true;
out:
    seal_key_close(key);
    return ok;
}

void
seal_key_close(struct seal_key *key)
{
    if (key == NULL) {
        return;
    }
    EVP_PKEY_free(key->pkey); /* libcrypto wipes the secret numbers */
    sk_X509_pop_free(key->chain, X509_free);
    OPENSSL_clear_free(key, sizeof *key);
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

EVP_PKEY *
key_pkey(const struct seal_key *key)
{
    return key->pkey;
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
