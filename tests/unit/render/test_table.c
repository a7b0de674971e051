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

#define FIXED                                                                  \
    "<fo:table table-layout=\"fixed\" width=\"100%\" border=\"2pt solid "      \
    "#FF0000\"><fo:table-column column-width=\"100%\"/>"
#define ONE(text) "<fo:table-row>" CELL(text) "</fo:table-row>"
#define TEN(text)                                                              \
    ONE(text)                                                                  \
    ONE(text)                                                                  \
    ONE(text)                                                                  \
    ONE(text) ONE(text) ONE(text) ONE(text) ONE(text) ONE(text) ONE(text)

static void
footer_repeats_at_every_break_and_ends_the_table(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        TABLE "<fo:table-header>" ROW("Tete",
            "t") "</fo:table-header>"
                 "<fo:table-footer>" ROW("Pied", "p") "</fo:table-footer>"
                                                      "<fo:table-body>" TEN("a")
                                                          TEN("b") BODY_END);
    assert_int_equal(document->page_count, 3);
    for (size_t p = 0; p < 3; p++) {
        const struct area_op *op = text_of(&document->pages[p], "Pied");
        assert_true((op->tag == AREA_ARTIFACT) == (p < 2));
        assert_true(op->y > text_of(&document->pages[p], "Tete")->y);
    }
    assert_int_equal(text_of(&document->pages[0], "Pied")->y -
                         text_of(&document->pages[0], "Tete")->y,
        90000);
}

static void
footer_is_left_out_at_breaks_when_asked(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:table table-layout=\"fixed\" width=\"100%\" "
        "table-omit-footer-at-break=\"true\"><fo:table-column "
        "column-width=\"100%\"/><fo:table-footer>" ONE(
            "Pied") "</fo:table-footer><fo:table-body>" TEN("a") TEN("b")
            BODY_END);
    assert_int_equal(document->page_count, 3);
    assert_null(find_text(&document->pages[0], "Pied"));
    assert_non_null(find_text(&document->pages[2], "Pied"));
}

/* Thickness of the rules that lie across at that height. */
static int32_t
rule_at(const struct area_page *page, int32_t y)
{
    for (size_t i = 0; i < page->op_count; i++) {
        const struct area_op *op = &page->ops[i];
        if (op->kind == AREA_LINE && op->height == 0 && op->y == y) {
            return op->thickness;
        }
    }
    return 0;
}

static void
break_between_rows_has_the_border_of_the_table(void **state)
{
    const struct area_document *document = must_lay_out(
        *state, FIXED "<fo:table-body>" TEN("a") TEN("b") BODY_END);
    const struct area_page *second = &document->pages[1];
    int32_t rows = (int32_t)count_kind(&document->pages[0], AREA_TEXT);
    assert_int_equal(rule_at(&document->pages[0], 0), 2000);
    assert_int_equal(
        rule_at(&document->pages[0], 11000 + (rows - 1) * 10000), 2000);
    assert_int_equal(rule_at(second, 0), 2000);
}

static void
break_inside_a_row_is_open(void **state)
{
    const struct area_document *document = must_lay_out(*state, FIXED
        "<fo:table-body><fo:table-row><fo:table-cell>"
        "<fo:block>1</fo:block><fo:block>2</fo:block>"
        "<fo:block>3</fo:block><fo:block>4</fo:block>"
        "<fo:block>5</fo:block><fo:block>6</fo:block>"
        "<fo:block>7</fo:block><fo:block>8</fo:block>"
        "<fo:block>9</fo:block><fo:block>10</fo:block>"
        "<fo:block>11</fo:block></fo:table-cell></fo:table-row>" BODY_END);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(rule_at(&document->pages[0], 0), 2000);
    for (size_t p = 0; p < 2; p++) {
        size_t across = 0;
        for (size_t i = 0; i < document->pages[p].op_count; i++) {
            const struct area_op *op = &document->pages[p].ops[i];
            across += op->kind == AREA_LINE && op->height == 0;
        }
        assert_int_equal(across, 1);
    }
}

static void
break_forgets_the_border_of_the_row_on_the_other_page(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        TABLE "<fo:table-header>" ROW("Tete",
            "t") "</fo:table-header>"
                 "<fo:table-body><fo:table-row border-top=\"3pt solid "
                 "#0000FF\">" CELL("a") "</fo:table-row>" TEN("b") BODY_END);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(count_kind(&document->pages[0], AREA_LINE), 1);
    assert_int_equal(count_kind(&document->pages[1], AREA_LINE), 0);
}

static void
separate_borders_leave_room_between_rows(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:table table-layout=\"fixed\" width=\"100%\" border=\"2pt solid "
        "#000000\" border-collapse=\"separate\" border-separation=\"6pt\">"
        "<fo:table-column column-width=\"100%\"/><fo:table-body>" ONE("a")
            ONE("b") BODY_END "<fo:block>fin</fo:block>");
    const struct area_page *page = &document->pages[0];
    int32_t a = text_of(page, "a")->y;
    assert_int_equal(text_of(page, "a")->x, 3000);
    assert_int_equal(text_of(page, "b")->y - a, 16000);
    assert_int_equal(text_of(page, "fin")->y - a, 31000);
}

