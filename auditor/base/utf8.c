#include "base/text.h"

#include <string.h>

/* Reading and writing UTF-8, RFC 3629 section 4; escaping for XML. */

/* Length announced by the first byte, and the least code point it may hold. */
struct lead {
    unsigned char mask, bits;
    size_t length;
    uint32_t least;
};

static const struct lead leads[] = {
    {0x80, 0x00, 1, 0x0},
    {0xE0, 0xC0, 2, 0x80},
    {0xF0, 0xE0, 3, 0x800},
    {0xF8, 0xF0, 4, 0x10000},
};

static const struct lead *
lead_of(unsigned char byte)
{
    for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++) {
        if ((byte & leads[i].mask) == leads[i].bits) {
            return &leads[i];
        }
    }
    return NULL;
}

static uint32_t
decode(const unsigned char *bytes, const struct lead *lead)
{
    uint32_t point = bytes[0] & (unsigned char)~lead->mask;
    for (size_t i = 1; i < lead->length; i++) {
        point = point << 6 | (bytes[i] & 0x3Fu);
    }
    return point;
}

/* The code point at the start of `a`, its length in bytes; 0 when malformed. */
static size_t
read_point(struct span a, uint32_t *out)
{
    const unsigned char *bytes = (const unsigned char *)a.ptr;
    const struct lead *lead = lead_of(bytes[0]);
    if (lead == NULL || lead->length > a.len) {
        return 0;
    }
    for (size_t i = 1; i < lead->length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    uint32_t point = decode(bytes, lead);
    if (point < lead->least || point > 0x10FFFF ||
        (point >= 0xD800 && point <= 0xDFFF)) {
        return 0;
    }
    *out = point;
    return lead->length;
}

/* Are the next eight bytes ASCII, none of them NUL? Told at once. */
static bool
eight_plain(struct span a, size_t at)
{
    static const uint64_t ones = 0x0101010101010101U;
    uint64_t word;
    if (a.len - at < sizeof word) {
        return false;
    }
    memcpy(&word, a.ptr + at, sizeof word);
    return ((word | (word - ones)) & (ones << 7)) == 0;
}

bool
utf8_valid(struct span a)
{
    size_t at = 0;
    while (at < a.len) {
        if (eight_plain(a, at)) {
            at += sizeof(uint64_t);
            continue;
        }
        if ((unsigned char)a.ptr[at] < 0x80 && a.ptr[at] != '\0') {
            at++;
            continue;
        }
        uint32_t point = 0;
        size_t length =
            read_point((struct span){a.ptr + at, a.len - at}, &point);
        if (length == 0 || point == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

bool
utf8_check(struct span bytes, const char *what, struct err *err)
{
    struct span rest = bytes;
    struct span line;
    for (int64_t number = 1; span_line(&rest, &line); number++) {
        if (!utf8_valid(line)) {
            err_set(err, ERR_INPUT, "cannot read %s: it is not UTF-8", what);
            err_at_line(err, number);
            return false;
        }
    }
    return true;
}

uint32_t
utf8_next(struct span a, size_t *at)
{
    uint32_t point = 0;
    size_t length = read_point((struct span){a.ptr + *at, a.len - *at}, &point);
    *at += length == 0 ? 1 : length; /* one by one where it is malformed */
    return length == 0 ? 0xFFFD : point;
}

size_t
utf8_put(uint32_t code_point, char out[4])
{
    size_t length = code_point < 0x80      ? 1
                    : code_point < 0x800   ? 2
                    : code_point < 0x10000 ? 3
                                           : 4;
    uint32_t rest = code_point;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (rest & 0x3F));
        rest >>= 6;
    }
    out[0] = (char)(leads[length - 1].bits | rest);
    return length;
}

/* Char of XML 1.0, production 2, less the C1 controls. */
static bool
xml_allows(uint32_t point)
{
    if (point < 0x20) {
        return point == '\t' || point == '\n' || point == '\r';
    }
    return !(point >= 0x7F && point <= 0x9F) && point != 0xFFFE &&
           point != 0xFFFF;
}

static const char *
xml_escape(uint32_t point)
{
    switch (point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void
text_put_xml(struct text *text, struct span bytes)
{
    size_t at = 0;
    while (at < bytes.len) {
        size_t start = at;
        uint32_t point = utf8_next(bytes, &at);
        const char *escape = xml_escape(point);
        if (escape != NULL) {
            text_puts(text, escape);
        } else if (!xml_allows(point)) {
            text_printf(text, "U+%04X", point);
        } else {
            text_put(text, (struct span){bytes.ptr + start, at - start});
        }
    }
}

/* In order; joiners stay: Persian and the scripts of India need them. */
static const struct {
    uint32_t first, last;
} unseen[] = {
    {0x00, 0x08},
    {0x0B, 0x1F},
    {0x7F, 0x9F},
    {0x61C, 0x61C},
    {0x180E, 0x180E},
    {0x200B, 0x200B},
    {0x200E, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB},
    {0xE0000, 0xE007F},
};

bool
utf8_is_seen(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++) {
        if (code_point <= unseen[i].last) {
            return code_point < unseen[i].first;
        }
    }
    return true;
}
