#include "seal/gather.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include "seal/http.h"
#include "seal/key.h"
#include "seal/revocation.h"

enum {
    ANSWER_BYTES = 64 * 1024
};

struct gatherer {
    struct arena *arena;
    const struct material *material;
    const struct seal_verify_request *verify;
    STACK_OF(X509_CRL) * lists; /* of the user */
    struct gathered out;
    struct err *err;
};

static bool
add(struct gatherer *gatherer, enum material_kind kind, struct span der)
{
    struct gathered *out = &gatherer->out;

    for (size_t i = 0; i < out->count; i++)
        if (out->kinds[i] == kind && span_equal(out->items[i], der))
            return true;
    if (out->count == GATHER_ITEMS) {
        err_set(gatherer->err, ERR_LIMIT,
            "cannot gather over %d pieces of validation material",
            GATHER_ITEMS);
        return false;
    }
    out->kinds[out->count] = kind;
    out->items[out->count++] = der;
    return true;
}

/* A copy in the arena of what an i2d function wrote. */
static bool
take_der(struct gatherer *gatherer, unsigned char *bytes, int length,
    struct span *out)
{
    bool ok =
        length > 0 && span_copy(gatherer->arena,
                          (struct span){(const char *)bytes, (size_t)length},
                          out, gatherer->err);

    if (length <= 0)
        key_error(
            gatherer->err, ERR_SYSTEM, "cannot encode validation material");
    OPENSSL_free(bytes);
    return ok;
}

static bool
add_list(struct gatherer *gatherer, X509_CRL *list)
{
    unsigned char *bytes = NULL;
    int length = i2d_X509_CRL(list, &bytes);
    struct span der;

    return take_der(gatherer, bytes, length, &der) &&
           add(gatherer, MATERIAL_LIST, der);
}

/* Signed by the issuer, sound, and of use at the validation time? */
static bool
list_covers(const struct gatherer *gatherer, X509_CRL *list, X509 *issuer)
{
    int64_t from_s;
    int64_t until_s;

    return revocation_sound(list) &&
           X509_NAME_cmp(
               X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) == 0 &&
           X509_CRL_verify(list, X509_get0_pubkey(issuer)) == 1 &&
           key_time(X509_CRL_get0_lastUpdate(list), &from_s) &&
           key_time(X509_CRL_get0_nextUpdate(list), &until_s) &&
           gatherer->verify->at_s <= until_s;
}

/* The query about one certificate. RFC 6960, 4.1: without nonce, so that
 * authorities may hand out the answers that they have ready. */
static bool
make_query(struct gatherer *gatherer, X509 *certificate, X509 *issuer,
    struct span *out)
{
    OCSP_REQUEST *query = OCSP_REQUEST_new();
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), certificate, issuer);
    unsigned char *bytes = NULL;
    int length = 0;

    if (query != NULL && id != NULL &&
        OCSP_request_add0_id(query, id) != NULL) {
        id = NULL; /* owned by the query now */
        length = i2d_OCSP_REQUEST(query, &bytes);
    }
    OCSP_CERTID_free(id);
    OCSP_REQUEST_free(query);
    return take_der(gatherer, bytes, length, out);
}

/* Is the reply an answer that says "good"? */
static bool
answer_good(const struct gatherer *gatherer, struct span der, X509 *certificate,
    X509 *issuer)
{
    struct material single;
    struct checklist list;
    struct err ignored = {0};
    struct material_time time = {.at_s = gatherer->verify->at_s, .later = true};
    int64_t revoked_s;
    bool good;

    if (!material_open(&single, &ignored))
        return false;
    checklist_init(&list, CHECKLIST_PDF);
    good = material_add(&single, MATERIAL_ANSWER, der, &list) &&
           material_ask(&single, certificate, issuer, time, &revoked_s) ==
               MATERIAL_GOOD;
    material_release(&single);
    return good;
}

/* False only when `err` is set; `*found` tells whether there is an answer. */
static bool
ask_responder(
    struct gatherer *gatherer, X509 *certificate, X509 *issuer, bool *found)
{
    STACK_OF(OPENSSL_STRING) *urls = X509_get1_ocsp(certificate);
    struct http_request request = {
        .what = "OCSP answer",
        .body_type = "application/ocsp-request",
        .reply_type = "application/ocsp-response",
        .limit_bytes = ANSWER_BYTES,
    };
    struct span reply;
    bool ok = true;

