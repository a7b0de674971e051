#include "rule/waiver.h"

#include "rule/day.h"

#include <string.h>

static bool
is_about(const struct waiver *waiver, const struct waiver_context *context,
    const struct finding *finding)
{
    return strcmp(waiver->rule, finding->rule) == 0 &&
           (waiver->option[0] == '\0' ||
               strcmp(waiver->option, context->option) == 0);
}

static bool
is_in_effect(const struct waiver *waiver, const char *day)
{
    char until[DAY_BYTES];
    return waiver->role[0] != '\0' && waiver->reason[0] != '\0' &&
           day_of(span_of(waiver->until), until) && strcmp(day, until) <= 0;
}

void
waiver_apply(const struct waiver_context *context, struct finding *finding)
{
    if (finding->outcome != OUTCOME_FAIL &&
        finding->outcome != OUTCOME_UNKNOWN) {
        return;
    }
    for (size_t i = 0; i < context->count; i++) {
        const struct waiver *waiver = &context->waivers[i];
        if (!is_about(waiver, context, finding)) {
            continue;
        }
        finding->waiver = waiver;
        finding->waiver_expired = !is_in_effect(waiver, context->day);
        if (!finding->waiver_expired) {
            finding->outcome = OUTCOME_WAIVED;
            return;
        }
    }
}
