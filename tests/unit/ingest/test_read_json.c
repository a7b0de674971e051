#include "unit/ingest/reading.h"

/* The formats that are one JSON map: configurations, index, data set, BOM. */

struct config_case {
    const char *text;
    const char *property;
    const char *value;
};

static void
configurations_are_known_by_their_keys(void **state)
{
    static const struct config_case cases[] = {
        {"{\"architectures\":[\"LlamaForCausalLM\"],\"model_type\":\"llama\","
         "\"torch_dtype\":\"bfloat16\"}",
            "kind", "model"},
        {"{\"architectures\":[\"LlamaForCausalLM\"],\"model_type\":\"llama\"}",
            "architecture", "LlamaForCausalLM"},
        {"{\"model_type\":\"gemma3\",\"text_config\":{\"hidden_size\":5376}}",
            "hidden-size", "5376"},
        {"{\"model_type\":\"x\",\"vocab_size\":9,\"quantization_config\":"
         "{\"quant_method\":\"gptq\",\"bits\":4}}",
            "quant-bits", "4"},
        {"{\"bits\":3,\"group_size\":128,\"desc_act\":true}", "quant-bits",
            "3"},
        {"{\"bits\":3,\"group_size\":-1,\"desc_act\":true}", "quant-group",
            NULL},
        {"{\"w_bit\":4,\"q_group_size\":128}", "kind", "quantisation"},
        {"{\"peft_type\":\"LORA\",\"base_model_name_or_path\":"
         "\"https://huggingface.co/org/tiny\"}",
            "base-model", "org/tiny"},
        {"{\"bos_token_id\":1,\"eos_token_id\":2}", "kind", "generation"},
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct span file = span_of(cases[i].text);
        assert_true(hf_config_bid(file) > 0);
        reading_run(&reading, hf_config_read, file, "any.json");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_CONFIG, cases[i].property, cases[i].value);
        reading_end(&reading);
    }
}

static void
other_maps_are_no_configuration(void **state)
{
    static const char *const cases[] = {
        "{\"learning_rate\":1e-5,\"epochs\":3}",
        "{\"bits\":3}",
        "{\"temperature\":1}",
        "{\"a\":{\"peft_type\":\"LORA\"}}",
        "[{\"peft_type\":\"LORA\"}]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(hf_config_bid(span_of(cases[i])), 0);
    }
}

static void
index_counts_its_shards(void **state)
{
    static struct reading reading;
    struct span file =
        span_of("{\"metadata\":{\"total_size\":54864813280},\"weight_map\":"
                "{\"a\":\"2.safetensors\",\"b\":\"1.safetensors\","
                "\"c\":\"2.safetensors\"}}");

    (void)state;
    assert_true(safetensors_index_bid(file) > 0);
    reading_run(&reading, safetensors_index_read, file, "index.json");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_INDEX, "total-bytes", "54864813280");
    reading_is(&reading, ENTITY_INDEX, "shards", "2");
    reading_is(&reading, ENTITY_INDEX, "total-params", NULL);
    reading_end(&reading);
    reading_run(&reading, safetensors_index_read,
        span_of("{\"weight_map\":{\"a\":1}}"), "index.json");
    assert_false(reading.ok);
    reading_end(&reading);
}

static void
croissant_is_read_under_all_its_names(void **state)
{
    static struct reading reading;
    struct span file = span_of(
        "{\"@context\":{\"cr\":\"http://mlcommons.org/croissant/\"},"
        "\"sc:name\":\"triage\",\"https://schema.org/version\":\"1.0\","
        "\"license\":[\"mit\",{\"@id\":\"cc0-1.0\"}],"
        "\"creator\":[{\"name\":\"A\"},{\"name\":\"B\"}],"
        "\"datePublished\":\"2025-03-01T10:00:00\","
        "\"rai:dataBiases\":[\"one\",\"two\"],"
        "\"distribution\":[{\"sha256\":\"main\"},{\"sha256\":\""
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        "\"}]}");

    (void)state;
    assert_true(croissant_bid(file) > 0);
    reading_run(&reading, croissant_read, file, "metadata.json");
    assert_true(reading.ok);
    assert_string_equal(reading.claims[0].entity_id, "triage");
    reading_is(&reading, ENTITY_DATASET, "name", "triage");
    reading_is(&reading, ENTITY_DATASET, "version", "1.0");
    reading_is(&reading, ENTITY_DATASET, "license", "mit");
    reading_is(&reading, ENTITY_DATASET, "creator", "A; B");
    reading_is(&reading, ENTITY_DATASET, "published", "2025-03-01");
    reading_is(&reading, ENTITY_DATASET, "biases", "one; two");
    reading_is(&reading, ENTITY_DATASET, "limitations", NULL);
    assert_non_null(reading_nth(&reading, ENTITY_DATASET, "license", 1));
    assert_non_null(reading_nth(&reading, ENTITY_DATASET, "file-digest", 0));
    assert_null(reading_nth(&reading, ENTITY_DATASET, "file-digest", 1));
    reading_end(&reading);
}

