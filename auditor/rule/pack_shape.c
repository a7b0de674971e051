#include "rule/pack.h"

#include "base/limits.h"
#include "base/xml.h"

#include <string.h>

/*
 * The format of a rule pack, one row an element in its parent. What has no
 * row is refused: a misspelt assertion must not silently never run.
 * Attributes: "name!" is required and not empty, "name" may stand.
 */
static const struct shape {
    const char *parent;
    const char *name;
    const char *attributes;
    size_t least;
    size_t most; /* 0: any number */
    bool text;   /* may hold words */
} shapes[] = {
    {"", "sch:schema", "queryBinding! schemaVersion", 1, 1, false},
    {"sch:schema", "sch:title", "", 1, 1, true},
    {"sch:schema", "sch:ns", "prefix! uri!", 1, 0, false},
    {"sch:schema", "a:pack", "id! version! law-as-of!", 1, 1, false},
    {"sch:schema", "sch:let", "name! value!", 0, 0, false},
    {"sch:schema", "sch:pattern", "id!", 1, 0, false},
    {"a:pack", "a:title", "xml:lang!", 2, 2, true},
    {"sch:pattern", "a:rule", "theme! severity! source!", 1, 1, false},
    {"sch:pattern", "sch:rule", "context!", 1, 1, false},
    {"a:rule", "a:title", "xml:lang!", 2, 2, true},
    {"a:rule", "a:statement", "xml:lang!", 2, 2, true},
    {"a:rule", "a:remedy", "xml:lang!", 2, 2, true},
    {"a:rule", "a:citation", "xml:lang!", 2, 2, true},
    {"a:rule", "a:in-force", "date! when", 0, 0, false},
    {"a:rule", "a:supplier", "ref!", 0, 0, false},
    {"a:rule", "a:observed", "select!", 0, 1, false},
    {"a:rule", "a:threshold", "select!", 0, 1, false},
    {"a:rule", "a:sources", "select!", 0, 1, false},
    {"a:rule", "a:message", "xml:lang! ref!", 0, 0, true},
    {"a:message", "a:value", "select!", 0, 0, false},
    {"sch:rule", "sch:let", "name! value!", 0, 0, false},
    {"sch:rule", "sch:assert", "id! role! test!", 1, 0, true},
    {"sch:assert", "sch:value-of", "select!", 0, 0, false},
};

enum {
    SHAPE_COUNT = sizeof(shapes) / sizeof(*shapes)
};

bool
pack_refuse(const xmlNode *node, struct err *err)
{
    err_at_line(err, xmlGetLineNo(node));
    return false;
}

/* Is the element the one that a row writes as "sch:rule" or "a:rule"? */
static bool
is_named(const xmlNode *node, const char *name)
{
    bool ours = name[0] == 'a';
    const char *local = name + (ours ? strlen("a:") : strlen("sch:"));
    return xml_is(node, ours ? RULES_NS : SCHEMATRON_NS, local);
}

static const struct shape *
shape_find(const char *parent, const xmlNode *node)
{
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        if (strcmp(shapes[i].parent, parent) == 0 &&
            is_named(node, shapes[i].name)) {
            return &shapes[i];
        }
    }
    return NULL;
}

/* Does the list hold the word, with or without '!'? */
static bool
list_has(const char *list, struct span word)
{
    struct span rest = span_of(list);
    while (rest.len > 0) {
        size_t len = span_find(rest, span_of(" "));
        struct span item = {rest.ptr, len};
        rest.ptr += len + (len < rest.len);
        rest.len -= len + (len < rest.len);
        item.len -= span_ends(item, "!");
        if (span_equal(item, word)) {
            return true;
        }
    }
    return false;
}

static bool
attribute_allowed(const xmlAttr *attribute, const struct shape *shape)
{
    struct span name = span_of((const char *)attribute->name);
    if (attribute->ns == NULL) {
        return list_has(shape->attributes, name);
    }
    return strcmp((const char *)attribute->ns->href,
               (const char *)XML_XML_NAMESPACE) == 0 &&
           span_is(name, "lang") &&
           list_has(shape->attributes, span_of("xml:lang"));
}

