#include "compare/results.h"
#include "base/clock.h"

#include <math.h>
#include <string.h>

/* Two-sided 95 % of the normal distribution. */
static const double z_95 = 1.959964;

static bool
is_same_entity(const struct claim *a, const struct claim *b)
{
    return a->entity == b->entity && strcmp(a->evidence, b->evidence) == 0 &&
           strcmp(a->entity_id, b->entity_id) == 0;
}

/* The claims of one entity stand together, so only they are looked at. */
const struct claim *
result_sibling(const struct claim_set *claims, const struct claim *claim,
    const char *property)
{
    const struct claim *first = claim;
    const struct claim *end = claims->items + claims->count;
    while (first > claims->items && is_same_entity(first - 1, claim)) {
        first--;
    }
    for (; first < end && is_same_entity(first, claim); first++) {
        if (strcmp(first->property, property) == 0) {
            return first;
        }
    }
    return NULL;
}

static struct span
sibling_value(const struct claim_set *claims, const struct claim *claim,
    const char *property)
{
    const struct claim *other = result_sibling(claims, claim, property);
    return other == NULL ? span_of("") : other->value;
}

static bool
sibling_is(const struct claim_set *claims, const struct claim *claim,
    const char *property, const char *wanted)
{
    return span_is(sibling_value(claims, claim, property), wanted);
}

/* Does this evaluation value answer the criterion? */
static bool
answers(const struct claim_set *claims, const struct claim *value,
    const struct option *option, const struct criterion *criterion)
{
    return value->entity == ENTITY_EVALUATION &&
           strcmp(value->property, "value") == 0 &&
           strcmp(value->option, option->id) == 0 &&
           sibling_is(claims, value, "task", criterion->task) &&
           sibling_is(claims, value, "metric", criterion->metric) &&
           (criterion->filter[0] == '\0' ||
               sibling_is(claims, value, "filter", criterion->filter));
}

static bool
is_partial(const struct claim_set *claims, const struct claim *value)
{
    return sibling_value(claims, value, "limit").len > 0;
}

/* A score of unknown scale cannot be held against a fraction. */
static bool
is_raw(const struct claim_set *claims, const struct claim *value)
{
    return sibling_is(claims, value, "scale", "raw");
}

/* A run without a date may be the earliest of all. */
static bool
is_earlier(const struct claim_set *claims, const struct claim *a,
    const struct claim *b)
{
    int64_t a_s = 0;
    int64_t b_s = 0;
    bool a_dated = clock_parse(sibling_value(claims, a, "date"), &a_s);
    bool b_dated = clock_parse(sibling_value(claims, b, "date"), &b_s);
    return a_dated && b_dated ? a_s < b_s : b_dated;
}

/*
 * Several answers: a measurement beats a declaration, a whole run a partial
 * one, and among equals the worse value counts, so that a lucky repetition
 * cannot make an option pass; of equal values the earlier, so that a threshold
 * set between two runs is not taken for one set before.
 */
static bool
is_better_evidence(const struct claim_set *claims, const struct claim *a,
    const struct claim *b, bool lower_is_better)
{
    if (b == NULL || a->method != b->method) {
        return b == NULL || a->method > b->method;
    }
    bool a_partial = is_partial(claims, a);
    if (a_partial != is_partial(claims, b)) {
        return !a_partial;
    }
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal a_value;
    struct decimal b_value;
    if (!decimal_parse(a->value, &a_value, &ignored) ||
        !decimal_parse(b->value, &b_value, &ignored)) {
        return false;
    }
    int order = decimal_compare(&a_value, &b_value);
    if (order == 0) {
        return is_earlier(claims, a, b);
    }
    return lower_is_better ? order > 0 : order < 0;
}

static double
number_of(struct span value, bool *present)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal number;
    *present = value.len > 0 && decimal_parse(value, &number, &ignored);
    return *present ? decimal_double(&number) : 0;
}

/* Where the interval of a value lies: within z_95 errors of the centre. */
struct estimate {
    double centre;
    double error;
};

/*
 * The standard error: as the tool reports it, else of a proportion of n
 * questions (for values between 0 and 1).
 */
