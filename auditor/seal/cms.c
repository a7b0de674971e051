#include "seal/cms.h"

#include <assert.h>

#include <openssl/evp.h>

#include "base/digest.h"
#include "seal/der.h"
#include "seal/timestamp.h"

/* Object identifiers and algorithm identifiers, ready as DER. */
#define DER_BYTES(bytes)                                                       \
    {                                                                          \
        bytes, sizeof bytes - 1                                                \
    }
static const struct span oid_signed_data =
    DER_BYTES("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
static const struct span oid_data =
    DER_BYTES("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01");
static const struct span oid_content_type =
    DER_BYTES("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03");
static const struct span oid_message_digest =
    DER_BYTES("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04");
static const struct span oid_signing_certificate =
    DER_BYTES("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f");
static const struct span oid_timestamp =
    DER_BYTES("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e");
/* id-aa-ets-signerAttrV2: CMS_ROLE_OID */
static const struct span oid_role =
    DER_BYTES("\x06\x07\x04\x00\x81\x95\x32\x01\x01");
static const struct span oid_title = DER_BYTES("\x06\x03\x55\x04\x0c");
static const struct span version_1 = DER_BYTES("\x02\x01\x01");

/* Without parameters: RFC 5754 section 2. */
static const struct span algorithm_sha256 =
    DER_BYTES("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01");
static const struct span algorithm_sha384 =
    DER_BYTES("\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02");
/* rsaEncryption with NULL: RFC 3370 section 3.2. */
static const struct span algorithm_rsa =
    DER_BYTES("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00");
/*
 * RFC 4055, 3.1, and RFC 4056: id-RSASSA-PSS with SHA-256, MGF1 with SHA-256,
 * a salt of 32 bytes, and the trailer field that is not written.
 */
#define PSS_SHA256                                                             \
    "\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"
static const struct span algorithm_rsa_pss =
    DER_BYTES("\x30\x41\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
              "\x30\x34\xa0\x0f" PSS_SHA256 "\xa1\x1c\x30\x1a"
              "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08" PSS_SHA256
              "\xa2\x03\x02\x01\x20");
static const struct span algorithm_ecdsa_sha256 =
    DER_BYTES("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02");
static const struct span algorithm_ecdsa_sha384 =
    DER_BYTES("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03");

static struct span
digest_algorithm(enum key_kind kind)
{
    return kind == KEY_P384 ? algorithm_sha384 : algorithm_sha256;
}

struct span
cms_signature_algorithm(enum key_kind kind)
{
    static const struct span *const algorithms[] = {
        [KEY_RSA] = &algorithm_rsa,
        [KEY_P256] = &algorithm_ecdsa_sha256,
        [KEY_P384] = &algorithm_ecdsa_sha384,
        [KEY_RSA_PSS] = &algorithm_rsa_pss,
    };

    assert(kind != KEY_UNSUITABLE);
    return *algorithms[kind];
}

/* An RSA key signs PDF files by PSS when asked. */
static enum key_kind
kind_for(const struct seal_signing *signing)
{
    enum key_kind kind = key_kind(signing->key);

    return kind == KEY_RSA && signing->rsa_pss ? KEY_RSA_PSS : kind;
}

bool
cms_digest(struct arena *arena, enum key_kind kind,
    const struct cms_content *content, struct span *out, struct err *err)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char *digest = arena_alloc(arena, EVP_MAX_MD_SIZE, err);
    unsigned len = 0;
    bool ok = false;

    if (digest == NULL)
        goto out;
    if (context == NULL ||
        EVP_DigestInit_ex(context, key_digest(kind), NULL) != 1 ||
        EVP_DigestUpdate(context, content->before.ptr, content->before.len) !=
            1 ||
        EVP_DigestUpdate(context, content->after.ptr, content->after.len) !=
            1 ||
        EVP_DigestFinal_ex(context, digest, &len) != 1) {
        key_error(err, ERR_SYSTEM, "cannot compute the digest of the PDF");
        goto out;
    }
    out->ptr = (const char *)digest;
    out->len = len;
    ok = true;
out:
    EVP_MD_CTX_free(context);
    return ok;
}

