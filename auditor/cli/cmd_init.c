#include "base/file.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "rule/declarations.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"sector", "S", "medical or legal", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

/* A skeleton that says what each key means; %s is the sector. */
static const char audit_yaml[] =
    "# What is audited. Every key is a statement: write only what is so.\n"
    "auditor: 1\n"
    "subject:\n"
    "  family: \"\"            # name of the model family\n"
    "  fictional: no         # yes: an example, and every page says so\n"
    "  sector: %s\n"
    "  title-en: \"\"          # what the system is for, on the cover\n"
    "  title-fr: \"\"\n"
    "  purpose-en: \"\"        # intended purpose, one or two sentences\n"
    "  purpose-fr: \"\"\n"
    "  provider: \"\"          # who answers for the system\n"
    "  language: [fr]        # languages of use\n"
    "  jurisdiction: [EU, FR]\n"
    "  role: deployer        # provider, deployer, gpai-provider\n"
    "  risk-class: high      # prohibited, high, limited, minimal\n"
    "  risk-route: none      # annex-i, annex-iii, none\n"
    "  generative: yes\n"
    "  personal-data: yes\n"
    "  third-party-hosting: no\n"
    "  commercial-use: yes\n"
    "people:                 # roles, not names\n"
    "  - role: quality manager\n"
    "    duty: releases the dossiers\n"
    "options:                # one for every size that could be used\n"
    "  - id: base\n"
    "    label: \"\"           # \"Example 7B\"\n"
    "    model-name: []      # names by which evidence speaks of it\n"
    "    folder: base        # evidence below this folder is about it\n"
    "criteria:               # tests that decide, set before the test\n"
    "  - id: accuracy\n"
    "    task: \"\"            # name of the task in the evaluation tool\n"
    "    metric: acc\n"
    "    language: fr\n"
    "    kind: accuracy\n"
    "    slice: whole        # or hard\n"
    "    gating: yes\n"
    "    minimum: 0.0        # your number: the law gives none\n"
    "    loss-max: 0.0       # largest loss of a compressed option\n"
    "    set-by: quality manager\n"
    "    set-on: 2026-01-01\n"
    "    basis: \"\"           # why this number\n";

static bool
is_asked(const struct rule_question *question, const char *sector)
{
    return strcmp(question->sector, "all") == 0 ||
           strcmp(question->sector, sector) == 0;
}

/* Every question of the sector's packs, commented out until answered. */
static void
put_questions(struct text *out, const struct rule_questions *questions,
    const char *sector)
{
    text_puts(out, "# What no tool emits. Take the '#' away from what you can\n"
                   "# answer; a declaration with a document and its SHA-256\n"
                   "# weighs more than one without.\n"
                   "auditor: 1\n"
                   "declarations:\n");
    for (size_t i = 0; i < questions->count; i++) {
        const struct rule_question *question = &questions->items[i];
        if (!is_asked(question, sector)) {
            continue;
        }
        text_printf(out, "\n  # %s\n  # %s\n", question->question.en,
            question->question.fr);
        text_printf(out, "#  - name: %s\n#    value: # %s\n", question->name,
            question->kind);
        text_puts(out, "#    statement: \"\"\n#    role: \"\"\n#    date: \n");
        if (question->document) {
            text_puts(out, "#    document: \n#    sha256: \n");
        }
    }
}

static bool
write_file(
    struct call *call, const char *name, struct span bytes, struct err *err)
{
    const char *path =
        file_join(call->arena, call->options.words[0], name, err);
    return path != NULL && file_write_new(path, bytes, 0644, err);
}

static bool
write_both(struct call *call, const char *sector,
    const struct rule_questions *questions, struct err *err)
{
    struct text declarations;
    text_init(&declarations, LIMIT_TEXT_BYTES);
    put_questions(&declarations, questions, sector);
    const char *audit = arena_printf(call->arena, err, audit_yaml, sector);
    bool ok =
        audit != NULL && text_done(&declarations, err) &&
        file_make_folder(call->options.words[0], err) &&
        write_file(call, "audit.yaml", span_of(audit), err) &&
        write_file(call, "declarations.yaml", text_span(&declarations), err);
    text_release(&declarations);
    return ok;
}

static bool
cmd_init(struct call *call, enum status *status, struct err *err)
{
    const char *sector = options_value(&call->options, "sector", "");
    struct rule_questions questions;
    if (strcmp(sector, "medical") != 0 && strcmp(sector, "legal") != 0) {
        err_set(err, ERR_USAGE,
            "name the sector: --sector medical or "
            "--sector legal");
        return false;
    }
    if (!rule_questions_load(call->arena, call->rules_dir, &questions, err) ||
        !write_both(call, sector, &questions, err)) {
        return false;
    }
    printf("audit.yaml and declarations.yaml in %s: fill them in, put the "
           "evidence beside them,\nthen `auditor todo %s`\n",
        call->options.words[0], call->options.words[0]);
    *status = STATUS_YES;
    return true;
}

const struct verb verb_init = {
    .name = "init",
    .words = "DIR",
    .summary = "make an audit folder with its questionnaire",
    .detail =
        "Writes audit.yaml and declarations.yaml into DIR, commented, with\n"
        "the questions that the rule packs of the sector ask. Nothing is\n"
        "overwritten.\n"
        "\n"
        "  auditor init audits/triage --sector medical",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_init,
};
