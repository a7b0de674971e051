#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/xml.h"
#include "seal/base64.h"
#include "seal/prescan.h"
#include "seal/xades.h"

#include <string.h>

#include <openssl/err.h>

/* With all time-stamps and validation material: lists are the largest. */
#define SIGNATURE_BYTES (2 * LIMIT_STRING_BYTES)

/*
 * The checks CHECK_XML_*, in an order where each one may rely on those before
 * it. A step that returns false without an error ends the checking: what did
 * not run stays SEAL_NOT_RUN and so refuses.
 */
struct job {
    struct arena *arena;
    struct span bytes;
    struct checklist *list;
    xmlDoc *doc;
    xmlNode *signature;
    struct xades_values values;
    struct span as_written; /* the ds:Signature element */
};

static bool
scan_plain(struct job *job)
{
    const char *refusal = prescan_refusal(job->bytes);

    return refusal == NULL || checklist_refuse(job->list, CHECK_XML_BYTES,
                                  SUB_FORMAT_FAILURE, "%s", refusal);
}

static bool
parse_plain(struct job *job, struct err *err)
{
    struct err reason = {.code = ERR_NONE};

    if (!xml_parse(job->bytes, &job->doc, &reason)) {
        if (reason.code == ERR_SYSTEM) {
            *err = reason;
            return false;
        }
        return checklist_refuse(job->list, CHECK_XML_BYTES, SUB_FORMAT_FAILURE,
            "%.200s", reason.text);
    }
    checklist_pass(job->list, CHECK_XML_BYTES);
    return true;
}

static bool
check_canonical(struct job *job, struct err *err)
{
    size_t head = strlen(XADES_DECLARATION);
    struct err reason = {.code = ERR_NONE};
    struct span form;
    struct span body;

    if (!xades_canonical(job->arena, job->doc, &form, &reason)) {
        if (reason.code != ERR_INPUT) {
            *err = reason;
            return false;
        }
        return checklist_refuse(job->list, CHECK_XML_CANONICAL,
            SUB_FORMAT_FAILURE, "%.200s", reason.text);
    }
    if (!span_starts(job->bytes, XADES_DECLARATION) ||
        job->bytes.len != head + form.len + 1 ||
        job->bytes.ptr[job->bytes.len - 1] != '\n') {
        return checklist_refuse(job->list, CHECK_XML_CANONICAL,
            SUB_FORMAT_FAILURE, "the file is written another way");
    }
    body = (struct span){job->bytes.ptr + head, form.len};
    return checklist_decide(job->list, CHECK_XML_CANONICAL,
        span_equal(body, form), SUB_FORMAT_FAILURE,
        "the file is written another way");
}

static bool
check_place(struct job *job)
{
    xmlNode *root = xmlDocGetRootElement(job->doc);
    const char *found;

    if (!checklist_decide(job->list, CHECK_XML_ROOT, xades_root_known(root),
            SUB_FORMAT_FAILURE,
            "the document element is no dossier and no comparison")) {
        return false;
    }
    if (!xml_is(root->last, XADES_NS_DS, "Signature")) {
        return checklist_refuse(job->list, CHECK_XML_SINGLE, SUB_FORMAT_FAILURE,
            "the last child of the document element is no signature");
    }
    job->signature = root->last;
    found = xades_foreign_element(root, job->signature);
    if (found != NULL) {
        return checklist_refuse(job->list, CHECK_XML_SINGLE, SUB_FORMAT_FAILURE,
            "another element '%.60s' of a signature", found);
    }
    checklist_pass(job->list, CHECK_XML_SINGLE);
    return true;
}

static bool
check_ids(const struct job *job)
{
    const char *found =
        xades_foreign_id(xmlDocGetRootElement(job->doc), job->signature);

    if (found != NULL) {
        return checklist_refuse(job->list, CHECK_XML_IDS, SUB_FORMAT_FAILURE,
            "another identifier '%.60s'", found);
    }
    checklist_pass(job->list, CHECK_XML_IDS);
    return true;
}

