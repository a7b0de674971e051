#ifndef TEST_SEAL_FACTORY_H
#define TEST_SEAL_FACTORY_H

/* Keys, certificates, lists and folders made at test time. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/xml.h"
#include "seal/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FACTORY_NOW_S = 1795426200
}; /* 2026-11-23T09:30:00Z */

/* What to make; the zero value makes a good signer on P-256. */
struct recipe {
    const char *curve; /* NULL: P-256 */
    int rsa_bits;      /* 0: an EC key */
    const EVP_MD *md;  /* of the issuer's signature; NULL: SHA-256 */
    const char *name;
    const char *basic_constraints;
    const char *key_usage;
    const char *extended_key_usage;
    const char *extra;         /* "OID=value" with critical, or NULL */
    long serial;               /* 0: 7 */
    int64_t before_s, after_s; /* from FACTORY_NOW_S; 0: -1 and 30 days */
};

#define RECIPE_NONE "" /* leaves the extension out */

struct identity {
    EVP_PKEY *pkey;
    X509 *cert;
};

static inline void
identity_free(struct identity *who)
{
    EVP_PKEY_free(who->pkey);
    X509_free(who->cert);
    *who = (struct identity){NULL, NULL};
}

static inline void
add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    if (value[0] == '\0') {
        return;
    }
    X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    assert_non_null(e);
    assert_int_equal(X509_add_ext(cert, e, -1), 1);
    X509_EXTENSION_free(e);
}

static inline const char *
or_default(const char *value, const char *standard)
{
    return value == NULL ? standard : value;
}

static inline void
add_unknown_critical(X509 *cert)
{
    ASN1_OBJECT *oid = OBJ_txt2obj("1.2.3.4.5", 1);
    ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new();
    assert_int_equal(
        ASN1_OCTET_STRING_set(data, (const unsigned char *)"\5\0", 2), 1);
    X509_EXTENSION *e = X509_EXTENSION_create_by_OBJ(NULL, oid, 1, data);
    assert_int_equal(X509_add_ext(cert, e, -1), 1);
    X509_EXTENSION_free(e);
    ASN1_OCTET_STRING_free(data);
    ASN1_OBJECT_free(oid);
}

/* `issuer` NULL: self-signed. */
static inline struct identity
make_identity(const struct recipe *r, const struct identity *issuer)
{
    struct identity me = {NULL, X509_new()};
    me.pkey = r->rsa_bits > 0 ? EVP_RSA_gen((unsigned)r->rsa_bits)
                              : EVP_EC_gen(or_default(r->curve, "P-256"));
    assert_non_null(me.pkey);
    X509 *cert = me.cert;
    X509 *by = issuer == NULL ? cert : issuer->cert;
    X509_set_version(cert, X509_VERSION_3);
    ASN1_INTEGER_set(
        X509_get_serialNumber(cert), r->serial == 0 ? 7 : r->serial);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8,
        (const unsigned char *)or_default(r->name, "signer"), -1, -1, 0);
    X509_set_issuer_name(cert, X509_get_subject_name(by));
    int64_t before = r->before_s == 0 ? -86400 : r->before_s;
    int64_t after = r->after_s == 0 ? 30 * 86400 : r->after_s;
    ASN1_TIME_set(X509_getm_notBefore(cert), (time_t)(FACTORY_NOW_S + before));
    ASN1_TIME_set(X509_getm_notAfter(cert), (time_t)(FACTORY_NOW_S + after));
    X509_set_pubkey(cert, me.pkey);
    add_extension(cert, by, NID_basic_constraints,
        or_default(r->basic_constraints, "critical,CA:FALSE"));
    add_extension(cert, by, NID_key_usage,
        or_default(r->key_usage, "critical,digitalSignature"));
    add_extension(cert, by, NID_ext_key_usage,
        or_default(r->extended_key_usage, "1.3.6.1.5.5.7.3.36"));
    add_extension(cert, by, NID_subject_key_identifier, "hash");
    add_extension(cert, by, NID_authority_key_identifier, "keyid:always");
    if (r->extra != NULL) {
        add_unknown_critical(cert);
    }
    const EVP_MD *md = r->md == NULL ? EVP_sha256() : r->md;
    assert_true(
        X509_sign(cert, issuer == NULL ? me.pkey : issuer->pkey, md) > 0);
    return me;
}

static const struct recipe recipe_ca = {
    .name = "root",
    .basic_constraints = "critical,CA:TRUE",
    .key_usage = "critical,keyCertSign,cRLSign",
    .extended_key_usage = RECIPE_NONE,
    .after_s = 60 * (int64_t)86400,
};

