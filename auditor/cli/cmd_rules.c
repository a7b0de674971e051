#include "cli/verb.h"
#include "ingest/ingest.h"
#include "rule/rule.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
list_rules(struct call *call, enum status *status, struct err *err)
{
    struct rule_packs *packs = NULL;
    if (!rule_packs_open(call->rules_dir, &packs, err)) {
        return false;
    }
    for (size_t i = 0; i < rule_count(packs); i++) {
        const struct rule_info *rule = rule_at(packs, i);
        printf("%-12s %-11s %-8s %-12s %s\n", rule->shape.rule, rule->pack->id,
            severity_name(rule->shape.severity), rule->shape.theme,
            rule->shape.title.en);
    }
    for (size_t i = 0; i < rule_pack_count(packs); i++) {
        const struct rule_pack_info *pack = rule_pack_at(packs, i);
        printf("%s %s: %zu rules, law as of %s, sha256 %s\n", pack->file,
            pack->version, pack->rule_count, pack->law_as_of, pack->sha256);
    }
    rule_packs_close(packs);
    *status = STATUS_YES;
    return true;
}

/* The readers that a rule may name as suppliers. */
static bool
list_readers(struct arena *arena, const char *const **out, size_t *count_out,
    struct err *err)
{
    size_t count = 0;
    const struct ingest_format *formats = ingest_formats(&count);
    const char **names = arena_alloc_array(arena, count, sizeof(*names), err);
    for (size_t i = 0; names != NULL && i < count; i++) {
        names[i] = formats[i].name;
    }
    *out = names;
    *count_out = count;
    return names != NULL;
}

static bool
lint_rules(struct call *call, enum status *status, struct err *err)
{
    struct rule_packs *packs = NULL;
    struct rule_lint_request request = {.rules_dir = call->rules_dir};
    struct rule_lint_notes notes = {NULL, 0};
    bool ok =
        rule_packs_open(call->rules_dir, &packs, err) &&
        list_readers(call->arena, &request.readers, &request.reader_count, err);
    if (ok) {
        request.packs = packs;
        ok = rule_lint(call->arena, &request, &notes, err);
    }
    for (size_t i = 0; ok && i < notes.count; i++) {
        const struct rule_lint_note *note = &notes.items[i];
        printf("%s:%lld: %s\n", note->file, (long long)note->line, note->text);
    }
    *status = notes.count == 0 ? STATUS_YES : STATUS_NO;
    rule_packs_close(packs);
    return ok;
}

static const struct {
    const char *name;
    bool (*run)(struct call *call, enum status *status, struct err *err);
} actions[] = {
    {"list", list_rules},
    {"lint", lint_rules},
};

static bool
cmd_rules(struct call *call, enum status *status, struct err *err)
{
    const char *name = call->options.words[0];
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return actions[i].run(call, status, err);
        }
    }
    err_set(err, ERR_USAGE, "rules takes list or lint, not '%.64s'", name);
    return false;
}

const struct verb verb_rules = {
    .name = "rules",
    .words = "list|lint",
    .summary = "list the rules, or check the packs",
    .detail =
        "list prints every rule and the digest of every pack; lint checks the\n"
        "packs for what an evaluation would not notice.\n"
        "\n"
        "  auditor rules list",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_rules,
};
