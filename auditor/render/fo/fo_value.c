#include "render/fo/fo_value.h"

#include <string.h>

enum {
    VALUE_DEPTH_MAX = 8, /* nested parentheses */
    VALUE_DIGITS_MAX = 9,
};

/* A value under evaluation, in millionths where it is a plain number. */
struct term {
    int64_t points;  /* millipoints */
    int64_t percent; /* thousandths */
    int64_t share;   /* thousandths */
    int64_t number;  /* millionths */
    bool is_number;
};

struct expression {
    struct span rest;
    int32_t em;
    int depth;
};

static const int64_t term_max = (int64_t)1 << 46;

static bool
byte_is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool
byte_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void
skip(struct expression *in, size_t count)
{
    in->rest.ptr += count;
    in->rest.len -= count;
}

static void
skip_space(struct expression *in)
{
    while (in->rest.len > 0 && byte_is_space(in->rest.ptr[0])) {
        skip(in, 1);
    }
}

static bool
take(struct expression *in, const char *token)
{
    skip_space(in);
    if (!span_starts(in->rest, token)) {
        return false;
    }
    skip(in, strlen(token));
    return true;
}

/* Digits with a fraction, as millionths. */
static bool
take_digits(struct expression *in, int64_t *out)
{
    int64_t value = 0;
    int64_t unit = 1000000;
    int digits = 0;
    bool fraction = false;
    for (; in->rest.len > 0; skip(in, 1)) {
        char byte = in->rest.ptr[0];
        if (byte == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (!byte_is_digit(byte) || (!fraction && digits >= VALUE_DIGITS_MAX)) {
            break;
        }
        digits++;
        if (!fraction) {
            value = value * 10 + (byte - '0') * (int64_t)1000000;
        } else {
            unit /= 10;
            value += (byte - '0') * unit;
        }
    }
    *out = value;
    return digits > 0;
}

/* Millipoints of one unit, as a fraction. */
static const struct {
    const char *name;
    int64_t millipoints, divisor;
} units[] = {
    {"pt", 1000, 1}, {"mm", 720000, 254}, {"cm", 7200000, 254},
    {"in", 72000, 1}, {"pc", 12000, 1},
    {"px", 1000, 1}, /* 72 px an inch, as FOP is set up here */
};

static int64_t
divide_round(int64_t value, int64_t divisor)
{
    return (value + (value >= 0 ? divisor : -divisor) / 2) / divisor;
}

static bool
take_quantity(struct expression *in, struct term *out)
{
    struct term term = {0};
    int64_t digits;
    if (!take_digits(in, &digits)) {
        return false;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (span_starts(in->rest, units[i].name)) {
            skip(in, 2);
            /* 1e15 * 7.2e6 would overflow: thousandths are enough here. */
            term.points = divide_round(
                digits / 1000 * units[i].millipoints, 1000 * units[i].divisor);
            *out = term;
            return term.points < term_max;
        }
    }
    if (span_starts(in->rest, "em")) {
        skip(in, 2);
        term.points = divide_round(digits / 1000 * in->em, 1000);
    } else if (span_starts(in->rest, "%")) {
        skip(in, 1);
        term.percent = divide_round(digits, 1000);
    } else {
        term.number = digits;
        term.is_number = true;
    }
    *out = term;
    return term.points < term_max;
}

static bool take_sum(struct expression *in, struct term *out);

static bool
take_group(struct expression *in, struct term *out)
{
    if (in->depth >= VALUE_DEPTH_MAX) {
        return false;
    }
    in->depth++;
    if (!take_sum(in, out) || !take(in, ")")) {
        return false;
    }
    in->depth--;
    return true;
}

static bool
take_factor(struct expression *in, struct term *out)
{
    bool negative = take(in, "-");
    skip_space(in);
    bool ok;
    if (take(in, "proportional-column-width(")) {
        ok = take_group(in, out) && out->is_number;
        out->share = ok ? out->number / 1000 : 0;
        out->number = 0;
        out->is_number = false;
    } else if (take(in, "(")) {
        ok = take_group(in, out);
    } else {
        ok = take_quantity(in, out);
    }
    if (ok && negative) {
        out->points = -out->points;
        out->percent = -out->percent;
        out->number = -out->number;
        out->share = -out->share;
    }
    return ok;
}

static bool
term_is_sane(const struct term *term)
{
    const int64_t values[] = {
        term->points, term->percent, term->share, term->number};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (values[i] > term_max || values[i] < -term_max) {
            return false;
        }
    }
    return true;
}

