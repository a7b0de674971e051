#include "dossier/findings.h"
#include "base/xml.h"

#include <string.h>

static const char *const themes[] = {
    "transparency", "isolation", "energy", "fitness"};

enum {
    THEME_COUNT = sizeof(themes) / sizeof(*themes)
};

/* Does this finding keep the option from `fit`? */
static bool
finding_is_open(const struct finding *finding)
{
    return finding->severity != SEVERITY_MINOR &&
           (finding->outcome == OUTCOME_FAIL ||
               finding->outcome == OUTCOME_UNKNOWN);
}

static bool
add_reasons(const struct part *part, xmlNode *verdict,
    const struct finding_set *findings, struct err *err)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (finding_is_open(finding) &&
            part_add(part, verdict, "because",
                (const char *[]){"rule", finding->rule, "outcome",
                    outcome_name(finding->outcome), "severity",
                    severity_name(finding->severity), NULL},
                err) == NULL) {
            return false;
        }
    }
    return true;
}

static bool
add_counts(const struct part *part, xmlNode *verdict,
    const struct finding_set *findings, struct err *err)
{
    size_t counts[OUTCOME_COUNT][SEVERITY_COUNT] = {{0}};
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        counts[finding->outcome][finding->severity]++;
    }
    for (size_t i = 0; i < (size_t)OUTCOME_COUNT * SEVERITY_COUNT; i++) {
        size_t outcome = i / SEVERITY_COUNT;
        size_t severity = i % SEVERITY_COUNT;
        if (counts[outcome][severity] == 0) {
            continue;
        }
        xmlNode *node = part_add(part, verdict, "count",
            (const char *[]){"outcome", outcome_name((enum outcome)outcome),
                "severity", severity_name((enum severity)severity), NULL},
            err);
        if (node == NULL ||
            !part_number(node, "n", counts[outcome][severity], err)) {
            return false;
        }
    }
    return true;
}

static bool
add_theme(const struct part *part, xmlNode *verdict, const char *theme,
    const struct finding_set *findings, struct err *err)
{
    size_t counts[OUTCOME_COUNT] = {0};
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->items[i].theme, theme) == 0) {
            counts[findings->items[i].outcome]++;
        }
    }
    xmlNode *node = part_add(
        part, verdict, "theme", (const char *[]){"name", theme, NULL}, err);
    for (size_t i = 0; node != NULL && i < OUTCOME_COUNT; i++) {
        if (!part_number(node, outcome_name((enum outcome)i), counts[i], err)) {
            return false;
        }
    }
    return node != NULL;
}

bool
findings_verdict(const struct part *part, const struct finding_set *findings,
    struct err *err)
{
    const char *value = verdict_name(verdict_of(findings));
    xmlNode *verdict = part_add(part, part->root, "verdict",
        (const char *[]){"value", value, NULL}, err);
    if (verdict == NULL || !add_reasons(part, verdict, findings, err) ||
        !add_counts(part, verdict, findings, err)) {
        return false;
    }
    for (size_t i = 0; i < THEME_COUNT; i++) {
        if (!add_theme(part, verdict, themes[i], findings, err)) {
            return false;
        }
    }
    return true;
}

static bool
add_sources(const struct part *part, xmlNode *node,
    const struct finding *finding, struct err *err)
{
    for (size_t i = 0; i < finding->source_count; i++) {
        const struct finding_source *source = &finding->sources[i];
        xmlNode *child = part_add(part, node, "source",
            (const char *[]){
                "evidence", source->evidence, "sha256", source->sha256, NULL},
            err);
        if (child == NULL || !xml_set(child, "place", source->place, err)) {
            return false;
        }
    }
    return true;
}

static bool
add_waiver(const struct part *part, xmlNode *node,
    const struct finding *finding, struct err *err)
{
    const struct waiver *waiver = finding->waiver;
    return waiver == NULL ||
           part_add(part, node, "waiver",
               (const char *[]){"role", waiver->role, "reason", waiver->reason,
                   "until", waiver->until, "expired",
                   finding->waiver_expired ? "yes" : "no", NULL},
               err) != NULL;
}

static bool
add_texts(const struct part *part, xmlNode *node, const struct finding *finding,
    struct err *err)
{
    return part_bilingual(part, node, "title", finding->title, err) &&
           part_bilingual(part, node, "statement", finding->statement, err) &&
           part_bilingual(part, node, "remedy", finding->remedy, err) &&
           part_bilingual(part, node, "citation", finding->citation, err) &&
           part_bilingual(part, node, "message", finding->message, err) &&
           part_text(part, node, "observed", finding->observed, err) &&
           part_text(part, node, "threshold", finding->threshold, err);
}

bool
findings_list(const struct part *part, const struct finding_set *findings,
    struct err *err)
{
    xmlNode *list = part_add(part, part->root, "findings", NULL, err);
    for (size_t i = 0; list != NULL && i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        xmlNode *node = part_add(part, list, "finding",
            (const char *[]){"rule", finding->rule, "pack", finding->pack,
                "theme", finding->theme, "severity",
                severity_name(finding->severity), "outcome",
                outcome_name(finding->outcome), "readiness",
                outcome_name(finding->readiness), "in-force", finding->in_force,
                "assertion", finding->assertion, "source",
                finding->citation_source, NULL},
            err);
        if (node == NULL || !add_texts(part, node, finding, err) ||
            !add_sources(part, node, finding, err) ||
            !add_waiver(part, node, finding, err)) {
            return false;
        }
    }
    return list != NULL;
}
