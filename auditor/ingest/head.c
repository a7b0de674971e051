#include "ingest/head.h"

#include <string.h>

static bool
is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static size_t
skip_space(struct span head, size_t at)
{
    while (at < head.len && is_space(head.ptr[at])) {
        at++;
    }
    return at;
}

bool
head_is_map(struct span head, struct head_scan *out)
{
    size_t at = skip_space(head, 0);

    *out = (struct head_scan){head, at, 0, {"", 0}, 0};
    return at < head.len && head.ptr[at] == '{';
}

/* `at` is behind the opening quote; returns the place of the closing one. */
static size_t
string_end(struct span head, size_t at)
{
    while (at < head.len && head.ptr[at] != '"') {
        at += head.ptr[at] == '\\' ? 2 : 1;
    }
    return at < head.len ? at : head.len;
}

/* Is the string that begins at `at` a key? Moves behind it. */
static bool
take_string(struct head_scan *scan)
{
    size_t begin = scan->at + 1;
    size_t end = string_end(scan->head, begin);
    size_t next = skip_space(scan->head, end < scan->head.len ? end + 1 : end);

    scan->at = next;
    if (next >= scan->head.len || scan->head.ptr[next] != ':') {
        return false;
    }
    scan->key = (struct span){scan->head.ptr + begin, end - begin};
    scan->key_depth = scan->depth;
    return true;
}

bool
head_next_key(struct head_scan *scan)
{
    while (scan->at < scan->head.len) {
        char byte = scan->head.ptr[scan->at];
        if (byte == '"') {
            if (take_string(scan)) {
                return true;
            }
            continue;
        }
        if (byte == '{' || byte == '[') {
            scan->depth++;
        }
        if ((byte == '}' || byte == ']') && scan->depth > 0) {
            scan->depth--;
        }
        scan->at++;
    }
    return false;
}

bool
head_has(struct span head, const char *key)
{
    const char *const keys[] = {key, NULL};

    return head_count(head, keys) == 1;
}

size_t
head_count(struct span head, const char *const *keys)
{
    struct head_scan scan;
    size_t count = 0;

    if (!head_is_map(head, &scan)) {
        return 0;
    }
    while (head_next_key(&scan)) {
        if (scan.key_depth != 1) {
            continue;
        }
        for (size_t i = 0; keys[i] != NULL; i++) {
            count += span_is(scan.key, keys[i]);
        }
    }
    return count;
}

bool
head_contains(struct span head, const char *needle)
{
    return span_find(head, span_of(needle)) < head.len;
}
