#ifndef RULE_LINT_H
#define RULE_LINT_H

#include "base/arena.h"
#include "base/err.h"
#include "rule/pack.h"
#include "rule/rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The notes in the making; failures of memory are sticky. */
struct lint {
    struct arena *arena;
    struct err *err;
    struct rule_lint_notes notes;
    size_t capacity;
    const struct rule_pack *pack;
    bool failed;
};

/* Note that `subject` is at fault for `reason`. */
void lint_note(
    struct lint *lint, int64_t line, const char *reason, struct span subject);

/*
 * lint_path.c: every f:NAME and @NAME of the expression must be one that
 * facts.xsd has at that place. `context` is the element that relative paths
 * start from, or NULL.
 */
void lint_path(struct lint *lint, const struct rule_expression *expression,
    const char *context);
/* The element that a rule's context selects: "option"; or NULL. */
const char *lint_path_end(const struct rule_expression *expression);

/* lint_french.c */
void lint_french(struct lint *lint, int64_t line, const char *text);

#endif
