#include "fixture.h"

static void
packs_are_loaded_in_order_with_their_digest(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    static const char *const ids[] = {"common", "legal", "medical"};
    assert_int_equal(rule_pack_count(packs), 3);
    size_t rules = 0;
    for (size_t i = 0; i < rule_pack_count(packs); i++) {
        const struct rule_pack_info *info = rule_pack_at(packs, i);
        assert_string_equal(info->id, ids[i]);
        assert_string_equal(info->version, "1.0.0");
        assert_string_equal(info->law_as_of, "2026-11-23");
        assert_int_equal(strlen(info->sha256), 64);
        rules += info->rule_count;
    }
    assert_int_equal(rule_count(packs), rules);
    rule_packs_close(packs);
}

static void
a_rule_is_found_with_its_texts(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    const struct rule_info *info = rule_find(packs, "TST-PASS-01");
    assert_non_null(info);
    assert_string_equal(info->pack->id, "medical");
    assert_string_equal(info->shape.theme, "fitness");
    assert_int_equal(info->shape.severity, SEVERITY_BLOCKER);
    assert_string_equal(info->shape.citation_source, "design");
    assert_string_equal(info->shape.title.fr, "Titre de TST-PASS-01");
    assert_string_equal(info->applies.en, "applies does not hold");
    assert_int_equal(info->supplier_count, 1);
    assert_string_equal(info->suppliers[0], "lm-eval-0.4");
    assert_null(rule_find(packs, "TST-PASS-99"));
    rule_packs_close(packs);
}

/* Each case breaks a good pack in one place. */
static const struct {
    const char *from;
    const char *to;
    const char *text; /* stands in the error */
} breakages[] = {
    {"queryBinding=\"xslt\"", "queryBinding=\"xslt2\"", "query binding"},
    {"queryBinding=\"xslt\"", "", "lacks its attribute 'queryBinding'"},
    {"<sch:title>Test pack medical</sch:title>", "", "sch:title"},
    {"id=\"medical\" version", "id=\"legal\" version", "file's name"},
    {"version=\"1.0.0\"", "version=\" \"", "'version'"},
    {"2026-11-23", "2026-13-01", "not a date"},
    {"2027-12-02", "2027", "not a date"},
    {"<a:title xml:lang=\"fr\">", "<a:title xml:lang=\"de\">",
        "English and French"},
    {"<a:remedy xml:lang=\"fr\">Rem\xC3\xA8"
     "de de TST-PASS-01</a:remedy>",
        "", "a:remedy"},
    {"theme=\"fitness\"", "theme=\"fitnes\"", "theme 'fitnes'"},
    {"severity=\"blocker\"", "severity=\"high\"", "severity 'high'"},
    {"source=\"design\"", "source=\"rumour\"", "source 'rumour'"},
    {"source=\"design\"", "source=\"design\" when=\"x\"",
        "unknown attribute 'when'"},
    {"sch:pattern id=\"TST-PASS-01\"", "sch:pattern id=\"TST-PASS-02\"",
        "assertion id"},
    {"sch:pattern id=\"TST-PASS-01\"", "sch:pattern", "'id'"},
    {"<sch:rule context", "<sch:rule abstract=\"true\" context", "'abstract'"},
    {"<sch:rule context=\"/f:facts", "<sch:rule context=\"f:facts", "absolute"},
    {"[@audited = 'yes']", "[@id = $option]", "without variables"},
    {"sch:assert id=\"TST-PASS-01.met\"", "sch:report id=\"TST-PASS-01.met\"",
        "cannot read XML"},
    {"id=\"TST-PASS-01.met\" role=\"fail\"",
        "id=\"TST-PASS-01.met\" role=\"warn\"", "role 'warn'"},
    {"id=\"TST-PASS-01.met\" role=\"fail\"",
        "id=\"TST-PASS-01.met\" role=\"not-applicable\"", "too late"},
    {"sch:assert id=\"TST-PASS-01.met\"",
        "sch:assert id=\"TST-PASS-01.evidence\"", "stands twice"},
    {"sch:assert id=\"TST-PASS-01.met\"", "sch:assert id=\"TST-PASS-01.Met!\"",
        "assertion id"},
    {"ref=\"TST-PASS-01.met\"", "ref=\"TST-PASS-01.meet\"", "not in this rule"},
    {"ref=\"TST-PASS-01.met\"", "ref=\"TST-PASS-01.evidence\"", "named before"},
    {"test=\"$sector = 'medical'\"", "test=\"$sector = \"", "not an XPath"},
    {"test=\"$sector = 'medical'\"", "test=\"$section = 'medical'\"",
        "'$section'"},
    {"test=\"$sector = 'medical'\"", "test=\"g:sector\"", "prefix 'g'"},
    {"test=\"$sector = 'medical'\"", "test=\"true() or document('x')\"",
        "'document'"},
    {"test=\"$sector = 'medical'\"", "test=\"str:tokenize('a b')\"",
        "'str:tokenize'"},
    {"test=\"$sector = 'medical'\"", "test=\"math:random() > 0\"",
        "'math:random'"},
    {"let name=\"route\"", "let name=\"sector\"", "set twice"},
    {"let name=\"ids\"", "let name=\"option\"", "set twice"},
    {"value=\"$m + 3\"", "value=\"$n + 3\"", "'$n'"},
    {"<sch:let name=\"sector\"",
        "<sch:phase id=\"x\"/>"
        "<sch:let name=\"sector\"",
        "'phase' is unknown"},
    {"<a:observed select=", "<a:observed about=", "'about'"},
    {"<sch:ns prefix=\"f\"", "stray<sch:ns prefix=\"f\"", "stray words"},
    {"<sch:ns prefix=\"f\"", "<?php x?><sch:ns prefix=\"f\"",
        "no element or text"},
};

