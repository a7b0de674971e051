#include "seal/signer.h"
#include "seal/key.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

enum {
    SERIAL_BYTES = 20, /* RFC 5280 section 4.1.2.2 */
};

/* Extended key usages, any of which makes a signer of documents. */
static const char *const usages[] = {
    "1.3.6.1.5.5.7.3.36",   /* id-kp-documentSigning, RFC 9336 */
    "1.2.840.113583.1.1.5", /* Adobe authentic documents trust */
};

static bool
serial_fits(X509 *cert)
{
    const ASN1_INTEGER *serial = X509_get0_serialNumber(cert);
    BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
    bool fits = number != NULL && !BN_is_negative(number) &&
                !BN_is_zero(number) && BN_num_bits(number) < 8 * SERIAL_BYTES;

    BN_free(number);
    return fits;
}

static bool
is_usage(const ASN1_OBJECT *object)
{
    char oid[80];
    int length = OBJ_obj2txt(oid, sizeof oid, object, /* no_name= */ 1);

    for (size_t i = 0; i < sizeof usages / sizeof usages[0]; i++) {
        if (length > 0 && length < (int)sizeof oid &&
            strcmp(oid, usages[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* One of the usages of a signer; of an authority timeStamping and no other. */
static bool
usage_fits(X509 *cert, enum certpolicy_role role)
{
    int critical = 0;
    EXTENDED_KEY_USAGE *list =
        X509_get_ext_d2i(cert, NID_ext_key_usage, &critical, /* index= */ NULL);
    int count = sk_ASN1_OBJECT_num(list);
    bool fits = false;

    if (role == CERTPOLICY_TIMESTAMP) {
        fits = critical == 1 && count == 1 &&
               OBJ_obj2nid(sk_ASN1_OBJECT_value(list, 0)) == NID_time_stamp;
    } else {
        for (int i = 0; i < count; i++) {
            fits = fits || is_usage(sk_ASN1_OBJECT_value(list, i));
        }
    }
    sk_ASN1_OBJECT_pop_free(list, ASN1_OBJECT_free);
    return fits;
}

/* Authorities that others run may have keys of 2048 bits, or on P-521. */
static bool
key_fits(X509 *cert, enum certpolicy_role role)
{
    EVP_PKEY *key = X509_get0_pubkey(cert);

    if (role == CERTPOLICY_TIMESTAMP)
        return key != NULL && EVP_PKEY_get_security_bits(key) >= 112 &&
               (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "EC"));
    return key_kind_of(key) != KEY_UNSUITABLE;
}

static bool
key_usage_fits(X509 *cert, uint32_t flags)
{
    uint32_t usage = X509_get_key_usage(cert);

    return (flags & EXFLAG_KUSAGE) != 0 &&
           (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 &&
           (usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) == 0;
}

bool
signer_digest_strong(X509 *cert)
{
    int digest = NID_undef;

    if (X509_get_signature_info(cert, &digest, NULL, NULL, NULL) != 1) {
        ERR_clear_error();
        return false;
    }
    return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

void
signer_check(X509 *signer, enum certpolicy_role role, struct checklist *list)
{
    uint32_t flags = X509_get_extension_flags(signer);

    (void)checklist_decide(list, CHECK_CERT_VERSION,
        X509_get_version(signer) == X509_VERSION_3 &&
            (flags & EXFLAG_INVALID) == 0,
        SUB_CHAIN_CONSTRAINTS_FAILURE,
        "the certificate is not a sound one of version 3");
    (void)checklist_decide(list, CHECK_CERT_SERIAL, serial_fits(signer),
        SUB_CHAIN_CONSTRAINTS_FAILURE,
        "the serial number is not positive or over 20 bytes");
    /* libcrypto denies the one that says so but may not sign certificates */
    (void)checklist_decide(list, CHECK_CERT_NOT_CA,
        X509_check_ca(signer) == 0 && (flags & EXFLAG_CA) == 0,
        SUB_CHAIN_CONSTRAINTS_FAILURE,
        "the signer is a certification authority");
    (void)checklist_decide(list, CHECK_CERT_KEY_USAGE,
        key_usage_fits(signer, flags), SUB_CHAIN_CONSTRAINTS_FAILURE,
        "the key usage is not that of a signer");
    (void)checklist_decide(list, CHECK_CERT_EXTENDED_KEY_USAGE,
        usage_fits(signer, role), SUB_CHAIN_CONSTRAINTS_FAILURE,
        "the extended key usage does not name what it signs");
    (void)checklist_decide(list, CHECK_CERT_KEY, key_fits(signer, role),
        SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
        "the key is not RSA of 3072 bits or more, P-256 or P-384");
    ERR_clear_error();
}
