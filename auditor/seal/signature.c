#include "seal/key.h"

#include <assert.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>

/*
 * What differs between the kinds of keys. To accept another kind: a constant
 * in key.h, a row here, and its names in xades.c and cms.c.
 */
struct kind_row {
    enum key_kind key; /* of the key itself */
    const EVP_MD *(*digest)(void);
    int padding;        /* of RSA */
    int curve_nid;      /* 0 for RSA */
    size_t order_bytes; /* of r and of s */
};

static const struct kind_row kinds[] = {
    [KEY_UNSUITABLE] = {KEY_UNSUITABLE, NULL, 0, 0, 0},
    [KEY_RSA] = {KEY_RSA, EVP_sha256, RSA_PKCS1_PADDING, 0, 0},
    [KEY_P256] = {KEY_P256, EVP_sha256, 0, NID_X9_62_prime256v1, 32},
    [KEY_P384] = {KEY_P384, EVP_sha384, 0, NID_secp384r1, 48},
    [KEY_RSA_PSS] = {KEY_RSA, EVP_sha256, RSA_PKCS1_PSS_PADDING, 0, 0},
};

const EVP_MD *
key_digest(enum key_kind kind)
{
    return kinds[kind].digest == NULL ? NULL : kinds[kind].digest();
}

static ECDSA_SIG *
decode(struct span der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    ECDSA_SIG *signature = NULL;

    if (der.len > 0 && der.len <= KEY_SIGNATURE_BYTES) {
        signature = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
    }
    if (signature != NULL && at != (const unsigned char *)der.ptr + der.len) {
        ECDSA_SIG_free(signature);
        signature = NULL;
    }
    ERR_clear_error();
    return signature;
}

static bool
encode(struct arena *arena, const ECDSA_SIG *signature, struct span *out,
    struct err *err)
{
    int length = i2d_ECDSA_SIG(signature, NULL);
    unsigned char *bytes =
        length <= 0 ? NULL : arena_alloc(arena, (size_t)length, err);
    unsigned char *end = bytes;

    if (bytes == NULL || i2d_ECDSA_SIG(signature, &end) != length) {
        key_error(err, ERR_SYSTEM, "cannot encode a signature");
        return false;
    }
    *out = (struct span){(const char *)bytes, (size_t)length};
    return true;
}

/*
 * The order of the curve, and whether s is in its lower half: of s and
 * order - s, which verify alike, only one is accepted.
 */
static bool
compare_half(enum key_kind kind, const BIGNUM *s, BIGNUM *order, bool *low_out)
{
    bool ok = false;
    EC_GROUP *group = EC_GROUP_new_by_curve_name(kinds[kind].curve_nid);
    BIGNUM *twice = BN_new();

    if (group != NULL && twice != NULL &&
        EC_GROUP_get_order(group, order, NULL) == 1 &&
        BN_lshift1(twice, s) == 1) {
        *low_out = BN_cmp(twice, order) < 0;
        ok = true;
    }
    BN_free(twice);
    EC_GROUP_free(group);
    return ok;
}

static bool
lower_s(struct arena *arena, enum key_kind kind, struct span der,
    struct span *out, struct err *err)
{
    bool ok = false;
    bool low = false;
    BIGNUM *order = BN_new();
    ECDSA_SIG *signature = decode(der);
    BIGNUM *r = NULL;
    BIGNUM *s = NULL;

    if (signature == NULL) {
        err_set(err, ERR_TRUST, "the key gave something that is no signature");
        goto out;
    }
    if (order == NULL ||
        !compare_half(kind, ECDSA_SIG_get0_s(signature), order, &low)) {
        key_error(err, ERR_SYSTEM, "cannot decode a new signature");
        goto out;
    }
    if (!low) {
        r = BN_dup(ECDSA_SIG_get0_r(signature));
        s = BN_dup(ECDSA_SIG_get0_s(signature));
        if (r == NULL || s == NULL || BN_sub(s, order, s) != 1 ||
            ECDSA_SIG_set0(signature, r, s) != 1) {
            key_error(err, ERR_SYSTEM, "cannot normalise a new signature");
            goto out;
        }
        r = NULL; /* owned by the signature now */
        s = NULL;
    }
    ok = encode(arena, signature, out, err);
out:
    BN_free(r);
    BN_free(s);
    BN_free(order);
    ECDSA_SIG_free(signature);
    return ok;
}

enum key_kind
key_kind_plain(enum key_kind kind)
{
    return kinds[kind].key;
}

bool
key_set_padding(EVP_PKEY_CTX *context, enum key_kind kind)
{
    int padding = kinds[kind].padding;

    if (padding == 0)
        return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1 &&
           (padding != RSA_PKCS1_PSS_PADDING ||
               (EVP_PKEY_CTX_set_rsa_mgf1_md(context, key_digest(kind)) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(
                       context, RSA_PSS_SALTLEN_DIGEST) == 1));
}

