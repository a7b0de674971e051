#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/verb.h"
#include "model/audit.h"
#include "model/comparison.h"
#include "model/pack.h"
#include "rule/rule.h"

#include <stdint.h>

/* One audit folder, read and judged: what most verbs begin with. */
struct assessment {
    const struct option *option;
    struct span facts_xml;
    struct rule_evaluation evaluation;
    enum verdict verdict;
};

struct session {
    const char *dir;
    int64_t at_s;
    struct audit_facts facts;
    struct rule_packs *packs; /* owned */
    struct pack_list pack_list;
    struct comparison comparison;   /* verdicts and choice filled in */
    struct assessment *assessments; /* by order of audit.yaml */
    size_t assessment_count;
};

/* Read the folder named by the first word. Close with session_close. */
MUST_CHECK bool session_open(
    struct call *call, struct session *out, struct err *err);
void session_close(struct session *session);

/* The worst verdict of all options, as an exit status. */
enum status session_status(const struct session *session);
enum status status_of_verdict(enum verdict verdict);

/* "7,241,732,096" and "13.5 GB" for tables; "-" for what is unknown. */
const char *session_count(
    struct arena *arena, struct span number, struct err *err);
const char *session_size(
    struct arena *arena, struct span bytes, struct err *err);

/* The table of options with their verdicts, on stdout. */
MUST_CHECK bool session_print_table(
    struct call *call, const struct session *session, struct err *err);

#endif
