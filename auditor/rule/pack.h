#ifndef RULE_PACK_H
#define RULE_PACK_H

#include "base/arena.h"
#include "base/err.h"
#include "rule/rule.h"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A rule pack in memory: ISO Schematron (ISO/IEC 19757-3:2016) with our
 * metadata, every expression compiled.
 */
#define SCHEMATRON_NS "http://purl.oclc.org/dsdl/schematron"
#define RULES_NS      "urn:auditor:rules:1"
#define FACTS_NS      "urn:auditor:facts:1"

struct rule_expression {
    const char *text; /* NULL: the pack has none here */
    int64_t line;
    xmlXPathCompExpr *compiled;
};

struct rule_let {
    const char *name;
    struct rule_expression value;
};

/* Either words or a value to put in their place. */
struct rule_piece {
    const char *text; /* NULL: see `select` */
    struct rule_expression select;
};

struct rule_message {
    struct rule_piece *pieces;
    size_t count;
    bool french;
};

struct rule_assertion {
    const char *id;
    enum outcome outcome; /* what the rule comes to when `test` is false */
    struct rule_expression test;
    struct rule_message en;
    struct rule_message fr;
};

struct rule_in_force {
    const char *date; /* "2028-08-02" */
    struct rule_expression when;
};

struct rule {
    struct rule_info info;
    int64_t line;
    struct rule_expression context;
    struct rule_let *lets;
    size_t let_count;
    struct rule_assertion *assertions; /* in order of precedence */
    size_t assertion_count;
    struct rule_in_force *in_force;
    size_t in_force_count;
    struct rule_expression observed;
    struct rule_expression threshold;
    struct rule_expression sources;
};

struct rule_namespace {
    const char *prefix;
    const char *uri;
};

struct rule_pack {
    struct rule_pack_info info;
    struct rule_namespace *namespaces;
    size_t namespace_count;
    struct rule_let *lets;
    size_t let_count;
    struct rule *rules; /* sorted by id */
    size_t rule_count;
};

struct rule_compiled; /* an expression that libxml2 must get back */

struct rule_packs {
    struct arena arena;
    struct rule_pack *packs; /* in byte order of file name */
    size_t pack_count;
    const struct rule **rules; /* of all packs, in their order */
    size_t rule_count;
    struct rule_compiled *compiled;
};

/* What is being loaded. */
struct pack_load {
    struct rule_packs *packs;
    struct rule_pack *pack;
    xmlXPathContext *context; /* to compile with */
    const struct rule *rule;  /* whose lets are in scope, or NULL */
};

/* Note the line of `node` in `err`; false, to be returned at once. */
bool pack_refuse(const xmlNode *node, struct err *err);

/* pack_shape.c: only the elements and attributes of the format stand here. */
MUST_CHECK bool pack_shape_check(const xmlNode *root, struct err *err);
size_t pack_child_count(
    const xmlNode *parent, const char *ns, const char *name);

/* pack_expression.c: compile attribute `name`; absent leaves text NULL. */
MUST_CHECK bool pack_expression_load(struct pack_load *load,
    const xmlNode *node, const char *name, struct rule_expression *out,
    struct err *err);
void pack_compiled_free(struct rule_compiled *compiled);

/* pack_text.c */
MUST_CHECK bool pack_string(struct pack_load *load, const xmlNode *node,
    const char *name, const char **out, struct err *err);
MUST_CHECK bool pack_bilingual(struct pack_load *load, const xmlNode *parent,
    const char *name, struct bilingual *out, struct err *err);
MUST_CHECK bool pack_message(struct pack_load *load, const xmlNode *node,
    struct rule_message *out, struct err *err);
/* The words of a message, "…" where a value would stand. */
MUST_CHECK bool pack_message_words(struct arena *arena,
    const struct rule_message *message, const char **out, struct err *err);
/* Runs of white space become one space; none at the ends. */
MUST_CHECK bool pack_words(
    struct arena *arena, struct span text, const char **out, struct err *err);
MUST_CHECK bool pack_date(
    const xmlNode *node, const char *date, struct err *err);

/* pack_rule.c: one sch:pattern. */
MUST_CHECK bool pack_rule_load(struct pack_load *load, const xmlNode *pattern,
    struct rule *out, struct err *err);
MUST_CHECK bool pack_lets_load(struct pack_load *load, const xmlNode *parent,
    struct rule_let **out, size_t *count, struct err *err);

#endif
