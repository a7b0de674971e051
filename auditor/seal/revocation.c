#include "seal/revocation.h"
#include "base/arena.h"
#include "base/file.h"
#include "seal/key.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

enum {
    REVOCATION_LISTS = 64
};

/* "ca.pem" has its list in "ca.crl". NULL when there is none. */
static bool
find_beside(struct arena *arena, const char *trust_path, const char **out,
    struct err *err)
{
    size_t length = strlen(trust_path);
    size_t stem = span_ends(span_of(trust_path), ".pem") ? length - 4 : length;
    const char *path =
        arena_printf(arena, err, "%.*s.crl", (int)stem, trust_path);

    if (path == NULL) {
        return false;
    }
    *out = file_exists(path) ? path : NULL;
    return true;
}

bool
revocation_sound(const X509_CRL *crl)
{
    int digest = NID_undef;

    return X509_CRL_get0_nextUpdate(crl) != NULL &&
           OBJ_find_sigid_algs(
               X509_CRL_get_signature_nid(crl), &digest, NULL) == 1 &&
           (digest == NID_sha256 || digest == NID_sha384 ||
               digest == NID_sha512);
}

static bool
add_pem(STACK_OF(X509_CRL) * lists, struct span bytes)
{
    BIO *bio = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
    bool ok = bio != NULL;

    while (ok) {
        X509_CRL *crl = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL);
        if (crl == NULL) {
            ok = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
            break;
        }
        ok = sk_X509_CRL_num(lists) < REVOCATION_LISTS &&
             sk_X509_CRL_push(lists, crl) > 0;
        if (!ok) {
            X509_CRL_free(crl);
        }
    }
    BIO_free(bio);
    return ok && sk_X509_CRL_num(lists) > 0;
}

static bool
add_der(STACK_OF(X509_CRL) * lists, struct span bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)bytes.len);
    bool ok = crl != NULL &&
              at == (const unsigned char *)bytes.ptr + bytes.len &&
              sk_X509_CRL_push(lists, crl) > 0;

    if (!ok) {
        X509_CRL_free(crl);
    }
    return ok;
}

static bool
load(struct arena *arena, const struct seal_verify_request *request,
    STACK_OF(X509_CRL) * lists, struct err *err)
{
    struct err reason = {.code = ERR_NONE};
    const char *path = request->crl_path;
    struct span bytes;
    bool ok;

    if (path == NULL && !find_beside(arena, request->trust_path, &path, err)) {
        return false;
    }
    if (path == NULL) {
        return true;
    }
    if (!file_read(arena, path, REVOCATION_BYTES, &bytes, &reason)) {
        err_set(err, ERR_USAGE, "cannot read the revocation list: %.500s",
            reason.text);
        err_in_file(err, path);
        return false;
    }
    ok =
        span_starts(bytes, "0") ? add_der(lists, bytes) : add_pem(lists, bytes);
    ERR_clear_error();
    if (!ok) {
        err_set(err, ERR_USAGE,
            "cannot read the revocation list '%s': it is neither PEM nor DER",
            path);
        return false;
    }
    return true;
}

bool
revocation_lists(const struct seal_verify_request *request,
    STACK_OF(X509_CRL) * *out, struct err *err)
{
    struct arena arena;
    STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
    bool ok = false;

    arena_init(&arena, 2 * REVOCATION_BYTES);
    if (lists == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate revocation lists");
        goto out;
    }
    if (!load(&arena, request, lists, err)) {
        goto out;
    }
    *out = lists;
    lists = NULL;
    ok = true;
out:
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
    arena_release(&arena);
    return ok;
}
