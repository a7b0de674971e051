#include "base/xml.h"
#include "base/limits.h"
#include "base/xml_parser.h"
#include "base/xml_scan.h"

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

enum {
    PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                    XML_PARSE_BIG_LINES
};

xmlDoc *
xml_read_memory(xmlParserCtxt *parser, struct span bytes)
{
    return xmlCtxtReadMemory(
        parser, bytes.ptr, (int)bytes.len, NULL, "UTF-8", PARSE_OPTIONS);
}

static int
read_part(void *context, char *buffer, int room)
{
    struct span *rest = context;
    size_t count = rest->len < (size_t)room ? rest->len : (size_t)room;
    memcpy(buffer, rest->ptr, count);
    rest->ptr += count;
    rest->len -= count;
    return (int)count;
}

static int
close_nothing(void *context)
{
    (void)context;
    return 0;
}

xmlDoc *
xml_read_parts(xmlParserCtxt *parser, struct span bytes)
{
    /* There are no entities but the five; NOENT gives them as they are. */
    return xmlCtxtReadIO(parser, read_part, close_nothing, &bytes, NULL,
        "UTF-8", PARSE_OPTIONS | XML_PARSE_NOENT);
}

void
xml_report(xmlParserCtxt *parser, struct err *err)
{
    const xmlError *last = parser == NULL ? NULL : xmlCtxtGetLastError(parser);
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
xml_parse_shared(
    struct span bytes, xmlDict *dictionary, xmlDoc **out, struct err *err)
{
    bool ok = false;
    xmlParserCtxt *context = NULL;
    xmlDoc *doc = NULL;
    if (!xml_scan(bytes, err)) {
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
    doc = xml_read_memory(context, bytes);
    if (doc == NULL || context->wellFormed == 0) {
        xml_report(context, err);
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

/*
 * Text that XML 1.0 can hold and a reader sees: other characters, such as a
 * control or one that reorders its neighbours, become visible as "U+202E".
 */
static bool
allowed_text(struct span text, struct text *out, struct err *err)
{
    text_init(out, LIMIT_STRING_BYTES * 4);
    size_t at = 0;
    while (at < text.len) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        bool refused = point == 0xFFFD || point == 0xFFFE || point == 0xFFFF;
        if (refused || !utf8_is_seen(point)) {
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
