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

/* The first check of the list up to the last of XML that did not pass. */
static bool
refuse_broken(const struct checklist *list, enum err_code code, struct err *err)
{
    for (int i = 0; i <= CHECK_XML_SECOND_OPINION; i++)
        if (list->items[i].state == SEAL_FAILED ||
            list->items[i].state == SEAL_UNCERTAIN) {
            err_set(err, code,
                "cannot sign a document: the signature does not verify: %s",
                list->items[i].detail);
            return false;
        }
    err_set(err, code, "cannot sign a document: it does not verify");
    return false;
}

static bool
check_counters(struct arena *arena, struct xades_counter *counter,
    enum err_code code, struct err *err)
{
    const struct xades_values *values = counter->values;

    for (counter->index = 0; counter->index < values->item_count;
         counter->index++) {
        struct xades_values own = {.kind = KEY_UNSUITABLE};
        struct checklist list;
        if (values->items[counter->index].kind != XADES_COUNTER)
            continue;
        checklist_init(&list, CHECKLIST_XML);
        if (!xades_check_counter(arena, counter, &list, &own, err))
            return false;
        sk_X509_pop_free(own.chain, X509_free);
        if (!checklist_passed_all(
                &list, CHECK_XML_ALGORITHMS, CHECK_XML_PROPERTIES) ||
            !checklist_passed_all(
                &list, CHECK_XML_SIGNER_BOUND, CHECK_XML_SECOND_OPINION))
            return refuse_broken(&list, code, err);
    }
    return true;
}

/* Every signature of the file is intact; `code` says whose fault it is not. */
static bool
check_intact(struct arena *arena, struct span bytes, enum err_code code,
    struct xades_values *out, struct err *err)
{
    struct xades_counter counter = {.bytes = bytes, .values = out};
    struct checklist list;

    checklist_init(&list, CHECKLIST_XML);
    if (!xades_check(arena, bytes, &list, out, err))
        return false;
    sk_X509_pop_free(out->chain, X509_free);
    out->chain = NULL;
    return (checklist_passed_all(
                &list, CHECK_XML_BYTES, CHECK_XML_SECOND_OPINION) ||
               refuse_broken(&list, code, err)) &&
           check_counters(arena, &counter, code, err);
}

/* Nothing leaves that our own verifier would not accept. */
static bool
check_own(struct arena *arena, struct span bytes, struct err *err)
{
    struct xades_values values = {.kind = KEY_UNSUITABLE};

    return check_intact(arena, bytes, ERR_SYSTEM, &values, err);
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

/* The values of a counter-signature over the value of `first`. */
static bool
countersign(struct arena *arena, const struct seal_signing *signing,
    const struct xades_values *first, struct xades_values *out, struct err *err)
{
    char time[CLOCK_TEXT_BYTES];
    struct span countersigned;
    struct span properties;

    clock_text(signing->at_s, time);
    out->kind = key_kind(signing->key);
    out->role = signing->role;
    out->counter = 1;
    for (size_t i = 0; i < first->item_count; i++)
        if (first->items[i].kind == XADES_COUNTER)
            out->counter++;
    return span_copy(arena, span_of(time), &out->time, err) &&
           fill_certs(arena, signing->key, out, err) &&
           written(arena, xades_put_stamped, first, &countersigned, err) &&
           digest_base64(arena, countersigned, &out->document_digest, err) &&
           written(arena, xades_put_properties, out, &properties, err) &&
           digest_base64(arena, properties, &out->properties_digest, err) &&
           fill_signature(arena, signing->key, out, err) &&
           (signing->tsa_url == NULL ||
               fill_timestamp(arena, signing->tsa_url, out, err));
}

/* One more item behind those that the signature has. */
static bool
add_counter(struct arena *arena, struct xades_values *first,
    const struct xades_values *counter, struct err *err)
{
    size_t count = first->item_count;
    struct xades_item *items =
        arena_alloc_array(arena, count + 1, sizeof *items, err);

    if (items == NULL)
        return false;
    if (count >= XADES_ITEMS || counter->counter > SEAL_COSIGNERS) {
        err_set(err, ERR_LIMIT,
            "cannot sign a document: it has %zu additions already", count);
        return false;
    }
    if (count > 0)
        memcpy(items, first->items, count * sizeof *items);
    items[count] =
        (struct xades_item){.kind = XADES_COUNTER, .counter = counter};
    first->items = items;
    first->item_count = count + 1;
    return true;
}

bool
further_xml(struct arena *arena, const struct seal_signing *signing,
    struct span xml, struct span *out, struct err *err)
{
    struct xades_values first = {.kind = KEY_UNSUITABLE};
    struct xades_values counter = {.kind = KEY_UNSUITABLE};
    struct span bytes;

    if (!check_intact(arena, xml, ERR_INPUT, &first, err) ||
        !countersign(arena, signing, &first, &counter, err) ||
        !add_counter(arena, &first, &counter, err) ||
        !xades_put_file(arena, &first, &bytes, err) ||
        !check_own(arena, bytes, err))
        return false;
    *out = bytes;
    return true;
}
