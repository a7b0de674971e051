#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed bytes: not NUL-terminated unless its maker says so. */
struct span {
    const char *ptr;
    size_t len;
};

/* Bytes of a string literal or of a NUL-terminated string. */
struct span span_of(const char *string);
bool span_equal(struct span a, struct span b);
bool span_is(struct span a, const char *string);
bool span_starts(struct span a, const char *prefix);
bool span_ends(struct span a, const char *suffix);
/* Order of bytes, as memcmp, a prefix first. */
int span_compare(struct span a, struct span b);
/* Without leading and trailing space, tab, CR and LF. */
struct span span_trim(struct span a);
/* Where `needle` first stands in `hay`, or hay.len when nowhere. */
size_t span_find(struct span hay, struct span needle);
/* Cut the first line (without its LF or CRLF) off `rest`; false at the end. */
bool span_line(struct span *rest, struct span *line);

/* A NUL-terminated copy in the arena. NULL on failure. */
MUST_CHECK char *span_string(
    struct arena *arena, struct span a, struct err *err);
MUST_CHECK bool span_copy(
    struct arena *arena, struct span a, struct span *out, struct err *err);

/* Are the bytes well-formed UTF-8 without NUL? RFC 3629, section 4. */
bool utf8_valid(struct span a);
/* The same for a file of `what`: ERR_INPUT names the line at fault. */
MUST_CHECK bool utf8_check(
    struct span bytes, const char *what, struct err *err);
/*
 * The code point at `*at`, which moves past it. Bytes that utf8_valid would
 * refuse come back one by one as U+FFFD.
 */
uint32_t utf8_next(struct span a, size_t *at);
/* Write the code point; returns the number of bytes, 1 to 4. */
size_t utf8_put(uint32_t code_point, char out[4]);

/*
 * A growing buffer with a cap. Failures are sticky: put as much as you like,
 * then ask once with text_done.
 */
struct text {
    char *ptr; /* NUL-terminated once anything was put */
    size_t len;
    size_t capacity;
    size_t limit_bytes;
    bool failed; /* the cap was reached or memory was exhausted */
};

void text_init(struct text *text, size_t limit_bytes);
void text_release(struct text *text);
/* Empty it, but keep its memory for what comes next. */
void text_clear(struct text *text);
/* Room for so many more, of which the last need not come. */
void text_room(struct text *text, size_t more);
void text_put(struct text *text, struct span bytes);
void text_puts(struct text *text, const char *string);
void text_putc(struct text *text, char byte);
void text_printf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
/* Escape & < > " ' and make characters that XML forbids visible as U+XXXX. */
void text_put_xml(struct text *text, struct span bytes);
/* RFC 4648, section 4, on one line. */
void text_put_base64(struct text *text, struct span bytes);
/*
 * Is this a character that a reader sees? Not one that is invisible, moves the
 * cursor or reorders its neighbours: controls (tab and newline are seen), the
 * marks of Unicode's bidirectional algorithm (UAX #9, 2) and zero-width ones.
 */
bool utf8_is_seen(uint32_t code_point);
/*
 * For one line of a terminal: what no reader would see, or what would end or
 * reorder the line (tab and newline too), stands as <U+XXXX>.
 */
void text_put_line(struct text *text, struct span bytes);
/* What was put so far, borrowed: valid until the next put. */
struct span text_span(const struct text *text);
/* Did all puts succeed? ERR_LIMIT or ERR_SYSTEM if not. */
MUST_CHECK bool text_done(const struct text *text, struct err *err);

/* printf into the arena, NUL-terminated. NULL on failure. */
MUST_CHECK char *arena_printf(struct arena *arena, struct err *err,
    const char *format, ...) PRINTF_LIKE(3, 4);

/* Overflow-checked sizes: false when the result would not fit. */
MUST_CHECK bool size_add(size_t a, size_t b, size_t *out);
MUST_CHECK bool size_mul(size_t a, size_t b, size_t *out);

#endif
