#include "ingest/metric.h"

#include <string.h>

#include "base/decimal.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* Begin of the names of metrics that are no fraction, in lower case. */
static const char *const raw_metrics[] = {"bits_per_byte", "bleu",
    "byte_perplexity", "chrf", "brier_score", "cross_entropy", "elo", "loss",
    "mae", "matthews", "mcc", "mean_reward", "mse", "nll", "pearson",
    "perplexity", "ppl", "rmse", "rouge", "sacrebleu", "spearman", "ter",
    "word_perplexity"};

/*
 * Begin of the names of metrics that are a share: only of these is a number
 * over 1 on a card known to be a percentage. Others ("score" of 7.34) may be
 * on any scale.
 */
static const char *const share_metrics[] = {"acc", "auc", "auroc", "cer", "em",
    "exact", "f1", "hit", "hter", "iou", "inst_level", "macro", "map", "mc1",
    "mc2", "micro", "ndcg", "pass@", "precision", "prompt_level", "recall",
    "strict_acc", "top", "wer", "win"};

static char
lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool
begins(const char *text, const char *prefix)
{
    while (*prefix != '\0' && lower(*text) == *prefix) {
        text++;
        prefix++;
    }
    return *prefix == '\0';
}

static bool
begins_any(const char *text, const char *const *prefixes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (begins(text, prefixes[i])) {
            return true;
        }
    }
    return false;
}

bool
metric_is_raw(const char *metric)
{
    return begins_any(metric, raw_metrics, COUNT(raw_metrics));
}

/* May the byte at `i` stand there in a number? */
static bool
fits_number(struct span text, size_t i)
{
    char byte = text.ptr[i];
    char before = i > 0 ? text.ptr[i - 1] : 'e';

    if (byte == '+' || byte == '-') {
        return before == 'e' || before == 'E';
    }
    return (byte >= '0' && byte <= '9') ||
           (byte != '\0' && strchr(".,eE", byte) != NULL);
}

bool
metric_is_number(struct span text)
{
    bool digit = false;

    text = span_trim(text);
    if (span_ends(text, "%")) {
        text.len--;
        text = span_trim(text);
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!fits_number(text, i)) {
            return false;
        }
        digit = digit || (text.ptr[i] >= '0' && text.ptr[i] <= '9');
    }
    return digit;
}

static bool
over(const struct decimal *value, int64_t bound)
{
    struct decimal limit;
    struct err ignored = {0};

    return decimal_of_int(bound, &limit, &ignored) &&
           decimal_compare(value, &limit) > 0;
}

/* The scale of a number under this name, as written. */
static const char *
scale_of(const struct metric_score *score, const struct decimal *value)
{
    if (metric_is_raw(score->metric) || value->negative || over(value, 100)) {
        return "raw";
    }
    if (score->custom == METRIC_PERCENT) {
        return "0-100";
    }
    if (!over(value, 1)) {
        return "0-1";
    }
    return score->custom == METRIC_PERCENT_OVER_1 &&
                   begins_any(
                       score->metric, share_metrics, COUNT(share_metrics))
               ? "0-100"
               : "raw";
}

static bool
claim_scaled(struct claim_writer *writer, const struct metric_score *score,
    const char *scale, struct err *err)
{
    if (strcmp(scale, "0-100") == 0) {
        struct writer_quantity quantity = {
            score->property, score->literal, "%", 1, -2, score->place};
        return writer_converted(writer, &quantity, err);
    }
    return writer_number(
        writer, score->property, score->literal, score->place, err);
}

bool
metric_claim(struct claim_writer *writer, const struct metric_score *score,
    struct err *err)
{
    struct metric_score copy = *score;
    struct decimal value;

    copy.literal = span_trim(copy.literal);
    if (span_ends(copy.literal, "%")) {
        copy.literal.len--;
        copy.literal = span_trim(copy.literal);
        copy.custom = METRIC_PERCENT;
    }
    if (!decimal_parse(copy.literal, &value, err)) {
        err_at(err, "%s", score->place);
        return false;
    }
    const char *scale = scale_of(&copy, &value);
    if (!claim_scaled(writer, &copy, scale, err)) {
        return false;
    }
    return strcmp(score->property, "value") != 0 ||
           writer_text(writer, "scale", span_of(scale), score->place, err);
}
