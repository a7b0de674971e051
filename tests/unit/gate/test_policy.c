#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "gate/policy.h"

static void
reads_every_key(void **state)
{
    static const char yaml[] = "auditor-policy: 1\n"
                               "verdict: conditional\n"
                               "max-age-days: 90\n"
                               "allow-trial: yes\n"
                               "forbid-waivers: yes\n"
                               "packs: [common, medical]\n";
    struct arena arena;
    struct gate_policy policy;
    struct err err = {0};

    (void)state;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (!gate_policy_load(&arena, span_of(yaml), &policy, &err))
        fail_msg("%s", err.text);
    assert_int_equal(policy.least_verdict, VERDICT_CONDITIONAL);
    assert_int_equal(policy.max_age_days, 90);
    assert_true(policy.allow_trial);
    assert_true(policy.forbid_waivers);
    assert_int_equal(policy.pack_count, 2);
    assert_true(span_is(policy.packs[1], "medical"));
    arena_release(&arena);
}

static void
is_strict_when_nothing_is_said(void **state)
{
    struct arena arena;
    struct gate_policy policy;
    struct err err = {0};

    (void)state;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(gate_policy_load(
        &arena, span_of("auditor-policy: 1\n"), &policy, &err));
    assert_int_equal(policy.least_verdict, VERDICT_FIT);
    assert_int_equal(policy.max_age_days, GATE_MAX_AGE_DAYS);
    assert_false(policy.allow_trial);
    assert_int_equal(policy.pack_count, 0);
    arena_release(&arena);
}

static void
refuses_with_the_line(void **state)
{
    static const struct {
        const char *yaml;
        const char *place;
    } cases[] = {
        {"", NULL},
        {"verdict: fit\n", "line 1"},
        {"auditor-policy: 2\n", "line 1"},
        {"- auditor-policy\n", NULL},
        {"auditor-policy: 1\ncolour: red\n", "line 2"},
        {"auditor-policy: 1\nverdict: not-fit\n", "line 2"},
        {"auditor-policy: 1\nverdict: [fit]\n", "line 2"},
        {"auditor-policy: 1\nmax-age-days: -1\n", "line 2"},
        {"auditor-policy: 1\nmax-age-days: 999999\n", "line 2"},
        {"auditor-policy: 1\nmax-age-days: ''\n", "line 2"},
        {"auditor-policy: 1\nallow-trial: true\n", "line 2"},
        {"auditor-policy: 1\nallow-trial: yes\nallow-trial: no\n", NULL},
        {"auditor-policy: 1\npacks: common\n", "line 2"},
        {"auditor-policy: 1\npacks: ['']\n", "line 2"},
        {"auditor-policy: 1\npacks: [[common]]\n", "line 2"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct gate_policy policy;
        struct err err = {0};
        arena_init(&arena, LIMIT_ARENA_BYTES);
        if (gate_policy_load(&arena, span_of(cases[i].yaml), &policy, &err))
            fail_msg("accepted: %s", cases[i].yaml);
        assert_int_equal(err.code, ERR_INPUT);
        if (cases[i].place != NULL && strcmp(err.place, cases[i].place) != 0)
            fail_msg("%s: %s: %s", cases[i].yaml, err.place, err.text);
        arena_release(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_key),
        cmocka_unit_test(is_strict_when_nothing_is_said),
        cmocka_unit_test(refuses_with_the_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
