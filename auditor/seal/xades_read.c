#include "base/xml.h"
#include "seal/xades.h"

#include <stdio.h>
#include <string.h>

/* Reading our ds:Signature element, and the checks of its structure. */

static const char *const roots[][2] = {
    {"urn:auditor:dossier:1", "dossier"},
    {"urn:auditor:comparison:1", "comparison"},
};

bool
xades_root_known(const xmlNode *root)
{
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        if (xml_is(root, roots[i][0], roots[i][1])) {
            return root->ns->prefix == NULL;
        }
    }
    return false;
}

static bool
is(const xmlChar *a, const char *b)
{
    return a != NULL && strcmp((const char *)a, b) == 0;
}

/* The node after `node` in document order, not entering `skip`. */
static const xmlNode *
next_node(const xmlNode *node, const xmlNode *root, const xmlNode *skip)
{
    if (node != skip && node->type == XML_ELEMENT_NODE &&
        node->children != NULL) {
        return node->children;
    }
    while (node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

bool
xades_id_ours(const char *value)
{
    static const char counter[] = XADES_ID "counter-";
    struct xades_names names;

    if (strncmp(value, XADES_ID, sizeof XADES_ID - 1) != 0) {
        return false; /* nearly every attribute: no name is written for it */
    }
    xades_name(0, &names);
    return strcmp(value, names.signature) == 0 ||
           strcmp(value, names.value) == 0 ||
           strcmp(value, names.document) == 0 ||
           strcmp(value, names.properties) == 0 ||
           strncmp(value, counter, sizeof counter - 1) == 0;
}

static const char *
foreign_attribute(const xmlNode *node)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        if (is(a->name, "Id") || is(a->name, "ID") ||
            is(a->name, "AssertionID") ||
            (a->ns != NULL && is(a->name, "id"))) {
            return (const char *)a->name;
        }
        if (a->children != NULL && a->children->content != NULL &&
            xades_id_ours((const char *)a->children->content)) {
            return (const char *)a->children->content;
        }
    }
    return NULL;
}

