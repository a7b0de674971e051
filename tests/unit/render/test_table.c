#include "layout_fixture.h"

#define TABLE                                                                  \
    "<fo:table table-layout=\"fixed\" width=\"100%\"><fo:table-column "        \
    "column-width=\"50pt\"/><fo:table-column "                                 \
    "column-width=\"proportional-column-width(1)\"/>"
#define CELL(text)                                                             \
    "<fo:table-cell><fo:block>" text "</fo:block></fo:table-cell>"
#define ROW(a, b) "<fo:table-row>" CELL(a) CELL(b) "</fo:table-row>"
#define LINES(t)  t "<fo:block>" t "</fo:block>"
#define BODY_END  "</fo:table-body></fo:table>"

static void
columns_share_what_fixed_ones_leave(void **state)
{
    const struct area_document *document =
        must_lay_out(*state, TABLE "<fo:table-body>" ROW("a", "b") BODY_END);
    assert_int_equal(text_of(&document->pages[0], "a")->x, 0);
    assert_int_equal(text_of(&document->pages[0], "b")->x, 50000);
}

static void
header_repeats_on_each_page_as_an_artifact(void **state)
{
    char body[8192] = TABLE "<fo:table-header>" ROW(
        "Tete", "Titre") "</fo:table-header><fo:table-body>";
    for (int i = 0; i < 20; i++) {
        strcat(body, ROW("x", "y"));
    }
    strcat(body, BODY_END);
    const struct area_document *document = must_lay_out(*state, body);
    assert_int_equal(document->page_count, 3);
    for (size_t p = 0; p < 3; p++) {
        const struct area_op *op = text_of(&document->pages[p], "Tete");
        assert_non_null(op);
        assert_true((op->tag == AREA_ARTIFACT) == (p > 0));
    }
    size_t heads = 0;
    for (size_t i = 0; i < document->tag_count; i++) {
        heads += strcmp(document->tags[i].role, "TH") == 0;
    }
    assert_int_equal(heads, 2);
}

static void
row_taller_than_the_rest_splits_across_pages(void **state)
{
    char body[8192] =
        "<fo:block>avant</fo:block>" TABLE
        "<fo:table-body><fo:table-row>" CELL("cle") "<fo:table-cell>";
    for (int i = 0; i < 15; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "<fo:block>ligne-%02d</fo:block>", i);
        strcat(body, line);
    }
    strcat(body, "</fo:table-cell></fo:table-row>" BODY_END);
    const struct area_document *document = must_lay_out(*state, body);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(page_of(document, "cle"), 1);
    assert_int_equal(page_of(document, "ligne-08"), 1);
    assert_int_equal(page_of(document, "ligne-09"), 2);
    assert_int_equal(page_of(document, "ligne-14"), 2);
}

static void
kept_row_moves_to_the_next_page(void **state)
{
    char body[8192] = "<fo:block space-after=\"75pt\">avant</fo:block>" TABLE
                      "<fo:table-body><fo:table-row "
                      "keep-together.within-page=\"always\">" CELL("cle");
    strcat(body, "<fo:table-cell><fo:block>un</fo:block><fo:block>deux"
                 "</fo:block></fo:table-cell></fo:table-row>" BODY_END);
    const struct area_document *document = must_lay_out(*state, body);
    assert_int_equal(page_of(document, "cle"), 2);
    assert_int_equal(page_of(document, "un"), 2);
}

static void
spans_join_rows_and_columns(void **state)
{
    const struct area_document *document = must_lay_out(*state, TABLE
        "<fo:table-body><fo:table-row><fo:table-cell "
        "number-rows-spanned=\"2\"><fo:block>haut</fo:block>"
        "</fo:table-cell>" CELL("b1") "</fo:table-row><fo:table-row>" CELL(
            "b2") "</fo:table-row><fo:table-row><fo:table-cell "
                  "number-columns-spanned=\"2\"><fo:block>large"
                  "</fo:block></fo:table-cell></fo:table-row>" BODY_END);
    const struct area_page *page = &document->pages[0];
    assert_int_equal(text_of(page, "b2")->x, 50000);
    assert_int_equal(text_of(page, "b2")->y - text_of(page, "b1")->y, 10000);
    assert_int_equal(text_of(page, "large")->x, 0);
}

static void
rows_that_a_span_ties_break_between_themselves(void **state)
{
    char body[8192] =
        TABLE "<fo:table-body><fo:table-row><fo:table-cell "
              "number-rows-spanned=\"15\"><fo:block>theme"
              "</fo:block></fo:table-cell>" CELL("r") "</fo:table-row>";
    for (int i = 0; i < 14; i++) {
        strcat(body, "<fo:table-row>" CELL("r") "</fo:table-row>");
    }
    strcat(body, BODY_END);
    const struct area_document *document = must_lay_out(*state, body);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(count_kind(&document->pages[0], AREA_TEXT), 11);
    assert_int_equal(count_kind(&document->pages[1], AREA_TEXT), 5);
}

static void
collapsed_border_is_drawn_once_and_the_wider_wins(void **state)
{
    const struct area_document *document = must_lay_out(*state, TABLE
        "<fo:table-body><fo:table-row border-bottom=\"1pt solid "
        "#FF0000\">" CELL("a") CELL(
            "b") "</fo:table-row><fo:table-row border-top=\"3pt solid "
                 "#0000FF\">" CELL("c") CELL("d") "</fo:table-row>" BODY_END);
    assert_int_equal(count_kind(&document->pages[0], AREA_LINE), 1);
    for (size_t i = 0; i < document->pages[0].op_count; i++) {
        const struct area_op *op = &document->pages[0].ops[i];
        if (op->kind == AREA_LINE) {
            assert_int_equal(op->thickness, 3000);
            assert_int_equal(op->width, 200000);
        }
    }
}

static void
table_wider_than_its_area_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_null(lay_out(fixture, "",
        "<fo:table table-layout=\"fixed\" width=\"300pt\"><fo:table-column "
        "column-width=\"300pt\"/><fo:table-body><fo:table-row>" CELL(
            "a") "</fo:table-row>" BODY_END));
    assert_non_null(strstr(fixture->err.text, "wider than its area"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_share_what_fixed_ones_leave),
        cmocka_unit_test(header_repeats_on_each_page_as_an_artifact),
        cmocka_unit_test(row_taller_than_the_rest_splits_across_pages),
        cmocka_unit_test(kept_row_moves_to_the_next_page),
        cmocka_unit_test(spans_join_rows_and_columns),
        cmocka_unit_test(rows_that_a_span_ties_break_between_themselves),
        cmocka_unit_test(collapsed_border_is_drawn_once_and_the_wider_wins),
        cmocka_unit_test(table_wider_than_its_area_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
