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
    const char *words; /* NULL: libcrypto's */
};

static const struct error_row errors[] = {
    {X509_V_ERR_CERT_HAS_EXPIRED, CHECK_CERT_TIME, SUB_OUT_OF_BOUNDS_NO_POE,
        NULL},
    {X509_V_ERR_CERT_NOT_YET_VALID, CHECK_CERT_TIME, SUB_OUT_OF_BOUNDS_NO_POE,
        NULL},
    {X509_V_ERR_EE_KEY_TOO_SMALL, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE, NULL},
    {X509_V_ERR_CA_KEY_TOO_SMALL, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE, NULL},
    {X509_V_ERR_CA_MD_TOO_WEAK, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE, NULL},
    {X509_V_ERR_EC_KEY_EXPLICIT_PARAMS, CHECK_CERT_ALGORITHMS,
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE, NULL},
    {X509_V_ERR_CERT_REVOKED, CHECK_CERT_NOT_REVOKED, SUB_REVOKED_NO_POE, NULL},
    {X509_V_ERR_UNABLE_TO_GET_CRL, CHECK_CERT_REVOCATION, SUB_TRY_LATER,
        "revocation not checked: no list and no answer covers it"},
    {X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, CHECK_CERT_REVOCATION, SUB_TRY_LATER,
        NULL},
    {X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER, NULL},
    {X509_V_ERR_CRL_SIGNATURE_FAILURE, CHECK_CERT_REVOCATION, SUB_TRY_LATER,
        NULL},
    {X509_V_ERR_CRL_NOT_YET_VALID, CHECK_CERT_REVOCATION, SUB_TRY_LATER, NULL},
    {X509_V_ERR_CRL_HAS_EXPIRED, CHECK_CERT_REVOCATION, SUB_TRY_LATER, NULL},
    {X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER, NULL},
    {X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER, NULL},
    {X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, CHECK_CERT_REVOCATION, SUB_TRY_LATER,
        NULL},
    {X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, CHECK_CERT_REVOCATION,
        SUB_TRY_LATER, NULL},
    {X509_V_ERR_DIFFERENT_CRL_SCOPE, CHECK_CERT_REVOCATION, SUB_TRY_LATER,
        NULL},
    {X509_V_ERR_CRL_PATH_VALIDATION_ERROR, CHECK_CERT_REVOCATION, SUB_TRY_LATER,
        NULL},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND, NULL},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND, NULL},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND, NULL},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND, NULL},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND, NULL},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE, CHECK_CERT_CHAIN,
        SUB_NO_CERTIFICATE_CHAIN_FOUND, NULL},
};

/* One validation of a path, at one time. */
struct path {
    const struct certpolicy_request *request;
    struct checklist *list;
    int64_t at_s;
    bool past; /* the time is earlier than the validation time */
    size_t error_count;
    bool revoked;
    int64_t revoked_s; /* the earliest revocation that was seen */
};

static void
note_revocation(struct path *path, int64_t revoked_s)
{
    if (!path->revoked || revoked_s < path->revoked_s)
        path->revoked_s = revoked_s;
    path->revoked = true;
}

/* When the list that libcrypto looks at says that the certificate ended. */
static int64_t
listed_revocation(X509_STORE_CTX *context)
{
    X509_REVOKED *entry = NULL;
    X509_CRL *list = X509_STORE_CTX_get0_current_crl(context);
    X509 *cert = X509_STORE_CTX_get_current_cert(context);
    int64_t revoked_s = 0;

    if (list == NULL || X509_CRL_get0_by_cert(list, &entry, cert) != 1 ||
        !key_time(X509_REVOKED_get0_revocationDate(entry), &revoked_s))
        return 0; /* not known: as early as can be */
    return revoked_s;
}

/* What the OCSP answers say where no list does. */
static enum material_status
ask_answers(struct path *path, X509_STORE_CTX *context)
{
    struct material *material = path->request->material;
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    int depth = X509_STORE_CTX_get_error_depth(context);
    struct material_time time = {.at_s = path->at_s, .later = path->past};
    enum material_status status;
    int64_t revoked_s = 0;

    if (material == NULL || depth + 1 >= sk_X509_num(chain))
        return MATERIAL_SILENT;
    status = material_ask(material, sk_X509_value(chain, depth),
        sk_X509_value(chain, depth + 1), time, &revoked_s);
    if (status == MATERIAL_REVOKED)
        note_revocation(path, revoked_s);
    return status;
}

/* May the error be passed over at the time that is looked at? */
static bool
excused(struct path *path, X509_STORE_CTX *context, int error)
{
    int64_t revoked_s;

    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_CRL_HAS_EXPIRED:
        return ask_answers(path, context) == MATERIAL_GOOD;
    case X509_V_ERR_CRL_NOT_YET_VALID: /* a later list says more, not less */
        return path->past;
    case X509_V_ERR_CERT_REVOKED:
        revoked_s = listed_revocation(context);
        note_revocation(path, revoked_s);
        return path->past && revoked_s > path->at_s;
    default:
        return false;
    }
}

