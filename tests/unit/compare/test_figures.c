#include "claims.h"

/* A weight file: NULL where its header does not say. */
struct file {
    const char *bytes, *params, *packed;
};

static const struct {
    const char *name;
    struct file files[3];
    size_t count;
    const char *index_params, *index_bytes;
    const char *params, *bytes;
    bool refused; /* one more file, that could not be read */
} sizes[] = {
    {"no weights", {{0}}, 0, NULL, NULL, "", "", false},
    {"one file", {{"100", "40", NULL}}, 1, NULL, NULL, "40", "100", false},
    {"all shards gave their share", {{"100", "40", NULL}, {"200", "60", NULL}},
        2, NULL, NULL, "100", "300", false},
    {"one shard is a pointer", {{"100", "40", NULL}, {"200", NULL, NULL}}, 2,
        NULL, NULL, "", "300", false},
    {"one shard is a pointer, the index says",
        {{"100", "40", NULL}, {"200", NULL, NULL}}, 2, "123", NULL, "123",
        "300", false},
    {"packed values are not parameters", {{"100", "10", "yes"}}, 1, NULL, NULL,
        "", "100", false},
    {"packed, the index says", {{"100", "10", "yes"}}, 1, "80", NULL, "80",
        "100", false},
    {"a shard is missing", {{"100", "40", NULL}}, 1, "80", "200", "80", "200",
        false},
    {"a shard could not be read", {{"100", "40", NULL}}, 1, NULL, NULL, "", "",
        true},
    {"a shard could not be read, the index says", {{"100", "40", NULL}}, 1,
        "80", "200", "80", "200", true},
};

static void
put_files(struct claims *claims, size_t row)
{
    static const char *const evidence[] = {"E001", "E002", "E003"};
    claims->method = CLAIM_COMPUTED;
    for (size_t i = 0; i < sizes[row].count; i++) {
        const struct file *file = &sizes[row].files[i];
        struct claim key = {.evidence = evidence[i],
            .option = "big",
            .entity = ENTITY_WEIGHTS,
            .entity_id = evidence[i]};
        const char *const all[][2] = {{"bytes", file->bytes},
            {"params", file->params}, {"packed", file->packed}};
        for (size_t j = 0; j < COUNT(all); j++) {
            if (all[j][1] != NULL) {
                claims_add(claims, &key, all[j][0], all[j][1]);
            }
        }
    }
    struct claim index = {.evidence = "E009",
        .option = "big",
        .entity = ENTITY_INDEX,
        .entity_id = "index"};
    if (sizes[row].index_params != NULL) {
        claims_add(claims, &index, "total-params", sizes[row].index_params);
    }
    if (sizes[row].index_bytes != NULL) {
        claims_add(claims, &index, "total-bytes", sizes[row].index_bytes);
    }
}

static void
a_size_counts_only_when_every_file_gave_its_share(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct arena arena;
        struct err err = {0};
        struct claims claims = {.set = {NULL, 0}};
        struct option_figures figures;
        struct evidence refused = {.id = "E005",
            .path = "big/2.safetensors",
            .option = "big",
            .format = "safetensors",
            .status = EVIDENCE_REFUSED};
        put_files(&claims, i);
        struct audit_facts facts = {.claims = claims.set};
        facts.evidence.items = &refused;
        facts.evidence.count = sizes[i].refused ? 1 : 0;
        arena_init(&arena, 1 << 20);
        assert_true(
            figures_of_option(&arena, &facts, &options[0], &figures, &err));
        if (!span_is(figures.params_text, sizes[i].params) ||
            !span_is(figures.bytes_text, sizes[i].bytes)) {
            fail_msg("%s: %.*s parameters, %.*s bytes", sizes[i].name,
                (int)figures.params_text.len, figures.params_text.ptr,
                (int)figures.bytes_text.len, figures.bytes_text.ptr);
        }
        arena_release(&arena);
    }
}

static const struct {
    const char *name;
    const char *joules[2], *scope, *log_requests, *declared;
    const char *energy;
} energies[] = {
    {"no log", {NULL, NULL}, NULL, NULL, "1000", ""},
    {"no requests", {"500", NULL}, NULL, NULL, NULL, ""},
    {"requests in the log", {"500", NULL}, NULL, "2000", NULL, "250.0"},
    {"requests declared", {"500", NULL}, NULL, NULL, "2000", "250.0"},
    {"several logs are summed", {"500", "100"}, NULL, NULL, "1000", "600.0"},
    {"of training", {"500", NULL}, "training", NULL, "1000", ""},
    {"of inference", {"500", NULL}, "inference", NULL, "1000", "500.0"},
    {"no requests at all", {"500", NULL}, NULL, NULL, "0", ""},
    {"negative requests", {"500", NULL}, NULL, NULL, "-5", ""},
    {"requests in words", {"500", NULL}, NULL, NULL, "many", ""},
    {"negative energy", {"-500", NULL}, NULL, NULL, "1000", ""},
};

