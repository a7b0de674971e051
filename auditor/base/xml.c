#include "base/xml.h"
#include "base/limits.h"

#include <libxml/parser.h>
#include <libxml/xmlsave.h>
#include <string.h>

static xmlParserInput *
refuse_entity(const char *url, const char *id, xmlParserCtxt *context)
{
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

static void
keep_silent(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

void
xml_setup(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse_entity);
    xmlSetGenericErrorFunc(NULL, keep_silent);
}

static int64_t
line_of(struct span bytes, size_t at)
{
    int64_t line = 1;
    for (size_t i = 0; i < at && i < bytes.len; i++) {
        line += bytes.ptr[i] == '\n';
    }
    return line;
}

/*
 * What libxml2 2.9 does not limit by itself: attributes of one element (its
 * cost is quadratic in them), depth, and anything that a DTD could do.
 */
struct scan {
    struct span bytes;
    size_t at;
    size_t depth;
};

static bool
scan_refuse(struct scan *scan, const char *reason, struct err *err)
{
    err_set(err, ERR_INPUT, "cannot read XML: %s", reason);
    err_at_line(err, line_of(scan->bytes, scan->at));
    return false;
}

/* Skip to just after `end`, e.g. the end of a comment. */
static bool
scan_past(struct scan *scan, const char *end, struct err *err)
{
    struct span rest = {scan->bytes.ptr + scan->at, scan->bytes.len - scan->at};
    size_t found = span_find(rest, span_of(end));
    if (found == rest.len) {
        return scan_refuse(scan, "a construct is not closed", err);
    }
    scan->at += found + strlen(end);
    return true;
}

/* One start or end tag, from '<' to '>'. */
static bool
scan_tag(struct scan *scan, struct err *err)
{
    const char *ptr = scan->bytes.ptr;
    size_t start = scan->at;
    size_t attributes = 0;
    char quote = 0;
    size_t i = start + 1;
    for (; i < scan->bytes.len && (quote != 0 || ptr[i] != '>'); i++) {
        if (i - start > LIMIT_XML_TAG_BYTES) {
            return scan_refuse(scan, "a tag is over 64 KiB long", err);
        }
        if (quote != 0) {
            quote = ptr[i] == quote ? 0 : quote;
        } else if (ptr[i] == '"' || ptr[i] == '\'') {
            quote = ptr[i];
            attributes++;
        }
    }
    if (i == scan->bytes.len) {
        return scan_refuse(scan, "a tag is not closed", err);
    }
    if (attributes > LIMIT_XML_ATTRIBUTES) {
        return scan_refuse(scan, "an element has over 64 attributes", err);
    }
    if (ptr[start + 1] == '/') {
        scan->depth -= scan->depth > 0;
    } else if (ptr[i - 1] != '/') {
        scan->depth++;
    }
    if (scan->depth > LIMIT_DEPTH) {
        return scan_refuse(scan, "elements nest over 64 deep", err);
    }
    scan->at = i + 1;
    return true;
}

static bool
scan_markup(struct scan *scan, struct err *err)
{
    struct span rest = {scan->bytes.ptr + scan->at, scan->bytes.len - scan->at};
    if (span_starts(rest, "<!--")) {
        return scan_past(scan, "-->", err);
    }
    if (span_starts(rest, "<![CDATA[")) {
        return scan_past(scan, "]]>", err);
    }
    if (span_starts(rest, "<!")) {
        return scan_refuse(scan, "a document type is not accepted", err);
    }
    if (span_starts(rest, "<?")) {
        return scan_past(scan, "?>", err);
    }
    return scan_tag(scan, err);
}

static bool
scan_document(struct span bytes, struct err *err)
{
    struct scan scan = {.bytes = bytes};
    if (bytes.len > LIMIT_XML_BYTES) {
        err_set(err, ERR_LIMIT,
            "cannot read XML of %zu bytes: the limit is "
            "%zu",
            bytes.len, LIMIT_XML_BYTES);
        return false;
    }
    if (!utf8_valid(bytes)) {
        return scan_refuse(&scan, "it is not UTF-8", err);
    }
    for (;;) {
        const char *next =
            memchr(bytes.ptr + scan.at, '<', bytes.len - scan.at);
        if (next == NULL) {
            return true;
        }
        scan.at = (size_t)(next - bytes.ptr);
        if (!scan_markup(&scan, err)) {
            return false;
        }
    }
}

static void
report_parser(xmlParserCtxt *context, struct err *err)
{
    const xmlError *last =
        context == NULL ? NULL : xmlCtxtGetLastError(context);
    const char *message = last == NULL || last->message == NULL
                              ? "it is not well-formed"
                              : last->message;
    int length = (int)strcspn(message, "\n");
    err_set(err, ERR_INPUT, "cannot read XML: %.*s", length, message);
    if (last != NULL && last->line > 0) {
        err_at_line(err, last->line);
    }
}

bool
xml_parse(struct span bytes, xmlDoc **out, struct err *err)
{
    return xml_parse_shared(bytes, /* dictionary= */ NULL, out, err);
}

bool
xml_parse_shared(struct span bytes, xmlDict *dictionary, xmlDoc **out,
    struct err *err)
{
    bool ok = false;
    xmlParserCtxt *context = NULL;
    xmlDoc *doc = NULL;
    if (!scan_document(bytes, err)) {
        goto out;
    }
    context = xmlNewParserCtxt();
    if (context == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate an XML parser");
        goto out;
    }
    if (dictionary != NULL) {
        xmlDictFree(context->dict);
        context->dict = dictionary;
        xmlDictReference(dictionary);
    }
    doc = xmlCtxtReadMemory(context, bytes.ptr, (int)bytes.len, NULL, "UTF-8",
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
            XML_PARSE_BIG_LINES);
    if (doc == NULL || context->wellFormed == 0) {
        report_parser(context, err);
        goto out;
    }
    *out = doc;
    doc = NULL;
    ok = true;
out:
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(context);
    return ok;
}

bool
xml_bytes(struct arena *arena, xmlDoc *doc, struct span *out, struct err *err)
{
    bool ok = false;
    xmlBuffer *buffer = xmlBufferCreate();
    xmlSaveCtxt *save =
        buffer == NULL ? NULL : xmlSaveToBuffer(buffer, "UTF-8", 0);
    if (save == NULL || xmlSaveDoc(save, doc) < 0 || xmlSaveClose(save) < 0) {
        err_set(err, ERR_SYSTEM, "cannot serialise XML");
        goto out;
    }
    struct span bytes = {(const char *)xmlBufferContent(buffer),
        (size_t)xmlBufferLength(buffer)};
    ok = span_copy(arena, bytes, out, err);
out:
    xmlBufferFree(buffer);
    return ok;
}

static bool
name_is(const xmlChar *name, const char *wanted)
{
    return name != NULL && strcmp((const char *)name, wanted) == 0;
}

bool
xml_is(const xmlNode *node, const char *ns, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE &&
           name_is(node->name, name) && node->ns != NULL &&
           name_is(node->ns->href, ns);
}

static xmlNode *
first_from(xmlNode *node, const char *ns, const char *name)
{
    while (node != NULL && !xml_is(node, ns, name)) {
        node = node->next;
    }
    return node;
}

xmlNode *
xml_child(const xmlNode *parent, const char *ns, const char *name)
{
    return parent == NULL ? NULL : first_from(parent->children, ns, name);
}

xmlNode *
xml_next(const xmlNode *node, const char *ns, const char *name)
{
    return node == NULL ? NULL : first_from(node->next, ns, name);
}

const char *
xml_attribute(const xmlNode *node, const char *name)
{
    if (node == NULL || node->type != XML_ELEMENT_NODE) {
        return NULL;
    }
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        if (a->ns == NULL && name_is(a->name, name)) {
            return a->children == NULL ? ""
                                       : (const char *)a->children->content;
        }
    }
    return NULL;
}

