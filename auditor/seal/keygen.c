#include "base/file.h"
#include "seal/key.h"

#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

enum {
    DAY_S = 24 * 60 * 60,
    TRIAL_DAYS = 90,
    SERIAL_RANDOM_BYTES = 16,
};

struct extension {
    int nid;
    const char *value; /* as in openssl's x509v3_config(5) */
};

static const struct extension ca_extensions[] = {
    {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    {NID_key_usage, "critical,keyCertSign,cRLSign"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
    {NID_undef, NULL},
};

static const struct extension signer_extensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
    /* documentSigning; and emailProtection, without which NSS 3.87 and so
       pdfsig of Debian 12 do not take a certificate for signing documents */
    {NID_ext_key_usage, "1.3.6.1.5.5.7.3.36,emailProtection"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
    {NID_undef, NULL},
};

/* One certificate to make; `issuer` NULL makes a self-signed one. */
struct template
{
    const char *common_name;
    const struct extension *extensions;
    EVP_PKEY *pkey;
    X509 *issuer;
    EVP_PKEY *issuer_pkey;
    int64_t now_s;
};

/* All that keygen makes. */
struct trial {
    EVP_PKEY *ca_pkey; /* used twice, then forgotten: never written */
    EVP_PKEY *signer_pkey;
    X509 *ca;
    X509 *signer;
    X509_CRL *crl;
};

static bool
set_random_serial(X509 *cert)
{
    unsigned char bytes[SERIAL_RANDOM_BYTES];
    BIGNUM *number = NULL;
    bool ok = false;

    if (RAND_bytes(bytes, sizeof bytes) != 1) {
        return false;
    }
    bytes[0] = (unsigned char)((bytes[0] & 0x7F) | 0x40); /* positive */
    number = BN_bin2bn(bytes, sizeof bytes, NULL);
    ok = number != NULL &&
         BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert)) != NULL;
    BN_free(number);
    return ok;
}

static bool
set_name(X509 *cert, const char *common_name)
{
    const struct {
        const char *field;
        const char *value;
    } entries[] = {
        {"O", KEY_TRIAL_ORGANIZATION},
        {"OU", KEY_TRIAL_UNIT},
        {"CN", common_name},
    };
    X509_NAME *name = X509_get_subject_name(cert);

    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        if (X509_NAME_add_entry_by_txt(name, entries[i].field, MBSTRING_UTF8,
                (const unsigned char *)entries[i].value, /* len= */ -1,
                /* loc= */ -1, /* set= */ 0) != 1) {
            return false;
        }
    }
    return true;
}

static bool
set_times(ASN1_TIME *before, ASN1_TIME *after, int64_t now_s)
{
    return ASN1_TIME_set(before, (time_t)(now_s - DAY_S)) != NULL &&
           ASN1_TIME_set(
               after, (time_t)(now_s + (int64_t)TRIAL_DAYS * DAY_S)) != NULL;
}

static bool
add_extensions(X509 *cert, X509 *issuer, const struct extension *extensions)
{
    X509V3_CTX context;

    X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    for (; extensions->value != NULL; extensions++) {
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(
            NULL, &context, extensions->nid, extensions->value);
        bool ok = extension != NULL && X509_add_ext(cert, extension, -1) == 1;
        X509_EXTENSION_free(extension);
        if (!ok) {
            return false;
        }
    }
    return true;
}

static X509 *
make_cert(const struct template *template)
{
    X509 *cert = X509_new();
    X509 *issuer = template->issuer == NULL ? cert : template->issuer;

    if (cert != NULL && X509_set_version(cert, X509_VERSION_3) == 1 &&
        set_random_serial(cert) && set_name(cert, template->common_name) &&
        X509_set_issuer_name(cert, X509_get_subject_name(issuer)) == 1 &&
        set_times(X509_getm_notBefore(cert), X509_getm_notAfter(cert),
            template->now_s) &&
        X509_set_pubkey(cert, template->pkey) == 1 &&
        add_extensions(cert, issuer, template->extensions) &&
        X509_sign(cert, template->issuer_pkey, EVP_sha256()) > 0) {
        return cert;
    }
    X509_free(cert);
    return NULL;
}

static bool
number_crl(X509_CRL *crl, X509 *ca)
{
    X509V3_CTX context;
    X509_EXTENSION *identifier = NULL;
    ASN1_INTEGER *number = ASN1_INTEGER_new();
    bool ok;

    X509V3_set_ctx(&context, ca, NULL, NULL, crl, 0);
    X509V3_set_ctx_nodb(&context);
    identifier = X509V3_EXT_conf_nid(
        NULL, &context, NID_authority_key_identifier, "keyid:always");
    ok = identifier != NULL && number != NULL &&
         X509_CRL_add_ext(crl, identifier, -1) == 1 &&
         ASN1_INTEGER_set(number, 1) == 1 &&
         X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, /* crit= */ 0,
             /* flags= */ 0) == 1;
    X509_EXTENSION_free(identifier);
    ASN1_INTEGER_free(number);
    return ok;
}

