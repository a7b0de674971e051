#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/comparison.h"
#include "model/finding.h"

static void
names_are_parsed_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < OUTCOME_COUNT; i++) {
        enum outcome outcome = OUTCOME_COUNT;
        assert_true(outcome_parse(outcome_name((enum outcome)i), &outcome));
        assert_int_equal(outcome, i);
    }
    for (size_t i = 0; i < SEVERITY_COUNT; i++) {
        enum severity severity = SEVERITY_COUNT;
        assert_true(severity_parse(severity_name((enum severity)i), &severity));
        assert_int_equal(severity, i);
    }
    for (size_t i = 0; i < VERDICT_COUNT; i++) {
        enum verdict verdict = VERDICT_COUNT;
        assert_true(verdict_parse(verdict_name((enum verdict)i), &verdict));
        assert_int_equal(verdict, i);
    }
    enum outcome outcome = OUTCOME_PASS;
    assert_false(outcome_parse("passed", &outcome));
    assert_int_equal(outcome, OUTCOME_PASS);
    enum severity severity;
    assert_false(severity_parse("", &severity));
    enum verdict verdict;
    assert_false(verdict_parse("FIT", &verdict));
}

static void
zero_is_the_refusing_value(void **state)
{
    (void)state;
    assert_string_equal(outcome_name(0), "unknown");
    assert_string_equal(severity_name(0), "blocker");
    assert_string_equal(verdict_name(0), "not-fit");
    assert_string_equal(answer_name(0), "unknown");
    assert_string_equal(choice_name(0), "none");
}

/* One finding of each kind, beside one that passed. */
static void
the_verdict_follows_from_the_worst_finding(void **state)
{
    (void)state;
    static const struct {
        enum severity severity;
        enum outcome outcome;
        enum verdict verdict;
    } cases[] = {
        {SEVERITY_BLOCKER, OUTCOME_FAIL, VERDICT_NOT_FIT},
        {SEVERITY_BLOCKER, OUTCOME_UNKNOWN, VERDICT_INSUFFICIENT_EVIDENCE},
        {SEVERITY_BLOCKER, OUTCOME_WAIVED, VERDICT_FIT},
        {SEVERITY_BLOCKER, OUTCOME_NOT_YET_APPLICABLE, VERDICT_FIT},
        {SEVERITY_BLOCKER, OUTCOME_NOT_APPLICABLE, VERDICT_FIT},
        {SEVERITY_BLOCKER, OUTCOME_ATTESTED, VERDICT_FIT},
        {SEVERITY_BLOCKER, OUTCOME_PASS, VERDICT_FIT},
        {SEVERITY_MAJOR, OUTCOME_FAIL, VERDICT_CONDITIONAL},
        {SEVERITY_MAJOR, OUTCOME_UNKNOWN, VERDICT_CONDITIONAL},
        {SEVERITY_MAJOR, OUTCOME_WAIVED, VERDICT_FIT},
        {SEVERITY_MAJOR, OUTCOME_NOT_YET_APPLICABLE, VERDICT_FIT},
        {SEVERITY_MINOR, OUTCOME_FAIL, VERDICT_FIT},
        {SEVERITY_MINOR, OUTCOME_UNKNOWN, VERDICT_FIT},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct finding findings[] = {
            {.severity = SEVERITY_BLOCKER, .outcome = OUTCOME_PASS},
            {.severity = cases[i].severity, .outcome = cases[i].outcome},
            {.severity = SEVERITY_MAJOR, .outcome = OUTCOME_PASS},
        };
        struct finding_set set = {findings, 3};
        assert_string_equal(
            verdict_name(verdict_of(&set)), verdict_name(cases[i].verdict));
    }
}

static void
a_failed_blocker_outweighs_an_unknown_one(void **state)
{
    (void)state;
    struct finding findings[] = {
        {.severity = SEVERITY_MAJOR, .outcome = OUTCOME_FAIL},
        {.severity = SEVERITY_BLOCKER, .outcome = OUTCOME_UNKNOWN},
        {.severity = SEVERITY_BLOCKER, .outcome = OUTCOME_FAIL},
    };
    struct finding_set set = {findings, 3};
    assert_int_equal(verdict_of(&set), VERDICT_NOT_FIT);
    set.count = 2;
    assert_int_equal(verdict_of(&set), VERDICT_INSUFFICIENT_EVIDENCE);
    set.count = 1;
    assert_int_equal(verdict_of(&set), VERDICT_CONDITIONAL);
}

static void
no_findings_prove_nothing(void **state)
{
    (void)state;
    struct finding_set set = {NULL, 0};
    assert_int_equal(verdict_of(&set), VERDICT_INSUFFICIENT_EVIDENCE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_parsed_back),
        cmocka_unit_test(zero_is_the_refusing_value),
        cmocka_unit_test(the_verdict_follows_from_the_worst_finding),
        cmocka_unit_test(a_failed_blocker_outweighs_an_unknown_one),
        cmocka_unit_test(no_findings_prove_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
