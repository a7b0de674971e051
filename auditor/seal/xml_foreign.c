#include "seal/xml_foreign.h"

#include <string.h>

#include <openssl/err.h>

#include "base/limits.h"
#include "base/xml.h"
#include "seal/base64.h"
#include "seal/xades.h"

enum {
    REFERENCES_MAX = 4, /* each may digest the whole document */
    CERTIFICATES_MAX = 16,
    FILTER_BYTES = 4 * 1024 * 1024,
    /* elements times declared namespaces: canonical forms take that long */
    WORK_MAX = 3 * 1000 * 1000,
};

#define SHA384  "http://www.w3.org/2001/04/xmldsig-more#sha384"
#define SHA512  "http://www.w3.org/2001/04/xmlenc#sha512"
#define C14N    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define C14N11  "http://www.w3.org/2006/12/xml-c14n11"
#define MORE    "http://www.w3.org/2001/04/xmldsig-more#"
#define BASE64  XADES_NS_DS "base64"
#define FILTER2 "http://www.w3.org/2002/06/xmldsig-filter2"

/* What xmlsec.c switches on; each list ends with NULL. */
static const char *const digests[] = {XADES_SHA256, SHA384, SHA512, NULL};
static const char *const canonical_forms[] = {
    XADES_EXC_C14N, C14N, C14N11, NULL};
static const char *const transforms[] = {
    XADES_ENVELOPED, XADES_EXC_C14N, C14N, C14N11, BASE64, NULL};
static const char *const methods[] = {MORE "rsa-sha256", MORE "rsa-sha384",
    MORE "rsa-sha512", MORE "ecdsa-sha256", MORE "ecdsa-sha384",
    MORE "ecdsa-sha512", NULL};

struct reader {
    struct arena *arena;
    xmlDoc *doc;
    xmlNode *root;
    xmlNode *signature;
    size_t bytes;              /* length of the file */
    const xmlNode *properties; /* the signed ones, if they are referenced */
    bool covers;               /* a reference is to the whole document */
    struct err *err;
    struct xml_foreign foreign;
};

/* A conclusion is reached: false. */
static bool
conclude(struct reader *reader, enum cms_integrity integrity,
    enum sub_indication sub, const char *reason)
{
    reader->foreign.integrity = integrity;
    reader->foreign.sub = sub;
    reader->foreign.reason = reason;
    return false;
}

static bool
not_judged(struct reader *reader, const char *reason)
{
    return conclude(
        reader, CMS_NOT_JUDGED, SUB_SIG_CONSTRAINTS_FAILURE, reason);
}

static bool
is_among(const char *uri, const char *const *list)
{
    for (size_t i = 0; uri != NULL && list[i] != NULL; i++)
        if (strcmp(uri, list[i]) == 0)
            return true;
    return false;
}

static bool
algorithm_among(
    const xmlNode *parent, const char *name, const char *const *list)
{
    const xmlNode *node = xml_child(parent, XADES_NS_DS, name);

    return node != NULL && is_among(xml_attribute(node, "Algorithm"), list);
}

/* The node after `node` in document order. */
static xmlNode *
next_node(xmlNode *node, const xmlNode *root)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        return node->children;
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

/* Does it carry one of our identifiers? Then nothing in it is excused. */
static bool
is_ours(xmlNode *signature)
{
    for (xmlNode *n = signature; n != NULL; n = next_node(n, signature)) {
        const char *id =
            n->type == XML_ELEMENT_NODE ? xml_attribute(n, "Id") : NULL;
        if (id != NULL && xades_id_ours(id))
            return true;
    }
    return false;
}

/* The one signature, which is not of our form. */
static bool
find_signature(struct reader *reader)
{
    size_t count = 0;

    for (xmlNode *n = reader->root; n != NULL; n = next_node(n, reader->root))
        if (xml_is(n, XADES_NS_DS, "Signature")) {
            reader->signature = n;
            count++;
        }
    reader->foreign.theirs =
        count == 1 && !is_ours(reader->signature) &&
        xml_child(reader->signature, XADES_NS_DS, "SignedInfo") != NULL;
    return reader->foreign.theirs;
}

