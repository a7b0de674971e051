#include "claims.h"

/* One run of the test, as the evidence has it. NULL: it does not say. */
struct run {
    const char *option;
    const char *value, *error, *n, *limit, *scale, *date, *shots;
    enum claim_method method;
    const char *filter;
    const char *tool;
};

static void
put(struct claims *claims, const struct run *run, const char *evidence)
{
    struct claim key = {.evidence = evidence,
        .option = run->option,
        .entity = ENTITY_EVALUATION,
        .entity_id = "medqa/acc",
        .reader = "lm-eval-0.4"};
    const char *const all[][2] = {{"tool", run->tool ? run->tool : "lm-eval"},
        {"task", "medqa"}, {"metric", "acc"}, {"value", run->value},
        {"stderr", run->error}, {"n", run->n}, {"limit", run->limit},
        {"scale", run->scale}, {"date", run->date}, {"shots", run->shots},
        {"filter", run->filter}};
    claims->method = run->method;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (all[i][1] != NULL && all[i][1][0] != '\0') {
            claims_add(claims, &key, all[i][0], all[i][1]);
        }
    }
}

static struct result
result_for(struct arena *arena, const struct run *runs, size_t count,
    const struct option *option, const struct criterion *criterion)
{
    static const char *const evidence[] = {"E001", "E002", "E003", "E004"};
    static struct claims claims;
    struct err err = {0};
    struct result result;
    claims = (struct claims){.set = {NULL, 0}};
    for (size_t i = 0; i < count; i++) {
        put(&claims, &runs[i], evidence[i]);
    }
    assert_true(
        result_of(arena, &claims.set, option, criterion, &result, &err));
    assert_int_equal(err.code, ERR_NONE);
    return result;
}

static const struct {
    const char *name;
    struct run runs[3];
    size_t count;
    bool lower;
    const char *value; /* that counts */
    enum answer met;
} answers[] = {
    {"nothing was measured", {{0}}, 0, false, NULL, ANSWER_UNKNOWN},
    {"at the threshold", {{.value = "0.895", .method = CLAIM_MEASURED}}, 1,
        false, "0.895", ANSWER_YES},
    {"just below the threshold",
        {{.value = "0.8949999999999999", .method = CLAIM_MEASURED}}, 1, false,
        "0.8949999999999999", ANSWER_NO},
    {"the same number in another form",
        {{.value = "8950e-4", .method = CLAIM_MEASURED}}, 1, false, "8950e-4",
        ANSWER_YES},
    {"the worse of two",
        {{.value = "0.9", .method = CLAIM_MEASURED},
            {.value = "0.89", .method = CLAIM_MEASURED}},
        2, false, "0.89", ANSWER_NO},
    {"the worse of two, first",
        {{.value = "0.89", .method = CLAIM_MEASURED},
            {.value = "0.9", .method = CLAIM_MEASURED}},
        2, false, "0.89", ANSWER_NO},
    {"the higher of two where lower is better",
        {{.value = "0.1", .method = CLAIM_MEASURED},
            {.value = "0.96", .method = CLAIM_MEASURED}},
        2, true, "0.96", ANSWER_NO},
    {"at the maximum", {{.value = "0.895", .method = CLAIM_MEASURED}}, 1, true,
        "0.895", ANSWER_YES},
    {"a measurement beats a better declaration",
        {{.value = "0.99", .method = CLAIM_DECLARED},
            {.value = "0.90", .method = CLAIM_MEASURED}},
        2, false, "0.90", ANSWER_YES},
    {"a measurement beats a worse declaration",
        {{.value = "0.99", .method = CLAIM_MEASURED},
            {.value = "0.10", .method = CLAIM_DECLARED}},
        2, false, "0.99", ANSWER_YES},
    {"a partial run proves no pass",
        {{.value = "0.99", .limit = "10", .method = CLAIM_MEASURED}}, 1, false,
        "0.99", ANSWER_UNDECIDED},
    {"a partial run can show a failure",
        {{.value = "0.10", .limit = "10", .method = CLAIM_MEASURED}}, 1, false,
        "0.10", ANSWER_NO},
    {"a whole run beats a partial one",
        {{.value = "0.10", .limit = "10", .method = CLAIM_MEASURED},
            {.value = "0.90", .method = CLAIM_MEASURED}},
        2, false, "0.90", ANSWER_YES},
    {"raw scale cannot be held against a fraction",
        {{.value = "89.6", .scale = "raw", .method = CLAIM_MEASURED}}, 1, false,
        "89.6", ANSWER_UNKNOWN},
    {"no number", {{.value = "n/a", .method = CLAIM_MEASURED}}, 1, false, "n/a",
        ANSWER_UNKNOWN},
};

