#include "seal/cms_read.h"

#include <string.h>

#include "base/limits.h"
#include "seal/der.h"

bool
cms_read_is_signed_data(struct span der)
{
    static const char type[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    size_t length;
    size_t header;

    if (der.len > LIMIT_CMS_BYTES || !der_sequence_length(der, &length) ||
        length != der.len)
        return false;
    header = 2;
    if (((unsigned char)der.ptr[1] & 0x80) != 0)
        header += (unsigned char)der.ptr[1] & 0x7f;
    if (der.len - header < sizeof type - 1)
        return false;
    return memcmp(der.ptr + header, type, sizeof type - 1) == 0;
}

bool
cms_read_digest(const struct cms_content *content, const EVP_MD *md,
    unsigned char *buffer, struct span *out)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned length = 0;
    bool ok = context != NULL && EVP_DigestInit_ex(context, md, NULL) == 1 &&
              EVP_DigestUpdate(
                  context, content->before.ptr, content->before.len) == 1 &&
              EVP_DigestUpdate(
                  context, content->after.ptr, content->after.len) == 1 &&
              EVP_DigestFinal_ex(context, buffer, &length) == 1;

    EVP_MD_CTX_free(context);
    *out = (struct span){(const char *)buffer, length};
    return ok;
}

const EVP_MD *
cms_read_algorithm(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;

    if (algorithm == NULL)
        return NULL;
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    switch (OBJ_obj2nid(object)) {
    case NID_sha256:
        return EVP_sha256();
    case NID_sha384:
        return EVP_sha384();
    case NID_sha512:
        return EVP_sha512();
    default:
        return NULL;
    }
}

/*
 * The digest in the first ESSCertIDv2 of signing-certificate-v2 (RFC 5035):
 * SEQUENCE { SEQUENCE { SEQUENCE { [algorithm], OCTET STRING, ...
 */
static bool
bound_digest(struct span value, const EVP_MD **md, struct span *digest)
{
    const unsigned char *at = (const unsigned char *)value.ptr;
    const unsigned char *end = at + value.len;
    const unsigned char *start;
    X509_ALGOR *algorithm = NULL;
    long length = 0;
    int tag = 0;
    int class = 0;

    for (int depth = 0; depth < 3; depth++)
        if (at >= end ||
            (ASN1_get_object(&at, &length, &tag, &class, end - at) & 0x80) !=
                0 ||
            tag != V_ASN1_SEQUENCE)
            return false;
    *md = EVP_sha256();
    start = at;
    if (at < end && *at == (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED)) {
        algorithm = d2i_X509_ALGOR(NULL, &start, end - start);
        if (algorithm == NULL)
            return false;
        *md = cms_read_algorithm(algorithm);
        X509_ALGOR_free(algorithm);
        at = start;
    }
    if (*md == NULL || at >= end ||
        (ASN1_get_object(&at, &length, &tag, &class, end - at) & 0x80) != 0 ||
        tag != V_ASN1_OCTET_STRING)
        return false;
    *digest = (struct span){(const char *)at, (size_t)length};
    return true;
}

bool
cms_read_names(CMS_SignerInfo *info, X509 *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    const EVP_MD *md = NULL;
    struct span wanted;
    ASN1_STRING *value = CMS_signed_get0_data_by_OBJ(info,
        OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE);

    if (value == NULL ||
        !bound_digest((struct span){(const char *)ASN1_STRING_get0_data(value),
                          (size_t)ASN1_STRING_length(value)},
            &md, &wanted) ||
        X509_digest(certificate, md, digest, &length) != 1)
        return false;
    return span_equal(wanted, (struct span){(const char *)digest, length});
}