/* value * numerator / denominator; 0 with `*ok` false when out of range. */
static int64_t
scale(int64_t value, int64_t numerator, int64_t denominator, bool *ok)
{
    double result = (double)value * (double)numerator / (double)denominator;
    if (result > (double)term_max || result < -(double)term_max) {
        *ok = false;
        return 0;
    }
    return (int64_t)(result + (result < 0.0 ? -0.5 : 0.5));
}

static bool
scale_term(struct term *term, int64_t numerator, int64_t denominator)
{
    bool ok = denominator != 0;
    if (ok) {
        term->points = scale(term->points, numerator, denominator, &ok);
        term->percent = scale(term->percent, numerator, denominator, &ok);
        term->share = scale(term->share, numerator, denominator, &ok);
        term->number = scale(term->number, numerator, denominator, &ok);
    }
    return ok;
}

enum {
    NUMBER_ONE = 1000000
};

static bool
multiply(struct term *left, const struct term *right)
{
    int64_t factor = left->is_number ? left->number : right->number;
    if (!left->is_number && !right->is_number) {
        return false;
    }
    *left = left->is_number ? *right : *left;
    return scale_term(left, factor, NUMBER_ONE);
}

static bool
divide(struct term *left, const struct term *right)
{
    return right->is_number && scale_term(left, NUMBER_ONE, right->number);
}

static bool
take_product(struct expression *in, struct term *out)
{
    if (!take_factor(in, out)) {
        return false;
    }
    for (;;) {
        struct term right;
        if (take(in, "*")) {
            if (!take_factor(in, &right) || !multiply(out, &right)) {
                return false;
            }
        } else if (take(in, "div")) {
            if (!take_factor(in, &right) || !divide(out, &right)) {
                return false;
            }
        } else {
            return true;
        }
    }
}

static bool
take_sum(struct expression *in, struct term *out)
{
    if (!take_product(in, out)) {
        return false;
    }
    for (;;) {
        struct term right;
        int sign = take(in, "+") ? 1 : take(in, "-") ? -1 : 0;
        if (sign == 0) {
            return true;
        }
        if (!take_product(in, &right) || right.is_number != out->is_number) {
            return false;
        }
        out->points += sign * right.points;
        out->percent += sign * right.percent;
        out->share += sign * right.share;
        out->number += sign * right.number;
        if (!term_is_sane(out)) {
            return false;
        }
    }
}

static bool
evaluate(struct span text, int32_t em, struct term *out)
{
    struct expression in = {.rest = span_trim(text), .em = em};
    if (!take_sum(&in, out)) {
        return false;
    }
    skip_space(&in);
    return in.rest.len == 0;
}

bool
fo_value_length(struct span text, int32_t em, struct fo_length *out)
{
    struct term term;
    text = span_trim(text);
    if (span_is(text, "auto")) {
        *out = (struct fo_length){.kind = FO_AUTO};
        return true;
    }
    if (span_is(text, "label-end()") || span_is(text, "body-start()")) {
        *out = (struct fo_length){
            .kind = text.ptr[0] == 'l' ? FO_LABEL_END : FO_BODY_START};
        return true;
    }
    if (!evaluate(text, em, &term) || (term.is_number && term.number != 0) ||
        term.points > FO_LENGTH_MAX || term.points < -FO_LENGTH_MAX ||
        term.percent > 100000000 || term.percent < -100000000 ||
        term.share > 1000000000 || term.share < 0) {
        return false;
    }
    *out = (struct fo_length){
        .kind = FO_SET,
        .points = (int32_t)term.points,
        .percent = (int32_t)term.percent,
        .share = (int32_t)term.share,
    };
    return true;
}

bool
fo_value_number(struct span text, int32_t *out_thousandths)
{
    struct term term;
    if (!evaluate(text, 0, &term) || !term.is_number || term.number < 0 ||
        term.number > (int64_t)1000000 * FO_SPAN_MAX) {
        return false;
    }
    *out_thousandths = (int32_t)(term.number / 1000);
    return true;
}

