#ifndef SEAL_SHOWN_LEXER_H
#define SEAL_SHOWN_LEXER_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The tokens of our writer's content streams (ISO 32000-1, 7.8.2) and no
 * others: numbers of at most three decimals, names, operators, arrays of
 * hexadecimal strings and numbers, and the dictionary of a mark. Literal
 * strings, comments, inline images and other dictionaries are refused.
 */
enum shown_token_kind {
    SHOWN_END,
    SHOWN_NUMBER,
    SHOWN_NAME,
    SHOWN_OPERATOR,
    SHOWN_ARRAY_BEGIN,
    SHOWN_ARRAY_END,
    SHOWN_HEX,
    SHOWN_DICTIONARY_BEGIN,
    SHOWN_DICTIONARY_END,
};

struct shown_token {
    enum shown_token_kind kind;
    int64_t number;   /* thousandths */
    struct span text; /* name without '/', operator, digits of a string */
};

struct shown_lexer {
    struct span bytes;
    size_t at;
};

/* ERR_INPUT with the byte of the stream for what is no token of ours. */
MUST_CHECK bool shown_next(
    struct shown_lexer *lexer, struct shown_token *out, struct err *err);

#endif
