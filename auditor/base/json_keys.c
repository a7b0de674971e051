#include "base/json_keys.h"

#include <string.h>
#include <sys/auxv.h>

enum {
    CAPACITY_FIRST = 16,
};

struct sip {
    uint64_t v[4];
};

static uint64_t
rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void
sip_round(struct sip *s)
{
    s->v[0] += s->v[1];
    s->v[1] = rotate(s->v[1], 13) ^ s->v[0];
    s->v[0] = rotate(s->v[0], 32);
    s->v[2] += s->v[3];
    s->v[3] = rotate(s->v[3], 16) ^ s->v[2];
    s->v[0] += s->v[3];
    s->v[3] = rotate(s->v[3], 21) ^ s->v[0];
    s->v[2] += s->v[1];
    s->v[1] = rotate(s->v[1], 17) ^ s->v[2];
    s->v[2] = rotate(s->v[2], 32);
}

static void
sip_word(struct sip *s, uint64_t word)
{
    s->v[3] ^= word;
    sip_round(s);
    s->v[0] ^= word;
}

/*
 * SipHash-1-3 under a key of this process, so that nobody can prepare keys
 * that collide. The order of slots is never seen, so output does not depend
 * on it. Source: Aumasson and Bernstein, SipHash, section 2.
 */
static uint32_t
hash_of(struct span key)
{
    uint64_t secret[2] = {0, 0};
    uint64_t word = 0;
    /* Sixteen random bytes that the kernel gave at the start. */
    const void *seed = (const void *)getauxval(AT_RANDOM);

    if (seed != NULL) {
        memcpy(secret, seed, sizeof(secret));
    }
    struct sip s = {
        {secret[0] ^ 0x736f6d6570736575, secret[1] ^ 0x646f72616e646f6d,
            secret[0] ^ 0x6c7967656e657261, secret[1] ^ 0x7465646279746573}};
    size_t at = 0;
    for (; key.len - at >= sizeof(word); at += sizeof(word)) {
        memcpy(&word, key.ptr + at, sizeof(word));
        sip_word(&s, word);
    }
    word = 0;
    if (key.len > at) {
        memcpy(&word, key.ptr + at, key.len - at);
    }
    sip_word(&s, word | (uint64_t)key.len << 56);
    s.v[2] ^= 0xff;
    for (int i = 0; i < 3; i++) {
        sip_round(&s);
    }
    return (uint32_t)(s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3]);
}

void
json_keys_restart(struct json_keys *keys)
{
    keys->count = 0;
    keys->generation++;
    if (keys->generation == 0) { /* wrapped: old slots would look new */
        keys->generation = 1;
        keys->capacity = 0;
    }
}

/* The slot that holds the key, or the free slot where it belongs. */
static struct json_keys_slot *
find_slot(const struct json_keys *keys, struct span key, uint32_t hash)
{
    size_t mask = keys->capacity - 1;
    size_t at = hash & mask;

    for (;;) {
        struct json_keys_slot *slot = &keys->slots[at];
        if (slot->generation != keys->generation) {
            return slot;
        }
        if (slot->hash == hash &&
            span_equal((struct span){slot->ptr, slot->len}, key)) {
            return slot;
        }
        at = (at + 1) & mask;
    }
}

static bool
grow(struct json_keys *keys, struct arena *arena, struct err *err)
{
    struct json_keys larger = *keys;

    larger.capacity = keys->capacity == 0 ? CAPACITY_FIRST : keys->capacity * 2;
    larger.slots =
        arena_alloc_array(arena, larger.capacity, sizeof(*larger.slots), err);
    if (larger.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < keys->capacity; i++) {
        const struct json_keys_slot *slot = &keys->slots[i];
        if (slot->generation == keys->generation) {
            *find_slot(&larger, (struct span){slot->ptr, slot->len},
                slot->hash) = *slot;
        }
    }
    *keys = larger;
    return true;
}

bool
json_keys_add(struct json_keys *keys, struct arena *arena, struct span key,
    bool *fresh_out, struct err *err)
{
    uint32_t hash = hash_of(key);

    if (keys->count >= keys->capacity / 2 && !grow(keys, arena, err)) {
        return false;
    }
    struct json_keys_slot *slot = find_slot(keys, key, hash);
    bool fresh = slot->generation != keys->generation;
    if (fresh) {
        *slot = (struct json_keys_slot){
            key.ptr, (uint32_t)key.len, hash, keys->generation};
        keys->count++;
    }
    *fresh_out = fresh;
    return true;
}
