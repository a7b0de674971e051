#ifndef TESTS_INGEST_READING_H
#define TESTS_INGEST_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "ingest/readers.h"

/* Run one reader on bytes in memory and look at what it claimed. */
enum {
    READING_CLAIMS_MAX = 512
};

struct reading {
    struct arena arena;
    struct claim claims[READING_CLAIMS_MAX];
    size_t count;
    struct err err;
    bool ok;
};

static inline struct span
reading_copy(struct reading *reading, struct span text)
{
    struct span copy;
    struct err err = {0};

    assert_true(span_copy(&reading->arena, text, &copy, &err));
    return copy;
}

static inline bool
reading_put(void *context, const struct claim *claim, struct err *err)
{
    struct reading *reading = context;
    struct claim *kept = &reading->claims[reading->count];
    struct err ignored = {0};

    (void)err;
    assert_true(reading->count < READING_CLAIMS_MAX);
    assert_non_null(property_find(claim->entity, claim->property));
    assert_true(claim->place.len > 0);
    assert_true(claim->value.len > 0);
    assert_true(utf8_valid(claim->value));
    *kept = *claim;
    kept->value = reading_copy(reading, claim->value);
    kept->written = reading_copy(reading, claim->written);
    kept->place = reading_copy(reading, claim->place);
    kept->entity_id =
        span_string(&reading->arena, span_of(claim->entity_id), &ignored);
    reading->count++;
    return true;
}

static inline void
reading_begin(struct reading *reading)
{
    memset(reading, 0, sizeof(*reading));
    arena_init(&reading->arena, (size_t)64 << 20);
}

static inline void
reading_end(struct reading *reading)
{
    arena_release(&reading->arena);
}

static inline void
reading_run(struct reading *reading, ingest_read *read, struct span bytes,
    const char *path)
{
    struct ingest_input input = {
        bytes, true, -1, (int64_t)bytes.len, path, &reading->arena};
    struct claim_sink sink = {reading, reading_put};

    reading_begin(reading);
    reading->ok = read(&input, &sink, &reading->err);
    if (!reading->ok) {
        assert_int_not_equal(reading->err.code, ERR_NONE);
        assert_true(reading->err.text[0] != '\0');
        assert_true(reading->err.place[0] != '\0');
    }
}

/* The claim number `nth` (0 = first) of that property, or NULL. */
static inline const struct claim *
reading_nth(const struct reading *reading, enum entity entity,
    const char *property, size_t nth)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct claim *claim = &reading->claims[i];
        if (claim->entity == entity && strcmp(claim->property, property) == 0 &&
            nth-- == 0) {
            return claim;
        }
    }
    return NULL;
}

static inline void
reading_is(const struct reading *reading, enum entity entity,
    const char *property, const char *value)
{
    const struct claim *claim = reading_nth(reading, entity, property, 0);

    if (value == NULL) {
        assert_null(claim);
        return;
    }
    if (claim == NULL) {
        fail_msg("no claim of '%s'", property);
        return;
    }
    if (!span_is(claim->value, value)) {
        fail_msg("'%s' is '%.*s', not '%s'", property, (int)claim->value.len,
            claim->value.ptr, value);
    }
}

#endif
