#include "rule/rule.h"

#include "base/limits.h"
#include "base/xml.h"
#include "rule/day.h"
#include "rule/pack.h"
#include "rule/query.h"
#include "rule/source.h"
#include "rule/waiver.h"

#include <string.h>

/* The packs that judge every subject; one more is named by its sector. */
static const char *const common_packs[] = {
    "common", "energy", "isolation", "provenance", "sizing"};

enum {
    COMMON_COUNT = sizeof(common_packs) / sizeof(*common_packs)
};

struct evaluation {
    struct arena *arena;
    xmlDoc *doc;
    const char *day; /* of the facts, "20261123" */
    const char *sector;
    struct waiver_context waivers;
    struct term_list terms;
    struct source_index sources;
    struct query query; /* of the pack being evaluated */
    struct rule_evaluation *out;
    size_t failure_capacity;
};

static bool
message_text(struct evaluation *run, const struct rule_message *message,
    xmlNode *node, const char **out, struct err *err)
{
    bool ok = false;
    struct text text;
    text_init(&text, LIMIT_STRING_BYTES);
    for (size_t i = 0; i < message->count; i++) {
        const struct rule_piece *piece = &message->pieces[i];
        struct span value = span_of(piece->text == NULL ? "" : piece->text);
        if (piece->text == NULL && !query_string(&run->query, run->arena,
                                       &piece->select, node, &value, err)) {
            goto out;
        }
        if (piece->text == NULL) {
            value = term_in(&run->terms, value, message->french);
        }
        text_put(&text, value);
    }
    ok = text_done(&text, err) &&
         pack_words(run->arena, text_span(&text), out, err);
out:
    text_release(&text);
    return ok;
}

static bool
add_failure(struct evaluation *run, const struct rule *rule,
    const struct rule_assertion *assertion, struct err *err)
{
    struct rule_evaluation *out = run->out;
    void *items = out->failures;
    struct rule_failure *failure = arena_push(run->arena, &items,
        &out->failure_count, &run->failure_capacity, sizeof(*failure), err);
    if (failure == NULL) {
        return false;
    }
    out->failures = items;
    failure->pattern = rule->info.shape.rule;
    failure->assertion = assertion->id;
    return true;
}

/* Try every assertion: a stock engine reports all that fail, not the first. */
static bool
try_assertions(struct evaluation *run, const struct rule *rule, xmlNode *node,
    const struct rule_assertion **decisive, struct err *err)
{
    *decisive = NULL;
    for (size_t i = 0; i < rule->assertion_count; i++) {
        const struct rule_assertion *assertion = &rule->assertions[i];
        bool holds = false;
        if (!query_boolean(&run->query, &assertion->test, node, &holds, err)) {
            return false;
        }
        if (holds) {
            continue;
        }
        if (!add_failure(run, rule, assertion, err)) {
            return false;
        }
        if (*decisive == NULL) {
            *decisive = assertion;
        }
    }
    return true;
}

static bool
optional_string(struct evaluation *run,
    const struct rule_expression *expression, xmlNode *node, struct span *out,
    struct err *err)
{
    return expression->text == NULL ||
           query_string(&run->query, run->arena, expression, node, out, err);
}

/* The first date whose condition holds; "" when the law asks it already. */
static bool
find_in_force(struct evaluation *run, const struct rule *rule, xmlNode *node,
    const char **out, struct err *err)
{
    for (size_t i = 0; i < rule->in_force_count; i++) {
        const struct rule_in_force *entry = &rule->in_force[i];
        bool holds = true;
        if (entry->when.text != NULL &&
            !query_boolean(&run->query, &entry->when, node, &holds, err)) {
            return false;
        }
        if (holds) {
            *out = entry->date;
            return true;
        }
    }
    return true;
}

/* What the rule says of its context node, before date and waiver. */
static bool
judge_node(struct evaluation *run, const struct rule *rule, xmlNode *node,
    struct finding *finding, struct err *err)
{
    const struct rule_assertion *decisive = NULL;
    if (!try_assertions(run, rule, node, &decisive, err) ||
        !find_in_force(run, rule, node, &finding->in_force, err) ||
        !optional_string(run, &rule->observed, node, &finding->observed, err) ||
        !optional_string(
            run, &rule->threshold, node, &finding->threshold, err) ||
        !source_collect(
            &run->sources, &run->query, &rule->sources, node, finding, err)) {
        return false;
    }
    if (decisive == NULL) {
        finding->outcome = OUTCOME_PASS;
        return true;
    }
    finding->outcome = decisive->outcome;
    finding->assertion = decisive->id;
    return message_text(run, &decisive->en, node, &finding->message.en, err) &&
           message_text(run, &decisive->fr, node, &finding->message.fr, err);
}

/* With its lets set; they are forgotten whatever happens. */
static bool
judge_with_lets(struct evaluation *run, const struct rule *rule, xmlNode *node,
    struct finding *finding, struct err *err)
{
    bool ok = true;
    size_t set = 0;
    for (; ok && set < rule->let_count; set++) {
        ok = query_let(&run->query, &rule->lets[set], node, err);
    }
    ok = ok && judge_node(run, rule, node, finding, err);
    for (size_t i = 0; i < set; i++) {
        query_forget(&run->query, &rule->lets[i]);
    }
    return ok;
}

/*
 * A rule speaks of the one option under audit. Facts in which its context is
 * missing or ambiguous prove nothing, whatever the assertions say.
 */
