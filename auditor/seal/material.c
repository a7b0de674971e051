#include "seal/material.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "seal/key.h"
#include "seal/signer.h"

enum {
    CLOCK_SKEW_S = 5 * 60 /* between a responder's clock and ours */
};

bool
material_open(struct material *out, struct err *err)
{
    struct material material = {
        .certificates = sk_X509_new_null(),
        .lists = sk_X509_CRL_new_null(),
        .paths = sk_X509_new_null(),
    };

    if (material.certificates == NULL || material.lists == NULL ||
        material.paths == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate validation material");
        material_release(&material);
        return false;
    }
    *out = material;
    return true;
}

void
material_release(struct material *material)
{
    sk_X509_pop_free(material->certificates, X509_free);
    sk_X509_CRL_pop_free(material->lists, X509_CRL_free);
    sk_X509_pop_free(material->paths, X509_free);
    for (int i = 0; i < material->answer_count; i++)
        OCSP_RESPONSE_free(material->answers[i]);
    *material = (struct material){0};
}

/* Are these the bytes that were read? Then there is one form of them. */
static bool
same_bytes(int length, unsigned char *bytes, struct span der)
{
    bool same = length > 0 && bytes != NULL && (size_t)length == der.len &&
                memcmp(bytes, der.ptr, der.len) == 0;

    OPENSSL_free(bytes);
    return same;
}

static bool
add_certificate(struct material *material, struct span der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    X509 *item = d2i_X509(NULL, &at, (long)der.len);
    unsigned char *again = NULL;
    int length = item == NULL ? 0 : i2d_X509(item, &again);
    bool ok = same_bytes(length, again, der) &&
              sk_X509_num(material->certificates) < MATERIAL_ITEMS;

    for (int i = 0; ok && i < sk_X509_num(material->certificates); i++)
        ok = X509_cmp(item, sk_X509_value(material->certificates, i)) != 0;
    ok = ok && sk_X509_push(material->certificates, item) > 0;
    if (!ok)
        X509_free(item);
    return ok;
}

static bool
add_list(struct material *material, struct span der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    X509_CRL *item = d2i_X509_CRL(NULL, &at, (long)der.len);
    unsigned char *again = NULL;
    int length = item == NULL ? 0 : i2d_X509_CRL(item, &again);
    bool ok = same_bytes(length, again, der) &&
              sk_X509_CRL_num(material->lists) < MATERIAL_ITEMS;

    for (int i = 0; ok && i < sk_X509_CRL_num(material->lists); i++)
        ok = X509_CRL_match(item, sk_X509_CRL_value(material->lists, i)) != 0;
    ok = ok && sk_X509_CRL_push(material->lists, item) > 0;
    if (!ok)
        X509_CRL_free(item);
    return ok;
}

static bool
answer_is(const OCSP_RESPONSE *answer, struct span der)
{
    unsigned char *bytes = NULL;
    int length = i2d_OCSP_RESPONSE(answer, &bytes);

    return same_bytes(length, bytes, der);
}

static bool
add_answer(struct material *material, struct span der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    OCSP_RESPONSE *item = d2i_OCSP_RESPONSE(NULL, &at, (long)der.len);
    bool ok = item != NULL && answer_is(item, der) &&
              material->answer_count < MATERIAL_ITEMS;

    for (int i = 0; ok && i < material->answer_count; i++)
        ok = !answer_is(material->answers[i], der);
    if (ok)
        material->answers[material->answer_count++] = item;
    else
        OCSP_RESPONSE_free(item);
    return ok;
}

struct kind_row {
    bool (*add)(struct material *, struct span);
    const char *refusal;
};

static const struct kind_row kinds[] = {
    [MATERIAL_CERTIFICATE] = {add_certificate,
        "a certificate is malformed, or there twice"},
    [MATERIAL_LIST] = {add_list,
        "a revocation list is malformed, or there twice"},
    [MATERIAL_ANSWER] = {add_answer,
        "an OCSP answer is malformed, or there twice"},
};

bool
material_add(struct material *material, enum material_kind kind,
    struct span der, struct checklist *list)
{
    bool ok = kinds[kind].add(material, der);

    ERR_clear_error();
    return ok || checklist_refuse(list, CHECK_MATERIAL, SUB_FORMAT_FAILURE,
                     "%s", kinds[kind].refusal);
}

/* No parameter stands in the unsigned part that nobody would read. */
static bool
algorithm_bare(const X509_ALGOR *algorithm)
{
    int parameter = V_ASN1_UNDEF;

    X509_ALGOR_get0(NULL, &parameter, NULL, algorithm);
    return parameter == V_ASN1_UNDEF || parameter == V_ASN1_NULL;
}

