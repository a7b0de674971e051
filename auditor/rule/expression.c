#include "rule/expression.h"

#include <string.h>

struct expression_scan
expression_scan_of(const char *expression)
{
    return (struct expression_scan){.rest = span_of(expression)};
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool
is_name_byte(char c)
{
    return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

static void
skip(struct expression_scan *scan, size_t count)
{
    scan->rest.ptr += count;
    scan->rest.len -= count;
}

static void
skip_space(struct expression_scan *scan)
{
    while (scan->rest.len > 0 && is_space(scan->rest.ptr[0])) {
        skip(scan, 1);
    }
}

static struct span
take(struct expression_scan *scan, size_t count)
{
    struct span taken = {scan->rest.ptr, count};
    skip(scan, count);
    return taken;
}

static struct span
take_name(struct expression_scan *scan)
{
    size_t len = 0;
    while (len < scan->rest.len && is_name_byte(scan->rest.ptr[len])) {
        len++;
    }
    return take(scan, len);
}

/* A name with an optional prefix; "f:*" has the name "*". */
static void
take_qualified(struct expression_scan *scan, struct token *out)
{
    out->prefix = (struct span){0};
    out->name = take_name(scan);
    bool prefixed = scan->rest.len > 1 && scan->rest.ptr[0] == ':' &&
                    scan->rest.ptr[1] != ':';
    if (!prefixed) {
        return;
    }
    skip(scan, 1);
    out->prefix = out->name;
    out->name = scan->rest.ptr[0] == '*' ? take(scan, 1) : take_name(scan);
}

static bool
is_operator_name(struct span name)
{
    return span_is(name, "and") || span_is(name, "or") ||
           span_is(name, "div") || span_is(name, "mod");
}

static bool
is_node_type(struct span name)
{
    return span_is(name, "node") || span_is(name, "text") ||
           span_is(name, "comment") || span_is(name, "processing-instruction");
}

static void
next_name(struct expression_scan *scan, struct token *out)
{
    bool after_operand = scan->after_operand;
    bool on_attribute = scan->on_attribute;
    take_qualified(scan, out);
    skip_space(scan);
    scan->on_attribute = false;
    scan->after_operand = true;
    if (after_operand && is_operator_name(out->name)) {
        out->kind = TOKEN_OTHER;
        scan->after_operand = false;
    } else if (span_starts(scan->rest, "::")) {
        skip(scan, 2);
        out->kind = TOKEN_OTHER;
        scan->on_attribute = span_is(out->name, "attribute");
        scan->after_operand = false;
    } else if (span_starts(scan->rest, "(")) {
        out->kind = is_node_type(out->name) ? TOKEN_OTHER : TOKEN_FUNCTION;
    } else {
        out->kind = on_attribute ? TOKEN_ATTRIBUTE : TOKEN_ELEMENT;
    }
}

static size_t
literal_len(struct span rest)
{
    const char *end = memchr(rest.ptr + 1, rest.ptr[0], rest.len - 1);
    return end == NULL ? rest.len : (size_t)(end - rest.ptr) + 1;
}

static size_t
number_len(struct span rest)
{
    size_t len = 0;
    while (
        len < rest.len && (is_digit(rest.ptr[len]) || rest.ptr[len] == '.')) {
        len++;
    }
    return len;
}

/* All that is no name: one row a leading character. */
static void
next_symbol(struct expression_scan *scan, struct token *out)
{
    char c = scan->rest.ptr[0];
    size_t len = 1;
    out->kind = TOKEN_OTHER;
    scan->on_attribute = c == '@';
    bool ends_operand = false;
    if (c == '"' || c == '\'') {
        len = literal_len(scan->rest);
        ends_operand = true;
    } else if (is_digit(c) || c == '.') {
        len = number_len(scan->rest);
        ends_operand = true;
    } else if (c == '[' || c == '(') {
        out->kind = TOKEN_OPEN;
    } else if (c == ']' || c == ')') {
        out->kind = TOKEN_CLOSE;
        ends_operand = true;
    } else if (c == '/') {
        out->kind = TOKEN_SLASH;
        len = span_starts(scan->rest, "//") ? 2 : 1;
    } else if (c == '*') {
        /* A wildcard where an operand may begin, else multiplication. */
        ends_operand = !scan->after_operand;
    }
    scan->after_operand = ends_operand;
    out->prefix = (struct span){0};
    out->name = take(scan, len);
}

bool
expression_next(struct expression_scan *scan, struct token *out)
{
    skip_space(scan);
    if (scan->rest.len == 0) {
        return false;
    }
    if (scan->rest.ptr[0] == '$') {
        skip(scan, 1);
        skip_space(scan);
        take_qualified(scan, out);
        out->kind = TOKEN_VARIABLE;
        scan->after_operand = true;
        scan->on_attribute = false;
    } else if (is_name_start(scan->rest.ptr[0])) {
        next_name(scan, out);
    } else {
        next_symbol(scan, out);
    }
    return true;
}
