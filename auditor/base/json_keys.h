#ifndef BASE_JSON_KEYS_H
#define BASE_JSON_KEYS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The keys seen in one open map, as a hash set that is used again by the next
 * map at the same depth: a new generation makes all slots free.
 */
struct json_keys_slot {
    const char *ptr;
    uint32_t len;
    uint32_t hash;
    uint32_t generation; /* 0 = never used */
};

struct json_keys {
    struct json_keys_slot *slots;
    size_t capacity; /* 0 or a power of two */
    size_t count;    /* of this generation */
    uint32_t generation;
};

/* Forget all keys: a new map begins. */
void json_keys_restart(struct json_keys *keys);

/*
 * Add a key (unescaped, borrowed). `fresh_out` is false when it was there.
 */
MUST_CHECK bool json_keys_add(struct json_keys *keys, struct arena *arena,
    struct span key, bool *fresh_out, struct err *err);

#endif
