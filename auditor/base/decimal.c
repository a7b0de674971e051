#include "base/decimal.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXPONENT_MAX = 1000000, /* keeps sums of exponents inside int32_t */
    TEXT_MAX = 128,
    PRODUCT_DIGITS = 2 * DECIMAL_DIGITS,
};

/* Digits as they are gathered, before they are cut to a struct decimal. */
struct wide {
    bool negative;
    size_t count;
    uint8_t digits[PRODUCT_DIGITS + 2];
    int64_t exponent; /* of the last digit */
};

static bool
refuse_length(struct err *err)
{
    err_set(err, ERR_LIMIT, "a number needs more than %d digits",
        LIMIT_NUMBER_DIGITS);
    return false;
}

/* Drop zeros at both ends, check the limits and hand over. */
static bool
settle(const struct wide *wide, struct decimal *out, struct err *err)
{
    struct decimal value = {0};
    int64_t exponent = wide->exponent;
    size_t first = 0;
    size_t end = wide->count;

    while (first < end && wide->digits[first] == 0) {
        first++;
    }
    while (end > first && wide->digits[end - 1] == 0) {
        end--;
        exponent++;
    }
    if (end - first > DECIMAL_DIGITS) {
        return refuse_length(err);
    }
    if (end > first) {
        if (exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX) {
            err_set(err, ERR_LIMIT, "the exponent of a number is over %d",
                EXPONENT_MAX);
            return false;
        }
        value.negative = wide->negative;
        value.count = (uint8_t)(end - first);
        value.exponent = (int32_t)exponent;
        memcpy(value.digits, wide->digits + first, end - first);
    }
    *out = value;
    return true;
}

/* The state of reading one literal. */
struct literal {
    struct span rest;
    struct wide wide;
    size_t read;  /* digits read, leading zeros included */
    size_t zeros; /* zeros seen and not yet kept */
    bool over;    /* too many digits */
};

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char
peek(const struct literal *literal)
{
    return literal->rest.len == 0 ? '\0' : literal->rest.ptr[0];
}

static void
skip(struct literal *literal)
{
    literal->rest.ptr++;
    literal->rest.len--;
}

/* Zeros are held back until a digit follows, so that 1e0 = 1.000... fits. */
static void
keep_digit(struct literal *literal, uint8_t digit)
{
    struct wide *wide = &literal->wide;

    if (digit == 0) {
        literal->zeros += wide->count > 0;
        return;
    }
    if (literal->zeros > DECIMAL_DIGITS ||
        wide->count + literal->zeros + 1 > DECIMAL_DIGITS) {
        literal->over = true;
        return;
    }
    memset(wide->digits + wide->count, 0, literal->zeros);
    wide->count += literal->zeros;
    wide->digits[wide->count] = digit;
    wide->count++;
    literal->zeros = 0;
}

/* A run of digits; returns how many there were. */
static size_t
take_digits(struct literal *literal)
{
    size_t count = 0;

    while (is_digit(peek(literal))) {
        keep_digit(literal, (uint8_t)(peek(literal) - '0'));
        skip(literal);
        count++;
    }
    return count;
}

/* What follows 'e'; saturates, so that settle() refuses it. */
static bool
take_exponent(struct literal *literal, int64_t *out)
{
    bool negative = peek(literal) == '-';
    size_t count = 0;
    int64_t value = 0;

    if (peek(literal) == '-' || peek(literal) == '+') {
        skip(literal);
    }
    for (; is_digit(peek(literal)); count++) {
        value = value * 10 + (peek(literal) - '0');
        if (value > (int64_t)1 << 40) {
            value = (int64_t)1 << 40;
        }
        skip(literal);
    }
    *out = negative ? -value : value;
    return count > 0;
}

static bool
take_number(struct literal *literal)
{
    size_t fraction = 0;
    int64_t exponent = 0;

    literal->wide.negative = peek(literal) == '-';
    if (peek(literal) == '-' || peek(literal) == '+') {
        skip(literal);
    }
    if (take_digits(literal) == 0) {
        return false;
    }
    if (peek(literal) == '.') {
        skip(literal);
        fraction = take_digits(literal);
        if (fraction == 0) {
            return false;
        }
    }
    if (peek(literal) == 'e' || peek(literal) == 'E') {
        skip(literal);
        if (!take_exponent(literal, &exponent)) {
            return false;
        }
    }
    literal->wide.exponent =
        exponent - (int64_t)fraction + (int64_t)literal->zeros;
    return literal->rest.len == 0;
}

bool
decimal_parse(struct span text, struct decimal *out, struct err *err)
{
    struct literal literal = {.rest = text};

    if (text.len > LIMIT_STRING_BYTES) {
        return refuse_length(err);
    }
    if (!take_number(&literal)) {
        int shown = text.len > 40 ? 40 : (int)text.len;
        err_set(err, ERR_INPUT, "'%.*s' is not a decimal number", shown,
            text.ptr == NULL ? "" : text.ptr);
        return false;
    }
    if (literal.over) {
        return refuse_length(err);
    }
    return settle(&literal.wide, out, err);
}

bool
decimal_of_int(int64_t value, struct decimal *out, struct err *err)
{
    struct wide wide = {.negative = value < 0};
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint8_t reversed[20];
    size_t count = 0;

    for (; rest > 0; rest /= 10) {
        reversed[count] = (uint8_t)(rest % 10);
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        wide.digits[i] = reversed[count - 1 - i];
    }
    wide.count = count;
    return settle(&wide, out, err);
}

/* Place of the digit before the first: 123 and 1.23 differ here. */
static int64_t
magnitude(const struct decimal *value)
{
    return (int64_t)value->exponent + value->count;
}

