#include "seal/timestamp.h"

#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include "seal/cms_read.h"
#include "seal/der.h"
#include "seal/http.h"
#include "seal/key.h"

enum {
    NONCE_BYTES = 16,
    CERTIFICATES_MAX = 16,
};

static bool
refuse(struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "cannot accept a time-stamp: %s", reason);
    return false;
}

/* ---- the token ---- */

static bool
check_imprint(
    TS_TST_INFO *info, const struct cms_content *content, struct err *err)
{
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
    unsigned char buffer[EVP_MAX_MD_SIZE];
    const EVP_MD *md;
    ASN1_OCTET_STRING *seen;
    struct span wanted;

    if (imprint == NULL || TS_TST_INFO_get_version(info) != 1)
        return refuse(err, "its content is not version 1 of RFC 3161");
    md = cms_read_algorithm(TS_MSG_IMPRINT_get_algo(imprint));
    if (md == NULL)
        return refuse(err, "it stamps a weak digest");
    if (!cms_read_digest(content, md, buffer, &wanted)) {
        key_error(err, ERR_SYSTEM, "cannot compute a digest");
        return false;
    }
    seen = TS_MSG_IMPRINT_get_msg(imprint);
    if (!span_equal(
            wanted, (struct span){(const char *)ASN1_STRING_get0_data(seen),
                        (size_t)ASN1_STRING_length(seen)}))
        return refuse(err, "it stamps something else");
    return true;
}

/* A fraction of a second counts as a whole one. */
static bool
read_time(const ASN1_GENERALIZEDTIME *time, int64_t *out)
{
    int64_t at_s;

    if (ASN1_GENERALIZEDTIME_check(time) != 1 || !key_time(time, &at_s))
        return false;
    *out = at_s + (memchr(ASN1_STRING_get0_data(time), '.',
                       (size_t)ASN1_STRING_length(time)) != NULL
                          ? 1
                          : 0);
    return true;
}

/* The content of a token, which is a TSTInfo and nothing behind it. */
static TS_TST_INFO *
open_info(CMS_ContentInfo *cms)
{
    ASN1_OCTET_STRING **content = CMS_get0_content(cms);
    const unsigned char *at;
    const unsigned char *end;
    TS_TST_INFO *info;

    if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_id_smime_ct_TSTInfo ||
        content == NULL || *content == NULL)
        return NULL;
    at = ASN1_STRING_get0_data(*content);
    end = at + ASN1_STRING_length(*content);
    info = d2i_TS_TST_INFO(NULL, &at, ASN1_STRING_length(*content));
    if (info != NULL && at != end) {
        TS_TST_INFO_free(info);
        info = NULL;
    }
    return info;
}

static bool
check_content(CMS_ContentInfo *cms, const struct cms_content *content,
    int64_t *at_s_out, struct err *err)
{
    TS_TST_INFO *info = open_info(cms);
    bool ok = false;

    if (info == NULL) {
        (void)refuse(err, "it holds no TSTInfo");
    } else if (TS_TST_INFO_get_ext_by_critical(info, 1, -1) >= 0) {
        (void)refuse(err, "it has a critical extension");
    } else if (check_imprint(info, content, err)) {
        ok = read_time(TS_TST_INFO_get_time(info), at_s_out) ||
             refuse(err, "its time is malformed");
    }
    TS_TST_INFO_free(info);
    return ok;
}

/* The values of a constructed one, exactly `count` of them. */
static bool
members(struct span bytes, struct der_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!der_next(&bytes, &values[i]))
            return false;
    return bytes.len == 0;
}

/* Parts of a token as they stand in it. */
struct frame {
    struct span signer_id;  /* issuer and serial number */
    struct span attributes; /* the signed ones, under the tag [0] */
    struct span signature;
};

/*
 * The frame around what is signed has no byte that is free: RFC 5652, 5.1 and
 * 5.3. Libraries pass over versions and over the list of digest algorithms.
 *
 *   ContentInfo { type, [0] { SignedData { 3, { digest }, content, [0]
 *     certificates, { SignerInfo { 1, signer, digest, [0] attributes,
 *     algorithm, signature } } } } }
 */
