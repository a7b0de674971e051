#include "seal/pdf_value.h"

#include <string.h>

#include "base/limits.h"

/* ISO 32000-1, 7.2.2, without NUL and form feed, which nobody needs. */
static bool
is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static bool
is_delimiter(char byte)
{
    return byte != '\0' && strchr("()<>[]{}/%", byte) != NULL;
}

static bool
is_regular(char byte)
{
    return byte > ' ' && byte != 0x7f && !is_delimiter(byte);
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static int
hex_digit(char byte)
{
    if (is_digit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

/* The byte at the cursor plus `ahead`, or NUL behind the end. */
static char
peek(const struct pdf_cursor *cursor, size_t ahead)
{
    if (cursor->at >= cursor->bytes.len
        || ahead >= cursor->bytes.len - cursor->at)
        return '\0';
    return cursor->bytes.ptr[cursor->at + ahead];
}

static bool
refuse(const struct pdf_cursor *cursor, struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "cannot read the PDF strictly: %s", reason);
    err_at(err, "byte %zu", cursor->at);
    return false;
}

void
pdf_skip_space(struct pdf_cursor *cursor)
{
    while (cursor->at < cursor->bytes.len
           && is_space(cursor->bytes.ptr[cursor->at]))
        cursor->at++;
}

bool
pdf_at_word(const struct pdf_cursor *cursor, const char *word)
{
    size_t len = strlen(word);

    if (cursor->at > cursor->bytes.len
        || len > cursor->bytes.len - cursor->at
        || memcmp(cursor->bytes.ptr + cursor->at, word, len) != 0)
        return false;
    return !is_regular(peek(cursor, len));
}

bool
pdf_expect(struct pdf_cursor *cursor, const char *word, struct err *err)
{
    if (!pdf_at_word(cursor, word)) {
        err_set(err, ERR_INPUT,
            "cannot read the PDF strictly: '%s' is missing", word);
        err_at(err, "byte %zu", cursor->at);
        return false;
    }
    cursor->at += strlen(word);
    return true;
}

bool
pdf_expect_number(struct pdf_cursor *cursor, int64_t *out, struct err *err)
{
    enum { DIGITS_MAX = 18 };
    int64_t number = 0;
    size_t digits = 0;

    while (is_digit(peek(cursor, digits))) {
        if (digits == DIGITS_MAX)
            return refuse(cursor, err, "a number has over 18 digits");
        number = number * 10 + (peek(cursor, digits) - '0');
        digits++;
    }
    if (digits == 0 || is_regular(peek(cursor, digits)))
        return refuse(cursor, err, "an integer is missing");
    cursor->at += digits;
    *out = number;
    return true;
}

/* Numbers: 7.3.3. */
static bool
read_number(struct pdf_cursor *cursor, struct pdf_value *value,
    struct err *err)
{
    size_t start = cursor->at;
    bool negative = peek(cursor, 0) == '-';
    size_t points = 0;
    size_t digits = 0;

    if (negative || peek(cursor, 0) == '+')
        cursor->at++;
    if (is_digit(peek(cursor, 0))) {
        struct pdf_cursor ahead = *cursor;
        while (is_digit(peek(&ahead, 0)))
            ahead.at++;
        if (peek(&ahead, 0) != '.') {
            value->kind = PDF_INTEGER;
            if (!pdf_expect_number(cursor, &value->integer, err))
                return false;
            if (negative)
                value->integer = -value->integer;
            return true;
        }
    }
    while (is_regular(peek(cursor, 0))) {
        char byte = peek(cursor, 0);
        if (!is_digit(byte) && byte != '.')
            return refuse(cursor, err, "a token is no number");
        points += byte == '.';
        digits += byte != '.';
        cursor->at++;
    }
    if (points != 1 || digits == 0)
        return refuse(cursor, err, "a token is no number");
    value->kind = PDF_REAL;
    value->text.ptr = cursor->bytes.ptr + start;
    value->text.len = cursor->at - start;
    return true;
}

/* Names: 7.3.5; #xx is resolved, so that no two spellings differ. */
static bool
read_name(struct pdf_cursor *cursor, struct span *out, struct err *err)
{
    size_t start = ++cursor->at;
    size_t len = 0;
    char *name;

    while (is_regular(peek(cursor, 0)) || (unsigned char)peek(cursor, 0) > 0x7f)
        cursor->at++;
    name = arena_alloc(cursor->arena, cursor->at - start + 1, err);
    if (name == NULL)
        return false;
    for (size_t i = start; i < cursor->at; i++) {
        char byte = cursor->bytes.ptr[i];
        if (byte == '#') {
            int high = i + 2 < cursor->at + 0
                ? hex_digit(cursor->bytes.ptr[i + 1]) : -1;
            int low = -1;
            if (i + 2 < cursor->bytes.len && i + 2 < cursor->at + 0)
                low = hex_digit(cursor->bytes.ptr[i + 2]);
            if (high < 0 || low < 0 || high + low == 0)
                return refuse(cursor, err, "a name has a bad #xx escape");
            byte = (char)(unsigned char)(high * 16 + low);
            i += 2;
        }
        name[len++] = byte;
    }
    out->ptr = name;
    out->len = len;
    return true;
}
