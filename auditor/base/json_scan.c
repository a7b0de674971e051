#include "base/json_scan.h"

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum {
    LAST_CONTROL = 0x1f,
    STEP_BYTES = 16,
};

/*
 * Skip what needs no look: printable ASCII but '"' and '\'. Sixteen bytes at
 * a time where the machine can, because samples logs hold gigabytes of text.
 * Compared as signed bytes, all of 0x80-0xff lie below the space.
 */
static size_t
skip_plain(struct span in, size_t at)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');

    while (in.len - at >= STEP_BYTES) {
        __m128i bytes;
        memcpy(&bytes, in.ptr + at, sizeof(bytes));
        __m128i stop = _mm_or_si128(_mm_cmplt_epi8(bytes, space),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote),
                _mm_cmpeq_epi8(bytes, backslash)));
        unsigned mask = (unsigned)_mm_movemask_epi8(stop);
        if (mask != 0) {
            return at + (size_t)__builtin_ctz(mask);
        }
        at += STEP_BYTES;
    }
#endif
    while (at < in.len) {
        unsigned char byte = (unsigned char)in.ptr[at];
        if (byte <= LAST_CONTROL || byte >= 0x80 || byte == '"' ||
            byte == '\\') {
            break;
        }
        at++;
    }
    return at;
}

/* Well-formed sequences, RFC 3629 section 4: bounds of the second byte. */
struct utf8_lead {
    uint8_t first;
    uint8_t last;
    uint8_t len;
    uint8_t second_low;
    uint8_t second_high;
};

static const struct utf8_lead leads[] = {
    {0xc2, 0xdf, 2, 0x80, 0xbf},
    {0xe0, 0xe0, 3, 0xa0, 0xbf}, /* no overlong form */
    {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f}, /* no surrogate */
    {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf}, /* no overlong form */
    {0xf1, 0xf3, 4, 0x80, 0xbf},
    {0xf4, 0xf4, 4, 0x80, 0x8f}, /* nothing above U+10FFFF */
};

/* Length of the sequence at `at`, 0 when it is malformed. */
static size_t
sequence_length(struct span in, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)in.ptr + at;
    size_t left = in.len - at;

    for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++) {
        const struct utf8_lead *lead = &leads[i];
        if (bytes[0] < lead->first || bytes[0] > lead->last) {
            continue;
        }
        bool good = left >= lead->len && bytes[1] >= lead->second_low &&
                    bytes[1] <= lead->second_high;
        for (size_t k = 2; good && k < lead->len; k++) {
            good = (bytes[k] & 0xc0) == 0x80;
        }
        return good ? lead->len : 0;
    }
    return 0;
}

static int
hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    if (byte >= 'a' && byte <= 'f') {
        return byte - 'a' + 10;
    }
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* The four digits at `at`, or UINT32_MAX. */
static uint32_t
hex_unit(struct span in, size_t at)
{
    uint32_t unit = 0;

    if (at > in.len || in.len - at < 4) {
        return UINT32_MAX;
    }
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(in.ptr[at + i]);
        if (digit < 0) {
            return UINT32_MAX;
        }
        unit = unit * 16 + (uint32_t)digit;
    }
    return unit;
}

