#include "unit/ingest/reading.h"

#include <stdio.h>

static void
front_matter_is_claimed_with_lines(void **state)
{
    static struct reading reading;
    const struct claim *claim;
    struct span file = span_of("---\n"
                               "license: [mit, apache-2.0]\n"
                               "language: fr\n"
                               "base_model: https://huggingface.co/org/tiny\n"
                               "pipeline_tag: text-generation\n"
                               "---\n"
                               "# Tiny\n");

    (void)state;
    assert_true(hf_card_bid(file) > 0);
    reading_run(&reading, hf_card_read, file, "x/README.md");
    assert_true(reading.ok);
    assert_string_equal(reading.claims[0].entity_id, "README.md");
    reading_is(&reading, ENTITY_CARD, "license", "mit");
    reading_is(&reading, ENTITY_CARD, "language", "fr");
    reading_is(&reading, ENTITY_CARD, "base-model", "org/tiny");
    claim = reading_nth(&reading, ENTITY_CARD, "base-model", 0);
    assert_true(claim != NULL && span_is(claim->place, "line 4") &&
                span_is(claim->written, "https://huggingface.co/org/tiny"));
    assert_non_null(reading_nth(&reading, ENTITY_CARD, "license", 1));
    reading_is(&reading, ENTITY_CARD, "has-limitations", "no");
    reading_end(&reading);
}

static void
windows_line_ends_are_read(void **state)
{
    static struct reading reading;

    (void)state;
    reading_run(&reading, hf_card_read,
        span_of("---\r\nlicense: mit\r\n---\r\n## Limitations\r\nSome.\r\n"),
        "README.md");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_CARD, "license", "mit");
    reading_is(&reading, ENTITY_CARD, "has-limitations", "yes");
    reading_end(&reading);
    reading_run(&reading, hf_card_read,
        span_of("\xef\xbb\xbf---\nlicense: mit\n---\n"), "README.md");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_CARD, "license", "mit");
    reading_end(&reading);
}

struct score_case {
    const char *source;
    const char *metric;
    const char *written;
    const char *value; /* NULL = no claim */
    const char *scale;
};

static void
scores_become_fractions_exactly(void **state)
{
    static const struct score_case cases[] = {
        {"me", "acc", "0.702", "0.702", "0-1"},
        {"me", "acc", "70.23", "0.7023", "0-100"},
        {"me", "acc", "'70.23%'", "0.7023", "0-100"},
        {"Open LLM Leaderboard", "acc_norm", "0.35", "0.0035", "0-100"},
        {"me", "perplexity", "16.5", "16.5", "raw"},
        {"me", "bleu", "27.4", "27.4", "raw"},
        {"me", "score", "7.34", "7.34", "raw"},
        {"me", "acc", "good", NULL, NULL},
        {"me", "acc", "3-5", NULL, NULL},
        {"me", "acc", "2024-05-01", NULL, NULL},
        {"me", "acc", "[1, 2]", NULL, NULL},
    };
    static struct reading reading;
    char file[1024];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(file, sizeof(file),
            "---\nmodel-index:\n- name: tiny\n  results:\n"
            "  - task: {type: qa}\n    dataset: {name: Triage, type: o/t,"
            " args: {num_few_shot: 5}}\n    metrics:\n"
            "    - type: %s\n      value: %s\n    source: {name: %s}\n---\n",
            cases[i].metric, cases[i].written, cases[i].source);
        reading_run(&reading, hf_card_read, span_of(file), "README.md");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_EVALUATION, "value", cases[i].value);
        reading_is(&reading, ENTITY_EVALUATION, "scale", cases[i].scale);
        reading_is(&reading, ENTITY_EVALUATION, "model-name", "tiny");
        reading_is(&reading, ENTITY_EVALUATION, "task", "Triage");
        reading_is(&reading, ENTITY_EVALUATION, "shots", "5");
        reading_is(&reading, ENTITY_EVALUATION, "source", cases[i].source);
        reading_end(&reading);
    }
}

static void
emissions_are_read_in_both_forms(void **state)
{
    static const char *const cases[] = {
        "---\nlicense: mit\nco2_eq_emissions: 250.5\n---\n",
        "---\nlicense: mit\nco2_eq_emissions:\n  emissions: 250.5\n"
        "  source: CodeCarbon\n---\n",
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(&reading, hf_card_read, span_of(cases[i]), "README.md");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_CARD, "co2-grams", "250.5");
        reading_is(
            &reading, ENTITY_CARD, "co2-source", i == 0 ? NULL : "CodeCarbon");
        reading_end(&reading);
    }
}

