#include "layout_fixture.h"

#define BLOCK(text) "<fo:block>" text "</fo:block>"
#define FIVE        BLOCK("v") BLOCK("w") BLOCK("x") BLOCK("y") BLOCK("z")

static void
heading_goes_with_what_follows_it(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        FIVE BLOCK("a") BLOCK("b") BLOCK("c")
            BLOCK("d") "<fo:block "
                       "keep-with-next.within-page=\"always\">Titre</"
                       "fo:block>" BLOCK("suite"));
    assert_int_equal(page_of(document, "Titre"), 2);
    assert_int_equal(page_of(document, "suite"), 2);
}

static void
kept_block_moves_as_a_whole(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        FIVE BLOCK("a") BLOCK("b") BLOCK(
            "c") "<fo:block keep-together.within-page=\"always\">" BLOCK("un")
            BLOCK("deux") BLOCK("trois") "</fo:block>");
    assert_int_equal(page_of(document, "un"), 2);
    assert_int_equal(page_of(document, "trois"), 2);
}

static void
widows_and_orphans_hold_two_lines(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        FIVE BLOCK("a") BLOCK("b") BLOCK("c") BLOCK(
            "d") "<fo:block linefeed-treatment=\"preserve\">un\ndeux\ntrois"
                 "</fo:block>");
    assert_int_equal(page_of(document, "un"), 2);
    document = must_lay_out(*state,
        FIVE BLOCK("a") BLOCK("b") BLOCK(
            "c") "<fo:block linefeed-treatment=\"preserve\">un\ndeux\ntrois"
                 "</fo:block>");
    assert_int_equal(page_of(document, "un"), 2);
}

static void
space_is_dropped_at_the_top_of_a_page_unless_retained(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block space-before=\"20pt\">a</fo:block>"
        "<fo:block break-before=\"page\" space-before=\"20pt\" "
        "space-before.conditionality=\"retain\">b</fo:block>");
    int32_t a = text_of(&document->pages[0], "a")->y;
    int32_t b = text_of(&document->pages[1], "b")->y;
    assert_int_equal(b - a, 20000);
}

static void
adjoining_spaces_give_the_wider_one(void **state)
{
    const struct area_document *document =
        must_lay_out(*state, "<fo:block space-after=\"6pt\">a</fo:block>"
                             "<fo:block space-before=\"9pt\">b</fo:block>");
    const struct area_page *page = &document->pages[0];
    assert_int_equal(text_of(page, "b")->y - text_of(page, "a")->y, 19000);
}

static void
citations_give_the_page_of_the_id(void **state)
{
    static const char footer[] =
        "<fo:static-content flow-name=\"xsl-region-after\"><fo:block>page-"
        "<fo:page-number/>-<fo:page-number-citation-last ref-id=\"all\"/>"
        "</fo:block></fo:static-content>";
    struct fixture *fixture = *state;
    const struct area_document *document = lay_out(fixture, footer,
        "<fo:block>voir-<fo:page-number-citation ref-id=\"fin\"/></fo:block>"
        "<fo:block break-before=\"page\">milieu</fo:block>"
        "<fo:block break-before=\"page\" id=\"fin\">fin</fo:block>");
    if (document == NULL) {
        abort();
    }
    const struct area_op *ops = document->pages[0].ops;
    assert_true(span_is(ops[1].run->text, "3"));
    const struct area_page *last = &document->pages[2];
    assert_true(span_is(last->ops[last->op_count - 1].run->text, "3"));
    assert_int_equal(last->ops[last->op_count - 1].tag, AREA_ARTIFACT);
}

static void
citation_of_an_unknown_id_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_null(lay_out(fixture, "",
        "<fo:block><fo:page-number-citation ref-id=\"none\"/></fo:block>"));
    assert_string_equal(fixture->err.text, "no object has the id 'none'");
}

static void
odd_page_break_leaves_a_blank_page(void **state)
{
    const struct area_document *document = must_lay_out(
        *state, BLOCK("a") "<fo:block break-before=\"odd-page\">b</fo:block>");
    assert_int_equal(document->page_count, 3);
    assert_int_equal(document->pages[1].op_count, 0);
    assert_int_equal(page_of(document, "b"), 3);
}

static void
box_is_drawn_on_each_page_it_reaches(void **state)
{
    char body[4096] = "<fo:block background-color=\"#EEEEEE\" "
                      "padding-top=\"5pt\" padding-bottom=\"5pt\">";
    for (int i = 0; i < 12; i++) {
        strcat(body, BLOCK("ligne"));
    }
    strcat(body, "</fo:block>");
    const struct area_document *document = must_lay_out(*state, body);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(document->pages[0].ops[0].kind, AREA_RECTANGLE);
    assert_int_equal(document->pages[0].ops[0].height, 95000);
    assert_int_equal(document->pages[1].ops[0].height, 35000);
}

static void
absolute_container_takes_no_room(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block-container absolute-position=\"absolute\" left=\"20pt\" "
        "top=\"30pt\" width=\"50pt\" height=\"20pt\" "
        "background-color=\"#EEEEEE\"><fo:block>dans</fo:block>"
        "</fo:block-container>" BLOCK("flot"));
    const struct area_page *page = &document->pages[0];
    assert_int_equal(page->ops[0].x, 20000);
    assert_int_equal(page->ops[0].y, 30000);
    assert_true(text_of(page, "flot")->y < 10000);
}

static void
list_item_stands_beside_its_label(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:list-block provisional-distance-between-starts=\"15pt\" "
        "provisional-label-separation=\"5pt\"><fo:list-item>"
        "<fo:list-item-label end-indent=\"label-end()\"><fo:block>1."
        "</fo:block></fo:list-item-label><fo:list-item-body "
        "start-indent=\"body-start()\"><fo:block>corps</fo:block>"
        "</fo:list-item-body></fo:list-item></fo:list-block>");
    const struct area_page *page = &document->pages[0];
    assert_int_equal(text_of(page, "1.")->x, 0);
    assert_int_equal(text_of(page, "corps")->x, 15000);
    assert_int_equal(text_of(page, "corps")->y, text_of(page, "1.")->y);
}

static void
content_taller_than_a_page_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_null(lay_out(fixture, "",
        "<fo:block font-size=\"150pt\" line-height=\"150pt\">A</fo:block>"));
    assert_non_null(strstr(fixture->err.text, "does not fit on its page"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heading_goes_with_what_follows_it),
        cmocka_unit_test(kept_block_moves_as_a_whole),
        cmocka_unit_test(widows_and_orphans_hold_two_lines),
        cmocka_unit_test(space_is_dropped_at_the_top_of_a_page_unless_retained),
        cmocka_unit_test(adjoining_spaces_give_the_wider_one),
        cmocka_unit_test(citations_give_the_page_of_the_id),
        cmocka_unit_test(citation_of_an_unknown_id_is_refused),
        cmocka_unit_test(odd_page_break_leaves_a_blank_page),
        cmocka_unit_test(box_is_drawn_on_each_page_it_reaches),
        cmocka_unit_test(absolute_container_takes_no_room),
        cmocka_unit_test(list_item_stands_beside_its_label),
        cmocka_unit_test(content_taller_than_a_page_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
