#ifndef RULE_RULE_H
#define RULE_RULE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "model/audit.h"
#include "model/comparison.h"
#include "model/finding.h"
#include "model/pack.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rule packs: load, write the facts they are written against, evaluate. */

struct rule_packs; /* owned: rule_packs_open, rule_packs_close */

/* From when the law asks a rule, and on what condition. */
struct rule_date {
    const char *date; /* "2028-08-02" */
    const char *when; /* XPath, or "" for always */
};

/* One rule as its pack states it: for explain, list and todo. */
struct rule_info {
    const struct rule_pack_info *pack;
    struct finding shape; /* ids, theme, severity and texts; no outcome */
    const char *const *suppliers; /* reader names, "declaration:NAME" */
    size_t supplier_count;
    const struct rule_date *dates; /* the first that holds counts */
    size_t date_count;
    struct bilingual applies; /* text of the not-applicable assertion */
};

/* All *.sch of `rules_dir`, in byte order of name. ERR_INPUT with the line. */
MUST_CHECK bool rule_packs_open(
    const char *rules_dir, struct rule_packs **out, struct err *err);
void rule_packs_close(struct rule_packs *packs);
size_t rule_pack_count(const struct rule_packs *packs);
const struct rule_pack_info *rule_pack_at(
    const struct rule_packs *packs, size_t index);
/* Does the pack judge subjects of this sector? */
bool rule_pack_applies(const struct rule_pack_info *pack, const char *sector);
size_t rule_count(const struct rule_packs *packs);
const struct rule_info *rule_at(const struct rule_packs *packs, size_t index);
const struct rule_info *rule_find(
    const struct rule_packs *packs, const char *id);

/* The facts document for one option, UTF-8 XML without declaration. */
struct rule_facts_request {
    const struct audit_facts *facts;
    const struct comparison *comparison; /* results and losses filled */
    const struct option *option;
    int64_t at_s;
};
MUST_CHECK bool rule_facts_write(struct arena *arena,
    const struct rule_facts_request *request, struct span *out,
    struct err *err);

/* An assertion that failed: what a stock Schematron engine reports too. */
struct rule_failure {
    const char *pattern;
    const char *assertion;
};

struct rule_evaluation {
    struct finding_set findings;
    struct rule_failure *failures; /* in order of pack, pattern, assertion */
    size_t failure_count;
};

/*
 * Evaluate all packs of the sector over a facts document: common, energy,
 * isolation, provenance, sizing, and the pack named as the subject's sector.
 * `waivers` may be NULL with count 0. Findings borrow their texts from the
 * packs and their waivers from the request: both must outlive them.
 */
struct rule_request {
    const struct rule_packs *packs;
    struct span facts_xml;
    const struct waiver *waivers;
    size_t waiver_count;
    struct term_list terms; /* for messages only; may be empty */
};
MUST_CHECK bool rule_evaluate(struct arena *arena,
    const struct rule_request *request, struct rule_evaluation *out,
    struct err *err);

/* What is wrong with a pack though it loads: one line of `rules lint`. */
struct rule_lint_note {
    const char *file; /* "medical.sch" */
    int64_t line;
    const char *text; /* lower case, no full stop */
};

struct rule_lint_notes {
    struct rule_lint_note *items; /* in order of pack, then of rule */
    size_t count;
};

/*
 * Check that packs ask only for facts that can exist, that suppliers are
 * readers or declarations that can be made, and French typography. `readers`
 * are the names of the format readers; declarations.xml is read from
 * `rules_dir`.
 */
struct rule_lint_request {
    const struct rule_packs *packs;
    const char *rules_dir;
    const char *const *readers;
    size_t reader_count;
};
MUST_CHECK bool rule_lint(struct arena *arena,
    const struct rule_lint_request *request, struct rule_lint_notes *out,
    struct err *err);

#endif