static bool
written(struct job *job,
    void (*put)(struct text *, const struct xades_values *), struct span *out,
    struct err *err)
{
    struct text text;
    bool ok;

    text_init(&text, SIGNATURE_BYTES);
    put(&text, &job->values);
    ok = text_done(&text, err) &&
         span_copy(job->arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}

/* The end tag of the root and the final line feed. */
static size_t
tail_length(const struct job *job)
{
    const xmlNode *root = xmlDocGetRootElement(job->doc);

    return strlen("</>\n") + strlen((const char *)root->name);
}

static bool
check_as_written(struct job *job, struct err *err)
{
    size_t tail = tail_length(job);
    struct span seen;
    int64_t time_s;
    char time[CLOCK_TEXT_BYTES] = "";
    struct err reason = {.code = ERR_NONE};

    if (!written(job, xades_put_signature, &job->as_written, &reason)) {
        if (reason.code != ERR_LIMIT) {
            *err = reason;
            return false;
        }
        return checklist_refuse(job->list, CHECK_XML_AS_WRITTEN,
            SUB_FORMAT_FAILURE, "the signature element is over %zu bytes long",
            SIGNATURE_BYTES);
    }
    if (clock_parse(job->values.time, &time_s)) {
        clock_text(time_s, time);
    }
    if (job->as_written.len + tail > job->bytes.len) {
        return checklist_refuse(job->list, CHECK_XML_AS_WRITTEN,
            SUB_FORMAT_FAILURE, "the signature element is written otherwise");
    }
    seen = (struct span){
        job->bytes.ptr + job->bytes.len - tail - job->as_written.len,
        job->as_written.len};
    return checklist_decide(job->list, CHECK_XML_AS_WRITTEN,
        span_equal(seen, job->as_written) && span_is(job->values.time, time),
        SUB_FORMAT_FAILURE, "the signature element is written otherwise");
}

/* One certificate, whose bytes must be the only encoding of what they say. */
static bool
add_cert(struct job *job, size_t index, struct err *err)
{
    struct err reason = {.code = ERR_NONE};
    struct span der;
    struct span again;
    const unsigned char *at;
    X509 *cert = NULL;
    bool ok = false;

    if (!base64_decode(job->arena, job->values.certs[index], &der, &reason)) {
        return checklist_refuse(job->list, CHECK_XML_KEYINFO,
            SUB_FORMAT_FAILURE, "%.200s", reason.text);
    }
    at = (const unsigned char *)der.ptr;
    cert = d2i_X509(NULL, &at, (long)der.len);
    if (cert == NULL || !key_cert_der(job->arena, cert, &again, err) ||
        !span_equal(der, again) || sk_X509_push(job->values.chain, cert) <= 0) {
        (void)checklist_refuse(job->list, CHECK_XML_KEYINFO, SUB_FORMAT_FAILURE,
            "certificate %zu is malformed", index + 1);
        goto out;
    }
    cert = NULL;
    ok = true;
out:
    X509_free(cert);
    ERR_clear_error();
    return ok;
}

static bool
check_certs(struct job *job, struct err *err)
{
    bool same = job->values.cert_count == job->values.cert_digest_count;

    job->values.chain = sk_X509_new_null();
    if (job->values.chain == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a certificate list");
        return false;
    }
    for (size_t i = 0; i < job->values.cert_count; i++) {
        uint8_t digest[SHA256_BYTES];
        struct span text;
        struct span der;
        if (!add_cert(job, i, err)) {
            return false;
        }
        if (!key_cert_der(job->arena, sk_X509_value(job->values.chain, (int)i),
                &der, err) ||
            !digest_bytes(der, digest, err) ||
            !base64_encode(job->arena,
                (struct span){(const char *)digest, sizeof digest}, &text,
                err)) {
            return false;
        }
        same = same && span_equal(text, job->values.cert_digests[i]);
    }
    return checklist_decide(job->list, CHECK_XML_SIGNER_BOUND, same,
        SUB_NO_SIGNING_CERTIFICATE_FOUND,
        "the certificates are not those whose digests are signed");
}

static bool
check_document_digest(struct job *job, struct err *err)
{
    size_t head = strlen(XADES_DECLARATION);
    size_t tail = tail_length(job);
    size_t before = job->bytes.len - tail - job->as_written.len;
    struct cms_content *document = &job->values.document;
    struct text text;
    uint8_t digest[SHA256_BYTES];
    struct span value;
    bool ok;

    document->before = (struct span){job->bytes.ptr + head, before - head};
    document->after =
        (struct span){job->bytes.ptr + job->bytes.len - tail, tail - 1};
    text_init(&text, LIMIT_XML_BYTES);
    text_put(&text, document->before);
    text_put(&text, document->after);
    ok = text_done(&text, err) && digest_bytes(text_span(&text), digest, err) &&
         base64_encode(job->arena,
             (struct span){(const char *)digest, sizeof digest}, &value, err);
    text_release(&text);
    if (ok) {
        (void)checklist_decide(job->list, CHECK_XML_ROOT_DIGEST,
            span_equal(value, job->values.document_digest), SUB_HASH_FAILURE,
            "the document was changed after signing");
    }
    return ok;
}

static bool
check_properties_digest(struct job *job, struct err *err)
{
    uint8_t digest[SHA256_BYTES];
    struct span properties;
    struct span value;

    if (!written(job, xades_put_properties, &properties, err) ||
        !digest_bytes(properties, digest, err) ||
        !base64_encode(job->arena,
            (struct span){(const char *)digest, sizeof digest}, &value, err)) {
        return false;
    }
    (void)checklist_decide(job->list, CHECK_XML_PROPERTIES_DIGEST,
        span_equal(value, job->values.properties_digest), SUB_HASH_FAILURE,
        "the signed properties were changed after signing");
    return true;
}

static bool
check_value(struct job *job, struct err *err)
{
    struct err reason = {.code = ERR_NONE};
    EVP_PKEY *pkey = X509_get0_pubkey(sk_X509_value(job->values.chain, 0));
    enum key_kind kind = job->values.kind;
    struct span info;
    struct span value;
    bool good;

    if (!written(job, xades_put_signed_info, &info, err)) {
        return false;
    }
    good = base64_decode(job->arena, job->values.signature, &value, &reason) &&
           (kind == KEY_RSA ||
               key_ecdsa_der(job->arena, kind, value, &value, &reason)) &&
           key_signature_canonical(kind, value) &&
           key_verify(pkey, kind, info, value);
    (void)checklist_decide(job->list, CHECK_XML_SIGNATURE, good,
        SUB_SIG_CRYPTO_FAILURE,
        "the signature value does not verify with the certificate's key");
    return true;
}

static bool
check_second_opinion(struct job *job, struct err *err)
{
    EVP_PKEY *pkey = X509_get0_pubkey(sk_X509_value(job->values.chain, 0));
    bool agrees = false;

    if (pkey != NULL && !xmlsec_agrees(job->signature, pkey, &agrees, err)) {
        return false;
    }
    (void)checklist_decide(job->list, CHECK_XML_SECOND_OPINION, agrees,
        SUB_SIG_CRYPTO_FAILURE, "the XML signature library refuses it");
    return true;
}

bool
xades_check(struct arena *arena, struct span bytes, struct checklist *list,
    struct xades_values *out, struct err *err)
{
    struct job job = {.arena = arena, .bytes = bytes, .list = list};
    struct err found = {.code = ERR_NONE};
    bool went_through =
        scan_plain(&job) && parse_plain(&job, &found) &&
        check_canonical(&job, &found) && check_place(&job) && check_ids(&job) &&
        xades_read(arena, job.signature, list, &job.values, &found) &&
        check_as_written(&job, &found) && check_certs(&job, &found) &&
        check_document_digest(&job, &found) &&
        check_properties_digest(&job, &found) && check_value(&job, &found) &&
        check_second_opinion(&job, &found);

