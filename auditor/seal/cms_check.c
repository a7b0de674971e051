#include "seal/cms.h"

#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "seal/cms_read.h"

struct checker {
    struct arena *arena;
    struct span der;
    const struct cms_content *content;
    struct checklist *list;
    CMS_ContentInfo *cms;
    CMS_SignerInfo *info;
    struct cms_found found;
    struct cms_parts parts;
};

void
cms_found_release(struct cms_found *found)
{
    sk_X509_pop_free(found->embedded, X509_free);
    *found = (struct cms_found){0};
}

static bool
refuse_form(struct checker *checker, const char *detail)
{
    return checklist_refuse(
        checker->list, CHECK_CMS_FORM, SUB_FORMAT_FAILURE, "%s", detail);
}

static bool
parse(struct checker *checker)
{
    const unsigned char *at = (const unsigned char *)checker->der.ptr;
    const unsigned char *end = at + checker->der.len;

    if (!cms_read_is_signed_data(checker->der))
        return refuse_form(checker, "it is not CMS signed data in DER");
    checker->cms = d2i_CMS_ContentInfo(NULL, &at, (long)checker->der.len);
    if (checker->cms == NULL || at != end ||
        OBJ_obj2nid(CMS_get0_type(checker->cms)) != NID_pkcs7_signed)
        return refuse_form(checker, "it is not well-formed CMS signed data");
    return true;
}

/* The token of the only unsigned attribute, if there is one. */
static bool
take_timestamp(struct checker *checker)
{
    int count = CMS_unsigned_get_attr_count(checker->info);
    const ASN1_STRING *value;

    if (count <= 0)
        return true;
    value = CMS_unsigned_get0_data_by_OBJ(checker->info,
        OBJ_nid2obj(NID_id_smime_aa_timeStampToken), -3, V_ASN1_SEQUENCE);
    if (count != 1 || value == NULL)
        return false;
    checker->found.timestamp =
        (struct span){(const char *)ASN1_STRING_get0_data(value),
            (size_t)ASN1_STRING_length(value)};
    return true;
}

/* The role that the fourth signed attribute claims, of the known ones. */
static bool
take_role(struct checker *checker, struct err *err)
{
    int count = CMS_signed_get_attr_count(checker->info);
    ASN1_OBJECT *type = OBJ_txt2obj(CMS_ROLE_OID, /* no_name= */ 1);
    const ASN1_STRING *value =
        CMS_signed_get0_data_by_OBJ(checker->info, type, -3, V_ASN1_SEQUENCE);
    struct span seen = {NULL, 0};
    struct span known;

    ASN1_OBJECT_free(type);
    if (value != NULL)
        seen = (struct span){(const char *)ASN1_STRING_get0_data(value),
            (size_t)ASN1_STRING_length(value)};
    for (int role = SEAL_ROLE_NONE + 1; role < SEAL_ROLES; role++) {
        if (!cms_role(checker->arena, (enum seal_role)role, &known, err))
            return false;
        if (span_equal(seen, known))
            checker->parts.role = (enum seal_role)role;
    }
    if (count == (checker->parts.role == SEAL_ROLE_NONE ? 3 : 4))
        return true;
    return refuse_form(checker,
        "its signed attributes are not content type, message digest, signing "
        "certificate and perhaps a known role");
}

static bool
check_form(struct checker *checker, struct err *err)
{
    ASN1_OCTET_STRING **content = CMS_get0_content(checker->cms);
    STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(checker->cms);
    STACK_OF(X509_CRL) * lists;

    if (content == NULL || *content != NULL)
        return refuse_form(checker, "it carries content of its own");
    if (infos == NULL || sk_CMS_SignerInfo_num(infos) != 1)
        return refuse_form(checker, "it has not exactly one signer");
    lists = CMS_get1_crls(checker->cms);
    if (lists != NULL) {
        sk_X509_CRL_pop_free(lists, X509_CRL_free);
        return refuse_form(checker, "it carries revocation lists");
    }
    checker->info = sk_CMS_SignerInfo_value(infos, 0);
    if (!take_timestamp(checker))
        return refuse_form(
            checker, "its unsigned attributes are more than one time-stamp");
    if (!take_role(checker, err))
        return false;
    checklist_pass(checker->list, CHECK_CMS_FORM);
    return true;
}

