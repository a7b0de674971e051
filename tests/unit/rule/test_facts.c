#include "fixture.h"

#include <libxml/xmlschemas.h>

#include "base/clock.h"

#define DIGEST_A                                                               \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

#define SPAN(s)                                                                \
    {                                                                          \
        s, sizeof(s) - 1                                                       \
    }

#define CLAIM(e, o, ent, id, p, val)                                           \
    {                                                                          \
        .evidence = (e), .option = (o), .entity = (ent), .entity_id = (id),    \
        .property = (p), .value = SPAN(val), .method = CLAIM_DECLARED,         \
        .reader = "reader", .place = SPAN("line 3")                            \
    }

enum {
    CLAIM_COUNT = 16
};

/* A small family: 7b, and 7b-q4 derived from it. */
struct family {
    struct option options[2];
    struct criterion criterion;
    struct evidence evidence[4];
    struct claim claims[CLAIM_COUNT];
    struct conflict conflict;
    struct result results[2];
    struct loss loss;
    struct option_figures figures[2];
    struct comparison comparison;
    struct audit_facts facts;
};

static const struct claim family_claims[CLAIM_COUNT] = {
    CLAIM("E001", "", ENTITY_SUBJECT, "subject", "sector", "medical"),
    CLAIM("E001", "", ENTITY_SUBJECT, "subject", "language", "fr"),
    CLAIM("E001", "", ENTITY_SUBJECT, "subject", "language", "en"),
    CLAIM("E001", "7b", ENTITY_OPTION, "7b", "label", "Seven <&> \"7\""),
    CLAIM("E001", "7b-q4", ENTITY_OPTION, "7b-q4", "parent", "7b"),
    CLAIM("E001", "", ENTITY_CRITERION, "triage", "minimum", "0.60"),
    CLAIM("E001", "", ENTITY_CRITERION, "triage", "set-on", "2026-02-01"),
    CLAIM("E001", "", ENTITY_PERSON, "1", "role", "safety officer"),
    CLAIM("E002", "7b-q4", ENTITY_WEIGHTS, "a", "params", "7000000000"),
    CLAIM("E002", "7b-q4", ENTITY_WEIGHTS, "b", "params", "12"),
    CLAIM("E002", "7b-q4", ENTITY_WEIGHTS, "a", "sha256", DIGEST_A),
    CLAIM("E003", "7b", ENTITY_CARD, "card", "license", "apache-2.0"),
    CLAIM("E003", "7b", ENTITY_EVALUATION, "t/acc", "value", "0.64"),
    CLAIM("E004", "7b-q4", ENTITY_EVALUATION, "t/acc", "value", "0.625"),
    CLAIM("E004", "7b-q4", ENTITY_EVALUATION, "t/acc", "date",
        "2026-03-01T10:00:00Z"),
    CLAIM("E001", "", ENTITY_DECLARATION, "human-oversight", "value", "yes"),
};

static void
family_compare(struct family *family)
{
    struct claim *parent = &family->claims[12];
    struct claim *child = &family->claims[13];
    family->conflict = (struct conflict){ENTITY_WEIGHTS, "params", "7b-q4",
        &family->claims[8], &family->claims[9]};
    family->results[0] = (struct result){.option = &family->options[0],
        .criterion = &family->criterion,
        .value = parent,
        .n = SPAN("500"),
        .met = ANSWER_YES};
    family->results[1] = (struct result){
        .option = &family->options[1], .criterion = &family->criterion};
    family->loss = (struct loss){.option = &family->options[1],
        .parent = &family->options[0],
        .criterion = &family->criterion,
        .value = child,
        .parent_value = parent,
        .difference = SPAN("0.015"),
        .within_margin = ANSWER_UNDECIDED};
    family->figures[0].option = &family->options[0];
    family->figures[1] = (struct option_figures){.option = &family->options[1],
        .params = &family->claims[8],
        .params_text = SPAN("7000000012"),
        .bytes_text = SPAN("4000000000")};
    family->comparison = (struct comparison){.figures = family->figures,
        .figure_count = 2,
        .results = family->results,
        .result_count = 2,
        .losses = &family->loss,
        .loss_count = 1};
}