/*
 * Note the error and go on, so that the report names all of them. The result
 * of path validation is taken from what was noted, never from libcrypto's
 * answer alone. The path of one that signed a list for another is validated
 * within, and is then an error of its own: nothing there is passed over.
 */
static int
note_error(int good, X509_STORE_CTX *context)
{
    struct path *path = X509_STORE_CTX_get_app_data(context);
    int error = X509_STORE_CTX_get_error(context);
    int depth = X509_STORE_CTX_get_error_depth(context);
    enum check_id check = CHECK_CERT_CHAIN;
    enum sub_indication sub = SUB_CHAIN_CONSTRAINTS_FAILURE;
    const char *words = NULL;

    if (good == 1) {
        return 1;
    }
    if (X509_STORE_CTX_get0_parent_ctx(context) != NULL) {
        return 0;
    }
    if (excused(path, context, error)) {
        return 1;
    }
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].error == error) {
            check = errors[i].check;
            sub = errors[i].sub;
            words = errors[i].words;
        }
    }
    if (sub == SUB_REVOKED_NO_POE && depth > 0) {
        sub = SUB_REVOKED_CA_NO_POE;
    }
    path->error_count++;
    (void)checklist_refuse(path->list, check, sub, "%s (certificate %d)",
        words == NULL ? X509_verify_cert_error_string(error) : words, depth);
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
set_parameters(X509_STORE_CTX *context, const struct path *path)
{
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);
    unsigned long flags = X509_V_FLAG_X509_STRICT | X509_V_FLAG_POLICY_CHECK |
                          X509_V_FLAG_CHECK_SS_SIGNATURE |
                          X509_V_FLAG_EXTENDED_CRL_SUPPORT |
                          X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;

    X509_VERIFY_PARAM_set_time(param, (time_t)path->at_s);
    X509_VERIFY_PARAM_set_depth(param, CHAIN_DEPTH);
    X509_VERIFY_PARAM_set_auth_level(param, SECURITY_LEVEL);
    return X509_VERIFY_PARAM_set_flags(param, flags) == 1 &&
           X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY) == 1;
}