/* Move the certificate that issued the one at `at` to the place behind it. */
static void
bring_issuer(STACK_OF(X509) * certificates, int at)
{
    const X509_NAME *issuer =
        X509_get_issuer_name(sk_X509_value(certificates, at));

    for (int i = at + 1; i < sk_X509_num(certificates); i++) {
        X509 *candidate = sk_X509_value(certificates, i);
        if (X509_NAME_cmp(X509_get_subject_name(candidate), issuer) != 0)
            continue;
        (void)sk_X509_set(certificates, i, sk_X509_value(certificates, at + 1));
        (void)sk_X509_set(certificates, at + 1, candidate);
        return;
    }
}

/* Which certificate signed? Put it first, and those above it behind it. */
static bool
find_signer(struct checker *checker)
{
    STACK_OF(X509) *all = CMS_get1_certs(checker->cms);
    int count = all == NULL ? 0 : sk_X509_num(all);
    int found = -1;

    checker->found.embedded = all;
    if (count < 1 || count > KEY_CHAIN_CERTS)
        return refuse_form(checker, "it does not carry 1 to 8 certificates");
    for (int i = 0; i < count; i++) {
        X509 *certificate = sk_X509_value(all, i);
        if (CMS_SignerInfo_cert_cmp(checker->info, certificate) != 0)
            continue;
        if (found >= 0)
            return refuse_form(checker, "it names two signing certificates");
        found = i;
    }
    if (found < 0)
        return checklist_refuse(checker->list, CHECK_CMS_SIGNER_BOUND,
            SUB_NO_SIGNING_CERTIFICATE_FOUND,
            "it does not carry the certificate of its signer");
    checker->found.signer = sk_X509_value(all, found);
    (void)sk_X509_set(all, found, sk_X509_value(all, 0));
    (void)sk_X509_set(all, 0, checker->found.signer);
    for (int i = 0; i + 2 < count; i++)
        bring_issuer(all, i);
    return true;
}

/* In which of its ways does the signer's key sign here? */
static enum key_kind
signing_kind(const X509 *signer, const X509_ALGOR *signature)
{
    enum key_kind kind = key_kind_of(X509_get0_pubkey(signer));

    return kind == KEY_RSA && OBJ_obj2nid(signature->algorithm) == NID_rsassaPss
               ? KEY_RSA_PSS
               : kind;
}

/* With the very parameters: those of PSS decide what a value means. */
static bool
algorithm_is(const X509_ALGOR *algorithm, struct span wanted)
{
    unsigned char *der = NULL;
    int length = i2d_X509_ALGOR(algorithm, &der);
    bool same = length > 0 && (size_t)length == wanted.len &&
                memcmp(der, wanted.ptr, wanted.len) == 0;

    OPENSSL_free(der);
    return same;
}

static bool
check_algorithms(struct checker *checker)
{
    X509_ALGOR *digest = NULL;
    X509_ALGOR *signature = NULL;
    enum key_kind kind;

    CMS_SignerInfo_get0_algs(checker->info, NULL, NULL, &digest, &signature);
    kind = signing_kind(checker->found.signer, signature);
    if (kind == KEY_UNSUITABLE)
        return checklist_refuse(checker->list, CHECK_CMS_ALGORITHMS,
            SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
            "the key is not RSA of 3072 bits, P-256 or P-384");
    checker->parts.kind = kind;
    if (OBJ_obj2nid(digest->algorithm) != EVP_MD_get_type(key_digest(kind)) ||
        !algorithm_is(signature, cms_signature_algorithm(kind)))
        return checklist_refuse(checker->list, CHECK_CMS_ALGORITHMS,
            SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
            "the digest or signature algorithm does not go with the key");
    checklist_pass(checker->list, CHECK_CMS_ALGORITHMS);
    return true;
}

/* The value of the one signed attribute of that type; empty if none. */
static struct span
attribute_value(struct checker *checker, int nid, int asn1_type)
{
    struct span none = {NULL, 0};
    /* -3: there must be one such attribute with one value */
    ASN1_STRING *value = CMS_signed_get0_data_by_OBJ(
        checker->info, OBJ_nid2obj(nid), -3, asn1_type);

    if (value == NULL)
        return none;
    return (struct span){(const char *)ASN1_STRING_get0_data(value),
        (size_t)ASN1_STRING_length(value)};
}

static bool
check_bound(struct checker *checker, struct err *err)
{
    struct span value = attribute_value(
        checker, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE);
    struct span wanted;

    if (!cms_signer_digest(checker->arena, checker->found.signer, &wanted, err))
        return false;
    (void)checklist_decide(checker->list, CHECK_CMS_SIGNER_BOUND,
        span_equal(value, wanted), SUB_SIG_CONSTRAINTS_FAILURE,
        "the signing-certificate-v2 attribute does not name the certificate "
        "that signed");
    return true;
}

