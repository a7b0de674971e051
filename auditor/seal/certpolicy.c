#include "seal/certpolicy.h"
#include "base/clock.h"
#include "base/file.h"
#include "seal/key.h"
#include "seal/revocation.h"
#include "seal/signer.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum {
    TRUST_FILE_BYTES = 1024 * 1024,
    TRUST_ANCHORS = 256,
    CHAIN_DEPTH = 4,       /* certificates between signer and anchor */
    SECURITY_LEVEL = 2,    /* 112 bits: no SHA-1, no RSA below 2048 */
    CLOCK_SKEW_S = 5 * 60, /* between the signer's clock and ours */
};

/*
 * What the errors of path validation mean for our checks. Every error that
 * is not listed refuses the chain as a whole.
 */
struct error_row {
    int error;
    enum check_id check;
    enum sub_indication sub;
};

static const struct error_row errors[] = {
    {X509_V_ERR_CERT_HAS_EXPIRED, CHECK_CERT_TIME, SUB_OUT_OF_BOUNDS_NO_POE},
    {X509_V_ERR_CERT_NOT_YET_VALID, CHECK_CERT_TIME, SUB_OUT_OF_BOUNDS_NO_POE},
    {X509_V_ERR_EE_KEY_TOO_SMALL, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE},
    {X509_V_ERR_CA_KEY_TOO_SMALL, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE},
    {X509_V_ERR_CA_MD_TOO_WEAK, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE},
    {X509_V_ERR_EC_KEY_EXPLICIT_PARAMS, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE},
    {X509_V_ERR_CERT_REVOKED, CHECK_CERT_NOT_REVOKED, SUB_REVOKED_NO_POE},
    {X509_V_ERR_UNABLE_TO_GET_CRL, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER},
    {X509_V_ERR_CRL_SIGNATURE_FAILURE, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_CRL_NOT_YET_VALID, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_CRL_HAS_EXPIRED, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER},
    {X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER},
    {X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER},
    {X509_V_ERR_DIFFERENT_CRL_SCOPE, CHECK_CERT_REVOCATION, SUB_TRY_LATER},
    {X509_V_ERR_CRL_PATH_VALIDATION_ERROR, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND},
};

struct path {
    struct checklist *list;
    size_t error_count;
};

/*
 * Note the error and go on, so that the report names all of them. The result
 * of path validation is taken from what was noted, never from libcrypto's
 * answer alone.
 */
static int
note_error(int good, X509_STORE_CTX *context)
{
    struct path *path = X509_STORE_CTX_get_app_data(context);
    int error = X509_STORE_CTX_get_error(context);
    int depth = X509_STORE_CTX_get_error_depth(context);
    enum check_id check = CHECK_CERT_CHAIN;
    enum sub_indication sub = SUB_CHAIN_CONSTRAINTS_FAILURE;

    if (good == 1) {
        return 1;
    }
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].error == error) {
            check = errors[i].check;
            sub = errors[i].sub;
        }
    }
    if (sub == SUB_REVOKED_NO_POE && depth > 0) {
        sub = SUB_REVOKED_CA_NO_POE;
    }
    path->error_count++;
    (void)checklist_refuse(path->list, check, sub, "%s (certificate %d)",
        X509_verify_cert_error_string(error), depth);
    return 1;
}

static bool
add_anchors(X509_STORE *store, struct span pem)
{
    BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    int count = 0;
    bool ok = bio != NULL;

    while (ok) {
        X509 *cert = PEM_read_bio_X509(bio, NULL, NULL, NULL);
        if (cert == NULL) {
            ok = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
            break;
        }
        count++;
        ok = count <= TRUST_ANCHORS && X509_STORE_add_cert(store, cert) == 1;
        X509_free(cert);
    }
    BIO_free(bio);
    ERR_clear_error();
    return ok && count > 0;
}

static bool
load_anchors(
    struct arena *arena, const char *path, X509_STORE *store, struct err *err)
{
    struct err reason = {.code = ERR_NONE};
    struct span pem;

    if (path == NULL) {
        err_set(err, ERR_USAGE,
            "cannot verify a signature: no trust anchor was named");
        return false;
    }
    if (!file_read(arena, path, TRUST_FILE_BYTES, &pem, &reason)) {
        err_set(err, ERR_USAGE, "cannot read the trust anchors: %.500s",
            reason.text);
        err_in_file(err, path);
        return false;
    }
    if (!add_anchors(store, pem)) {
        err_set(err, ERR_USAGE,
            "cannot read the trust anchors '%s': want 1 to %d PEM "
            "certificates",
            path, TRUST_ANCHORS);
        return false;
    }
    return true;
}

static bool
set_parameters(X509_STORE_CTX *context,
    const struct certpolicy_request *request, bool revocation)
{
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);
    unsigned long flags = X509_V_FLAG_X509_STRICT | X509_V_FLAG_POLICY_CHECK |
                          X509_V_FLAG_CHECK_SS_SIGNATURE |
                          X509_V_FLAG_EXTENDED_CRL_SUPPORT;

    if (revocation) {
        flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
    }
    X509_VERIFY_PARAM_set_time(param, (time_t)request->verify->at_s);
    X509_VERIFY_PARAM_set_depth(param, CHAIN_DEPTH);
    X509_VERIFY_PARAM_set_auth_level(param, SECURITY_LEVEL);
    return X509_VERIFY_PARAM_set_flags(param, flags) == 1 &&
           X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY) == 1;
}

