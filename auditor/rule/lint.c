#include "rule/lint.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"

#include <string.h>

/* The declarations that can be made, from declarations.xml. */
struct declarations {
    xmlDoc *doc; /* NULL: there is no such file */
};

void
lint_note(
    struct lint *lint, int64_t line, const char *reason, struct span subject)
{
    void *items = lint->notes.items;
    size_t len = subject.len > 120 ? 120 : subject.len;
    const char *text = arena_printf(
        lint->arena, lint->err, "%s: '%.*s'", reason, (int)len, subject.ptr);
    struct rule_lint_note *note = arena_push(lint->arena, &items,
        &lint->notes.count, &lint->capacity, sizeof(*note), lint->err);
    const char *file =
        span_string(lint->arena, span_of(lint->pack->info.file), lint->err);
    if (text == NULL || note == NULL || file == NULL) {
        lint->failed = true;
        return;
    }
    lint->notes.items = items;
    note->file = file;
    note->line = line;
    note->text = text;
}

static void
lint_both(struct lint *lint, const struct rule *rule, const char *name,
    const struct bilingual *text)
{
    if (text->en[0] == '\0' || text->fr[0] == '\0') {
        lint_note(lint, rule->line, "an empty text", span_of(name));
    }
    lint_french(lint, rule->line, text->fr);
}

static void
lint_message(struct lint *lint, const struct rule_assertion *assertion,
    const char *context)
{
    const struct rule_message *messages[] = {&assertion->en, &assertion->fr};
    for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
        for (size_t p = 0; p < messages[i]->count; p++) {
            lint_path(lint, &messages[i]->pieces[p].select, context);
        }
    }
    const char *words;
    if (!pack_message_words(lint->arena, &assertion->fr, &words, lint->err)) {
        lint->failed = true;
        return;
    }
    lint_french(lint, assertion->test.line, words);
    if (words[0] == '\0') {
        lint_note(lint, assertion->test.line, "an empty message",
            span_of(assertion->id));
    }
}

static void
lint_expressions(struct lint *lint, const struct rule *rule)
{
    const char *context = lint_path_end(&rule->context);
    lint_path(lint, &rule->context, NULL);
    lint_path(lint, &rule->observed, context);
    lint_path(lint, &rule->threshold, context);
    lint_path(lint, &rule->sources, context);
    for (size_t i = 0; i < rule->let_count; i++) {
        lint_path(lint, &rule->lets[i].value, context);
    }
    for (size_t i = 0; i < rule->in_force_count; i++) {
        lint_path(lint, &rule->in_force[i].when, context);
    }
    for (size_t i = 0; i < rule->assertion_count; i++) {
        lint_path(lint, &rule->assertions[i].test, context);
        lint_message(lint, &rule->assertions[i], context);
    }
}

/* Any element of declarations.xml that has this name. */
static bool
is_declaration(const struct declarations *declarations, const char *name)
{
    const xmlNode *root = xmlDocGetRootElement(declarations->doc);
    const xmlNode *node = root == NULL ? NULL : root->children;
    for (; node != NULL; node = node->next) {
        const char *own = xml_attribute(node, "name");
        if (own != NULL && strcmp(own, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool
supplier_known(const struct rule_lint_request *request,
    const struct declarations *declarations, const char *supplier)
{
    static const char prefix[] = "declaration:";
    if (strncmp(supplier, prefix, strlen(prefix)) == 0) {
        return is_declaration(declarations, supplier + strlen(prefix));
    }
    /* audit.yaml is read before all formats, and by none of them. */
    if (strcmp(supplier, "audit-yaml") == 0) {
        return true;
    }
    for (size_t i = 0; i < request->reader_count; i++) {
        if (strcmp(request->readers[i], supplier) == 0) {
            return true;
        }
    }
    return false;
}

static bool
can_be_unknown(const struct rule *rule)
{
    for (size_t i = 0; i < rule->assertion_count; i++) {
        if (rule->assertions[i].outcome == OUTCOME_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static void
lint_suppliers(struct lint *lint, const struct rule *rule,
    const struct rule_lint_request *request,
    const struct declarations *declarations)
{
    const struct rule_info *info = &rule->info;
    for (size_t i = 0; i < info->supplier_count; i++) {
        if (!supplier_known(request, declarations, info->suppliers[i])) {
            lint_note(lint, rule->line, "an unknown supplier",
                span_of(info->suppliers[i]));
        }
    }
    if (info->supplier_count == 0 && can_be_unknown(rule)) {
        lint_note(lint, rule->line,
            "nothing is named that would answer an unknown",
            span_of(info->shape.rule));
    }
}

static void
lint_rule(struct lint *lint, const struct rule *rule,
    const struct rule_lint_request *request,
    const struct declarations *declarations)
{
    const struct finding *shape = &rule->info.shape;
    lint_both(lint, rule, "title", &shape->title);
    lint_both(lint, rule, "statement", &shape->statement);
    lint_both(lint, rule, "remedy", &shape->remedy);
    lint_both(lint, rule, "citation", &shape->citation);
    lint_expressions(lint, rule);
    lint_suppliers(lint, rule, request, declarations);
}

static bool
load_declarations(struct arena *arena, const char *rules_dir,
    struct declarations *out, struct err *err)
{
    struct span bytes;
    const char *path = file_join(arena, rules_dir, "declarations.xml", err);
    if (path == NULL) {
        return false;
    }
    if (!file_exists(path)) {
        *out = (struct declarations){0};
        return true;
    }
    if (!file_read(arena, path, LIMIT_XML_BYTES, &bytes, err) ||
        !xml_parse(bytes, &out->doc, err)) {
        err_in_file(err, path);
        return false;
    }
    return true;
}

bool
rule_lint(struct arena *arena, const struct rule_lint_request *request,
    struct rule_lint_notes *out, struct err *err)
{
    struct declarations declarations = {0};
    struct lint lint = {.arena = arena, .err = err};
    if (!load_declarations(arena, request->rules_dir, &declarations, err)) {
        return false;
    }
    for (size_t p = 0; p < request->packs->pack_count; p++) {
        const struct rule_pack *pack = &request->packs->packs[p];
        lint.pack = pack;
        for (size_t i = 0; i < pack->let_count; i++) {
            lint_path(&lint, &pack->lets[i].value, NULL);
        }
        for (size_t i = 0; i < pack->rule_count; i++) {
            lint_rule(&lint, &pack->rules[i], request, &declarations);
        }
    }
    xmlFreeDoc(declarations.doc);
    if (lint.failed) {
        return false;
    }
    *out = lint.notes;
    return true;
}
