#ifndef MODEL_COMPARISON_H
#define MODEL_COMPARISON_H

#include "base/decimal.h"
#include "base/text.h"
#include "model/audit.h"
#include "model/finding.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What comparing the options of a family yields. Results and losses are
 * derived from claims before the rules run (the rules judge them); the choice
 * is made after, from the verdicts.
 */

/* Does something hold? Zero refuses. */
enum answer {
    ANSWER_UNKNOWN, /* the evidence does not say */
    ANSWER_NO,
    ANSWER_UNDECIDED, /* evidence is there, its uncertainty is too large */
    ANSWER_YES,
};

/* One criterion for one option. */
struct result {
    const struct option *option;
    const struct criterion *criterion;
    const struct claim *value; /* NULL: not evaluated */
    struct span n;             /* questions, or empty */
    struct span interval_low;  /* 95 %, fraction, or empty */
    struct span interval_high;
    enum answer met;             /* against minimum or maximum, exact */
    enum answer declared_before; /* threshold set before the test ran */
    enum answer above_chance;    /* interval_low > chance */
    const char *evaluated_on;    /* date or "" */
};

/* One criterion, child against parent. */
struct loss {
    const struct option *option;
    const struct option *parent;
    const struct criterion *criterion;
    const struct claim *value;
    const struct claim *parent_value;
    struct span difference;   /* parent minus child in the good direction:
                                 positive = quality lost; exact */
    struct span interval_low; /* 95 % of the difference, or empty */
    struct span interval_high;
    enum answer within_margin; /* non-inferior: interval_high <= loss_max */
    bool paired;               /* same tool, version, shots, filter, limit, n */
};

/* What the table of options shows, per option. */
struct option_figures {
    const struct option *option;
    const struct claim *params;    /* computed if there is one; or NULL */
    const struct claim *precision; /* dominant type of the weights */
    const struct claim *bytes;     /* size of the weight files */
    const struct claim *energy;    /* J per 1000 requests, or NULL */
    struct span params_text;       /* sum over shards, exact integer */
    struct span bytes_text;
    struct span energy_text;  /* J per 1000 requests */
    struct span quality_text; /* mean over the gating criteria, of 1 - value
                                 where lower is better; or empty */
    enum verdict verdict;     /* filled after the rules ran */
    size_t open_transparency_blockers;
    size_t counts[OUTCOME_COUNT]; /* of findings */
    bool on_front;                /* of quality against energy */
};

enum choice_kind {
    CHOICE_NONE,     /* no option suffices, or the evidence does not say */
    CHOICE_KEEP,     /* the largest is the smallest that suffices */
    CHOICE_COMPRESS, /* a compressed child suffices */
    CHOICE_REPLACE,  /* a smaller model suffices */
};

struct comparison {
    struct option_figures *figures; /* in order of audit.yaml */
    size_t figure_count;
    struct result *results;
    size_t result_count;
    struct loss *losses;
    size_t loss_count;
    enum choice_kind choice;
    const struct option *chosen; /* NULL with CHOICE_NONE */
    struct bilingual reason;     /* one sentence */
};

const char *answer_name(enum answer answer); /* yes, no, undecided, unknown */
const char *choice_name(enum choice_kind choice);

#endif
