#include "base/json.h"
#include "base/limits.h"
#include "cli/session.h"
#include "rule/declarations.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"option", "ID", "only this size option", 0},
    {"lang", "en|fr", "language of the questions (en)", 0},
    {"at", "TIME", "time of the audit (now)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

struct todo {
    struct session session;
    struct rule_questions questions;
    bool french;
};

static const char *
in_language(const struct todo *todo, struct bilingual text)
{
    return todo->french ? text.fr : text.en;
}

/* A file that a tool emits, or a question that a person answers. */
static void
print_supplier(const struct todo *todo, const char *supplier)
{
    static const char prefix[] = "declaration:";
    if (strncmp(supplier, prefix, sizeof(prefix) - 1) != 0) {
        printf("      %s %s\n", todo->french ? "fichier :" : "file:", supplier);
        return;
    }
    const char *name = supplier + sizeof(prefix) - 1;
    const struct rule_question *question =
        rule_question_find(&todo->questions, name);
    printf("      declarations.yaml: %s%s%s%s\n", name,
        question == NULL ? "" : ": ",
        question == NULL ? "" : in_language(todo, question->question),
        question != NULL && question->document
            ? (todo->french ? " (avec document)" : " (with a document)")
            : "");
}

static void
print_missing(const struct todo *todo, const struct finding *finding)
{
    const struct rule_info *rule =
        rule_find(todo->session.packs, finding->rule);
    printf("  %-12s %-8s %s\n", finding->rule, severity_name(finding->severity),
        in_language(todo, finding->title));
    printf("      %s\n", in_language(todo, finding->message));
    for (size_t i = 0; rule != NULL && i < rule->supplier_count; i++) {
        print_supplier(todo, rule->suppliers[i]);
    }
}

/* Blockers first: they decide whether anything can be said at all. */
static size_t
print_option(const struct todo *todo, const struct assessment *assessment)
{
    const struct finding_set *findings = &assessment->evaluation.findings;
    size_t missing = 0;
    printf(
        "%s: %s\n", assessment->option->id, verdict_name(assessment->verdict));
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
        for (size_t i = 0; i < findings->count; i++) {
            const struct finding *finding = &findings->items[i];
            if (finding->outcome == OUTCOME_UNKNOWN &&
                finding->severity == (enum severity)severity) {
                print_missing(todo, finding);
                missing++;
            }
        }
    }
    return missing;
}

static bool
print_todo(
    struct call *call, struct todo *todo, enum status *status, struct err *err)
{
    const char *only = options_value(&call->options, "option", NULL);
    size_t missing = 0;
    size_t options_seen = 0;
    for (size_t i = 0; i < todo->session.assessment_count; i++) {
        const struct assessment *assessment = &todo->session.assessments[i];
        if (only == NULL || strcmp(only, assessment->option->id) == 0) {
            missing += print_option(todo, assessment);
            options_seen++;
        }
    }
    if (options_seen == 0) {
        err_set(err, ERR_USAGE, "there is no option '%s' in this audit",
            only == NULL ? "" : only);
        return false;
    }
    printf(todo->french ? "%zu éléments manquent\n"
                        : "%zu pieces of evidence are missing\n",
        missing);
    *status = missing == 0 ? STATUS_YES : STATUS_EVIDENCE;
    return true;
}

static bool
cmd_todo(struct call *call, enum status *status, struct err *err)
{
    struct todo todo = {.french = false};
    todo.french =
        strcmp(options_value(&call->options, "lang", "en"), "fr") == 0;
    bool ok = rule_questions_load(
                  call->arena, call->rules_dir, &todo.questions, err) &&
              session_open(call, &todo.session, err) &&
              print_todo(call, &todo, status, err);
    session_close(&todo.session);
    return ok;
}

const struct verb verb_todo = {
    .name = "todo",
    .words = "DIR",
    .summary = "list the evidence still to bring, and what would supply it",
    .detail =
        "Prints, for every size option, the rules that could not be answered\n"
        "and the files or declarations that would answer them, blockers\n"
        "first. Exit status 5 while something is missing.\n"
        "\n"
        "  auditor todo audits/triage --lang fr",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_todo,
};
