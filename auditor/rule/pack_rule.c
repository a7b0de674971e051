#include "rule/pack.h"

#include "base/xml.h"

#include <string.h>

/*
 * The roles of assertions in the order in which they must stand, so that the
 * first that fails decides: what does not apply cannot fail, and what is not
 * known is not judged.
 */
static const struct {
    const char *name;
    enum outcome outcome;
} roles[] = {
    {"not-applicable", OUTCOME_NOT_APPLICABLE},
    {"unknown", OUTCOME_UNKNOWN},
    {"fail", OUTCOME_FAIL},
    {"attested", OUTCOME_ATTESTED},
};

enum {
    ROLE_COUNT = sizeof(roles) / sizeof(*roles)
};

static const char *const themes[] = {
    "transparency", "isolation", "energy", "fitness", NULL};
static const char *const citation_sources[] = {
    "primary", "secondary", "knowledge", "design", NULL};

/* The word as the list has it, or NULL. */
static const char *
one_of(const char *const *list, const char *word)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, word) == 0) {
            return *list;
        }
    }
    return NULL;
}

static bool
load_word(const xmlNode *node, const char *name, const char *const *list,
    const char **out, struct err *err)
{
    const char *value = xml_attribute(node, name);
    const char *word = one_of(list, value);
    if (word == NULL) {
        err_set(err, ERR_INPUT, "the %s '%.40s' is unknown", name, value);
        return pack_refuse(node, err);
    }
    *out = word;
    return true;
}

static bool
let_is_new(const struct pack_load *load, const struct rule_let *lets,
    size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(lets[i].name, name) == 0) {
            return false;
        }
    }
    for (size_t i = 0; load->rule != NULL && i < load->pack->let_count; i++) {
        if (strcmp(load->pack->lets[i].name, name) == 0) {
            return false;
        }
    }
    return true;
}

bool
pack_lets_load(struct pack_load *load, const xmlNode *parent,
    struct rule_let **out, size_t *count, struct err *err)
{
    size_t room = pack_child_count(parent, SCHEMATRON_NS, "let");
    struct rule_let *lets =
        arena_alloc_array(&load->packs->arena, room + 1, sizeof(*lets), err);
    if (lets == NULL) {
        return false;
    }
    /* Set before the first: each may use those that stand above it. */
    *out = lets;
    *count = 0;
    const xmlNode *node = xml_child(parent, SCHEMATRON_NS, "let");
    for (; node != NULL; node = xml_next(node, SCHEMATRON_NS, "let")) {
        struct rule_let *let = &lets[*count];
        if (!pack_string(load, node, "name", &let->name, err)) {
            return false;
        }
        if (!let_is_new(load, lets, *count, let->name)) {
            err_set(err, ERR_INPUT, "the variable '$%.80s' is set twice",
                let->name);
            return pack_refuse(node, err);
        }
        if (!pack_expression_load(load, node, "value", &let->value, err)) {
            return false;
        }
        (*count)++;
    }
    return true;
}

static bool
load_in_force(struct pack_load *load, const xmlNode *meta, struct rule *rule,
    struct err *err)
{
    size_t room = pack_child_count(meta, RULES_NS, "in-force");
    rule->in_force = arena_alloc_array(
        &load->packs->arena, room + 1, sizeof(*rule->in_force), err);
    struct rule_date *dates =
        arena_alloc_array(&load->packs->arena, room + 1, sizeof(*dates), err);
    if (rule->in_force == NULL || dates == NULL) {
        return false;
    }
    rule->info.dates = dates;
    const xmlNode *node = xml_child(meta, RULES_NS, "in-force");
    for (; node != NULL; node = xml_next(node, RULES_NS, "in-force")) {
        struct rule_in_force *entry = &rule->in_force[rule->in_force_count];
        if (!pack_string(load, node, "date", &entry->date, err) ||
            !pack_date(node, entry->date, err) ||
            !pack_expression_load(load, node, "when", &entry->when, err)) {
            return false;
        }
        dates[rule->in_force_count++] = (struct rule_date){
            entry->date, entry->when.text == NULL ? "" : entry->when.text};
        rule->info.date_count = rule->in_force_count;
    }
    return true;
}