static void
family_init(struct family *family)
{
    static const struct evidence evidence[] = {
        {"E001", "audit.yaml", "", "audit-yaml", 900, DIGEST_A, EVIDENCE_READ,
            "", ""},
        {"E002", "7b-q4/model.gguf", "7b-q4", "gguf", 4000000000, DIGEST_A,
            EVIDENCE_READ, "", ""},
        {"E003", "7b/README.md", "7b", "hf-card", 10, DIGEST_A, EVIDENCE_READ,
            "", ""},
        {"E004", "7b-q4/results.json", "7b-q4", "", 0, "", EVIDENCE_REFUSED,
            "duplicate key", "line 7"},
    };
    *family = (struct family){
        .options = {{.id = "7b", .label = "7B", .parent = ""},
            {.id = "7b-q4", .label = "7B, 4 bits", .parent = "7b"}},
        .criterion = {.id = "triage"},
    };
    memcpy(family->claims, family_claims, sizeof(family_claims));
    memcpy(family->evidence, evidence, sizeof(evidence));
    family_compare(family);
    family->facts = (struct audit_facts){.audit = {.evidence_id = "E001",
                                             .options = family->options,
                                             .option_count = 2,
                                             .criteria = &family->criterion,
                                             .criterion_count = 1},
        .evidence = {family->evidence, 4},
        .claims = {family->claims, CLAIM_COUNT},
        .conflicts = {&family->conflict, 1}};
}

static bool
facts_write(struct fixture *fixture, const struct family *family, size_t option,
    struct span *out)
{
    struct rule_facts_request request = {.facts = &family->facts,
        .comparison = &family->comparison,
        .option = &family->options[option]};
    assert_true(clock_parse(span_of("2026-11-23T09:30:00Z"), &request.at_s));
    return rule_facts_write(&fixture->arena, &request, out, &fixture->err);
}

static struct span
family_facts(
    struct fixture *fixture, const struct family *family, size_t option)
{
    struct span facts = {0};
    if (!facts_write(fixture, family, option, &facts)) {
        fail_msg("%s: %s", fixture->err.place, fixture->err.text);
    }
    return facts;
}

static size_t
count_of(struct span hay, const char *needle)
{
    size_t count = 0;
    for (;;) {
        size_t at = span_find(hay, span_of(needle));
        if (at == hay.len) {
            return count;
        }
        count++;
        hay.ptr += at + strlen(needle);
        hay.len -= at + strlen(needle);
    }
}

static void
assert_valid(struct fixture *fixture, struct span facts)
{
    xmlDoc *schema_doc = NULL;
    xmlDoc *doc = NULL;
    assert_true(xml_parse(
        fixture_read(fixture, "rules/facts.xsd"), &schema_doc, &fixture->err));
    assert_true(xml_parse(facts, &doc, &fixture->err));
    xmlSchemaParserCtxt *parser = xmlSchemaNewDocParserCtxt(schema_doc);
    xmlSchema *schema = xmlSchemaParse(parser);
    assert_non_null(schema);
    xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
    assert_non_null(validator);
    int result = xmlSchemaValidateDoc(validator, doc);
    if (result != 0) {
        const xmlError *last = xmlGetLastError();
        fail_msg("%s", last == NULL ? "invalid" : last->message);
    }
    xmlSchemaFreeValidCtxt(validator);
    xmlSchemaFree(schema);
    xmlSchemaFreeParserCtxt(parser);
    xmlFreeDoc(doc);
    xmlFreeDoc(schema_doc);
}

static void
the_document_passes_its_schema(void **state)
{
    struct fixture *fixture = *state;
    struct family family;
    family_init(&family);
    assert_valid(fixture, family_facts(fixture, &family, 0));
    assert_valid(fixture, family_facts(fixture, &family, 1));
    assert_valid(fixture, fixture_read(fixture, FACTS));
}