static bool
check_digest(struct checker *checker, struct err *err)
{
    struct span value =
        attribute_value(checker, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);

    if (!cms_digest(checker->arena, checker->parts.kind, checker->content,
            &checker->parts.digest, err))
        return false;
    (void)checklist_decide(checker->list, CHECK_CMS_DIGEST,
        span_equal(value, checker->parts.digest), SUB_HASH_FAILURE,
        "the bytes were changed after signing");
    return true;
}

/* Write the signature again from its parts; it must be the same bytes. */
static bool
check_as_written(struct checker *checker, struct err *err)
{
    const ASN1_OCTET_STRING *signature =
        CMS_SignerInfo_get0_signature(checker->info);
    struct span rewritten;

    checker->parts.signer = checker->found.signer;
    checker->parts.certificates = checker->found.embedded;
    checker->parts.signature.ptr =
        (const char *)ASN1_STRING_get0_data(signature);
    checker->parts.signature.len = (size_t)ASN1_STRING_length(signature);
    checker->parts.timestamp = checker->found.timestamp;
    if (!cms_write(checker->arena, &checker->parts, &rewritten, err))
        return false;
    (void)checklist_decide(checker->list, CHECK_CMS_AS_WRITTEN,
        span_equal(rewritten, checker->der), SUB_SIG_CONSTRAINTS_FAILURE,
        "it holds more, or is encoded in another way, than this tool writes");
    return true;
}

static bool
check_signature(struct checker *checker, struct err *err)
{
    struct cms_parts *parts = &checker->parts;
    EVP_PKEY *pkey = X509_get0_pubkey(checker->found.signer);
    struct span attributes;
    bool ok;

    if (!cms_attributes(checker->arena, parts, &attributes, err))
        return false;
    ok = key_signature_canonical(parts->kind, parts->signature) &&
         key_verify(pkey, parts->kind, attributes, parts->signature);
    (void)checklist_decide(checker->list, CHECK_CMS_SIGNATURE, ok,
        SUB_SIG_CRYPTO_FAILURE,
        "the signature value does not verify over these bytes");
    return true;
}

/*
 * libcrypto's own verification; chain and policy are judged elsewhere. The
 * bytes come through a filter: of plain memory it makes a copy, which it
 * forgets when the CMS names a digest that it lacks.
 */
static bool
check_second_opinion(struct checker *checker, struct err *err)
{
    const unsigned flags =
        CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY;
    const struct cms_content *content = checker->content;
    BIO *memory = BIO_new(BIO_s_mem());
    BIO *bytes = BIO_push(BIO_new(BIO_f_null()), memory);
    size_t before;
    size_t after;

    if (memory == NULL || bytes == memory ||
        BIO_set_mem_eof_return(memory, 0) != 1 ||
        BIO_write_ex(
            bytes, content->before.ptr, content->before.len, &before) != 1 ||
        BIO_write_ex(bytes, content->after.ptr, content->after.len, &after) !=
            1) {
        key_error(err, ERR_SYSTEM, "cannot hand the PDF to libcrypto");
        BIO_free_all(bytes);
        return false;
    }
    (void)checklist_decide(checker->list, CHECK_CMS_SECOND_OPINION,
        CMS_verify(checker->cms, NULL, NULL, bytes, NULL, flags) == 1,
        SUB_SIG_CRYPTO_FAILURE, "CMS_verify of libcrypto refuses it");
    BIO_free_all(bytes);
    return true;
}

bool
cms_check(struct arena *arena, struct span der,
    const struct cms_content *content, struct checklist *list,
    struct cms_found *out, struct err *err)
{
    struct checker checker = {
        .arena = arena,
        .der = der,
        .content = content,
        .list = list,
    };
    struct err found = {.code = ERR_NONE};
    bool ok = true;

    if (parse(&checker) && check_form(&checker, &found) &&
        find_signer(&checker) && check_algorithms(&checker))
        ok = check_bound(&checker, err) && check_digest(&checker, err) &&
             check_as_written(&checker, err) &&
             check_signature(&checker, err) &&
             check_second_opinion(&checker, err);
    if (found.code != ERR_NONE) {
        *err = found;
        ok = false;
    }
    /* what is handed on must outlive the structure that it was read from */
    ok = ok &&
         span_copy(arena, checker.parts.signature, &checker.found.value, err) &&
         span_copy(
             arena, checker.found.timestamp, &checker.found.timestamp, err);
    checker.found.digest = checker.parts.digest;
    checker.found.role = checker.parts.role;
    ERR_clear_error();
    CMS_ContentInfo_free(checker.cms);
    if (!ok) {
        cms_found_release(&checker.found);
        return false;
    }
    *out = checker.found;
    return true;
}