static bool
is_small(struct reader *reader)
{
    uint64_t elements = 0;
    uint64_t namespaces = 0;

    for (xmlNode *n = reader->root; n != NULL; n = next_node(n, reader->root)) {
        elements += n->type == XML_ELEMENT_NODE;
        for (const xmlNs *ns = n->type == XML_ELEMENT_NODE ? n->nsDef : NULL;
             ns != NULL; ns = ns->next)
            namespaces++;
    }
    return elements * namespaces <= WORK_MAX ||
           not_judged(reader, "it has more elements and namespaces than are "
                              "judged of another form");
}

/* Identifiers of the signature and of the root; none stands twice. */
static bool
register_ids(struct reader *reader)
{
    static const char *const names[] = {"Id", "ID", "id"};
    xmlNode *n = reader->signature;

    for (; n != NULL; n = next_node(n, reader->signature)) {
        xmlAttr *id = n->type == XML_ELEMENT_NODE
                          ? xmlHasProp(n, (const xmlChar *)"Id")
                          : NULL;
        if (id != NULL && id->children != NULL &&
            xmlAddID(NULL, reader->doc, id->children->content, id) == NULL)
            return conclude(reader, CMS_BROKEN, SUB_FORMAT_FAILURE,
                "an identifier stands twice");
    }
    for (size_t i = 0; i < 3 && reader->root != reader->signature; i++) {
        xmlAttr *id = xmlHasProp(reader->root, (const xmlChar *)names[i]);
        if (id != NULL && id->children != NULL &&
            xmlAddID(NULL, reader->doc, id->children->content, id) == NULL)
            return conclude(reader, CMS_BROKEN, SUB_FORMAT_FAILURE,
                "an identifier stands twice");
    }
    return true;
}

/*
 * The one filter that is not refused says in other words what the
 * enveloped-signature transform does, and EU DSS writes it: XML-Signature
 * XPath Filter 2.0. The same in XPath 1.0 takes quadratic time.
 */
static bool
is_without_signature(const struct reader *reader, const xmlNode *transform)
{
    const char *algorithm = xml_attribute(transform, "Algorithm");
    xmlNode *node = xml_child(transform, FILTER2, "XPath");
    const xmlNs *ds =
        node == NULL ? NULL
                     : xmlSearchNs(reader->doc, node, (const xmlChar *)"ds");
    const char *filter = node == NULL ? NULL : xml_attribute(node, "Filter");
    const xmlNode *text = node == NULL ? NULL : node->children;

    return algorithm != NULL && strcmp(algorithm, FILTER2) == 0 &&
           reader->bytes <= FILTER_BYTES && ds != NULL &&
           strcmp((const char *)ds->href, XADES_NS_DS) == 0 &&
           node->prev == NULL && node->next == NULL && filter != NULL &&
           strcmp(filter, "subtract") == 0 && text != NULL &&
           text->next == NULL && text->type == XML_TEXT_NODE &&
           strcmp((const char *)text->content, "/descendant::ds:Signature") ==
               0;
}

static bool
is_transform_known(const struct reader *reader, const xmlNode *transform)
{
    return xml_is(transform, XADES_NS_DS, "Transform") &&
           (is_among(xml_attribute(transform, "Algorithm"), transforms) ||
               is_without_signature(reader, transform));
}

static bool
read_reference(struct reader *reader, const xmlNode *reference)
{
    const char *uri = xml_attribute(reference, "URI");
    const xmlNode *list = xml_child(reference, XADES_NS_DS, "Transforms");
    xmlAttr *target;

    if (uri == NULL || (uri[0] != '\0' && uri[0] != '#') ||
        strchr(uri, '(') != NULL)
        return not_judged(reader, "a reference leads out of the document");
    for (const xmlNode *n = list == NULL ? NULL : list->children; n != NULL;
         n = n->next)
        if (n->type == XML_ELEMENT_NODE && !is_transform_known(reader, n))
            return not_judged(reader, "a reference has another transform");
    if (!algorithm_among(reference, "DigestMethod", digests))
        return conclude(reader, CMS_NOT_JUDGED,
            SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
            "a digest is of a kind that is not accepted");
    if (uri[0] == '\0') {
        reader->covers = true;
        return true;
    }
    target = xmlGetID(reader->doc, (const xmlChar *)uri + 1);
    if (target == NULL)
        return not_judged(reader, "a reference leads to no known element");
    if (target->parent == reader->root && reader->root != reader->signature)
        reader->covers = true;
    if (xml_is(target->parent, XADES_NS, "SignedProperties"))
        reader->properties = target->parent;
    return true;
}

