#include "fixture.h"

static struct rule_lint_notes
lint(struct fixture *fixture, const char *folder)
{
    static const char *const readers[] = {"lm-eval-0.4", "hf-card"};
    struct rule_packs *packs = fixture_packs(fixture, folder);
    struct rule_lint_request request = {.packs = packs,
        .rules_dir = folder,
        .readers = readers,
        .reader_count = 2};
    struct rule_lint_notes notes = {0};
    if (!rule_lint(&fixture->arena, &request, &notes, &fixture->err)) {
        fail_msg("%s", fixture->err.text);
    }
    rule_packs_close(packs);
    return notes;
}

static size_t
count_of(const struct rule_lint_notes *notes, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++) {
        count += strstr(notes->items[i].text, text) != NULL;
        assert_true(notes->items[i].line > 0);
    }
    return count;
}

/* Each case puts one fault into a pack that has none of its kind. */
static void
faults_are_noted(void **state)
{
    static const char test[] = "test=\"$sector = 'medical'\"";
    static const char label[] = "Titre de TST-PASS-01";
    static const struct {
        const char *from;
        const char *to;
        const char *note; /* "": nothing new is noted */
    } cases[] = {
        {test, "test=\"/f:facts/f:wheights\"", "'wheights'"},
        {test, "test=\"/f:facts/f:weights/f:licence\"", "'licence'"},
        {test, "test=\"/f:facts/f:card[f:params]\"", "'params'"},
        {test, "test=\"/f:facts/f:card[not(f:license)]/f:params\"", "'params'"},
        {test, "test=\"/f:facts/f:result/@values\"", "'values'"},
        {test, "test=\"/f:facts/f:card/f:name/@value\"", "'value'"},
        {test, "test=\"/f:facts/f:subject[@met]\"", "'met'"},
        {test, "test=\"/f:facts/weights\"", "'weights'"},
        {test, "test=\"f:params\"", "'params'"},
        {test, "test=\"f:parent/@v\"", ""},
        {test, "test=\"//f:params/@v and ../f:weights[f:params]\"", ""},
        {test, "test=\"/f:facts/f:conflict/f:side/@v * 2 > 1\"", ""},
        {test, "test=\"/f:facts/f:card[f:dataset/@v = 'x']/@id\"", ""},
        {test, "test=\"ancestor::f:facts/@day\"", ""},
        {test, "test=\"/f:facts/*[@id]/f:license/@v\"", ""},
        {"ref=\"lm-eval-0.4\"", "ref=\"lm-eval-0.9\"", "'lm-eval-0.9'"},
        {"ref=\"lm-eval-0.4\"", "ref=\"audit-yaml\"", ""},
        {"ref=\"lm-eval-0.4\"", "ref=\"declaration:human-oversight\"", ""},
        {"ref=\"lm-eval-0.4\"", "ref=\"declaration:oversight\"",
            "'declaration:oversight'"},
        {label, "Titre \"droit\"", "straight quote"},
        {label, "L'essai", "straight quote"},
        {label, "Attention :", "ordinary space"},
        {label,
            "Attention\xC2\xA0: l\xE2\x80\x99"
            "essai",
            ""},
    };
    struct fixture *fixture = *state;
    struct span pack = fixture_read(fixture, PACKS "/medical.sch");
    fixture_write(fixture, "declarations.xml",
        span_of("<declarations><declaration name=\"human-oversight\"/>"
                "</declarations>"));
    struct rule_lint_notes before =
        lint(fixture, fixture_write(fixture, "medical.sch", pack));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *folder = fixture_write(fixture, "medical.sch",
            fixture_replace(fixture, pack, cases[i].from, cases[i].to));
        struct rule_lint_notes notes = lint(fixture, folder);
        bool fault = cases[i].note[0] != '\0';
        if (fault ? count_of(&notes, cases[i].note) == 0
                  : notes.count != before.count) {
            fail_msg("case %zu: %zu notes, last: %s", i, notes.count,
                notes.count > 0 ? notes.items[notes.count - 1].text : "");
        }
    }
}

static void
a_rule_that_can_be_unknown_names_a_supplier(void **state)
{
    struct fixture *fixture = *state;
    struct rule_lint_notes notes = lint(fixture, PACKS);
    assert_int_equal(count_of(&notes, "answer an unknown"), 4);
    assert_int_equal(notes.count, 4);
    assert_string_equal(notes.items[0].file, "medical.sch");
}

int
main(void)
{
#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(faults_are_noted),
        TEST(a_rule_that_can_be_unknown_names_a_supplier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
