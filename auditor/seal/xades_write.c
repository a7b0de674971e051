#include "base/limits.h"
#include "seal/xades.h"

#include <stdio.h>
#include <string.h>

#include <libxml/c14n.h>

/*
 * Our ds:Signature element, piece by piece, in canonical form: attributes in
 * order, no empty-element tags, each namespace declared where it is first
 * used.
 */
#define DS    " xmlns:ds=\"" XADES_NS_DS "\""
#define XADES " xmlns:xades=\"" XADES_NS "\""

static const char *const methods[] = {
    [KEY_UNSUITABLE] = NULL,
    [KEY_RSA] = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    [KEY_P256] = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    [KEY_P384] = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    [KEY_RSA_PSS] = NULL, /* xmlsec 1.2 has none */
};

const char *
xades_method(enum key_kind kind)
{
    return methods[kind];
}

enum key_kind
xades_kind_of_method(const char *uri)
{
    for (size_t i = KEY_RSA; i < sizeof methods / sizeof methods[0]; i++) {
        if (methods[i] != NULL && strcmp(methods[i], uri) == 0) {
            return (enum key_kind)i;
        }
    }
    return KEY_UNSUITABLE;
}

void
xades_name(size_t counter, struct xades_names *out)
{
    char prefix[sizeof XADES_ID "counter-18446744073709551615-"] = XADES_ID;

    if (counter > 0)
        (void)snprintf(prefix, sizeof prefix, XADES_ID "counter-%zu-", counter);
    (void)snprintf(
        out->signature, sizeof out->signature, "%ssignature", prefix);
    (void)snprintf(out->value, sizeof out->value, "%ssignature-value", prefix);
    (void)snprintf(out->document, sizeof out->document, "%sdocument", prefix);
    (void)snprintf(
        out->properties, sizeof out->properties, "%sproperties", prefix);
}

/* <name attributes Algorithm="uri"></name> */
static void
put_algorithm(struct text *out, const char *name, const char *uri)
{
    text_printf(out, "<ds:%s Algorithm=\"%s\"></ds:%s>", name, uri, name);
}

static void
put_element(
    struct text *out, const char *tag, const char *name, struct span content)
{
    text_printf(out, "<%s>", tag);
    text_put(out, content);
    text_printf(out, "</%s>", name);
}

static void
put_signed_info(
    struct text *out, const struct xades_values *values, const char *spaces)
{
    struct xades_names names;
    struct xades_names first;

    xades_name(values->counter, &names);
    xades_name(0, &first);
    text_printf(out, "<ds:SignedInfo%s>", spaces);
    put_algorithm(out, "CanonicalizationMethod", XADES_EXC_C14N);
    put_algorithm(out, "SignatureMethod", methods[values->kind]);
    if (values->counter == 0) {
        text_printf(out, "<ds:Reference Id=\"%s\" URI=\"\"><ds:Transforms>",
            names.document);
        put_algorithm(out, "Transform", XADES_ENVELOPED);
    } else {
        text_printf(out,
            "<ds:Reference Id=\"%s\" Type=\"" XADES_COUNTERSIGNED
            "\" URI=\"#%s\"><ds:Transforms>",
            names.document, first.value);
    }
    put_algorithm(out, "Transform", XADES_EXC_C14N);
    text_puts(out, "</ds:Transforms>");
    put_algorithm(out, "DigestMethod", XADES_SHA256);
    put_element(
        out, "ds:DigestValue", "ds:DigestValue", values->document_digest);
    text_printf(out,
        "</ds:Reference><ds:Reference Type=\"" XADES_TYPE
        "\" URI=\"#%s\"><ds:Transforms>",
        names.properties);
    put_algorithm(out, "Transform", XADES_EXC_C14N);
    text_puts(out, "</ds:Transforms>");
    put_algorithm(out, "DigestMethod", XADES_SHA256);
    put_element(
        out, "ds:DigestValue", "ds:DigestValue", values->properties_digest);
    text_puts(out, "</ds:Reference></ds:SignedInfo>");
}

/* `ds` declares the prefix where no element around does. */
static void
put_properties(struct text *out, const struct xades_values *values,
    const char *spaces, const char *ds)
{
    struct xades_names names;

    xades_name(values->counter, &names);
    text_printf(out,
        "<xades:SignedProperties%s Id=\"%s\">"
        "<xades:SignedSignatureProperties>",
        spaces, names.properties);
    put_element(out, "xades:SigningTime", "xades:SigningTime", values->time);
    text_puts(out, "<xades:SigningCertificateV2>");
    for (size_t i = 0; i < values->cert_digest_count; i++) {
        text_printf(out,
            "<xades:Cert><xades:CertDigest>"
            "<ds:DigestMethod%s Algorithm=\"" XADES_SHA256 "\">"
            "</ds:DigestMethod><ds:DigestValue%s>",
            ds, ds);
        text_put(out, values->cert_digests[i]);
        text_puts(out, "</ds:DigestValue></xades:CertDigest></xades:Cert>");
    }
    text_puts(out, "</xades:SigningCertificateV2>");
    if (values->role != SEAL_ROLE_NONE)
        text_printf(out,
            "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>%s"
            "</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>",
            seal_role_name(values->role));
    text_printf(out,
        "</xades:SignedSignatureProperties>"
        "<xades:SignedDataObjectProperties>"
        "<xades:DataObjectFormat ObjectReference=\"#%s\">"
        "<xades:MimeType>" XADES_MIME "</xades:MimeType>"
        "</xades:DataObjectFormat></xades:SignedDataObjectProperties>"
        "</xades:SignedProperties>",
        names.document);
}

