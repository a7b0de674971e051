#include "seal/describe.h"

#include "base/digest.h"
#include "seal/key.h"

/* The one part of the subject of that kind; "" when there are none or two. */
static bool
name_part(struct arena *arena, const X509 *cert, int nid, const char **out,
    struct err *err)
{
    const X509_NAME *name = X509_get_subject_name(cert);
    int at = X509_NAME_get_index_by_NID(name, nid, -1);
    unsigned char *utf8 = NULL;
    struct span part = {"", 0};
    char *copy;
    int length;

    if (at >= 0 && X509_NAME_get_index_by_NID(name, nid, at) < 0) {
        length = ASN1_STRING_to_UTF8(
            &utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
        if (length > 0)
            part = (struct span){(const char *)utf8, (size_t)length};
        if (!utf8_valid(part)) /* nor NUL in it */
            part.len = 0;
    }
    copy = span_string(arena, part, err);
    OPENSSL_free(utf8);
    if (copy == NULL)
        return false;
    *out = copy;
    return true;
}

bool
describe_certificate(
    struct arena *arena, const X509 *cert, const char **out, struct err *err)
{
    const char *name;

    if (!name_part(arena, cert, NID_commonName, &name, err))
        return false;
    if (name[0] == '\0' && !key_cert_subject(arena, cert, &name, err))
        return false;
    *out = name;
    return true;
}

bool
describe_signer(struct arena *arena, const X509 *signer,
    struct seal_report *report, struct err *err)
{
    report->trial = key_cert_is_trial(signer);
    return key_cert_subject(arena, signer, &report->signer, err) &&
           name_part(
               arena, signer, NID_commonName, &report->signer_name, err) &&
           name_part(arena, signer, NID_organizationName,
               &report->signer_organisation, err) &&
           key_cert_der(arena, signer, &report->signer_der, err) &&
           digest_hex(report->signer_der, report->signer_sha256, err);
}

bool
describe_path(struct arena *arena, struct material *material, X509 *signer,
    struct seal_report *report, struct err *err)
{
    X509 *certificate = material_issuer(material, signer);
    size_t count = 0;

    for (; certificate != NULL && count < SEAL_PATH_CERTS; count++) {
        if (!key_cert_der(arena, certificate, &report->path[count], err))
            return false;
        certificate = material_issuer(material, certificate);
    }
    report->path_count = count;
    return true;
}
