#include "ingest/conflict_size.h"

#include <stdint.h>
#include <string.h>

enum {
    HEADER_SHARE = 100,     /* a hundredth of the whole */
    HEADER_BYTES = 4 << 20, /* a file */
};

/* What the weight files of an option come to. */
struct weights {
    const struct claim *first_bytes;
    const struct claim *first_params;
    int64_t bytes;
    int64_t params;
    int64_t files;
    bool uncounted; /* some file's parameters cannot be counted */
};

/* A whole number as claims write it; -1 when it is none or too large. */
static int64_t
whole_number(struct span text)
{
    int64_t value = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || value > INT64_MAX / 100) {
            return -1;
        }
        value = value * 10 + (text.ptr[i] - '0');
    }
    return text.len == 0 ? -1 : value;
}

static bool
is_claim(const struct claim *claim, enum entity entity, const char *property)
{
    return claim->entity == entity && strcmp(claim->property, property) == 0;
}

/* Sums saturate far above any model. */
static int64_t
add(int64_t sum, int64_t value)
{
    return value > INT64_MAX / 4 - sum ? INT64_MAX / 4 : sum + value;
}

static void
count_claim(struct weights *weights, const struct claim *claim)
{
    int64_t number = 0;

    if (is_claim(claim, ENTITY_WEIGHTS, "bytes")) {
        number = whole_number(claim->value);
        weights->first_bytes =
            weights->first_bytes == NULL ? claim : weights->first_bytes;
        weights->bytes = add(weights->bytes, number < 0 ? 0 : number);
        weights->files++;
    } else if (is_claim(claim, ENTITY_WEIGHTS, "params")) {
        number = whole_number(claim->value);
        weights->first_params =
            weights->first_params == NULL ? claim : weights->first_params;
        weights->params = add(weights->params, number < 0 ? 0 : number);
    } else if (is_claim(claim, ENTITY_WEIGHTS, "packed") ||
               is_claim(claim, ENTITY_WEIGHTS, "pointer")) {
        weights->uncounted = weights->uncounted || span_is(claim->value, "yes");
    }
}

static struct weights
count_weights(const struct size_claims *group)
{
    struct weights weights = {0};

    for (size_t i = group->start; i < group->end; i++) {
        count_claim(&weights, group->items[i]);
    }
    return weights;
}

/* The only claim of that kind, or NULL when there is none or several. */
static const struct claim *
only_claim(
    const struct size_claims *group, enum entity entity, const char *property)
{
    const struct claim *found = NULL;

    for (size_t i = group->start; i < group->end; i++) {
        if (!is_claim(group->items[i], entity, property)) {
            continue;
        }
        if (found != NULL) {
            return NULL;
        }
        found = group->items[i];
    }
    return found;
}

bool
size_check_index(const struct size_claims *group, const struct claim **left,
    const struct claim **right)
{
    struct weights weights = count_weights(group);
    const struct claim *index = only_claim(group, ENTITY_INDEX, "total-bytes");
    int64_t total = index == NULL ? -1 : whole_number(index->value);

    if (total < 0 || weights.first_bytes == NULL) {
        return false;
    }
    int64_t slack = add(total / HEADER_SHARE, weights.files * HEADER_BYTES);
    if (weights.bytes >= total && weights.bytes - total <= slack) {
        return false;
    }
    *left = weights.first_bytes;
    *right = index;
    return true;
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Digits with at most one point: thousandths of the unit; 0 = none. */
static int64_t
take_thousandths(struct span text, size_t *at)
{
    int64_t value = 0;
    int64_t scale = 0; /* digits behind the point */
    bool point = false;

    for (; *at < text.len; *at += 1) {
        char byte = text.ptr[*at];
        if (byte == '.' && !point) {
            point = true;
        } else if (is_digit(byte) && scale < 3 && value < 1000000) {
            value = value * 10 + (byte - '0');
            scale += point;
        } else {
            break;
        }
    }
    for (; scale < 3; scale++) {
        value *= 10;
    }
    return value;
}

/*
 * The parameters that a label names, 0 when it names none. Mixtures of
 * experts ("8x7B") count shared layers once, so they cannot be compared.
 */
static int64_t
label_params(struct span label)
{
    size_t at = 0;

    while (at < label.len) {
        char before = at == 0 ? ' ' : label.ptr[at - 1];
        if (!is_digit(label.ptr[at]) || is_letter(before) || before == '.') {
            at++;
            continue;
        }
        int64_t value = take_thousandths(label, &at);
        char unit = at < label.len ? label.ptr[at] : ' ';
        char after = at + 1 < label.len ? label.ptr[at + 1] : ' ';
        if ((unit == 'B' || unit == 'M') && !is_letter(after) &&
            !is_digit(after)) {
            return value * (unit == 'B' ? 1000000 : 1000);
        }
        while (at < label.len &&
               (is_digit(label.ptr[at]) || is_letter(label.ptr[at]))) {
            at++;
        }
    }
    return 0;
}

bool
size_check_label(const struct size_claims *group, const struct claim **left,
    const struct claim **right)
{
    struct weights weights = count_weights(group);
    const struct claim *label = only_claim(group, ENTITY_OPTION, "label");
    int64_t named = label == NULL ? 0 : label_params(label->value);

    if (named == 0 || weights.first_params == NULL || weights.uncounted ||
        weights.params == 0) {
        return false;
    }
    if (weights.params <= named + named / 3 &&
        weights.params >= named - named / 3) {
        return false;
    }
    *left = label;
    *right = weights.first_params;
    return true;
}
