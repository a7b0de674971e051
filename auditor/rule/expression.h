#ifndef RULE_EXPRESSION_H
#define RULE_EXPRESSION_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The names in an XPath 1.0 expression, in order, so that a pack which asks
 * for a function, variable or fact that does not exist is refused when it is
 * loaded, and not on the day when that branch is first evaluated.
 * Source: XML Path Language 1.0, section 3.7 (lexical structure).
 */
enum token_kind {
    TOKEN_VARIABLE,  /* $name */
    TOKEN_FUNCTION,  /* name( */
    TOKEN_ELEMENT,   /* a name test on an element */
    TOKEN_ATTRIBUTE, /* a name test on an attribute */
    TOKEN_OPEN,      /* [ or ( */
    TOKEN_CLOSE,     /* ] or ) */
    TOKEN_SLASH,     /* / or // */
    TOKEN_OTHER,     /* a literal, number or operator */
};

struct token {
    enum token_kind kind;
    struct span prefix; /* of a name, or empty */
    struct span name;   /* of a name, else the token's own text */
};

struct expression_scan {
    struct span rest;
    bool after_operand; /* the last token could end an operand */
    bool on_attribute;  /* the last token was @ or attribute:: */
};

struct expression_scan expression_scan_of(const char *expression);

/* The next token; false at the end. The expression must compile. */
bool expression_next(struct expression_scan *scan, struct token *out);

#endif
