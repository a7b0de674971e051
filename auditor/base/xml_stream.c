#include "base/xml_stream.h"
#include "base/limits.h"
#include "base/xml_parser.h"
#include "base/xml_scan.h"

#include <libxml/SAX2.h>
#include <string.h>

struct declared {
    const xmlChar *prefix, *uri;
};

struct level {
    size_t declared; /* namespaces in scope outside it */
    bool kept;
};

struct stream {
    const struct xml_events *events;
    void *context;
    struct err *err;
    xmlParserCtxt *parser;
    bool failed;
    struct text text; /* since the last tag */
    struct level levels[LIMIT_DEPTH + 2];
    size_t depth;
    size_t building; /* elements of a kept tree that are open */
    struct declared declared[LIMIT_XML_NAMESPACES];
    size_t declared_count;
};

static void
fail(struct stream *stream)
{
    stream->failed = true;
    xmlStopParser(stream->parser);
}

/* Text comes in as many pieces as the parser likes. */
static bool
flush_text(struct stream *stream)
{
    if (stream->text.len == 0) {
        return true;
    }
    bool ok = text_done(&stream->text, stream->err) &&
              stream->events->text(
                  stream->context, text_span(&stream->text), stream->err);
    text_clear(&stream->text);
    return ok;
}

static bool
intern(
    xmlDict *dictionary, struct span value, struct span *out, struct err *err)
{
    const xmlChar *found =
        xmlDictLookup(dictionary, (const xmlChar *)value.ptr, (int)value.len);
    if (found == NULL) {
        err_set(err, ERR_LIMIT,
            "cannot read XML: its attributes have too many different values");
        return false;
    }
    *out = (struct span){(const char *)found, value.len};
    return true;
}

/* What the parser tells of an attribute. */
enum {
    SAX_NAME,
    SAX_PREFIX,
    SAX_URI,
    SAX_VALUE,
    SAX_END,
    SAX_FIELDS
};

static bool
read_attributes(struct stream *stream, const xmlChar **sax, size_t count,
    struct xml_attribute *out)
{
    for (size_t i = 0; i < count; i++, sax += SAX_FIELDS) {
        struct span value = {(const char *)sax[SAX_VALUE],
            (size_t)(sax[SAX_END] - sax[SAX_VALUE])};
        out[i].prefix = (const char *)sax[SAX_PREFIX];
        out[i].name = (const char *)sax[SAX_NAME];
        if (!intern(stream->parser->dict, value, &out[i].value, stream->err)) {
            return false;
        }
    }
    return true;
}

static bool
declare(struct stream *stream, const xmlChar **namespaces, size_t count)
{
    if (count > LIMIT_XML_NAMESPACES - stream->declared_count) {
        err_set(stream->err, ERR_LIMIT, "cannot read XML: too many namespaces");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        stream->declared[stream->declared_count++] =
            (struct declared){namespaces[2 * i], namespaces[2 * i + 1]};
    }
    return true;
}

/* The root of a tree declares all that is in scope: the last of each prefix. */
static size_t
in_scope(const struct stream *stream, const xmlChar **out)
{
    size_t count = 0;
    for (size_t i = stream->declared_count; i > 0; i--) {
        const struct declared *item = &stream->declared[i - 1];
        bool known = false;
        for (size_t k = 0; k < count; k++) {
            known = known || xmlStrEqual(out[2 * k], item->prefix);
        }
        if (!known) {
            out[2 * count] = item->prefix;
            out[2 * count + 1] = item->uri;
            count++;
        }
    }
    return count;
}

/* An element as the parser tells of it. */
struct told {
    const xmlChar *name, *prefix, *uri;
    const xmlChar **namespaces, **attributes;
    int namespace_count, attribute_count, defaulted;
};

static void
build(struct stream *stream, const struct told *told)
{
    const xmlChar *all[2 * LIMIT_XML_NAMESPACES];
    const xmlChar **namespaces = told->namespaces;
    int count = told->namespace_count;
    if (stream->building == 0) {
        namespaces = all;
        count = (int)in_scope(stream, all);
    }
    xmlSAX2StartElementNs(stream->parser, told->name, told->prefix, told->uri,
        count, namespaces, told->attribute_count, told->defaulted,
        told->attributes);
    stream->building++;
}

static bool
open_element(struct stream *stream, const struct told *told)
{
    struct xml_attribute attributes[LIMIT_XML_ATTRIBUTES];
    size_t count = (size_t)told->attribute_count;
    struct xml_element element = {.ns = (const char *)told->uri,
        .name = (const char *)told->name,
        .line = xmlSAX2GetLineNumber(stream->parser),
        .attributes = attributes,
        .attribute_count = count};
    bool keep = false;
    if (count > LIMIT_XML_ATTRIBUTES || stream->depth > LIMIT_DEPTH) {
        err_set(stream->err, ERR_LIMIT, "cannot read XML: it nests too deep");
        return false;
    }
    struct level *level = &stream->levels[stream->depth++];
    *level = (struct level){.declared = stream->declared_count};
    if (!flush_text(stream) ||
        !declare(stream, told->namespaces, (size_t)told->namespace_count) ||
        !read_attributes(stream, told->attributes, count, attributes) ||
        !stream->events->open(stream->context, &element, &keep, stream->err)) {
        return false;
    }
    level->kept = keep;
    if (keep || stream->building > 0) {
        build(stream, told);
    }
    return true;
}