bool
xml_text(
    struct arena *arena, const xmlNode *node, struct span *out, struct err *err)
{
    xmlChar *content = xmlNodeGetContent(node);
    if (content == NULL) {
        err_set(err, ERR_SYSTEM, "cannot collect the text of an element");
        return false;
    }
    bool ok = span_copy(arena, span_of((const char *)content), out, err);
    xmlFree(content);
    return ok;
}

xmlNode *
xml_add(xmlNode *parent, xmlNs *ns, const char *name, struct err *err)
{
    xmlNode *node = xmlNewChild(parent, ns, (const xmlChar *)name, NULL);
    if (node == NULL) {
        err_set(err, ERR_SYSTEM, "cannot add the element '%s'", name);
    }
    return node;
}

/* Text that XML 1.0 can hold; other characters become visible "U+0007". */
static bool
allowed_text(struct span text, struct text *out, struct err *err)
{
    text_init(out, LIMIT_STRING_BYTES * 4);
    size_t at = 0;
    while (at < text.len) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        bool control = (point < 0x20 && point != '\t' && point != '\n') ||
                       (point >= 0x7F && point <= 0x9F) || point == 0xFFFE ||
                       point == 0xFFFF || point == 0xFFFD;
        if (control) {
            text_printf(out, "U+%04X", point);
        } else {
            text_put(out, (struct span){text.ptr + start, at - start});
        }
    }
    text_puts(out, "");
    return text_done(out, err);
}

bool
xml_add_text(xmlNode *node, struct span text, struct err *err)
{
    bool ok = false;
    struct text allowed;
    if (!allowed_text(text, &allowed, err)) {
        goto out;
    }
    xmlNode *child = xmlNewDocTextLen(
        node->doc, (const xmlChar *)allowed.ptr, (int)allowed.len);
    if (child == NULL || xmlAddChild(node, child) == NULL) {
        xmlFreeNode(child);
        err_set(err, ERR_SYSTEM, "cannot add text to an element");
        goto out;
    }
    ok = true;
out:
    text_release(&allowed);
    return ok;
}

bool
xml_set(xmlNode *node, const char *name, struct span value, struct err *err)
{
    bool ok = false;
    struct text allowed;
    if (!allowed_text(value, &allowed, err)) {
        goto out;
    }
    if (xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)allowed.ptr) ==
        NULL) {
        err_set(err, ERR_SYSTEM, "cannot set the attribute '%s'", name);
        goto out;
    }
    ok = true;
out:
    text_release(&allowed);
    return ok;
}

bool
xml_set_string(
    xmlNode *node, const char *name, const char *value, struct err *err)
{
    return xml_set(node, name, span_of(value == NULL ? "" : value), err);
}
