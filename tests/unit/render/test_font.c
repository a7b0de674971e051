#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "render/font.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct state {
    struct arena arena;
    struct font_set *set;
    struct err err;
};

static int
setup(void **out)
{
    static struct state state;

    memset(&state, 0, sizeof state);
    arena_init(&state.arena, (size_t)16 << 20);
    state.set = font_set_open(&state.err);
    *out = &state;
    return state.set == NULL;
}

static int
teardown(void **in)
{
    struct state *state = *in;

    font_set_close(state->set);
    arena_release(&state->arena);
    return 0;
}

static const struct font *
find(struct state *state, const char *families, int weight, bool italic)
{
    const struct font *font = NULL;

    if (!font_find(
            state->set, span_of(families), weight, italic, &font, &state->err))
        fail_msg("%s", state->err.text);
    return font;
}

static const struct font_run *
shape(struct state *state, const struct font *font, const char *text,
    size_t *count)
{
    const struct font_run *runs = NULL;

    if (!font_shape(state->set, &state->arena, font, span_of(text), 10000,
            &runs, count, &state->err))
        fail_msg("%s", state->err.text);
    return runs;
}

static void
font_find_takes_first_known_family(void **in)
{
    struct state *state = *in;
    const struct font *sans = find(state, "Noto Sans", 400, false);

    assert_ptr_equal(
        find(state, "Unknown, 'noto sans', serif", 400, false), sans);
    assert_ptr_equal(find(state, "sans-serif", 400, false), sans);
    assert_ptr_not_equal(find(state, "Noto Sans", 700, false), sans);
    assert_ptr_not_equal(find(state, "Noto Sans", 400, true), sans);
    assert_ptr_not_equal(find(state, "Noto Serif", 400, false), sans);
}

static void
font_find_prefers_weight_when_no_italic_exists(void **in)
{
    struct state *state = *in;

    assert_ptr_equal(find(state, "DejaVu Sans Mono", 700, true),
        find(state, "DejaVu Sans Mono", 700, false));
}

static void
font_find_names_packages_of_known_families(void **in)
{
    struct state *state = *in;
    const struct font *font = NULL;

    assert_false(font_find(
        state->set, span_of("Papyrus, "), 400, false, &font, &state->err));
    assert_int_equal(state->err.code, ERR_SYSTEM);
    assert_non_null(strstr(state->err.text, "Papyrus"));
    assert_non_null(strstr(state->err.text, "fonts-noto-core"));
}

static void
font_shape_kerns_and_joins_ligatures(void **in)
{
    struct state *state = *in;
    const struct font *font = find(state, "Noto Sans", 400, false);
    size_t count = 0;
    const struct font_run *pair = shape(state, font, "AV", &count);
    int32_t together = pair->width;
    const struct font_run *a = shape(state, font, "A", &count);
    const struct font_run *v = shape(state, font, "V", &count);
    const struct font_run *office = NULL;

    assert_true(together < a->width + v->width);
    office =
        shape(state, find(state, "DejaVu Sans", 400, false), "office", &count);
    assert_int_equal(count, 1);
    assert_true(office->glyph_count < 6);
}

static void
font_shape_falls_back_by_cluster(void **in)
{
    struct state *state = *in;
    const struct font *font = find(state, "Noto Sans", 400, false);
    size_t count = 0;
    const struct font_run *runs =
        shape(state, font, "oui \xE2\x9C\x93\xE2\x9C\x97 non", &count);

    assert_int_equal(count, 3);
    assert_ptr_equal(runs[0].font, font);
    assert_ptr_equal(runs[2].font, font);
    assert_ptr_not_equal(runs[1].font, font);
    assert_true(span_is(runs[0].text, "oui "));
    assert_true(span_is(runs[1].text, "\xE2\x9C\x93\xE2\x9C\x97"));
    assert_true(span_is(runs[2].text, " non"));
    assert_int_equal(runs[1].glyphs[1].cluster, 3);
    assert_ptr_equal(runs[1].text.ptr, runs[0].text.ptr + 4);
}

static void
font_shape_draws_every_symbol_of_dossiers(void **in)
{
    static const char *const symbols[] = {"\xE2\x86\x92", "\xE2\x9C\x93",
        "\xE2\x9C\x97", "\xE2\x97\x8F", "\xE2\x98\x90", "\xE2\x89\xA4",
        "\xE2\x89\xA5", "\xE2\x96\xB2", "\xC2\xA0", "\xE2\x80\xAF",
        "\xE2\x80\x91", "\xC2\xAB\xC5\x93\xE2\x82\xAC", "\xE2\x88\x92"};
    static const char *const families[] = {
        "Noto Sans", "Noto Serif", "Noto Sans Mono", "DejaVu Sans Mono"};
    struct state *state = *in;
    size_t count = 0;

    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        for (size_t k = 0; k < sizeof families / sizeof families[0]; k++)
            assert_true(shape(state, find(state, families[k], 400, false),
                            symbols[i], &count)
                            ->width > 0);
}

static void
font_shape_refuses_what_no_face_has(void **in)
{
    struct state *state = *in;
    const struct font_run *runs = NULL;
    size_t count = 0;

    /* U+10FFFD is for private use: no face has it. */
    assert_false(font_shape(state->set, &state->arena,
        find(state, "Noto Sans", 400, false), span_of("a\xF4\x8F\xBF\xBD"),
        10000, &runs, &count, &state->err));
    assert_int_equal(state->err.code, ERR_INPUT);
    assert_non_null(strstr(state->err.text, "U+10FFFD"));
}

static void
font_shape_sums_words_and_spaces(void **in)
{
    struct state *state = *in;
    const struct font *font = find(state, "Noto Sans", 400, false);
    size_t count = 0;
    const struct font_run *run =
        shape(state, font, "un dossier  un dossier", &count);
    int32_t sum = 0;

    assert_int_equal(count, 1);
    assert_int_equal(run->glyph_count, 22);
    for (size_t i = 0; i < run->glyph_count; i++) {
        sum += run->glyphs[i].advance;
        assert_int_equal(run->glyphs[i].cluster, i);
    }
    assert_int_equal(sum, run->width);
    assert_int_equal(run->glyphs[0].id, run->glyphs[12].id);
}

static void
font_shape_of_nothing_is_nothing(void **in)
{
    struct state *state = *in;
    size_t count = 1;

    (void)shape(state, find(state, "Noto Sans", 400, false), "", &count);
    assert_int_equal(count, 0);
}

static void
font_metrics_grow_with_size(void **in)
{
    struct state *state = *in;
    const struct font *font = find(state, "Noto Sans", 400, false);

    assert_int_equal(font_altitude(font, 10000), 7600);
    assert_int_equal(font_depth(font, 10000), 2400);
    assert_int_equal(font_x_height(font, 10000), 5360);
    assert_int_equal(font_altitude(font, 20000), 15200);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            font_find_takes_first_known_family, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_find_prefers_weight_when_no_italic_exists, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_find_names_packages_of_known_families, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_shape_kerns_and_joins_ligatures, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_shape_falls_back_by_cluster, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_shape_draws_every_symbol_of_dossiers, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_shape_refuses_what_no_face_has, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_shape_sums_words_and_spaces, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_shape_of_nothing_is_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            font_metrics_grow_with_size, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
