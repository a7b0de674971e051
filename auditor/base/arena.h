#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/err.h"

#include <stddef.h>

/*
 * Memory for one piece of work, freed in one go. Everything that a `load` or
 * `read` function returns lives in the arena that it was given.
 */
struct arena_block;

struct arena {
    struct arena_block *block; /* newest first */
    struct arena_block *spare; /* that a rewind emptied, or NULL */
    size_t used_bytes;         /* given out so far, over all blocks */
    size_t limit_bytes;        /* never given out beyond this */
};

void arena_init(struct arena *arena, size_t limit_bytes);
void arena_release(struct arena *arena);
/* Forget all, but keep a block for what comes next. */
void arena_clear(struct arena *arena);

/* Forget what was given out since the mark was taken. */
struct arena_mark {
    struct arena_block *block;
    size_t block_bytes, used_bytes;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/*
 * `size` zeroed bytes, aligned for any type. NULL with ERR_LIMIT when the
 * arena's limit is reached, ERR_SYSTEM when memory is exhausted.
 */
MUST_CHECK void *arena_alloc(struct arena *arena, size_t size, struct err *err);

/* As arena_alloc for `count` items, with an overflow check. */
MUST_CHECK void *arena_alloc_array(
    struct arena *arena, size_t count, size_t item_size, struct err *err);

/*
 * Make room for one more item in a growing array: `*items` holds `count`
 * items and `*capacity` slots. Returns the new slot, zeroed, or NULL.
 */
MUST_CHECK void *arena_push(struct arena *arena, void **items, size_t *count,
    size_t *capacity, size_t item_size, struct err *err);

#endif
