#include "layout_fixture.h"

#define SVG(body)                                                              \
    "<fo:block><fo:instream-foreign-object fox:alt-text=\"dessin\"><svg "      \
    "xmlns=\"http://www.w3.org/2000/svg\" width=\"50pt\" height=\"40pt\" "     \
    "viewBox=\"0 0 50 40\">" body "</svg></fo:instream-foreign-object>"        \
    "</fo:block>"

static const struct area_op *
first_path(const struct area_document *document)
{
    for (size_t i = 0; i < document->pages[0].op_count; i++) {
        if (document->pages[0].ops[i].kind == AREA_PATH) {
            return &document->pages[0].ops[i];
        }
    }
    print_error("no path\n");
    abort();
}

static void
shapes_become_paths(void **state)
{
    static const struct {
        const char *body;
        size_t steps;
    } cases[] = {
        {SVG("<rect x=\"1\" y=\"1\" width=\"5\" height=\"5\"/>"), 6},
        {SVG("<line x1=\"0\" y1=\"0\" x2=\"5\" y2=\"5\" stroke=\"#000\"/>"), 2},
        {SVG("<circle cx=\"5\" cy=\"5\" r=\"2\"/>"), 6},
        {SVG("<ellipse cx=\"5\" cy=\"5\" rx=\"2\" ry=\"1\"/>"), 6},
        {SVG("<polygon points=\"0,0 1,1 2,0\"/>"), 4},
        {SVG("<polyline points=\"0,0 1,1 2,0\" fill=\"none\" "
             "stroke=\"#000\"/>"),
            3},
        {SVG("<path d=\"M0 0 L1 1 H2 V3 C1 1 2 2 3 3 Q1 1 2 2 Z\"/>"), 7},
        {SVG("<path d=\"m1-1l.5.5 1 1z\"/>"), 4},
        {SVG("<rect width=\"9\" height=\"5\" ry=\"1\"/>"), 10},
        {SVG("<path d=\"M0 0 A5 5 0 0 1 10 0\"/>"), 3},
        {SVG("<path d=\"M0 0 a5 5 0 0110 0 5 5 0 01 10 0\"/>"), 5},
        {SVG("<path d=\"M0 0 A0 5 0 0 1 10 0\"/>"), 2},
        {SVG("<path d=\"M1e1 2E+0L3 4\"/>"), 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct area_document *document =
            must_lay_out(*state, cases[i].body);
        assert_int_equal(first_path(document)->step_count, cases[i].steps);
    }
}

static void
group_moves_and_scales_its_children(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        SVG("<g transform=\"translate(10 5) scale(2)\"><path d=\"M1 1 L2 2\" "
            "stroke=\"#000\" fill=\"none\" stroke-width=\"1\"/></g>"));
    const struct area_op *path = first_path(document);
    assert_int_equal(path->steps[0].x[0], 12000);
    assert_int_equal(path->thickness, 2000);
    assert_false(path->filled);
}

static void
anchored_text_ends_at_its_point(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        SVG("<text x=\"40\" y=\"20\" font-size=\"6\" font-family=\"DejaVu "
            "Sans\" text-anchor=\"end\">axe</text>"));
    const struct area_op *text = text_of(&document->pages[0], "axe");
    assert_in_range(text->x + text->width, 39990, 40010);
}

static void
picture_is_a_figure_with_its_words(void **state)
{
    const struct area_document *document = must_lay_out(
        *state, SVG("<rect x=\"0\" y=\"0\" width=\"9\" height=\"9\"/>"));
    const struct area_tag *tag = &document->tags[first_path(document)->tag];
    assert_string_equal(tag->role, "Figure");
    assert_true(span_is(tag->detail->alt, "dessin"));
    assert_int_equal(tag->detail->width, 50000);
}

static void
arc_passes_its_top(void **state)
{
    const struct area_op *path = first_path(
        must_lay_out(*state, SVG("<path d=\"M10 20 A10 10 0 0 1 30 20\"/>")));
    assert_int_equal(path->steps[1].x[2], 20000);
    assert_int_equal(path->steps[1].y[2], 10000);
    assert_int_equal(path->steps[2].x[2], 30000);
    assert_int_equal(path->steps[2].y[2], 20000);
}

static void
rotation_turns_around_its_point(void **state)
{
    const struct area_document *document = must_lay_out(*state,
        SVG("<g transform=\"rotate(90, 10 10)\"><path d=\"M20 10 L30 10\"/>"
            "<text x=\"20\" y=\"10\" font-size=\"5\">a</text></g>"));
    const struct area_op *path = first_path(document);
    assert_int_equal(path->steps[0].x[0], 10000);
    assert_int_equal(path->steps[0].y[0], 20000);
    const struct area_op *text = path + 1;
    assert_int_equal(text->kind, AREA_TEXT);
    assert_int_equal(text->size, 5000);
    assert_int_equal(text->matrix->a, 0);
    assert_int_equal(text->matrix->b, 1000);
    assert_int_equal(text->matrix->c, -1000);
}