static void
sax_start_element(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
    int attribute_count, int defaulted, const xmlChar **attributes)
{
    struct stream *stream = ((xmlParserCtxt *)context)->_private;
    struct told told = {name, prefix, uri, namespaces, attributes,
        namespace_count, attribute_count, defaulted};
    if (!stream->failed && !open_element(stream, &told)) {
        fail(stream);
    }
}

static void
on_close(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
    struct stream *stream = ((xmlParserCtxt *)context)->_private;
    const xmlNode *kept = NULL;
    if (stream->failed || stream->depth == 0) {
        return;
    }
    if (!flush_text(stream)) {
        fail(stream);
        return;
    }
    const struct level *level = &stream->levels[--stream->depth];
    stream->declared_count = level->declared;
    if (stream->building > 0) {
        kept = level->kept ? stream->parser->node : NULL;
        xmlSAX2EndElementNs(context, name, prefix, uri);
        stream->building--;
    }
    if (!stream->events->close(stream->context, kept, stream->err)) {
        fail(stream);
    }
}

static void
on_text(void *context, const xmlChar *text, int length)
{
    struct stream *stream = ((xmlParserCtxt *)context)->_private;
    if (stream->failed || stream->depth == 0) {
        return;
    }
    text_put(&stream->text, (struct span){(const char *)text, (size_t)length});
    if (stream->building > 0) {
        xmlSAX2Characters(context, text, length);
    }
}

static xmlParserCtxt *
new_parser(struct stream *stream)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser != NULL) {
        parser->_private = stream;
        parser->sax->startElementNs = sax_start_element;
        parser->sax->endElementNs = on_close;
        parser->sax->characters = on_text;
        parser->sax->ignorableWhitespace = on_text;
        parser->sax->cdataBlock = on_text;
        parser->sax->comment = NULL;
        parser->sax->processingInstruction = NULL;
    }
    return parser;
}

bool
xml_stream(struct span bytes, const struct xml_events *events, void *context,
    xmlDoc **kept, struct err *err)
{
    struct stream stream = {.events = events, .context = context, .err = err};
    bool ok = false;
    *kept = NULL;
    if (!xml_scan(bytes, err)) {
        return false;
    }
    text_init(&stream.text, LIMIT_XML_BYTES);
    stream.parser = new_parser(&stream);
    if (stream.parser == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate an XML parser");
        goto out;
    }
    *kept = xml_read_parts(stream.parser, bytes);
    if (stream.failed) {
        goto out;
    }
    if (*kept == NULL || stream.parser->wellFormed == 0) {
        xml_report(stream.parser, err);
        goto out;
    }
    ok = true;
out:
    xmlFreeParserCtxt(stream.parser);
    text_release(&stream.text);
    return ok;
}

/* The attributes of an element of a tree. */
static bool
tree_attributes(const xmlNode *node, struct xml_element *element,
    struct xml_attribute *out, struct err *err)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        struct xml_attribute *attribute = &out[element->attribute_count];
        const char *value =
            a->children == NULL ? "" : (const char *)a->children->content;
        if (element->attribute_count == LIMIT_XML_ATTRIBUTES) {
            err_set(err, ERR_LIMIT, "an element has over 64 attributes");
            return false;
        }
        attribute->prefix = a->ns == NULL ? NULL : (const char *)a->ns->prefix;
        attribute->name = (const char *)a->name;
        if (!intern(node->doc->dict, span_of(value), &attribute->value, err)) {
            return false;
        }
        element->attribute_count++;
    }
    element->attributes = out;
    return true;
}

static bool
replay_element(const xmlNode *node, const struct xml_events *events,
    void *context, struct err *err)
{
    struct xml_attribute attributes[LIMIT_XML_ATTRIBUTES];
    struct xml_element element = {
        .ns = node->ns == NULL ? NULL : (const char *)node->ns->href,
        .name = (const char *)node->name,
        .line = xmlGetLineNo(node)};
    bool keep = false;
    return tree_attributes(node, &element, attributes, err) &&
           events->open(context, &element, &keep, err) &&
           xml_replay(node, events, context, err) &&
           events->close(context, keep ? node : NULL, err);
}

bool
xml_replay(const xmlNode *element, const struct xml_events *events,
    void *context, struct err *err)
{
    bool ok = true;
    for (const xmlNode *child = element->children; ok && child != NULL;
         child = child->next) {
        struct span text = child->content == NULL
                               ? span_of("")
                               : span_of((const char *)child->content);
        if (child->type == XML_ELEMENT_NODE) {
            ok = replay_element(child, events, context, err);
        } else if (child->type == XML_TEXT_NODE && text.len > 0) {
            ok = events->text(context, text, err);
        }
    }
    return ok;
}
