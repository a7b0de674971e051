#ifndef MODEL_CLAIM_H
#define MODEL_CLAIM_H

#include "base/err.h"
#include "base/text.h"
#include "model/vocabulary.h"

#include <stdint.h>

/*
 * One scalar that a piece of evidence states about one entity: value as
 * written, and where it stands. Two claims about one thing are both kept.
 */
enum claim_method {
    CLAIM_INFERRED, /* derived from other claims; the weakest */
    CLAIM_DECLARED, /* a person or a card says so */
    CLAIM_ATTESTED, /* a person says so in a document whose digest matches */
    CLAIM_MEASURED, /* a tool's report of a measurement or a test */
    CLAIM_COMPUTED, /* recomputed by this program from the artefact itself */
};

struct claim {
    const char *evidence;  /* id of the evidence, "E001" */
    const char *option;    /* option it is about, "" = the family */
    enum entity entity;    /* what it is about */
    const char *entity_id; /* which one: unique within evidence and entity */
    const char *property;  /* a property of the entity's vocabulary */
    struct span value;     /* in the property's internal unit; exact decimal
                              text for numbers */
    struct span written;   /* as the evidence has it, if not the same text */
    struct span unit;      /* unit of `written`, e.g. "kWh"; or empty */
    enum claim_method method;
    const char *reader; /* name of the format reader */
    struct span place;  /* "/results/acc" (JSON pointer), "line 12",
                           "byte 8", "row 3 column emissions" */
};

struct claim_set {
    struct claim *items; /* in order of evidence, then of reading; the claims
                            of one entity stand together */
    size_t count;
};

/* Where readers put claims. `put` copies what it keeps. */
struct claim_sink {
    void *context;
    bool (*put)(void *context, const struct claim *claim, struct err *err);
};

/* "computed", "measured", "declared", "attested", "inferred". */
const char *claim_method_name(enum claim_method method);
MUST_CHECK bool claim_method_parse(const char *name, enum claim_method *out);

#endif
