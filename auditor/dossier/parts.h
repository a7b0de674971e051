#ifndef DOSSIER_PARTS_H
#define DOSSIER_PARTS_H

#include "dossier/dossier.h"

#include <libxml/tree.h>

/* What the dossier and the comparison have in common. */
struct part {
    struct arena *arena;
    xmlNode *root;
    xmlNs *ns;
};

struct part_head {
    const char *option; /* id, or "comparison" */
    const struct audit *audit;
    struct pack_list packs;
    int64_t at_s;
};

/* A new document with its root element, version and trial attribute. */
MUST_CHECK bool part_document(struct part *part, const char *ns,
    const char *root, bool trial, struct err *err);
MUST_CHECK bool part_head(
    const struct part *part, const struct part_head *head, struct err *err);
MUST_CHECK bool part_subject(
    const struct part *part, const struct audit_facts *facts, struct err *err);
/* Attributes id, label, parent ... of an option and its figures. */
MUST_CHECK bool part_option_attributes(
    xmlNode *node, const struct option_figures *figures, struct err *err);
/* The audit's own words in both languages, for the readable forms. */
MUST_CHECK bool part_terms(
    const struct part *part, const struct term_list *terms, struct err *err);
MUST_CHECK bool part_results(const struct part *part,
    const struct comparison *comparison, const struct option *only,
    struct err *err);
/* What earlier audits found of each option, and what this one does. */
struct part_history {
    const struct comparison *comparison;
    struct audit_history history;
    int64_t at_s;
};
MUST_CHECK bool part_history(const struct part *part,
    const struct part_history *request, struct err *err);
MUST_CHECK bool part_packs(
    const struct part *part, struct pack_list packs, struct err *err);

/* <name xml:lang="en"/> and <name xml:lang="fr"/>. */
MUST_CHECK bool part_bilingual(const struct part *part, xmlNode *parent,
    const char *name, struct bilingual text, struct err *err);
/* A child with text, and attributes as name, value ..., NULL. */
MUST_CHECK bool part_text(const struct part *part, xmlNode *parent,
    const char *name, struct span text, struct err *err);
MUST_CHECK xmlNode *part_add(const struct part *part, xmlNode *parent,
    const char *name, const char *const *attributes, struct err *err);
MUST_CHECK bool part_number(
    xmlNode *node, const char *name, size_t value, struct err *err);

#endif