static bool
frame_plain(struct span token, struct frame *out)
{
    struct der_value outer[2];
    struct der_value data;
    struct der_value parts[5];
    struct der_value info;
    struct der_value signer[6];
    struct span rest = token;
    bool plain;

    plain = der_strict(token) && der_next(&rest, &data) &&
            members(data.content, outer, 2) &&
            members(outer[1].content, &data, 1) &&
            members(data.content, parts, 5) &&
            span_is(parts[0].content, "\x03") && parts[1].tag == DER_SET &&
            parts[3].tag == DER_CONTEXT_0 && parts[4].tag == DER_SET &&
            members(parts[4].content, &info, 1) &&
            members(info.content, signer, 6) &&
            span_is(signer[0].content, "\x01") &&
            signer[1].tag == DER_SEQUENCE && signer[3].tag == DER_CONTEXT_0 &&
            span_equal(signer[2].whole, parts[1].content);
    if (plain)
        *out = (struct frame){
            signer[1].content, signer[3].whole, signer[5].content};
    return plain;
}

/* Issuer and serial number with the very bytes that the certificate has:
 * libraries compare names without regard to their encoding. */
static bool
names_signer(struct span signer_id, const X509 *certificate)
{
    unsigned char *issuer = NULL;
    unsigned char *serial = NULL;
    int issuer_len = i2d_X509_NAME(X509_get_issuer_name(certificate), &issuer);
    int serial_len =
        i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &serial);
    bool same =
        issuer_len > 0 && serial_len > 0 && issuer != NULL && serial != NULL &&
        signer_id.len == (size_t)issuer_len + (size_t)serial_len &&
        memcmp(signer_id.ptr, issuer, (size_t)issuer_len) == 0 &&
        memcmp(signer_id.ptr + issuer_len, serial, (size_t)serial_len) == 0;

    OPENSSL_free(issuer);
    OPENSSL_free(serial);
    return same;
}

/* Parameters of an algorithm that nobody reads must not say anything. */
static bool
parameters_plain(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;
    int type = V_ASN1_UNDEF;

    X509_ALGOR_get0(&object, &type, NULL, algorithm);
    return type == V_ASN1_UNDEF || type == V_ASN1_NULL;
}

/* The certificate of the signer, moved to the front. */
static X509 *
find_signer(CMS_SignerInfo *info, STACK_OF(X509) * all)
{
    for (int i = 0; i < sk_X509_num(all); i++) {
        X509 *certificate = sk_X509_value(all, i);
        if (CMS_SignerInfo_cert_cmp(info, certificate) != 0)
            continue;
        (void)sk_X509_set(all, i, sk_X509_value(all, 0));
        (void)sk_X509_set(all, 0, certificate);
        return certificate;
    }
    return NULL;
}

/* Libraries take the key's word for the algorithm; here it must be written. */
static bool
algorithm_fits(
    const X509_ALGOR *signature, const X509_ALGOR *digest, X509 *signer)
{
    const ASN1_OBJECT *object = NULL;
    const ASN1_OBJECT *digest_object = NULL;
    EVP_PKEY *key = X509_get0_pubkey(signer);
    int md = NID_undef;
    int kind = NID_undef;

    X509_ALGOR_get0(&object, NULL, NULL, signature);
    X509_ALGOR_get0(&digest_object, NULL, NULL, digest);
    if (key == NULL)
        return false;
    if (OBJ_obj2nid(object) == NID_rsaEncryption)
        return EVP_PKEY_is_a(key, "RSA") == 1;
    return OBJ_find_sigid_algs(OBJ_obj2nid(object), &md, &kind) == 1 &&
           md == OBJ_obj2nid(digest_object) &&
           kind == EVP_PKEY_get_base_id(key);
}

/*
 * The signature over the attributes as they stand: libraries encode them
 * anew, and so pass over bytes that they would write otherwise.
 */
static bool
signs_attributes(
    const struct frame *frame, const EVP_MD *md, const X509 *signer)
{
    static const unsigned char set = DER_SET; /* RFC 5652, 5.4 */
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY *key = X509_get0_pubkey(signer);
    bool ok = context != NULL && key != NULL &&
              EVP_DigestVerifyInit(context, NULL, md, NULL, key) == 1 &&
              EVP_DigestVerifyUpdate(context, &set, 1) == 1 &&
              EVP_DigestVerifyUpdate(context, frame->attributes.ptr + 1,
                  frame->attributes.len - 1) == 1 &&
              EVP_DigestVerifyFinal(context,
                  (const unsigned char *)frame->signature.ptr,
                  frame->signature.len) == 1;

    EVP_MD_CTX_free(context);
    return ok;
}

