#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "base/text.h"
#include "model/claim.h"
#include "model/conflict.h"
#include "model/evidence.h"
#include "model/finding.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

/* What audit.yaml says about the family, needed to run the stages. */
struct option {
    const char *id;       /* "7b-q4": lower case, digits, '-', '.' */
    const char *label;    /* "Meditron 7B, 4 bits" */
    const char *parent;   /* id of the option it derives from, or "" */
    const char *relation; /* base, finetune, quantized, pruned, distilled,
                             merge, adapter */
    const char *folder;   /* evidence below it is about this option */
};

/* A test that decides: metric and thresholds declared before the test. */
struct criterion {
    const char *id;       /* "triage-fr" */
    const char *task;     /* task name in the evaluation tool */
    const char *metric;   /* "acc" */
    const char *filter;   /* lm-eval filter, or "" for any */
    const char *language; /* of the test, "fr" */
    const char *kind;     /* accuracy, citation-exists, citation-supports,
                             unsupported-claim-rate, leakage, safety,
                             repeatability, ... */
    const char *slice;    /* "whole" or "hard" */
    bool gating;
    bool lower_is_better;
    struct span minimum;  /* threshold as a fraction, or empty */
    struct span maximum;  /* for lower_is_better */
    struct span loss_max; /* largest loss against the parent, or empty */
    struct span chance;   /* score of guessing, or empty */
    const char *set_by;   /* role */
    const char *set_on;   /* date */
    const char *basis;    /* why this number */
    struct span place;    /* in audit.yaml */
};

struct person {
    const char *role; /* "clinical safety officer"; roles, not names */
    const char *duty; /* what they answer for */
};

struct audit {
    struct bilingual title; /* of the dossier: what the system is for */
    const char *family;     /* "Meditron" */
    bool fictional;
    const char *sector;       /* "medical", "legal" */
    struct bilingual purpose; /* intended purpose */
    const char *provider;
    const char *evidence_id; /* of audit.yaml itself */
    struct option *options;
    size_t option_count;
    struct criterion *criteria;
    size_t criterion_count;
    struct person *people;
    size_t person_count;
    struct waiver *waivers;
    size_t waiver_count;
    struct term_list terms;
    struct span languages; /* of use, space separated: "fr en" */
};

/* Everything that is known after ingest. */
struct audit_facts {
    struct audit audit;
    struct evidence_set evidence;
    struct claim_set claims;       /* audit.yaml's and declarations' included */
    struct conflict_set conflicts; /* claims that disagree */
};

const struct option *audit_option(const struct audit *audit, const char *id);

#endif