/* The file must carry exactly the path that was found, without the anchor. */
static bool
embedded_is_path(STACK_OF(X509) * path, STACK_OF(X509) * embedded)
{
    int count = sk_X509_num(path) - 1;

    if (count < 1 || sk_X509_num(embedded) != count) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (X509_cmp(sk_X509_value(path, i), sk_X509_value(embedded, i)) != 0) {
            return false;
        }
    }
    return true;
}

static void
judge_path(X509_STORE_CTX *context, const struct certpolicy_request *request,
    const struct path *path, int answer, bool revocation)
{
    struct checklist *list = path->list;
    STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
    bool weak = false;

    if (answer != 1 && path->error_count == 0) {
        (void)checklist_refuse(list, CHECK_CERT_CHAIN,
            SUB_CHAIN_CONSTRAINTS_FAILURE, "path validation failed");
    }
    checklist_pass(list, CHECK_CERT_CHAIN);
    if (!checklist_passed(list, CHECK_CERT_CHAIN) || answer != 1) {
        return; /* no path, so nothing else was judged */
    }
    for (int i = 0; i + 1 < sk_X509_num(found); i++) {
        weak = weak || !signer_digest_strong(sk_X509_value(found, i));
    }
    (void)checklist_decide(list, CHECK_CERT_ALGORITHMS, !weak,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
        "a certificate is signed with a digest that is not accepted");
    (void)checklist_decide(list, CHECK_CERT_NEEDED,
        embedded_is_path(found, request->embedded), SUB_FORMAT_FAILURE,
        "the file does not carry exactly the certificates of the chain");
    checklist_pass(list, CHECK_CERT_TIME);
    if (revocation) {
        checklist_pass(list, CHECK_CERT_REVOCATION);
    }
    /* Unknown revocation leaves it open whether the signer is revoked. */
    if (checklist_passed(list, CHECK_CERT_REVOCATION)) {
        checklist_pass(list, CHECK_CERT_NOT_REVOKED);
    }
}

static bool
check_path(X509_STORE *store, const struct certpolicy_request *request,
    struct checklist *list, bool revocation, struct err *err)
{
    bool ok = false;
    struct path path = {.list = list};
    int answer = 0;
    X509_STORE_CTX *context = X509_STORE_CTX_new();

    if (context == NULL ||
        X509_STORE_CTX_init(
            context, store, request->signer, request->embedded) != 1 ||
        X509_STORE_CTX_set_app_data(context, &path) != 1 ||
        !set_parameters(context, request, revocation)) {
        key_error(err, ERR_SYSTEM, "cannot set up path validation");
        goto out;
    }
    X509_STORE_CTX_set_verify_cb(context, note_error);
    answer = X509_verify_cert(context);
    if (answer < 0 &&
        X509_STORE_CTX_get_error(context) == X509_V_ERR_OUT_OF_MEM) {
        key_error(err, ERR_SYSTEM, "cannot validate a certificate path");
        goto out;
    }
    /* A malformed certificate is the file's fault, not the machine's. */
    if (answer < 0) {
        (void)checklist_refuse(list, CHECK_CERT_CHAIN,
            SUB_CHAIN_CONSTRAINTS_FAILURE, "a certificate is malformed");
    }
    judge_path(context, request, &path, answer, revocation);
    ok = true;
out:
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    return ok;
}

static void
check_claimed_time(
    const struct certpolicy_request *request, struct checklist *list)
{
    int64_t limit_s = request->verify->at_s + CLOCK_SKEW_S;

    if (request->claimed_s == 0) {
        (void)checklist_refuse(list, CHECK_CLAIMED_TIME,
            SUB_SIG_CONSTRAINTS_FAILURE, "no signing time is claimed");
        return;
    }
    (void)checklist_decide(list, CHECK_CLAIMED_TIME,
        request->claimed_s <= limit_s, SUB_SIG_CONSTRAINTS_FAILURE,
        "the claimed signing time is after the validation time");
}

bool
certpolicy_check(const struct certpolicy_request *request,
    struct checklist *list, struct err *err)
{
    bool ok = false;
    bool revocation = false;
    struct arena arena;
    X509_STORE *store = X509_STORE_new();

    arena_init(&arena, 8 * (size_t)TRUST_FILE_BYTES);
    if (store == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a certificate store");
        goto out;
    }
    if (!load_anchors(&arena, request->verify->trust_path, store, err) ||
        !revocation_load(request->verify, store, list, &revocation, err)) {
        goto out;
    }
    check_claimed_time(request, list);
    signer_check(request->signer, list);
    ok = check_path(store, request, list, revocation, err);
out:
    X509_STORE_free(store);
    arena_release(&arena);
    return ok;
}