static void
judge_nothing(struct finding *finding, size_t node_count)
{
    finding->outcome = OUTCOME_UNKNOWN;
    finding->assertion = "";
    finding->observed = finding->threshold = (struct span){"", 0};
    finding->message =
        node_count == 0
            ? (struct bilingual){"the facts do not hold what this rule is "
                                 "about",
                  "les faits ne contiennent pas l\xE2\x80\x99objet de cette "
                  "r\xC3\xA8gle"}
            : (struct bilingual){"the facts hold more than one thing that "
                                 "this rule could be about",
                  "les faits contiennent plusieurs objets possibles pour "
                  "cette r\xC3\xA8gle"};
}

/* The date of the law: a rule that does not apply will not do so later. */
static bool
apply_date(
    const struct evaluation *run, struct finding *finding, struct err *err)
{
    finding->readiness = finding->outcome;
    char day[DAY_BYTES];
    if (finding->in_force[0] == '\0' ||
        finding->outcome == OUTCOME_NOT_APPLICABLE) {
        return true;
    }
    if (!day_of(span_of(finding->in_force), day)) {
        err_set(err, ERR_SYSTEM, "cannot read the date '%s' of the rule '%s'",
            finding->in_force, finding->rule);
        return false;
    }
    if (strcmp(day, run->day) > 0) {
        finding->outcome = OUTCOME_NOT_YET_APPLICABLE;
    }
    return true;
}

static bool
evaluate_rule(struct evaluation *run, const struct rule *rule, struct err *err)
{
    struct finding finding = rule->info.shape;
    finding.observed = finding.threshold = (struct span){"", 0};
    struct query_nodes nodes;
    if (!query_nodes(&run->query, run->arena, &rule->context,
            (xmlNode *)run->doc, &nodes, err)) {
        return false;
    }
    for (size_t i = 0; i < nodes.count; i++) {
        if (!judge_with_lets(run, rule, nodes.items[i], &finding, err)) {
            return false;
        }
    }
    if (nodes.count != 1) {
        judge_nothing(&finding, nodes.count);
    }
    if (!apply_date(run, &finding, err)) {
        return false;
    }
    waiver_apply(&run->waivers, &finding);
    struct finding_set *set = &run->out->findings;
    set->items[set->count++] = finding;
    return true;
}

static bool
evaluate_pack(
    struct evaluation *run, const struct rule_pack *pack, struct err *err)
{
    if (!query_init(&run->query, run->doc, pack, err)) {
        err_in_file(err, pack->info.file);
        return false;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < pack->let_count; i++) {
        ok = query_let(&run->query, &pack->lets[i], (xmlNode *)run->doc, err);
    }
    for (size_t i = 0; ok && i < pack->rule_count; i++) {
        ok = evaluate_rule(run, &pack->rules[i], err);
    }
    query_release(&run->query);
    if (!ok) {
        err_in_file(err, pack->info.file);
    }
    return ok;
}

bool
rule_pack_applies(const struct rule_pack_info *pack, const char *sector)
{
    for (size_t i = 0; i < COMMON_COUNT; i++) {
        if (strcmp(pack->id, common_packs[i]) == 0) {
            return true;
        }
    }
    return strcmp(pack->id, sector) == 0;
}

/* The sector's own pack must be there: fewer rules are no better verdict. */
static bool
check_sector(
    const struct rule_packs *packs, const char *sector, struct err *err)
{
    for (size_t i = 0; i < COMMON_COUNT; i++) {
        if (strcmp(common_packs[i], sector) == 0) {
            err_set(err, ERR_INPUT, "'%s' is not a sector", sector);
            return false;
        }
    }
    for (size_t i = 0; i < packs->pack_count; i++) {
        if (strcmp(packs->packs[i].info.id, sector) == 0) {
            return true;
        }
    }
    err_set(
        err, ERR_INPUT, "there is no rule pack for the sector '%.80s'", sector);
    return false;
}

/* The facts' own account of option, day and sector. */
static bool
read_head(struct evaluation *run, struct err *err)
{
    const xmlNode *root = xmlDocGetRootElement(run->doc);
    const xmlNode *subject = xml_child(root, FACTS_NS, "subject");
    const char *sector =
        xml_attribute(xml_child(subject, FACTS_NS, "sector"), "v");
    run->day = xml_attribute(root, "day");
    run->waivers.option = xml_attribute(root, "option");
    run->waivers.day = run->day;
    if (!xml_is(root, FACTS_NS, "facts") || run->waivers.option == NULL ||
        run->day == NULL || !day_is_valid(run->day) || sector == NULL) {
        err_set(err, ERR_INPUT,
            "cannot judge: the facts lack their option, day or sector");
        return false;
    }
    run->sector = sector;
    return true;
}

static bool
evaluate_packs(
    struct evaluation *run, const struct rule_packs *packs, struct err *err)
{
    struct finding_set *set = &run->out->findings;
    set->items = arena_alloc_array(
        run->arena, packs->rule_count, sizeof(*set->items), err);
    if (set->items == NULL) {
        return false;
    }
    for (size_t i = 0; i < packs->pack_count; i++) {
        if (rule_pack_applies(&packs->packs[i].info, run->sector) &&
            !evaluate_pack(run, &packs->packs[i], err)) {
            return false;
        }
    }
    return true;
}

bool
rule_evaluate(struct arena *arena, const struct rule_request *request,
    struct rule_evaluation *out, struct err *err)
{
    bool ok = false;
    struct rule_evaluation result = {0};
    struct evaluation run = {.arena = arena,
        .terms = request->terms,
        .waivers = {.waivers = request->waivers,
            .count = request->waiver_count},
        .out = &result};
    if (!xml_parse(request->facts_xml, &run.doc, err) ||
        !read_head(&run, err) ||
        !check_sector(request->packs, run.sector, err) ||
        !source_index_init(&run.sources, arena, run.doc, err) ||
        !evaluate_packs(&run, request->packs, err)) {
        goto out;
    }
    *out = result;
    ok = true;
out:
    xmlFreeDoc(run.doc);
    return ok;
}
