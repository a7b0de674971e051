#include "unit/ingest/reading.h"

#include <stdio.h>

#define RESULTS_04                                                             \
    "{\"results\":{\"triage\":{\"alias\":\"triage\",\"acc,none\":0.625,"       \
    "\"acc_stderr,none\":0.01,\"exact_match,strict\":1e-05,"                   \
    "\"exact_match_stderr,strict\":\"N/A\"},"                                  \
    "\"triage_all\":{\"acc,none\":0.5,\"alias\":\" - all\"}},"                 \
    "\"groups\":{\"triage_all\":{\"acc,none\":0.5},"                           \
    "\"other\":{\"acc,none\":0.25}},"                                          \
    "\"configs\":{\"triage\":{\"dataset_path\":\"org/triage\","                \
    "\"num_fewshot\":5,\"metric_list\":[{\"metric\":\"exact_match\","          \
    "\"higher_is_better\":true}]}},"                                           \
    "\"versions\":{\"triage\":1.10},\"n-shot\":{\"triage\":3},"                \
    "\"higher_is_better\":{\"triage\":{\"acc\":true}},"                        \
    "\"n-samples\":{\"triage\":{\"original\":1000,\"effective\":200}},"        \
    "\"config\":{\"model\":\"hf\",\"model_args\":"                             \
    "\"pretrained=org/tiny,revision=a=b\",\"limit\":200},"                     \
    "\"date\":1768964383.85,\"lm_eval_version\":\"0.4.9\"}"

static void
version_04_is_claimed_metric_by_metric(void **state)
{
    static struct reading reading;
    struct span file = span_of(RESULTS_04);

    (void)state;
    assert_true(lm_eval_04_bid(file) > lm_eval_03_bid(file));
    reading_run(&reading, lm_eval_04_read, file, "results.json");
    assert_true(reading.ok);
    assert_string_equal(reading.claims[0].entity_id, "triage/acc,none");
    reading_is(&reading, ENTITY_EVALUATION, "tool", "lm-eval");
    reading_is(&reading, ENTITY_EVALUATION, "tool-version", "0.4.9");
    reading_is(&reading, ENTITY_EVALUATION, "model-name", "org/tiny");
    reading_is(&reading, ENTITY_EVALUATION, "task-version", "1.10");
    reading_is(&reading, ENTITY_EVALUATION, "metric", "acc");
    reading_is(&reading, ENTITY_EVALUATION, "filter", "none");
    reading_is(&reading, ENTITY_EVALUATION, "value", "0.625");
    reading_is(&reading, ENTITY_EVALUATION, "scale", "0-1");
    reading_is(&reading, ENTITY_EVALUATION, "stderr", "0.01");
    reading_is(&reading, ENTITY_EVALUATION, "n", "200");
    reading_is(&reading, ENTITY_EVALUATION, "shots", "3");
    reading_is(&reading, ENTITY_EVALUATION, "limit", "200");
    reading_is(&reading, ENTITY_EVALUATION, "higher-is-better", "yes");
    reading_is(&reading, ENTITY_EVALUATION, "dataset", "org/triage");
    reading_is(&reading, ENTITY_EVALUATION, "date", "2026-01-21T02:59:43Z");
    reading_end(&reading);
}

static void
exponents_become_plain_and_groups_count_once(void **state)
{
    static struct reading reading;
    const struct claim *claim;

    (void)state;
    reading_run(&reading, lm_eval_04_read, span_of(RESULTS_04), "results.json");
    claim = reading_nth(&reading, ENTITY_EVALUATION, "value", 1);
    assert_true(claim != NULL && span_is(claim->value, "0.00001") &&
                span_is(claim->written, "1e-05") &&
                span_is(claim->place, "/results/triage/exact_match,strict"));
    /* "N/A" is no standard error: only the first metric has one. */
    assert_null(reading_nth(&reading, ENTITY_EVALUATION, "stderr", 1));
    /* triage (2 metrics), triage_all once, other from the groups. */
    assert_non_null(reading_nth(&reading, ENTITY_EVALUATION, "value", 3));
    assert_null(reading_nth(&reading, ENTITY_EVALUATION, "value", 4));
    reading_end(&reading);
}

