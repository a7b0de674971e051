#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "cli/options.h"

#include <stdbool.h>

/* Exit statuses, the same for every verb: see EXIT STATUS in auditor.1. */
enum status {
    STATUS_YES = 0,
    STATUS_NO = 1,
    STATUS_USAGE = 2,
    STATUS_INPUT = 3,
    STATUS_SYSTEM = 4,
    STATUS_EVIDENCE = 5, /* not enough evidence to say */
    STATUS_TRUST = 6,    /* signature or trust not established */
};

/* What a verb works with. */
struct call {
    struct arena *arena;
    struct options options;
    const char *rules_dir;
    const char *templates_dir;
};

/*
 * To add a verb: write cmd_VERB.c, declare it here, add a row to the table in
 * verb.c, a section to auditor.1 and a case to tests/cli/.
 */
struct verb {
    const char *name;
    const char *words;   /* "DIR", "FILE..." */
    const char *summary; /* one line */
    const char *detail;  /* a paragraph, with an example */
    const struct option_spec *options;
    size_t words_min, words_max;
    /* Sets `status_out` when true; false with err set otherwise. */
    bool (*run)(struct call *call, enum status *status_out, struct err *err);
};

const struct verb *verb_find(const char *name);
const struct verb *verb_at(size_t index); /* NULL after the last */
void verb_print_all(void);
void verb_print_help(const struct verb *verb);
void verb_print_usage(const struct verb *verb); /* one line, on stderr */

extern const struct verb verb_assess;
extern const struct verb verb_compare;
extern const struct verb verb_explain;
extern const struct verb verb_export;
extern const struct verb verb_extend;
extern const struct verb verb_sign;
extern const struct verb verb_gate;
extern const struct verb verb_history;
extern const struct verb verb_ingest;
extern const struct verb verb_init;
extern const struct verb verb_keygen;
extern const struct verb verb_register;
extern const struct verb verb_render;
extern const struct verb verb_rules;
extern const struct verb verb_run;
extern const struct verb verb_show;
extern const struct verb verb_todo;
extern const struct verb verb_verify;

#endif