struct section_case {
    const char *body;
    const char *property;
    const char *value;
};

static void
sections_count_only_with_text_of_their_own(void **state)
{
    static const struct section_case cases[] = {
        {"## Intended Use\nFor triage.\n", "has-intended-use", "yes"},
        {"## Intended Use\n\n## Next\ntext\n", "has-intended-use", "no"},
        {"## Uses\n### Direct\ntext\n", "has-intended-use", "yes"},
        {"## Uses\n[More Information Needed]\n", "has-intended-use", "no"},
        {"## Uses\n[More Information Needed]\n", "unfilled-template", "yes"},
        {"## Uses\n{{ direct_use }}\n", "unfilled-template", "yes"},
        {"```\n{{ prompt }}\n```\n", "unfilled-template", "no"},
        {"```\n# Limitations\ntext\n```\n", "has-limitations", "no"},
        {"## Limitations\n<!-- say\nwhat -->\n", "has-limitations", "no"},
        {"**Limitations** It may err.\n", "has-limitations", "yes"},
        {"## Biais et risques\nTexte.\n", "has-limitations", "yes"},
        {"## Training data\nNotes.\n", "has-training-data", "yes"},
        {"## Evaluation\n| a | b |\n", "has-evaluation", "yes"},
        {"text about limitations\n", "has-limitations", "no"},
    };
    static struct reading reading;
    char file[512];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(
            file, sizeof(file), "---\nlicense: mit\n---\n%s", cases[i].body);
        reading_run(&reading, hf_card_read, span_of(file), "README.md");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_CARD, cases[i].property, cases[i].value);
        reading_end(&reading);
    }
}

static void
card_of_a_data_set_is_told_apart(void **state)
{
    static struct reading reading;
    struct span file = span_of("---\nlicense: mit\npretty_name: Triage\n"
                               "task_categories: [qa]\n---\n# Data\n");

    (void)state;
    assert_true(hf_card_bid(file) > 0);
    reading_run(&reading, hf_card_read, file, "README.md");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_DATASET, "name", "Triage");
    reading_is(&reading, ENTITY_DATASET, "license", "mit");
    reading_is(&reading, ENTITY_CARD, "has-limitations", NULL);
    reading_end(&reading);
}

static void
malformed_front_matter_is_refused(void **state)
{
    static const char *const cases[] = {
        "---\nlicense: mit\n",
        "---\nlicense: mit\nlicense: other\n---\n",
        "---\nlicense: &a mit\ntags: [*a]\n---\n",
        "---\n- license: mit\n---\n",
        "---\nlicense: [mit\n---\n",
        "---\nlicense: mit\nco2_eq_emissions: 0,5\n---\n",
        "---\nlicense: m\xff\n---\n",
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(&reading, hf_card_read, span_of(cases[i]), "README.md");
        if (reading.ok) {
            fail_msg("accepted: %s", cases[i]);
        }
        reading_end(&reading);
    }
}

static void
other_text_is_no_card(void **state)
{
    static const char *const cases[] = {
        "---\napiVersion: v1\nkind: Pod\n",
        "# Changes\n\n- nothing\n",
        "license: mit\n",
        "",
        "---\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(hf_card_bid(span_of(cases[i])), 0);
    }
    assert_int_equal(hf_card_bid(span_of("# How to write a model card\n")), 0);
    assert_true(hf_card_bid(span_of("# Tiny\n## Model Details\n"
                                    "## Intended Use\n## Limitations\n")) > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_is_claimed_with_lines),
        cmocka_unit_test(windows_line_ends_are_read),
        cmocka_unit_test(scores_become_fractions_exactly),
        cmocka_unit_test(emissions_are_read_in_both_forms),
        cmocka_unit_test(sections_count_only_with_text_of_their_own),
        cmocka_unit_test(card_of_a_data_set_is_told_apart),
        cmocka_unit_test(malformed_front_matter_is_refused),
        cmocka_unit_test(other_text_is_no_card),
    };

    return cmocka_run_group_tests_name("read_hf_card", tests, NULL, NULL);
}
