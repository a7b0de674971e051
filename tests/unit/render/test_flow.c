#include "layout_fixture.h"

/* Footnotes, running titles, page masters, keeps, spaces, citations. */

#define BLOCK(text) "<fo:block>" text "</fo:block>"
#define FIVE        BLOCK("v") BLOCK("w") BLOCK("x") BLOCK("y") BLOCK("z")
#define NOTE(text)                                                             \
    "<fo:footnote><fo:inline>*</fo:inline><fo:footnote-body><fo:block>" text   \
    "</fo:block></fo:footnote-body></fo:footnote>"
#define ROOT                                                                   \
    "<fo:root xmlns:fo=\"http://www.w3.org/1999/XSL/Format\" "                 \
    "font-family=\"DejaVu Sans\" font-size=\"10pt\" line-height=\"10pt\">"     \
    "<fo:layout-master-set>"
#define MASTER(name, body)                                                     \
    "<fo:simple-page-master master-name=\"" name "\" page-width=\"200pt\" "    \
    "page-height=\"100pt\">" body "</fo:simple-page-master>"

static const char separator[] =
    "<fo:static-content flow-name=\"xsl-footnote-separator\"><fo:block>---"
    "</fo:block></fo:static-content>";

static const struct area_document *
lay_out_root(struct fixture *fixture, const char *fo)
{
    const struct area_document *document = NULL;
    memset(&fixture->err, 0, sizeof fixture->err);
    struct render_source source = {.fo = span_of(fo)};
    if (!render_layout(&fixture->arena, fixture->fonts, &source, &document,
            &fixture->err)) {
        print_error("%s %s\n", fixture->err.text, fixture->err.place);
        return NULL;
    }
    return document;
}

static const struct area_document *
must_lay_out_with(struct fixture *fixture, const char *before, const char *body)
{
    const struct area_document *document = lay_out(fixture, before, body);
    if (document == NULL) {
        print_error("%s %s\n", fixture->err.text, fixture->err.place);
        abort();
    }
    return document;
}

static void
footnote_stands_at_the_foot_of_its_page(void **state)
{
    const struct area_document *document = must_lay_out_with(*state, separator,
        BLOCK("a" NOTE("premiere")) BLOCK("b" NOTE("seconde")));
    const struct area_page *page = &document->pages[0];
    const struct area_op *last = text_of(page, "seconde");
    const struct area_op *rule = text_of(page, "---");
    assert_int_equal(document->page_count, 1);
    assert_true(last->y > 90000 && last->y < 100000);
    assert_int_equal(last->y - text_of(page, "premiere")->y, 10000);
    assert_int_equal(text_of(page, "premiere")->y - rule->y, 10000);
    assert_int_equal(rule->tag, AREA_ARTIFACT);
    const struct area_tag *block = &document->tags[last->tag];
    assert_string_equal(document->tags[block->parent].role, "Note");
}

static void
line_goes_with_its_footnote(void **state)
{
    const struct area_document *document = must_lay_out_with(*state, separator,
        FIVE BLOCK("a") BLOCK("b") BLOCK("c") BLOCK("d" NOTE("note"))
            BLOCK("e"));
    assert_int_equal(page_of(document, "c"), 1);
    assert_int_equal(page_of(document, "d"), 2);
    assert_int_equal(page_of(document, "note"), 2);
}

static void
long_footnote_goes_on_overleaf(void **state)
{
    const struct area_document *document = must_lay_out_with(*state, separator,
        FIVE BLOCK("a" NOTE("<fo:block>n1</fo:block><fo:block>n2</fo:block>"
                            "<fo:block>n3</fo:block><fo:block>n4</fo:block>"
                            "<fo:block>n5</fo:block>")) BLOCK("b"));
    assert_int_equal(page_of(document, "a"), 1);
    assert_int_equal(page_of(document, "n3"), 1);
    assert_int_equal(page_of(document, "n4"), 2);
    assert_int_equal(page_of(document, "n5"), 2);
    assert_int_equal(page_of(document, "b"), 2);
}

static void
footnote_outside_the_flow_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_null(lay_out(fixture,
        "<fo:static-content flow-name=\"xsl-region-after\">" BLOCK(
            NOTE("n")) "</fo:static-content>",
        BLOCK("a")));
    assert_string_equal(fixture->err.text, "a footnote may not stand here");
}

