#include "rule/facts.h"

#include "base/xml.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct span
span_or_empty(struct span text)
{
    return text.ptr == NULL ? span_of("") : text;
}

static struct span
claim_value(const struct claim *claim)
{
    return claim == NULL ? span_of("") : claim->value;
}

static struct span
claim_evidence(const struct claim *claim)
{
    return span_of(claim == NULL ? "" : claim->evidence);
}

static struct span
claim_place(const struct claim *claim)
{
    return claim == NULL ? span_of("") : span_or_empty(claim->place);
}

static bool
put_element(struct facts *facts, const char *name,
    const struct facts_attribute *attributes, size_t count, struct err *err)
{
    xmlNode *node = facts_add(facts, facts->root, name, err);
    return node != NULL && facts_set(node, attributes, count, err);
}

static bool
claim_is_from(const struct claim *claim, const char *evidence)
{
    return claim != NULL && strcmp(claim->evidence, evidence) == 0;
}

/* Do the results, losses or figures of other options rest on it? */
static bool
is_cited(const struct facts *facts, const char *evidence)
{
    const struct comparison *comparison = facts->request->comparison;
    for (size_t i = 0; i < comparison->result_count; i++) {
        if (claim_is_from(comparison->results[i].value, evidence)) {
            return true;
        }
    }
    for (size_t i = 0; i < comparison->loss_count; i++) {
        const struct loss *loss = &comparison->losses[i];
        if (claim_is_from(loss->value, evidence) ||
            claim_is_from(loss->parent_value, evidence)) {
            return true;
        }
    }
    return false;
}

static bool
put_evidence(struct facts *facts, struct err *err)
{
    const struct evidence_set *set = &facts->request->facts->evidence;
    for (size_t i = 0; i < set->count; i++) {
        const struct evidence *item = &set->items[i];
        if (!facts_concern(facts, item->option) && !is_cited(facts, item->id)) {
            continue;
        }
        const char *bytes =
            arena_printf(facts->arena, err, "%lld", (long long)item->bytes);
        if (bytes == NULL) {
            return false;
        }
        const struct facts_attribute attributes[] = {
            {"id", span_of(item->id)},
            {"path", span_of(item->path)},
            {"sha256", span_of(item->sha256)},
            {"bytes", span_of(bytes)},
            {"format", span_of(item->format)},
            {"status", span_of(evidence_status_name(item->status))},
            {"option", span_of(item->option)},
            {"reason", span_of(item->reason)},
            {"place", span_of(item->place)},
        };
        if (!put_element(
                facts, "evidence", attributes, COUNT(attributes), err)) {
            return false;
        }
    }
    return true;
}

static bool
put_side(struct facts *facts, xmlNode *parent, const struct claim *claim,
    struct err *err)
{
    xmlNode *node = facts_add(facts, parent, "side", err);
    const struct facts_attribute attributes[] = {
        {"evidence", claim_evidence(claim)},
        {"place", claim_place(claim)},
        {"v", claim_value(claim)},
    };
    return node != NULL && facts_set(node, attributes, COUNT(attributes), err);
}

static bool
put_conflicts(struct facts *facts, struct err *err)
{
    const struct conflict_set *set = &facts->request->facts->conflicts;
    for (size_t i = 0; i < set->count; i++) {
        const struct conflict *item = &set->items[i];
        if (!facts_concern(facts, item->option)) {
            continue;
        }
        xmlNode *node = facts_add(facts, facts->root, "conflict", err);
        const struct facts_attribute attributes[] = {
            {"entity", span_of(entity_name(item->entity))},
            {"property", span_of(item->property)},
            {"option", span_of(item->option)},
        };
        if (node == NULL ||
            !facts_set(node, attributes, COUNT(attributes), err) ||
            !put_side(facts, node, item->left, err) ||
            !put_side(facts, node, item->right, err)) {
            return false;
        }
    }
    return true;
}

static bool
put_results(struct facts *facts, struct err *err)
{
    const struct comparison *comparison = facts->request->comparison;
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct result *item = &comparison->results[i];
        const struct facts_attribute attributes[] = {
            {"option", span_of(item->option->id)},
            {"criterion", span_of(item->criterion->id)},
            {"value", claim_value(item->value)},
            {"n", span_or_empty(item->n)},
            {"low", span_or_empty(item->interval_low)},
            {"high", span_or_empty(item->interval_high)},
            {"met", span_of(answer_name(item->met))},
            {"declared-before", span_of(answer_name(item->declared_before))},
            {"above-chance", span_of(answer_name(item->above_chance))},
            {"evidence", claim_evidence(item->value)},
            {"place", claim_place(item->value)},
        };
        if (!put_element(facts, "result", attributes, COUNT(attributes), err)) {
            return false;
        }
    }
    return true;
}

/* Only of the option under audit: a rule judges what it lost itself. */
static bool
put_losses(struct facts *facts, struct err *err)
{
    const struct comparison *comparison = facts->request->comparison;
    for (size_t i = 0; i < comparison->loss_count; i++) {
        const struct loss *item = &comparison->losses[i];
        if (strcmp(item->option->id, facts->request->option->id) != 0) {
            continue;
        }
        const struct facts_attribute attributes[] = {
            {"option", span_of(item->option->id)},
            {"parent", span_of(item->parent->id)},
            {"criterion", span_of(item->criterion->id)},
            {"difference", span_or_empty(item->difference)},
            {"low", span_or_empty(item->interval_low)},
            {"high", span_or_empty(item->interval_high)},
            {"within-margin", span_of(answer_name(item->within_margin))},
            {"paired", span_of(item->paired ? "yes" : "no")},
            {"evidence", claim_evidence(item->value)},
            {"parent-evidence", claim_evidence(item->parent_value)},
            {"place", claim_place(item->value)},
        };
        if (!put_element(facts, "loss", attributes, COUNT(attributes), err)) {
            return false;
        }
    }
    return true;
}

static bool
put_figures(struct facts *facts, struct err *err)
{
    const struct comparison *comparison = facts->request->comparison;
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *item = &comparison->figures[i];
        const char *method =
            item->params == NULL ? "" : claim_method_name(item->params->method);
        const struct facts_attribute attributes[] = {
            {"option", span_of(item->option->id)},
            {"params", span_or_empty(item->params_text)},
            {"params-method", span_of(method)},
            {"bytes", span_or_empty(item->bytes_text)},
            {"energy", span_or_empty(item->energy_text)},
            {"precision", claim_value(item->precision)},
        };
        if (!put_element(
                facts, "figures", attributes, COUNT(attributes), err)) {
            return false;
        }
    }
    return true;
}

bool
facts_put_derived(struct facts *facts, struct err *err)
{
    return put_evidence(facts, err) && put_conflicts(facts, err) &&
           put_results(facts, err) && put_losses(facts, err) &&
           put_figures(facts, err);
}