/* A list by `ca` that revokes `serial` (0: nothing). */
static inline X509_CRL *
make_list(const struct identity *ca, long serial, int64_t next_s)
{
    X509_CRL *crl = X509_CRL_new();
    ASN1_TIME *t = ASN1_TIME_set(NULL, FACTORY_NOW_S - 86400);
    X509_CRL_set_version(crl, X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca->cert));
    X509_CRL_set1_lastUpdate(crl, t);
    if (serial != 0) {
        X509_REVOKED *entry = X509_REVOKED_new();
        ASN1_INTEGER *number = ASN1_INTEGER_new();
        ASN1_INTEGER_set(number, serial);
        X509_REVOKED_set_serialNumber(entry, number);
        X509_REVOKED_set_revocationDate(entry, t);
        X509_CRL_add0_revoked(crl, entry);
        ASN1_INTEGER_free(number);
    }
    ASN1_TIME_set(t, (time_t)(FACTORY_NOW_S + next_s));
    X509_CRL_set1_nextUpdate(crl, t);
    ASN1_TIME_free(t);
    X509V3_CTX context;
    X509V3_set_ctx(&context, ca->cert, NULL, NULL, crl, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION *e = X509V3_EXT_conf_nid(
        NULL, &context, NID_authority_key_identifier, "keyid:always");
    X509_CRL_add_ext(crl, e, -1);
    X509_EXTENSION_free(e);
    ASN1_INTEGER *number = ASN1_INTEGER_new();
    ASN1_INTEGER_set(number, 1);
    X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0);
    ASN1_INTEGER_free(number);
    assert_true(X509_CRL_sign(crl, ca->pkey, EVP_sha256()) > 0);
    return crl;
}

/* A folder under /tmp for one test program. */
static char factory_folder[64];

static inline int
factory_begin(void **state)
{
    (void)state;
    strcpy(factory_folder, "/tmp/auditor-test-XXXXXX");
    xml_setup();
    return mkdtemp(factory_folder) == NULL ? -1 : 0;
}

static inline int
factory_end(void **state)
{
    struct arena arena;
    struct err err = {.code = ERR_NONE};
    struct file_list files;
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    if (file_walk(&arena, factory_folder, NULL, &files, &err)) {
        for (size_t i = 0; i < files.count; i++) {
            char path[256];
            snprintf(path, sizeof path, "%s/%s", factory_folder,
                files.items[i].path);
            unlink(path);
        }
    }
    arena_release(&arena);
    return rmdir(factory_folder);
}

/* The path of a file in the folder; eight may be in use at once. */
static inline const char *
in_folder(const char *name)
{
    static char paths[8][128];
    static size_t turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", factory_folder, name);
    return path;
}

static inline void
write_file(const char *name, struct span bytes, mode_t mode)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(in_folder(name), mode), 0);
}

static inline void
write_key(const char *name, EVP_PKEY *pkey)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(
        PEM_write_PrivateKey(file, pkey, NULL, NULL, 0, NULL, NULL), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(in_folder(name), 0600), 0);
}

/* Certificates in a row, ends with NULL. */
static inline void
write_certs(const char *name, X509 *const *certs)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    for (; *certs != NULL; certs++) {
        assert_int_equal(PEM_write_X509(file, *certs), 1);
    }
    assert_int_equal(fclose(file), 0);
}

static inline void
write_cert(const char *name, X509 *cert)
{
    X509 *certs[] = {cert, NULL};
    write_certs(name, certs);
}

static inline void
write_list(const char *name, X509_CRL *crl)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(PEM_write_X509_CRL(file, crl), 1);
    assert_int_equal(fclose(file), 0);
    X509_CRL_free(crl);
}

static inline void
no_error(const struct err *err)
{
    assert_string_equal(err->text, "");
}

static inline const struct seal_check *
find_check(const struct seal_report *report, const char *name)
{
    for (size_t i = 0; i < report->check_count; i++) {
        if (strcmp(report->checks[i].name, name) == 0) {
            return &report->checks[i];
        }
    }
    fail_msg("no check '%s'", name);
    abort(); /* fail_msg does not return */
}

/* What the checks say, for a failed assertion. */
static inline void
print_report(const struct seal_report *report)
{
    for (size_t i = 0; i < report->check_count; i++) {
        print_message("%-30s %-10s %s %s\n", report->checks[i].name,
            seal_check_state_name(report->checks[i].state),
            report->checks[i].sub_indication, report->checks[i].detail);
    }
}

#endif
