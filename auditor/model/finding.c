#include "model/finding.h"

#include <string.h>

static const char *const outcome_names[OUTCOME_COUNT] = {
    [OUTCOME_UNKNOWN] = "unknown",
    [OUTCOME_FAIL] = "fail",
    [OUTCOME_WAIVED] = "waived",
    [OUTCOME_NOT_YET_APPLICABLE] = "not-yet-applicable",
    [OUTCOME_NOT_APPLICABLE] = "not-applicable",
    [OUTCOME_ATTESTED] = "attested",
    [OUTCOME_PASS] = "pass",
};

static const char *const severity_names[SEVERITY_COUNT] = {
    [SEVERITY_BLOCKER] = "blocker",
    [SEVERITY_MAJOR] = "major",
    [SEVERITY_MINOR] = "minor",
};

static const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_NOT_FIT] = "not-fit",
    [VERDICT_INSUFFICIENT_EVIDENCE] = "insufficient-evidence",
    [VERDICT_CONDITIONAL] = "conditional",
    [VERDICT_FIT] = "fit",
};

const char *
outcome_name(enum outcome outcome)
{
    return outcome_names[outcome];
}

const char *
severity_name(enum severity severity)
{
    return severity_names[severity];
}

const char *
verdict_name(enum verdict verdict)
{
    return verdict_names[verdict];
}

/* The index of `name`, or `count` when it is none of them. */
static size_t
name_index(const char *const *names, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

bool
outcome_parse(const char *name, enum outcome *out)
{
    size_t i = name_index(outcome_names, OUTCOME_COUNT, name);
    if (i == OUTCOME_COUNT) {
        return false;
    }
    *out = (enum outcome)i;
    return true;
}

bool
severity_parse(const char *name, enum severity *out)
{
    size_t i = name_index(severity_names, SEVERITY_COUNT, name);
    if (i == SEVERITY_COUNT) {
        return false;
    }
    *out = (enum severity)i;
    return true;
}

bool
verdict_parse(const char *name, enum verdict *out)
{
    size_t i = name_index(verdict_names, VERDICT_COUNT, name);
    if (i == VERDICT_COUNT) {
        return false;
    }
    *out = (enum verdict)i;
    return true;
}

/*
 * What one finding allows at best. The table names every pair that blocks;
 * all that is not named (passed, attested, waived, outside the law's scope or
 * before its date, and whatever is minor) leaves the option fit.
 */
static const struct {
    enum severity severity;
    enum outcome outcome;
    enum verdict verdict;
} limits[] = {
    {SEVERITY_BLOCKER, OUTCOME_FAIL, VERDICT_NOT_FIT},
    {SEVERITY_BLOCKER, OUTCOME_UNKNOWN, VERDICT_INSUFFICIENT_EVIDENCE},
    {SEVERITY_MAJOR, OUTCOME_FAIL, VERDICT_CONDITIONAL},
    {SEVERITY_MAJOR, OUTCOME_UNKNOWN, VERDICT_CONDITIONAL},
};

static enum verdict
finding_limit(const struct finding *finding)
{
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
        if (limits[i].severity == finding->severity &&
            limits[i].outcome == finding->outcome) {
            return limits[i].verdict;
        }
    }
    return VERDICT_FIT;
}

enum verdict
verdict_of(const struct finding_set *findings)
{
    if (findings->count == 0) {
        return VERDICT_INSUFFICIENT_EVIDENCE;
    }
    enum verdict verdict = VERDICT_FIT;
    for (size_t i = 0; i < findings->count; i++) {
        enum verdict limit = finding_limit(&findings->items[i]);
        verdict = limit < verdict ? limit : verdict;
    }
    return verdict;
}