    xmlFreeDoc(job.doc);
    if (found.code != ERR_NONE) {
        sk_X509_pop_free(job.values.chain, X509_free);
        *err = found;
        return false;
    }
    if (!went_through) { /* a check refused: nothing is handed on */
        sk_X509_pop_free(job.values.chain, X509_free);
        job.values.chain = NULL;
    }
    *out = job.values;
    return true;
}

/* The ds:Signature of the counter-signature of that number; NULL: none. */
static xmlNode *
find_counter(xmlDoc *doc, size_t number)
{
    static const char *const path[][2] = {
        {XADES_NS_DS, "Object"},
        {XADES_NS, "QualifyingProperties"},
        {XADES_NS, "UnsignedProperties"},
        {XADES_NS, "UnsignedSignatureProperties"},
        {XADES_NS, "CounterSignature"},
    };
    xmlNode *node = xmlDocGetRootElement(doc)->last;

    for (size_t i = 0; i < sizeof path / sizeof path[0] && node != NULL; i++)
        node = xml_child(node, path[i][0], path[i][1]);
    while (node != NULL && --number > 0)
        node = xml_next(node, XADES_NS, "CounterSignature");
    return node == NULL ? NULL : node->children;
}

/* Over the value of the document's signature, and no other. */
static bool
check_countersigned(
    struct job *job, const struct xades_values *first, struct err *err)
{
    uint8_t digest[SHA256_BYTES];
    struct job outer = {.arena = job->arena, .values = *first};
    struct span stamped;
    struct span value;
    int64_t time_s;

