#ifndef GATE_DECIDE_H
#define GATE_DECIDE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "gate/policy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * May these weights ship? The dossier must be sealed and its verdict good
 * enough, and every weight file must be one that it names by digest.
 */
enum gate_decision {
    GATE_CLOSED, /* zero refuses */
    GATE_OPEN,
};

/* A file that is to be released. */
struct gate_weights {
    const char *path;   /* for the reader only */
    const char *sha256; /* of its content, lower-case hexadecimal */
    int64_t bytes;
};

struct gate_request {
    bool sealed;         /* verification concluded TOTAL-PASSED */
    bool trial;          /* ... with a throw-away key */
    struct span content; /* the verified XML of the dossier */
    const struct gate_weights *weights;
    size_t weights_count;
    const struct gate_policy *policy;
    bool allow_trial; /* asked for on the command line */
    int64_t at_s;     /* time of the decision */
};

/* One condition of the gate. */
struct gate_reason {
    const char *name;   /* stable: "dossier-sealed", "weights-named" ... */
    const char *about;  /* one English sentence: what must hold */
    bool passed;        /* false when it could not be looked at */
    const char *detail; /* what was seen, or "" */
};

struct gate_result {
    enum gate_decision decision;
    const struct gate_reason *reasons; /* all of them, in a fixed order */
    size_t reason_count;
    const char *dossier_id; /* or "" when the content was not believed */
    const char *option;     /* or "" */
    const char *verdict;    /* or "" */
};

/*
 * Decide. True when there is a decision, whatever it is; a dossier that
 * cannot be read closes the gate. False (ERR_SYSTEM, ERR_LIMIT) only when
 * memory is exhausted: then nothing may ship.
 */
MUST_CHECK bool gate_decide(struct arena *arena,
    const struct gate_request *request, struct gate_result *out,
    struct err *err);

#endif
