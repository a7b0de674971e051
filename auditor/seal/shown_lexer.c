#include "seal/shown_lexer.h"

enum {
    WHOLE_DIGITS = 5, /* of a place on a page; products stay in 64 bits */
    DECIMALS = 3,
    OPERATOR_BYTES = 3,
};

static bool
refuse(const struct shown_lexer *lexer, struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "%s at byte %zu of the page's content", reason,
        lexer->at);
    return false;
}

static char
peek(const struct shown_lexer *lexer, size_t ahead)
{
    size_t left = lexer->bytes.len - lexer->at;

    return ahead < left ? lexer->bytes.ptr[lexer->at + ahead] : '\0';
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool
is_hex(char byte)
{
    return is_digit(byte) || (byte >= 'A' && byte <= 'F');
}

/* "-12.5": no sign but minus, no exponent, at most three decimals. */
static bool
read_number(struct shown_lexer *lexer, struct shown_token *out, struct err *err)
{
    bool negative = peek(lexer, 0) == '-';
    int64_t number = 0;
    int digits = 0;
    int decimals = 0;

    lexer->at += negative ? 1 : 0;
    for (; is_digit(peek(lexer, 0)); lexer->at++) {
        if (++digits > WHOLE_DIGITS) {
            return refuse(lexer, err, "a number is too large");
        }
        number = number * 10 + (peek(lexer, 0) - '0');
    }
    if (digits == 0) {
        return refuse(lexer, err, "a number has no digits");
    }
    if (peek(lexer, 0) == '.') {
        lexer->at++;
        for (; is_digit(peek(lexer, 0)); lexer->at++) {
            if (++decimals > DECIMALS) {
                return refuse(lexer, err, "a number has over three decimals");
            }
            number = number * 10 + (peek(lexer, 0) - '0');
        }
    }
    for (; decimals < DECIMALS; decimals++) {
        number *= 10;
    }
    out->kind = SHOWN_NUMBER;
    out->number = negative ? -number : number;
    return true;
}

/* Letters and digits: no escape, so that a name has one spelling. */
static bool
read_name(struct shown_lexer *lexer, struct shown_token *out, struct err *err)
{
    size_t start = ++lexer->at;

    while (is_letter(peek(lexer, 0)) || is_digit(peek(lexer, 0))) {
        lexer->at++;
    }
    if (lexer->at == start) {
        return refuse(lexer, err, "a name is empty");
    }
    out->kind = SHOWN_NAME;
    out->text = (struct span){lexer->bytes.ptr + start, lexer->at - start};
    return true;
}

static bool
read_operator(
    struct shown_lexer *lexer, struct shown_token *out, struct err *err)
{
    size_t start = lexer->at;

    while (is_letter(peek(lexer, 0))) {
        lexer->at++;
    }
    if (lexer->at - start > OPERATOR_BYTES || peek(lexer, 0) == '*') {
        return refuse(lexer, err, "an operator is not one of ours");
    }
    out->kind = SHOWN_OPERATOR;
    out->text = (struct span){lexer->bytes.ptr + start, lexer->at - start};
    return true;
}

static bool
read_hex(struct shown_lexer *lexer, struct shown_token *out, struct err *err)
{
    size_t start = ++lexer->at;

    while (is_hex(peek(lexer, 0))) {
        lexer->at++;
    }
    out->kind = SHOWN_HEX;
    out->text = (struct span){lexer->bytes.ptr + start, lexer->at - start};
    if (peek(lexer, 0) != '>' || out->text.len % 4 != 0) {
        return refuse(lexer, err, "a string is not of whole codes");
    }
    lexer->at++;
    return true;
}

static bool
take(struct shown_lexer *lexer, enum shown_token_kind kind, size_t count,
    struct shown_token *out)
{
    lexer->at += count;
    out->kind = kind;
    return true;
}

bool
shown_next(struct shown_lexer *lexer, struct shown_token *out, struct err *err)
{
    char byte;

    while (peek(lexer, 0) == ' ' || peek(lexer, 0) == '\n') {
        lexer->at++;
    }
    *out = (struct shown_token){.kind = SHOWN_END, .text = {"", 0}};
    if (lexer->at == lexer->bytes.len) {
        return true;
    }
    byte = peek(lexer, 0);
    if (byte == '<' && peek(lexer, 1) == '<') {
        return take(lexer, SHOWN_DICTIONARY_BEGIN, 2, out);
    }
    if (byte == '>' && peek(lexer, 1) == '>') {
        return take(lexer, SHOWN_DICTIONARY_END, 2, out);
    }
    if (byte == '[' || byte == ']') {
        return take(
            lexer, byte == '[' ? SHOWN_ARRAY_BEGIN : SHOWN_ARRAY_END, 1, out);
    }
    if (byte == '<') {
        return read_hex(lexer, out, err);
    }
    if (byte == '/') {
        return read_name(lexer, out, err);
    }
    if (is_letter(byte)) {
        return read_operator(lexer, out, err);
    }
    if (byte == '-' || is_digit(byte)) {
        return read_number(lexer, out, err);
    }
    return refuse(lexer, err, "something that we never write stands");
}
