#include "base/arena.h"
#include "base/text.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 64 * 1024,  /* few calls of malloc for small items */
    LARGE_BYTES = 512 * 1024, /* of an arena from a megabyte on: malloc gives
                                 and takes back whole pages then */
};

struct arena_block {
    struct arena_block *older;
    size_t used_bytes;
    size_t capacity_bytes;
    alignas(max_align_t) unsigned char bytes[];
};

void
arena_init(struct arena *arena, size_t limit_bytes)
{
    *arena = (struct arena){.limit_bytes = limit_bytes};
}

void
arena_release(struct arena *arena)
{
    struct arena_block *block = arena->block;
    while (block != NULL) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    free(arena->spare);
    arena->spare = NULL;
    arena->block = NULL;
    arena->used_bytes = 0;
}

void
arena_clear(struct arena *arena)
{
    struct arena_block *kept = NULL;
    struct arena_block *block = arena->block;
    while (block != NULL) {
        struct arena_block *older = block->older;
        if (kept == NULL && block->capacity_bytes == BLOCK_BYTES) {
            kept = block;
        } else {
            free(block);
        }
        block = older;
    }
    if (kept != NULL) {
        kept->older = NULL;
        kept->used_bytes = 0;
    }
    arena->block = kept;
    arena->used_bytes = 0;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->block,
        arena->block == NULL ? 0 : arena->block->used_bytes, arena->used_bytes};
}

void
arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->block != mark.block) {
        struct arena_block *older = arena->block->older;
        free(arena->spare); /* who rewinds will soon want the last again */
        arena->spare = arena->block;
        arena->block = older;
    }
    if (mark.block != NULL) {
        mark.block->used_bytes = mark.block_bytes;
    }
    arena->used_bytes = mark.used_bytes;
}

static bool
arena_grow(struct arena *arena, size_t size, struct err *err)
{
    size_t usual =
        arena->used_bytes < 2 * LARGE_BYTES ? BLOCK_BYTES : LARGE_BYTES;
    size_t capacity = size > usual / 4 ? size : usual;
    struct arena_block *block = arena->spare;
    if (block != NULL && block->capacity_bytes >= capacity) {
        arena->spare = NULL;
    } else {
        block = malloc(sizeof(*block) + capacity);
        if (block == NULL) {
            err_set(err, ERR_SYSTEM, "cannot allocate %zu bytes", capacity);
            return false;
        }
        block->capacity_bytes = capacity;
    }
    block->used_bytes = 0;
    block->older = arena->block;
    arena->block = block;
    return true;
}

void *
arena_alloc(struct arena *arena, size_t size, struct err *err)
{
    const size_t unit = alignof(max_align_t);
    if (size > arena->limit_bytes ||
        arena->used_bytes > arena->limit_bytes - size) {
        err_set(err, ERR_LIMIT, "memory for this input would exceed %zu bytes",
            arena->limit_bytes);
        return NULL;
    }
    size_t rounded = (size + unit - 1) / unit * unit;
    struct arena_block *block = arena->block;
    if (block == NULL || block->capacity_bytes - block->used_bytes < rounded) {
        if (!arena_grow(arena, rounded, err)) {
            return NULL;
        }
        block = arena->block;
    }
    void *slot = block->bytes + block->used_bytes;
    block->used_bytes += rounded;
    arena->used_bytes += rounded;
    memset(slot, 0, size);
    return slot;
}

void *
arena_alloc_array(
    struct arena *arena, size_t count, size_t item_size, struct err *err)
{
    size_t size = 0;
    if (!size_mul(count, item_size, &size)) {
        err_set(err, ERR_LIMIT, "%zu items are too many", count);
        return NULL;
    }
    return arena_alloc(arena, size == 0 ? 1 : size, err);
}

void *
arena_push(struct arena *arena, void **items, size_t *count, size_t *capacity,
    size_t item_size, struct err *err)
{
    if (*count == *capacity) {
        size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
        void *grown = arena_alloc_array(arena, wanted, item_size, err);
        if (grown == NULL) {
            return NULL;
        }
        if (*count > 0) {
            memcpy(grown, *items, *count * item_size);
        }
        *items = grown;
        *capacity = wanted;
    }
    void *slot = (char *)*items + *count * item_size;
    *count += 1;
    return slot;
}