static bool
read_references(struct reader *reader)
{
    const xmlNode *info =
        xml_child(reader->signature, XADES_NS_DS, "SignedInfo");
    size_t count = 0;

    if (!algorithm_among(info, "CanonicalizationMethod", canonical_forms) ||
        !algorithm_among(info, "SignatureMethod", methods))
        return conclude(reader, CMS_NOT_JUDGED,
            SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
            "its algorithms are of a kind that is not accepted");
    for (const xmlNode *r = xml_child(info, XADES_NS_DS, "Reference");
         r != NULL; r = xml_next(r, XADES_NS_DS, "Reference")) {
        if (count++ == REFERENCES_MAX)
            return not_judged(reader, "it has over 4 references");
        if (!read_reference(reader, r))
            return false;
    }
    return true;
}

/* Base64 with line ends in it, as others write it. */
static bool
decode(struct reader *reader, const xmlNode *node, struct span *out)
{
    struct span text;
    struct err reason = {0}; /* the file's fault */
    char *plain;
    size_t length = 0;

    if (node == NULL || !xml_text(reader->arena, node, &text, reader->err))
        return false;
    plain = arena_alloc(reader->arena, text.len + 1, reader->err);
    if (plain == NULL)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (strchr(" \t\r\n", text.ptr[i]) == NULL)
            plain[length++] = text.ptr[i];
    if (base64_decode(
            reader->arena, (struct span){plain, length}, out, &reason))
        return true;
    if (reason.code == ERR_SYSTEM)
        *reader->err = reason;
    return false;
}

/* The certificates of the key information; what is none is passed over. */
static bool
read_certificates(struct reader *reader)
{
    const xmlNode *info = xml_child(reader->signature, XADES_NS_DS, "KeyInfo");
    const xmlNode *data =
        info == NULL ? NULL : xml_child(info, XADES_NS_DS, "X509Data");
    STACK_OF(X509) *all = sk_X509_new_null();

    reader->foreign.embedded = all;
    for (; data != NULL && all != NULL;
         data = xml_next(data, XADES_NS_DS, "X509Data"))
        for (const xmlNode *n = xml_child(data, XADES_NS_DS, "X509Certificate");
             n != NULL && sk_X509_num(all) < CERTIFICATES_MAX;
             n = xml_next(n, XADES_NS_DS, "X509Certificate")) {
            struct span der = {NULL, 0};
            const unsigned char *at;
            X509 *certificate;
            if (!decode(reader, n, &der))
                continue;
            at = (const unsigned char *)der.ptr;
            certificate = d2i_X509(NULL, &at, (long)der.len);
            if (certificate != NULL && sk_X509_push(all, certificate) <= 0)
                X509_free(certificate);
        }
    ERR_clear_error();
    return sk_X509_num(all) > 0 ||
           conclude(reader, CMS_NOT_JUDGED, SUB_NO_SIGNING_CERTIFICATE_FOUND,
               "it carries no certificate");
}

/* The digest that the signed properties hold of the signing certificate. */
static bool
read_signer_digest(
    struct reader *reader, const EVP_MD **md, struct span *digest)
{
    static const char *const names[] = {
        "SigningCertificateV2", "SigningCertificate"};
    const xmlNode *own = reader->properties == NULL
                             ? NULL
                             : xml_child(reader->properties, XADES_NS,
                                   "SignedSignatureProperties");
    const xmlNode *node = NULL;
    const char *uri;

