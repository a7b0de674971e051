#include "render/escape.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#include <libxml/xpath.h>

/* Any of them: append the escaped form of UTF-8 bytes. */
typedef void escape_into(struct text *out, struct span in);

static void
call_with(xmlXPathParserContext *parser, int count, escape_into *escape)
{
    struct text out;
    if (count != 1) {
        xmlXPathSetArityError(parser);
        return;
    }
    xmlChar *string = xmlXPathPopString(parser);
    if (string == NULL) {
        return; /* the library has noted why */
    }
    text_init(&out, LIMIT_TEXT_BYTES);
    escape(&out, span_of((const char *)string));
    xmlFree(string);
    struct err err = {ERR_NONE, "", "", ""};
    const char *escaped = out.ptr == NULL ? "" : out.ptr;
    xmlChar *copy =
        text_done(&out, &err) ? xmlStrdup((const xmlChar *)escaped) : NULL;
    text_release(&out);
    if (copy == NULL) {
        xmlXPathSetError(parser, XPATH_MEMORY_ERROR);
        return;
    }
    xmlXPathReturnString(parser, copy);
}

static void
put_unit(struct text *out, uint32_t unit)
{
    text_printf(out, "\\u%04x", (unsigned)unit);
}

static void
put_json(struct text *out, struct span in)
{
    struct text quoted;
    text_init(&quoted, LIMIT_TEXT_BYTES);
    json_put_string(&quoted, in);
    struct span rest = text_span(&quoted);
    out->failed = out->failed || quoted.failed;
    size_t at = 0;
    while (at < rest.len) {
        size_t start = at;
        uint32_t point = utf8_next(rest, &at);
        if (utf8_is_seen(point)) {
            text_put(out, (struct span){rest.ptr + start, at - start});
        } else if (point < 0x10000) {
            put_unit(out, point);
        } else {
            put_unit(out, 0xD800 + ((point - 0x10000) >> 10));
            put_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
        }
    }
    text_release(&quoted);
}

/*
 * A backslash where GitHub Flavored Markdown (0.29, 2.4) would see a mark;
 * "http:" and "www." are broken because it makes links of bare addresses.
 */
static bool
needs_backslash(struct span in, size_t at)
{
    char byte = in.ptr[at];
    char next = at + 1 < in.len ? in.ptr[at + 1] : '\0';
    char before = at > 0 ? in.ptr[at - 1] : '\0';
    return (byte != '\0' && strchr("\\`*_[]|~$#!", byte) != NULL) ||
           (byte == ':' && next == '/') ||
           (byte == '.' && (before == 'w' || before == 'W'));
}

/* At the start of a line, "- a", "+ a", "1. a" and "===" would be marks. */
static bool
starts_a_mark(struct span in, size_t at)
{
    size_t digits = 0;
    while (digits < at && in.ptr[digits] >= '0' && in.ptr[digits] <= '9') {
        digits++;
    }
    return at == 0        ? strchr("-+=", in.ptr[at]) != NULL
           : digits == at ? in.ptr[at] == '.' || in.ptr[at] == ')'
                          : false;
}

static void
put_markdown(struct text *out, struct span in)
{
    bool gap = false;
    in = span_trim(in);
    for (size_t i = 0; i < in.len; i++) {
        char byte = in.ptr[i];
        if (strchr(" \t\r\n", byte) != NULL) {
            gap = out->len > 0;
            continue;
        }
        if (gap) {
            text_putc(out, ' ');
            gap = false;
        }
        if (byte == '<' || byte == '>' || byte == '&') {
            text_put_xml(out, (struct span){in.ptr + i, 1});
            continue;
        }
        if (byte == '@') {
            /* An address becomes a link even with a backslash in it. */
            text_puts(out, "`@`");
            continue;
        }
        if (needs_backslash(in, i) || starts_a_mark(in, i)) {
            text_putc(out, '\\');
        }
        text_putc(out, byte);
    }
}

static void
put_uri(struct text *out, struct span in)
{
    for (size_t i = 0; i < in.len; i++) {
        unsigned char byte = (unsigned char)in.ptr[i];
        bool plain =
            (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= '0' && byte <= '9') || strchr("-._~/", byte) != NULL;
        if (plain) {
            text_putc(out, (char)byte);
        } else {
            text_printf(out, "%%%02X", byte);
        }
    }
}

static void
put_sha256(struct text *out, struct span in)
{
    uint8_t digest[SHA256_BYTES];
    struct err err = {ERR_NONE, "", "", ""};
    if (!digest_bytes(in, digest, &err)) {
        out->failed = true;
        return;
    }
    text_put_base64(out, (struct span){(const char *)digest, sizeof digest});
}

/* A UUID that follows from the string: RFC 9562, 5.4, its bits those of the
   digest. */
static void
put_uuid(struct text *out, struct span in)
{
    uint8_t digest[SHA256_BYTES];
    char hex[SHA256_HEX_BYTES];
    struct err err = {ERR_NONE, "", "", ""};
    if (!digest_bytes(in, digest, &err)) {
        out->failed = true;
        return;
    }
    digest[6] = (uint8_t)(0x40 | (digest[6] & 0x0F));
    digest[8] = (uint8_t)(0x80 | (digest[8] & 0x3F));
    hex_of(digest, 16, hex);
    text_printf(out, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
        hex + 16, hex + 20);
}

static void
escape_sha256(xmlXPathParserContext *parser, int count)
{
    call_with(parser, count, put_sha256);
}

static void
escape_uuid(xmlXPathParserContext *parser, int count)
{
    call_with(parser, count, put_uuid);
}

static void
escape_json(xmlXPathParserContext *parser, int count)
{
    call_with(parser, count, put_json);
}

static void
escape_markdown(xmlXPathParserContext *parser, int count)
{
    call_with(parser, count, put_markdown);
}

static void
escape_uri(xmlXPathParserContext *parser, int count)
{
    call_with(parser, count, put_uri);
}

const struct escape_function escape_functions[] = {
    {"json", escape_json},
    {"markdown", escape_markdown},
    {"uri", escape_uri},
    {"sha256", escape_sha256},
    {"uuid", escape_uuid},
    {NULL, NULL},
};
