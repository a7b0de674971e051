#include "cli/verb.h"
#include "rule/rule.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"lang", "en|fr", "language (both)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

/* The words around a rule, in a language. */
struct words {
    const char *statement, *remedy, *citation, *in_force, *suppliers;
};

static const struct words english = {
    "Asks", "Do", "Source", "In force from", "Answered by"};
static const struct words french = {
    "Exige", "À faire", "Source", "En vigueur le", "Éléments attendus"};

static const char *
source_words(const char *source, bool is_french)
{
    static const struct {
        const char *source, *en, *fr;
    } table[] = {
        {"primary", "read in the primary text", "lu dans le texte officiel"},
        {"secondary", "seen in secondary sources only",
            "vu dans des sources secondaires seulement"},
        {"knowledge", "from general knowledge, not checked",
            "connaissance générale, non vérifiée"},
        {"design", "a rule of this program, not of law",
            "règle de ce programme, non de la loi"},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        if (strcmp(table[i].source, source) == 0) {
            return is_french ? table[i].fr : table[i].en;
        }
    }
    return source;
}

static void
print_rule(const struct rule_info *rule, bool is_french)
{
    const struct finding *shape = &rule->shape;
    const struct words *words = is_french ? &french : &english;
    printf(
        "%s  %s\n", shape->rule, is_french ? shape->title.fr : shape->title.en);
    printf("  %s, %s, %s %s\n", severity_name(shape->severity), shape->theme,
        rule->pack->file, rule->pack->version);
    const char *colon = is_french ? "\u00a0:" : ":";
    printf("  %s%s %s\n", words->statement, colon,
        is_french ? shape->statement.fr : shape->statement.en);
    printf("  %s%s %s\n", words->remedy, colon,
        is_french ? shape->remedy.fr : shape->remedy.en);
    printf("  %s%s %s (%s)\n", words->citation, colon,
        is_french ? shape->citation.fr : shape->citation.en,
        source_words(shape->citation_source, is_french));
    for (size_t i = 0; i < rule->date_count; i++) {
        printf("  %s%s %s%s%s\n", words->in_force, colon, rule->dates[i].date,
            rule->dates[i].when[0] == '\0' ? ""
                                           : (is_french ? "  si " : "  if "),
            rule->dates[i].when);
    }
    if (rule->supplier_count > 0) {
        printf("  %s%s", words->suppliers, colon);
        for (size_t i = 0; i < rule->supplier_count; i++) {
            printf("%s %s", i == 0 ? "" : ",", rule->suppliers[i]);
        }
        putchar('\n');
    }
}

static bool
cmd_explain(struct call *call, enum status *status, struct err *err)
{
    struct rule_packs *packs = NULL;
    const char *id = call->options.words[0];
    const char *language = options_value(&call->options, "lang", "");
    if (!rule_packs_open(call->rules_dir, &packs, err)) {
        return false;
    }
    const struct rule_info *rule = rule_find(packs, id);
    if (rule == NULL) {
        err_set(err, ERR_USAGE,
            "there is no rule '%.64s'; `auditor rules list` names them", id);
    } else {
        if (strcmp(language, "fr") != 0) {
            print_rule(rule, /* is_french= */ false);
        }
        if (strcmp(language, "en") != 0) {
            print_rule(rule, /* is_french= */ true);
        }
        *status = STATUS_YES;
    }
    rule_packs_close(packs);
    return rule != NULL;
}

const struct verb verb_explain = {
    .name = "explain",
    .words = "RULE",
    .summary = "what a rule asks, its source, and what answers it",
    .detail =
        "Prints the title, the statement, the remedy and the source of a\n"
        "rule, in English and French.\n"
        "\n"
        "  auditor explain SIZ-FIT-03 --lang fr",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_explain,
};