#define RETRIEVE(position, boundary)                                           \
    "<fo:static-content flow-name=\"xsl-region-after\"><fo:block>"             \
    "<fo:retrieve-marker retrieve-class-name=\"t\" "                           \
    "retrieve-position=\"" position "\" retrieve-boundary=\"" boundary         \
    "\"/></fo:block></fo:static-content>"
#define CHAPTER(name, lines)                                                   \
    "<fo:block><fo:marker marker-class-name=\"t\">" name "</fo:marker>" lines  \
    "</fo:block>"

/* Page 1: all of A, B begins; 2: B alone; 3: C; 4: nothing. */
static const char chapters[] = CHAPTER("A", FIVE) CHAPTER("B", FIVE FIVE FIVE)
    CHAPTER("C", BLOCK("c")) "<fo:block break-before=\"page\">rest</fo:block>";

static void
marker_is_the_one_that_its_position_asks_for(void **state)
{
    static const struct {
        const char *content;
        const char *shown[4];
    } cases[] = {
        {RETRIEVE("first-starting-within-page", "page-sequence"),
            {"A", "B", "C", "C"}},
        {RETRIEVE("first-including-carryover", "page-sequence"),
            {"A", "B", "C", "C"}},
        {RETRIEVE("last-starting-within-page", "page-sequence"),
            {"B", "B", "C", "C"}},
        {RETRIEVE("last-ending-within-page", "page-sequence"),
            {"A", "B", "C", "C"}},
        {RETRIEVE("last-ending-within-page", "page"), {"A", "B", "C", "rest"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct area_document *document =
            must_lay_out_with(*state, cases[i].content, chapters);
        assert_int_equal(document->page_count, 4);
        for (size_t p = 0; p < 4; p++) {
            const struct area_page *page = &document->pages[p];
            const struct area_op *op = &page->ops[page->op_count - 1];
            assert_true(span_is(op->run->text, cases[i].shown[p]));
        }
    }
}

static void
marker_takes_the_properties_of_where_it_is_shown(void **state)
{
    const struct area_document *document = must_lay_out_with(*state,
        "<fo:static-content flow-name=\"xsl-region-after\"><fo:block "
        "font-size=\"7pt\"><fo:retrieve-marker retrieve-class-name=\"t\"/>"
        "</fo:block></fo:static-content>",
        "<fo:block font-size=\"20pt\"><fo:marker marker-class-name=\"t\">"
        "titre</fo:marker>corps</fo:block>");
    assert_int_equal(text_of(&document->pages[0], "titre")->size, 7000);
    assert_int_equal(text_of(&document->pages[0], "corps")->size, 20000);
}

#define NAMED(name)                                                            \
    MASTER(name, "<fo:region-body/><fo:region-after extent=\"10pt\" "          \
                 "region-name=\"" name "\"/>")
#define CONTENT(name)                                                          \
    "<fo:static-content flow-name=\"" name                                     \
    "\">" BLOCK("-" name "-") "</fo:static-content>"
#define WHEN(name, condition)                                                  \
    "<fo:conditional-page-master-reference master-reference=\"" name           \
    "\" " condition "/>"
#define SEQUENCE(attributes, flow)                                             \
    "<fo:page-sequence master-reference=\"m\" " attributes ">" CONTENT("only") \
        CONTENT("first") CONTENT("last") CONTENT("blank")                      \
            CONTENT("rest") "<fo:flow flow-name=\"xsl-region-body\">" flow     \
                            "</fo:flow></fo:page-sequence>"

static void
page_master_is_chosen_by_position_and_blankness(void **state)
{
    static const char *const wanted[] = {"-first-", "-rest-", "-last-",
        "-only-", "-first-", "-blank-", "-last-", "-only-", "-blank-"};
    static const char masters[] =
        ROOT NAMED("only") NAMED("first") NAMED("last") NAMED("blank")
            NAMED("rest") "<fo:page-sequence-master master-name=\"m\">"
                          "<fo:repeatable-page-master-alternatives>" WHEN(
                              "blank", "blank-or-not-blank=\"blank\"")
                              WHEN("only", "page-position=\"only\"")
                                  WHEN("first", "page-position=\"first\"") WHEN(
                                      "last", "page-position=\"last\"")
                                      WHEN("rest",
                                          "") "</fo:repeatable-page-master-"
                                              "alternatives></fo:page-sequence-"
                                              "master></fo:layout-master-set>";
    static const char long_ones[] =
        SEQUENCE("", FIVE FIVE FIVE FIVE FIVE) SEQUENCE("", BLOCK("a"));
    static const char blank_ones[] =
        SEQUENCE("", BLOCK("a") "<fo:block break-before=\"odd-page\">b"
                                "</fo:block>")
            SEQUENCE("force-page-count=\"even\"", BLOCK("a")) "</fo:root>";
    char fo[8192];
    (void)snprintf(fo, sizeof fo, "%s%s%s", masters, long_ones, blank_ones);
    const struct area_document *document = lay_out_root(*state, fo);
    assert_non_null(document);
    assert_int_equal(document->page_count, 9);
    for (size_t p = 0; p < 9; p++) {
        assert_non_null(find_text(&document->pages[p], wanted[p]));
    }
}

static void
flow_goes_on_in_a_body_of_another_width(void **state)
{
    static const char masters[] = ROOT MASTER(
        "first", "<fo:region-body margin-left=\"120pt\"/>") MASTER("rest",
        "<fo:region-body/>") "<fo:page-sequence-master "
                             "master-name=\"m\">"
                             "<fo:repeatable-page-master-"
                             "alternatives>" WHEN("first",
                                 "page-position=\"first\"") WHEN("rest",
                                 "") "</fo:repeatable-page-master-alternatives>"
                                     "</fo:page-sequence-master>"
                                     "</fo:layout-master-set>";
    static const char flow[] =
        SEQUENCE("", FIVE BLOCK("a") BLOCK("b") BLOCK("c")
                         BLOCK("un deux trois quatre cinq six sept huit neuf "
                               "dix onze douze")) "</fo:root>";
    char fo[8192];
    (void)snprintf(fo, sizeof fo, "%s%s", masters, flow);
    const struct area_document *document = lay_out_root(*state, fo);
    assert_non_null(document);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(page_of(document, "c"), 1);
    assert_int_equal(text_of(&document->pages[0], "c")->x, 120000);
    assert_int_equal(page_of(document, "un"), 2);
    assert_int_equal(text_of(&document->pages[1], "un")->x, 0);
    assert_int_equal(document->tag_count, 10); /* each made once */
}

static void
forced_blank_page_is_the_last_one(void **state)
{
    const struct area_document *document = lay_out_root(*state,
        ROOT NAMED("last") NAMED(
            "rest") "<fo:page-sequence-master master-name=\"m\">"
                    "<fo:repeatable-page-master-alternatives>" WHEN("last",
                        "page-position=\"last\" blank-or-not-blank=\"blank\"")
                        WHEN("rest",
                            "") "</fo:repeatable-page-master-alternatives>"
                                "</fo:page-sequence-master>"
                                "</fo:layout-master-set>" SEQUENCE(
                                    "force-page-count=\"even\"",
                                    BLOCK("a")) "</fo:root>");
    assert_non_null(document);
    assert_int_equal(document->page_count, 2);
    assert_non_null(find_text(&document->pages[0], "-rest-"));
    assert_non_null(find_text(&document->pages[1], "-last-"));
}

static void
last_page_master_that_holds_less_leaves_a_page(void **state)
{
    const struct area_document *document = lay_out_root(*state,
        ROOT MASTER("rest", "<fo:region-body/>") MASTER("last",
            "<fo:region-body margin-bottom=\"70pt\"/>") "<fo:page-sequence-"
                                                        "master "
                                                        "master-name=\"m\">"
                                                        "<fo:repeatable-page-"
                                                        "master-"
                                                        "alternatives>" WHEN(
                                                            "last",
                                                            "page-position="
                                                            "\"last\"") WHEN("r"
                                                                             "e"
                                                                             "s"
                                                                             "t",
                                                            "") "</"
                                                                "fo:repeatable-"
                                                                "page-master-"
                                                                "alternatives>"
                                                                "</"
                                                                "fo:page-"
                                                                "sequence-"
                                                                "master>"
                                                                "</"
                                                                "fo:layout-"
                                                                "master-"
                                                                "set>" SEQUENCE(
                                                                    "",
                                                                    FIVE BLOCK(
                                                                        "six")) "</fo:root>");
    assert_non_null(document);
    assert_int_equal(document->page_count, 2);
    assert_int_equal(page_of(document, "x"), 1);
    assert_int_equal(page_of(document, "six"), 2);
}

static void
region_with_precedence_takes_the_corners(void **state)
{
    const struct area_document *document = lay_out_root(*state,
        ROOT MASTER("m",
            "<fo:region-body margin=\"20pt 30pt\"/>"
            "<fo:region-before extent=\"10pt\" precedence=\"true\" "
            "background-color=\"#FF0000\"/>"
            "<fo:region-after extent=\"10pt\" "
            "background-color=\"#00FF00\"/>"
            "<fo:region-start extent=\"25pt\" "
            "background-color=\"#0000FF\"/>"
            "<fo:region-end extent=\"15pt\" "
            "background-color=\"#FFFF00\"/>") "</"
                                              "fo:layout-master-"
                                              "set>" SEQUENCE(
                                                  "", BLOCK("a")) "</fo:root>");
    static const int32_t wanted[4][4] = {{0, 0, 200000, 10000},
        {0, 10000, 25000, 90000}, {185000, 10000, 15000, 90000},
        {25000, 90000, 160000, 10000}};
    assert_non_null(document);
    size_t found = 0;
    for (size_t i = 0; i < document->pages[0].op_count; i++) {
        const struct area_op *op = &document->pages[0].ops[i];
        if (op->kind == AREA_RECTANGLE) {
            assert_int_equal(op->x, wanted[found][0]);
            assert_int_equal(op->y, wanted[found][1]);
            assert_int_equal(op->width, wanted[found][2]);
            assert_int_equal(op->height, wanted[found][3]);
            found++;
        }
    }
    assert_int_equal(found, 4);
}

static void
turned_page_reads_from_below(void **state)
{
    const struct area_document *document = lay_out_root(*state,
        ROOT "<fo:simple-page-master master-name=\"m\" page-width=\"200pt\" "
             "page-height=\"100pt\" margin=\"10pt\" "
             "reference-orientation=\"90\"><fo:region-body/>"
             "</fo:simple-page-master></fo:layout-master-set>" SEQUENCE("",
                 BLOCK("haut") "<fo:block text-align=\"end\">fin"
                               "</fo:block>") "</fo:root>");
    assert_non_null(document);
    const struct area_op *first = text_of(&document->pages[0], "haut");
    const struct area_op *end = text_of(&document->pages[0], "fin");
    assert_int_equal(document->pages[0].width, 200000);
    assert_int_equal(first->turns, 1);
    assert_int_equal(first->y, 90000);
    assert_int_equal(end->x - first->x, 10000);
    assert_int_equal(end->y - end->width, 10000);
}

static void
adjoining_spaces_are_resolved(void **state)
{
    static const struct {
        const char *after, *before;
        int32_t distance; /* of the baselines */
    } cases[] = {
        {"space-after=\"6pt\"", "space-before=\"9pt\"", 19000},
        {"space-after=\"6pt\" space-after.precedence=\"1\"",
            "space-before=\"9pt\"", 16000},
        {"space-after=\"6pt\" space-after.precedence=\"force\"",
            "space-before=\"9pt\" space-before.precedence=\"force\"", 25000},
        {"space-after=\"0pt\" space-after.precedence=\"force\"",
            "space-before=\"9pt\"", 10000},
        {"space-after.optimum=\"6pt\"", "margin-top=\"7pt\"", 17000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[512];
        (void)snprintf(body, sizeof body,
            "<fo:block %s>a</fo:block><fo:block %s>b</fo:block>",
            cases[i].after, cases[i].before);
        const struct area_document *document = must_lay_out(*state, body);
        const struct area_page *page = &document->pages[0];
        assert_int_equal(
            text_of(page, "b")->y - text_of(page, "a")->y, cases[i].distance);
    }
}

static void
retained_space_keeps_those_after_it_at_the_top(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        BLOCK("a") "<fo:block break-before=\"page\" space-before=\"20pt\">"
                   "<fo:block space-before=\"5pt\" "
                   "space-before.conditionality=\"retain\"><fo:block "
                   "space-before=\"8pt\">b</fo:block></fo:block></fo:block>");
    int32_t a = text_of(&document->pages[0], "a")->y;
    assert_int_equal(text_of(&document->pages[1], "b")->y - a, 8000);
}

static void
spaces_shrink_and_stretch_to_fill_a_page(void **state)
{
    static const struct {
        const char *limits;
        int32_t pitch;
    } cases[] = {
        {"space-before.minimum=\"1pt\" space-before.optimum=\"3pt\"", 12857},
        {"space-before.maximum=\"4pt\" space-before.optimum=\"2pt\"", 12857},
        {"space-before.maximum=\"2.5pt\" space-before.optimum=\"2pt\"", 12500},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[4096] = "";
        for (int n = 0; n < 12; n++) {
            char block[160];
            (void)snprintf(block, sizeof block, "<fo:block %s>l%d</fo:block>",
                cases[i].limits, n);
            strcat(body, block);
        }
        const struct area_document *document = must_lay_out(*state, body);
        const struct area_page *page = &document->pages[0];
        assert_int_equal(page_of(document, "l7"), 1);
        assert_int_equal(page_of(document, "l8"), 2);
        int32_t seven = text_of(page, "l7")->y - text_of(page, "l0")->y;
        assert_int_equal(seven / 7, cases[i].pitch);
    }
}

static void
weaker_keep_is_broken_first(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        FIVE BLOCK("1") BLOCK("2") "<fo:block keep-together=\"3\">" BLOCK("a")
            BLOCK("b") "<fo:block keep-together=\"7\">" BLOCK("c") BLOCK("d")
                BLOCK("e") "</fo:block>" FIVE FIVE "</fo:block>");
    assert_int_equal(page_of(document, "a"), 2);
    assert_int_equal(page_of(document, "e"), 2);
    document = must_lay_out(*state,
        FIVE BLOCK("1") BLOCK(
            "2") "<fo:block keep-with-next=\"always\">a</fo:block><fo:block "
                 "keep-with-next=\"5\">b</fo:block><fo:block keep-together=\""
                 "always\">" FIVE "</fo:block>");
    assert_int_equal(page_of(document, "a"), 2);
    assert_int_equal(page_of(document, "z"), 1);
}

static void
kept_block_taller_than_a_page_is_broken_all_the_same(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        BLOCK("vor") "<fo:block keep-together.within-page=\"always\">" FIVE FIVE
            FIVE "</fo:block>" BLOCK("ende"));
    assert_int_equal(document->page_count, 3);
    assert_int_equal(page_of(document, "vor"), 1);
    assert_int_equal(page_of(document, "ende"), 3);
}