static void
put_energy(struct claims *claims, size_t row)
{
    static const char *const evidence[] = {"E001", "E002"};
    claims->method = CLAIM_MEASURED;
    for (size_t i = 0; i < 2 && energies[row].joules[i] != NULL; i++) {
        struct claim key = {.evidence = evidence[i],
            .option = "big",
            .entity = ENTITY_ENERGY,
            .entity_id = "1"};
        claims_add(claims, &key, "energy", energies[row].joules[i]);
        if (energies[row].scope != NULL) {
            claims_add(claims, &key, "scope", energies[row].scope);
        }
        if (energies[row].log_requests != NULL) {
            claims_add(claims, &key, "requests", energies[row].log_requests);
        }
    }
    struct claim key = {.evidence = "E003",
        .option = "big",
        .entity = ENTITY_DECLARATION,
        .entity_id = "energy-requests@big"};
    claims->method = CLAIM_DECLARED;
    if (energies[row].declared != NULL) {
        claims_add(claims, &key, "name", "energy-requests");
        claims_add(claims, &key, "value", energies[row].declared);
    }
    key.entity_id = "nameless";
    claims_add(claims, &key, "value", "1");
}

static void
energy_needs_a_measurement_and_what_it_served(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(energies); i++) {
        struct arena arena;
        struct err err = {0};
        struct claims claims = {.set = {NULL, 0}};
        struct option_figures figures;
        put_energy(&claims, i);
        struct audit_facts facts = {.claims = claims.set};
        arena_init(&arena, 1 << 20);
        assert_true(
            figures_of_option(&arena, &facts, &options[0], &figures, &err));
        if (!span_is(figures.energy_text, energies[i].energy)) {
            fail_msg("%s: %.*s", energies[i].name, (int)figures.energy_text.len,
                figures.energy_text.ptr);
        }
        assert_int_equal(figures.energy != NULL, energies[i].energy[0] != '\0');
        arena_release(&arena);
    }
}

static void
malformed_sizes_are_refused(void **state)
{
    (void)state;
    struct arena arena;
    struct err err = {0};
    struct claims claims = {.set = {NULL, 0}, .method = CLAIM_COMPUTED};
    struct option_figures figures;
    struct claim key = {.evidence = "E001",
        .option = "big",
        .entity = ENTITY_WEIGHTS,
        .entity_id = "w"};
    claims_add(&claims, &key, "bytes", "1e");
    struct audit_facts facts = {.claims = claims.set};
    arena_init(&arena, 1 << 20);
    assert_false(
        figures_of_option(&arena, &facts, &options[0], &figures, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_release(&arena);
}

/* Options by quality and energy, "" where nothing was measured. */
static const struct {
    const char *quality, *energy;
    bool front;
} fronts[] = {
    {"0.9", "100.0", true},
    {"0.8", "50.0", true},
    {"0.8", "60.0", false},
    {"0.7", "55.0", false},
    {"0.9", "", false},
    {"", "1.0", false},
};

static void
the_front_is_what_no_other_option_beats(void **state)
{
    (void)state;
    struct option list[COUNT(fronts)];
    struct option_figures figures[COUNT(fronts)];
    struct result results[COUNT(fronts)];
    struct claim values[COUNT(fronts)];
    struct criterion criterion = criterion_default();
    struct comparison comparison = {.figures = figures,
        .figure_count = COUNT(fronts),
        .results = results,
        .result_count = COUNT(fronts)};
    for (size_t i = 0; i < COUNT(fronts); i++) {
        list[i] = options[0];
        values[i] = (struct claim){.value = span_of(fronts[i].quality)};
        figures[i] = (struct option_figures){
            .option = &list[i], .energy_text = span_of(fronts[i].energy)};
        results[i] = (struct result){.option = &list[i],
            .criterion = &criterion,
            .met = ANSWER_YES,
            .value = fronts[i].quality[0] == '\0' ? NULL : &values[i]};
    }
    struct err err = {0};
    struct arena arena;
    arena_init(&arena, 1 << 16);
    assert_true(figures_mark_front(&arena, &comparison, &err));
    assert_true(span_is(figures[1].quality_text, "0.8000"));
    assert_int_equal(figures[5].quality_text.len, 0);
    for (size_t i = 0; i < COUNT(fronts); i++) {
        if (figures[i].on_front != fronts[i].front) {
            fail_msg("row %zu", i);
        }
    }
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_counts_only_when_every_file_gave_its_share),
        cmocka_unit_test(energy_needs_a_measurement_and_what_it_served),
        cmocka_unit_test(malformed_sizes_are_refused),
        cmocka_unit_test(the_front_is_what_no_other_option_beats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