    *found = false;
    if (sk_OPENSSL_STRING_num(urls) > 0) {
        request.url = sk_OPENSSL_STRING_value(urls, 0);
        ok = make_query(gatherer, certificate, issuer, &request.body) &&
             http_fetch(gatherer->arena, &request, &reply, gatherer->err);
        if (ok && !answer_good(gatherer, reply, certificate, issuer)) {
            err_set(gatherer->err, ERR_INPUT,
                "cannot use the OCSP answer of '%.200s': it does not say "
                "'good', or is not genuine",
                request.url);
            ok = false;
        }
        if (ok)
            ok = *found = add(gatherer, MATERIAL_ANSWER, reply);
    }
    X509_email_free(urls);
    return ok;
}

/* The first http address of the distribution points; NULL when none. */
static const char *
list_url(const STACK_OF(DIST_POINT) * points)
{
    for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
        const DIST_POINT *point = sk_DIST_POINT_value(points, i);
        const GENERAL_NAMES *names;
        if (point->distpoint == NULL || point->distpoint->type != 0)
            continue;
        names = point->distpoint->name.fullname;
        for (int k = 0; k < sk_GENERAL_NAME_num(names); k++) {
            int type = 0;
            const ASN1_STRING *value =
                GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, k), &type);
            const char *text = (const char *)ASN1_STRING_get0_data(value);
            if (type == GEN_URI &&
                strlen(text) == (size_t)ASN1_STRING_length(value) &&
                span_starts(span_of(text), "http://"))
                return text;
        }
    }
    return NULL;
}

static bool
fetch_list(
    struct gatherer *gatherer, X509 *certificate, X509 *issuer, bool *found)
{
    STACK_OF(DIST_POINT) *points =
        X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);
    struct http_request request = {.what = "revocation list",
        .url = list_url(points),
        .limit_bytes = REVOCATION_BYTES};
    struct span reply;
    const unsigned char *at;
    X509_CRL *list = NULL;
    bool ok = true;

    *found = false;
    if (request.url != NULL) {
        ok = http_fetch(gatherer->arena, &request, &reply, gatherer->err);
        at = (const unsigned char *)reply.ptr;
        list = ok ? d2i_X509_CRL(NULL, &at, (long)reply.len) : NULL;
        if (ok && (list == NULL || !list_covers(gatherer, list, issuer))) {
            err_set(gatherer->err, ERR_INPUT,
                "cannot use the revocation list of '%.200s': it is not "
                "genuine, or over",
                request.url);
            ok = false;
        }
        if (ok)
            ok = *found = add_list(gatherer, list);
    }
    X509_CRL_free(list);
    CRL_DIST_POINTS_free(points);
    ERR_clear_error();
    return ok;
}

static bool
use_own_list(struct gatherer *gatherer, X509 *issuer, bool *found)
{
    *found = false;
    for (int i = 0; i < sk_X509_CRL_num(gatherer->lists); i++) {
        X509_CRL *list = sk_X509_CRL_value(gatherer->lists, i);
        if (list_covers(gatherer, list, issuer)) {
            *found = true;
            return add_list(gatherer, list);
        }
    }
    return true;
}

static bool
gather_one(struct gatherer *gatherer, X509 *certificate, X509 *issuer)
{
    const char *subject = "";
    bool found = false;

    if (!ask_responder(gatherer, certificate, issuer, &found))
        return false;
    if (!found && !fetch_list(gatherer, certificate, issuer, &found))
        return false;
    if (!found && !use_own_list(gatherer, issuer, &found))
        return false;
    if (found)
        return true;
    if (key_cert_subject(gatherer->arena, certificate, &subject, gatherer->err))
        err_set(gatherer->err, ERR_INPUT,
            "cannot gather validation material: no OCSP responder, no "
            "distribution point and no list of --crl covers '%.200s'",
            subject);
    return false;
}

/* Certificates first, then what tells of their revocation. */
static bool
gather_all(struct gatherer *gatherer)
{
    const struct material *material = gatherer->material;
    struct span der;

    for (int i = 0; i < sk_X509_num(material->paths); i++) {
        X509 *certificate = sk_X509_value(material->paths, i);
        X509 *issuer = material_issuer(material, certificate);
        if (issuer == NULL) /* an anchor */
            continue;
        if (!key_cert_der(gatherer->arena, certificate, &der, gatherer->err) ||
            !add(gatherer, MATERIAL_CERTIFICATE, der) ||
            !gather_one(gatherer, certificate, issuer))
            return false;
    }
    return true;
}

bool
gather(struct arena *arena, const struct material *material,
    const struct seal_verify_request *verify, struct gathered *out,
    struct err *err)
{
    struct gatherer gatherer = {
        .arena = arena, .material = material, .verify = verify, .err = err};
    bool ok =
        revocation_lists(verify, &gatherer.lists, err) && gather_all(&gatherer);

    sk_X509_CRL_pop_free(gatherer.lists, X509_CRL_free);
    ERR_clear_error();
    if (ok)
        *out = gatherer.out;
    return ok;
}
