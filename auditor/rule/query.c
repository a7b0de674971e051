#include "rule/query.h"

#include "base/limits.h"

#include <libexslt/exslt.h>
#include <libxml/xpathInternals.h>
#include <string.h>

static void
note_fault(void *user, xmlError *error)
{
    struct query *query = user;
    if (error != NULL && error->level >= XML_ERR_ERROR) {
        query->faults++;
    }
}

/* The EXSLT modules by the prefix that the pack gave them. */
static const struct {
    const char *uri;
    int (*add)(xmlXPathContext *context, const xmlChar *prefix);
} modules[] = {
    {"http://exslt.org/math", exsltMathXpathCtxtRegister},
    {"http://exslt.org/sets", exsltSetsXpathCtxtRegister},
    {"http://exslt.org/strings", exsltStrXpathCtxtRegister},
};

static bool
add_namespace(xmlXPathContext *context, const struct rule_namespace *row)
{
    const xmlChar *prefix = (const xmlChar *)row->prefix;
    for (size_t i = 0; i < sizeof(modules) / sizeof(*modules); i++) {
        if (strcmp(modules[i].uri, row->uri) == 0) {
            return modules[i].add(context, prefix) == 0;
        }
    }
    return xmlXPathRegisterNs(context, prefix, (const xmlChar *)row->uri) == 0;
}

bool
query_init(struct query *query, xmlDoc *doc, const struct rule_pack *pack,
    struct err *err)
{
    *query = (struct query){.context = xmlXPathNewContext(doc)};
    bool ok = query->context != NULL &&
              xmlXPathContextSetCache(query->context, 1, -1, 0) == 0;
    for (size_t i = 0; ok && i < pack->namespace_count; i++) {
        ok = add_namespace(query->context, &pack->namespaces[i]);
    }
    if (!ok) {
        query_release(query);
        err_set(err, ERR_SYSTEM, "cannot prepare XPath for the pack '%s'",
            pack->info.id);
        return false;
    }
    query->context->error = note_fault;
    query->context->userData = query;
    query->context->opLimit = LIMIT_XPATH_OPERATIONS;
    return true;
}

void
query_release(struct query *query)
{
    xmlXPathFreeContext(query->context);
    query->context = NULL;
}

static bool
report(struct query *query, const struct rule_expression *expression,
    struct err *err)
{
    bool limited = query->context->opLimit != 0 &&
                   query->context->opCount >= query->context->opLimit;
    err_set(err, limited ? ERR_LIMIT : ERR_SYSTEM, "cannot evaluate '%.300s'%s",
        expression->text, limited ? ": it takes too many steps" : "");
    err_at_line(err, expression->line);
    return false;
}

/* The value, to be freed with xmlXPathFreeObject; NULL on failure. */
static xmlXPathObject *
evaluate(struct query *query, const struct rule_expression *expression,
    xmlNode *node, struct err *err)
{
    xmlXPathContext *context = query->context;
    context->node = node;
    context->opCount = 0;
    query->faults = 0;
    xmlXPathObject *value = xmlXPathCompiledEval(expression->compiled, context);
    if (value == NULL || query->faults > 0) {
        xmlXPathFreeObject(value);
        report(query, expression, err);
        return NULL;
    }
    return value;
}

bool
query_let(struct query *query, const struct rule_let *let, xmlNode *node,
    struct err *err)
{
    xmlXPathObject *value = evaluate(query, &let->value, node, err);
    if (value == NULL) {
        return false;
    }
    /* The context owns the value from here on. */
    if (xmlXPathRegisterVariable(
            query->context, (const xmlChar *)let->name, value) != 0) {
        xmlXPathFreeObject(value);
        err_set(err, ERR_SYSTEM, "cannot set the variable '$%s'", let->name);
        return false;
    }
    return true;
}

void
query_forget(struct query *query, const struct rule_let *let)
{
    /* Without a value libxml2 removes the entry; -1 says it was not there. */
    (void)xmlXPathRegisterVariable(
        query->context, (const xmlChar *)let->name, NULL);
}

bool
query_boolean(struct query *query, const struct rule_expression *expression,
    xmlNode *node, bool *out, struct err *err)
{
    xmlXPathObject *value = evaluate(query, expression, node, err);
    if (value == NULL) {
        return false;
    }
    *out = xmlXPathCastToBoolean(value) == 1;
    xmlXPathFreeObject(value);
    return true;
}

bool
query_string(struct query *query, struct arena *arena,
    const struct rule_expression *expression, xmlNode *node, struct span *out,
    struct err *err)
{
    xmlXPathObject *value = evaluate(query, expression, node, err);
    if (value == NULL) {
        return false;
    }
    bool ok = false;
    xmlChar *string = xmlXPathCastToString(value);
    xmlXPathFreeObject(value);
    if (string == NULL) {
        return report(query, expression, err);
    }
    ok = span_copy(arena, span_of((const char *)string), out, err);
    xmlFree(string);
    return ok;
}

static bool
copy_nodes(struct arena *arena, xmlXPathObject *value, struct query_nodes *out,
    struct err *err)
{
    xmlNodeSet *set = value->nodesetval;
    size_t count = set == NULL ? 0 : (size_t)set->nodeNr;
    struct query_nodes nodes = {.items = arena_alloc_array(arena, count + 1,
                                    sizeof(*nodes.items), err)};
    if (nodes.items == NULL) {
        return false;
    }
    xmlXPathNodeSetSort(set);
    for (size_t i = 0; i < count; i++) {
        /* libxml2 frees namespace nodes with the set: they cannot be kept. */
        if (set->nodeTab[i]->type != XML_NAMESPACE_DECL) {
            nodes.items[nodes.count++] = set->nodeTab[i];
        }
    }
    *out = nodes;
    return true;
}

bool
query_nodes(struct query *query, struct arena *arena,
    const struct rule_expression *expression, xmlNode *node,
    struct query_nodes *out, struct err *err)
{
    xmlXPathObject *value = evaluate(query, expression, node, err);
    if (value == NULL) {
        return false;
    }
    bool ok = value->type == XPATH_NODESET;
    if (!ok) {
        err_set(err, ERR_SYSTEM, "'%.300s' does not select nodes",
            expression->text);
        err_at_line(err, expression->line);
    }
    ok = ok && copy_nodes(arena, value, out, err);
    xmlXPathFreeObject(value);
    return ok;
}