static void
broken_packs_are_refused_with_the_line(void **state)
{
    struct fixture *fixture = *state;
    struct span pack = fixture_read(fixture, PACKS "/medical.sch");
    for (size_t i = 0; i < sizeof(breakages) / sizeof(*breakages); i++) {
        const char *folder = fixture_write(fixture, "medical.sch",
            fixture_replace(fixture, pack, breakages[i].from, breakages[i].to));
        struct rule_packs *packs = NULL;
        err_clear(&fixture->err);
        assert_false(rule_packs_open(folder, &packs, &fixture->err));
        assert_null(packs);
        assert_int_equal(fixture->err.code, ERR_INPUT);
        if (strstr(fixture->err.text, breakages[i].text) == NULL) {
            fail_msg("case %zu: %s", i, fixture->err.text);
        }
        assert_non_null(strstr(fixture->err.file, "medical.sch"));
        assert_non_null(strstr(fixture->err.place, "line "));
    }
}

static void
one_rule_id_in_two_packs_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct span pack = fixture_read(fixture, PACKS "/legal.sch");
    fixture_write(fixture, "legal.sch", pack);
    const char *folder = fixture_write(fixture, "court.sch",
        fixture_replace(fixture, pack, "id=\"legal\"", "id=\"court\""));
    struct rule_packs *packs = NULL;
    assert_false(rule_packs_open(folder, &packs, &fixture->err));
    assert_int_equal(fixture->err.code, ERR_INPUT);
    assert_non_null(strstr(fixture->err.text, "TST-LEGAL-01"));
}

static void
a_folder_without_packs_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = NULL;
    const char *folder =
        fixture_write(fixture, "readme.txt", span_of("no pack"));
    assert_false(rule_packs_open(folder, &packs, &fixture->err));
    assert_int_equal(fixture->err.code, ERR_INPUT);
    err_clear(&fixture->err);
    assert_false(rule_packs_open("/nonexistent", &packs, &fixture->err));
}

static void
the_rules_of_the_product_load(void **state)
{
    struct fixture *fixture = *state;
    struct rule_packs *packs = fixture_packs(fixture, "rules");
    assert_true(rule_count(packs) > 0);
    rule_packs_close(packs);
    rule_packs_close(NULL);
}

int
main(void)
{
#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(packs_are_loaded_in_order_with_their_digest),
        TEST(a_rule_is_found_with_its_texts),
        TEST(broken_packs_are_refused_with_the_line),
        TEST(one_rule_id_in_two_packs_is_refused),
        TEST(a_folder_without_packs_is_refused),
        TEST(the_rules_of_the_product_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
