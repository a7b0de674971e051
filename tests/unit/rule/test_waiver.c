#include "fixture.h"

#include "rule/waiver.h"

static const struct waiver good = {
    "ISO-ISO-03", "", "security officer", "closed network", "2026-11-23"};

static void
a_waiver_applies_only_to_what_it_names(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        const char *option;
        const char *role;
        const char *reason;
        const char *until;
        enum outcome before;
        enum outcome after;
        bool expired;
    } cases[] = {
        {"R-1", "", "role", "why", "2026-11-23", OUTCOME_FAIL, OUTCOME_WAIVED,
            false},
        {"R-1", "", "role", "why", "2026-11-23", OUTCOME_UNKNOWN,
            OUTCOME_WAIVED, false},
        {"R-1", "7b", "role", "why", "2027-01-01", OUTCOME_FAIL, OUTCOME_WAIVED,
            false},
        {"R-1", "", "role", "why", "2026-11-22", OUTCOME_FAIL, OUTCOME_FAIL,
            true},
        {"R-1", "", "role", "why", "soon", OUTCOME_FAIL, OUTCOME_FAIL, true},
        {"R-1", "", "role", "why", "", OUTCOME_FAIL, OUTCOME_FAIL, true},
        {"R-1", "", "", "why", "2027-01-01", OUTCOME_FAIL, OUTCOME_FAIL, true},
        {"R-1", "", "role", "", "2027-01-01", OUTCOME_FAIL, OUTCOME_FAIL, true},
        {"R-1", "70b", "role", "why", "2027-01-01", OUTCOME_FAIL, OUTCOME_FAIL,
            false},
        {"R-2", "", "role", "why", "2027-01-01", OUTCOME_FAIL, OUTCOME_FAIL,
            false},
        {"R-1", "", "role", "why", "2027-01-01", OUTCOME_PASS, OUTCOME_PASS,
            false},
        {"R-1", "", "role", "why", "2027-01-01", OUTCOME_ATTESTED,
            OUTCOME_ATTESTED, false},
        {"R-1", "", "role", "why", "2027-01-01", OUTCOME_NOT_YET_APPLICABLE,
            OUTCOME_NOT_YET_APPLICABLE, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct waiver waiver = {cases[i].rule, cases[i].option, cases[i].role,
            cases[i].reason, cases[i].until};
        struct waiver_context context = {
            .waivers = &waiver, .count = 1, .option = "7b", .day = "20261123"};
        struct finding finding = {.rule = "R-1",
            .outcome = cases[i].before,
            .readiness = cases[i].before};
        waiver_apply(&context, &finding);
        assert_int_equal(finding.outcome, cases[i].after);
        assert_int_equal(finding.readiness, cases[i].before);
        assert_int_equal(finding.waiver_expired, cases[i].expired);
        bool shown = cases[i].expired || cases[i].after == OUTCOME_WAIVED;
        assert_int_equal(finding.waiver != NULL, shown);
    }
}

static void
a_waiver_in_effect_wins_over_an_expired_one(void **state)
{
    (void)state;
    struct waiver waivers[] = {good, good, good};
    waivers[0].until = "2026-01-01";
    waivers[2].until = "2026-01-01";
    struct waiver_context context = {
        .waivers = waivers, .count = 3, .option = "7b", .day = "20261123"};
    struct finding finding = {.rule = good.rule, .outcome = OUTCOME_FAIL};
    waiver_apply(&context, &finding);
    assert_int_equal(finding.outcome, OUTCOME_WAIVED);
    assert_ptr_equal(finding.waiver, &waivers[1]);
    assert_false(finding.waiver_expired);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_waiver_applies_only_to_what_it_names),
        cmocka_unit_test(a_waiver_in_effect_wins_over_an_expired_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