static void
style_wins_over_attributes(void **state)
{
    const struct area_op *path = first_path(must_lay_out(*state,
        SVG("<g fill-opacity=\"0.5\" opacity=\"0.5\"><rect fill=\"#00f\" "
            "style=\"fill: #f00; stroke-linecap:round;stroke:#000;"
            "stroke-dasharray: 4 2 1;fill-rule:evenodd\" width=\"9\" "
            "height=\"9\"/></g>")));
    assert_int_equal(path->colour.red, 255);
    assert_int_equal(path->colour.blue, 0);
    assert_int_equal(path->opacity_percent, 25);
    assert_true(path->even_odd);
    assert_false(path->stroked); /* another opacity, so another operation */
    path++;
    assert_true(path->stroked);
    assert_int_equal(path->opacity_percent, 50);
    assert_int_equal(path->pen->cap, 1);
    assert_int_equal(path->pen->dash_count, 3);
    assert_int_equal(path->pen->dashes[1], 2000);
}

static void
spans_go_on_where_text_ends(void **state)
{
    const struct area_document *document = must_lay_out(
        *state, SVG("<text x=\"1\" y=\"9\" font-size=\"5\"> a <tspan "
                    "fill=\"#f00\">b</tspan><tspan x=\"40\" y=\"20\" "
                    "text-anchor=\"end\">c</tspan></text>"));
    const struct area_op *ops = document->pages[0].ops;
    assert_true(span_is(ops[0].run->text, "a "));
    assert_int_equal(ops[1].x, ops[0].x + ops[0].width);
    assert_int_equal(ops[1].colour.red, 255);
    assert_int_equal(ops[2].x + ops[2].width, 40000);
    assert_int_equal(ops[2].y, 20000);
}

static void
colours_have_the_names_of_svg(void **state)
{
    const struct area_op *path = first_path(must_lay_out(
        *state, SVG("<rect width=\"9\" height=\"9\" fill=\"steelblue\"/>")));
    assert_int_equal(path->colour.red, 70);
    assert_int_equal(path->colour.green, 130);
    assert_int_equal(path->colour.blue, 180);
}

/* SVG 1.1, 14.3.3: nothing shows outside the picture. */
static void
picture_is_clipped_where_it_sticks_out(void **state)
{
    const struct area_document *document =
        must_lay_out(*state, SVG("<rect x=\"40\" width=\"20\" height=\"9\"/>"));
    const struct area_op *ops = document->pages[0].ops;
    assert_int_equal(ops[0].kind, AREA_CLIP);
    assert_int_equal(ops[0].width, 50000);
    assert_int_equal(ops[2].kind, AREA_UNCLIP);
    document =
        must_lay_out(*state, SVG("<rect x=\"40\" width=\"10\" height=\"9\"/>"));
    assert_int_equal(document->pages[0].ops[0].kind, AREA_PATH);
}

static void
what_the_subset_lacks_is_refused(void **state)
{
    static const char *const bodies[] = {
        SVG("<script/>"),
        SVG("<image href=\"file:///etc/passwd\"/>"),
        SVG("<rect class=\"a\"/>"),
        SVG("<rect filter=\"url(#a)\"/>"),
        SVG("<rect style=\"fill:red;mask:url(#a)\"/>"),
        SVG("<rect style=\"fill\"/>"),
        SVG("<g transform=\"rotate()\"/>"),
        SVG("<g transform=\"rotate(90\"/>"),
        SVG("<path d=\"M0 0 A1 1 0 2 0 2 2\"/>"),
        SVG("<text><rect/></text>"),
        SVG("<path d=\"L\"/>"),
        SVG("<rect fill=\"url(#a)\"/>"),
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        assert_null(lay_out(fixture, "", bodies[i]));
        assert_int_equal(fixture->err.code, ERR_INPUT);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_become_paths),
        cmocka_unit_test(group_moves_and_scales_its_children),
        cmocka_unit_test(anchored_text_ends_at_its_point),
        cmocka_unit_test(picture_is_a_figure_with_its_words),
        cmocka_unit_test(arc_passes_its_top),
        cmocka_unit_test(rotation_turns_around_its_point),
        cmocka_unit_test(style_wins_over_attributes),
        cmocka_unit_test(spans_go_on_where_text_ends),
        cmocka_unit_test(colours_have_the_names_of_svg),
        cmocka_unit_test(picture_is_clipped_where_it_sticks_out),
        cmocka_unit_test(what_the_subset_lacks_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
