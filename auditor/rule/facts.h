#ifndef RULE_FACTS_H
#define RULE_FACTS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "rule/rule.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/* The facts document in the making. Its schema is rules/facts.xsd. */
struct facts {
    struct arena *arena;
    const struct rule_facts_request *request;
    xmlNode *root;
    xmlNs *ns;
};

struct facts_attribute {
    const char *name;
    struct span value;
};

/* Add an element with those attributes; NULL on failure. */
MUST_CHECK xmlNode *facts_add(
    struct facts *facts, xmlNode *parent, const char *name, struct err *err);
MUST_CHECK bool facts_set(xmlNode *node,
    const struct facts_attribute *attributes, size_t count, struct err *err);

/* Is it about the family or the option under audit? */
bool facts_concern(const struct facts *facts, const char *option);

/* facts_entities.c: claims, grouped by what they are about. */
MUST_CHECK bool facts_put_entities(struct facts *facts, struct err *err);

/* facts_derived.c: evidence, conflicts, results, losses and figures. */
MUST_CHECK bool facts_put_derived(struct facts *facts, struct err *err);

#endif
