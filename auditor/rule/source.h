#ifndef RULE_SOURCE_H
#define RULE_SOURCE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/finding.h"
#include "rule/query.h"

#include <libxml/tree.h>
#include <stddef.h>

/* From the facts that a finding rests on to the evidence they came from. */
struct source_index {
    struct arena *arena;
    xmlNode **evidence; /* the evidence elements, sorted by id */
    size_t count;
};

MUST_CHECK bool source_index_init(struct source_index *index,
    struct arena *arena, const xmlDoc *facts, struct err *err);

/*
 * Fill the finding's sources with the evidence and place of every node that
 * the expression selects, each once, in order of evidence and place. Evidence
 * that the facts do not list is ERR_INPUT: a source must have a digest.
 */
MUST_CHECK bool source_collect(const struct source_index *index,
    struct query *query, const struct rule_expression *expression,
    xmlNode *node, struct finding *finding, struct err *err);

#endif
