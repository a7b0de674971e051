#include "base/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool
parses(struct span bytes, struct err *err)
{
    xmlDoc *doc = NULL;
    bool ok = xml_parse(bytes, &doc, err);
    xmlFreeDoc(doc);
    return ok;
}

static void
refuses_what_a_document_must_not_hold(void **state)
{
    static const struct {
        const char *bytes, *text, *place;
    } cases[] = {
        {"<!DOCTYPE a><a/>", "document type", "line 1"},
        {"<a>\n<!ENTITY x 'y'></a>", "document type", "line 2"},
        {"<a>\n<b></a>", "", "line 2"},
        {"<a", "not closed", "line 1"},
        {"<a/><b/>", "", "line 1"},
        {"<a>\xFF</a>", "UTF-8", "line 1"},
        {"", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct err err = {ERR_NONE, "", "", ""};
        assert_false(parses(span_of(cases[i].bytes), &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, cases[i].text));
        assert_non_null(strstr(err.place, cases[i].place));
    }
}

static bool
parses_attributes(size_t count, struct err *err)
{
    struct text text;
    text_init(&text, 1 << 20);
    text_puts(&text, "<a");
    for (size_t i = 0; i < count; i++) {
        text_printf(&text, " a%zu='1'", i);
    }
    text_puts(&text, "/>");
    bool ok = parses(text_span(&text), err);
    text_release(&text);
    return ok;
}

static bool
parses_depth(size_t depth, struct err *err)
{
    struct text text;
    text_init(&text, 1 << 20);
    for (size_t i = 0; i < depth; i++) {
        text_puts(&text, "<a>");
    }
    for (size_t i = 0; i < depth; i++) {
        text_puts(&text, "</a>");
    }
    bool ok = parses(text_span(&text), err);
    text_release(&text);
    return ok;
}

static void
bounds_attributes_and_depth(void **state)
{
    struct err err = {ERR_NONE, "", "", ""};
    (void)state;
    assert_true(parses_attributes(64, &err));
    assert_false(parses_attributes(65, &err));
    err_clear(&err);
    assert_true(parses_depth(64, &err));
    assert_false(parses_depth(65, &err));
    assert_non_null(strstr(err.text, "deep"));
}

static void
makes_visible_what_a_reader_would_not_see(void **state)
{
    static const struct {
        const char *given, *kept;
    } cases[] = {
        {"plain & <text>", "plain & <text>"},
        {"a\xE2\x80\xAE"
         "b",
            "aU+202Eb"},
        {"a\xE2\x80\x8B"
         "b",
            "aU+200Bb"},
        {"a\x1B[31m", "aU+001B[31m"},
        {"caf\xC3\xA9\xC2\xA0:", "caf\xC3\xA9\xC2\xA0:"},
        {"a\xFF", "aU+FFFD"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct err err = {ERR_NONE, "", "", ""};
        xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
        xmlNode *root = xmlNewNode(NULL, (const xmlChar *)"a");
        xmlDocSetRootElement(doc, root);
        assert_true(xml_set(root, "v", span_of(cases[i].given), &err));
        assert_string_equal(xml_attribute(root, "v"), cases[i].kept);
        xmlFreeDoc(doc);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_a_document_must_not_hold),
        cmocka_unit_test(bounds_attributes_and_depth),
        cmocka_unit_test(makes_visible_what_a_reader_would_not_see),
    };
    xml_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
