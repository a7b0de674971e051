#include "fixture.h"

#include <time.h>

static struct rule_evaluation
evaluate(struct fixture *fixture, struct rule_packs *packs, struct span facts)
{
    static const struct waiver waivers[] = {
        {"TST-NOW-07", "", "safety officer", "accepted", "2026-11-23"},
        {"TST-FAIL-02", "7b-q4", "safety officer", "accepted", "2026-11-22"},
        {"TST-ORDER-10", "70b", "safety officer", "accepted", "2027-11-22"},
    };
    struct rule_request request = {.packs = packs,
        .facts_xml = facts,
        .waivers = waivers,
        .waiver_count = sizeof(waivers) / sizeof(*waivers)};
    struct rule_evaluation evaluation;
    if (!rule_evaluate(&fixture->arena, &request, &evaluation, &fixture->err)) {
        fail_msg("%s: %s: %s", fixture->err.file, fixture->err.place,
            fixture->err.text);
    }
    return evaluation;
}

static void
every_outcome_is_reached(void **state)
{
    static const struct {
        const char *rule;
        enum outcome outcome;
        enum outcome readiness;
        const char *assertion;
    } cases[] = {
        {"TST-PASS-01", OUTCOME_PASS, OUTCOME_PASS, ""},
        {"TST-FAIL-02", OUTCOME_FAIL, OUTCOME_FAIL, "TST-FAIL-02.met"},
        {"TST-UNKNOWN-03", OUTCOME_UNKNOWN, OUTCOME_UNKNOWN,
            "TST-UNKNOWN-03.evidence"},
        {"TST-ATTESTED-04", OUTCOME_ATTESTED, OUTCOME_ATTESTED,
            "TST-ATTESTED-04.shown"},
        {"TST-EXCLUDED-05", OUTCOME_NOT_APPLICABLE, OUTCOME_NOT_APPLICABLE,
            "TST-EXCLUDED-05.applies"},
        {"TST-LATER-06", OUTCOME_NOT_YET_APPLICABLE, OUTCOME_FAIL,
            "TST-LATER-06.met"},
        {"TST-NOW-07", OUTCOME_WAIVED, OUTCOME_FAIL, "TST-NOW-07.met"},
        {"TST-ORDER-08", OUTCOME_NOT_APPLICABLE, OUTCOME_NOT_APPLICABLE,
            "TST-ORDER-08.applies"},
        {"TST-ORDER-09", OUTCOME_UNKNOWN, OUTCOME_UNKNOWN,
            "TST-ORDER-09.evidence"},
        {"TST-ORDER-10", OUTCOME_FAIL, OUTCOME_FAIL, "TST-ORDER-10.met"},
        {"TST-ABSENT-11", OUTCOME_UNKNOWN, OUTCOME_UNKNOWN, ""},
        {"TST-MANY-12", OUTCOME_UNKNOWN, OUTCOME_UNKNOWN, ""},
        {"TST-LETS-13", OUTCOME_FAIL, OUTCOME_FAIL, "TST-LETS-13.false"},
        {"TST-COMMON-01", OUTCOME_FAIL, OUTCOME_FAIL, "TST-COMMON-01.met"},
    };
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct rule_evaluation evaluation =
        evaluate(fixture, packs, fixture_read(fixture, FACTS));
    size_t count = sizeof(cases) / sizeof(*cases);
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding =
            fixture_finding(&evaluation, cases[i].rule);
        assert_string_equal(
            outcome_name(finding->outcome), outcome_name(cases[i].outcome));
        assert_string_equal(
            outcome_name(finding->readiness), outcome_name(cases[i].readiness));
        assert_string_equal(finding->assertion, cases[i].assertion);
        bool silent = finding->outcome == OUTCOME_PASS;
        assert_int_equal(finding->message.en[0] == '\0', silent);
        assert_int_equal(finding->message.fr[0] == '\0', silent);
    }
    /* The pack of another sector does not judge. */
    assert_int_equal(evaluation.findings.count, count);
    rule_packs_close(packs);
}

static void
a_finding_names_values_and_sources(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct rule_evaluation evaluation =
        evaluate(fixture, packs, fixture_read(fixture, FACTS));
    const struct finding *pass = fixture_finding(&evaluation, "TST-PASS-01");
    assert_true(span_is(pass->observed, "0.6400"));
    assert_true(span_is(pass->threshold, "0.60"));
    assert_int_equal(pass->source_count, 2);
    assert_string_equal(pass->sources[0].evidence, "E001");
    assert_true(span_is(pass->sources[0].place, "line 20"));
    assert_string_equal(pass->sources[1].evidence, "E004");
    assert_int_equal(strlen(pass->sources[1].sha256), 64);
    assert_true(span_is(pass->sources[1].place, "/results/triage/acc,none"));

    const struct finding *fail = fixture_finding(&evaluation, "TST-FAIL-02");
    assert_string_equal(fail->message.en, "there are 3 options for 7b-q4");
    assert_string_equal(fail->message.fr, "il y a 3 options\xC2\xA0!");
    assert_true(fail->waiver != NULL && fail->waiver_expired);
    assert_string_equal(
        fixture_finding(&evaluation, "TST-LATER-06")->in_force, "2028-08-02");
    rule_packs_close(packs);
}