static bool
estimate_of(const struct claim_set *claims, const struct claim *value,
    struct estimate *out)
{
    bool has_value = false;
    bool has_error = false;
    bool has_n = false;
    double p = number_of(value->value, &has_value);
    double reported =
        number_of(sibling_value(claims, value, "stderr"), &has_error);
    double n = number_of(sibling_value(claims, value, "n"), &has_n);
    if (!has_value) {
        return false;
    }
    if (has_error && reported > 0) {
        *out = (struct estimate){p, reported};
        return true;
    }
    if (!has_n || n < 1 || p < 0 || p > 1) {
        return false;
    }
    /* Agresti-Coull: two successes and two failures more, so that 0 and 1
       do not look certain. */
    double adjusted = (p * n + 2) / (n + 4);
    out->centre = adjusted;
    out->error = sqrt(adjusted * (1 - adjusted) / (n + 4));
    return true;
}

/*
 * Six decimals, rounded outwards: an interval that reaches beyond a threshold
 * must not come back to it by rounding.
 */
static bool
put_interval(struct arena *arena, const struct estimate *estimate,
    struct span out[2], struct err *err)
{
    double reach = z_95 * estimate->error;
    double low = floor((estimate->centre - reach) * 1e6) / 1e6;
    double high = ceil((estimate->centre + reach) * 1e6) / 1e6;
    const char *low_text = arena_printf(arena, err, "%.6f", low);
    const char *high_text = arena_printf(arena, err, "%.6f", high);
    if (low_text == NULL || high_text == NULL) {
        return false;
    }
    out[0] = span_of(low_text);
    out[1] = span_of(high_text);
    return true;
}

static bool
set_interval(struct arena *arena, const struct claim_set *claims,
    struct result *result, struct err *err)
{
    struct estimate estimate;
    struct span interval[2];
    if (!estimate_of(claims, result->value, &estimate)) {
        return true;
    }
    if (!put_interval(arena, &estimate, interval, err)) {
        return false;
    }
    result->interval_low = interval[0];
    result->interval_high = interval[1];
    return true;
}

/* -1, 0, 1, or 2 when one of them is no number. */
static int
compare_spans(struct span a, struct span b)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal x;
    struct decimal y;
    if (a.len == 0 || b.len == 0 || !decimal_parse(a, &x, &ignored) ||
        !decimal_parse(b, &y, &ignored)) {
        return 2;
    }
    return decimal_compare(&x, &y);
}

static enum answer
meets(const struct claim_set *claims, const struct result *result)
{
    const struct criterion *criterion = result->criterion;
    struct span threshold =
        criterion->lower_is_better ? criterion->maximum : criterion->minimum;
    int order = compare_spans(result->value->value, threshold);
    if (order == 2 || is_raw(claims, result->value)) {
        return ANSWER_UNKNOWN;
    }
    bool good = criterion->lower_is_better ? order <= 0 : order >= 0;
    if (good && is_partial(claims, result->value)) {
        return ANSWER_UNDECIDED; /* a part of the test proves no pass */
    }
    return good ? ANSWER_YES : ANSWER_NO;
}

/* On the same day, nobody can tell which came first. */
static enum answer
declared_before(const char *set_on, struct span evaluated_on)
{
    int64_t set_s = 0;
    int64_t evaluated_s = 0;
    if (!clock_parse(span_of(set_on), &set_s) ||
        !clock_parse(evaluated_on, &evaluated_s)) {
        return ANSWER_UNKNOWN;
    }
    int64_t set_day = set_s / 86400;
    int64_t evaluated_day = evaluated_s / 86400;
    if (set_day == evaluated_day) {
        return ANSWER_UNDECIDED;
    }
    return set_day < evaluated_day ? ANSWER_YES : ANSWER_NO;
}

/* Better than guessing: the whole interval on the good side of `chance`. */
static enum answer
above_chance(const struct claim_set *claims, const struct result *result)
{
    bool lower = result->criterion->lower_is_better;
    int order =
        compare_spans(lower ? result->interval_high : result->interval_low,
            result->criterion->chance);
    if (order == 2 || is_raw(claims, result->value)) {
        return ANSWER_UNKNOWN;
    }
    if (lower ? order >= 0 : order <= 0) {
        return ANSWER_NO;
    }
    return is_partial(claims, result->value) ? ANSWER_UNDECIDED : ANSWER_YES;
}

