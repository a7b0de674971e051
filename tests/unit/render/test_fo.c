#include "layout_fixture.h"

static void
what_the_subset_lacks_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *body;
        const char *words;
    } cases[] = {
        {"<fo:float/>", "the element 'float' is not supported"},
        {"<fo:block text-shadow=\"1pt\"/>",
            "the property 'text-shadow' is not supported"},
        {"<fo:block font-size=\"large-ish\"/>",
            "the property 'font-size' cannot be 'large-ish'"},
        {"<fo:block color=\"#12\"/>", "cannot be '#12'"},
        {"<fo:block role=\"Paragraph\">a</fo:block>",
            "the role 'Paragraph' is no standard type"},
        {"<fo:table-cell/>", "may not stand here"},
        {"words", "text is not allowed in 'fo:flow'"},
        {"<fo:block width=\"1pt * 2pt\"/>", "cannot be"},
        {"<fo:block color=\"inherited-property-value(border)\"/>",
            "cannot be 'inherited-property-value(border)'"},
        {"<fo:block start-indent=\"inherited-property-value() * 2\"/>",
            "cannot be 'inherited-property-value() * 2'"},
        {"<fo:block color=\"from-table-column()\"/>", "cannot be"},
        {"<fo:block color=\"rgb(101%,0%,0%)\"/>", "cannot be"},
        {"<fo:block><fo:instream-foreign-object/></fo:block>",
            "holds no SVG picture"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[256];
        (void)snprintf(body, sizeof body, "\n\n%s", cases[i].body);
        assert_null(lay_out(fixture, "", body));
        assert_int_equal(fixture->err.code, ERR_INPUT);
        assert_non_null(strstr(fixture->err.text, cases[i].words));
        assert_true(strcmp(cases[i].body, "words") == 0 ||
                    strcmp(fixture->err.place, "line 3") == 0);
    }
}

static void
length_is_an_expression_of_units(void **state)
{
    static const struct {
        const char *length;
        int32_t x;
    } cases[] = {
        {"12pt", 12000},
        {"25.4mm", 72000},
        {"2.54cm", 72000},
        {"1in", 72000},
        {"2em", 20000},
        {"10%", 20000},
        {"10% + 5pt", 25000},
        {"(10pt + 2pt) * 2", 24000},
        {"30pt div 3 - 4pt", 6000},
        {"inherited-property-value(font-size) * 2", 20000},
        {"inherited-property-value() + 1pt", 1000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[256];
        (void)snprintf(body, sizeof body,
            "<fo:block start-indent=\"%s\">a</fo:block>", cases[i].length);
        const struct area_document *document = must_lay_out(*state, body);
        assert_int_equal(document->pages[0].ops[0].x, cases[i].x);
    }
}

static void
longhand_wins_over_shorthand_in_any_order(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block border-top-color=\"#FF0000\" border=\"1pt solid #0000FF\">"
        "a</fo:block>");
    size_t red = 0;
    for (size_t i = 0; i < document->pages[0].op_count; i++) {
        const struct area_op *op = &document->pages[0].ops[i];
        red += op->kind == AREA_LINE && op->colour.red == 255;
    }
    assert_int_equal(red, 1);
    assert_int_equal(count_kind(&document->pages[0], AREA_LINE), 4);
}

static void
margin_adds_to_the_indent_and_padding_hangs_outside(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block start-indent=\"10pt\"><fo:block margin-left=\"5pt\">a"
        "</fo:block><fo:block padding-left=\"4pt\">b</fo:block></fo:block>");
    assert_int_equal(text_of(&document->pages[0], "a")->x, 15000);
    assert_int_equal(text_of(&document->pages[0], "b")->x, 10000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_subset_lacks_is_refused_with_its_line),
        cmocka_unit_test(length_is_an_expression_of_units),
        cmocka_unit_test(longhand_wins_over_shorthand_in_any_order),
        cmocka_unit_test(margin_adds_to_the_indent_and_padding_hangs_outside),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