static void
findings_are_in_order_of_pack_and_rule(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct rule_evaluation evaluation =
        evaluate(fixture, packs, fixture_read(fixture, FACTS));
    const struct finding_set *set = &evaluation.findings;
    assert_string_equal(set->items[0].pack, "common");
    for (size_t i = 2; i < set->count; i++) {
        assert_string_equal(set->items[i].pack, "medical");
        assert_true(strcmp(set->items[i - 1].rule, set->items[i].rule) < 0);
    }
    rule_packs_close(packs);
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The failed assertions are those that a stock Schematron engine reports. */
static void
failures_equal_those_of_a_stock_engine(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct rule_evaluation evaluation =
        evaluate(fixture, packs, fixture_read(fixture, FACTS));
    static char ours[64][128];
    assert_true(evaluation.failure_count < 64);
    for (size_t i = 0; i < evaluation.failure_count; i++) {
        snprintf(ours[i], sizeof(ours[i]), "%s %s\n",
            evaluation.failures[i].pattern, evaluation.failures[i].assertion);
    }
    qsort(ours, evaluation.failure_count, sizeof(ours[0]), by_text);

    FILE *stock = popen("tests/cli/schematron.py " FACTS " " PACKS, "r");
    assert_non_null(stock);
    char line[128];
    size_t count = 0;
    while (fgets(line, sizeof(line), stock) != NULL) {
        assert_true(count < evaluation.failure_count);
        assert_string_equal(ours[count], line);
        count++;
    }
    assert_int_equal(pclose(stock), 0);
    assert_int_equal(count, evaluation.failure_count);
    rule_packs_close(packs);
}

static void
facts_without_a_head_are_refused(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } cases[] = {
        {" day=\"20261123\"", ""},
        {" day=\"20261123\"", " day=\"2026\""},
        {" option=\"7b-q4\"", ""},
        {"urn:auditor:facts:1", "urn:auditor:facts:2"},
        {"v=\"medical\"", "v=\"space\""},
        {"v=\"medical\"", "v=\"common\""},
        {"id=\"E004\"", "id=\"E005\""},
        {"</facts>", ""},
    };
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct span facts = fixture_read(fixture, FACTS);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct rule_request request = {.packs = packs,
            .facts_xml =
                fixture_replace(fixture, facts, cases[i].from, cases[i].to)};
        struct rule_evaluation evaluation;
        err_clear(&fixture->err);
        assert_false(rule_evaluate(
            &fixture->arena, &request, &evaluation, &fixture->err));
        assert_int_equal(fixture->err.code, ERR_INPUT);
    }
    rule_packs_close(packs);
}

/* What goes wrong while a rule runs is an error, never a pass. */
static void
an_expression_that_goes_wrong_is_an_error(void **state)
{
    static const struct {
        const char *test;
        enum err_code code;
    } cases[] = {
        {"count('words')", ERR_SYSTEM},
        {"math:max('words')", ERR_SYSTEM},
        {"string-length() or contains('one')", ERR_SYSTEM},
        {"count(//*[count(//*[count(//*[count(//*[count(//*[count(//*"
         "[count(//*[count(//*) = 0]) = 0]) = 0]) = 0]) = 0]) = 0]) = 0]) = 0",
            ERR_LIMIT},
    };
    struct fixture *fixture = *state;
    struct span pack = fixture_read(fixture, PACKS "/medical.sch");
    struct span facts = fixture_read(fixture, FACTS);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct rule_packs *packs = fixture_packs(fixture,
            fixture_write(fixture, "medical.sch",
                fixture_replace(fixture, pack, "$n = 5", cases[i].test)));
        struct rule_request request = {.packs = packs, .facts_xml = facts};
        struct rule_evaluation evaluation;
        err_clear(&fixture->err);
        assert_false(rule_evaluate(
            &fixture->arena, &request, &evaluation, &fixture->err));
        assert_int_equal(fixture->err.code, cases[i].code);
        assert_string_equal(fixture->err.file, "medical.sch");
        rule_packs_close(packs);
    }
}

static void
seventy_rules_take_milliseconds(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct span facts = fixture_read(fixture, FACTS);
    struct timespec start;
    struct timespec end;
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start), 0);
    for (size_t i = 0; i < 5; i++) {
        (void)evaluate(fixture, packs, facts);
    }
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end), 0);
    int64_t spent_ns = (int64_t)(end.tv_sec - start.tv_sec) * 1000000000 +
                       (end.tv_nsec - start.tv_nsec);
    /* Generous: a build with sanitizers also has to pass. */
    assert_true(spent_ns < 100000000);
    rule_packs_close(packs);
}

int
main(void)
{
#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_outcome_is_reached),
        TEST(a_finding_names_values_and_sources),
        TEST(findings_are_in_order_of_pack_and_rule),
        TEST(failures_equal_those_of_a_stock_engine),
        TEST(facts_without_a_head_are_refused),
        TEST(an_expression_that_goes_wrong_is_an_error),
        TEST(seventy_rules_take_milliseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
