#include "base/arena.h"
#include "seal/holder.h"

#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

/*
 * A key on a token, used through its own module: PKCS#11 v2.40 base
 * specification; the URI is that of RFC 7512. One login lasts as long as the
 * process, unless the key itself asks for one each time.
 */
enum {
    SLOTS = 64,
    ID_BYTES = 256,
    CERT_BYTES = 16 * 1024,
    WHAT_BYTES = 128,
    SIGN_BYTES = 4 * KEY_SIGNATURE_BYTES, /* in a scratch arena */
};

struct holder_token {
    P11KitUri *uri;
    CK_FUNCTION_LIST **configured; /* all modules of the system, or ... */
    CK_FUNCTION_LIST *named;       /* ... the one that was asked for */
    CK_FUNCTION_LIST *module;      /* that of the token, borrowed */
    CK_SLOT_ID slot;
    CK_TOKEN_INFO about;
    CK_SESSION_HANDLE session;
    bool has_session;
    CK_OBJECT_HANDLE key;
    CK_KEY_TYPE type;
    unsigned char id[ID_BYTES]; /* of the key, and of its certificate */
    size_t id_len;
    bool each_time;         /* the key wants the PIN for each signature */
    struct seal_secret pin; /* kept for that alone */
};

/* How a token signs for a kind of key. To accept another kind: a row. */
struct mechanism {
    CK_KEY_TYPE type;
    CK_MECHANISM_TYPE mechanism;
    struct span before; /* what stands before the digest */
    const CK_RSA_PKCS_PSS_PARAMS *pss;
};

/* DigestInfo of SHA-256: RFC 8017, 9.2, note 1. */
#define DIGEST_INFO_SHA256                                                     \
    "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"     \
    "\x04\x20"

/* With the salt that key_set_padding wants. */
static const CK_RSA_PKCS_PSS_PARAMS pss_sha256 = {
    CKM_SHA256, CKG_MGF1_SHA256, 32};

static const struct mechanism mechanisms[KEY_KINDS] = {
    [KEY_RSA] = {CKK_RSA, CKM_RSA_PKCS,
        {DIGEST_INFO_SHA256, sizeof DIGEST_INFO_SHA256 - 1}, NULL},
    [KEY_P256] = {CKK_EC, CKM_ECDSA, {NULL, 0}, NULL},
    [KEY_P384] = {CKK_EC, CKM_ECDSA, {NULL, 0}, NULL},
    [KEY_RSA_PSS] = {CKK_RSA, CKM_RSA_PKCS_PSS, {NULL, 0}, &pss_sha256},
};

static bool
fail(const struct holder *holder, enum err_code code, const char *why,
    struct err *err)
{
    err_set(err, code, "cannot sign with '%s': %s", holder->request->key, why);
    return false;
}

/* With what the token says. */
static bool
fail_with(
    const struct holder *holder, const char *why, CK_RV value, struct err *err)
{
    err_set(err, ERR_SYSTEM, "cannot sign with '%s': %s: %s",
        holder->request->key, why, p11_kit_strerror(value));
    return false;
}

bool
holder_is_token(const char *key)
{
    return strncasecmp(key, "pkcs11:", strlen("pkcs11:")) == 0;
}

static bool
token_bids(const char *key, struct span bytes)
{
    (void)bytes;
    return holder_is_token(key);
}

bool
holder_check_key(const char *key, struct err *err)
{
    static const char pin[] = "pin-"; /* pin-value, pin-source */
    const char *at = holder_is_token(key) ? key : "";

    for (; at[0] != '\0'; at++) {
        if (strchr(":;?&", at[0]) != NULL &&
            strncasecmp(at + 1, pin, strlen(pin)) == 0) {
            err_set(err, ERR_USAGE,
                "cannot use a key URI with a PIN in it: everybody can read "
                "the command line, give --passphrase-file or --passphrase-fd");
            return false;
        }
    }
    return true;
}

static bool
parse_uri(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    const char *text = holder->request->key;

    token->uri = p11_kit_uri_new();
    if (token->uri == NULL) {
        return fail(holder, ERR_SYSTEM, "no memory", err);
    }
    if (p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, token->uri) !=
            P11_KIT_URI_OK ||
        p11_kit_uri_any_unrecognized(token->uri) != 0) {
        err_set(err, ERR_USAGE, /* not quoted: who knows what is in it */
            "cannot use the key URI: RFC 7512 wants it as "
            "pkcs11:token=LABEL;object=LABEL");
        return false;
    }
    if (p11_kit_uri_get_module_name(token->uri) != NULL) {
        return fail(holder, ERR_USAGE,
            "a module is named by module-path or --module", err);
    }
    return true;
}

