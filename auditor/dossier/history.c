#include "base/clock.h"
#include "base/xml.h"
#include "dossier/parts.h"

#include <string.h>

static bool
add_audit(const struct part *part, xmlNode *list,
    const struct past_audit *audit, struct err *err)
{
    xmlNode *node = part_add(part, list, "audit",
        (const char *[]){"option", audit->option, "at", audit->at, "verdict",
            verdict_name(audit->verdict), "dossier-sha256",
            audit->dossier_sha256, NULL},
        err);
    for (size_t i = 0; node != NULL && i < OUTCOME_COUNT; i++) {
        if (!part_number(
                node, outcome_name((enum outcome)i), audit->counts[i], err)) {
            return false;
        }
    }
    return node != NULL;
}

/* This audit is the last of its option: it cannot name its own digest. */
static bool
add_present(const struct part *part, xmlNode *list,
    const struct option_figures *figures, int64_t at_s, struct err *err)
{
    char at[CLOCK_TEXT_BYTES];
    struct past_audit audit = {
        .at = at,
        .option = figures->option->id,
        .verdict = figures->verdict,
        .dossier_sha256 = "",
    };
    memcpy(audit.counts, figures->counts, sizeof audit.counts);
    clock_text(at_s, at);
    return add_audit(part, list, &audit, err);
}

bool
part_history(const struct part *part, const struct part_history *request,
    struct err *err)
{
    const struct comparison *comparison = request->comparison;
    xmlNode *list = part_add(part, part->root, "history", NULL, err);
    for (size_t i = 0; list != NULL && i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        for (size_t j = 0; j < request->history.count; j++) {
            const struct past_audit *audit = &request->history.items[j];
            if (strcmp(audit->option, figures->option->id) == 0 &&
                !add_audit(part, list, audit, err)) {
                return false;
            }
        }
        if (!add_present(part, list, figures, request->at_s, err)) {
            return false;
        }
    }
    return list != NULL;
}