    for (size_t i = 0; i < 2 && own != NULL && node == NULL; i++)
        node = xml_child(own, XADES_NS, names[i]);
    node = node == NULL ? NULL : xml_child(node, XADES_NS, "Cert");
    node = node == NULL ? NULL : xml_child(node, XADES_NS, "CertDigest");
    if (node == NULL || !algorithm_among(node, "DigestMethod", digests))
        return false;
    uri = xml_attribute(
        xml_child(node, XADES_NS_DS, "DigestMethod"), "Algorithm");
    *md = strcmp(uri, SHA512) == 0
              ? EVP_sha512()
              : (strcmp(uri, SHA384) == 0 ? EVP_sha384() : EVP_sha256());
    return decode(reader, xml_child(node, XADES_NS_DS, "DigestValue"), digest);
}

/* Bring the certificate that the properties name to the front. */
static void
find_signer(struct reader *reader)
{
    STACK_OF(X509) *all = reader->foreign.embedded;
    const EVP_MD *md = NULL;
    struct span wanted;

    if (!read_signer_digest(reader, &md, &wanted))
        return;
    for (int i = 0; i < sk_X509_num(all); i++) {
        X509 *certificate = sk_X509_value(all, i);
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned length = 0;
        if (X509_digest(certificate, md, digest, &length) != 1 ||
            !span_equal(wanted, (struct span){(const char *)digest, length}))
            continue;
        (void)sk_X509_set(all, i, sk_X509_value(all, 0));
        (void)sk_X509_set(all, 0, certificate);
        reader->foreign.bound = true;
        return;
    }
}

static bool
check_value(struct reader *reader)
{
    EVP_PKEY *pkey =
        X509_get0_pubkey(sk_X509_value(reader->foreign.embedded, 0));
    bool verifies = false;
    bool fits = false;

    if (pkey == NULL)
        return not_judged(reader, "its key is not known here");
    if (!xmlsec_verifies(
            reader->signature, pkey, &verifies, &fits, reader->err))
        return false;
    if (verifies && !reader->covers)
        return not_judged(reader, "it does not cover the whole document");
    if (verifies)
        return conclude(reader, CMS_INTACT, SUB_NONE, "");
    return fits ? conclude(reader, CMS_BROKEN, SUB_SIG_CRYPTO_FAILURE,
                      "the signature value does not verify")
                : conclude(reader, CMS_BROKEN, SUB_HASH_FAILURE,
                      "the document was changed after signing");
}

static void
tell(struct reader *reader)
{
    const xmlNode *own = reader->properties == NULL
                             ? NULL
                             : xml_child(reader->properties, XADES_NS,
                                   "SignedSignatureProperties");
    const xmlNode *time =
        own == NULL ? NULL : xml_child(own, XADES_NS, "SigningTime");

    if (time != NULL &&
        !xml_text(reader->arena, time, &reader->foreign.time, reader->err))
        return;
    (void)decode(reader,
        xml_child(reader->signature, XADES_NS_DS, "SignatureValue"),
        &reader->foreign.value);
}

bool
xml_foreign_read(struct arena *arena, struct span bytes,
    struct xml_foreign *out, struct err *err)
{
    struct err trouble = {0};
    struct reader reader = {.arena = arena,
        .bytes = bytes.len,
        .err = &trouble,
        .foreign = {.reason = "", .time = {"", 0}, .value = {"", 0}}};

    if (!xml_parse(bytes, &reader.doc, &trouble)) {
        *out = reader.foreign; /* no XML, so nobody's */
        if (trouble.code == ERR_SYSTEM)
            *err = trouble;
        return trouble.code != ERR_SYSTEM;
    }
    reader.root = xmlDocGetRootElement(reader.doc);
    if (find_signature(&reader) && is_small(&reader) && register_ids(&reader) &&
        read_references(&reader) && read_certificates(&reader)) {
        find_signer(&reader);
        (void)check_value(&reader);
        tell(&reader);
    }
    xmlFreeDoc(reader.doc);
    ERR_clear_error();
    if (trouble.code != ERR_NONE) {
        sk_X509_pop_free(reader.foreign.embedded, X509_free);
        *err = trouble;
        return false;
    }
    *out = reader.foreign;
    return true;
}