static void
the_value_that_counts_is_held_against_the_threshold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(answers); i++) {
        struct arena arena;
        struct criterion criterion = criterion_default();
        struct run runs[3];
        criterion.lower_is_better = answers[i].lower;
        criterion.maximum = span_of("0.895");
        memcpy(runs, answers[i].runs, sizeof(runs));
        for (size_t j = 0; j < COUNT(runs); j++) {
            runs[j].option = "big";
        }
        arena_init(&arena, 1 << 20);
        struct result result =
            result_for(&arena, runs, answers[i].count, &options[0], &criterion);
        if (result.met != answers[i].met) {
            fail_msg("%s: %s", answers[i].name, answer_name(result.met));
        }
        if ((result.value == NULL) != (answers[i].value == NULL) ||
            (result.value != NULL &&
                !span_is(result.value->value, answers[i].value))) {
            fail_msg("%s: another value counts", answers[i].name);
        }
        arena_release(&arena);
    }
}

static void
a_criterion_without_threshold_is_never_met(void **state)
{
    (void)state;
    struct arena arena;
    struct criterion criterion = criterion_default();
    struct run run = {
        .option = "big", .value = "0.99", .method = CLAIM_MEASURED};
    criterion.minimum = span_of("");
    criterion.maximum = span_of("1");
    arena_init(&arena, 1 << 20);
    struct result result = result_for(&arena, &run, 1, &options[0], &criterion);
    assert_int_equal(result.met, ANSWER_UNKNOWN);
    arena_release(&arena);
}

