#include "base/xml.h"
#include "dossier/parts.h"

#include <string.h>

/* Results and losses against the criteria that were declared beforehand. */

static struct span
value_of(const struct claim *claim)
{
    return claim == NULL ? span_of("") : claim->value;
}

static const char *
evidence_of(const struct claim *claim)
{
    return claim == NULL ? "" : claim->evidence;
}

static bool
set_criterion(xmlNode *node, const struct criterion *criterion, struct err *err)
{
    struct span threshold =
        criterion->lower_is_better ? criterion->maximum : criterion->minimum;
    return xml_set_string(node, "criterion", criterion->id, err) &&
           xml_set_string(node, "task", criterion->task, err) &&
           xml_set_string(node, "metric", criterion->metric, err) &&
           xml_set_string(node, "language", criterion->language, err) &&
           xml_set_string(node, "kind", criterion->kind, err) &&
           xml_set_string(node, "slice", criterion->slice, err) &&
           xml_set_string(
               node, "gating", criterion->gating ? "yes" : "no", err) &&
           xml_set_string(node, "direction",
               criterion->lower_is_better ? "max" : "min", err) &&
           xml_set(node, "threshold", threshold, err) &&
           xml_set(node, "loss-max", criterion->loss_max, err) &&
           xml_set_string(node, "set-by", criterion->set_by, err) &&
           xml_set_string(node, "set-on", criterion->set_on, err);
}

static bool
add_result(const struct part *part, xmlNode *list, const struct result *result,
    struct err *err)
{
    xmlNode *node = part_add(part, list, "result",
        (const char *[]){"option", result->option->id, NULL}, err);
    return node != NULL && set_criterion(node, result->criterion, err) &&
           xml_set(node, "value", value_of(result->value), err) &&
           xml_set(node, "n", result->n, err) &&
           xml_set(node, "low", result->interval_low, err) &&
           xml_set(node, "high", result->interval_high, err) &&
           xml_set_string(node, "met", answer_name(result->met), err) &&
           xml_set_string(node, "declared-before",
               answer_name(result->declared_before), err) &&
           xml_set_string(
               node, "above-chance", answer_name(result->above_chance), err) &&
           xml_set_string(node, "evidence", evidence_of(result->value), err);
}

static bool
add_loss(const struct part *part, xmlNode *list, const struct loss *loss,
    struct err *err)
{
    xmlNode *node = part_add(part, list, "loss",
        (const char *[]){
            "option", loss->option->id, "parent", loss->parent->id, NULL},
        err);
    return node != NULL && set_criterion(node, loss->criterion, err) &&
           xml_set(node, "value", value_of(loss->value), err) &&
           xml_set(node, "parent-value", value_of(loss->parent_value), err) &&
           xml_set(node, "difference", loss->difference, err) &&
           xml_set(node, "low", loss->interval_low, err) &&
           xml_set(node, "high", loss->interval_high, err) &&
           xml_set_string(
               node, "within-margin", answer_name(loss->within_margin), err) &&
           xml_set_string(node, "paired", loss->paired ? "yes" : "no", err);
}

bool
part_results(const struct part *part, const struct comparison *comparison,
    const struct option *only, struct err *err)
{
    xmlNode *list = part_add(part, part->root, "results", NULL, err);
    if (list == NULL) {
        return false;
    }
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct result *result = &comparison->results[i];
        if ((only == NULL || result->option == only) &&
            !add_result(part, list, result, err)) {
            return false;
        }
    }
    for (size_t i = 0; i < comparison->loss_count; i++) {
        const struct loss *loss = &comparison->losses[i];
        if ((only == NULL || loss->option == only) &&
            !add_loss(part, list, loss, err)) {
            return false;
        }
    }
    return true;
}