/* A wider "viii" can push its target to "ix", which is narrower again. */
static void
citations_are_right_however_they_push_lines(void **state)
{
    for (int letters = 50; letters < 70; letters++) {
        char body[8192] = "<fo:block>";
        for (int i = 0; i < letters; i++) {
            strcat(body, "i");
        }
        strcat(body, " <fo:page-number-citation ref-id=\"z\"/> sur"
                     "</fo:block>");
        for (int i = 0; i < 78; i++) {
            strcat(body, BLOCK("l"));
        }
        strcat(body, "<fo:block id=\"z\">ziel</fo:block>");
        char fo[16384];
        (void)snprintf(fo, sizeof fo, "%s%s%s%s",
            ROOT MASTER("m",
                "<fo:region-body/>") "</fo:layout-master-set>"
                                     "<fo:page-sequence format=\"i\" "
                                     "master-reference=\"m\">"
                                     "<fo:flow flow-name=\"xsl-region-body\">",
            body, "</fo:flow></fo:page-sequence>", "</fo:root>");
        const struct area_document *document = lay_out_root(*state, fo);
        assert_non_null(document);
        const struct area_page *page =
            &document->pages[page_of(document, "ziel") - 1];
        bool found = false;
        for (size_t i = 0; i < document->pages[0].op_count; i++) {
            const struct area_op *op = &document->pages[0].ops[i];
            found = found || (op->kind == AREA_TEXT &&
                                 span_equal(op->run->text, page->label));
        }
        assert_true(found);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(footnote_stands_at_the_foot_of_its_page),
        cmocka_unit_test(line_goes_with_its_footnote),
        cmocka_unit_test(long_footnote_goes_on_overleaf),
        cmocka_unit_test(footnote_outside_the_flow_is_refused),
        cmocka_unit_test(marker_is_the_one_that_its_position_asks_for),
        cmocka_unit_test(marker_takes_the_properties_of_where_it_is_shown),
        cmocka_unit_test(page_master_is_chosen_by_position_and_blankness),
        cmocka_unit_test(flow_goes_on_in_a_body_of_another_width),
        cmocka_unit_test(forced_blank_page_is_the_last_one),
        cmocka_unit_test(last_page_master_that_holds_less_leaves_a_page),
        cmocka_unit_test(region_with_precedence_takes_the_corners),
        cmocka_unit_test(turned_page_reads_from_below),
        cmocka_unit_test(adjoining_spaces_are_resolved),
        cmocka_unit_test(retained_space_keeps_those_after_it_at_the_top),
        cmocka_unit_test(spaces_shrink_and_stretch_to_fill_a_page),
        cmocka_unit_test(weaker_keep_is_broken_first),
        cmocka_unit_test(kept_block_taller_than_a_page_is_broken_all_the_same),
        cmocka_unit_test(citations_are_right_however_they_push_lines),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