static void
it_is_about_the_option_and_the_family_only(void **state)
{
    static const struct {
        const char *text;
        size_t of_parent;
        size_t of_child;
    } cases[] = {
        {"<facts xmlns=\"urn:auditor:facts:1\" version=\"1\" "
         "option=\"7b-q4\" at=\"2026-11-23T09:30:00Z\" day=\"20261123\">",
            0, 1},
        {"audited=\"yes\"", 1, 1},
        {"<option id=\"7b\" audited=\"yes\"", 1, 0},
        {"<option ", 2, 2},
        {"<language v=", 2, 2},
        {"v=\"Seven &lt;&amp;&gt; &quot;7&quot;\"", 1, 1},
        {"<set-on v=\"2026-02-01\" day=\"20260201\"", 1, 1},
        {"<date v=\"2026-03-01T10:00:00Z\" day=\"20260301\"", 0, 1},
        {"<weights id=\"a\" evidence=\"E002\" option=\"7b-q4\"><params", 0, 1},
        {"<sha256 v=", 0, 1},
        {"<weights ", 0, 2},
        {"<card ", 1, 0},
        {"<declaration id=\"human-oversight\" evidence=\"E001\" "
         "option=\"\">",
            1, 1},
        /* E003 of the parent is cited by a result, so it is listed. */
        {"<evidence id=\"E003\"", 1, 1},
        {"<evidence id=\"E002\"", 0, 1},
        {"status=\"refused\"", 1, 1},
        {"<conflict entity=\"weights\" property=\"params\"", 0, 1},
        {"<side ", 0, 2},
        {"<result ", 2, 2},
        {"value=\"0.64\" n=\"500\" low=\"\" high=\"\" met=\"yes\"", 1, 1},
        {"value=\"\"", 1, 1},
        {"<loss ", 0, 1},
        {"within-margin=\"undecided\" paired=\"no\" evidence=\"E004\" "
         "parent-evidence=\"E003\"",
            0, 1},
        {"<figures ", 2, 2},
        {"params=\"7000000012\" params-method=\"declared\"", 1, 1},
    };
    struct fixture *fixture = *state;
    struct family family;
    family_init(&family);
    struct span parent = family_facts(fixture, &family, 0);
    struct span child = family_facts(fixture, &family, 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        if (count_of(parent, cases[i].text) != cases[i].of_parent ||
            count_of(child, cases[i].text) != cases[i].of_child) {
            fail_msg("%s\n%.*s", cases[i].text, (int)child.len, child.ptr);
        }
    }
}

static void
the_same_facts_give_the_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct family family;
    struct family copy;
    family_init(&family);
    family_init(&copy);
    assert_true(span_equal(
        family_facts(fixture, &family, 1), family_facts(fixture, &copy, 1)));
}

static void
claims_outside_the_vocabulary_are_refused(void **state)
{
    static const struct {
        const char *property;
        const char *value;
    } cases[] = {
        {"parameters", "7"},
        {"params", "7e9"},
        {"params", "1,5"},
        {"params", ""},
        {"params", "."},
        {"params", "7."},
        {"pointer", "true"},
        {"sha256", "abc"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct family family;
        family_init(&family);
        family.claims[8].property = cases[i].property;
        family.claims[8].value = span_of(cases[i].value);
        struct span facts;
        err_clear(&fixture->err);
        assert_false(facts_write(fixture, &family, 1, &facts));
        assert_int_equal(fixture->err.code, ERR_INPUT);
        assert_string_equal(fixture->err.place, "line 3");
    }
}

static void
what_is_written_can_be_judged(void **state)
{
    struct fixture *fixture = *state;
    struct family family;
    family_init(&family);
    struct rule_packs *packs = fixture_packs(fixture, PACKS);
    struct rule_request request = {
        .packs = packs, .facts_xml = family_facts(fixture, &family, 1)};
    struct rule_evaluation evaluation = {0};
    assert_true(
        rule_evaluate(&fixture->arena, &request, &evaluation, &fixture->err));
    assert_int_equal(
        fixture_finding(&evaluation, "TST-FAIL-02")->outcome, OUTCOME_PASS);
    assert_int_equal(fixture_finding(&evaluation, "TST-ATTESTED-04")->outcome,
        OUTCOME_ATTESTED);
    rule_packs_close(packs);
}

int
main(void)
{
#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_document_passes_its_schema),
        TEST(it_is_about_the_option_and_the_family_only),
        TEST(the_same_facts_give_the_same_bytes),
        TEST(claims_outside_the_vocabulary_are_refused),
        TEST(what_is_written_can_be_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