static void
version_03_has_no_filter_and_no_date(void **state)
{
    static struct reading reading;
    struct span file =
        span_of("{\"results\":{\"wiki\":{\"word_perplexity\":16.5,"
                "\"acc\":0.7,\"acc_stderr\":0.02}},\"versions\":{\"wiki\":0},"
                "\"config\":{\"model_args\":\"pretrained=org/tiny\","
                "\"num_fewshot\":5,\"limit\":null}}");

    (void)state;
    assert_true(lm_eval_03_bid(file) > 0);
    assert_int_equal(lm_eval_04_bid(file), 0);
    reading_run(&reading, lm_eval_03_read, file, "results.json");
    assert_true(reading.ok);
    assert_string_equal(reading.claims[0].entity_id, "wiki/word_perplexity");
    reading_is(&reading, ENTITY_EVALUATION, "value", "16.5");
    reading_is(&reading, ENTITY_EVALUATION, "scale", "raw");
    reading_is(&reading, ENTITY_EVALUATION, "stderr", "0.02");
    reading_is(&reading, ENTITY_EVALUATION, "shots", "5");
    reading_is(&reading, ENTITY_EVALUATION, "filter", NULL);
    reading_is(&reading, ENTITY_EVALUATION, "limit", NULL);
    reading_is(&reading, ENTITY_EVALUATION, "date", NULL);
    reading_end(&reading);
}

static void
model_is_found_in_arguments_of_both_kinds(void **state)
{
    static const char *const cases[] = {
        "{\"model_args\":\"dtype=bfloat16,pretrained=org/tiny\"}",
        "{\"model_args\":{\"pretrained\":\"org/tiny\"}}",
        "{\"model_args\":\"pretrained=/home/person/org/tiny\"}",
        "{\"model_args\":\"model=org/tiny,base_url=http://h/v1?a=b\"}",
    };
    static struct reading reading;
    char file[512];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(file, sizeof(file),
            "{\"results\":{\"t\":{\"acc,none\":0}},\"config\":%s}", cases[i]);
        reading_run(&reading, lm_eval_04_read, span_of(file), "r.json");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_EVALUATION, "model-name", "org/tiny");
        reading_end(&reading);
    }
}

static void
malformed_results_are_refused(void **state)
{
    static const char *const cases[] = {
        "{\"results\":{\"t\":{\"acc,none\":NaN}}}",
        "{\"results\":{\"t\":{\"acc,none\":0.5,\"acc,none\":0.9}}}",
        "{\"results\":{\"t\":{\"acc,none\":0.5}}",
        "{\"results\":{\"t\":0.5}}",
        "{\"results\":{\"t\":{\"acc,none\":0.5}},\"date\":-1}",
        "{\"results\":{\"t\":{\"acc,none\":0.5}},\"date\":1e30}",
        "[]",
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(&reading, lm_eval_04_read, span_of(cases[i]), "r.json");
        if (reading.ok) {
            fail_msg("accepted: %s", cases[i]);
        }
        assert_int_equal(reading.err.code, ERR_INPUT);
        reading_end(&reading);
    }
}

static void
samples_are_counted_and_their_text_is_not_kept(void **state)
{
    static struct reading reading;
    struct span file =
        span_of("{\"doc_id\":0,\"doc\":{\"q\":\"secret\"},\"filter\":\"a\"}\n"
                "{\"doc_id\":0,\"doc\":{\"q\":\"secret\"},\"filter\":\"b\"}\n"
                "\n"
                "{\"doc_id\":1,\"doc\":{\"q\":\"secret\"},\"filter\":\"a\"}");

    (void)state;
    assert_true(lm_eval_samples_bid(file) > 0);
    reading_run(&reading, lm_eval_samples_read, file, "samples.jsonl");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_EVALUATION, "n", "2");
    for (size_t i = 0; i < reading.count; i++) {
        assert_int_equal(span_find(reading.claims[i].value, span_of("secret")),
            reading.claims[i].value.len);
    }
    reading_end(&reading);
}

static void
malformed_sample_is_refused_with_its_line(void **state)
{
    static const char *const cases[] = {
        "{\"doc_id\":0}\n{\"doc_id\":NaN}\n",
        "{\"doc_id\":0}\n{\"doc_id\":1\n",
        "{\"doc_id\":0}\n[1]\n",
        "{\"doc_id\":0}\n{\"a\":1}{\"b\":2}\n",
        "{\"doc_id\":0}\n{\"a\":1,\"a\":2}\n",
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(
            &reading, lm_eval_samples_read, span_of(cases[i]), "s.jsonl");
        if (reading.ok) {
            fail_msg("accepted: %s", cases[i]);
        }
        assert_string_equal(reading.err.place, "line 2");
        reading_end(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_04_is_claimed_metric_by_metric),
        cmocka_unit_test(exponents_become_plain_and_groups_count_once),
        cmocka_unit_test(version_03_has_no_filter_and_no_date),
        cmocka_unit_test(model_is_found_in_arguments_of_both_kinds),
        cmocka_unit_test(malformed_results_are_refused),
        cmocka_unit_test(samples_are_counted_and_their_text_is_not_kept),
        cmocka_unit_test(malformed_sample_is_refused_with_its_line),
    };

    return cmocka_run_group_tests_name("read_lm_eval", tests, NULL, NULL);
}
