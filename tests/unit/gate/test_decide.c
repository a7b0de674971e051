#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/xml.h"
#include "gate/decide.h"

#define DIGEST_A                                                               \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B                                                               \
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* What a test changes; NULL is the good form. */
struct scene {
    const char *name;
    const char *fails; /* the condition that must not hold; NULL: open */
    const char *trial;
    const char *created;
    const char *verdict;
    const char *findings;
    const char *document; /* all of it */
    const char *sha256;
    const char *pack; /* asked for */
    int64_t bytes;    /* 0 = as named */
    bool unsealed;
    bool trial_key;
    bool allow_trial;
    bool forbid_waivers;
    bool no_weights;
    bool conditional;
};

#define PASS   "<finding rule=\"A\" severity=\"blocker\" outcome=\"pass\"/>"
#define OPEN   "<finding rule=\"B\" severity=\"major\" outcome=\"fail\"/>"
#define FAIL   "<finding rule=\"C\" severity=\"blocker\" outcome=\"fail\"/>"
#define WAIVED "<finding rule=\"D\" severity=\"major\" outcome=\"waived\"/>"

static const struct scene scenes[] = {
    {.name = "good"},
    {.name = "not sealed", .fails = "dossier-sealed", .unsealed = true},
    {.name = "not sealed is not believed",
        .fails = "verdict-sufficient",
        .unsealed = true},
    {.name = "no XML", .fails = "dossier-readable", .document = "x"},
    {.name = "empty", .fails = "dossier-readable", .document = ""},
    {.name = "comparison",
        .fails = "dossier-readable",
        .document = "<comparison xmlns=\"urn:auditor:comparison:1\"/>"},
    {.name = "dossier of another namespace",
        .fails = "dossier-readable",
        .document = "<dossier><head/><option/><verdict value=\"fit\"/>"
                    "</dossier>"},
    {.name = "nothing in it",
        .fails = "dossier-readable",
        .document = "<dossier xmlns=\"urn:auditor:dossier:1\"/>"},
    {.name = "trial by its own word", .fails = "key-not-trial", .trial = "yes"},
    {.name = "trial word missing", .fails = "key-not-trial", .trial = ""},
    {.name = "trial by its certificate",
        .fails = "key-not-trial",
        .trial_key = true},
    {.name = "trial allowed",
        .trial = "yes",
        .trial_key = true,
        .allow_trial = true},
    {.name = "not fit",
        .fails = "verdict-sufficient",
        .verdict = "not-fit",
        .findings = FAIL},
    {.name = "conditional",
        .fails = "verdict-sufficient",
        .verdict = "conditional",
        .findings = PASS OPEN},
    {.name = "conditional allowed",
        .verdict = "conditional",
        .findings = PASS OPEN,
        .conditional = true},
    {.name = "no evidence",
        .fails = "verdict-sufficient",
        .verdict = "insufficient-evidence",
        .findings = "",
        .conditional = true},
    {.name = "unknown verdict",
        .fails = "verdict-sufficient",
        .verdict = "perfect"},
    {.name = "verdict better than its findings",
        .fails = "verdict-follows",
        .findings = PASS FAIL},
    {.name = "verdict without findings",
        .fails = "verdict-follows",
        .findings = ""},
    {.name = "finding that cannot be read",
        .fails = "verdict-follows",
        .findings = PASS "<finding severity=\"blocker\" outcome=\"ok\"/>"},
    {.name = "too old",
        .fails = "age-within-limit",
        .created = "2025-11-22T09:30:00Z"},
    {.name = "of the future",
        .fails = "age-within-limit",
        .created = "2026-11-23T10:00:01Z"},
    {.name = "without time", .fails = "age-within-limit", .created = "now"},
    {.name = "pack applied", .pack = "medical"},
    {.name = "pack missing", .fails = "packs-applied", .pack = "legal"},
    {.name = "waiver", .findings = PASS WAIVED},
    {.name = "waiver forbidden",
        .fails = "waivers-allowed",
        .findings = PASS WAIVED,
        .forbid_waivers = true},
    {.name = "no weights", .fails = "weights-given", .no_weights = true},
    {.name = "no weights are not named",
        .fails = "weights-named",
        .no_weights = true},
    {.name = "other weights", .fails = "weights-named", .sha256 = DIGEST_B},
    {.name = "no digest", .fails = "weights-named", .sha256 = ""},
    {.name = "other length", .fails = "weights-named", .bytes = 11},
};

