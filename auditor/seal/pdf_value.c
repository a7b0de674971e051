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
is_regular(char byte)
{
    static const bool delimiters[256] = {
        ['('] = true,
        [')'] = true,
        ['<'] = true,
        ['>'] = true,
        ['['] = true,
        [']'] = true,
        ['{'] = true,
        ['}'] = true,
        ['/'] = true,
        ['%'] = true,
    };
    unsigned char code = (unsigned char)byte;

    return code > ' ' && code != 0x7f && !delimiters[code];
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
    if (cursor->at >= cursor->bytes.len ||
        ahead >= cursor->bytes.len - cursor->at)
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
    while (cursor->at < cursor->bytes.len &&
           is_space(cursor->bytes.ptr[cursor->at]))
        cursor->at++;
}

bool
pdf_at_word(const struct pdf_cursor *cursor, const char *word)
{
    size_t len = strlen(word);

    if (cursor->at > cursor->bytes.len ||
        len > cursor->bytes.len - cursor->at ||
        memcmp(cursor->bytes.ptr + cursor->at, word, len) != 0)
        return false;
    return !is_regular(peek(cursor, len));
}

bool
pdf_expect(struct pdf_cursor *cursor, const char *word, struct err *err)
{
    if (!pdf_at_word(cursor, word)) {
        err_set(err, ERR_INPUT, "cannot read the PDF strictly: '%s' is missing",
            word);
        err_at(err, "byte %zu", cursor->at);
        return false;
    }
    cursor->at += strlen(word);
    return true;
}

