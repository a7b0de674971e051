#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Exact decimal numbers, read from the literal as written and never passed
 * through binary floating point, so that 0.8949999999999999 stays below 0.895.
 * A value is sign * digits * 10^exponent, with at most LIMIT_NUMBER_DIGITS
 * significant digits; what would need more is ERR_LIMIT, never rounded.
 */
enum {
    DECIMAL_DIGITS = 64
};

struct decimal {
    bool negative;
    uint8_t count;                  /* of digits; 0 means the value zero */
    uint8_t digits[DECIMAL_DIGITS]; /* 0-9, most significant first, no
                                       leading or trailing zero */
    int32_t exponent;               /* of the last digit */
};

/*
 * The number grammar of RFC 8259 section 6, and also a leading '+' and
 * leading zeros as CSV writers emit them. No NaN, infinity, hexadecimal,
 * decimal comma or surrounding space: ERR_INPUT.
 */
MUST_CHECK bool decimal_parse(
    struct span literal, struct decimal *out, struct err *err);
MUST_CHECK bool decimal_of_int(
    int64_t value, struct decimal *out, struct err *err);

/* -1, 0 or 1. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

MUST_CHECK bool decimal_add(const struct decimal *a, const struct decimal *b,
    struct decimal *out, struct err *err);
MUST_CHECK bool decimal_subtract(const struct decimal *a,
    const struct decimal *b, struct decimal *out, struct err *err);
MUST_CHECK bool decimal_multiply(const struct decimal *a,
    const struct decimal *b, struct decimal *out, struct err *err);
/* value * 10^power: how units are converted (kWh to J: * 36, power 5). */
MUST_CHECK bool decimal_scale(const struct decimal *value, int32_t power,
    struct decimal *out, struct err *err);

/* Plain notation without exponent, "-0.0125"; ERR_LIMIT over 128 bytes. */
MUST_CHECK bool decimal_text(struct arena *arena, const struct decimal *value,
    struct span *out, struct err *err);

/* Nearest double, for statistics and drawing only, never for a judgement. */
double decimal_double(const struct decimal *value);

#endif
