#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "ingest/audit_reader.h"

#define SUBJECT                                                                \
    "auditor: 1\nsubject: {family: F, sector: legal, language: fr}\n"
#define OPTION  "options: [{id: a, label: A}]\n"
#define OPTIONS "options:\n- {id: a, label: A"

static bool
read_text(struct arena *arena, const char *text, struct audit *audit,
    struct claim_list *claims, struct err *err)
{
    struct audit_reader reader = {arena, claims, "E001", "audit-yaml"};

    arena_init(arena, LIMIT_ARENA_BYTES);
    *claims = (struct claim_list){.arena = arena};
    return audit_read(&reader, span_of(text), audit, err);
}

static const struct {
    const char *text;
    const char *place;
    const char *word; /* that the error must say */
} faults[] = {
    {"a: 1\n", "line 1", "auditor"},
    {"auditor: 2\n", "line 1", "auditor"},
    {"- auditor\n", "line 1", "map"},
    {SUBJECT, "line 1", "options"},
    {SUBJECT OPTION "other: 1\n", "line 4", "other"},
    {"auditor: 1\nsubject: 5\n" OPTION, "line 2", "subject"},
    {"auditor: 1\nsubject: {sector: legal, language: fr}\n" OPTION, "line 2",
        "family"},
    {"auditor: 1\nsubject:\n  family: F\n  sector: legal\n  language: fr\n"
     "  colour: red\n" OPTION,
        "line 6", "colour"},
    {"auditor: 1\nsubject:\n  family: F\n  sector: tax\n  language: "
     "fr\n" OPTION,
        "line 4", "tax"},
    {"auditor: 1\nsubject:\n  family: F\n  sector: legal\n  language: fr\n"
     "  risk-class: hihg\n" OPTION,
        "line 6", "hihg"},
    {"auditor: 1\nsubject:\n  family: F\n  sector: legal\n  language: fr\n"
     "  profiling: true\n" OPTION,
        "line 6", "profiling"},
    {"auditor: 1\nsubject:\n  family: F\n  sector: legal\n  language: fr\n"
     "  go-live: soon\n" OPTION,
        "line 6", "date"},
    {"auditor: 1\nsubject:\n  family: [F, G]\n  sector: legal\n"
     "  language: fr\n" OPTION,
        "line 3", "family"},
    {"auditor: 1\nsubject:\n  family: F\n  sector: legal\n  language: "
     "FR!\n" OPTION,
        "line 5", "tag"},
    {SUBJECT "options: []\n", "line 3", "option"},
    {SUBJECT "options: [a]\n", "line 3", "map"},
    {SUBJECT "options:\n- {id: A, label: A}\n", "line 4", "lower-case"},
    {SUBJECT "options:\n- {id: .., label: A}\n", "line 4", "lower-case"},
    {SUBJECT OPTIONS "}\n- {id: a, label: B}\n", "line 5", "twice"},
    {SUBJECT OPTIONS ", parent: b, relation: merge}\n", "line 4", "'b'"},
    {SUBJECT OPTIONS ", parent: a, relation: merge}\n", "line 4", "parents"},
    {SUBJECT OPTIONS ", parent: b, relation: merge}\n"
                     "- {id: b, label: B, parent: a, relation: merge}\n",
        "line 4", "parents"},
    {SUBJECT OPTIONS "}\n- {id: b, label: B, parent: a}\n", "line 5",
        "relation"},
    {SUBJECT OPTIONS "}\n- {id: b, label: B, parent: a, relation: base}\n",
        "line 5", "base"},
    {SUBJECT OPTIONS ", relation: copied}\n", "line 4", "copied"},
    {SUBJECT OPTIONS ", folder: ../x}\n", "line 4", "inside"},
    {SUBJECT OPTIONS ", folder: /x}\n", "line 4", "inside"},
    {SUBJECT OPTIONS ", folder: x/}\n", "line 4", "inside"},
    {SUBJECT OPTIONS ", folder: x}\n- {id: b, label: B, folder: x}\n", "line 5",
        "already"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m}\n", "line 5",
        "gating"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m, gating: yes,\n"
                    "   minimum: 60}\n",
        "line 6", "minimum"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m, gating: yes,\n"
                    "   minimum: '0,6'}\n",
        "line 6", "0,6"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m, gating: yes,\n"
                    "   loss-max: -0.1}\n",
        "line 6", "loss-max"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m, gating: yes,\n"
                    "   maximum: 0.1}\n",
        "line 6", "maximum"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m, gating: yes,\n"
                    "   lower-is-better: yes, minimum: 0.1}\n",
        "line 6", "minimum"},
    {SUBJECT OPTION "criteria:\n- {id: c, task: t, metric: m, gating: yes}\n"
                    "- {id: c, task: t, metric: m, gating: yes}\n",
        "line 6", "twice"},
    {SUBJECT OPTION "people:\n- {role: r}\n", "line 5", "duty"},
    {SUBJECT OPTION "waivers:\n- {rule: R, role: r, reason: x}\n", "line 5",
        "until"},
    {SUBJECT OPTION
        "waivers:\n- {rule: R, role: r, reason: x, until: 2026-02-30}\n",
        "line 5", "until"},
    {SUBJECT OPTION "waivers:\n- {rule: R, role: r, reason: x,\n"
                    "   until: 2027-01-31, option: zz}\n",
        "line 6", "zz"},
};