static bool
check_signer(CMS_ContentInfo *cms, const struct frame *frame,
    struct timestamp *out, struct err *err)
{
    STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);
    CMS_SignerInfo *info = NULL;
    X509_ALGOR *digest = NULL;
    X509_ALGOR *signature = NULL;

    if (infos == NULL || sk_CMS_SignerInfo_num(infos) != 1)
        return refuse(err, "it has not exactly one signer");
    info = sk_CMS_SignerInfo_value(infos, 0);
    if (CMS_unsigned_get_attr_count(info) > 0)
        return refuse(err, "it has unsigned attributes");
    CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, &signature);
    if (cms_read_algorithm(digest) == NULL || !parameters_plain(digest) ||
        !parameters_plain(signature))
        return refuse(err, "it is signed over a weak digest");
    out->certificates = CMS_get1_certs(cms);
    if (sk_X509_num(out->certificates) < 1 ||
        sk_X509_num(out->certificates) > CERTIFICATES_MAX)
        return refuse(err, "it does not carry its certificates");
    out->signer = find_signer(info, out->certificates);
    if (out->signer == NULL || !names_signer(frame->signer_id, out->signer) ||
        !cms_read_names(info, out->signer))
        return refuse(err, "it does not name the certificate of its signer");
    if (!algorithm_fits(signature, digest, out->signer))
        return refuse(err, "its signature algorithm does not go with its key");
    if (!signs_attributes(frame, cms_read_algorithm(digest), out->signer) ||
        CMS_verify(cms, NULL, NULL, NULL, NULL,
            CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1)
        return refuse(err, "its signature does not verify");
    return true;
}

