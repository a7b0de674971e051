#include "seal/demand.h"

#include <string.h>

static bool
asks_signer(const struct seal_demand *demand)
{
    return demand->signer_sha256 != NULL || demand->signer_common_name != NULL;
}

void
demand_ask(struct checklist *list, const struct seal_demand *demand)
{
    if (demand == NULL)
        return;
    if (demand->level_asked)
        checklist_extend(list, CHECKLIST_LEVEL);
    if (asks_signer(demand))
        checklist_extend(list, CHECKLIST_SIGNER);
}

/* What the level rests on must have passed, not only be there. */
static bool
level_reached(const struct checklist *list, enum seal_level wanted)
{
    return list->level >= wanted &&
           (wanted < SEAL_LEVEL_T ||
               checklist_passed_all(
                   list, CHECK_TIMESTAMP_INTACT, CHECK_TIMESTAMP_ORDER)) &&
           (wanted < SEAL_LEVEL_LT || checklist_passed(list, CHECK_MATERIAL));
}

/* NULL when the signer is the one that was asked for. */
static const char *
signer_refusal(
    const struct seal_demand *demand, const struct seal_report *report)
{
    if (!report->intact)
        return "who signed is not known";
    if (demand->signer_sha256 != NULL &&
        strcmp(demand->signer_sha256, report->signer_sha256) != 0)
        return "the certificate of the signer has another SHA-256 fingerprint";
    if (demand->signer_common_name != NULL && !report->signer_trusted)
        return "the certificate that names the signer is not trusted";
    if (demand->signer_common_name != NULL &&
        (report->signer_name[0] == '\0' ||
            strcmp(demand->signer_common_name, report->signer_name) != 0))
        return "the certificate of the signer has another common name";
    return NULL;
}

void
demand_check(struct checklist *list, const struct seal_demand *demand,
    const struct seal_report *report)
{
    const char *refusal;

    if (demand == NULL)
        return;
    if (demand->level_asked && level_reached(list, demand->level))
        checklist_pass(list, CHECK_LEVEL_REACHED);
    else if (demand->level_asked)
        (void)checklist_refuse(list, CHECK_LEVEL_REACHED,
            SUB_SIG_CONSTRAINTS_FAILURE, "%s was asked for, and it has %s",
            seal_level_name(demand->level), seal_level_name(list->level));
    if (!asks_signer(demand))
        return;
    refusal = signer_refusal(demand, report);
    (void)checklist_decide(list, CHECK_SIGNER_EXPECTED, refusal == NULL,
        SUB_SIG_CONSTRAINTS_FAILURE, refusal == NULL ? "" : refusal);
}
