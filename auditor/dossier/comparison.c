#include "base/xml.h"
#include "dossier/dossier.h"
#include "dossier/parts.h"

#include <string.h>

static bool
add_option(const struct part *part, xmlNode *list,
    const struct option_figures *figures, const char *sha256, struct err *err)
{
    xmlNode *node = part_add(part, list, "option", NULL, err);
    if (node == NULL || !part_option_attributes(node, figures, err) ||
        !xml_set_string(node, "verdict", verdict_name(figures->verdict), err) ||
        !part_number(node, "open-transparency-blockers",
            figures->open_transparency_blockers, err) ||
        !xml_set_string(node, "front", figures->on_front ? "yes" : "no", err) ||
        !xml_set_string(node, "dossier-sha256", sha256, err)) {
        return false;
    }
    for (size_t i = 0; i < OUTCOME_COUNT; i++) {
        xmlNode *count = part_add(part, node, "count",
            (const char *[]){"outcome", outcome_name((enum outcome)i), NULL},
            err);
        if (count == NULL ||
            !part_number(count, "n", figures->counts[i], err)) {
            return false;
        }
    }
    return true;
}

static bool
add_options(const struct part *part,
    const struct dossier_comparison_request *request, struct err *err)
{
    const struct comparison *comparison = request->comparison;
    xmlNode *list = part_add(part, part->root, "options", NULL, err);
    for (size_t i = 0; list != NULL && i < comparison->figure_count; i++) {
        if (!add_option(part, list, &comparison->figures[i],
                request->dossier_sha256[i], err)) {
            return false;
        }
    }
    return list != NULL;
}

static bool
add_criteria(
    const struct part *part, const struct audit *audit, struct err *err)
{
    xmlNode *list = part_add(part, part->root, "criteria", NULL, err);
    for (size_t i = 0; list != NULL && i < audit->criterion_count; i++) {
        const struct criterion *criterion = &audit->criteria[i];
        struct span threshold = criterion->lower_is_better ? criterion->maximum
                                                           : criterion->minimum;
        xmlNode *node = part_add(part, list, "criterion",
            (const char *[]){"id", criterion->id, "task", criterion->task,
                "metric", criterion->metric, "language", criterion->language,
                "kind", criterion->kind, "slice", criterion->slice, "gating",
                criterion->gating ? "yes" : "no", "direction",
                criterion->lower_is_better ? "max" : "min", "set-by",
                criterion->set_by, "set-on", criterion->set_on, "basis",
                criterion->basis, NULL},
            err);
        if (node == NULL || !xml_set(node, "threshold", threshold, err) ||
            !xml_set(node, "loss-max", criterion->loss_max, err) ||
            !xml_set(node, "chance", criterion->chance, err)) {
            return false;
        }
    }
    return list != NULL;
}

static bool
add_outcome(const struct part *part, xmlNode *rule,
    const struct dossier_comparison_request *request, size_t option,
    struct err *err)
{
    const struct finding_set *findings = request->findings[option];
    const char *id = xml_attribute(rule, "id");
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (strcmp(finding->rule, id) == 0) {
            return part_add(part, rule, "outcome",
                       (const char *[]){"option",
                           request->comparison->figures[option].option->id,
                           "value", outcome_name(finding->outcome), NULL},
                       err) != NULL;
        }
    }
    return true;
}

/* Every rule with its outcome for each option, in the order of the findings. */
static bool
add_rules(const struct part *part,
    const struct dossier_comparison_request *request, struct err *err)
{
    const struct finding_set *first = request->findings[0];
    xmlNode *list = part_add(part, part->root, "rules", NULL, err);
    for (size_t i = 0; list != NULL && i < first->count; i++) {
        const struct finding *finding = &first->items[i];
        xmlNode *rule = part_add(part, list, "rule",
            (const char *[]){"id", finding->rule, "pack", finding->pack,
                "theme", finding->theme, "severity",
                severity_name(finding->severity), NULL},
            err);
        if (rule == NULL ||
            !part_bilingual(part, rule, "title", finding->title, err)) {
            return false;
        }
        for (size_t o = 0; o < request->comparison->figure_count; o++) {
            if (!add_outcome(part, rule, request, o, err)) {
                return false;
            }
        }
    }
    return list != NULL;
}

static bool
add_choice(const struct part *part, const struct comparison *comparison,
    struct err *err)
{
    const char *chosen =
        comparison->chosen == NULL ? "" : comparison->chosen->id;
    xmlNode *node = part_add(part, part->root, "choice",
        (const char *[]){
            "kind", choice_name(comparison->choice), "option", chosen, NULL},
        err);
    return node != NULL &&
           part_bilingual(part, node, "reason", comparison->reason, err);
}

bool
dossier_comparison_write(struct arena *arena,
    const struct dossier_comparison_request *request, struct span *out,
    struct err *err)
{
    bool ok = false;
    struct part part = {.arena = arena};
    struct part_head head = {
        .option = "comparison",
        .audit = &request->facts->audit,
        .packs = request->packs,
        .at_s = request->at_s,
    };
    const struct part_history history = {
        .comparison = request->comparison,
        .history = request->history,
        .at_s = request->at_s,
    };
    if (!part_document(
            &part, COMPARISON_NS, "comparison", request->trial, err) ||
        !part_head(&part, &head, err) ||
        !part_subject(&part, request->facts, err) ||
        !part_terms(&part, &request->facts->audit.terms, err) ||
        !add_options(&part, request, err) ||
        !part_history(&part, &history, err) ||
        !add_criteria(&part, &request->facts->audit, err) ||
        !part_results(&part, request->comparison, /* only= */ NULL, err) ||
        !add_rules(&part, request, err) ||
        !part_packs(&part, request->packs, err) ||
        !add_choice(&part, request->comparison, err)) {
        goto out;
    }
    ok = xml_bytes(arena, part.root->doc, out, err);
out:
    if (part.root != NULL) {
        xmlFreeDoc(part.root->doc);
    }
    return ok;
}
