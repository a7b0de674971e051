#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "ingest/conflict.h"

/* One side of a row: what is claimed about option "b", child of "a". */
struct said {
    enum entity entity;
    const char *property;
    const char *value;
    const char *option;
};

static const struct {
    struct said left;
    struct said right;
    size_t conflicts;
} rows[] = {
    {{ENTITY_WEIGHTS, "precision", "BF16", "b"},
        {ENTITY_CONFIG, "precision", "bfloat16", "b"}, 0},
    {{ENTITY_WEIGHTS, "precision", "F32", "b"},
        {ENTITY_CONFIG, "precision", "torch.float16", "b"}, 1},
    {{ENTITY_WEIGHTS, "precision", "Q4_K", "b"},
        {ENTITY_CONFIG, "precision", "float16", "b"}, 0},
    {{ENTITY_WEIGHTS, "precision", "F32", "a"},
        {ENTITY_CONFIG, "precision", "float16", "b"}, 0},
    {{ENTITY_CARD, "base-model", "https://huggingface.co/Org/Base", "b"},
        {ENTITY_CONFIG, "base-model", "org/base", "b"}, 0},
    {{ENTITY_CARD, "base-model", "org/base", "b"},
        {ENTITY_CONFIG, "base-model", "org/other", "b"}, 1},
    {{ENTITY_CARD, "base-model", "org/base", "b"},
        {ENTITY_OPTION, "model-name", "org/base", "a"}, 0},
    {{ENTITY_CARD, "base-model", "org/base", "b"},
        {ENTITY_OPTION, "model-name", "org/else", "a"}, 1},
    {{ENTITY_CARD, "license", "apache-2.0", "b"},
        {ENTITY_WEIGHTS, "license", "Apache 2.0", "b"}, 0},
    {{ENTITY_CARD, "license", "mit", "b"},
        {ENTITY_WEIGHTS, "license", "llama2", "b"}, 1},
    {{ENTITY_EVALUATION, "model-name", "/srv/models/Demo-7B/", "b"},
        {ENTITY_OPTION, "model-name", "org/demo-7b", "b"}, 0},
    {{ENTITY_EVALUATION, "model-name", "org/demo-70b", "b"},
        {ENTITY_OPTION, "model-name", "org/demo-7b", "b"}, 1},
    {{ENTITY_CONFIG, "context-length", "4096", "b"},
        {ENTITY_WEIGHTS, "context-length", "8192", "b"}, 1},
    {{ENTITY_INDEX, "total-bytes", "1000000000", "b"},
        {ENTITY_WEIGHTS, "bytes", "1000040000", "b"}, 0},
    {{ENTITY_INDEX, "total-bytes", "1000000000", "b"},
        {ENTITY_WEIGHTS, "bytes", "500000000", "b"}, 1},
    {{ENTITY_INDEX, "total-bytes", "1000000000", "b"},
        {ENTITY_WEIGHTS, "bytes", "2000000000", "b"}, 1},
    {{ENTITY_OPTION, "label", "Demo 7B, 4 bits", "b"},
        {ENTITY_WEIGHTS, "params", "6738415616", "b"}, 0},
    {{ENTITY_OPTION, "label", "Demo 14B", "b"},
        {ENTITY_WEIGHTS, "params", "6738415616", "b"}, 1},
    {{ENTITY_OPTION, "label", "Demo 1.5B", "b"},
        {ENTITY_WEIGHTS, "params", "1540000000", "b"}, 0},
    {{ENTITY_OPTION, "label", "Mix 8x7B", "b"},
        {ENTITY_WEIGHTS, "params", "46700000000", "b"}, 0},
    {{ENTITY_OPTION, "label", "Q4_K_M of v2", "b"},
        {ENTITY_WEIGHTS, "params", "46700000000", "b"}, 0},
    {{ENTITY_WEIGHTS, "architecture", "llama", "b"},
        {ENTITY_WEIGHTS, "architecture", "qwen2", "b"}, 1},
};

static struct claim
claim_of(const struct said *said)
{
    return (struct claim){
        .evidence = "E001",
        .option = said->option,
        .entity = said->entity,
        .entity_id = "x",
        .property = said->property,
        .value = span_of(said->value),
    };
}

static void
find(struct arena *arena, struct claim *claims, size_t count,
    struct conflict_set *out)
{
    struct option options[] = {
        {"a", "", "", "base", "a"},
        {"b", "", "a", "quantized", "b"},
    };
    struct audit_facts facts = {
        .audit = {.options = options, .option_count = 2},
        .claims = {claims, count},
    };
    struct err err = {0};

    arena_init(arena, LIMIT_ARENA_BYTES);
    assert_true(conflict_find(arena, &facts, out, &err));
}

static void
claims_that_disagree_are_found_and_no_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct claim claims[] = {
            claim_of(&rows[i].left), claim_of(&rows[i].right)};
        struct conflict_set found;
        struct arena arena;

        find(&arena, claims, 2, &found);
        if (found.count != rows[i].conflicts) {
            fail_msg("row %zu: %zu conflicts", i, found.count);
        }
        if (found.count > 0) {
            assert_string_equal(found.items[0].option, "b");
            assert_ptr_not_equal(found.items[0].left, found.items[0].right);
        }
        arena_release(&arena);
    }
}

static void
one_of_several_values_is_enough(void **state)
{
    const struct said said[] = {
        {ENTITY_CARD, "base-model", "org/one", "b"},
        {ENTITY_CARD, "base-model", "org/two", "b"},
        {ENTITY_CONFIG, "base-model", "org/two", "b"},
    };
    struct claim claims[] = {
        claim_of(&said[0]), claim_of(&said[1]), claim_of(&said[2])};
    struct conflict_set found;
    struct arena arena;

    (void)state;
    find(&arena, claims, 3, &found);
    assert_int_equal(found.count, 0);
    arena_release(&arena);
}

static void
many_claims_are_compared_in_linear_time(void **state)
{
    enum {
        COUNT = 200000
    };
    const struct said good = {
        ENTITY_EVALUATION, "model-name", "org/demo-7b", "b"};
    const struct said name = {ENTITY_OPTION, "model-name", "org/demo-7b", "b"};
    struct claim *claims = calloc(COUNT, sizeof(*claims));
    struct conflict_set found;
    struct arena arena;

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        claims[i] = claim_of(&good);
    }
    claims[COUNT / 2] = claim_of(&name);
    find(&arena, claims, COUNT, &found);
    assert_int_equal(found.count, 0);
    arena_release(&arena);
    free(claims);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_that_disagree_are_found_and_no_others),
        cmocka_unit_test(one_of_several_values_is_enough),
        cmocka_unit_test(many_claims_are_compared_in_linear_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
