#include "seal/xades.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/xml.h"
#include "seal/base64.h"
#include "seal/further.h"
#include "seal/prescan.h"
#include "seal/timestamp.h"

#include <string.h>

/* Signing: the values of the signature, one after the other. */
typedef void (*put_function)(struct text *, const struct xades_values *);

static bool
written(struct arena *arena, put_function put,
    const struct xades_values *values, struct span *out, struct err *err)
{
    struct text text;
    bool ok;

    text_init(&text, LIMIT_STRING_BYTES);
    put(&text, values);
    ok = text_done(&text, err) && span_copy(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}

static bool
digest_base64(
    struct arena *arena, struct span bytes, struct span *out, struct err *err)
{
    uint8_t digest[SHA256_BYTES];

    return digest_bytes(bytes, digest, err) &&
           base64_encode(arena,
               (struct span){(const char *)digest, sizeof digest}, out, err);
}

static bool
fill_certs(struct arena *arena, const struct seal_key *key,
    struct xades_values *values, struct err *err)
{
    STACK_OF(X509) *chain = key_chain(key);
    size_t count = (size_t)sk_X509_num(chain);
    struct span der;

    for (size_t i = 0; i < count; i++) {
        if (!key_cert_der(arena, sk_X509_value(chain, (int)i), &der, err) ||
            !base64_encode(arena, der, &values->certs[i], err) ||
            !digest_base64(arena, der, &values->cert_digests[i], err)) {
            return false;
        }
    }
    values->cert_count = count;
    values->cert_digest_count = count;
    return true;
}

/* XML wants r and s side by side where CMS wants DER (XMLDSIG 1.1, 6.4.3). */
static bool
fill_signature(struct arena *arena, const struct seal_key *key,
    struct xades_values *values, struct err *err)
{
    struct span info;
    struct span value;

    if (!written(arena, xades_put_signed_info, values, &info, err) ||
        !seal_key_sign(arena, key, info, &value, err)) {
        return false;
    }
    if (values->kind != KEY_RSA &&
        !key_ecdsa_raw(arena, values->kind, value, &value, err)) {
        return false;
    }
    return base64_encode(arena, value, &values->signature, err);
}

/* The canonical form of a document that may be signed. */
static bool
load_unsigned(
    struct arena *arena, struct span xml, struct span *out, struct err *err)
{
    bool ok = false;
    xmlDoc *doc = NULL;
    const xmlNode *root = NULL;
    const char *reason = prescan_refusal(xml);

    if (reason != NULL) {
        err_set(err, ERR_INPUT, "cannot sign a document: %s", reason);
        goto out;
    }
    if (!xml_parse(xml, &doc, err)) {
        goto out;
    }
    root = xmlDocGetRootElement(doc);
    if (!xades_root_known(root)) {
        err_set(err, ERR_INPUT,
            "cannot sign a document: it is no dossier and no comparison");
        goto out;
    }
    if (root->children == NULL || xades_foreign_element(root, NULL) != NULL ||
        xades_foreign_id(root, NULL) != NULL) {
        err_set(err, ERR_INPUT,
            "cannot sign a document: it is empty, signed already, or has an "
            "attribute 'Id'");
        goto out;
    }
    ok = xades_canonical(arena, doc, out, err);
out:
    xmlFreeDoc(doc);
    return ok;
}

/* A time-stamp over the signature value, as the first thing added to it. */
static bool
fill_timestamp(struct arena *arena, const char *url,
    struct xades_values *values, struct err *err)
{
    struct xades_item *item = arena_alloc(arena, sizeof *item, err);
    struct cms_content content = {.before = {NULL, 0}};
    struct span token;

    if (item == NULL ||
        !written(arena, xades_put_stamped, values, &content.before, err) ||
        !timestamp_fetch(arena, url, &content, &token, err)) {
        return false;
    }
    *item = (struct xades_item){.kind = XADES_STAMP, .count = 1};
    if (!base64_encode(arena, token, &item->values[0], err)) {
        return false;
    }
    values->items = item;
    values->item_count = 1;
    return true;
}

static bool
assemble(struct arena *arena, struct span canonical,
    const struct xades_values *values, struct span *out, struct err *err)
{
    struct text text;
    bool ok;
    size_t tail = canonical.len; /* where the end tag of the root begins */

    while (tail > 0 && canonical.ptr[tail] != '<') {
        tail--;
    }
    text_init(&text, LIMIT_XML_BYTES);
    text_puts(&text, XADES_DECLARATION);
    text_put(&text, (struct span){canonical.ptr, tail});
    xades_put_signature(&text, values);
    text_put(&text, (struct span){canonical.ptr + tail, canonical.len - tail});
    text_putc(&text, '\n');
    ok = text_done(&text, err) && span_copy(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}

/* Nothing leaves that our own verifier would not accept. */
static bool
check_own(struct arena *arena, struct span bytes, struct err *err)
{
    struct checklist list;
    struct xades_values values = {.kind = KEY_UNSUITABLE};
    bool ok;

    checklist_init(&list, CHECKLIST_XML);
    ok = xades_check(arena, bytes, &list, &values, err);
    sk_X509_pop_free(values.chain, X509_free);
    for (size_t i = 0; ok && i <= CHECK_XML_SECOND_OPINION; i++) {
        if (!checklist_passed(&list, (enum check_id)i)) {
            err_set(err, ERR_SYSTEM,
                "cannot sign a document: the new signature does not verify: "
                "%s",
                list.items[i].detail);
            ok = false;
        }
    }
    return ok;
}

bool
seal_sign_xml(struct arena *arena, const struct seal_signing *signing,
    struct span xml, struct span *out, struct err *err)
{
    const struct seal_key *key = signing->key;
    struct xades_values values = {.kind = key_kind(key)};
    char time[CLOCK_TEXT_BYTES];
    struct span canonical;
    struct span properties;
    struct span bytes;

    clock_text(signing->at_s, time);
    values.time = span_of(time);
    values.role = signing->role;
    if (!load_unsigned(arena, xml, &canonical, err) ||
        !fill_certs(arena, key, &values, err) ||
        !digest_base64(arena, canonical, &values.document_digest, err) ||
        !written(arena, xades_put_properties, &values, &properties, err) ||
        !digest_base64(arena, properties, &values.properties_digest, err) ||
        !fill_signature(arena, key, &values, err) ||
        (signing->tsa_url != NULL &&
            !fill_timestamp(arena, signing->tsa_url, &values, err)) ||
        !assemble(arena, canonical, &values, &bytes, err) ||
        !check_own(arena, bytes, err)) {
        return false;
    }
    *out = bytes;
    return true;
}

bool
further_xml(struct arena *arena, const struct seal_signing *signing,
    struct span xml, struct span *out, struct err *err)
{
    (void)arena;
    (void)signing;
    (void)xml;
    (void)out;
    err_set(err, ERR_INPUT, "cannot sign an XML file further: sign its PDF");
    return false;
}