/* libcrypto is asked to read signed data only, and of bounded length. */
static CMS_ContentInfo *
open_token(struct span token, struct frame *frame)
{
    static const char type[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    struct span head = {token.ptr, token.len < 24 ? token.len : 24};
    const unsigned char *at = (const unsigned char *)token.ptr;

    if (token.len > TIMESTAMP_BYTES || !frame_plain(token, frame) ||
        span_find(head, span_of(type)) >= head.len)
        return NULL;
    return d2i_CMS_ContentInfo(NULL, &at, (long)token.len);
}

void
timestamp_release(struct timestamp *timestamp)
{
    sk_X509_pop_free(timestamp->certificates, X509_free);
    *timestamp = (struct timestamp){0};
}

bool
timestamp_read(struct span token, const struct cms_content *content,
    struct timestamp *out, struct err *err)
{
    struct timestamp timestamp = {0};
    struct frame frame;
    CMS_ContentInfo *cms = open_token(token, &frame);
    bool ok = false;

    if (cms == NULL) {
        (void)refuse(err, "it is no plain CMS signed data in DER");
        goto out;
    }
    if (!check_content(cms, content, &timestamp.at_s, err) ||
        !check_signer(cms, &frame, &timestamp, err))
        goto out;
    *out = timestamp;
    timestamp = (struct timestamp){0};
    ok = true;
out:
    timestamp_release(&timestamp);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return ok;
}

bool
timestamp_stamps(struct span token, const struct cms_content *content)
{
    const unsigned char *at = (const unsigned char *)token.ptr;
    struct err ignored = {0};
    CMS_ContentInfo *cms = cms_read_is_signed_data(token)
                               ? d2i_CMS_ContentInfo(NULL, &at, (long)token.len)
                               : NULL;
    TS_TST_INFO *info = cms == NULL ? NULL : open_info(cms);
    bool stamps = info != NULL && check_imprint(info, content, &ignored);

    TS_TST_INFO_free(info);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return stamps;
}

/* ---- asking for one ---- */

static bool
set_imprint(TS_REQ *query, struct span digest)
{
    TS_MSG_IMPRINT *value = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    bool ok = false;

    if (value != NULL && algorithm != NULL) {
        X509_ALGOR_set_md(algorithm, EVP_sha256());
        ok =
            TS_MSG_IMPRINT_set_algo(value, algorithm) == 1 &&
            TS_MSG_IMPRINT_set_msg(value,
                (unsigned char *)(uintptr_t)digest.ptr, (int)digest.len) == 1 &&
            TS_REQ_set_msg_imprint(query, value) == 1;
    }
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(value);
    return ok;
}

/* Random, positive: the authority must give it back. */
static ASN1_INTEGER *
make_nonce(void)
{
    unsigned char bytes[NONCE_BYTES];
    BIGNUM *number = NULL;
    ASN1_INTEGER *nonce = NULL;

    if (RAND_bytes(bytes, sizeof bytes) == 1) {
        bytes[0] = (unsigned char)((bytes[0] & 0x7f) | 0x40);
        number = BN_bin2bn(bytes, sizeof bytes, NULL);
        nonce = number == NULL ? NULL : BN_to_ASN1_INTEGER(number, NULL);
    }
    BN_free(number);
    return nonce;
}

static bool
make_query(struct arena *arena, const struct cms_content *content,
    const ASN1_INTEGER *nonce, struct span *out, struct err *err)
{
    TS_REQ *query = TS_REQ_new();
    unsigned char buffer[EVP_MAX_MD_SIZE];
    struct span digest;
    unsigned char *bytes = NULL;
    int length = 0;
    bool ok = false;

    if (query != NULL && nonce != NULL && TS_REQ_set_version(query, 1) == 1 &&
        cms_read_digest(content, EVP_sha256(), buffer, &digest) &&
        set_imprint(query, digest) && TS_REQ_set_nonce(query, nonce) == 1 &&
        TS_REQ_set_cert_req(query, 1) == 1)
        length = i2d_TS_REQ(query, &bytes);
    if (length > 0)
        ok = span_copy(arena,
            (struct span){(const char *)bytes, (size_t)length}, out, err);
    else
        key_error(err, ERR_SYSTEM, "cannot write a time-stamp query");
    OPENSSL_free(bytes);
    TS_REQ_free(query);
    return ok;
}

/* The words of the authority when it refuses. */
static bool
check_status(TS_RESP *reply, const char *url, struct err *err)
{
    const TS_STATUS_INFO *status = TS_RESP_get_status_info(reply);
    const STACK_OF(ASN1_UTF8STRING) *words = NULL;
    const ASN1_UTF8STRING *word = NULL;
    int64_t code = -1;

    if (status != NULL) {
        (void)ASN1_INTEGER_get_int64(&code, TS_STATUS_INFO_get0_status(status));
        words = TS_STATUS_INFO_get0_text(status);
        if (words != NULL && sk_ASN1_UTF8STRING_num(words) > 0)
            word = sk_ASN1_UTF8STRING_value(words, 0);
    }
    if (code == TS_STATUS_GRANTED || code == TS_STATUS_GRANTED_WITH_MODS)
        return true;
    err_set(err, ERR_INPUT,
        "cannot get a time-stamp from '%.200s': it refused with status %d%s"
        "%.*s",
        url, (int)code, word == NULL ? "" : ": ",
        word == NULL
            ? 0
            : (ASN1_STRING_length(word) > 200 ? 200 : ASN1_STRING_length(word)),
        word == NULL ? "" : (const char *)ASN1_STRING_get0_data(word));
    return false;
}

/* The token of a reply that grants one and gives the nonce back. */
static bool
take_token(struct arena *arena, struct span reply_der,
    const ASN1_INTEGER *nonce, const char *url, struct span *out,
    struct err *err)
{
    const unsigned char *at = (const unsigned char *)reply_der.ptr;
    const unsigned char *end = at + reply_der.len;
    TS_RESP *reply = d2i_TS_RESP(NULL, &at, (long)reply_der.len);
    TS_TST_INFO *info = reply == NULL ? NULL : TS_RESP_get_tst_info(reply);
    unsigned char *bytes = NULL;
    int length = 0;
    bool ok = false;

    if (reply == NULL || at != end) {
        err_set(err, ERR_INPUT,
            "cannot get a time-stamp from '%.200s': its reply is no reply of "
            "RFC 3161",
            url);
        goto out;
    }
    if (!check_status(reply, url, err))
        goto out;
    if (info == NULL || TS_TST_INFO_get_nonce(info) == NULL ||
        ASN1_INTEGER_cmp(TS_TST_INFO_get_nonce(info), nonce) != 0) {
        err_set(err, ERR_INPUT,
            "cannot use the time-stamp of '%.200s': it answers another query",
            url);
        goto out;
    }
    length = i2d_PKCS7(TS_RESP_get_token(reply), &bytes);
    ok = length > 0 &&
         span_copy(arena, (struct span){(const char *)bytes, (size_t)length},
             out, err);
out:
    OPENSSL_free(bytes);
    TS_RESP_free(reply);
    return ok;
}

bool
timestamp_fetch(struct arena *arena, const char *url,
    const struct cms_content *content, struct span *token_out, struct err *err)
{
    struct http_request request = {
        .url = url,
        .what = "time-stamp",
        .body_type = "application/timestamp-query",
        .reply_type = "application/timestamp-reply",
        .limit_bytes = TIMESTAMP_BYTES,
    };
    struct timestamp timestamp = {0};
    struct span reply;
    struct span token;
    ASN1_INTEGER *nonce = make_nonce();
    bool ok = make_query(arena, content, nonce, &request.body, err) &&
              http_fetch(arena, &request, &reply, err) &&
              take_token(arena, reply, nonce, url, &token, err) &&
              timestamp_read(token, content, &timestamp, err);

    timestamp_release(&timestamp);
    ASN1_INTEGER_free(nonce);
    ERR_clear_error();
    if (ok)
        *token_out = token;
    return ok;
}