static bool
load_suppliers(struct pack_load *load, const xmlNode *meta, struct rule *rule,
    struct err *err)
{
    size_t room = pack_child_count(meta, RULES_NS, "supplier");
    const char **suppliers = arena_alloc_array(
        &load->packs->arena, room + 1, sizeof(*suppliers), err);
    if (suppliers == NULL) {
        return false;
    }
    size_t count = 0;
    const xmlNode *node = xml_child(meta, RULES_NS, "supplier");
    for (; node != NULL; node = xml_next(node, RULES_NS, "supplier")) {
        if (!pack_string(load, node, "ref", &suppliers[count], err)) {
            return false;
        }
        count++;
    }
    rule->info.suppliers = suppliers;
    rule->info.supplier_count = count;
    return true;
}

/* What stands in a:rule and needs no variable. */
static bool
load_metadata(struct pack_load *load, const xmlNode *meta, struct rule *rule,
    struct err *err)
{
    struct finding *shape = &rule->info.shape;
    if (!load_word(meta, "theme", themes, &shape->theme, err) ||
        !load_word(
            meta, "source", citation_sources, &shape->citation_source, err) ||
        !pack_bilingual(load, meta, "title", &shape->title, err) ||
        !pack_bilingual(load, meta, "statement", &shape->statement, err) ||
        !pack_bilingual(load, meta, "remedy", &shape->remedy, err) ||
        !pack_bilingual(load, meta, "citation", &shape->citation, err) ||
        !load_suppliers(load, meta, rule, err)) {
        return false;
    }
    const char *severity = xml_attribute(meta, "severity");
    if (!severity_parse(severity, &shape->severity)) {
        err_set(err, ERR_INPUT, "the severity '%.40s' is unknown", severity);
        return pack_refuse(meta, err);
    }
    return true;
}

static size_t
role_index(const char *name)
{
    size_t i = 0;
    while (i < ROLE_COUNT && strcmp(roles[i].name, name) != 0) {
        i++;
    }
    return i;
}

static size_t
outcome_rank(enum outcome outcome)
{
    size_t i = 0;
    while (roles[i].outcome != outcome) {
        i++;
    }
    return i;
}

/* The role, and that it does not stand after a later one. */
static bool
load_role(const xmlNode *node, const struct rule *rule, enum outcome *out,
    struct err *err)
{
    const char *name = xml_attribute(node, "role");
    size_t rank = role_index(name);
    if (rank == ROLE_COUNT) {
        err_set(err, ERR_INPUT, "the role '%.40s' is unknown", name);
        return pack_refuse(node, err);
    }
    size_t count = rule->assertion_count;
    if (count > 0 && outcome_rank(rule->assertions[count - 1].outcome) > rank) {
        err_set(err, ERR_INPUT,
            "the role '%s' stands too late: the order is not-applicable, "
            "unknown, fail, attested",
            name);
        return pack_refuse(node, err);
    }
    *out = roles[rank].outcome;
    return true;
}

/* "MED-FIT-19.met" in the rule MED-FIT-19, and no other of that name. */
static bool
check_assertion_id(const xmlNode *node, const struct rule *rule, const char *id,
    struct err *err)
{
    struct span rest = span_of(id);
    size_t prefix = strlen(rule->info.shape.rule);
    bool good = span_starts(rest, rule->info.shape.rule) &&
                rest.len > prefix + 1 && rest.ptr[prefix] == '.' &&
                strspn(id + prefix + 1, "abcdefghijklmnopqrstuvwxyz"
                                        "0123456789-") == rest.len - prefix - 1;
    if (!good) {
        err_set(err, ERR_INPUT,
            "the assertion id '%.80s' is not the rule's, a '.' and a word", id);
        return pack_refuse(node, err);
    }
    for (size_t i = 0; i < rule->assertion_count; i++) {
        if (strcmp(rule->assertions[i].id, id) == 0) {
            err_set(err, ERR_INPUT, "the assertion '%.80s' stands twice", id);
            return pack_refuse(node, err);
        }
    }
    return true;
}

static bool
load_assertion(struct pack_load *load, const xmlNode *node, struct rule *rule,
    struct err *err)
{
    struct rule_assertion *assertion = &rule->assertions[rule->assertion_count];
    if (!pack_string(load, node, "id", &assertion->id, err) ||
        !check_assertion_id(node, rule, assertion->id, err) ||
        !load_role(node, rule, &assertion->outcome, err) ||
        !pack_expression_load(load, node, "test", &assertion->test, err) ||
        !pack_message(load, node, &assertion->en, err)) {
        return false;
    }
    rule->assertion_count++;
    return true;
}

