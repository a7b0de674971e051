#include "ingest/tensor.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint32_t
tensor_u32(const char *bytes)
{
    uint32_t value = 0;

    for (size_t i = 4; i > 0; i--) {
        value = value << 8 | (unsigned char)bytes[i - 1];
    }
    return value;
}

uint64_t
tensor_u64(const char *bytes)
{
    return (uint64_t)tensor_u32(bytes + 4) << 32 | tensor_u32(bytes);
}

bool
tensor_add(uint64_t a, uint64_t b, uint64_t *out)
{
    if (a > UINT64_MAX - b) {
        return false;
    }
    *out = a + b;
    return true;
}

bool
tensor_multiply(uint64_t a, uint64_t b, uint64_t *out)
{
    if (b != 0 && a > UINT64_MAX / b) {
        return false;
    }
    *out = a * b;
    return true;
}

/* "4.5000" to "4.5", "16.0000" to "16". */
static const char *
without_zeros(char *text)
{
    size_t len = strlen(text);

    while (text[len - 1] == '0') {
        len--;
    }
    text[text[len - 1] == '.' ? len - 1 : len] = '\0';
    return text;
}

/*
 * a / b to 4 decimal places, half up, by long division: a file has less than
 * 2^63 bytes, so no step overflows.
 */
static const char *
quotient(struct claim_writer *writer, uint64_t a, uint64_t b, struct err *err)
{
    uint64_t whole = a / b;
    uint64_t rest = a % b;
    unsigned digits = 0;

    while (b > UINT64_MAX / 20) {
        b /= 2;
        rest /= 2;
    }
    for (int i = 0; i < 4; i++) {
        rest *= 10;
        digits = digits * 10 + (unsigned)(rest / b);
        rest %= b;
    }
    digits += rest * 2 >= b;
    whole += digits / 10000;
    char *text = arena_printf(
        writer->arena, err, "%" PRIu64 ".%04u", whole, digits % 10000);
    return text == NULL ? NULL : without_zeros(text);
}

static int
by_elements(const void *a, const void *b)
{
    const struct tensor_share *left = a;
    const struct tensor_share *right = b;

    if (left->elements != right->elements) {
        return left->elements > right->elements ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

/* The types that occur, largest share first; `count` says how many. */
static struct tensor_share *
sorted_shares(struct claim_writer *writer, const struct tensor_summary *summary,
    size_t *count, struct err *err)
{
    struct tensor_share *shares = arena_alloc_array(
        writer->arena, summary->share_count + 1, sizeof(*shares), err);

    *count = 0;
    for (size_t i = 0; shares != NULL && i < summary->share_count; i++) {
        if (summary->shares[i].name != NULL &&
            summary->shares[i].elements > 0) {
            shares[(*count)++] = summary->shares[i];
        }
    }
    if (shares != NULL) {
        qsort(shares, *count, sizeof(*shares), by_elements);
    }
    return shares;
}

static bool
claim_shares(struct claim_writer *writer, const struct tensor_share *shares,
    size_t count, const char *place, struct err *err)
{
    uint64_t total = 0;

    for (size_t i = 0; i < count; i++) {
        total += shares[i].elements;
    }
    for (size_t i = 0; i < count; i++) {
        const char *share = quotient(writer, shares[i].elements, total, err);
        const char *text = share == NULL ? NULL
                                         : arena_printf(writer->arena, err,
                                               "%s %s", shares[i].name, share);
        if (text == NULL ||
            !writer_text(writer, "type-share", span_of(text), place, err)) {
            return false;
        }
    }
    return true;
}

static bool
claim_bits(struct claim_writer *writer, uint64_t bytes, uint64_t elements,
    const char *place, struct err *err)
{
    uint64_t bits;

    if (!tensor_multiply(bytes, 8, &bits)) {
        return true;
    }
    const char *text = quotient(writer, bits, elements, err);
    return text != NULL &&
           writer_number(writer, "bits-per-weight", span_of(text), place, err);
}

bool
tensor_claim(struct claim_writer *writer, const struct tensor_summary *summary,
    struct err *err)
{
    size_t count;
    uint64_t elements = 0;
    uint64_t bytes = 0;
    const char *place = summary->place;
    const struct tensor_share *shares =
        sorted_shares(writer, summary, &count, err);

    if (shares == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!tensor_add(elements, shares[i].elements, &elements) ||
            !tensor_add(bytes, shares[i].bytes, &bytes)) {
            err_set(err, ERR_INPUT, "the tensors have over 2^64 elements");
            err_at(err, "%s", place);
            return false;
        }
    }
    if (!writer_count(writer, "tensors", summary->tensors, place, err) ||
        !writer_count(writer, "params", elements, place, err) ||
        !writer_yes_no(writer, "packed", summary->packed, place, err)) {
        return false;
    }
    if (count == 0) {
        return true;
    }
    if (!writer_text(
            writer, "precision", span_of(shares[0].name), place, err) ||
        !claim_shares(writer, shares, count, place, err)) {
        return false;
    }
    return summary->packed || summary->size_unknown ||
           claim_bits(writer, bytes, elements, place, err);
}