void
xades_put_signed_info(struct text *out, const struct xades_values *values)
{
    put_signed_info(out, values, DS);
}

void
xades_put_properties(struct text *out, const struct xades_values *values)
{
    put_properties(out, values, XADES, DS);
}

static void
put_value(
    struct text *out, const struct xades_values *values, const char *spaces)
{
    struct xades_names names;

    xades_name(values->counter, &names);
    text_printf(out, "<ds:SignatureValue%s Id=\"%s\">", spaces, names.value);
    text_put(out, values->signature);
    text_puts(out, "</ds:SignatureValue>");
}

static void
put_key_info(
    struct text *out, const struct xades_values *values, const char *spaces)
{
    text_printf(out, "<ds:KeyInfo%s><ds:X509Data>", spaces);
    for (size_t i = 0; i < values->cert_count; i++) {
        put_element(
            out, "ds:X509Certificate", "ds:X509Certificate", values->certs[i]);
    }
    text_puts(out, "</ds:X509Data></ds:KeyInfo>");
}

static void
put_unsigned(struct text *out, const struct xades_values *values)
{
    if (values->item_count == 0) {
        return;
    }
    text_puts(out, "<xades:UnsignedProperties>"
                   "<xades:UnsignedSignatureProperties>");
    for (size_t i = 0; i < values->item_count; i++) {
        xades_put_item(out, &values->items[i], /* alone= */ false);
    }
    text_puts(out, "</xades:UnsignedSignatureProperties>"
                   "</xades:UnsignedProperties>");
}

/* `ds` and `xades` declare the prefixes where no element around does. */
static void
put_signature(struct text *out, const struct xades_values *values,
    const char *ds, const char *xades)
{
    struct xades_names names;

    xades_name(values->counter, &names);
    text_printf(out, "<ds:Signature%s Id=\"%s\">", ds, names.signature);
    put_signed_info(out, values, "");
    put_value(out, values, "");
    put_key_info(out, values, "");
    text_printf(out, "<ds:Object><xades:QualifyingProperties%s Target=\"#%s\">",
        xades, names.signature);
    put_properties(out, values, "", "");
    put_unsigned(out, values);
    text_puts(out, "</xades:QualifyingProperties></ds:Object></ds:Signature>");
}

void
xades_put_signature(struct text *out, const struct xades_values *values)
{
    put_signature(out, values, DS, XADES);
}

void
xades_put_counter(
    struct text *out, const struct xades_values *values, bool alone)
{
    text_printf(out, "<xades:CounterSignature%s>", alone ? XADES : "");
    put_signature(out, values, alone ? DS : "", "");
    text_puts(out, "</xades:CounterSignature>");
}

void
xades_put_stamped(struct text *out, const struct xades_values *values)
{
    put_value(out, values, DS);
}

void
xades_put_archived(
    struct text *out, const struct xades_values *values, size_t index)
{
    text_put(out, values->document.before);
    text_put(out, values->document.after);
    put_properties(out, values, XADES, DS);
    put_signed_info(out, values, DS);
    put_value(out, values, DS);
    put_key_info(out, values, DS);
    for (size_t i = 0; i < index; i++) {
        xades_put_item(out, &values->items[i], /* alone= */ true);
    }
}

bool
xades_put_file(struct arena *arena, const struct xades_values *values,
    struct span *out, struct err *err)
{
    struct text text;
    bool ok;

    text_init(&text, LIMIT_XML_BYTES);
    text_puts(&text, XADES_DECLARATION);
    text_put(&text, values->document.before);
    xades_put_signature(&text, values);
    text_put(&text, values->document.after);
    text_putc(&text, '\n');
    ok = text_done(&text, err) && span_copy(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}

bool
xades_canonical(
    struct arena *arena, xmlDoc *doc, struct span *out, struct err *err)
{
    xmlChar *bytes = NULL;
    int length = xmlC14NDocDumpMemory(doc, /* nodes= */ NULL,
        XML_C14N_EXCLUSIVE_1_0, /* inclusive_ns_prefixes= */ NULL,
        /* with_comments= */ 0, &bytes);
    bool ok = false;

    if (length < 0 || bytes == NULL) {
        err_set(err, ERR_INPUT, "cannot bring a document to canonical form");
        goto out;
    }
    ok = span_copy(
        arena, (struct span){(const char *)bytes, (size_t)length}, out, err);
out:
    xmlFree(bytes);
    return ok;
}