static bool
load_assertions(struct pack_load *load, const xmlNode *parent,
    struct rule *rule, struct err *err)
{
    size_t room = pack_child_count(parent, SCHEMATRON_NS, "assert");
    rule->assertions = arena_alloc_array(
        &load->packs->arena, room, sizeof(*rule->assertions), err);
    if (rule->assertions == NULL) {
        return false;
    }
    const xmlNode *node = xml_child(parent, SCHEMATRON_NS, "assert");
    for (; node != NULL; node = xml_next(node, SCHEMATRON_NS, "assert")) {
        if (!load_assertion(load, node, rule, err)) {
            return false;
        }
    }
    return true;
}

static struct rule_assertion *
assertion_find(struct rule *rule, const char *id)
{
    for (size_t i = 0; i < rule->assertion_count; i++) {
        if (strcmp(rule->assertions[i].id, id) == 0) {
            return &rule->assertions[i];
        }
    }
    return NULL;
}

/* Give each assertion its French message; each needs exactly one. */
static bool
load_translations(struct pack_load *load, const xmlNode *meta,
    struct rule *rule, struct err *err)
{
    const xmlNode *node = xml_child(meta, RULES_NS, "message");
    for (; node != NULL; node = xml_next(node, RULES_NS, "message")) {
        const char *ref = xml_attribute(node, "ref");
        struct rule_assertion *assertion = assertion_find(rule, ref);
        if (assertion == NULL || assertion->fr.count > 0) {
            err_set(err, ERR_INPUT,
                "a:message names the assertion '%.80s' "
                "that is %s",
                ref, assertion == NULL ? "not in this rule" : "named before");
            return pack_refuse(node, err);
        }
        if (!pack_message(load, node, &assertion->fr, err)) {
            return false;
        }
        assertion->fr.french = true;
    }
    for (size_t i = 0; i < rule->assertion_count; i++) {
        if (rule->assertions[i].fr.count == 0) {
            err_set(err, ERR_INPUT,
                "the assertion '%.80s' has no French "
                "a:message",
                rule->assertions[i].id);
            return pack_refuse(meta, err);
        }
    }
    return true;
}

/* What `explain` prints of the clause that takes a case out of the rule. */
static bool
load_applies(struct pack_load *load, struct rule *rule, struct err *err)
{
    rule->info.applies = (struct bilingual){"", ""};
    if (rule->assertions[0].outcome != OUTCOME_NOT_APPLICABLE) {
        return true;
    }
    struct arena *arena = &load->packs->arena;
    return pack_message_words(
               arena, &rule->assertions[0].en, &rule->info.applies.en, err) &&
           pack_message_words(
               arena, &rule->assertions[0].fr, &rule->info.applies.fr, err);
}

/* An XSLT pattern cannot use variables, so stock engines refuse them here. */
static bool
load_context(struct pack_load *load, const xmlNode *node, struct rule *rule,
    struct err *err)
{
    const char *context = xml_attribute(node, "context");
    if (context[0] != '/' || strchr(context, '$') != NULL) {
        err_set(err, ERR_INPUT,
            "the context '%.80s' is not an absolute path "
            "without variables",
            context);
        return pack_refuse(node, err);
    }
    return pack_expression_load(load, node, "context", &rule->context, err);
}

bool
pack_rule_load(struct pack_load *load, const xmlNode *pattern, struct rule *out,
    struct err *err)
{
    const xmlNode *meta = xml_child(pattern, RULES_NS, "rule");
    const xmlNode *body = xml_child(pattern, SCHEMATRON_NS, "rule");
    struct finding *shape = &out->info.shape;
    out->info.pack = &load->pack->info;
    out->line = xmlGetLineNo(pattern);
    shape->pack = load->pack->info.id;
    shape->in_force = "";
    shape->assertion = "";
    shape->message = (struct bilingual){"", ""};
    load->rule = out;
    return pack_string(load, pattern, "id", &shape->rule, err) &&
           load_metadata(load, meta, out, err) &&
           load_context(load, body, out, err) &&
           pack_lets_load(load, body, &out->lets, &out->let_count, err) &&
           load_assertions(load, body, out, err) &&
           load_translations(load, meta, out, err) &&
           load_in_force(load, meta, out, err) &&
           pack_expression_load(load, xml_child(meta, RULES_NS, "observed"),
               "select", &out->observed, err) &&
           pack_expression_load(load, xml_child(meta, RULES_NS, "threshold"),
               "select", &out->threshold, err) &&
           pack_expression_load(load, xml_child(meta, RULES_NS, "sources"),
               "select", &out->sources, err) &&
           load_applies(load, out, err);
}