static bool
list_bare(const X509_CRL *list)
{
    const X509_ALGOR *algorithm = NULL;

    X509_CRL_get0_signature(list, NULL, &algorithm);
    return algorithm_bare(algorithm);
}

/* A list is of use when an authority of the path has signed it. */
static void
use_list(struct material *material, int index, STACK_OF(X509) * path)
{
    X509_CRL *list = sk_X509_CRL_value(material->lists, index);

    for (int i = 0; i < sk_X509_num(path); i++) {
        X509 *issuer = sk_X509_value(path, i);
        if (X509_NAME_cmp(X509_CRL_get_issuer(list),
                X509_get_subject_name(issuer)) == 0 &&
            list_bare(list) &&
            X509_CRL_verify(list, X509_get0_pubkey(issuer)) == 1)
            material->list_used[index] = true;
    }
}

/* Keep a reference to the certificate, once. */
static void
keep(STACK_OF(X509) * paths, X509 *certificate)
{
    for (int i = 0; i < sk_X509_num(paths); i++)
        if (X509_cmp(sk_X509_value(paths, i), certificate) == 0)
            return;
    if (X509_up_ref(certificate) == 1 && sk_X509_push(paths, certificate) <= 0)
        X509_free(certificate);
}

X509 *
material_issuer(const struct material *material, X509 *certificate)
{
    for (int i = 0; i < sk_X509_num(material->paths); i++) {
        X509 *issuer = sk_X509_value(material->paths, i);
        if (X509_cmp(issuer, certificate) != 0 &&
            X509_check_issued(issuer, certificate) == X509_V_OK &&
            X509_verify(certificate, X509_get0_pubkey(issuer)) == 1)
            return issuer;
    }
    ERR_clear_error();
    return NULL;
}

void
material_use_path(struct material *material, STACK_OF(X509) * path)
{
    for (int i = 0; i < sk_X509_num(path); i++)
        keep(material->paths, sk_X509_value(path, i));
    for (int i = 0; i < sk_X509_num(material->certificates); i++)
        for (int k = 0; k < sk_X509_num(path); k++)
            if (X509_cmp(sk_X509_value(material->certificates, i),
                    sk_X509_value(path, k)) == 0)
                material->certificate_used[i] = true;
    for (int i = 0; i < sk_X509_CRL_num(material->lists); i++)
        use_list(material, i, path);
    ERR_clear_error();
}

void
material_check(const struct material *material, struct checklist *list)
{
    bool used = true;

    for (int i = 0; i < sk_X509_num(material->certificates); i++)
        used = used && material->certificate_used[i];
    for (int i = 0; i < sk_X509_CRL_num(material->lists); i++)
        used = used && material->list_used[i];
    for (int i = 0; i < material->answer_count; i++)
        used = used && material->answer_used[i];
    (void)checklist_decide(list, CHECK_MATERIAL, used,
        SUB_SIG_CONSTRAINTS_FAILURE,
        "something in it does not verify, or belongs to nothing");
}

/* ---- OCSP: RFC 6960 ---- */

/* Nothing may stand in the unsigned part but what the signature needs. */
static bool
answer_bare(const OCSP_BASICRESP *basic, const X509 *signer, X509 *issuer)
{
    const STACK_OF(X509) *carried = OCSP_resp_get0_certs(basic);

    for (int i = 0; i < sk_X509_num(carried); i++)
        if (X509_cmp(sk_X509_value(carried, i), signer) != 0 &&
            X509_cmp(sk_X509_value(carried, i), issuer) != 0)
            return false;
    return algorithm_bare(OCSP_resp_get0_tbs_sigalg(basic));
}

/*
 * Signed by the issuer itself, or by a responder that the issuer appointed
 * and exempted from being asked about in turn (4.2.2.2.1).
 */
static bool
answer_signed(OCSP_BASICRESP *basic, X509 *issuer, int64_t at_s)
{
    STACK_OF(X509) *known = sk_X509_new_null();
    X509_STORE *store = X509_STORE_new();
    X509 *signer = NULL;
    bool ok = false;

    if (known == NULL || store == NULL || sk_X509_push(known, issuer) <= 0 ||
        X509_STORE_add_cert(store, issuer) != 1)
        goto out;
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)at_s);
    X509_VERIFY_PARAM_set_auth_level(X509_STORE_get0_param(store), 2);
    if (X509_STORE_set_flags(
            store, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT) != 1 ||
        OCSP_basic_verify(basic, known, store, 0) != 1 ||
        OCSP_resp_get0_signer(basic, &signer, known) != 1)
        goto out;
    ok = answer_bare(basic, signer, issuer) &&
         (X509_cmp(signer, issuer) == 0 ||
             (X509_get_ext_by_NID(signer, NID_id_pkix_OCSP_noCheck, -1) >= 0 &&
                 signer_digest_strong(signer)));
