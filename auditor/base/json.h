#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/node.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A strict pull reader for JSON (RFC 8259). Number literals are handed over
 * as written, places are kept, duplicate keys (also after unescaping), NaN,
 * Infinity, lone surrogates, invalid UTF-8, comments and trailing bytes are
 * refused with line and reason. It allocates only for the set of keys seen.
 */
enum json_event {
    JSON_END,
    JSON_MAP,
    JSON_MAP_END,
    JSON_LIST,
    JSON_LIST_END,
    JSON_KEY,
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
};

struct json;

/* Owned: close with json_close (accepts NULL). `bytes` must outlive it. */
MUST_CHECK struct json *json_open(struct span bytes, struct err *err);
void json_close(struct json *json);

/*
 * The next event. `out_text` is the raw text between the quotes (escapes not
 * yet resolved) or the literal; borrowed from the input.
 */
MUST_CHECK bool json_next(struct json *json, enum json_event *out,
    struct span *out_text, struct err *err);
/* Where the last event began. */
int64_t json_line(const struct json *json);
int64_t json_byte(const struct json *json);
/* Skip the rest of the map or list just entered, still validating it. */
MUST_CHECK bool json_skip(struct json *json, struct err *err);

/* Resolve the escapes of a raw string. */
MUST_CHECK bool json_unescape(
    struct arena *arena, struct span raw, struct span *out, struct err *err);

/* Read a whole document into a tree. */
MUST_CHECK bool json_load(struct arena *arena, struct span bytes,
    const struct node **out, struct err *err);

/*
 * Append `text` as a JSON string with its quotes. What no reader would see is
 * escaped, so that it cannot deceive one; bytes that are no UTF-8 are U+FFFD.
 */
void json_put_string(struct text *out, struct span text);

#endif