static void
only_what_answers_the_criterion_counts(void **state)
{
    (void)state;
    static const struct {
        const char *option, *filter, *wanted;
        bool counts;
    } cases[] = {
        {"big", "strict-match", "strict-match", true},
        {"big", "strict-match", "", true},
        {"big", "flexible", "strict-match", false},
        {"big", NULL, "strict-match", false},
        {"q4", NULL, "", false},
        {"", NULL, "", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena;
        struct criterion criterion = criterion_default();
        struct run run = {.option = cases[i].option,
            .value = "0.9",
            .filter = cases[i].filter,
            .method = CLAIM_MEASURED};
        criterion.filter = cases[i].wanted;
        arena_init(&arena, 1 << 20);
        struct result result =
            result_for(&arena, &run, 1, &options[0], &criterion);
        if ((result.value != NULL) != cases[i].counts) {
            fail_msg("row %zu", i);
        }
        arena_release(&arena);
    }
}

static void
a_threshold_is_declared_before_on_an_earlier_day_only(void **state)
{
    (void)state;
    static const struct {
        const char *set_on, *date;
        enum answer answer;
    } cases[] = {
        {"2026-02-01", "2026-02-02T00:00:00Z", ANSWER_YES},
        {"2026-02-01", "2026-02-01T23:59:59Z", ANSWER_UNDECIDED},
        {"2026-02-01", "2026-02-01", ANSWER_UNDECIDED},
        {"2026-02-01", "2026-02-02T00:30:00+01:00", ANSWER_UNDECIDED},
        {"2026-02-01", "2026-01-31T23:59:59Z", ANSWER_NO},
        {"2026-02-01", NULL, ANSWER_UNKNOWN},
        {"", "2026-02-02", ANSWER_UNKNOWN},
        {"2026-02-30", "2026-03-02", ANSWER_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena;
        struct criterion criterion = criterion_default();
        struct run run = {.option = "big",
            .value = "0.9",
            .date = cases[i].date,
            .method = CLAIM_MEASURED};
        criterion.set_on = cases[i].set_on;
        arena_init(&arena, 1 << 20);
        struct result result =
            result_for(&arena, &run, 1, &options[0], &criterion);
        if (result.declared_before != cases[i].answer) {
            fail_msg("row %zu: %s", i, answer_name(result.declared_before));
        }
        arena_release(&arena);
    }
}

static void
of_equal_values_the_earlier_run_counts(void **state)
{
    (void)state;
    static const char *const dates[][2] = {
        {"2026-03-01", "2026-01-01"},
        {"2026-01-01", "2026-03-01"},
    };
    for (size_t i = 0; i < COUNT(dates); i++) {
        struct arena arena;
        struct criterion criterion = criterion_default();
        struct run runs[] = {
            {.option = "big",
                .value = "0.9",
                .date = dates[i][0],
                .method = CLAIM_MEASURED},
            {.option = "big",
                .value = "0.90",
                .date = dates[i][1],
                .method = CLAIM_MEASURED},
        };
        arena_init(&arena, 1 << 20);
        struct result result =
            result_for(&arena, runs, 2, &options[0], &criterion);
        assert_string_equal(result.evaluated_on, "2026-01-01");
        assert_int_equal(result.declared_before, ANSWER_NO);
        arena_release(&arena);
    }
}

static void
a_score_is_above_chance_only_with_its_interval(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *error, *n, *scale, *limit, *chance;
        bool lower;
        enum answer answer;
    } cases[] = {
        {"far above", "0.9", "0.01", NULL, NULL, NULL, "0.25", false,
            ANSWER_YES},
        {"interval reaches down", "0.3", "0.05", NULL, NULL, NULL, "0.25",
            false, ANSWER_NO},
        {"no interval", "0.9", NULL, NULL, NULL, NULL, "0.25", false,
            ANSWER_UNKNOWN},
        {"of n questions", "0.9", NULL, "1000", NULL, NULL, "0.25", false,
            ANSWER_YES},
        {"of few questions", "1", NULL, "2", NULL, NULL, "0.5", false,
            ANSWER_NO},
        {"no chance given", "0.9", "0.01", NULL, NULL, NULL, "", false,
            ANSWER_UNKNOWN},
        {"raw scale", "85", "1", NULL, "raw", NULL, "0.25", false,
            ANSWER_UNKNOWN},
        {"partial run", "0.9", "0.01", NULL, NULL, "10", "0.25", false,
            ANSWER_UNDECIDED},
        {"error rate below that of guessing", "0.1", "0.01", NULL, NULL, NULL,
            "0.75", true, ANSWER_YES},
        {"error rate above that of guessing", "0.9", "0.01", NULL, NULL, NULL,
            "0.75", true, ANSWER_NO},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena;
        struct criterion criterion = criterion_default();
        struct run run = {.option = "big",
            .value = cases[i].value,
            .error = cases[i].error,
            .n = cases[i].n,
            .scale = cases[i].scale,
            .limit = cases[i].limit,
            .method = CLAIM_MEASURED};
        criterion.chance = span_of(cases[i].chance);
        criterion.lower_is_better = cases[i].lower;
        arena_init(&arena, 1 << 20);
        struct result result =
            result_for(&arena, &run, 1, &options[0], &criterion);
        if (result.above_chance != cases[i].answer) {
            fail_msg("%s: %s", cases[i].name, answer_name(result.above_chance));
        }
        arena_release(&arena);
    }
}

static const struct {
    const char *name;
    struct run parent, child;
    bool lower;
    const char *margin;
    const char *difference;
    bool paired;
    enum answer within;
} losses[] = {
    {"well within", {.value = "0.80", .error = "0.002", .n = "1000"},
        {.value = "0.80", .error = "0.002", .n = "1000"}, false, "0.02", "0",
        true, ANSWER_YES},
    {"a gain", {.value = "0.80", .error = "0.002", .n = "1000"},
        {.value = "0.81", .error = "0.002", .n = "1000"}, false, "0.02",
        "-0.01", true, ANSWER_YES},
    {"interval reaches beyond", {.value = "0.80", .error = "0.01", .n = "1000"},
        {.value = "0.79", .error = "0.01", .n = "1000"}, false, "0.02", "0.01",
        true, ANSWER_UNDECIDED},
    {"loss beyond the margin", {.value = "0.80", .error = "0.01", .n = "1000"},
        {.value = "0.70", .error = "0.01", .n = "1000"}, false, "0.02", "0.1",
        true, ANSWER_NO},
    {"exact just beyond", {.value = "0.3", .error = "0.000001", .n = "9"},
        {.value = "0.2799999999999999", .error = "0.000001", .n = "9"}, false,
        "0.02", "0.0200000000000001", true, ANSWER_NO},
    {"an interval a hair beyond",
        {.value = "0.1", .error = "0.0000000001", .n = "9"},
        {.value = "0.08", .error = "0.0000000001", .n = "9"}, false, "0.02",
        "0.02", true, ANSWER_UNDECIDED},
    {"a rate that rises is a loss",
        {.value = "0.10", .error = "0.002", .n = "1000"},
        {.value = "0.20", .error = "0.002", .n = "1000"}, true, "0.02", "0.1",
        true, ANSWER_NO},
    {"a rate that falls is a gain",
        {.value = "0.20", .error = "0.002", .n = "1000"},
        {.value = "0.10", .error = "0.002", .n = "1000"}, true, "0.02", "-0.1",
        true, ANSWER_YES},
    {"no interval", {.value = "0.80"}, {.value = "0.80"}, false, "0.02", "0",
        false, ANSWER_UNDECIDED},
    {"other n", {.value = "0.80", .error = "0.002", .n = "1000"},
        {.value = "0.80", .error = "0.002", .n = "999"}, false, "0.02", "0",
        false, ANSWER_UNDECIDED},
    {"n not known", {.value = "0.80", .error = "0.002"},
        {.value = "0.80", .error = "0.002"}, false, "0.02", "0", false,
        ANSWER_UNDECIDED},
    {"other shots",
        {.value = "0.80", .error = "0.002", .n = "1000", .shots = "5"},
        {.value = "0.80", .error = "0.002", .n = "1000", .shots = "0"}, false,
        "0.02", "0", false, ANSWER_UNDECIDED},
    {"other tool",
        {.value = "0.80", .error = "0.002", .n = "1000", .tool = "helm"},
        {.value = "0.80", .error = "0.002", .n = "1000"}, false, "0.02", "0",
        false, ANSWER_UNDECIDED},
    {"other filter",
        {.value = "0.80", .error = "0.002", .n = "1000", .filter = "strict"},
        {.value = "0.80", .error = "0.002", .n = "1000", .filter = "loose"},
        false, "0.02", "0", false, ANSWER_UNDECIDED},
    {"partial runs",
        {.value = "0.80", .error = "0.002", .n = "100", .limit = "100"},
        {.value = "0.80", .error = "0.002", .n = "100", .limit = "100"}, false,
        "0.02", "0", true, ANSWER_UNDECIDED},
    {"no margin", {.value = "0.80", .error = "0.002", .n = "1000"},
        {.value = "0.80", .error = "0.002", .n = "1000"}, false, "", "0", true,
        ANSWER_UNKNOWN},
    {"raw scale", {.value = "80", .error = "0.2", .n = "1000", .scale = "raw"},
        {.value = "80", .error = "0.2", .n = "1000", .scale = "raw"}, false,
        "0.02", "", false, ANSWER_UNKNOWN},
    {"parent not evaluated", {.value = NULL},
        {.value = "0.80", .error = "0.002", .n = "1000"}, false, "0.02", "",
        false, ANSWER_UNKNOWN},
};

static struct loss
loss_for(struct arena *arena, size_t row, struct criterion *criterion)
{
    static struct claims claims;
    struct err err = {0};
    struct loss loss;
    struct result child;
    struct result parent;
    struct run runs[2] = {losses[row].parent, losses[row].child};
    claims = (struct claims){.set = {NULL, 0}};
    criterion->lower_is_better = losses[row].lower;
    criterion->loss_max = span_of(losses[row].margin);
    for (size_t i = 0; i < 2; i++) {
        runs[i].option = options[i].id;
        runs[i].method = CLAIM_MEASURED;
        put(&claims, &runs[i], i == 0 ? "E001" : "E002");
    }
    assert_true(
        result_of(arena, &claims.set, &options[0], criterion, &parent, &err));
    assert_true(
        result_of(arena, &claims.set, &options[1], criterion, &child, &err));
    assert_true(loss_of(arena, &claims.set, &child, &parent, &loss, &err));
    assert_int_equal(err.code, ERR_NONE);
    return loss;
}

static void
a_loss_is_held_against_its_margin_with_its_interval(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(losses); i++) {
        struct arena arena;
        struct criterion criterion = criterion_default();
        arena_init(&arena, 1 << 20);
        struct loss loss = loss_for(&arena, i, &criterion);
        if (loss.within_margin != losses[i].within ||
            loss.paired != losses[i].paired ||
            !span_is(loss.difference, losses[i].difference)) {
            fail_msg("%s: %s, paired %d, difference %.*s", losses[i].name,
                answer_name(loss.within_margin), loss.paired,
                (int)loss.difference.len, loss.difference.ptr);
        }
        arena_release(&arena);
    }
}