out:
    sk_X509_free(known);
    X509_STORE_free(store);
    ERR_clear_error();
    return ok;
}

/* What one answer says of the certificate, whatever its time. */
struct word {
    int status; /* V_OCSP_CERTSTATUS_... */
    int64_t revoked_s, from_s, until_s;
};

static bool
find_word(OCSP_BASICRESP *basic, X509 *certificate, X509 *issuer,
    const EVP_MD *md, struct word *out)
{
    OCSP_CERTID *id = OCSP_cert_to_id(md, certificate, issuer);
    ASN1_GENERALIZEDTIME *revoked = NULL;
    ASN1_GENERALIZEDTIME *from = NULL;
    ASN1_GENERALIZEDTIME *until = NULL;
    struct word word = {.status = -1};
    bool ok = id != NULL && OCSP_resp_find_status(basic, id, &word.status, NULL,
                                &revoked, &from, &until) == 1;

    OCSP_CERTID_free(id);
    /* without nextUpdate it says nothing of any other time than its own */
    ok = ok && key_time(from, &word.from_s) &&
         key_time(until == NULL ? from : until, &word.until_s) &&
         (revoked == NULL || key_time(revoked, &word.revoked_s));
    if (ok)
        *out = word;
    return ok;
}

static bool
covers(const struct word *word, struct material_time time)
{
    if (word->from_s > time.at_s + CLOCK_SKEW_S)
        return time.later;
    return time.at_s <= word->until_s + CLOCK_SKEW_S;
}

/* One answer; SILENT unless it can be relied on. */
static enum material_status
ask_one(OCSP_RESPONSE *answer, X509 *certificate, X509 *issuer,
    struct material_time time, struct word *word)
{
    OCSP_BASICRESP *basic = NULL;
    enum material_status status = MATERIAL_SILENT;

    if (OCSP_response_status(answer) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
        return MATERIAL_SILENT;
    basic = OCSP_response_get1_basic(answer);
    if (basic != NULL &&
        (find_word(basic, certificate, issuer, EVP_sha1(), word) ||
            find_word(basic, certificate, issuer, EVP_sha256(), word)) &&
        answer_signed(basic, issuer, word->from_s)) {
        if (word->status == V_OCSP_CERTSTATUS_REVOKED)
            status = MATERIAL_REVOKED;
        else if (word->status == V_OCSP_CERTSTATUS_GOOD && covers(word, time))
            status = MATERIAL_GOOD;
    }
    OCSP_BASICRESP_free(basic);
    ERR_clear_error();
    return status;
}

enum material_status
material_ask(struct material *material, X509 *certificate, X509 *issuer,
    struct material_time time, int64_t *revoked_s_out)
{
    enum material_status worst = MATERIAL_SILENT;
    struct word word = {0};

    for (int i = 0; i < material->answer_count; i++) {
        enum material_status status =
            ask_one(material->answers[i], certificate, issuer, time, &word);
        if (status == MATERIAL_SILENT)
            continue;
        material->answer_used[i] = true;
        if (status == MATERIAL_REVOKED)
            *revoked_s_out = word.revoked_s;
        worst = status > worst ? status : worst;
    }
    return worst;
}

static bool
is_listed(const struct material *material, X509 *issuer)
{
    for (int i = 0; i < sk_X509_CRL_num(material->lists); i++)
        if (material->list_used[i] &&
            X509_NAME_cmp(
                X509_CRL_get_issuer(sk_X509_CRL_value(material->lists, i)),
                X509_get_subject_name(issuer)) == 0)
            return true;
    return false;
}

bool
material_covers(struct material *material, X509 *certificate)
{
    static const struct material_time any = {.at_s = 0, .later = true};
    X509 *issuer = material_issuer(material, certificate);
    int64_t revoked_s = 0;

    if (issuer == NULL)
        return false;
    for (int depth = 0; issuer != NULL; depth++) {
        if (depth > MATERIAL_ITEMS ||
            (!is_listed(material, issuer) &&
                material_ask(material, certificate, issuer, any, &revoked_s) !=
                    MATERIAL_GOOD))
            return false;
        certificate = issuer;
        issuer = material_issuer(material, certificate);
    }
    return true;
}
