#include "seal/cms_foreign.h"

#include <openssl/cms.h>
#include <openssl/err.h>

#include "base/limits.h"
#include "seal/cms_read.h"

enum {
    CERTIFICATES_MAX = 32
};

struct reader {
    struct arena *arena;
    CMS_ContentInfo *cms;
    CMS_SignerInfo *info;
    struct cms_foreign foreign;
};

/* A conclusion is reached: false. */
static bool
conclude(struct reader *reader, enum cms_integrity integrity,
    enum sub_indication sub, const char *reason)
{
    reader->foreign.integrity = integrity;
    reader->foreign.sub = sub;
    reader->foreign.reason = reason;
    return false;
}

static bool
broken(struct reader *reader, enum sub_indication sub, const char *reason)
{
    return conclude(reader, CMS_BROKEN, sub, reason);
}

static bool
not_judged(struct reader *reader, enum sub_indication sub, const char *reason)
{
    return conclude(reader, CMS_NOT_JUDGED, sub, reason);
}

static bool
open_signature(struct reader *reader, struct span der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    ASN1_OCTET_STRING **content;
    STACK_OF(CMS_SignerInfo) * infos;

    if (der.len > LIMIT_CMS_BYTES)
        return not_judged(reader, SUB_SIG_CONSTRAINTS_FAILURE,
            "the signature is larger than is read here");
    if (!cms_read_is_signed_data(der))
        return broken(
            reader, SUB_FORMAT_FAILURE, "it is not CMS signed data in DER");
    reader->cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);
    if (reader->cms == NULL || at != (const unsigned char *)der.ptr + der.len ||
        OBJ_obj2nid(CMS_get0_type(reader->cms)) != NID_pkcs7_signed)
        return broken(reader, SUB_FORMAT_FAILURE,
            "it is not well-formed CMS signed data");
    content = CMS_get0_content(reader->cms);
    infos = CMS_get0_SignerInfos(reader->cms);
    if (content == NULL || *content != NULL)
        return broken(
            reader, SUB_FORMAT_FAILURE, "it carries content of its own");
    if (infos == NULL || sk_CMS_SignerInfo_num(infos) != 1)
        return broken(
            reader, SUB_FORMAT_FAILURE, "it has not exactly one signer");
    reader->info = sk_CMS_SignerInfo_value(infos, 0);
    return true;
}

/* The certificate of the signer, moved to the front. */
static bool
find_signer(struct reader *reader)
{
    struct cms_found *found = &reader->foreign.found;
    STACK_OF(X509) *all = CMS_get1_certs(reader->cms);

    found->embedded = all;
    if (all == NULL || sk_X509_num(all) > CERTIFICATES_MAX)
        return not_judged(reader, SUB_NO_SIGNING_CERTIFICATE_FOUND,
            "it carries no certificates, or too many");
    for (int i = 0; i < sk_X509_num(all); i++) {
        X509 *certificate = sk_X509_value(all, i);
        if (CMS_SignerInfo_cert_cmp(reader->info, certificate) != 0)
            continue;
        (void)sk_X509_set(all, i, sk_X509_value(all, 0));
        (void)sk_X509_set(all, 0, certificate);
        CMS_SignerInfo_set1_signer_cert(reader->info, certificate);
        found->signer = certificate;
        return true;
    }
    return not_judged(reader, SUB_NO_SIGNING_CERTIFICATE_FOUND,
        "it does not carry the certificate of its signer");
}

/* RSA and ECDSA; what libcrypto cannot verify in CMS is not thereby broken. */
static bool
check_algorithms(struct reader *reader, const EVP_MD **md)
{
    X509_ALGOR *digest = NULL;
    EVP_PKEY *key = X509_get0_pubkey(reader->foreign.found.signer);
    int kind = key == NULL ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);

    CMS_SignerInfo_get0_algs(reader->info, NULL, NULL, &digest, NULL);
    *md = cms_read_algorithm(digest);
    if (*md == NULL || (kind != EVP_PKEY_RSA && kind != EVP_PKEY_RSA_PSS &&
                           kind != EVP_PKEY_EC))
        return not_judged(reader, SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
            "its digest or its key is of a kind that is not accepted");
    if (CMS_signed_get_attr_count(reader->info) <= 0)
        return not_judged(
            reader, SUB_SIG_CONSTRAINTS_FAILURE, "it has no signed attributes");
    return true;
}

static bool
check_digest(struct reader *reader, const struct cms_content *content,
    const EVP_MD *md, struct err *err)
{
    ASN1_STRING *seen = CMS_signed_get0_data_by_OBJ(reader->info,
        OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
    unsigned char buffer[EVP_MAX_MD_SIZE];
    struct span digest;

    if (!cms_read_digest(content, md, buffer, &digest)) {
        key_error(err, ERR_SYSTEM, "cannot compute a digest");
        return false;
    }
    if (seen == NULL ||
        !span_equal(
            digest, (struct span){(const char *)ASN1_STRING_get0_data(seen),
                        (size_t)ASN1_STRING_length(seen)}))
        return broken(
            reader, SUB_HASH_FAILURE, "the bytes were changed after signing");
    return span_copy(reader->arena, digest, &reader->foreign.found.digest, err);
}

static bool
check_value(struct reader *reader, struct err *err)
{
    const ASN1_OCTET_STRING *value =
        CMS_SignerInfo_get0_signature(reader->info);

    if (CMS_SignerInfo_verify(reader->info) != 1)
        return broken(reader, SUB_SIG_CRYPTO_FAILURE,
            "the signature value does not verify");
    reader->foreign.bound =
        cms_read_names(reader->info, reader->foreign.found.signer);
    reader->foreign.integrity = CMS_INTACT;
    reader->foreign.reason = "";
    return span_copy(reader->arena,
        (struct span){(const char *)ASN1_STRING_get0_data(value),
            (size_t)ASN1_STRING_length(value)},
        &reader->foreign.found.value, err);
}

bool
cms_foreign_read(struct arena *arena, struct span der,
    const struct cms_content *content, struct cms_foreign *out, struct err *err)
{
    struct reader reader = {.arena = arena, .foreign = {.reason = ""}};
    struct err trouble = {0};
    const EVP_MD *md = NULL;

    if (open_signature(&reader, der) && find_signer(&reader) &&
        check_algorithms(&reader, &md) &&
        check_digest(&reader, content, md, &trouble))
        (void)check_value(&reader, &trouble);
    ERR_clear_error();
    CMS_ContentInfo_free(reader.cms);
    if (trouble.code != ERR_NONE) {
        cms_found_release(&reader.foreign.found);
        *err = trouble;
        return false;
    }
    *out = reader.foreign;
    return true;
}