static void
only_compressed_options_are_held_against_their_parent(void **state)
{
    (void)state;
    static const struct {
        const char *relation, *parent;
        size_t losses;
    } cases[] = {
        {"quantized", "big", 1},
        {"pruned", "big", 1},
        {"distilled", "big", 1},
        {"finetune", "big", 0},
        {"quantized", "", 0},
        {"quantized", "unheard-of", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena;
        struct err err = {0};
        struct comparison comparison;
        struct option pair[2] = {options[0], options[1]};
        struct criterion criterion = criterion_default();
        struct audit_facts facts = {.audit = {.options = pair,
                                        .option_count = 2,
                                        .criteria = &criterion,
                                        .criterion_count = 1}};
        pair[1].relation = cases[i].relation;
        pair[1].parent = cases[i].parent;
        arena_init(&arena, 1 << 20);
        assert_true(compare_options(&arena, &facts, &comparison, &err));
        assert_int_equal(comparison.loss_count, cases[i].losses);
        assert_int_equal(comparison.result_count, 2);
        assert_int_equal(comparison.figure_count, 2);
        arena_release(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_value_that_counts_is_held_against_the_threshold),
        cmocka_unit_test(a_criterion_without_threshold_is_never_met),
        cmocka_unit_test(only_what_answers_the_criterion_counts),
        cmocka_unit_test(a_threshold_is_declared_before_on_an_earlier_day_only),
        cmocka_unit_test(of_equal_values_the_earlier_run_counts),
        cmocka_unit_test(a_score_is_above_chance_only_with_its_interval),
        cmocka_unit_test(a_loss_is_held_against_its_margin_with_its_interval),
        cmocka_unit_test(only_compressed_options_are_held_against_their_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