static bool
path_has(STACK_OF(X509) * path, const X509 *cert)
{
    for (int i = 0; i < sk_X509_num(path); i++) {
        if (X509_cmp(sk_X509_value(path, i), cert) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * A signature must carry exactly the path that was found, without the anchor;
 * a time-stamp, which others wrote, nothing that does not belong to it.
 */
static bool
embedded_is_path(
    STACK_OF(X509) * path, const struct certpolicy_request *request)
{
    int count = sk_X509_num(path) - 1;
    STACK_OF(X509) *embedded = request->embedded;

    if (request->role == CERTPOLICY_SIGNER &&
        (count < 1 || sk_X509_num(embedded) != count)) {
        return false;
    }
    for (int i = 0; i < sk_X509_num(embedded); i++) {
        const X509 *cert = sk_X509_value(embedded, i);
        if (request->role == CERTPOLICY_SIGNER
                ? X509_cmp(sk_X509_value(path, i), cert) != 0
                : !path_has(path, cert)) {
            return false;
        }
    }
    return true;
}

/* An answer that tells of a revocation counts beside any list. */
static void
heed_answers(struct path *path, STACK_OF(X509) * found)
{
    struct material_time time = {.at_s = path->at_s, .later = path->past};
    int64_t revoked_s = 0;

    for (int i = 0; i + 1 < sk_X509_num(found); i++) {
        if (material_ask(path->request->material, sk_X509_value(found, i),
                sk_X509_value(found, i + 1), time,
                &revoked_s) != MATERIAL_REVOKED) {
            continue;
        }
        note_revocation(path, revoked_s);
        if (path->past && revoked_s > path->at_s) {
            continue;
        }
        path->error_count++;
        (void)checklist_refuse(path->list, CHECK_CERT_NOT_REVOKED,
            i == 0 ? SUB_REVOKED_NO_POE : SUB_REVOKED_CA_NO_POE,
            "revoked by an OCSP answer (certificate %d)", i);
    }
}

static void
judge_path(X509_STORE_CTX *context, struct path *path, int answer)
{
    const struct certpolicy_request *request = path->request;
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
        embedded_is_path(found, request), SUB_FORMAT_FAILURE,
        "the file does not carry exactly the certificates of the chain");
    checklist_pass(list, CHECK_CERT_TIME);
    checklist_pass(list, CHECK_CERT_REVOCATION);
    /* Unknown revocation leaves it open whether the signer is revoked. */
    if (checklist_passed(list, CHECK_CERT_REVOCATION)) {
        checklist_pass(list, CHECK_CERT_NOT_REVOKED);
    }
    if (request->material != NULL) {
        material_use_path(request->material, found);
        heed_answers(path, found);
    }
}

/* The certificates of the signature, then those that the file has besides. */
static STACK_OF(X509) * untrusted(const struct certpolicy_request *request)
{
    STACK_OF(X509) *all = sk_X509_dup(request->embedded);
    STACK_OF(X509) *more =
        request->material == NULL ? NULL : request->material->certificates;

    for (int i = 0; all != NULL && i < sk_X509_num(more); i++) {
        if (sk_X509_push(all, sk_X509_value(more, i)) <= 0) {
            sk_X509_free(all);
            all = NULL;
        }
    }
    return all;
}

/* Validate once; what is found goes to `path->list`. */
static bool
check_path(X509_STORE *store, struct path *path, struct err *err)
{
    bool ok = false;
    int answer = 0;
    STACK_OF(X509) *certificates = untrusted(path->request);
    X509_STORE_CTX *context = X509_STORE_CTX_new();

    if (context == NULL || certificates == NULL ||
        X509_STORE_CTX_init(
            context, store, path->request->signer, certificates) != 1 ||
        X509_STORE_CTX_set_app_data(context, path) != 1 ||
        !set_parameters(context, path)) {
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
        (void)checklist_refuse(path->list, CHECK_CERT_CHAIN,
            SUB_CHAIN_CONSTRAINTS_FAILURE, "a certificate is malformed");
    }
    judge_path(context, path, answer);
    ok = true;
out:
    X509_STORE_CTX_free(context);
    sk_X509_free(certificates);
    ERR_clear_error();
    return ok;
}

/*
 * At the validation time, and if that does not do, at the time when the
 * signature is proven to have existed: EN 319 102-1, 5.6.2. A revocation that
 * took effect before the proven time is final.
 */
static bool
check_paths(X509_STORE *store, const struct certpolicy_request *request,
    struct checklist *list, struct err *err)
{
    struct checklist now = *list;
    struct checklist then = *list;
    struct path path = {
        .request = request, .list = &now, .at_s = request->at_s};
    bool revoked;

    if (!check_path(store, &path, err)) {
        return false;
    }
    revoked = path.revoked && path.revoked_s <= request->proven_s;
    if (path.error_count == 0 || revoked ||
        request->proven_s >= request->at_s) {
        *list = now;
        return true;
    }
    path = (struct path){.request = request,
        .list = &then,
        .at_s = request->proven_s,
        .past = true};
    if (!check_path(store, &path, err)) {
        return false;
    }
    *list = path.error_count == 0 ? then : now;
    return true;
}

static void
check_claimed_time(
    const struct certpolicy_request *request, struct checklist *list)
{
    int64_t limit_s = request->proven_s + CLOCK_SKEW_S;

    if (request->role == CERTPOLICY_TIMESTAMP) {
        checklist_pass(list, CHECK_CLAIMED_TIME); /* it is what it proves */
        return;
    }
    if (request->claimed_s == 0) {
        (void)checklist_refuse(list, CHECK_CLAIMED_TIME,
            SUB_SIG_CONSTRAINTS_FAILURE, "no signing time is claimed");
        return;
    }
    (void)checklist_decide(list, CHECK_CLAIMED_TIME,
        request->claimed_s <= limit_s, SUB_SIG_CONSTRAINTS_FAILURE,
        "the claimed signing time is after the time that is proven");
}

/* Lists that cannot be relied on are as good as none. */
static bool
add_lists(X509_STORE *store, STACK_OF(X509_CRL) * lists)
{
    for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
        X509_CRL *list = sk_X509_CRL_value(lists, i);
        if (revocation_sound(list) && X509_STORE_add_crl(store, list) != 1) {
            return false;
        }
    }
    return true;
}

/* The user's lists and those of the file: both are judged by who signed. */
static bool
load_lists(const struct certpolicy_request *request, X509_STORE *store,
    struct err *err)
{
    STACK_OF(X509_CRL) *lists = NULL;
    bool ok = false;

    if (!revocation_lists(request->verify, &lists, err)) {
        return false;
    }
    ok = add_lists(store, lists) &&
         (request->material == NULL ||
             add_lists(store, request->material->lists));
    if (!ok) {
        key_error(err, ERR_SYSTEM, "cannot use a revocation list");
    }
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
    return ok;
}

bool
certpolicy_check(const struct certpolicy_request *request,
    struct checklist *list, struct err *err)
{
    bool ok = false;
    struct arena arena;
    X509_STORE *store = X509_STORE_new();

    arena_init(&arena, 8 * (size_t)TRUST_FILE_BYTES);
    if (store == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a certificate store");
        goto out;
    }
    if (!load_anchors(&arena, request->verify->trust_path, store, err) ||
        !load_lists(request, store, err)) {
        goto out;
    }
    check_claimed_time(request, list);
    signer_check(request->signer, request->role, list);
    ok = check_paths(store, request, list, err);
out:
    X509_STORE_free(store);
    arena_release(&arena);
    return ok;
}

bool
certpolicy_passed(const struct checklist *list)
{
    return checklist_passed_all(
        list, CHECK_CLAIMED_TIME, CHECK_CERT_NOT_REVOKED);
}
