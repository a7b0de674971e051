#ifndef RULE_QUERY_H
#define RULE_QUERY_H

#include "base/arena.h"
#include "base/err.h"
#include "rule/pack.h"

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Evaluate compiled expressions over one facts document. The only file that
 * runs XPath. An expression that goes wrong is an error, never an answer.
 */
struct query {
    xmlXPathContext *context;
    size_t faults; /* errors that libxml2 or EXSLT reported */
};

/* `query` must stay where it is until query_release. */
MUST_CHECK bool query_init(struct query *query, xmlDoc *doc,
    const struct rule_pack *pack, struct err *err);
void query_release(struct query *query);

/* Set a variable to the value of its expression at `node`. */
MUST_CHECK bool query_let(struct query *query, const struct rule_let *let,
    xmlNode *node, struct err *err);
void query_forget(struct query *query, const struct rule_let *let);

MUST_CHECK bool query_boolean(struct query *query,
    const struct rule_expression *expression, xmlNode *node, bool *out,
    struct err *err);
/* The XPath string value, in the arena. */
MUST_CHECK bool query_string(struct query *query, struct arena *arena,
    const struct rule_expression *expression, xmlNode *node, struct span *out,
    struct err *err);

struct query_nodes {
    xmlNode **items; /* in document order */
    size_t count;
};
/* The node-set, in the arena; another type is an error. */
MUST_CHECK bool query_nodes(struct query *query, struct arena *arena,
    const struct rule_expression *expression, xmlNode *node,
    struct query_nodes *out, struct err *err);

#endif