static void
spanning_cell_goes_on_below_a_break(void **state)
{
    const struct area_document *document = must_lay_out(*state, TABLE
        "<fo:table-body><fo:table-row><fo:table-cell "
        "number-rows-spanned=\"2\"><fo:block>s1</fo:block>"
        "<fo:block>s2</fo:block><fo:block>s3</fo:block>"
        "<fo:block>s4</fo:block><fo:block>s5</fo:block>"
        "<fo:block>s6</fo:block><fo:block>s7</fo:block>"
        "<fo:block>s8</fo:block><fo:block>s9</fo:block>"
        "<fo:block>s10</fo:block><fo:block>s11</fo:block>"
        "<fo:block>s12</fo:block></fo:table-cell>" CELL(
            "b1") "</fo:table-row><fo:table-row>" CELL("b2") "</"
                                                             "fo:table-"
                                                             "row>" BODY_END);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(page_of(document, "s10"), 1);
    assert_int_equal(page_of(document, "s11"), 2);
    assert_int_equal(page_of(document, "s12"), 2);
    assert_int_equal(page_of(document, "b2"), 1);
}

static void
header_that_fills_the_page_is_not_repeated(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        FIXED "<fo:table-header>" TEN("h") "</fo:table-header>"
                                           "<fo:table-body>" TEN("a") TEN("b")
                                               BODY_END);
    assert_int_equal(document->page_count, 4);
    assert_null(find_text(&document->pages[2], "h"));
}

static void
indent_is_inherited_into_cells(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:block start-indent=\"20pt\">" TABLE "<fo:table-body>" ROW("a", "b")
            BODY_END "</fo:block><fo:block start-indent=\"20pt\">" TABLE
                     "<fo:table-body start-indent=\"0pt\">" ROW("c", "d")
                         BODY_END "</fo:block>");
    assert_int_equal(text_of(&document->pages[0], "a")->x, 40000);
    assert_int_equal(text_of(&document->pages[0], "c")->x, 20000);
}

static void
thousands_of_rows_are_laid_out(void **state)
{
    static char body[1 << 18];
    strcpy(body, TABLE "<fo:table-body>");
    size_t used = strlen(body);
    for (int i = 0; i < 1500; i++) {
        used += (size_t)snprintf(
            body + used, sizeof body - used, "%s", ROW("x", "y"));
    }
    (void)snprintf(body + used, sizeof body - used, "%s", BODY_END);
    const struct area_document *document = must_lay_out(*state, body);
    assert_int_equal(document->page_count, 150);
}

/* ISO 14289-1, 7.5: every row of a table has all of its columns. */
static void
row_with_fewer_cells_is_tagged_to_its_end(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        "<fo:table table-layout=\"fixed\" width=\"100%\"><fo:table-body>"
        "<fo:table-row><fo:table-cell><fo:block>a</fo:block></fo:table-cell>"
        "<fo:table-cell><fo:block>b</fo:block></fo:table-cell></fo:table-row>"
        "<fo:table-row><fo:table-cell><fo:block>c</fo:block></fo:table-cell>"
        "</fo:table-row></fo:table-body></fo:table>");
    size_t count = 0;
    for (size_t i = 0; i < document->tag_count; i++) {
        count += strcmp(document->tags[i].role, "TD") == 0;
    }
    assert_int_equal(count, 4);
}

static void
table_for_the_look_alone_is_no_table_in_the_tags(void **state)
{
    static const char *const parts[] = {
        "Table", "THead", "TBody", "TR", "TH", "TD"};
    const struct area_document *document = must_lay_out(*state,
        "<fo:table role=\"Sect\" table-layout=\"fixed\" width=\"100%\">"
        "<fo:table-body>" ROW("a", "b") ROW("c", "d") BODY_END);
    size_t sections = 0;
    for (size_t i = 0; i < document->tag_count; i++) {
        sections += strcmp(document->tags[i].role, "Sect") == 0;
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            assert_string_not_equal(document->tags[i].role, parts[k]);
        }
    }
    assert_int_equal(sections, 1);
    const struct area_op *op = text_of(&document->pages[0], "d");
    const struct area_tag *tag = &document->tags[op->tag];
    assert_string_equal(tag->role, "P");
    assert_string_equal(document->tags[tag->parent].role, "Sect");
}

static void
role_that_no_table_has_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_null(lay_out(fixture, "",
        "<fo:table role=\"Figure\" table-layout=\"fixed\" width=\"100%\">"
        "<fo:table-body>" ROW("a", "b") BODY_END));
    assert_non_null(strstr(fixture->err.text, "a table's role is"));
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
        cmocka_unit_test(footer_repeats_at_every_break_and_ends_the_table),
        cmocka_unit_test(footer_is_left_out_at_breaks_when_asked),
        cmocka_unit_test(break_between_rows_has_the_border_of_the_table),
        cmocka_unit_test(break_inside_a_row_is_open),
        cmocka_unit_test(break_forgets_the_border_of_the_row_on_the_other_page),
        cmocka_unit_test(separate_borders_leave_room_between_rows),
        cmocka_unit_test(spanning_cell_goes_on_below_a_break),
        cmocka_unit_test(header_that_fills_the_page_is_not_repeated),
        cmocka_unit_test(indent_is_inherited_into_cells),
        cmocka_unit_test(thousands_of_rows_are_laid_out),
        cmocka_unit_test(row_with_fewer_cells_is_tagged_to_its_end),
        cmocka_unit_test(table_for_the_look_alone_is_no_table_in_the_tags),
        cmocka_unit_test(role_that_no_table_has_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