/*
 * SigningCertificateV2 of RFC 5035 with one ESSCertIDv2: SHA-256 is its
 * default algorithm and so not written; the issuer is left out, since the
 * digest says all.
 */
bool
cms_signer_digest(
    struct arena *arena, const X509 *signer, struct span *out, struct err *err)
{
    struct der_writer writer = {.arena = arena, .err = err};
    uint8_t digest[SHA256_BYTES];
    struct span der;
    struct span value;

    if (!key_cert_der(arena, signer, &der, err) ||
        !digest_bytes(der, digest, err))
        return false;
    value = (struct span){(const char *)digest, sizeof digest};
    value = der_wrap(&writer, DER_OCTET_STRING, &value, 1);
    value = der_wrap(&writer, DER_SEQUENCE, &value, 1); /* ESSCertIDv2 */
    value = der_wrap(&writer, DER_SEQUENCE, &value, 1); /* certs */
    value = der_wrap(&writer, DER_SEQUENCE, &value, 1);
    if (writer.failed)
        return false;
    *out = value;
    return true;
}

static struct span
attribute(struct der_writer *writer, struct span type, struct span value)
{
    struct span parts[2] = {type, {NULL, 0}};

    parts[1] = der_wrap(writer, DER_SET, &value, 1);
    return der_wrap(writer, DER_SEQUENCE, parts, 2);
}

bool
cms_role(
    struct arena *arena, enum seal_role role, struct span *out, struct err *err)
{
    struct der_writer writer = {.arena = arena, .err = err};
    struct span value = span_of(seal_role_name(role));

    value = der_wrap(&writer, DER_UTF8_STRING, &value, 1);
    value = attribute(&writer, oid_title, value);
    value = der_wrap(&writer, DER_SEQUENCE, &value, 1);  /* of Attribute */
    value = der_wrap(&writer, DER_CONTEXT_0, &value, 1); /* claimed */
    value = der_wrap(&writer, DER_SEQUENCE, &value, 1);
    if (writer.failed)
        return false;
    *out = value;
    return true;
}

/* The signed attributes under the tag DER_SET or DER_CONTEXT_0. */
static bool
write_attributes(struct der_writer *writer, const struct cms_parts *parts,
    enum der_tag tag, struct span *out)
{
    struct span attributes[4];
    size_t count = 3;
    struct span value;

    if (!cms_signer_digest(writer->arena, parts->signer, &value, writer->err))
        return false;
    attributes[0] = attribute(writer, oid_signing_certificate, value);
    value = der_wrap(writer, DER_OCTET_STRING, &parts->digest, 1);
    attributes[1] = attribute(writer, oid_message_digest, value);
    attributes[2] = attribute(writer, oid_content_type, oid_data);
    if (parts->role != SEAL_ROLE_NONE) {
        if (!cms_role(writer->arena, parts->role, &value, writer->err))
            return false;
        attributes[count++] = attribute(writer, oid_role, value);
    }
    value = der_set_of(writer, tag, attributes, count);
    if (writer->failed)
        return false;
    *out = value;
    return true;
}

bool
cms_attributes(struct arena *arena, const struct cms_parts *parts,
    struct span *out, struct err *err)
{
    struct der_writer writer = {.arena = arena, .err = err};

    return write_attributes(&writer, parts, DER_SET, out);
}

/* IssuerAndSerialNumber, with the bytes that the certificate has. */
static bool
write_signer_id(struct der_writer *writer, const X509 *signer, struct span *out)
{
    unsigned char *issuer = NULL;
    unsigned char *serial = NULL;
    int issuer_len = i2d_X509_NAME(X509_get_issuer_name(signer), &issuer);
    int serial_len = i2d_ASN1_INTEGER(X509_get0_serialNumber(signer), &serial);
    bool ok = false;

    if (issuer_len <= 0 || serial_len <= 0) {
        key_error(writer->err, ERR_SYSTEM,
            "cannot write the issuer of the signing certificate");
    } else {
        struct span parts[2] = {
            {(const char *)issuer, (size_t)issuer_len},
            {(const char *)serial, (size_t)serial_len},
        };
        *out = der_wrap(writer, DER_SEQUENCE, parts, 2);
        ok = !writer->failed;
    }
    OPENSSL_free(issuer);
    OPENSSL_free(serial);
    return ok;
}

