#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"

static struct decimal
parse(const char *text)
{
    struct decimal value;
    struct err err = {0};

    if (!decimal_parse(span_of(text), &value, &err)) {
        fail_msg("'%s': %s", text, err.text);
    }
    return value;
}

static void
assert_text(const struct decimal *value, const char *want)
{
    struct arena arena;
    struct span text;
    struct err err = {0};

    arena_init(&arena, 1 << 20);
    assert_true(decimal_text(&arena, value, &text, &err));
    if (!span_is(text, want)) {
        fail_msg("'%.*s' is not '%s'", (int)text.len, text.ptr, want);
    }
    arena_release(&arena);
}

static void
what_is_no_number_is_refused(void **state)
{
    static const char *const texts[] = {"", "-", "+", ".", ".5", "1.", "1e",
        "1e+", "e1", " 1", "1 ", "1,5", "0x10", "nan", "NaN", "inf", "-inf",
        "Infinity", "1_000", "--1", "+-1", "1.2.3", "1e2.5", "1e1e1"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct decimal value;
        struct err err = {0};
        if (decimal_parse(span_of(texts[i]), &value, &err)) {
            fail_msg("'%s' was accepted", texts[i]);
        }
        assert_int_equal(err.code, ERR_INPUT);
    }
}

static void
literals_are_kept_exactly(void **state)
{
    static const struct {
        const char *literal;
        const char *plain;
    } rows[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"0e999999999", "0"},
        {"1", "1"},
        {"+007", "7"},
        {"-1.50", "-1.5"},
        {"1.10", "1.1"},
        {"1000", "1000"},
        {"1e3", "1000"},
        {"1.25e-3", "0.00125"},
        {"12.5E+1", "125"},
        {"0.8949999999999999", "0.8949999999999999"},
        {"18446744073709551616", "18446744073709551616"},
        {"0.00000000000000000000000000000000000000000000000000000000000000000"
         "1",
            "0.0000000000000000000000000000000000000000000000000000000000000"
            "00001"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct decimal value = parse(rows[i].literal);
        assert_text(&value, rows[i].plain);
    }
}

static void
too_many_digits_are_a_limit_and_never_rounded(void **state)
{
    char text[DECIMAL_DIGITS + 2];
    struct decimal value;
    struct err err = {0};

    (void)state;
    memset(text, '7', sizeof(text));
    text[DECIMAL_DIGITS] = '\0';
    assert_true(decimal_parse(span_of(text), &value, &err));
    text[DECIMAL_DIGITS] = '7';
    assert_false(
        decimal_parse((struct span){text, DECIMAL_DIGITS + 1}, &value, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    err_clear(&err);
    assert_false(decimal_parse(span_of("1e99999999999999"), &value, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    struct decimal large = parse("1e100");
    struct decimal small = parse("1e-100");
    err_clear(&err);
    assert_false(decimal_add(&large, &small, &value, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void
order_is_that_of_the_numbers(void **state)
{
    static const char *const rising[] = {"-1e9", "-10", "-9.99", "-0.1",
        "-1e-9", "0", "1e-9", "0.8949999999999999", "0.895", "0.8950000001",
        "1", "9.99", "10", "1e9"};
    size_t count = sizeof(rising) / sizeof(*rising);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct decimal a = parse(rising[i]);
            struct decimal b = parse(rising[k]);
            assert_int_equal(decimal_compare(&a, &b), (i > k) - (i < k));
        }
    }
    struct decimal a = parse("-0");
    struct decimal b = parse("0.0");
    assert_int_equal(decimal_compare(&a, &b), 0);
}

/* The same sequence in each run: xorshift, Marsaglia 2003. */
static uint64_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* An integer of thousandths, and the literal that says the same. */
static int64_t
random_number(uint64_t *seed, struct decimal *out)
{
    int64_t magnitude =
        (int64_t)(next_random(seed) % (next_random(seed) % 2 ? 99 : 99999999));
    bool negative = next_random(seed) % 2;
    const char *sign = negative ? "-" : "";
    char literal[64];

    if (next_random(seed) % 3 == 0) {
        snprintf(literal, sizeof(literal), "%s%" PRId64 "E-3", sign, magnitude);
    } else {
        const char *zero = next_random(seed) % 2 ? "0" : "";
        snprintf(literal, sizeof(literal), "%s%s%" PRId64 ".%03" PRId64 "%s",
            sign, zero, magnitude / 1000, magnitude % 1000, zero);
    }
    *out = parse(literal);
    return negative ? -magnitude : magnitude;
}

static void
assert_scaled(const struct decimal *value, int64_t want, int32_t power)
{
    struct decimal integer;
    struct decimal scaled;
    struct err err = {0};

    assert_true(decimal_of_int(want, &integer, &err));
    assert_true(decimal_scale(&integer, power, &scaled, &err));
    assert_int_equal(decimal_compare(value, &scaled), 0);
    assert_memory_equal(value->digits, scaled.digits, scaled.count);
}

static void
random_numbers_behave_as_scaled_integers(void **state)
{
    uint64_t seed = 0x9e3779b97f4a7c15;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct decimal a;
        struct decimal b;
        struct decimal out;
        struct err err = {0};
        int64_t left = random_number(&seed, &a);
        int64_t right = random_number(&seed, &b);

        assert_int_equal(
            decimal_compare(&a, &b), (left > right) - (left < right));
        assert_true(decimal_add(&a, &b, &out, &err));
        assert_scaled(&out, left + right, -3);
        assert_true(decimal_subtract(&a, &b, &out, &err));
        assert_scaled(&out, left - right, -3);
        assert_true(decimal_multiply(&a, &b, &out, &err));
        assert_scaled(&out, left * right, -6);
    }
}

static void
conversions_reach_the_ends_of_their_types(void **state)
{
    struct decimal value;
    struct err err = {0};

    (void)state;
    assert_true(decimal_of_int(INT64_MIN, &value, &err));
    assert_text(&value, "-9223372036854775808");
    assert_true(decimal_of_int(INT64_MAX, &value, &err));
    assert_text(&value, "9223372036854775807");
    value = parse("0.1");
    assert_true(decimal_double(&value) > 0.09999);
    assert_true(decimal_double(&value) < 0.10001);
    value = parse("-2.5e3");
    assert_true(decimal_double(&value) < -2499.9);
    struct arena arena;
    struct span text;
    arena_init(&arena, 1 << 20);
    value = parse("1e200");
    assert_false(decimal_text(&arena, &value, &text, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(literals_are_kept_exactly),
        cmocka_unit_test(too_many_digits_are_a_limit_and_never_rounded),
        cmocka_unit_test(order_is_that_of_the_numbers),
        cmocka_unit_test(random_numbers_behave_as_scaled_integers),
        cmocka_unit_test(conversions_reach_the_ends_of_their_types),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