/* "XXXX" or "XXXX\uXXXX" behind the "\u"; `at` moves past it. */
static bool
take_code_point(struct span in, size_t *at, uint32_t *out, const char **why)
{
    uint32_t unit = hex_unit(in, *at);

    if (unit == UINT32_MAX) {
        *why = "\\u needs four hexadecimal digits";
        return false;
    }
    if (unit < 0xd800 || unit > 0xdfff) {
        *at += 4;
        *out = unit;
        return true;
    }
    bool pair = unit < 0xdc00 && in.len - *at >= 10 &&
                in.ptr[*at + 4] == '\\' && in.ptr[*at + 5] == 'u';
    uint32_t low = pair ? hex_unit(in, *at + 6) : UINT32_MAX;
    if (low < 0xdc00 || low > 0xdfff) {
        *why = "a surrogate stands alone";
        return false;
    }
    *at += 10;
    *out = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* RFC 8259 section 7: what may follow a backslash, and what it means. */
static const char escape_names[] = "\"\\/bfnrt";
static const char escape_bytes[] = "\"\\/\b\f\n\r\t";

/* Behind the backslash; the code point that it stands for. */
static bool
take_escape(struct span in, size_t *at, uint32_t *out, const char **why)
{
    char name = *at < in.len ? in.ptr[*at] : '\0';

    if (name == 'u') {
        *at += 1;
        return take_code_point(in, at, out, why);
    }
    const char *found = name == '\0' ? NULL : strchr(escape_names, name);
    if (found == NULL) {
        *why = "an escape is not one of RFC 8259 section 7";
        return false;
    }
    *at += 1;
    *out = (unsigned char)escape_bytes[found - escape_names];
    return true;
}

/* One escape or one sequence of UTF-8 that skip_plain stopped at. */
static bool
scan_special(struct span in, size_t *at, bool *escaped, const char **why)
{
    uint32_t code_point = 0;
    unsigned char byte = (unsigned char)in.ptr[*at];

    if (byte == '\\') {
        *escaped = true;
        *at += 1;
        return take_escape(in, at, &code_point, why);
    }
    if (byte <= LAST_CONTROL) {
        *why = "a control character stands in a string";
        return false;
    }
    size_t len = sequence_length(in, *at);
    if (len == 0) {
        *why = "a string is not UTF-8";
        return false;
    }
    *at += len;
    return true;
}

bool
json_scan_string(
    struct span in, size_t *at, bool *escaped_out, const char **why)
{
    bool escaped = false;

    for (;;) {
        *at = skip_plain(in, *at);
        if (*at >= in.len) {
            *why = "a string is not closed";
            return false;
        }
        if (in.ptr[*at] == '"') {
            break;
        }
        if (!scan_special(in, at, &escaped, why)) {
            return false;
        }
    }
    *at += 1;
    *escaped_out = escaped;
    return true;
}

static bool
skip_digits(struct span in, size_t *at)
{
    size_t start = *at;

    while (*at < in.len && in.ptr[*at] >= '0' && in.ptr[*at] <= '9') {
        *at += 1;
    }
    return *at > start;
}

static bool
at_byte(struct span in, size_t at, const char *any)
{
    return at < in.len && in.ptr[at] != '\0' && strchr(any, in.ptr[at]);
}

static bool
scan_integer(struct span in, size_t *at, const char **why)
{
    if (at_byte(in, *at, "-")) {
        *at += 1;
    }
    if (at_byte(in, *at, "0")) {
        *at += 1;
        if (at_byte(in, *at, "0123456789")) {
            *why = "a number begins with 0";
            return false;
        }
        return true;
    }
    *why = "a digit is missing";
    return skip_digits(in, at);
}

bool
json_scan_number(struct span in, size_t *at, const char **why)
{
    if (!scan_integer(in, at, why)) {
        return false;
    }
    if (at_byte(in, *at, ".")) {
        *at += 1;
        if (!skip_digits(in, at)) {
            *why = "a digit is missing after the point";
            return false;
        }
    }
    if (at_byte(in, *at, "eE")) {
        *at += 1;
        *at += at_byte(in, *at, "+-");
        if (!skip_digits(in, at)) {
            *why = "a digit is missing in the exponent";
            return false;
        }
    }
    return true;
}

size_t
json_scan_unescape(struct span raw, char *out, const char **why)
{
    size_t len = 0;
    size_t at = 0;

    while (at < raw.len) {
        uint32_t code_point = 0;
        if (raw.ptr[at] != '\\') {
            out[len++] = raw.ptr[at++];
            continue;
        }
        at++;
        if (!take_escape(raw, &at, &code_point, why)) {
            return SIZE_MAX;
        }
        if (code_point == 0) {
            *why = "a text holds the character U+0000";
            return SIZE_MAX;
        }
        len += utf8_put(code_point, out + len);
    }
    return len;
}