static int
compare_absolute(const struct decimal *a, const struct decimal *b)
{
    size_t count = a->count > b->count ? a->count : b->count;

    if (a->count == 0 || b->count == 0) {
        return (a->count > 0) - (b->count > 0);
    }
    if (magnitude(a) != magnitude(b)) {
        return magnitude(a) > magnitude(b) ? 1 : -1;
    }
    for (size_t i = 0; i < count; i++) {
        int left = i < a->count ? a->digits[i] : 0;
        int right = i < b->count ? b->digits[i] : 0;
        if (left != right) {
            return left > right ? 1 : -1;
        }
    }
    return 0;
}

int
decimal_compare(const struct decimal *a, const struct decimal *b)
{
    if (a->negative != b->negative) {
        return a->negative ? -1 : 1;
    }
    int order = compare_absolute(a, b);
    return a->negative ? -order : order;
}

/* The digit of `value` that counts 10^power. */
static int
digit_at(const struct decimal *value, int64_t power)
{
    int64_t index = value->count - 1 - (power - value->exponent);

    return index >= 0 && index < value->count ? value->digits[index] : 0;
}

/* |a| + sign * |b|, where |a| >= |b| if sign is negative. */
static bool
combine(const struct decimal *a, const struct decimal *b, int sign,
    struct wide *out, struct err *err)
{
    int64_t low = a->exponent < b->exponent ? a->exponent : b->exponent;
    int64_t high = magnitude(a) > magnitude(b) ? magnitude(a) : magnitude(b);
    int carry = 0;

    if (high - low > PRODUCT_DIGITS) {
        return refuse_length(err);
    }
    out->count = (size_t)(high - low) + 1;
    out->exponent = low;
    for (int64_t power = low; power <= high; power++) {
        int sum = digit_at(a, power) + sign * digit_at(b, power) + carry;
        carry = sum < 0 ? -1 : sum / 10;
        sum = sum < 0 ? sum + 10 : sum % 10;
        out->digits[out->count - 1 - (size_t)(power - low)] = (uint8_t)sum;
    }
    return true;
}

bool
decimal_add(const struct decimal *a, const struct decimal *b,
    struct decimal *out, struct err *err)
{
    struct wide wide = {0};
    bool swap = compare_absolute(a, b) < 0;
    const struct decimal *larger = swap ? b : a;
    const struct decimal *smaller = swap ? a : b;

    if (smaller->count == 0) {
        *out = *larger;
        return true;
    }
    wide.negative = larger->negative;
    if (!combine(
            larger, smaller, a->negative == b->negative ? 1 : -1, &wide, err)) {
        return false;
    }
    return settle(&wide, out, err);
}

bool
decimal_subtract(const struct decimal *a, const struct decimal *b,
    struct decimal *out, struct err *err)
{
    struct decimal opposite = *b;

    opposite.negative = b->count > 0 && !b->negative;
    return decimal_add(a, &opposite, out, err);
}

bool
decimal_multiply(const struct decimal *a, const struct decimal *b,
    struct decimal *out, struct err *err)
{
    struct wide wide = {0};
    unsigned sums[PRODUCT_DIGITS] = {0};
    unsigned carry = 0;

    wide.negative = a->negative != b->negative;
    wide.count = (size_t)a->count + b->count;
    wide.exponent = (int64_t)a->exponent + b->exponent;
    for (size_t i = 0; i < a->count; i++) {
        for (size_t k = 0; k < b->count; k++) {
            sums[i + k + 1] += (unsigned)a->digits[i] * b->digits[k];
        }
    }
    for (size_t i = wide.count; i > 0; i--) {
        carry += sums[i - 1];
        wide.digits[i - 1] = (uint8_t)(carry % 10);
        carry /= 10;
    }
    return settle(&wide, out, err);
}

bool
decimal_scale(const struct decimal *value, int32_t power, struct decimal *out,
    struct err *err)
{
    struct wide wide = {
        .negative = value->negative,
        .count = value->count,
        .exponent = (int64_t)value->exponent + power,
    };

    memcpy(wide.digits, value->digits, value->count);
    return settle(&wide, out, err);
}

/* Digits from the highest power down, with a point before 10^-1. */
static size_t
write_plain(const struct decimal *value, int64_t high, int64_t low, char *out)
{
    size_t len = 0;

    if (value->negative) {
        out[len++] = '-';
    }
    for (int64_t power = high; power >= low; power--) {
        if (power == -1) {
            out[len++] = '.';
        }
        out[len++] = (char)('0' + digit_at(value, power));
    }
    return len;
}

bool
decimal_text(struct arena *arena, const struct decimal *value, struct span *out,
    struct err *err)
{
    char plain[TEXT_MAX + 4];
    int64_t high = magnitude(value) - 1;
    int64_t low = value->exponent;

    if (value->count == 0) {
        return span_copy(arena, span_of("0"), out, err);
    }
    high = high < 0 ? 0 : high;
    low = low > 0 ? 0 : low;
    if (high - low + 1 + (low < 0) + value->negative > TEXT_MAX) {
        err_set(err, ERR_LIMIT, "a number would be written with over %d bytes",
            TEXT_MAX);
        return false;
    }
    struct span text = {plain, write_plain(value, high, low, plain)};
    return span_copy(arena, text, out, err);
}

double
decimal_double(const struct decimal *value)
{
    char text[DECIMAL_DIGITS + 24];
    size_t len = 0;

    /* "-digits e exponent" has no decimal point, so no locale can hurt. */
    text[len++] = value->negative ? '-' : '+';
    text[len++] = '0';
    for (size_t i = 0; i < value->count; i++) {
        text[len++] = (char)('0' + value->digits[i]);
    }
    snprintf(text + len, sizeof(text) - len, "e%d", (int)value->exponent);
    return strtod(text, NULL);
}