/* An empty list, valid as long as the authority. */
static X509_CRL *
make_crl(X509 *ca, EVP_PKEY *ca_pkey, int64_t now_s)
{
    X509_CRL *crl = X509_CRL_new();
    ASN1_TIME *last = ASN1_TIME_new();
    ASN1_TIME *next = ASN1_TIME_new();
    bool ok = crl != NULL && last != NULL && next != NULL &&
              X509_CRL_set_version(crl, X509_CRL_VERSION_2) == 1 &&
              X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca)) == 1 &&
              set_times(last, next, now_s) &&
              X509_CRL_set1_lastUpdate(crl, last) == 1 &&
              X509_CRL_set1_nextUpdate(crl, next) == 1 && number_crl(crl, ca) &&
              X509_CRL_sign(crl, ca_pkey, EVP_sha256()) > 0;

    ASN1_TIME_free(last);
    ASN1_TIME_free(next);
    if (!ok) {
        X509_CRL_free(crl);
        crl = NULL;
    }
    return crl;
}

static EVP_PKEY *
make_pkey(bool rsa)
{
    return rsa ? EVP_RSA_gen(KEY_RSA_BITS) : EVP_EC_gen("P-256");
}

static bool
make_trial(const struct seal_keygen *request, struct trial *trial)
{
    struct template ca = {.common_name = "auditor trial CA",
        .extensions = ca_extensions,
        .now_s = request->now_s};
    struct template signer = {.common_name = "auditor trial signer",
        .extensions = signer_extensions,
        .now_s = request->now_s};

    trial->ca_pkey = make_pkey(request->rsa);
    trial->signer_pkey = make_pkey(request->rsa);
    if (trial->ca_pkey == NULL || trial->signer_pkey == NULL) {
        return false;
    }
    ca.pkey = trial->ca_pkey;
    ca.issuer_pkey = trial->ca_pkey;
    trial->ca = make_cert(&ca);
    if (trial->ca == NULL) {
        return false;
    }
    signer.pkey = trial->signer_pkey;
    signer.issuer = trial->ca;
    signer.issuer_pkey = trial->ca_pkey;
    trial->signer = make_cert(&signer);
    trial->crl = make_crl(trial->ca, trial->ca_pkey, request->now_s);
    return trial->signer != NULL && trial->crl != NULL;
}

/* The files, in the order in which they appear. */
struct output {
    const char *name;
    mode_t mode;
    bool (*put)(BIO *bio, const struct trial *trial);
};

static bool
put_ca(BIO *bio, const struct trial *trial)
{
    return PEM_write_bio_X509(bio, trial->ca) == 1;
}

static bool
put_crl(BIO *bio, const struct trial *trial)
{
    return PEM_write_bio_X509_CRL(bio, trial->crl) == 1;
}

static bool
put_signer(BIO *bio, const struct trial *trial)
{
    return PEM_write_bio_X509(bio, trial->signer) == 1;
}

static bool
put_key(BIO *bio, const struct trial *trial)
{
    return PEM_write_bio_PKCS8PrivateKey(bio, trial->signer_pkey,
               /* enc= */ NULL, NULL, 0, NULL, NULL) == 1;
}

static const struct output outputs[] = {
    {"signer.key", 0600, put_key},
    {"signer.pem", 0644, put_signer},
    {"ca.pem", 0644, put_ca},
    {"ca.crl", 0644, put_crl},
};

enum {
    OUTPUT_COUNT = sizeof outputs / sizeof outputs[0]
};

static bool
stage_one(const char *path, const struct output *output,
    const struct trial *trial, struct file_pending *pending, struct err *err)
{
    bool ok = false;
    BIO *bio = BIO_new(BIO_s_secmem()); /* wiped when freed */
    char *data = NULL;
    long length = 0;

    if (bio == NULL || !output->put(bio, trial)) {
        key_error(err, ERR_SYSTEM, "cannot write a trial key");
        goto out;
    }
    length = BIO_get_mem_data(bio, &data);
    ok = file_stage(
        path, (struct span){data, (size_t)length}, output->mode, pending, err);
out:
    BIO_free(bio);
    return ok;
}

/* All are on disk before the first gets its name; none is overwritten. */
static bool
write_files(struct arena *arena, const char *dir, const struct trial *trial,
    struct err *err)
{
    bool ok = false;
    struct file_pending pending[OUTPUT_COUNT] = {{NULL, NULL}};

    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        const char *path = file_join(arena, dir, outputs[i].name, err);
        if (path == NULL ||
            !stage_one(path, &outputs[i], trial, &pending[i], err)) {
            goto out;
        }
    }
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        if (!file_publish(&pending[i], err)) {
            goto out;
        }
    }
    ok = true;
out:
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        file_discard(&pending[i]);
    }
    return ok;
}

static bool
check_free(struct arena *arena, const char *dir, struct err *err)
{
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        const char *path = file_join(arena, dir, outputs[i].name, err);
        if (path == NULL) {
            return false;
        }
        if (file_exists(path)) {
            err_set(err, ERR_USAGE,
                "cannot make a trial key: '%s' exists and is not overwritten",
                path);
            return false;
        }
    }
    return true;
}

bool
seal_keygen(const struct seal_keygen *request, struct err *err)
{
    bool ok = false;
    struct arena arena;
    struct trial trial = {NULL, NULL, NULL, NULL, NULL};

    arena_init(&arena, (size_t)1 << 20);
    if (!file_make_folder(request->dir, err) ||
        !check_free(&arena, request->dir, err)) {
        goto out;
    }
    if (!make_trial(request, &trial)) {
        key_error(err, ERR_SYSTEM, "cannot make a trial key");
        goto out;
    }
    ok = write_files(&arena, request->dir, &trial, err);
out:
    EVP_PKEY_free(trial.ca_pkey);
    EVP_PKEY_free(trial.signer_pkey);
    X509_free(trial.ca);
    X509_free(trial.signer);
    X509_CRL_free(trial.crl);
    arena_release(&arena);
    return ok;
}
