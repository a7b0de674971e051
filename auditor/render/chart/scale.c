#include "render/chart/scale.h"

#include <string.h>

enum {
    UNIT_DIGITS = 12,
    LOG_BITS = 24, /* of the fraction of a logarithm */
    LOG_FROM = 10, /* the ratio from which a logarithmic axis is used */
    DECADES_DENSE = 2,
    PAD_PART = 14, /* a fourteenth of the range is left free at each end */
};

static int64_t
power_of_ten(int32_t exponent)
{
    int64_t power = 1;
    for (int32_t i = 0; i < exponent && i < 18; i++) {
        power *= 10;
    }
    return power;
}

/* Digits below a unit are dropped: they are finer than any ink. */
static int64_t
to_units(const struct decimal *value, int32_t exponent)
{
    int64_t units = 0;
    for (int32_t i = 0; i < value->count; i++) {
        int32_t place = value->exponent + value->count - 1 - i;
        if (place >= exponent) {
            units += value->digits[i] * power_of_ten(place - exponent);
        }
    }
    return value->negative ? -units : units;
}

/* log2 of a positive number, in fixed point: one bit of it a squaring. */
static int64_t
logarithm(int64_t units)
{
    uint64_t mantissa = (uint64_t)units;
    int64_t whole = 31;
    while (mantissa >= UINT64_C(1) << 32) {
        mantissa >>= 1;
        whole++;
    }
    while (mantissa < UINT64_C(1) << 31) {
        mantissa <<= 1;
        whole--;
    }
    int64_t result = whole * (INT64_C(1) << LOG_BITS);
    for (int bit = LOG_BITS - 1; bit >= 0; bit--) {
        mantissa = (mantissa * mantissa) >> 31;
        if (mantissa >= UINT64_C(1) << 32) {
            mantissa >>= 1;
            result += INT64_C(1) << bit;
        }
    }
    return result;
}

