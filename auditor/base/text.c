#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct span
span_of(const char *string)
{
    return (struct span){string, strlen(string)};
}

bool
span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Most words are told apart by their first byte, without a call. */
static bool
first_differs(struct span a, const char *string)
{
    return a.len > 0 && string[0] != '\0' && a.ptr[0] != string[0];
}

bool
span_is(struct span a, const char *string)
{
    return !first_differs(a, string) && span_equal(a, span_of(string));
}

bool
span_starts(struct span a, const char *prefix)
{
    size_t len;

    if (first_differs(a, prefix)) {
        return false;
    }
    len = strlen(prefix);
    return a.len >= len && memcmp(a.ptr, prefix, len) == 0;
}

bool
span_ends(struct span a, const char *suffix)
{
    size_t len = strlen(suffix);
    return a.len >= len && memcmp(a.ptr + (a.len - len), suffix, len) == 0;
}

int
span_compare(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static bool
is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct span
span_trim(struct span a)
{
    while (a.len > 0 && is_space(a.ptr[0])) {
        a.ptr++;
        a.len--;
    }
    while (a.len > 0 && is_space(a.ptr[a.len - 1])) {
        a.len--;
    }
    return a;
}

size_t
span_find(struct span hay, struct span needle)
{
    if (needle.len == 0) {
        return 0;
    }
    size_t at = 0;
    while (at + needle.len <= hay.len) {
        const char *hit =
            memchr(hay.ptr + at, needle.ptr[0], hay.len - at - needle.len + 1);
        if (hit == NULL) {
            return hay.len;
        }
        if (memcmp(hit, needle.ptr, needle.len) == 0) {
            return (size_t)(hit - hay.ptr);
        }
        at = (size_t)(hit - hay.ptr) + 1;
    }
    return hay.len;
}

bool
span_line(struct span *rest, struct span *line)
{
    if (rest->len == 0) {
        return false;
    }
    const char *end = memchr(rest->ptr, '\n', rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->ptr);
    size_t taken = end == NULL ? len : len + 1;
    *line = (struct span){rest->ptr, len};
    if (len > 0 && line->ptr[len - 1] == '\r') {
        line->len--;
    }
    rest->ptr += taken;
    rest->len -= taken;
    return true;
}

char *
span_string(struct arena *arena, struct span a, struct err *err)
{
    size_t size = 0;
    if (!size_add(a.len, 1, &size)) {
        err_set(err, ERR_LIMIT, "a text is too long");
        return NULL;
    }
    char *copy = arena_alloc(arena, size, err);
    if (copy != NULL && a.len > 0) {
        memcpy(copy, a.ptr, a.len);
    }
    return copy;
}

bool
span_copy(struct arena *arena, struct span a, struct span *out, struct err *err)
{
    const char *copy = span_string(arena, a, err);
    if (copy == NULL) {
        return false;
    }
    *out = (struct span){copy, a.len};
    return true;
}

void
text_init(struct text *text, size_t limit_bytes)
{
    *text = (struct text){.limit_bytes = limit_bytes};
}

void
text_release(struct text *text)
{
    free(text->ptr);
    text_init(text, text->limit_bytes);
}

/* Room for `more` bytes and a NUL. */
static bool
text_reserve(struct text *text, size_t more)
{
    size_t wanted = 0;
    if (text->failed || !size_add(text->len, more, &wanted) ||
        wanted >= text->limit_bytes) {
        text->failed = true;
        return false;
    }
    if (wanted + 1 <= text->capacity) {
        return true;
    }
    size_t capacity = text->capacity == 0 ? 256 : text->capacity * 2;
    if (capacity < wanted + 1) {
        capacity = wanted + 1;
    }
    char *grown = realloc(text->ptr, capacity);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    text->ptr = grown;
    text->capacity = capacity;
    return true;
}

void
text_clear(struct text *text)
{
    text->len = 0;
}

void
text_room(struct text *text, size_t more)
{
    (void)text_reserve(text, more);
}

void
text_put(struct text *text, struct span bytes)
{
    if (!text_reserve(text, bytes.len)) {
        return;
    }
    if (bytes.len > 0) {
        memcpy(text->ptr + text->len, bytes.ptr, bytes.len);
    }
    text->len += bytes.len;
    text->ptr[text->len] = '\0';
}

void
text_puts(struct text *text, const char *string)
{
    text_put(text, span_of(string));
}

void
text_putc(struct text *text, char byte)
{
    text_put(text, (struct span){&byte, 1});
}

void
text_printf(struct text *text, const char *format, ...)
{
    va_list arguments;
    size_t room = text->ptr == NULL ? 0 : text->capacity - text->len;
    va_start(arguments, format);
    int len = vsnprintf(
        room == 0 ? NULL : text->ptr + text->len, room, format, arguments);
    va_end(arguments);
    if (len < 0 || !text_reserve(text, (size_t)len)) {
        text->failed = true;
        return;
    }
    if ((size_t)len >= room) {
        va_start(arguments, format);
        vsnprintf(text->ptr + text->len, (size_t)len + 1, format, arguments);
        va_end(arguments);
    }
    text->len += (size_t)len;
}

struct span
text_span(const struct text *text)
{
    return (struct span){text->ptr == NULL ? "" : text->ptr, text->len};
}

bool
text_done(const struct text *text, struct err *err)
{
    if (text->failed) {
        err_set(
            err, ERR_LIMIT, "a text would exceed %zu bytes", text->limit_bytes);
    }
    return !text->failed;
}

char *
arena_printf(struct arena *arena, struct err *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (len < 0) {
        err_set(err, ERR_SYSTEM, "cannot format a text");
        return NULL;
    }
    char *out = arena_alloc(arena, (size_t)len + 1, err);
    if (out == NULL) {
        return NULL;
    }
    va_start(arguments, format);
    vsnprintf(out, (size_t)len + 1, format, arguments);
    va_end(arguments);
    return out;
}

bool
size_add(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

bool
size_mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

void
text_put_base64(struct text *text, struct span bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t word = 0;
        for (size_t j = 0; j < 3; j++) {
            word = word << 8 |
                   (i + j < bytes.len ? (unsigned char)bytes.ptr[i + j] : 0);
        }
        for (size_t j = 0; j < 4; j++) {
            bool padding = i + j > bytes.len;
            text_putc(text, padding ? '=' : letters[word >> (18 - 6 * j) & 63]);
        }
    }
}

void
text_put_line(struct text *text, struct span bytes)
{
    size_t at = 0;

    while (at < bytes.len) {
        size_t start = at;
        uint32_t point = utf8_next(bytes, &at);
        bool seen = utf8_is_seen(point) && point != '\t' && point != '\n' &&
                    point != 0xFFFD;
        if (seen) {
            text_put(text, (struct span){bytes.ptr + start, at - start});
        } else {
            text_printf(text, "<U+%04" PRIX32 ">", point);
        }
    }
}
