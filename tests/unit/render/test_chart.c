#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/xml.h"
#include "render/chart/chart.h"
#include "render/chart/label.h"
#include "render/chart/scale.h"
#include "render/font.h"

#define NS " xmlns='urn:auditor:chart:1' "

static struct arena arena;

static int
setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static bool
draw(const char *xml, struct span *out, struct err *err)
{
    xmlDoc *doc = NULL;
    assert_true(xml_parse(span_of(xml), &doc, err));
    bool ok = chart_draw(&arena, xmlDocGetRootElement(doc), out, err);
    xmlFreeDoc(doc);
    return ok;
}

/* The picture; a failure fails the test. */
static struct span
drawn(const char *xml)
{
    struct err err = {0};
    struct span out = {NULL, 0};
    if (!draw(xml, &out, &err)) {
        fail_msg("%s", err.text);
    }
    xmlDoc *doc = NULL;
    assert_true(xml_parse(out, &doc, &err)); /* well-formed */
    xmlFreeDoc(doc);
    return out;
}

static bool
has(struct span svg, const char *words)
{
    return span_find(svg, span_of(words)) < svg.len;
}

static size_t
count_of(struct span svg, const char *words)
{
    size_t count = 0;
    size_t at;
    while ((at = span_find(svg, span_of(words))) < svg.len) {
        count++;
        svg = (struct span){svg.ptr + at + 1, svg.len - at - 1};
    }
    return count;
}

#define SCATTER(lang, points)                                                  \
    "<scatter" NS "lang='" lang "' width='226' height='150' alt='A &amp; B' "  \
    "x-title='Energy' y-title='Quality'>" points "</scatter>"

static void
numbers_are_written_as_the_language_does(void **state)
{
    (void)state;
#define POINTS                                                                 \
    "<point x='9100.0' y='0.912' label='a' front='yes'/>"                      \
    "<point x='12400.5' y='0.954' label='b' front='yes'/>"
    struct span en = drawn(SCATTER("en", POINTS));
    struct span fr = drawn(SCATTER("fr", POINTS));
    assert_true(has(en, ">10,000<"));
    assert_true(has(en, ">0.92<"));
    assert_true(has(fr, ">10\u202F000<"));
    assert_true(has(fr, ">0,92<"));
    assert_true(has(en, "aria-label=\"A &amp; B\""));
}

static void
axis_is_logarithmic_when_the_range_asks(void **state)
{
    (void)state;
    struct span svg =
        drawn(SCATTER("en", "<point x='2' y='0.5' label='a' front='yes'/>"
                            "<point x='90000' y='0.6' label='b'/>"));
    assert_true(has(svg, ">10<"));
    assert_true(has(svg, ">1,000<"));
    assert_true(has(svg, ">10,000<"));
    assert_false(has(svg, ">20,000<"));
    /* Zero and less have no logarithm. */
    svg = drawn(SCATTER("en", "<point x='0' y='0.5' label='a' front='yes'/>"
                              "<point x='90000' y='-0.6' label='b'/>"));
    assert_true(has(svg, ">20,000<"));
    assert_true(has(svg, ">−0.4<"));
}

static void
point_on_the_front_is_filled_and_joined(void **state)
{
    (void)state;
    struct span svg =
        drawn(SCATTER("en", "<point x='1' y='0.5' label='a' front='yes'/>"
                            "<point x='2' y='0.6' label='b' front='yes'/>"
                            "<point x='2' y='0.4' label='c' front='no'/>"
                            "<point x='' y='0.4' label='d'/>"));
    assert_int_equal(count_of(svg, "<circle"), 3);
    assert_int_equal(count_of(svg, "stroke-dasharray"), 1);
    assert_false(has(svg, ">d<"));
}

