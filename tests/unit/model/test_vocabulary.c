#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "model/claim.h"
#include "model/value.h"
#include "model/vocabulary.h"

#define XSD "http://www.w3.org/2001/XMLSchema"

static void
names_are_parsed_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENTITY_COUNT; i++) {
        enum entity entity = ENTITY_COUNT;
        assert_true(entity_parse(entity_name((enum entity)i), &entity));
        assert_int_equal(entity, i);
    }
    enum entity entity = ENTITY_CARD;
    assert_false(entity_parse("cards", &entity));
    assert_int_equal(entity, ENTITY_CARD);
    for (size_t i = 0; i <= CLAIM_COMPUTED; i++) {
        enum claim_method method = CLAIM_INFERRED;
        assert_true(claim_method_parse(
            claim_method_name((enum claim_method)i), &method));
        assert_int_equal(method, i);
    }
}

static void
every_property_is_found_and_stands_once(void **state)
{
    (void)state;
    size_t count;
    const struct property *table = property_table(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(
            property_find(table[i].entity, table[i].name), &table[i]);
        assert_int_equal(
            table[i].unit[0] != '\0', table[i].kind == VALUE_NUMBER);
        assert_true(i == 0 || table[i - 1].entity <= table[i].entity);
    }
    assert_null(property_find(ENTITY_CARD, "params"));
}

static const xmlNode *
type_named(const xmlNode *root, const char *name)
{
    const xmlNode *node = xml_child(root, XSD, "complexType");
    while (node != NULL && strcmp(xml_attribute(node, "name"), name) != 0) {
        node = xml_next(node, XSD, "complexType");
    }
    return node;
}

/* Facts and vocabulary name the same properties, of the same kinds. */
static void
the_schema_of_the_facts_agrees(void **state)
{
    static const char *const types[] = {
        [VALUE_TEXT] = "text-claim",
        [VALUE_NUMBER] = "number-claim",
        [VALUE_DATE] = "date-claim",
        [VALUE_YES_NO] = "yes-no-claim",
        [VALUE_DIGEST] = "digest-claim",
    };
    (void)state;
    struct arena arena;
    struct err err = {0};
    struct span bytes;
    xmlDoc *doc = NULL;
    xml_setup();
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(
        file_read(&arena, "rules/facts.xsd", LIMIT_XML_BYTES, &bytes, &err));
    assert_true(xml_parse(bytes, &doc, &err));
    const xmlNode *root = xmlDocGetRootElement(doc);
    size_t seen = 0;
    for (size_t i = 0; i < ENTITY_COUNT; i++) {
        const xmlNode *type = type_named(root, entity_name((enum entity)i));
        assert_non_null(type);
        const xmlNode *node =
            xml_child(xml_child(type, XSD, "choice"), XSD, "element");
        for (; node != NULL; node = xml_next(node, XSD, "element")) {
            const char *name = xml_attribute(node, "name");
            const struct property *property =
                property_find((enum entity)i, name);
            if (property == NULL) {
                fail_msg("%s is not in the vocabulary", name);
            } else {
                assert_string_equal(
                    xml_attribute(node, "type"), types[property->kind]);
            }
            seen++;
        }
    }
    size_t count;
    (void)property_table(&count);
    assert_int_equal(seen, count);
    xmlFreeDoc(doc);
    arena_release(&arena);
}

static void
values_are_checked_by_kind(void **state)
{
    static const struct {
        enum value_kind kind;
        const char *text;
        bool good;
    } cases[] = {
        {VALUE_TEXT, "", true},
        {VALUE_TEXT, "\xFF", false},
        {VALUE_NUMBER, "0", true},
        {VALUE_NUMBER, "-0.0125", true},
        {VALUE_NUMBER, "007", true},
        {VALUE_NUMBER, "", false},
        {VALUE_NUMBER, "-", false},
        {VALUE_NUMBER, "+1", false},
        {VALUE_NUMBER, "1.", false},
        {VALUE_NUMBER, ".5", false},
        {VALUE_NUMBER, "1e3", false},
        {VALUE_NUMBER, "1,5", false},
        {VALUE_NUMBER, " 1", false},
        {VALUE_NUMBER, "NaN", false},
        {VALUE_DATE, "2026-11-23", true},
        {VALUE_DATE, "2026-11-23T09:30:00Z", true},
        {VALUE_DATE, "23/11/2026", false},
        {VALUE_DATE, "", false},
        {VALUE_YES_NO, "yes", true},
        {VALUE_YES_NO, "no", true},
        {VALUE_YES_NO, "true", false},
        {VALUE_DIGEST, "abc", false},
        {VALUE_DIGEST,
            "0123456789abcdef0123456789abcdef"
            "0123456789abcdef0123456789abcdef",
            true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(
            value_is(cases[i].kind, span_of(cases[i].text)), cases[i].good);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_parsed_back),
        cmocka_unit_test(every_property_is_found_and_stands_once),
        cmocka_unit_test(the_schema_of_the_facts_agrees),
        cmocka_unit_test(values_are_checked_by_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
