#include "layout_fixture.h"

static void
white_space_collapses(void **state)
{
    const struct area_document *document = must_lay_out(
        *state, "<fo:block>  a \n b<fo:inline> c</fo:inline> </fo:block>");
    assert_int_equal(document->pages[0].op_count, 2);
    assert_true(span_is(document->pages[0].ops[0].run->text, "a b"));
    assert_true(span_is(document->pages[0].ops[1].run->text, " c"));
}

static void
word_wider_than_its_line_breaks_inside(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block end-indent=\"150pt\">0123456789abcdef0123456789abcdef01234"
        "56789abcdef0123456789ab</fo:block>");
    const struct area_page *page = &document->pages[0];
    size_t bytes = 0;
    assert_true(page->op_count > 3);
    for (size_t i = 0; i < page->op_count; i++) {
        assert_true(page->ops[i].width <= 50000);
        bytes += page->ops[i].run->text.len;
    }
    assert_int_equal(bytes, 60);
}

static void
justified_lines_end_at_the_margin(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block text-align=\"justify\">Les douze operateurs ont suivi le "
        "module de deux jours et les attestations sont jointes au dossier."
        "</fo:block>");
    const struct area_page *page = &document->pages[0];
    for (size_t i = 0; i + 1 < page->op_count; i++) {
        assert_in_range(page->ops[i].x + page->ops[i].width, 199900, 200100);
    }
    const struct area_op *last = &page->ops[page->op_count - 1];
    assert_int_equal(last->word_space, 0);
}

static void
last_line_never_passes_the_margin(void **state)
{
    for (int i = 0; i < 40; i++) {
        char body[512];
        (void)snprintf(body, sizeof body,
            "<fo:block text-align=\"justify\" end-indent=\"%dpt\">Les douze "
            "operateurs ont suivi le module de deux jours et la suite."
            "</fo:block>",
            i);
        const struct area_document *document = must_lay_out(*state, body);
        const struct area_page *page = &document->pages[0];
        const struct area_op *last = text_of(page, "suite.");
        assert_true(last->x + last->width <= 200100 - i * 1000);
    }
}

static void
french_word_is_hyphenated_at_its_syllables(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block hyphenate=\"true\" text-align=\"justify\" "
        "end-indent=\"160pt\">évaluation évaluation</fo:block>");
    assert_true(find_text(&document->pages[0], "éva\u00AD") != NULL ||
                find_text(&document->pages[0], "évalua\u00AD") != NULL);
    assert_null(find_text(&document->pages[0], "év\u00AD"));
}

static void
leader_fills_a_justified_last_line(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block text-align-last=\"justify\">A<fo:leader leader-pattern="
        "\"dots\"/>Z</fo:block>");
    const struct area_op *last = text_of(&document->pages[0], "Z");
    assert_in_range(last->x + last->width, 199900, 200001);
    const struct area_op *dot = text_of(&document->pages[0], ".");
    assert_int_equal(dot->tag, AREA_ARTIFACT);
}

static void
link_has_a_rectangle_on_each_line_and_one_tag(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block>une phrase assez longue avec <fo:basic-link "
        "internal-destination=\"all\">un lien qui passe a la ligne"
        "</fo:basic-link></fo:block>");
    const struct area_page *page = &document->pages[0];
    assert_int_equal(page->link_count, 2);
    assert_int_equal(page->links[0].tag, page->links[1].tag);
    assert_string_equal(document->tags[page->links[0].tag].role, "Link");
}

static void
preserved_line_feeds_break_lines(void **state)
{
    const struct area_document *document =
        must_lay_out(*state, "<fo:block white-space=\"pre\">a\n  b</fo:block>");
    const struct area_op *a = text_of(&document->pages[0], "a");
    const struct area_op *b = text_of(&document->pages[0], "b");
    assert_int_equal(b->y - a->y, 10000);
}

static int32_t
ragged_height(void **state, const char *hyphenate, int indent)
{
    char body[512];
    (void)snprintf(body, sizeof body,
        "<fo:block hyphenate=\"%s\" language=\"fr\" end-indent=\"%dpt\">"
        "une documentation de la compression et de la surveillance humaine, "
        "proportionnée aux consommations observées</fo:block>",
        hyphenate, indent);
    const struct area_document *document = must_lay_out(*state, body);
    const struct area_page *page = &document->pages[0];
    return page->ops[page->op_count - 1].y;
}

static void
ragged_text_is_hyphenated_to_save_a_line(void **state)
{
    size_t saved = 0;
    for (int indent = 0; indent < 100; indent++) {
        int32_t with = ragged_height(state, "true", indent);
        int32_t without = ragged_height(state, "false", indent);
        assert_true(with <= without);
        saved += with < without;
    }
    assert_in_range(saved, 1, 60);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_collapses),
        cmocka_unit_test(word_wider_than_its_line_breaks_inside),
        cmocka_unit_test(justified_lines_end_at_the_margin),
        cmocka_unit_test(last_line_never_passes_the_margin),
        cmocka_unit_test(french_word_is_hyphenated_at_its_syllables),
        cmocka_unit_test(leader_fills_a_justified_last_line),
        cmocka_unit_test(link_has_a_rectangle_on_each_line_and_one_tag),
        cmocka_unit_test(preserved_line_feeds_break_lines),
        cmocka_unit_test(ragged_text_is_hyphenated_to_save_a_line),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
