#include "base/json.h"

#include <string.h>

#include "base/json_keys.h"
#include "base/json_scan.h"
#include "base/limits.h"

/* What may come next. */
enum state {
    STATE_VALUE,         /* a value must follow */
    STATE_FIRST_OF_MAP,  /* a key or '}' */
    STATE_FIRST_OF_LIST, /* a value or ']' */
    STATE_AFTER_VALUE,   /* ',' or the closing bracket, or the end */
};

struct json {
    struct arena arena; /* holds this struct too */
    struct span in;
    size_t at;
    int64_t line;
    size_t event_at; /* where the last event began */
    int64_t event_line;
    enum state state;
    size_t depth;
    char closers[LIMIT_DEPTH]; /* '}' or ']' of each open bracket */
    struct json_keys keys[LIMIT_DEPTH];
};

struct json *
json_open(struct span bytes, struct err *err)
{
    struct arena arena;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    struct json *json = arena_alloc(&arena, sizeof(*json), err);
    if (json == NULL) {
        return NULL;
    }
    json->arena = arena;
    json->in = bytes;
    json->line = 1;
    json->state = STATE_VALUE;
    return json;
}

void
json_close(struct json *json)
{
    if (json != NULL) {
        struct arena arena = json->arena;
        arena_release(&arena);
    }
}

int64_t
json_line(const struct json *json)
{
    return json->event_line;
}

int64_t
json_byte(const struct json *json)
{
    return (int64_t)json->event_at;
}

static void
mark(struct json *json)
{
    json->event_at = json->at;
    json->event_line = json->line;
}

static bool
refuse(const struct json *json, const char *why, struct err *err)
{
    err_set(err, ERR_INPUT, "cannot read JSON: %s (byte %zu)", why, json->at);
    err_at_line(err, json->line);
    return false;
}

/* Line breaks can stand nowhere else, so lines are counted here. */
static void
skip_space(struct json *json)
{
    const char *bytes = json->in.ptr;
    size_t at = json->at;

    for (; at < json->in.len; at++) {
        if (bytes[at] == '\n') {
            json->line++;
        } else if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
            break;
        }
    }
    json->at = at;
}

/* The byte at the current place, NUL at the end. */
static char
peek(const struct json *json)
{
    return json->at < json->in.len ? json->in.ptr[json->at] : '\0';
}

static bool
take_string(struct json *json, struct span *out, bool *escaped, struct err *err)
{
    const char *why = NULL;
    size_t start = json->at + 1;
    size_t end = start;

    if (!json_scan_string(json->in, &end, escaped, &why)) {
        json->at = end;
        return refuse(json, why, err);
    }
    if (end - 1 - start > LIMIT_STRING_BYTES) {
        err_set(err, ERR_LIMIT, "a string of %zu bytes is over the limit %zu",
            end - 1 - start, LIMIT_STRING_BYTES);
        err_at_line(err, json->line);
        return false;
    }
    *out = (struct span){json->in.ptr + start, end - 1 - start};
    json->at = end;
    return true;
}

static bool
remember_key(struct json *json, struct span raw, bool escaped, struct err *err)
{
    struct json_keys *keys = &json->keys[json->depth - 1];
    struct span key = raw;
    bool fresh = false;

    if (escaped && !json_unescape(&json->arena, raw, &key, err)) {
        err_at_line(err, json->line);
        return false;
    }
    if (!json_keys_add(keys, &json->arena, key, &fresh, err)) {
        return false;
    }
    if (!fresh) {
        int shown = key.len > 80 ? 80 : (int)key.len;
        err_set(err, ERR_INPUT,
            "cannot read JSON: the key '%.*s' stands "
            "twice in one map",
            shown, key.ptr);
        err_at_line(err, json->line);
        return false;
    }
    return true;
}

static bool
take_key(struct json *json, struct span *out, struct err *err)
{
    bool escaped = false;

    if (peek(json) != '"') {
        return refuse(json, "a key in quotes is missing", err);
    }
    mark(json);
    if (!take_string(json, out, &escaped, err) ||
        !remember_key(json, *out, escaped, err)) {
        return false;
    }
    skip_space(json);
    if (peek(json) != ':') {
        return refuse(json, "':' is missing after a key", err);
    }
    json->at++;
    json->state = STATE_VALUE;
    return true;
}