static bool
load_modules(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    const char *path = holder->request->module_path;

    if (path == NULL) {
        path = p11_kit_uri_get_module_path(token->uri);
    }
    if (path == NULL) {
        token->configured = p11_kit_modules_load_and_initialize(0);
        return token->configured != NULL ||
               fail(holder, ERR_SYSTEM,
                   "the PKCS#11 modules of the system cannot be loaded", err);
    }
    CK_FUNCTION_LIST *module = p11_kit_module_load(path, 0);
    if (module == NULL) {
        err_set(err, ERR_USAGE, "cannot load the PKCS#11 module '%s'", path);
        return false;
    }
    CK_RV value = p11_kit_module_initialize(module);
    if (value != CKR_OK) {
        p11_kit_module_release(module);
        return fail_with(holder, "its module does not start", value, err);
    }
    token->named = module;
    return true;
}

/* Is there a token of the URI in the slot? */
static bool
slot_fits(const struct holder_token *token, CK_FUNCTION_LIST *module,
    CK_SLOT_ID slot, CK_TOKEN_INFO *about)
{
    CK_SLOT_INFO where;
    CK_SLOT_ID wanted = p11_kit_uri_get_slot_id(token->uri);

    return module->C_GetSlotInfo(slot, &where) == CKR_OK &&
           module->C_GetTokenInfo(slot, about) == CKR_OK &&
           (about->flags & CKF_TOKEN_INITIALIZED) != 0 &&
           (wanted == (CK_SLOT_ID)-1 || wanted == slot) &&
           p11_kit_uri_match_slot_info(token->uri, &where) == 1 &&
           p11_kit_uri_match_token_info(token->uri, about) == 1;
}

/* Tokens of the module that fit; the first of all is kept. */
static size_t
look_for_token(struct holder_token *token, CK_FUNCTION_LIST *module)
{
    CK_SLOT_ID slots[SLOTS];
    CK_ULONG count = SLOTS;
    CK_INFO library;
    size_t found = 0;

    if (module->C_GetInfo(&library) != CKR_OK ||
        p11_kit_uri_match_module_info(token->uri, &library) != 1 ||
        module->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK) {
        return 0;
    }
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO about;
        if (!slot_fits(token, module, slots[i], &about)) {
            continue;
        }
        found++;
        if (token->module == NULL) {
            token->module = module;
            token->slot = slots[i];
            token->about = about;
        }
    }
    return found;
}

static bool
find_token(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    size_t found = 0;

    if (token->named != NULL) {
        found = look_for_token(token, token->named);
    }
    for (size_t i = 0;
         token->configured != NULL && token->configured[i] != NULL; i++) {
        found += look_for_token(token, token->configured[i]);
    }
    if (found == 1) {
        return true;
    }
    return fail(holder, ERR_USAGE,
        found == 0 ? "no such token is there"
                   : "more than one token fits, say which by token= or serial=",
        err);
}

/* What the token now says of its PIN, which a wrong one changes. */
static bool
fail_pin(struct holder *holder, CK_RV value, struct err *err)
{
    struct holder_token *token = holder->token;
    CK_TOKEN_INFO now = {.flags = 0};

    if (value != CKR_PIN_INCORRECT && value != CKR_PIN_LEN_RANGE &&
        value != CKR_PIN_INVALID && value != CKR_PIN_LOCKED) {
        return fail_with(holder, "the token lets nobody in", value, err);
    }
    (void)token->module->C_GetTokenInfo(token->slot, &now);
    if (value == CKR_PIN_LOCKED || (now.flags & CKF_USER_PIN_LOCKED) != 0) {
        return fail(holder, ERR_USAGE,
            "the token is locked, after too many wrong PINs", err);
    }
    return fail(holder, ERR_USAGE,
        (now.flags & CKF_USER_PIN_FINAL_TRY) != 0
            ? "the PIN is not the right one, and only one try is left"
            : "the PIN is not the right one",
        err);
}

static bool
ask_pin(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    char what[WHAT_BYTES];
    int length = (int)sizeof token->about.label;

    while (length > 0 && token->about.label[length - 1] == ' ') {
        length--;
    }
    BIO_snprintf(what, sizeof what, "PIN of the token '%.*s'", length,
        (const char *)token->about.label);
    return holder_secret(holder, what, &token->pin, err);
}