bool
fo_value_integer(struct span text, int32_t *out)
{
    int32_t value = 0;
    text = span_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        if (!byte_is_digit(text.ptr[i]) || value > FO_SPAN_MAX) {
            return false;
        }
        value = value * 10 + (text.ptr[i] - '0');
    }
    if (text.len == 0 || value > FO_SPAN_MAX) {
        return false;
    }
    *out = value;
    return true;
}

static int
hex_digit(char byte)
{
    if (byte_is_digit(byte)) {
        return byte - '0';
    }
    if (byte >= 'a' && byte <= 'f') {
        return byte - 'a' + 10;
    }
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

static bool
colour_hex(struct span digits, struct area_colour *out)
{
    int value[6];
    if (digits.len != 3 && digits.len != 6) {
        return false;
    }
    for (size_t i = 0; i < digits.len; i++) {
        value[i] = hex_digit(digits.ptr[i]);
        if (value[i] < 0) {
            return false;
        }
    }
    if (digits.len == 3) {
        *out = (struct area_colour){(uint8_t)(value[0] * 17),
            (uint8_t)(value[1] * 17), (uint8_t)(value[2] * 17)};
    } else {
        *out = (struct area_colour){(uint8_t)(value[0] * 16 + value[1]),
            (uint8_t)(value[2] * 16 + value[3]),
            (uint8_t)(value[4] * 16 + value[5])};
    }
    return true;
}

static bool
colour_function(struct span text, struct area_colour *out)
{
    struct expression in = {.rest = text};
    uint8_t parts[3];
    if (!take(&in, "rgb(")) {
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        int64_t value;
        skip_space(&in);
        if (!take_digits(&in, &value)) {
            return false;
        }
        if (take(&in, "%")) {
            value = divide_round(value * 255, 100 * 1000000) * 1000000;
        }
        if (value > (int64_t)255 * 1000000 || !take(&in, i < 2 ? "," : ")")) {
            return false;
        }
        parts[i] = (uint8_t)(value / 1000000);
    }
    *out = (struct area_colour){parts[0], parts[1], parts[2]};
    return in.rest.len == 0;
}

bool
fo_value_colour(struct span text, struct fo_colour *out)
{
    struct fo_colour colour = {.set = true};
    text = span_trim(text);
    if (span_is(text, "transparent")) {
        *out = (struct fo_colour){0};
        return true;
    }
    bool ok = false;
    if (text.len > 0 && text.ptr[0] == '#') {
        struct span digits = {text.ptr + 1, text.len - 1};
        ok = colour_hex(digits, &colour.value);
    } else {
        ok = colour_function(text, &colour.value) ||
             fo_colour_named(text, &colour.value);
    }
    if (ok) {
        *out = colour;
    }
    return ok;
}

bool
fo_value_word(struct span *rest, struct span *word)
{
    *rest = span_trim(*rest);
    size_t depth = 0;
    size_t i = 0;
    for (; i < rest->len; i++) {
        char byte = rest->ptr[i];
        depth += byte == '(';
        depth -= byte == ')' && depth > 0;
        if (depth == 0 && byte_is_space(byte)) {
            break;
        }
    }
    word->ptr = rest->ptr;
    word->len = i;
    rest->ptr += i;
    rest->len -= i;
    return i > 0;
}

int32_t
fo_resolve(const struct fo_length *length, int64_t base)
{
    if (length->kind != FO_SET) {
        return 0;
    }
    int64_t value = length->points + base * length->percent / 100000;
    if (value > FO_LENGTH_MAX) {
        return FO_LENGTH_MAX;
    }
    return value < -FO_LENGTH_MAX ? -FO_LENGTH_MAX : (int32_t)value;
}

int32_t
fo_border_width(const struct fo_border *border)
{
    return border->style > FO_BORDER_HIDDEN ? border->width : 0;
}

int32_t
fo_line_height(const struct fo_inherited *in)
{
    if (in->line_height_factor > 0) {
        int64_t value = (int64_t)in->size * in->line_height_factor / 1000;
        return value > FO_LENGTH_MAX ? FO_LENGTH_MAX : (int32_t)value;
    }
    return in->line_height;
}