bool
key_sign_as(struct arena *arena, const struct seal_key *key, enum key_kind kind,
    struct span bytes, struct span *signature_out, struct err *err)
{
    unsigned char value[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    struct key_question question = {kind, {(const char *)value, 0}};
    struct span signature;

    assert(kinds[kind].key == key_kind(key));
    if (EVP_Digest(bytes.ptr, bytes.len, value, &length, key_digest(kind),
            NULL) != 1) {
        key_error(err, ERR_SYSTEM, "cannot compute a digest to sign");
        return false;
    }
    question.digest.len = length;
    if (!key_ask(arena, key, &question, &signature, err) ||
        (kinds[kind].curve_nid != 0 &&
            !lower_s(arena, kind, signature, &signature, err))) {
        return false;
    }
    if (!key_verify(
            X509_get0_pubkey(key_signer(key)), kind, bytes, signature)) {
        err_set(err, ERR_TRUST,
            "the key gave a signature that its certificate does not verify");
        return false;
    }
    *signature_out = signature;
    return true;
}

bool
seal_key_sign(struct arena *arena, const struct seal_key *key,
    struct span bytes, struct span *signature_out, struct err *err)
{
    return key_sign_as(arena, key, key_kind(key), bytes, signature_out, err);
}

bool
key_ecdsa_raw(struct arena *arena, enum key_kind kind, struct span der,
    struct span *raw_out, struct err *err)
{
    size_t half = kinds[kind].order_bytes;
    unsigned char *raw = arena_alloc(arena, 2 * half + 1, err);
    ECDSA_SIG *signature = raw == NULL ? NULL : decode(der);
    bool ok =
        signature != NULL && half > 0 &&
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, (int)half) > 0 &&
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + half, (int)half) > 0;

    ECDSA_SIG_free(signature);
    if (!ok) {
        key_error(err, ERR_INPUT, "cannot take an ECDSA signature apart");
        return false;
    }
    *raw_out = (struct span){(const char *)raw, 2 * half};
    return true;
}

bool
key_ecdsa_der(struct arena *arena, enum key_kind kind, struct span raw,
    struct span *der_out, struct err *err)
{
    bool ok = false;
    size_t half = kinds[kind].order_bytes;
    const unsigned char *bytes = (const unsigned char *)raw.ptr;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = NULL;
    BIGNUM *s = NULL;

    if (half == 0 || raw.len != 2 * half) {
        err_set(err, ERR_INPUT,
            "cannot read an ECDSA signature of %zu bytes, want %zu", raw.len,
            2 * half);
        goto out;
    }
    r = BN_bin2bn(bytes, (int)half, NULL);
    s = BN_bin2bn(bytes + half, (int)half, NULL);
    if (signature == NULL || r == NULL || s == NULL ||
        ECDSA_SIG_set0(signature, r, s) != 1) {
        key_error(err, ERR_SYSTEM, "cannot build an ECDSA signature");
        goto out;
    }
    r = NULL; /* owned by the signature now */
    s = NULL;
    ok = encode(arena, signature, der_out, err);
out:
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(signature);
    return ok;
}

bool
key_signature_canonical(enum key_kind kind, struct span signature)
{
    bool ok = false;
    bool low = false;
    unsigned char *again = NULL;
    BIGNUM *order = NULL;
    ECDSA_SIG *decoded = NULL;
    int length;

    if (kinds[kind].curve_nid == 0) {
        return true;
    }
    order = BN_new();
    decoded = decode(signature);
    if (order == NULL || decoded == NULL ||
        !compare_half(kind, ECDSA_SIG_get0_s(decoded), order, &low)) {
        goto out;
    }
    length = i2d_ECDSA_SIG(decoded, &again);
    ok = low && length >= 0 && (size_t)length == signature.len &&
         memcmp(again, signature.ptr, signature.len) == 0;
out:
    OPENSSL_free(again);
    BN_free(order);
    ECDSA_SIG_free(decoded);
    return ok;
}

bool
key_verify(
    EVP_PKEY *pkey, enum key_kind kind, struct span bytes, struct span sig)
{
    const EVP_MD *digest = key_digest(kind);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *how = NULL;
    bool ok = context != NULL && digest != NULL &&
              key_kind_of(pkey) == kinds[kind].key &&
              EVP_DigestVerifyInit(context, &how, digest, NULL, pkey) == 1 &&
              key_set_padding(how, kind) &&
              EVP_DigestVerify(context, (const unsigned char *)sig.ptr, sig.len,
                  (const unsigned char *)bytes.ptr, bytes.len) == 1;

    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return ok;
}