/* Without PIN where the reader has keys of its own to type it on. */
static CK_RV
log_in(struct holder_token *token, CK_USER_TYPE user)
{
    bool own_keys =
        (token->about.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;

    return token->module->C_Login(token->session, user,
        own_keys ? NULL : (CK_UTF8CHAR *)token->pin.bytes,
        own_keys ? 0 : (CK_ULONG)token->pin.len);
}

static bool
enter(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    CK_FLAGS flags = token->about.flags;
    CK_RV value = token->module->C_OpenSession(
        token->slot, CKF_SERIAL_SESSION, NULL, NULL, &token->session);

    if (value != CKR_OK) {
        return fail_with(holder, "the token opens no session", value, err);
    }
    token->has_session = true;
    if ((flags & CKF_LOGIN_REQUIRED) == 0) {
        return true;
    }
    if ((flags & CKF_USER_PIN_LOCKED) != 0) {
        return fail_pin(holder, CKR_PIN_LOCKED, err);
    }
    if ((flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0 &&
        !ask_pin(holder, err)) {
        return false;
    }
    value = log_in(token, CKU_USER);
    return value == CKR_OK || value == CKR_USER_ALREADY_LOGGED_IN ||
           fail_pin(holder, value, err);
}

/* Objects that have the attributes, `most` at most. */
static CK_RV
find_objects(const struct holder_token *token, CK_ATTRIBUTE *like,
    CK_ULONG like_count, CK_OBJECT_HANDLE *out, CK_ULONG *count)
{
    CK_ULONG most = *count;
    CK_RV value =
        token->module->C_FindObjectsInit(token->session, like, like_count);

    *count = 0;
    while (value == CKR_OK && *count < most) {
        CK_ULONG found = 0;
        value = token->module->C_FindObjects(
            token->session, out + *count, most - *count, &found);
        *count += found;
        if (found == 0) {
            break;
        }
    }
    (void)token->module->C_FindObjectsFinal(token->session);
    return value;
}

static bool
read_key(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    CK_BBOOL each_time = CK_FALSE;
    CK_ATTRIBUTE needed[] = {
        {CKA_KEY_TYPE, &token->type, sizeof token->type},
        {CKA_ID, token->id, sizeof token->id},
    };
    CK_ATTRIBUTE optional = {
        CKA_ALWAYS_AUTHENTICATE, &each_time, sizeof each_time};
    CK_RV value = token->module->C_GetAttributeValue(
        token->session, token->key, needed, sizeof needed / sizeof needed[0]);

    if (value != CKR_OK) {
        return fail_with(holder, "its key tells nothing of itself", value, err);
    }
    token->id_len = needed[1].ulValueLen;
    value = token->module->C_GetAttributeValue(
        token->session, token->key, &optional, 1);
    token->each_time = value == CKR_OK && each_time == CK_TRUE;
    return true;
}

static bool
find_key(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE like[3] = {{CKA_CLASS, &class, sizeof class}};
    CK_ULONG like_count = 1;
    CK_OBJECT_HANDLE found[2];
    CK_ULONG count = 2;
    static const CK_ATTRIBUTE_TYPE named[] = {CKA_LABEL, CKA_ID};

    for (size_t i = 0; i < 2; i++) {
        const CK_ATTRIBUTE *given =
            p11_kit_uri_get_attribute(token->uri, named[i]);
        if (given != NULL) {
            like[like_count++] = *given;
        }
    }
    CK_RV value = find_objects(token, like, like_count, found, &count);
    if (value != CKR_OK) {
        return fail_with(holder, "the token lists no keys", value, err);
    }
    if (count != 1) {
        return fail(holder, ERR_USAGE,
            count == 0 ? "the token has no such private key"
                       : "more than one key fits, say which by object= or id=",
            err);
    }
    token->key = found[0];
    return read_key(holder, err);
}

/* True also when the object is no certificate that can be read. */
static bool
keep_cert(struct holder *holder, CK_OBJECT_HANDLE object, bool own)
{
    struct holder_token *token = holder->token;
    unsigned char der[CERT_BYTES];
    unsigned char id[ID_BYTES];
    CK_ATTRIBUTE parts[] = {
        {CKA_VALUE, der, sizeof der},
        {CKA_ID, id, sizeof id},
    };
    const unsigned char *at = der;

    if (token->module->C_GetAttributeValue(token->session, object, parts, 2) !=
        CKR_OK) {
        return true;
    }
    bool is_own = token->id_len > 0 && parts[1].ulValueLen == token->id_len &&
                  memcmp(id, token->id, token->id_len) == 0;
    X509 *cert =
        is_own == own ? d2i_X509(NULL, &at, (long)parts[0].ulValueLen) : NULL;
    if (cert != NULL && sk_X509_push(holder->certs, cert) <= 0) {
        X509_free(cert);
        return false;
    }
    ERR_clear_error();
    return true;
}

/* The certificate with the key's id, then all others, to make a chain of. */
static bool
find_certs(struct holder *holder, struct err *err)
{
    struct holder_token *token = holder->token;
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_ATTRIBUTE like[] = {
        {CKA_CLASS, &class, sizeof class},
        {CKA_CERTIFICATE_TYPE, &type, sizeof type},
    };
    CK_OBJECT_HANDLE found[KEY_CERTS];
    CK_ULONG count = KEY_CERTS;
    CK_RV value = find_objects(token, like, 2, found, &count);

    if (value != CKR_OK) {
        return fail_with(holder, "the token lists no certificates", value, err);
    }
    for (int turn = 0; turn < 2; turn++) {
        for (CK_ULONG i = 0; i < count; i++) {
            if (!keep_cert(holder, found[i], /* own */ turn == 0)) {
                return fail(holder, ERR_SYSTEM, "no memory", err);
            }
        }
        if (turn == 0 && sk_X509_num(holder->certs) != 1) {
            return fail(holder, ERR_USAGE,
                "the token has not exactly one certificate with the id of the "
                "key, give --cert",
                err);
        }
    }
    return true;
}

static bool
token_open(struct holder *holder, struct span bytes, struct err *err)
{
    (void)bytes;
    holder->token = OPENSSL_secure_zalloc(sizeof *holder->token);
    if (holder->token == NULL) {
        return fail(holder, ERR_SYSTEM, "no memory", err);
    }
    bool ok = parse_uri(holder, err) && load_modules(holder, err) &&
              find_token(holder, err) && enter(holder, err) &&
              find_key(holder, err) &&
              (holder->request->cert_path != NULL || find_certs(holder, err));
    if (!holder->token->each_time) {
        OPENSSL_cleanse(&holder->token->pin, sizeof holder->token->pin);
    }
    return ok;
}

/* CMS wants DER where a token gives r and s side by side. */
static bool
put_ecdsa(
    enum key_kind kind, struct span raw, struct text *out, struct err *err)
{
    struct arena arena;
    struct span der;

    arena_init(&arena, SIGN_BYTES);
    bool ok = key_ecdsa_der(&arena, kind, raw, &der, err);
    if (ok) {
        text_put(out, der);
    }
    arena_release(&arena);
    return ok;
}

static bool
token_sign(struct holder *holder, const struct key_question *question,
    struct text *out, struct err *err)
{
    struct holder_token *token = holder->token;
    const struct mechanism *how = &mechanisms[question->kind];
    CK_RSA_PKCS_PSS_PARAMS pss = how->pss == NULL ? pss_sha256 : *how->pss;
    CK_MECHANISM mechanism = {how->mechanism, how->pss == NULL ? NULL : &pss,
        how->pss == NULL ? 0 : sizeof pss};
    unsigned char message[EVP_MAX_MD_SIZE + sizeof DIGEST_INFO_SHA256];
    unsigned char value[KEY_SIGNATURE_BYTES];
    CK_ULONG length = sizeof value;
    struct span digest = question->digest;

    if (how->type != token->type) {
        return true; /* it is not the key of the certificate */
    }
    if (how->before.len > 0) {
        memcpy(message, how->before.ptr, how->before.len);
    }
    memcpy(message + how->before.len, digest.ptr, digest.len);
    CK_RV result =
        token->module->C_SignInit(token->session, &mechanism, token->key);
    if (result == CKR_OK && token->each_time) {
        result = log_in(token, CKU_CONTEXT_SPECIFIC);
    }
    if (result == CKR_OK) {
        result = token->module->C_Sign(token->session, message,
            how->before.len + digest.len, value, &length);
    }
    if (result != CKR_OK) {
        return fail_with(holder, "the token does not sign", result, err);
    }
    struct span signature = {(const char *)value, length};
    if (how->type == CKK_EC) {
        return put_ecdsa(question->kind, signature, out, err);
    }
    text_put(out, signature);
    return true;
}

static void
token_close(struct holder *holder)
{
    struct holder_token *token = holder->token;

    if (token == NULL) {
        return;
    }
    if (token->has_session) {
        (void)token->module->C_Logout(token->session);
        (void)token->module->C_CloseSession(token->session);
    }
    if (token->named != NULL) {
        (void)p11_kit_module_finalize(token->named);
        p11_kit_module_release(token->named);
    }
    if (token->configured != NULL) {
        p11_kit_modules_finalize_and_release(token->configured);
    }
    p11_kit_uri_free(token->uri);
    OPENSSL_secure_clear_free(token, sizeof *token);
    holder->token = NULL;
}

const struct holder_form holder_pkcs11 = {
    token_bids, token_open, token_sign, token_close};
