#include "model/value.h"

#include "base/clock.h"
#include "base/digest.h"

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits at the start of `rest`, cut off; their number. */
static size_t
cut_digits(struct span *rest)
{
    size_t count = 0;
    while (count < rest->len && is_digit(rest->ptr[count])) {
        count++;
    }
    rest->ptr += count;
    rest->len -= count;
    return count;
}

/* -?[0-9]+(\.[0-9]+)? */
static bool
is_number(struct span text)
{
    struct span rest = text;
    if (span_starts(rest, "-")) {
        rest.ptr++;
        rest.len--;
    }
    if (cut_digits(&rest) == 0) {
        return false;
    }
    if (rest.len == 0) {
        return true;
    }
    if (rest.ptr[0] != '.') {
        return false;
    }
    rest.ptr++;
    rest.len--;
    return cut_digits(&rest) > 0 && rest.len == 0;
}

bool
value_is(enum value_kind kind, struct span text)
{
    int64_t time_s;
    switch (kind) {
    case VALUE_TEXT:
        return utf8_valid(text);
    case VALUE_NUMBER:
        return is_number(text);
    case VALUE_DATE:
        return clock_parse(text, &time_s);
    case VALUE_YES_NO:
        return span_is(text, "yes") || span_is(text, "no");
    case VALUE_DIGEST:
        return digest_is_hex(text);
    }
    return false;
}
