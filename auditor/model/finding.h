#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "base/text.h"

#include <stdbool.h>

/* What came of one rule for one size option. Zero refuses. */
enum outcome {
    OUTCOME_UNKNOWN, /* evidence is missing: never a pass */
    OUTCOME_FAIL,
    OUTCOME_WAIVED,             /* failed or unknown, accepted by somebody */
    OUTCOME_NOT_YET_APPLICABLE, /* evaluated all the same: see `readiness` */
    OUTCOME_NOT_APPLICABLE,
    OUTCOME_ATTESTED, /* rests on a person's word */
    OUTCOME_PASS,
    OUTCOME_COUNT,
};

enum severity {
    SEVERITY_BLOCKER,
    SEVERITY_MAJOR,
    SEVERITY_MINOR,
    SEVERITY_COUNT,
};

/* Which size options may be used. Zero refuses. */
enum verdict {
    VERDICT_NOT_FIT,               /* a blocker failed */
    VERDICT_INSUFFICIENT_EVIDENCE, /* a blocker is unknown */
    VERDICT_CONDITIONAL,           /* majors are open */
    VERDICT_FIT,
    VERDICT_COUNT,
};

/* A claim that a finding rests on. */
struct finding_source {
    const char *evidence; /* "E001" */
    const char *sha256;
    struct span place;
};

/* A text in both languages of the dossier. */
struct bilingual {
    const char *en;
    const char *fr;
};

struct waiver {
    const char *rule;
    const char *option; /* "" = all */
    const char *role;   /* by whom */
    const char *reason;
    const char *until; /* "2027-01-31"; after that day it has no effect */
};

struct finding {
    const char *rule;  /* "MED-FIT-19" */
    const char *pack;  /* "medical" */
    const char *theme; /* transparency, isolation, energy, fitness */
    enum severity severity;
    enum outcome outcome;
    enum outcome readiness; /* what it would be, if not yet applicable or
                               waived; else the same as `outcome` */
    const char *in_force;   /* date from which the law asks it, or "" */
    struct bilingual title;
    struct bilingual statement;
    struct bilingual remedy;
    struct bilingual citation;   /* instrument and clause */
    const char *citation_source; /* "primary", "secondary", "knowledge",
                                    "design" */
    struct bilingual message;    /* of the assertion that decided; "" if pass */
    const char *assertion;       /* its id; "" if pass */
    struct span observed;        /* the value as written, or "" */
    struct span threshold;       /* or "" */
    struct finding_source *sources;
    size_t source_count;
    const struct waiver *waiver; /* applied or expired; or NULL */
    bool waiver_expired;
};

struct finding_set {
    struct finding *items; /* in order of pack, then of rule id */
    size_t count;
};

/* Stable names, as printed: "not-applicable", "blocker", "not-fit". */
const char *outcome_name(enum outcome outcome);
const char *severity_name(enum severity severity);
const char *verdict_name(enum verdict verdict);
bool outcome_parse(const char *name, enum outcome *out);
bool severity_parse(const char *name, enum severity *out);
bool verdict_parse(const char *name, enum verdict *out);

/*
 * The verdict that follows from findings, and nothing else. An empty set is
 * VERDICT_INSUFFICIENT_EVIDENCE: rules that did not run prove nothing.
 */
enum verdict verdict_of(const struct finding_set *findings);

#endif