bool
pdf_expect_number(struct pdf_cursor *cursor, int64_t *out, struct err *err)
{
    enum {
        DIGITS_MAX = 18
    };
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
read_number(struct pdf_cursor *cursor, struct pdf_value *value, struct err *err)
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

/* The byte that #xx at `at` stands for; -1 when it is malformed or NUL. */
static int
name_escape(const struct pdf_cursor *cursor, size_t at)
{
    int high;
    int low;

    if (at + 2 >= cursor->at)
        return -1;
    high = hex_digit(cursor->bytes.ptr[at + 1]);
    low = hex_digit(cursor->bytes.ptr[at + 2]);
    if (high < 0 || low < 0 || high + low == 0)
        return -1;
    return high * 16 + low;
}

/* Names: 7.3.5; #xx is resolved, so that no two spellings differ. */
static bool
read_name(struct pdf_cursor *cursor, struct span *out, struct err *err)
{
    size_t start = ++cursor->at;
    size_t len = 0;
    char *name;

    while (is_regular(peek(cursor, 0)))
        cursor->at++;
    name = arena_alloc(cursor->arena, cursor->at - start + 1, err);
    if (name == NULL)
        return false;
    for (size_t i = start; i < cursor->at; i++) {
        int code = (unsigned char)cursor->bytes.ptr[i];
        if (code == '#') {
            code = name_escape(cursor, i);
            i += 2;
        }
        if (code < 0)
            return refuse(cursor, err, "a name has a bad #xx escape");
        name[len++] = (char)(unsigned char)code;
    }
    out->ptr = name;
    out->len = len;
    return true;
}

/* Hexadecimal strings: 7.3.4.3. The cursor is at '<'. */
static bool
read_hex(struct pdf_cursor *cursor, struct span *out, struct err *err)
{
    struct span rest = {
        cursor->bytes.ptr + cursor->at + 1, cursor->bytes.len - cursor->at - 1};
    size_t length = span_find(rest, span_of(">"));
    size_t digits = 0;
    char *bytes;

    if (length == rest.len)
        return refuse(cursor, err, "a hexadecimal string has no end");
    if (length > 2 * LIMIT_STRING_BYTES)
        return refuse(cursor, err, "a hexadecimal string is too long");
    bytes = arena_alloc(cursor->arena, length / 2 + 1, err);
    if (bytes == NULL)
        return false;
    for (size_t i = 0; i < length; i++) {
        int digit = hex_digit(rest.ptr[i]);
        if (is_space(rest.ptr[i]))
            continue;
        if (digit < 0)
            return refuse(cursor, err,
                "a string has a byte that is no "
                "hexadecimal digit");
        bytes[digits / 2] =
            (char)(unsigned char)(digits % 2 == 0
                                      ? digit * 16
                                      : (unsigned char)bytes[digits / 2] +
                                            digit);
        digits++;
    }
    if (digits % 2 != 0)
        return refuse(cursor, err, "a hexadecimal string has an odd length");
    cursor->at += length + 2;
    out->ptr = bytes;
    out->len = digits / 2;
    return true;
}

/* Up to three octal digits behind a backslash; the cursor moves past them. */
static char
read_octal(struct pdf_cursor *cursor)
{
    unsigned code = 0;

    for (int i = 0; i < 3; i++) {
        char byte = peek(cursor, 0);
        if (byte < '0' || byte > '7')
            break;
        code = code * 8 + (unsigned)(byte - '0');
        cursor->at++;
    }
    return (char)(unsigned char)(code & 0xff);
}

/* Table 3 of ISO 32000-1. The cursor is behind the backslash. */
static bool
read_escape(struct pdf_cursor *cursor, char *out, struct err *err)
{
    static const char names[] = "nrtbf()\\";
    static const char values[] = "\n\r\t\b\f()\\";
    char byte = peek(cursor, 0);
    const char *found = byte == '\0' ? NULL : strchr(names, byte);

    if (found != NULL) {
        cursor->at++;
        *out = values[found - names];
        return true;
    }
    if (byte < '0' || byte > '7')
        return refuse(cursor, err, "a string has an unknown escape");
    *out = read_octal(cursor);
    return true;
}

/* How many bytes the literal string at the cursor takes at most. */
static bool
literal_length(const struct pdf_cursor *cursor, size_t *out, struct err *err)
{
    size_t depth = 0;
    size_t at = cursor->at;

    for (; at < cursor->bytes.len; at++) {
        char byte = cursor->bytes.ptr[at];
        if (byte == '\\')
            at++;
        else if (byte == '(')
            depth++;
        else if (byte == ')' && --depth == 0)
            break;
    }
    if (at >= cursor->bytes.len)
        return refuse(cursor, err, "a string has no end");
    if (at - cursor->at > LIMIT_STRING_BYTES)
        return refuse(cursor, err, "a string is too long");
    *out = at - cursor->at;
    return true;
}

/* Literal strings: 7.3.4.2. The cursor is at '('. */
static bool
read_literal(struct pdf_cursor *cursor, struct span *out, struct err *err)
{
    size_t length;
    size_t end;
    size_t len = 0;
    char *bytes;

    if (!literal_length(cursor, &length, err))
        return false;
    end = cursor->at + length;
    bytes = arena_alloc(cursor->arena, length + 1, err);
    if (bytes == NULL)
        return false;
    cursor->at++;
    while (cursor->at < end) {
        char byte = cursor->bytes.ptr[cursor->at++];
        if (byte == '\\' && !read_escape(cursor, &byte, err))
            return false;
        bytes[len++] = byte;
    }
    cursor->at = end + 1;
    out->ptr = bytes;
    out->len = len;
    return true;
}

/* "12 0 R" at the cursor, which is where an integer begins: 7.3.10. */
static bool
read_reference(struct pdf_cursor *cursor, struct pdf_value *value)
{
    struct pdf_cursor ahead = *cursor;
    struct err ignored = {0};
    int64_t number;
    int64_t generation;

    if (!is_digit(peek(&ahead, 0)) ||
        !pdf_expect_number(&ahead, &number, &ignored) ||
        !is_space(peek(&ahead, 0)))
        return false;
    pdf_skip_space(&ahead);
    if (!is_digit(peek(&ahead, 0)) ||
        !pdf_expect_number(&ahead, &generation, &ignored) ||
        !is_space(peek(&ahead, 0)))
        return false;
    pdf_skip_space(&ahead);
    if (!pdf_at_word(&ahead, "R") || generation != 0)
        return false;
    value->kind = PDF_REFERENCE;
    value->integer = number;
    cursor->at = ahead.at + 1;
    return true;
}

static bool read_value(struct pdf_cursor *cursor, unsigned depth,
    struct pdf_value **out, struct err *err);

static bool
read_array(struct pdf_cursor *cursor, unsigned depth, struct pdf_value *array,
    struct err *err)
{
    struct pdf_value *last = NULL;

    array->kind = PDF_ARRAY;
    cursor->at++;
    pdf_skip_space(cursor);
    while (peek(cursor, 0) != ']') {
        struct pdf_value *item;
        if (!read_value(cursor, depth + 1, &item, err))
            return false;
        if (last == NULL)
            array->first = item;
        else
            last->next = item;
        last = item;
        array->count++;
        pdf_skip_space(cursor);
    }
    cursor->at++;
    return true;
}

static bool
has_key(const struct pdf_value *dictionary, struct span key)
{
    for (const struct pdf_value *member = dictionary->first; member != NULL;
         member = member->next)
        if (span_equal(member->key, key))
            return true;
    return false;
}

static bool
read_dictionary(struct pdf_cursor *cursor, unsigned depth,
    struct pdf_value *dictionary, struct err *err)
{
    struct pdf_value *last = NULL;

    dictionary->kind = PDF_DICTIONARY;
    cursor->at += 2;
    pdf_skip_space(cursor);
    while (peek(cursor, 0) != '>' || peek(cursor, 1) != '>') {
        struct pdf_value *member;
        struct span key;
        if (peek(cursor, 0) != '/')
            return refuse(cursor, err, "a dictionary key is no name");
        if (!read_name(cursor, &key, err))
            return false;
        if (has_key(dictionary, key))
            return refuse(cursor, err, "a dictionary has one key twice");
        if (dictionary->count == LIMIT_PDF_KEYS)
            return refuse(cursor, err, "a dictionary has too many keys");
        pdf_skip_space(cursor);
        if (!read_value(cursor, depth + 1, &member, err))
            return false;
        member->key = key;
        if (last == NULL)
            dictionary->first = member;
        else
            last->next = member;
        last = member;
        dictionary->count++;
        pdf_skip_space(cursor);
    }
    cursor->at += 2;
    return true;
}

static bool
read_word(struct pdf_cursor *cursor, struct pdf_value *value, struct err *err)
{
    static const struct {
        const char *word;
        enum pdf_kind kind;
        int64_t integer;
    } words[] = {
        {"true", PDF_BOOLEAN, 1},
        {"false", PDF_BOOLEAN, 0},
        {"null", PDF_NULL, 0},
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!pdf_at_word(cursor, words[i].word))
            continue;
        value->kind = words[i].kind;
        value->integer = words[i].integer;
        cursor->at += strlen(words[i].word);
        return true;
    }
    return refuse(cursor, err, "a token is no value");
}

