#include "rule/pack.h"

#include "base/xml.h"
#include "rule/expression.h"

#include <string.h>

struct rule_compiled {
    xmlXPathCompExpr *expression;
    struct rule_compiled *older;
};

#define MATH_NS    "http://exslt.org/math"
#define SETS_NS    "http://exslt.org/sets"
#define STRINGS_NS "http://exslt.org/strings"

/*
 * Every function that a rule may call: XPath 1.0 section 4 without id and
 * lang, which need a DTD or xml:lang, and of EXSLT what needs no XSLT
 * processor (str:tokenize, str:split and str:replace do; math:random would
 * make a verdict a matter of luck).
 */
static const struct {
    const char *uri; /* "" for the core library */
    const char *name;
} functions[] = {
    {"", "last"},
    {"", "position"},
    {"", "count"},
    {"", "local-name"},
    {"", "namespace-uri"},
    {"", "name"},
    {"", "string"},
    {"", "concat"},
    {"", "starts-with"},
    {"", "contains"},
    {"", "substring-before"},
    {"", "substring-after"},
    {"", "substring"},
    {"", "string-length"},
    {"", "normalize-space"},
    {"", "translate"},
    {"", "boolean"},
    {"", "not"},
    {"", "true"},
    {"", "false"},
    {"", "number"},
    {"", "sum"},
    {"", "floor"},
    {"", "ceiling"},
    {"", "round"},
    {MATH_NS, "min"},
    {MATH_NS, "max"},
    {MATH_NS, "highest"},
    {MATH_NS, "lowest"},
    {MATH_NS, "abs"},
    {MATH_NS, "sqrt"},
    {MATH_NS, "power"},
    {MATH_NS, "log"},
    {MATH_NS, "exp"},
    {SETS_NS, "difference"},
    {SETS_NS, "intersection"},
    {SETS_NS, "distinct"},
    {SETS_NS, "has-same-node"},
    {SETS_NS, "leading"},
    {SETS_NS, "trailing"},
    {STRINGS_NS, "concat"},
    {STRINGS_NS, "padding"},
    {STRINGS_NS, "align"},
};

/* The namespace of a prefix, "" for none, NULL when it is not declared. */
static const char *
namespace_of(const struct rule_pack *pack, struct span prefix)
{
    if (prefix.len == 0) {
        return "";
    }
    for (size_t i = 0; i < pack->namespace_count; i++) {
        if (span_is(prefix, pack->namespaces[i].prefix)) {
            return pack->namespaces[i].uri;
        }
    }
    return NULL;
}

static bool
function_known(const char *uri, struct span name)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
        if (strcmp(functions[i].uri, uri) == 0 &&
            span_is(name, functions[i].name)) {
            return true;
        }
    }
    return false;
}

static bool
is_let(const struct rule_let *lets, size_t count, struct span name)
{
    for (size_t i = 0; i < count; i++) {
        if (span_is(name, lets[i].name)) {
            return true;
        }
    }
    return false;
}

static bool
variable_known(const struct pack_load *load, const struct token *token)
{
    const struct rule *rule = load->rule;
    return token->prefix.len == 0 &&
           (is_let(load->pack->lets, load->pack->let_count, token->name) ||
               (rule != NULL &&
                   is_let(rule->lets, rule->let_count, token->name)));
}

/* Is the name one that will be there when the expression is evaluated? */
static bool
check_token(
    const struct pack_load *load, const struct token *token, struct err *err)
{
    int len = (int)token->name.len;
    const char *name = token->name.ptr;
    const char *uri = namespace_of(load->pack, token->prefix);
    if (token->kind == TOKEN_VARIABLE && !variable_known(load, token)) {
        err_set(err, ERR_INPUT, "the variable '$%.*s' is not set before", len,
            name);
        return false;
    }
    if (uri == NULL) {
        err_set(err, ERR_INPUT, "the prefix '%.*s' is not declared by sch:ns",
            (int)token->prefix.len, token->prefix.ptr);
        return false;
    }
    if (token->kind == TOKEN_FUNCTION && !function_known(uri, token->name)) {
        err_set(err, ERR_INPUT,
            "the function '%.*s%s%.*s' is not one that rules may call",
            (int)token->prefix.len, token->prefix.ptr,
            token->prefix.len > 0 ? ":" : "", len, name);
        return false;
    }
    return true;
}

static bool
check_names(const struct pack_load *load, const char *text, struct err *err)
{
    struct expression_scan scan = expression_scan_of(text);
    struct token token;
    while (expression_next(&scan, &token)) {
        if (!check_token(load, &token, err)) {
            return false;
        }
    }
    return true;
}

static bool
compile(struct pack_load *load, const char *text, xmlXPathCompExpr **out,
    struct err *err)
{
    struct rule_packs *packs = load->packs;
    struct rule_compiled *kept = arena_alloc(&packs->arena, sizeof(*kept), err);
    if (kept == NULL) {
        return false;
    }
    kept->expression =
        xmlXPathCtxtCompile(load->context, (const xmlChar *)text);
    if (kept->expression == NULL) {
        err_set(
            err, ERR_INPUT, "'%.200s' is not an XPath 1.0 expression", text);
        return false;
    }
    kept->older = packs->compiled;
    packs->compiled = kept;
    *out = kept->expression;
    return true;
}

bool
pack_expression_load(struct pack_load *load, const xmlNode *node,
    const char *name, struct rule_expression *out, struct err *err)
{
    struct rule_expression expression = {.line = xmlGetLineNo(node)};
    if (node == NULL || xml_attribute(node, name) == NULL) {
        *out = (struct rule_expression){0};
        return true;
    }
    if (!pack_string(load, node, name, &expression.text, err) ||
        !compile(load, expression.text, &expression.compiled, err) ||
        !check_names(load, expression.text, err)) {
        return pack_refuse(node, err);
    }
    *out = expression;
    return true;
}

void
pack_compiled_free(struct rule_compiled *compiled)
{
    for (; compiled != NULL; compiled = compiled->older) {
        xmlXPathFreeCompExpr(compiled->expression);
    }
}
