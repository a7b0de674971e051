#ifndef DOSSIER_DOSSIER_H
#define DOSSIER_DOSSIER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "model/audit.h"
#include "model/comparison.h"
#include "model/finding.h"
#include "model/history.h"
#include "model/pack.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The canonical dossier and comparison documents, unsigned: what every
 * readable form is a projection of. Shapes: templates/dossier.xsd and
 * templates/comparison.xsd. Same input, same bytes.
 */
#define DOSSIER_NS    "urn:auditor:dossier:1"
#define COMPARISON_NS "urn:auditor:comparison:1"
#define FACTS_NS      "urn:auditor:facts:1"

struct dossier_request {
    const struct audit_facts *facts;
    const struct comparison *comparison;
    const struct option *option;
    const struct finding_set *findings;
    struct pack_list packs;
    struct span facts_xml;        /* from rule_facts_write, embedded whole */
    struct audit_history history; /* of earlier audits */
    int64_t at_s;
    bool trial; /* to be signed with a throw-away key */
};

/* One option's dossier, ready to be signed. */
MUST_CHECK bool dossier_write(struct arena *arena,
    const struct dossier_request *request, struct span *out, struct err *err);

/* One option's line of the comparison: the digest of its signed dossier. */
struct dossier_comparison_request {
    const struct audit_facts *facts;
    const struct comparison *comparison;
    const char *const *dossier_sha256; /* by order of comparison->figures */
    const struct finding_set *const *findings; /* in the same order */
    struct audit_history history;              /* of earlier audits */
    struct pack_list packs;
    int64_t at_s;
    bool trial;
};

MUST_CHECK bool dossier_comparison_write(struct arena *arena,
    const struct dossier_comparison_request *request, struct span *out,
    struct err *err);

/* "meditron.70b-q4.20261123T093000Z": names a dossier to a reader. */
MUST_CHECK char *dossier_id(struct arena *arena, const struct audit *audit,
    const char *option, int64_t at_s, struct err *err);

#endif