#define BOM(version, card)                                                     \
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"" version "\","            \
    "\"components\":[{\"type\":\"machine-learning-model\","                    \
    "\"bom-ref\":\"m\",\"group\":\"org\",\"name\":\"tiny\","                   \
    "\"licenses\":[{\"license\":{\"id\":\"MIT\"}}],\"modelCard\":" card "}]}"

static void
bill_of_materials_gives_metrics_and_energy(void **state)
{
    static struct reading reading;
    struct span file = span_of(BOM("1.6",
        "{\"modelParameters\":{\"task\":\"triage\"},"
        "\"quantitativeAnalysis\":{\"performanceMetrics\":["
        "{\"type\":\"accuracy\",\"value\":\"87.5%\",\"slice\":\"fr\"},"
        "{\"type\":\"note\",\"value\":\"good\"}]},"
        "\"considerations\":{\"technicalLimitations\":[\"short\"],"
        "\"environmentalConsiderations\":{\"energyConsumptions\":["
        "{\"activity\":\"fine-tuning\",\"activityEnergyCost\":"
        "{\"value\":0.1,\"unit\":\"kWh\"},\"co2CostEquivalent\":"
        "{\"value\":31.22,\"unit\":\"tCO2eq\"}}]}}}"));

    (void)state;
    assert_true(cyclonedx_bid(file) > 0);
    reading_run(&reading, cyclonedx_read, file, "bom.json");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_COMPONENT, "name", "org/tiny");
    reading_is(&reading, ENTITY_COMPONENT, "license", "MIT");
    reading_is(&reading, ENTITY_COMPONENT, "limitation", "short");
    reading_is(&reading, ENTITY_COMPONENT, "bom-version", "1.6");
    reading_is(&reading, ENTITY_EVALUATION, "value", "0.875");
    reading_is(&reading, ENTITY_EVALUATION, "scale", "0-100");
    reading_is(&reading, ENTITY_EVALUATION, "filter", "fr");
    assert_null(reading_nth(&reading, ENTITY_EVALUATION, "value", 1));
    reading_is(&reading, ENTITY_ENERGY, "energy", "360000");
    reading_is(&reading, ENTITY_ENERGY, "co2", "31220000");
    reading_is(&reading, ENTITY_ENERGY, "scope", "finetuning");
    reading_end(&reading);
}

static void
bill_of_materials_with_other_units_is_refused(void **state)
{
    static const char *const cases[] = {
        BOM("1.6", "{\"considerations\":{\"environmentalConsiderations\":{"
                   "\"energyConsumptions\":[{\"activityEnergyCost\":"
                   "{\"value\":1,\"unit\":\"MWh\"}}]}}}"),
        BOM("0.9", "{}"),
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(&reading, cyclonedx_read, span_of(cases[i]), "b.json");
        assert_false(reading.ok);
        assert_int_equal(reading.err.code, ERR_INPUT);
        reading_end(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(configurations_are_known_by_their_keys),
        cmocka_unit_test(other_maps_are_no_configuration),
        cmocka_unit_test(index_counts_its_shards),
        cmocka_unit_test(croissant_is_read_under_all_its_names),
        cmocka_unit_test(bill_of_materials_gives_metrics_and_energy),
        cmocka_unit_test(bill_of_materials_with_other_units_is_refused),
    };

    return cmocka_run_group_tests_name("read_json", tests, NULL, NULL);
}