static int64_t
floor_to(int64_t value, int64_t step)
{
    int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/* The smallest of 1, 2, 5 times a power of ten with few enough multiples. */
static int64_t
nice_step(const struct scale *scale, int64_t ticks_max)
{
    for (int32_t i = 0; i < 17; i++) {
        int64_t power = power_of_ten(i);
        for (int64_t m = 1; m <= 5; m = m * 2 + (m == 2)) {
            int64_t first = -floor_to(-scale->low, m * power);
            if (scale->high - first < ticks_max * m * power) {
                return m * power;
            }
        }
    }
    return power_of_ten(17);
}

static void
add_tick(struct scale *scale, int64_t units)
{
    int64_t at = scale->is_log ? logarithm(units) : units;
    if (at >= scale->low && at <= scale->high &&
        scale->tick_count < SCALE_TICKS_MAX) {
        scale->ticks[scale->tick_count++] = units;
    }
}

static void
fit_linear(struct scale *scale, const struct scale_wish *wish)
{
    int64_t range = scale->high - scale->low;
    int64_t pad = range / PAD_PART + 1;
    bool positive = scale->low >= 0;
    if (range == 0) {
        int64_t size = scale->low < 0 ? -scale->low : scale->low;
        pad = size == 0 ? power_of_ten(UNIT_DIGITS) : size / 10 + 1;
    }
    scale->low -= pad;
    scale->high += pad;
    if (positive && (scale->low < 0 || wish->from_zero)) {
        scale->low = 0;
    }
    int64_t step = nice_step(scale, wish->ticks);
    for (int64_t at = floor_to(scale->low, step); at <= scale->high;
         at += step) {
        add_tick(scale, at);
    }
}

static void
fit_log(struct scale *scale, int64_t least, int64_t greatest)
{
    scale->is_log = true;
    scale->low = logarithm(least);
    scale->high = logarithm(greatest);
    int64_t pad = (scale->high - scale->low) / PAD_PART + 1;
    scale->low -= pad;
    scale->high += pad;
    /* log2(10) is 3.32 */
    int64_t decades = (scale->high - scale->low) * 100 / 332 >> LOG_BITS;
    bool dense = decades <= DECADES_DENSE;
    int32_t every = decades > 7 ? 2 : 1;
    for (int32_t i = 0; i <= UNIT_DIGITS + 1; i += every) {
        for (int64_t m = 1; m <= (dense ? 5 : 1); m = m * 2 + (m == 2)) {
            add_tick(scale, m * power_of_ten(i));
        }
    }
}

static void
choose_unit(struct scale *scale, const struct scale_value *values, size_t count)
{
    int32_t top = INT32_MIN;
    for (size_t i = 0; i < count; i++) {
        const struct decimal *exact = &values[i].exact;
        int32_t digits = exact->exponent + exact->count;
        if (values[i].known && exact->count > 0 && digits > top) {
            top = digits;
        }
    }
    scale->exponent = top == INT32_MIN ? -UNIT_DIGITS : top - UNIT_DIGITS;
}

void
scale_fit(struct scale *scale, struct scale_value *values, size_t count,
    const struct scale_wish *wish)
{
    bool any = false;
    choose_unit(scale, values, count);
    for (size_t i = 0; i < count; i++) {
        struct scale_value *value = &values[i];
        if (!value->known) {
            continue;
        }
        value->units = to_units(&value->exact, scale->exponent);
        scale->low =
            !any || value->units < scale->low ? value->units : scale->low;
        scale->high =
            !any || value->units > scale->high ? value->units : scale->high;
        any = true;
    }
    int64_t least = scale->low;
    int64_t greatest = scale->high;
    if (wish->from_zero) {
        scale->low = least < 0 ? least : 0;
        scale->high = greatest > 0 ? greatest : 0;
    }
    if (wish->allows_log && least > 0 && greatest / LOG_FROM >= least) {
        fit_log(scale, least, greatest);
    } else {
        fit_linear(scale, wish);
    }
}

int32_t
scale_place(const struct scale *scale, int64_t units)
{
    int64_t at = scale->is_log ? logarithm(units < 1 ? 1 : units) : units;
    int64_t range = scale->high - scale->low;
    return scale->from +
           (int32_t)((at - scale->low) * (scale->to - scale->from) / range);
}

/* How many decimals the number needs, 0 for a whole one. */
static int32_t
decimals_of(const struct scale *scale, int64_t units)
{
    int32_t exponent = scale->exponent;
    while (units != 0 && units % 10 == 0 && exponent < 0) {
        units /= 10;
        exponent++;
    }
    return units == 0 || exponent > 0 ? 0 : -exponent;
}

static void
put_digits(struct text *out, const char *digits, int32_t decimals, bool french)
{
    int32_t length = (int32_t)strlen(digits);
    for (int32_t i = 0; i < length; i++) {
        int32_t left = length - decimals - i; /* whole digits still to come */
        if (left == 0) {
            text_puts(out, french ? "," : ".");
        } else if (left > 0 && left % 3 == 0 && i > 0 &&
                   length - decimals > 3) {
            text_puts(out, french ? "\u202F" : ",");
        }
        text_putc(out, digits[i]);
    }
}

bool
scale_text(struct arena *arena, const struct scale *scale, size_t tick,
    struct span language, struct span *out, struct err *err)
{
    int64_t units = scale->ticks[tick];
    int64_t size = units < 0 ? -units : units;
    int32_t decimals = decimals_of(scale, units);
    for (size_t i = 0; !scale->is_log && i < scale->tick_count; i++) {
        int32_t other = decimals_of(scale, scale->ticks[i]);
        decimals = other > decimals ? other : decimals;
    }
    int32_t shift = scale->exponent + decimals; /* units to last digit */
    char zeros[40] = "";
    for (int32_t i = 0; i < shift && i < 36; i++) {
        zeros[i] = '0';
    }
    int64_t shown = shift < 0 ? size / power_of_ten(-shift) : size;
    const char *digits = arena_printf(arena, err, "%0*lld%s", (int)decimals + 1,
        (long long)shown, shown == 0 ? "" : zeros);
    struct text text;
    if (digits == NULL) {
        return false;
    }
    text_init(&text, /* limit_bytes */ 256);
    text_puts(&text, units < 0 ? "−" : "");
    put_digits(&text, digits, decimals, span_is(language, "fr"));
    bool ok =
        text_done(&text, err) && span_copy(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}