bool
result_of(struct arena *arena, const struct claim_set *claims,
    const struct option *option, const struct criterion *criterion,
    struct result *out, struct err *err)
{
    struct result result = {
        .option = option, .criterion = criterion, .evaluated_on = ""};
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (answers(claims, claim, option, criterion) &&
            is_better_evidence(
                claims, claim, result.value, criterion->lower_is_better)) {
            result.value = claim;
        }
    }
    if (result.value != NULL) {
        struct span date = sibling_value(claims, result.value, "date");
        result.n = sibling_value(claims, result.value, "n");
        result.evaluated_on = span_string(arena, date, err);
        if (result.evaluated_on == NULL ||
            !set_interval(arena, claims, &result, err)) {
            return false;
        }
        result.met = meets(claims, &result);
        result.declared_before = declared_before(criterion->set_on, date);
        result.above_chance = above_chance(claims, &result);
    }
    *out = result;
    return true;
}

/* What must be equal for two runs to be compared question by question. */
static const struct {
    const char *property;
    bool needed; /* two runs that do not say are not known to be equal */
} pairing[] = {
    {"tool", true},
    {"task-version", false},
    {"shots", false},
    {"filter", false},
    {"limit", false},
    {"n", true},
};

static bool
is_paired(const struct claim_set *claims, const struct claim *a,
    const struct claim *b)
{
    for (size_t i = 0; i < sizeof(pairing) / sizeof(*pairing); i++) {
        struct span value = sibling_value(claims, a, pairing[i].property);
        if (!span_equal(value, sibling_value(claims, b, pairing[i].property)) ||
            (pairing[i].needed && value.len == 0)) {
            return false;
        }
    }
    return true;
}

static bool
set_difference(struct arena *arena, const struct claim_set *claims,
    struct loss *loss, struct err *err)
{
    struct decimal child;
    struct decimal parent;
    struct decimal difference;
    bool lower = loss->criterion->lower_is_better;
    if (!decimal_parse(loss->value->value, &child, err) ||
        !decimal_parse(loss->parent_value->value, &parent, err) ||
        !decimal_subtract(lower ? &child : &parent, lower ? &parent : &child,
            &difference, err) ||
        !decimal_text(arena, &difference, &loss->difference, err)) {
        return false;
    }
    struct estimate of_child;
    struct estimate of_parent;
    struct span interval[2];
    if (!estimate_of(claims, loss->value, &of_child) ||
        !estimate_of(claims, loss->parent_value, &of_parent)) {
        return true;
    }
    struct estimate of_difference = {
        decimal_double(&difference), sqrt(of_child.error * of_child.error +
                                          of_parent.error * of_parent.error)};
    if (!put_interval(arena, &of_difference, interval, err)) {
        return false;
    }
    loss->interval_low = interval[0];
    loss->interval_high = interval[1];
    return true;
}

/*
 * Non-inferiority: the whole interval must lie within the margin. A point
 * estimate beyond it is a loss shown; an interval that reaches beyond it, or
 * runs that cannot be compared, decide nothing; nor do parts of a test.
 */
static enum answer
within_margin(const struct claim_set *claims, const struct loss *loss)
{
    struct span margin = loss->criterion->loss_max;
    int point = compare_spans(loss->difference, margin);
    int high = compare_spans(loss->interval_high, margin);
    if (point == 2) {
        return ANSWER_UNKNOWN;
    }
    if (!loss->paired || high == 2) {
        return ANSWER_UNDECIDED;
    }
    if (point > 0) {
        return ANSWER_NO;
    }
    bool whole = !is_partial(claims, loss->value) &&
                 !is_partial(claims, loss->parent_value);
    return high <= 0 && whole ? ANSWER_YES : ANSWER_UNDECIDED;
}

bool
loss_of(struct arena *arena, const struct claim_set *claims,
    const struct result *child, const struct result *parent, struct loss *out,
    struct err *err)
{
    struct loss loss = {
        .option = child->option,
        .parent = parent->option,
        .criterion = child->criterion,
        .value = child->value,
        .parent_value = parent->value,
    };
    if (loss.value != NULL && loss.parent_value != NULL &&
        !is_raw(claims, loss.value) && !is_raw(claims, loss.parent_value)) {
        loss.paired = is_paired(claims, loss.value, loss.parent_value);
        if (!set_difference(arena, claims, &loss, err)) {
            return false;
        }
        loss.within_margin = within_margin(claims, &loss);
    }
    *out = loss;
    return true;
}