const char *
xades_foreign_id(const xmlNode *root, const xmlNode *signature)
{
    for (const xmlNode *n = root; n != NULL;
         n = next_node(n, root, signature)) {
        const char *found = n == signature || n->type != XML_ELEMENT_NODE
                                ? NULL
                                : foreign_attribute(n);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

const char *
xades_foreign_element(const xmlNode *root, const xmlNode *signature)
{
    for (const xmlNode *n = root; n != NULL;
         n = next_node(n, root, signature)) {
        if (n == signature || n->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (is(n->name, "Signature") ||
            (n->ns != NULL &&
                (is(n->ns->href, XADES_NS_DS) || is(n->ns->href, XADES_NS)))) {
            return (const char *)n->name;
        }
    }
    return NULL;
}

/* Follow names separated by '/'; "ds:" or "xades:" tells the namespace. */
static const xmlNode *
find(const xmlNode *node, const char *path)
{
    char name[64];

    while (node != NULL && *path != '\0') {
        size_t length = strcspn(path, "/");
        const char *colon = memchr(path, ':', length);
        size_t skip = (size_t)(colon - path) + 1;
        memcpy(name, path + skip, length - skip);
        name[length - skip] = '\0';
        node = xml_child(node, path[0] == 'd' ? XADES_NS_DS : XADES_NS, name);
        path += length + (path[length] == '/');
    }
    return node;
}

static const char *
algorithm(const xmlNode *node, const char *path)
{
    const char *uri = xml_attribute(find(node, path), "Algorithm");

    return uri == NULL ? "" : uri;
}

static size_t
count_children(const xmlNode *node)
{
    size_t count = 0;

    for (const xmlNode *n = node->children; n != NULL; n = n->next) {
        count++;
    }
    return count;
}

static bool
attribute_is(const xmlNode *node, const char *name, const char *value)
{
    const char *seen = xml_attribute(node, name);

    return value == NULL ? seen == NULL
                         : seen != NULL && strcmp(seen, value) == 0;
}

/* Text of the element at `path`; "" when there is none. */
static bool
read_text(struct arena *arena, const xmlNode *node, const char *path,
    struct span *out, struct err *err)
{
    const xmlNode *found = find(node, path);

    *out = span_of("");
    return found == NULL || xml_text(arena, found, out, err);
}

struct reference {
    const char *id, *type;
    char uri[72];
    const char *const *transforms; /* ends with NULL */
};

static const char *const document_transforms[] = {
    XADES_ENVELOPED, XADES_EXC_C14N, NULL};
static const char *const element_transforms[] = {XADES_EXC_C14N, NULL};

/* In the order in which they stand: what is signed, and the properties. */
static void
wanted_references(
    size_t counter, const struct xades_names *names, struct reference wanted[2])
{
    struct xades_names first;

    xades_name(0, &first);
    wanted[0] =
        (struct reference){names->document, NULL, "", document_transforms};
    if (counter > 0) {
        wanted[0].type = XADES_COUNTERSIGNED;
        (void)snprintf(wanted[0].uri, sizeof wanted[0].uri, "#%s", first.value);
        wanted[0].transforms = element_transforms;
    }
    wanted[1] = (struct reference){NULL, XADES_TYPE, "", element_transforms};
    (void)snprintf(
        wanted[1].uri, sizeof wanted[1].uri, "#%s", names->properties);
}

static bool
reference_is(const xmlNode *node, const struct reference *want)
{
    const xmlNode *transforms = find(node, "ds:Transforms");
    const xmlNode *transform = find(node, "ds:Transforms/ds:Transform");

    if (transforms == NULL || !attribute_is(node, "Id", want->id) ||
        !attribute_is(node, "Type", want->type) ||
        !attribute_is(node, "URI", want->uri)) {
        return false;
    }
    for (size_t i = 0; want->transforms[i] != NULL; i++) {
        if (!attribute_is(transform, "Algorithm", want->transforms[i]) ||
            transform->children != NULL) {
            return false;
        }
        transform = transform->next;
        if (transform != NULL && !xml_is(transform, XADES_NS_DS, "Transform")) {
            return false;
        }
    }
    return transform == NULL;
}

static bool
check_references(const xmlNode *info, size_t counter, struct checklist *list)
{
    struct xades_names names;
    struct reference references[2];
    const xmlNode *first = find(info, "ds:Reference");
    const xmlNode *second = xml_next(first, XADES_NS_DS, "Reference");

    xades_name(counter, &names);
    wanted_references(counter, &names, references);
    if (second == NULL || count_children(info) != 4) {
        return checklist_refuse(list, CHECK_XML_REFERENCES, SUB_FORMAT_FAILURE,
            "there are not exactly two references");
    }
    if (!reference_is(first, &references[0]) ||
        !reference_is(second, &references[1])) {
        return checklist_refuse(list, CHECK_XML_REFERENCES, SUB_FORMAT_FAILURE,
            "a reference has another target, type or transform");
    }
    checklist_pass(list, CHECK_XML_REFERENCES);
    return true;
}

static bool
check_algorithms(
    const xmlNode *info, struct checklist *list, enum key_kind *kind_out)
{
    const char *method = algorithm(info, "ds:SignatureMethod");
    enum key_kind kind = xades_kind_of_method(method);

    if (strcmp(algorithm(info, "ds:CanonicalizationMethod"), XADES_EXC_C14N) !=
        0) {
        return checklist_refuse(list, CHECK_XML_ALGORITHMS, SUB_FORMAT_FAILURE,
            "another canonicalisation method");
    }
    if (kind == KEY_UNSUITABLE) {
        return checklist_refuse(list, CHECK_XML_ALGORITHMS, SUB_FORMAT_FAILURE,
            "the signature method '%s'", method);
    }
    for (const xmlNode *r = find(info, "ds:Reference"); r != NULL;
         r = xml_next(r, XADES_NS_DS, "Reference")) {
        if (strcmp(algorithm(r, "ds:DigestMethod"), XADES_SHA256) != 0) {
            return checklist_refuse(list, CHECK_XML_ALGORITHMS,
                SUB_FORMAT_FAILURE, "the digest method '%s'",
                algorithm(r, "ds:DigestMethod"));
        }
    }
    checklist_pass(list, CHECK_XML_ALGORITHMS);
    *kind_out = kind;
    return true;
}

static bool
read_certs(struct arena *arena, const xmlNode *signature,
    struct checklist *list, struct xades_values *values, struct err *err)
{
    const xmlNode *info = find(signature, "ds:KeyInfo");
    const xmlNode *data = find(info, "ds:X509Data");
    size_t count = 0;

    if (data == NULL || count_children(info) != 1) {
        return checklist_refuse(list, CHECK_XML_KEYINFO, SUB_FORMAT_FAILURE,
            "the key information is not one X509Data");
    }
    for (const xmlNode *n = data->children; n != NULL; n = n->next) {
        if (!xml_is(n, XADES_NS_DS, "X509Certificate") ||
            count == KEY_CHAIN_CERTS) {
            return checklist_refuse(list, CHECK_XML_KEYINFO, SUB_FORMAT_FAILURE,
                "the X509Data holds more than up to %d certificates",
                KEY_CHAIN_CERTS);
        }
        if (!xml_text(arena, n, &values->certs[count], err)) {
            return false;
        }
        count++;
    }
    values->cert_count = count;
    return checklist_decide(list, CHECK_XML_KEYINFO, count > 0,
        SUB_NO_SIGNING_CERTIFICATE_FOUND, "there is no certificate");
}

static bool
read_cert_digests(struct arena *arena, const xmlNode *cert,
    struct xades_values *values, struct err *err)
{
    size_t count = 0;

    for (; cert != NULL && count < KEY_CHAIN_CERTS;
         cert = xml_next(cert, XADES_NS, "Cert")) {
        if (!read_text(arena, cert, "xades:CertDigest/ds:DigestValue",
                &values->cert_digests[count], err)) {
            return false;
        }
        count++;
    }
    values->cert_digest_count = count;
    return true;
}

/* None, or one of the known ones: EN 319 132-1, 5.2.6. */
static bool
read_role(struct arena *arena, const xmlNode *own, struct checklist *list,
    enum seal_role *out, struct err *err)
{
    const xmlNode *role = find(own, "xades:SignerRoleV2");
    struct span name;

    if (role == NULL)
        return true;
    if (!read_text(
            arena, role, "xades:ClaimedRoles/xades:ClaimedRole", &name, err))
        return false;
    return seal_role_parse(name, out) ||
           checklist_refuse(list, CHECK_XML_PROPERTIES, SUB_FORMAT_FAILURE,
               "the role that the signer claims is not a known one");
}

static bool
read_properties(struct arena *arena, const xmlNode *signature,
    struct checklist *list, struct xades_values *values, struct err *err)
{
    const xmlNode *object = find(signature, "ds:Object");
    const xmlNode *qualifying = find(object, "xades:QualifyingProperties");
    const xmlNode *signed_ones = find(qualifying, "xades:SignedProperties");
    const xmlNode *own = find(signed_ones, "xades:SignedSignatureProperties");
    const xmlNode *format = find(
        signed_ones, "xades:SignedDataObjectProperties/xades:DataObjectFormat");
    const xmlNode *cert = find(own, "xades:SigningCertificateV2/xades:Cert");
    struct xades_names names;
    char target[72];

    xades_name(values->counter, &names);
    (void)snprintf(target, sizeof target, "#%s", names.document);
    if (signed_ones == NULL || count_children(object) != 1 ||
        count_children(qualifying) > 2 || object->next != NULL ||
        !attribute_is(signed_ones, "Id", names.properties)) {
        return checklist_refuse(list, CHECK_XML_PROPERTIES, SUB_FORMAT_FAILURE,
            "there is not exactly one object with the signed properties");
    }
    if (!read_cert_digests(arena, cert, values, err) ||
        !read_role(arena, own, list, &values->role, err) ||
        !read_text(arena, own, "xades:SigningTime", &values->time, err)) {
        return false;
    }
    return checklist_decide(list, CHECK_XML_PROPERTIES,
        values->cert_digest_count > 0 && values->time.len > 0 &&
            attribute_is(format, "ObjectReference", target),
        SUB_FORMAT_FAILURE,
        "signing time, signing certificate or data format is missing");
}

/* What was added after signing; what is not known refuses. */
static bool
read_unsigned(struct arena *arena, const xmlNode *signature,
    struct checklist *list, struct xades_values *values, struct err *err)
{
    const xmlNode *qualifying =
        find(signature, "ds:Object/xades:QualifyingProperties");
    const xmlNode *properties = find(qualifying, "xades:UnsignedProperties");
    struct err reason = {.code = ERR_NONE};

    if (properties == NULL && count_children(qualifying) != 1) {
        return checklist_refuse(list, CHECK_XML_PROPERTIES, SUB_FORMAT_FAILURE,
            "something else than properties is there");
    }
    if (xades_read_items(arena, properties, values, &reason)) {
        for (size_t i = 0; i < values->item_count; i++) {
            if (values->items[i].kind == XADES_COUNTER) {
                checklist_extend(list, CHECKLIST_COSIGNERS);
            }
        }
        return true;
    }
    if (reason.code == ERR_SYSTEM) {
        *err = reason;
        return false;
    }
    return checklist_refuse(
        list, CHECK_XML_PROPERTIES, SUB_FORMAT_FAILURE, "%.200s", reason.text);
}

bool
xades_read(struct arena *arena, const xmlNode *signature,
    struct checklist *list, struct xades_values *out, struct err *err)
{
    struct xades_values values = {
        .kind = KEY_UNSUITABLE, .counter = out->counter};
    const xmlNode *info = find(signature, "ds:SignedInfo");
    const xmlNode *first = find(info, "ds:Reference");
    const xmlNode *second = xml_next(first, XADES_NS_DS, "Reference");

    if (info == NULL) {
        return checklist_refuse(list, CHECK_XML_REFERENCES, SUB_FORMAT_FAILURE,
            "the signature has no SignedInfo");
    }
    if (!check_algorithms(info, list, &values.kind) ||
        !check_references(info, values.counter, list) ||
        !read_certs(arena, signature, list, &values, err) ||
        !read_properties(arena, signature, list, &values, err) ||
        !read_unsigned(arena, signature, list, &values, err) ||
        !read_text(
            arena, first, "ds:DigestValue", &values.document_digest, err) ||
        !read_text(
            arena, second, "ds:DigestValue", &values.properties_digest, err) ||
        !read_text(
            arena, signature, "ds:SignatureValue", &values.signature, err)) {
        return false;
    }
    *out = values;
    return true;
}