static void
every_fault_is_named_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
        struct arena arena;
        struct audit audit;
        struct claim_list claims;
        struct err err = {0};

        if (read_text(&arena, faults[i].text, &audit, &claims, &err)) {
            fail_msg("row %zu was accepted:\n%s", i, faults[i].text);
        }
        assert_int_equal(err.code, ERR_INPUT);
        if (strcmp(err.place, faults[i].place) != 0 ||
            strstr(err.text, faults[i].word) == NULL) {
            fail_msg("row %zu: %s: %s", i, err.place, err.text);
        }
        arena_release(&arena);
    }
}

static const struct claim *
find_claim(const struct claim_list *claims, enum entity entity, const char *id,
    const char *property)
{
    for (size_t i = 0; i < claims->set.count; i++) {
        const struct claim *claim = &claims->set.items[i];
        if (claim->entity == entity && strcmp(claim->entity_id, id) == 0 &&
            strcmp(claim->property, property) == 0) {
            return claim;
        }
    }
    fail_msg("no claim '%s' of '%s'", property, id);
    return NULL;
}

static const char whole[] =
    "auditor: 1\n"
    "subject:\n"
    "  family: Demo\n"
    "  fictional: yes\n"
    "  sector: medical\n"
    "  title-fr: Aide au tri\n"
    "  language: [fr, en]\n"
    "  risk-class:\n"
    "people:\n"
    "- {role: safety officer, duty: accepts the residual risk}\n"
    "options:\n"
    "- {id: 70b, label: Demo 70B, model-name: [org/demo-70b], folder: big}\n"
    "- {id: 70b-q4, label: Demo 4 bits, parent: 70b, relation: quantized}\n"
    "criteria:\n"
    "- id: medqa\n"
    "  task: medqa_4options\n"
    "  metric: acc\n"
    "  gating: yes\n"
    "  minimum: 0.60\n"
    "  loss-max: 2e-2\n"
    "waivers:\n"
    "- {rule: R-1, role: r, reason: why, until: 2027-01-31, option: 70b}\n";

static void
a_whole_file_becomes_audit_and_claims(void **state)
{
    struct arena arena;
    struct audit audit;
    struct claim_list claims;
    struct err err = {0};

    (void)state;
    if (!read_text(&arena, whole, &audit, &claims, &err)) {
        fail_msg("%s: %s", err.place, err.text);
    }
    assert_string_equal(audit.family, "Demo");
    assert_true(audit.fictional);
    assert_string_equal(audit.title.en, "Aide au tri");
    assert_true(span_is(audit.languages, "fr en"));
    assert_int_equal(audit.option_count, 2);
    assert_string_equal(audit.options[0].relation, "base");
    assert_string_equal(audit.options[1].parent, "70b");
    assert_string_equal(audit.options[1].folder, "");
    assert_int_equal(audit.criterion_count, 1);
    assert_true(audit.criteria[0].gating);
    assert_true(span_is(audit.criteria[0].minimum, "0.60"));
    assert_true(span_is(audit.criteria[0].place, "line 15"));
    assert_string_equal(audit.criteria[0].slice, "whole");
    assert_int_equal(audit.person_count, 1);
    assert_string_equal(audit.waivers[0].option, "70b");

    const struct claim *claim =
        find_claim(&claims, ENTITY_CRITERION, "medqa", "minimum");
    assert_true(span_is(claim->value, "0.60"));
    assert_int_equal(claim->written.len, 0);
    assert_true(span_is(claim->place, "line 19"));
    claim = find_claim(&claims, ENTITY_CRITERION, "medqa", "loss-max");
    assert_true(span_is(claim->value, "0.02"));
    assert_true(span_is(claim->written, "2e-2"));
    claim = find_claim(&claims, ENTITY_OPTION, "70b", "model-name");
    assert_string_equal(claim->option, "70b");
    assert_int_equal(claim->method, CLAIM_DECLARED);
    assert_string_equal(claim->reader, "audit-yaml");
    find_claim(&claims, ENTITY_PERSON, "1", "duty");
    for (size_t i = 0; i < claims.set.count; i++) {
        assert_string_not_equal(claims.set.items[i].property, "risk-class");
    }
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_named_with_its_line),
        cmocka_unit_test(a_whole_file_becomes_audit_and_claims),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