static bool
has_attribute(const xmlNode *node, struct span name)
{
    const char *value = NULL;
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        struct span local = span_of((const char *)a->name);
        bool same =
            a->ns == NULL ? span_equal(local, name) : span_is(name, "xml:lang");
        if (same && a->children != NULL) {
            value = (const char *)a->children->content;
        }
    }
    return value != NULL && span_trim(span_of(value)).len > 0;
}

static bool
check_attributes(
    const xmlNode *node, const struct shape *shape, struct err *err)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        if (!attribute_allowed(a, shape)) {
            err_set(err, ERR_INPUT, "%s has an unknown attribute '%s'",
                shape->name, (const char *)a->name);
            return pack_refuse(node, err);
        }
    }
    struct span rest = span_of(shape->attributes);
    while (rest.len > 0) {
        size_t len = span_find(rest, span_of(" "));
        struct span item = {rest.ptr, len};
        rest.ptr += len + (len < rest.len);
        rest.len -= len + (len < rest.len);
        bool required = span_ends(item, "!");
        item.len -= required;
        if (required && !has_attribute(node, item)) {
            err_set(err, ERR_INPUT, "%s lacks its attribute '%.*s'",
                shape->name, (int)item.len, item.ptr);
            return pack_refuse(node, err);
        }
    }
    return true;
}

static bool
check_content(const xmlNode *node, const struct shape *shape, struct err *err)
{
    for (const xmlNode *child = node->children; child != NULL;
         child = child->next) {
        if (child->type == XML_COMMENT_NODE ||
            child->type == XML_ELEMENT_NODE) {
            continue;
        }
        if (child->type != XML_TEXT_NODE) {
            err_set(err, ERR_INPUT,
                "%s holds a node that is no element or "
                "text",
                shape->name);
            return pack_refuse(node, err);
        }
        struct span text = span_of((const char *)child->content);
        if (!shape->text && span_trim(text).len > 0) {
            err_set(err, ERR_INPUT, "%s holds stray words", shape->name);
            return pack_refuse(child, err);
        }
    }
    bool empty =
        node->children == NULL ||
        (node->children->next == NULL && xmlIsBlankNode(node->children) == 1);
    if (shape->text && empty) {
        err_set(err, ERR_INPUT, "%s is empty", shape->name);
        return pack_refuse(node, err);
    }
    return true;
}

static size_t
count_named(const xmlNode *parent, const char *name)
{
    size_t count = 0;
    for (const xmlNode *child = parent->children; child != NULL;
         child = child->next) {
        count += is_named(child, name);
    }
    return count;
}

static bool
check_counts(const xmlNode *node, const struct shape *shape, struct err *err)
{
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        if (strcmp(shapes[i].parent, shape->name) != 0) {
            continue;
        }
        size_t count = count_named(node, shapes[i].name);
        if (count < shapes[i].least ||
            (shapes[i].most > 0 && count > shapes[i].most)) {
            err_set(err, ERR_INPUT, "%s has %zu of %s, want %s%zu", shape->name,
                count, shapes[i].name, shapes[i].most == 0 ? "at least " : "",
                shapes[i].least);
            return pack_refuse(node, err);
        }
    }
    return true;
}

static bool
check_element(
    const xmlNode *node, const char *parent, size_t depth, struct err *err)
{
    const struct shape *shape = shape_find(parent, node);
    if (shape == NULL || depth > LIMIT_DEPTH) {
        err_set(err, ERR_INPUT, "the element '%s' is unknown in %s",
            (const char *)node->name,
            parent[0] == '\0' ? "a rule pack" : parent);
        return pack_refuse(node, err);
    }
    if (!check_attributes(node, shape, err) ||
        !check_content(node, shape, err) || !check_counts(node, shape, err)) {
        return false;
    }
    for (const xmlNode *child = node->children; child != NULL;
         child = child->next) {
        if (child->type == XML_ELEMENT_NODE &&
            !check_element(child, shape->name, depth + 1, err)) {
            return false;
        }
    }
    return true;
}

bool
pack_shape_check(const xmlNode *root, struct err *err)
{
    return check_element(root, "", 0, err);
}

size_t
pack_child_count(const xmlNode *parent, const char *ns, const char *name)
{
    size_t count = 0;
    for (const xmlNode *child = xml_child(parent, ns, name); child != NULL;
         child = xml_next(child, ns, name)) {
        count++;
    }
    return count;
}
