#ifndef INGEST_METRIC_H
#define INGEST_METRIC_H

#include "base/err.h"
#include "base/text.h"
#include "ingest/writer.h"

/*
 * Scores: what a number under the name of a metric means. Fractions stay,
 * percentages become fractions exactly (moved by two decimal places), and
 * metrics that are no share of anything (perplexity, loss, BLEU) stay as they
 * are with the scale "raw", so that no rule takes them for a fraction.
 */
enum metric_custom {
    METRIC_FRACTIONS,      /* the tool writes fractions: lm-eval */
    METRIC_PERCENT_OVER_1, /* cards: a share over 1 must be a percentage */
    METRIC_PERCENT,        /* the source writes percentages throughout */
};

struct metric_score {
    const char *metric;   /* name, which decides what is raw */
    const char *property; /* "value" or "stderr" */
    struct span literal;
    enum metric_custom custom;
    const char *place;
};

/*
 * Claim the score and, for the property "value", its scale: "0-1", "0-100"
 * or "raw". ERR_INPUT when the literal is no number.
 */
MUST_CHECK bool metric_claim(struct claim_writer *writer,
    const struct metric_score *score, struct err *err);

/*
 * Is the text meant as a number? "70.2%" is, and so is "0,7", which then is
 * refused as malformed; "3-5", "70.2 +- 0.3" and words are not.
 */
bool metric_is_number(struct span text);

/* Is the metric no share of anything? */
bool metric_is_raw(const char *metric);

#endif
