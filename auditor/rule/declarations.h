#ifndef RULE_DECLARATIONS_H
#define RULE_DECLARATIONS_H

#include "base/arena.h"
#include "base/err.h"
#include "model/finding.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * rules/declarations.xml: the questions that only a person can answer, and
 * which rules ask for by name.
 */
struct rule_question {
    const char *name;   /* "human-oversight" */
    const char *kind;   /* yes-no, text, number, date */
    const char *sector; /* all, medical, legal */
    bool document;      /* a document with its digest is asked for */
    struct bilingual question;
};

struct rule_questions {
    struct rule_question *items; /* in order of the file */
    size_t count;
};

MUST_CHECK bool rule_questions_load(struct arena *arena, const char *rules_dir,
    struct rule_questions *out, struct err *err);

const struct rule_question *rule_question_find(
    const struct rule_questions *questions, const char *name);

#endif
