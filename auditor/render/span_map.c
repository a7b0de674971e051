#include "render/span_map.h"

enum {
    ROOM_FIRST = 16
};

static size_t
hash_of(struct span key)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < key.len; i++) {
        hash = (hash ^ (uint8_t)key.ptr[i]) * 0x100000001b3u;
    }
    return (size_t)(hash ^ hash >> 32);
}

/* Where the key is, or is to be. */
static struct span_map_slot *
slot_of(const struct span_map *map, struct span key)
{
    size_t at = hash_of(key) & (map->room - 1);
    while (map->slots[at].key.ptr != NULL &&
           !span_equal(map->slots[at].key, key)) {
        at = (at + 1) & (map->room - 1);
    }
    return &map->slots[at];
}

const size_t *
span_map_find(const struct span_map *map, struct span key)
{
    const struct span_map_slot *slot =
        map->room == 0 ? NULL : slot_of(map, key);
    return slot == NULL || slot->key.ptr == NULL ? NULL : &slot->value;
}

static bool
grow(struct span_map *map, struct arena *arena, struct err *err)
{
    struct span_map grown = {
        .room = map->room == 0 ? ROOM_FIRST : map->room * 2,
        .count = map->count};
    grown.slots =
        arena_alloc_array(arena, grown.room, sizeof *grown.slots, err);
    if (grown.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < map->room; i++) {
        if (map->slots[i].key.ptr != NULL) {
            *slot_of(&grown, map->slots[i].key) = map->slots[i];
        }
    }
    *map = grown;
    return true;
}

bool
span_map_add(struct span_map *map, struct arena *arena, struct span key,
    size_t **out, struct err *err)
{
    if (map->count * 2 >= map->room && !grow(map, arena, err)) {
        return false;
    }
    struct span_map_slot *slot = slot_of(map, key);
    if (slot->key.ptr == NULL) {
        slot->key = key.ptr == NULL ? span_of("") : key;
        slot->value = 0;
        map->count++;
    }
    *out = &slot->value;
    return true;
}