static bool
open_bracket(struct json *json, bool is_map, struct err *err)
{
    if (json->depth >= LIMIT_DEPTH) {
        err_set(err, ERR_LIMIT, "JSON is nested deeper than %d", LIMIT_DEPTH);
        err_at_line(err, json->line);
        return false;
    }
    json->closers[json->depth] = is_map ? '}' : ']';
    json->depth++;
    if (is_map) {
        json_keys_restart(&json->keys[json->depth - 1]);
    }
    json->at++;
    json->state = is_map ? STATE_FIRST_OF_MAP : STATE_FIRST_OF_LIST;
    return true;
}

static void
close_bracket(struct json *json, enum json_event *event)
{
    json->depth--;
    *event = json->closers[json->depth] == '}' ? JSON_MAP_END : JSON_LIST_END;
    mark(json);
    json->at++;
    json->state = STATE_AFTER_VALUE;
}

struct word {
    const char *text;
    enum json_event event;
};

static const struct word words[] = {
    {"true", JSON_TRUE},
    {"false", JSON_FALSE},
    {"null", JSON_NULL},
};

static bool
take_word(struct json *json, enum json_event *event, struct span *text,
    struct err *err)
{
    struct span rest = {json->in.ptr + json->at, json->in.len - json->at};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (span_starts(rest, words[i].text)) {
            *text = (struct span){rest.ptr, strlen(words[i].text)};
            *event = words[i].event;
            json->at += text->len;
            return true;
        }
    }
    return refuse(json,
        json->at < json->in.len ? "a value of RFC 8259 must stand here"
                                : "it ends where a value must stand",
        err);
}

static bool
take_number(struct json *json, struct span *text, struct err *err)
{
    const char *why = NULL;
    size_t start = json->at;

    if (!json_scan_number(json->in, &json->at, &why)) {
        return refuse(json, why, err);
    }
    *text = (struct span){json->in.ptr + start, json->at - start};
    return true;
}

static bool
take_value(struct json *json, enum json_event *event, struct span *text,
    struct err *err)
{
    bool escaped = false;
    char byte = peek(json);

    mark(json);
    json->state = STATE_AFTER_VALUE;
    if (byte == '"') {
        *event = JSON_STRING;
        return take_string(json, text, &escaped, err);
    }
    if (byte == '{' || byte == '[') {
        *event = byte == '{' ? JSON_MAP : JSON_LIST;
        *text = (struct span){json->in.ptr + json->at, 1};
        return open_bracket(json, byte == '{', err);
    }
    if (byte == '-' || (byte >= '0' && byte <= '9')) {
        *event = JSON_NUMBER;
        return take_number(json, text, err);
    }
    return take_word(json, event, text, err);
}

/* Behind a value: the end, a closing bracket, or ',' and the next member. */
static bool
take_after_value(struct json *json, enum json_event *event, struct span *text,
    struct err *err)
{
    if (json->depth == 0) {
        if (json->at < json->in.len) {
            return refuse(json, "bytes follow the document", err);
        }
        mark(json);
        *event = JSON_END;
        return true;
    }
    char closer = json->closers[json->depth - 1];
    if (peek(json) == closer) {
        close_bracket(json, event);
        return true;
    }
    if (peek(json) != ',') {
        return refuse(json, "',' or the closing bracket is missing", err);
    }
    json->at++;
    skip_space(json);
    if (closer == ']') {
        return take_value(json, event, text, err);
    }
    *event = JSON_KEY;
    return take_key(json, text, err);
}

/* Behind an opening bracket. */
static bool
take_first(struct json *json, enum json_event *event, struct span *text,
    struct err *err)
{
    if (peek(json) == json->closers[json->depth - 1]) {
        close_bracket(json, event);
        return true;
    }
    if (json->state == STATE_FIRST_OF_LIST) {
        return take_value(json, event, text, err);
    }
    *event = JSON_KEY;
    return take_key(json, text, err);
}

bool
json_next(struct json *json, enum json_event *out, struct span *out_text,
    struct err *err)
{
    enum json_event event = JSON_END;
    struct span text = {"", 0};
    bool ok = false;

    skip_space(json);
    switch (json->state) {
    case STATE_VALUE:
        ok = take_value(json, &event, &text, err);
        break;
    case STATE_FIRST_OF_MAP:
    case STATE_FIRST_OF_LIST:
        ok = take_first(json, &event, &text, err);
        break;
    case STATE_AFTER_VALUE:
        ok = take_after_value(json, &event, &text, err);
        break;
    }
    if (!ok) {
        return false;
    }
    *out = event;
    *out_text = text;
    return true;
}

bool
json_skip(struct json *json, struct err *err)
{
    enum json_event event;
    struct span text;
    size_t outside = json->depth == 0 ? 0 : json->depth - 1;

    while (json->depth > outside) {
        if (!json_next(json, &event, &text, err)) {
            return false;
        }
    }
    return true;
}