    if (!written(&outer, xades_put_stamped, &stamped, err) ||
        !digest_bytes(stamped, digest, err) ||
        !base64_encode(job->arena,
            (struct span){(const char *)digest, sizeof digest}, &value, err))
        return false;
    (void)checklist_decide(job->list, CHECK_XML_ROOT_DIGEST,
        span_equal(value, job->values.document_digest), SUB_HASH_FAILURE,
        "it stands for the value of another signature");
    if (job->values.role == SEAL_ROLE_NONE ||
        !clock_parse(job->values.time, &time_s))
        (void)checklist_refuse(job->list, CHECK_XML_PROPERTIES,
            SUB_FORMAT_FAILURE, "it claims no role, or no time");
    return true;
}

bool
xades_check_counter(struct arena *arena, const struct xades_counter *counter,
    struct checklist *list, struct xades_values *out, struct err *err)
{
    const struct xades_values *found =
        counter->values->items[counter->index].counter;
    struct job job = {.arena = arena, .bytes = counter->bytes, .list = list};
    struct err reason = {.code = ERR_NONE};
    bool went_through;

    if (!xml_parse(counter->bytes, &job.doc, err))
        return false;
    job.values.counter = found->counter;
    job.signature = find_counter(job.doc, found->counter);
    went_through =
        job.signature != NULL &&
        xades_read(arena, job.signature, list, &job.values, &reason) &&
        check_certs(&job, &reason) &&
        check_countersigned(&job, counter->values, &reason) &&
        check_properties_digest(&job, &reason) && check_value(&job, &reason) &&
        check_second_opinion(&job, &reason);
    xmlFreeDoc(job.doc);
    if (reason.code != ERR_NONE || !went_through) {
        sk_X509_pop_free(job.values.chain, X509_free);
        job.values.chain = NULL;
    }
    if (reason.code != ERR_NONE) {
        *err = reason;
        return false;
    }
    *out = job.values;
    return true;
}
