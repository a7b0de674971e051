#ifndef RENDER_SPAN_MAP_H
#define RENDER_SPAN_MAP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From texts to numbers, for ids: a hash table in an arena. {0} is empty; keys
 * are borrowed.
 */
struct span_map {
    struct span_map_slot *slots;
    size_t room, count; /* room is a power of two, at least twice the count */
};

struct span_map_slot {
    struct span key; /* its ptr NULL: free */
    size_t value;
};

/* The number of a key, or NULL. */
const size_t *span_map_find(const struct span_map *map, struct span key);
/* The same, and 0 for a key that is new. */
MUST_CHECK bool span_map_add(struct span_map *map, struct arena *arena,
    struct span key, size_t **out, struct err *err);

#endif