static bool
read_by_first_byte(struct pdf_cursor *cursor, unsigned depth,
    struct pdf_value *value, struct err *err)
{
    char byte = peek(cursor, 0);

    if (byte == '<' && peek(cursor, 1) == '<')
        return read_dictionary(cursor, depth, value, err);
    if (byte == '[')
        return read_array(cursor, depth, value, err);
    if (byte == '/') {
        value->kind = PDF_NAME;
        return read_name(cursor, &value->text, err);
    }
    if (byte == '(') {
        value->kind = PDF_STRING;
        return read_literal(cursor, &value->text, err);
    }
    if (byte == '<') {
        value->kind = PDF_STRING;
        value->hex = true;
        return read_hex(cursor, &value->text, err);
    }
    if (is_digit(byte) || byte == '+' || byte == '-' || byte == '.')
        return read_reference(cursor, value) || read_number(cursor, value, err);
    return read_word(cursor, value, err);
}

static bool
read_value(struct pdf_cursor *cursor, unsigned depth, struct pdf_value **out,
    struct err *err)
{
    struct pdf_value *value;

    if (depth > LIMIT_DEPTH)
        return refuse(cursor, err, "values nest too deeply");
    if (cursor->value_count == LIMIT_PDF_VALUES)
        return refuse(cursor, err, "it holds too many values");
    value = arena_alloc(cursor->arena, sizeof *value, err);
    if (value == NULL)
        return false;
    cursor->value_count++;
    value->start = cursor->at;
    if (!read_by_first_byte(cursor, depth, value, err))
        return false;
    value->end = cursor->at;
    *out = value;
    return true;
}

bool
pdf_value_read(
    struct pdf_cursor *cursor, const struct pdf_value **out, struct err *err)
{
    struct pdf_value *value;

    if (!read_value(cursor, 0, &value, err))
        return false;
    *out = value;
    return true;
}

const struct pdf_value *
pdf_value_find(const struct pdf_value *dictionary, const char *key)
{
    if (dictionary == NULL || dictionary->kind != PDF_DICTIONARY)
        return NULL;
    for (const struct pdf_value *member = dictionary->first; member != NULL;
         member = member->next)
        if (span_is(member->key, key))
            return member;
    return NULL;
}

bool
pdf_value_is_name(const struct pdf_value *value, const char *name)
{
    return value != NULL && value->kind == PDF_NAME &&
           span_is(value->text, name);
}

static bool
key_equal(const struct pdf_value *a, const struct pdf_value *b)
{
    return span_equal(a->key, b->key);
}

bool
pdf_value_equal(const struct pdf_value *a, const struct pdf_value *b)
{
    const struct pdf_value *left;
    const struct pdf_value *right;

    if (a == NULL || b == NULL)
        return a == b;
    if (a->kind != b->kind || a->integer != b->integer ||
        !span_equal(a->text, b->text) || a->count != b->count)
        return false;
    right = b->first;
    for (left = a->first; left != NULL && right != NULL; left = left->next) {
        if (!key_equal(left, right) || !pdf_value_equal(left, right))
            return false;
        right = right->next;
    }
    return left == NULL && right == NULL;
}