static const char *
or_else(const char *given, const char *otherwise)
{
    return given == NULL ? otherwise : given;
}

static struct span
write_dossier(const struct scene *scene, char *out, size_t room)
{
    int len;

    if (scene->document != NULL)
        return span_of(scene->document);
    len = snprintf(out, room,
        "<dossier xmlns=\"urn:auditor:dossier:1\" version=\"1\" trial=\"%s\">"
        "<head><id>m.7b.1</id><created>%s</created></head>"
        "<option id=\"7b\"><weights sha256=\"" DIGEST_A "\" bytes=\"10\"/>"
        "</option><verdict value=\"%s\"/>"
        "<packs><pack id=\"common\"/><pack id=\"medical\"/></packs>"
        "<findings>%s</findings></dossier>",
        or_else(scene->trial, "no"),
        or_else(scene->created, "2026-11-23T09:30:00Z"),
        or_else(scene->verdict, "fit"), or_else(scene->findings, PASS));
    assert_in_range(len, 1, room - 1);
    return (struct span){out, (size_t)len};
}

static void
decides(const struct scene *scene)
{
    char buffer[4096];
    struct arena arena;
    struct gate_policy policy;
    struct span pack = span_of(or_else(scene->pack, ""));
    struct gate_weights weights = {
        .path = "model.gguf",
        .sha256 = or_else(scene->sha256, DIGEST_A),
        .bytes = scene->bytes == 0 ? 10 : scene->bytes,
    };
    struct gate_request request = {
        .sealed = !scene->unsealed,
        .trial = scene->trial_key,
        .content = write_dossier(scene, buffer, sizeof buffer),
        .weights = &weights,
        .weights_count = scene->no_weights ? 0 : 1,
        .policy = &policy,
        .allow_trial = scene->allow_trial,
    };
    struct gate_result result = {0};
    struct err err = {0};
    bool held = true;

    gate_policy_default(&policy);
    policy.forbid_waivers = scene->forbid_waivers;
    if (scene->conditional)
        policy.least_verdict = VERDICT_CONDITIONAL;
    policy.packs = &pack;
    policy.pack_count = scene->pack == NULL ? 0 : 1;
    assert_true(clock_parse(span_of("2026-11-23T10:00:00Z"), &request.at_s));
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (!gate_decide(&arena, &request, &result, &err))
        fail_msg("%s: %s", scene->name, err.text);
    for (size_t i = 0; i < result.reason_count; i++) {
        const struct gate_reason *reason = &result.reasons[i];
        if (scene->fails == NULL && !reason->passed)
            fail_msg("%s: %s: %s", scene->name, reason->name, reason->detail);
        if (scene->fails != NULL && strcmp(reason->name, scene->fails) == 0)
            held = reason->passed;
    }
    if (scene->fails != NULL && held)
        fail_msg("%s: %s holds", scene->name, scene->fails);
    assert_int_equal(
        result.decision, scene->fails == NULL ? GATE_OPEN : GATE_CLOSED);
    arena_release(&arena);
}

static void
opens_only_when_every_condition_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        decides(&scenes[i]);
}

static void
names_what_it_decided_on(void **state)
{
    static const struct scene good = {.name = "good"};
    char buffer[4096];
    struct arena arena;
    struct gate_policy policy;
    struct gate_request request = {
        .sealed = true,
        .content = write_dossier(&good, buffer, sizeof buffer),
        .policy = &policy,
    };
    struct gate_result result = {0};
    struct err err = {0};

    (void)state;
    gate_policy_default(&policy);
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(gate_decide(&arena, &request, &result, &err));
    assert_string_equal(result.dossier_id, "m.7b.1");
    assert_string_equal(result.option, "7b");
    assert_string_equal(result.verdict, "fit");
    assert_int_equal(result.decision, GATE_CLOSED);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_only_when_every_condition_holds),
        cmocka_unit_test(names_what_it_decided_on),
    };

    xml_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