static bool
write_signer_info(
    struct der_writer *writer, const struct cms_parts *parts, struct span *out)
{
    struct span members[7];
    size_t count = 6;

    members[0] = version_1;
    members[2] = digest_algorithm(parts->kind);
    members[4] = cms_signature_algorithm(parts->kind);
    members[5] = der_wrap(writer, DER_OCTET_STRING, &parts->signature, 1);
    if (parts->timestamp.len > 0) {
        members[6] = attribute(writer, oid_timestamp, parts->timestamp);
        members[6] = der_wrap(writer, DER_CONTEXT_1, &members[6], 1);
        count = 7;
    }
    if (!write_signer_id(writer, parts->signer, &members[1]) ||
        !write_attributes(writer, parts, DER_CONTEXT_0, &members[3]))
        return false;
    *out = der_wrap(writer, DER_SEQUENCE, members, count);
    return !writer->failed;
}

static bool
write_certificates(
    struct der_writer *writer, const struct cms_parts *parts, struct span *out)
{
    struct span certificates[KEY_CHAIN_CERTS];
    int count = sk_X509_num(parts->certificates);

    if (count < 1 || count > KEY_CHAIN_CERTS) {
        err_set(writer->err, ERR_LIMIT,
            "cannot embed %d certificates in a signature: 1 to %d are allowed",
            count, (int)KEY_CHAIN_CERTS);
        return false;
    }
    for (int i = 0; i < count; i++)
        if (!key_cert_der(writer->arena, sk_X509_value(parts->certificates, i),
                &certificates[i], writer->err))
            return false;
    *out = der_set_of(writer, DER_CONTEXT_0, certificates, (size_t)count);
    return !writer->failed;
}

bool
cms_write(struct arena *arena, const struct cms_parts *parts, struct span *out,
    struct err *err)
{
    struct der_writer writer = {.arena = arena, .err = err};
    struct span algorithm = digest_algorithm(parts->kind);
    struct span members[5];
    struct span info[2] = {oid_signed_data, {NULL, 0}};

    members[0] = version_1;
    members[1] = der_wrap(&writer, DER_SET, &algorithm, 1);
    members[2] = der_wrap(&writer, DER_SEQUENCE, &oid_data, 1);
    if (!write_certificates(&writer, parts, &members[3]) ||
        !write_signer_info(&writer, parts, &members[4]))
        return false;
    members[4] = der_wrap(&writer, DER_SET, &members[4], 1);
    info[1] = der_wrap(&writer, DER_SEQUENCE, members, 5);
    info[1] = der_wrap(&writer, DER_CONTEXT_0, &info[1], 1);
    info[0] = der_wrap(&writer, DER_SEQUENCE, info, 2);
    if (writer.failed)
        return false;
    *out = info[0];
    return true;
}

/* A time-stamp over the signature value: EN 319 122-1, 5.3. */
static bool
stamp(struct arena *arena, const char *url, struct cms_parts *parts,
    struct err *err)
{
    struct cms_content content = {.before = parts->signature};

    return url == NULL ||
           timestamp_fetch(arena, url, &content, &parts->timestamp, err);
}

bool
cms_sign(struct arena *arena, const struct seal_signing *signing,
    const struct cms_content *content, struct span *der_out, struct err *err)
{
    const struct seal_key *key = signing->key;
    struct cms_parts parts = {
        .kind = kind_for(signing),
        .signer = key_signer(key),
        .certificates = key_chain(key),
        .role = signing->role,
    };
    struct span attributes;

    if (!cms_digest(arena, parts.kind, content, &parts.digest, err) ||
        !cms_attributes(arena, &parts, &attributes, err) ||
        !key_sign_as(
            arena, key, parts.kind, attributes, &parts.signature, err) ||
        !stamp(arena, signing->tsa_url, &parts, err))
        return false;
    return cms_write(arena, &parts, der_out, err);
}