static void
scatter_without_a_point_is_refused(void **state)
{
    struct err err = {0};
    struct span out;
    (void)state;
    assert_false(draw(SCATTER("en", "<point x='' y='1'/>"), &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void
common_words_of_labels_are_dropped(void **state)
{
    (void)state;
    struct span svg =
        drawn(SCATTER("en", "<point x='1' y='0.5' label='Aurore 49k'/>"
                            "<point x='2' y='0.6' label='Aurore 4 bits'/>"));
    assert_true(has(svg, ">49k<"));
    assert_true(has(svg, ">4 bits<"));
    svg = drawn(SCATTER("en", "<point x='1' y='0.5' label='Aurore 49k'/>"));
    assert_true(has(svg, ">Aurore 49k<"));
}

static void
long_label_is_cut_with_an_ellipsis(void **state)
{
    (void)state;
    struct span svg = drawn(SCATTER("en",
        "<point x='1' y='0.5' label='"
        "a very very very very very very very long label of an option'/>"
        "<point x='2' y='0.5' label='b'/>"));
    assert_true(has(svg, "…<"));
}

static uint32_t seed;

static int32_t
chance(int32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (int32_t)(seed >> 8) % below;
}

static void
check_labels(const struct label_field *field)
{
    for (size_t i = 0; i < field->count; i++) {
        const struct label *a = &field->labels[i];
        assert_true(a->box.x >= field->area.x);
        assert_true(a->box.y >= field->area.y);
        assert_true(
            a->box.x + a->box.width <= field->area.x + field->area.width);
        assert_true(
            a->box.y + a->box.height <= field->area.y + field->area.height);
        for (size_t j = 0; j < field->count; j++) {
            const struct label *b = &field->labels[j];
            const struct pen_box mark = {b->x - field->radius,
                b->y - field->radius, 2 * field->radius, 2 * field->radius};
            assert_false(label_boxes_meet(&a->box, &mark));
            if (i != j) {
                assert_false(label_boxes_meet(&a->box, &b->box));
                assert_false(b->is_led && label_crosses(&a->box, &b->lead));
            }
        }
    }
}

/* Any 3 to 24 points: no words touch words, marks, leads or the outside. */
static void
labels_never_overlap(void **state)
{
    size_t placed = 0;
    size_t tried = 0;
    (void)state;
    for (seed = 1; tried < 220; tried++) {
        struct label labels[24];
        struct label_field field = {
            .area = {2600, 1200, 20000, 11700},
            .radius = 260,
            .labels = labels,
            .count = 3 + tried / 10,
        };
        bool crowded = tried % 5 == 4;
        for (size_t i = 0; i < field.count; i++) {
            labels[i] = (struct label){
                .x = 3000 + (crowded ? 8000 + chance(900) : chance(18500)),
                .y = 2000 + (crowded ? 5000 + chance(900) : chance(10500)),
                .width = 800 + chance(3500),
                .height = 800,
            };
        }
        if (label_place(&field)) {
            check_labels(&field);
            placed++;
        } else {
            assert_true(crowded || field.count > 12);
        }
    }
    assert_true(placed > 150);
}

/* Where words find no room, numbers do, with a key below. */
static void
crowd_is_numbered_and_keyed(void **state)
{
    char xml[8192] = "<scatter" NS "lang='en' width='180' height='110' alt='x' "
                     "x-title='E' y-title='Q'>";
    (void)state;
    for (int i = 0; i < 24; i++) {
        size_t used = strlen(xml);
        (void)snprintf(xml + used, sizeof xml - used,
            "<point x='100' y='0.5' label='an option with words no %d'/>", i);
    }
    (void)snprintf(xml + strlen(xml), 32, "</scatter>");
    struct span svg = drawn(xml);
    assert_true(has(svg, ">24<"));
    assert_int_equal(count_of(svg, "<circle"), 24);
    assert_true(count_of(svg, "<text") >= 24 * 2 + 2);
    assert_true(has(svg, "words no 23") || has(svg, ">23<"));
}

/* The bound that keeps labels apart holds for the font of our pages. */
static void
width_is_never_below_that_of_the_font(void **state)
{
    static const char *const words[] = {"70B, 4 bits (Q4_K_M)", "Mixtral 8×7B",
        "Qualité (œuvre) – 12\u202F500", "WAVES & fjord",
        "Énergie (J pour 1\u202F000 requêtes)", "iiiiillll", "MMMWWW@@"};
    struct err err = {0};
    struct font_set *fonts = font_set_open(&err);
    (void)state;
    assert_non_null(fonts);
    for (size_t i = 0; i < 2 * sizeof words / sizeof words[0]; i++) {
        const struct font *font;
        const struct font_run *runs;
        size_t count = 0;
        bool bold = i % 2 == 1;
        assert_true(font_find(fonts, span_of("Noto Sans, DejaVu Sans"),
            bold ? 700 : 400, false, &font, &err));
        assert_true(font_shape(fonts, &arena, font, span_of(words[i / 2]), 6500,
            &runs, &count, &err));
        int64_t width = 0;
        for (size_t r = 0; r < count; r++) {
            width += runs[r].width;
        }
        assert_true(
            pen_width(span_of(words[i / 2]), 650, bold) * 10 + 40 >= width);
    }
    font_set_close(fonts);
}

static void
ticks_stand_on_round_numbers(void **state)
{
    static const struct {
        const char *values[3];
        const char *first, *last;
        size_t count;
    } cases[] = {
        {{"0.842", "0.952", NULL}, "0.85", "0.95", 3},
        {{"2.2", "9.1", NULL}, "2", "8", 4},
        {{"5", "5", NULL}, "4.6", "5.4", 5},
        {{"0", "0", NULL}, "0.0", "1.0", 3},
        {{"-0.02", "0.03", NULL}, "−0.02", "0.02", 3},
        {{"100000000", "900000000", NULL}, "200,000,000", "800,000,000", 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scale_value values[3] = {{0}};
        struct err err = {0};
        struct scale scale = {.from = 0, .to = 10000};
        const struct scale_wish wish = {.ticks = 5};
        size_t count = 0;
        for (; cases[i].values[count] != NULL; count++) {
            values[count].known = true;
            assert_true(decimal_parse(
                span_of(cases[i].values[count]), &values[count].exact, &err));
        }
        scale_fit(&scale, values, count, &wish);
        struct span first;
        struct span last;
        assert_true(scale_text(&arena, &scale, 0, span_of("en"), &first, &err));
        assert_true(scale_text(
            &arena, &scale, scale.tick_count - 1, span_of("en"), &last, &err));
        assert_true(span_is(first, cases[i].first));
        assert_true(span_is(last, cases[i].last));
        assert_int_equal(scale.tick_count, cases[i].count);
    }
}

#define BARS(bars)                                                             \
    "<bars" NS "lang='en' width='226' alt='x'><legend kind='pass' "            \
    "label='Pass'/><legend kind='fail' label='Fail'/>" bars "</bars>"

static void
bar_shows_counts_pattern_and_total(void **state)
{
    (void)state;
    struct span svg =
        drawn(BARS("<bar label='Transparency'><part kind='pass' n='14'/>"
                   "<part kind='fail' n='3'/><part kind='unknown' n='0'/></bar>"
                   "<bar label='Energy'><part kind='pass' n='0'/></bar>"));
    assert_true(has(svg, ">14<"));
    assert_true(has(svg, ">3<"));
    assert_true(has(svg, ">17<"));
    assert_true(has(svg, ">0<")); /* the total of the empty bar */
    assert_true(has(svg, ">Fail<"));
    assert_true(count_of(svg, "stroke=\"#CF7482\"") > 10);
}

static void
bar_with_a_wrong_part_is_refused(void **state)
{
    static const char *const wrong[] = {
        BARS("<bar label='a'><part kind='pass' n='-1'/></bar>"),
        BARS("<bar label='a'><part kind='pass' n='1.5'/></bar>"),
        BARS("<bar label='a'><part kind='pass' n=''/></bar>"),
        BARS("<bar label='a'><part kind='no' n='1'/></bar>"),
        "<pie" NS "width='10' height='10'/>",
        "<bars" NS "width='wide'/>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err err = {0};
        struct span out;
        assert_false(draw(wrong[i], &out, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
}

static void
spark_ends_in_a_dot(void **state)
{
    (void)state;
#define SPARK(values)                                                          \
    "<spark" NS "lang='en' width='46' height='9' alt='x'>" values "</spark>"
    struct span svg = drawn(SPARK("<value v='0.5'/><value v='0.8'/>"));
    assert_int_equal(count_of(svg, "<polyline"), 1);
    assert_int_equal(count_of(svg, "<circle"), 1);
    svg = drawn(SPARK("<value v='0.5'/>"));
    assert_int_equal(count_of(svg, "<polyline"), 0);
    assert_int_equal(count_of(svg, "<circle"), 1);
    svg = drawn(SPARK("<value v='1'/><value v='1'/><value v=''/>"));
    assert_true(has(svg, "points=\"2,4.5"));
    svg = drawn(SPARK(""));
    assert_int_equal(count_of(svg, "<circle"), 0);
}

static void
interval_shows_point_range_margin_and_word(void **state)
{
    (void)state;
    struct span svg = drawn(
        "<interval" NS "lang='fr' width='470' alt='x' x-title='perte' "
        "margin-title='marge'>"
        "<row label='medqa' sub='7b / 70b' low='-0.01' point='0.012' "
        "high='0.034' margin='0.02' kind='undecided' verdict='▲ indécis'/>"
        "<row label='frmed' sub='' low='' point='' high='' margin='' "
        "kind='unknown' verdict='? inconnu'/></interval>");
    assert_int_equal(count_of(svg, "<circle"), 1);
    assert_int_equal(count_of(svg, "stroke-dasharray"), 2);
    assert_true(has(svg, ">▲ indécis<"));
    assert_true(has(svg, ">? inconnu<"));
    assert_true(has(svg, ">0,02<"));
    assert_true(has(svg, ">−0,01<"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_as_the_language_does),
        cmocka_unit_test(axis_is_logarithmic_when_the_range_asks),
        cmocka_unit_test(point_on_the_front_is_filled_and_joined),
        cmocka_unit_test(scatter_without_a_point_is_refused),
        cmocka_unit_test(common_words_of_labels_are_dropped),
        cmocka_unit_test(long_label_is_cut_with_an_ellipsis),
        cmocka_unit_test(labels_never_overlap),
        cmocka_unit_test(crowd_is_numbered_and_keyed),
        cmocka_unit_test(width_is_never_below_that_of_the_font),
        cmocka_unit_test(ticks_stand_on_round_numbers),
        cmocka_unit_test(bar_shows_counts_pattern_and_total),
        cmocka_unit_test(bar_with_a_wrong_part_is_refused),
        cmocka_unit_test(spark_ends_in_a_dot),
        cmocka_unit_test(interval_shows_point_range_margin_and_word),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
