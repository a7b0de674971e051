#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Both name their kinds alike. */
#define JSON_STRING PEER_STRING
#define JSON_TRUE   PEER_TRUE
#define JSON_FALSE  PEER_FALSE
#define JSON_NULL   PEER_NULL
#include <jansson.h>
#undef JSON_STRING
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

#include <string.h>

#include "base/json.h"
#include "base/limits.h"

/*
 * The reader against jansson over mutated documents: both must agree on what
 * is JSON. Numbers that jansson cannot hold and depth are ours to decide.
 */
static const char *const seeds[] = {
    "{\"a\":[1,-2.5e3,true,false,null],\"b\":{\"c\":\"\\u00e9\\n\"}}",
    "[\"\\ud83d\\ude00\",\"\xc3\xa9\",0,-0,10.25,{\"k\":{},\"l\":[]}]",
    "{\"\\u0061\":1,\"b\":2,\"c\":[[],[{}]]}\n",
    "  {\"results\": {\"acc,none\": 0.51}, \"n\": 1273}  ",
};

static uint64_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void
mutate(char *text, size_t *len, uint64_t *seed)
{
    static const char alphabet[] =
        "{}[]\",:\\0123456789+-.eEtrufalsn \n\t\x01/ud8c\xc3\xa9\xff";
    size_t at = next_random(seed) % *len;
    char byte = alphabet[next_random(seed) % (sizeof(alphabet) - 1)];

    switch (next_random(seed) % 3) {
    case 0:
        text[at] = byte;
        break;
    case 1:
        memmove(text + at, text + at + 1, *len - at - 1);
        *len -= *len > 1;
        break;
    default:
        memmove(text + at + 1, text + at, *len - at);
        text[at] = byte;
        *len += 1;
        break;
    }
}

static bool
accepts(struct span text)
{
    struct arena arena;
    const struct node *root = NULL;
    struct err err = {0};

    arena_init(&arena, 1 << 20);
    bool ok = json_load(&arena, text, &root, &err);
    arena_release(&arena);
    return ok;
}

static void
both_readers_agree_on_what_is_json(void **state)
{
    uint64_t seed = 0x2545f4914f6cdd1d;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        const char *start =
            seeds[next_random(&seed) % (sizeof(seeds) / sizeof(*seeds))];
        char text[256];
        size_t len = strlen(start);
        json_error_t error;

        memcpy(text, start, len);
        for (uint64_t k = next_random(&seed) % 4; k > 0; k--) {
            mutate(text, &len, &seed);
        }
        json_t *peer = json_loadb(
            text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
        bool range = peer == NULL &&
                     json_error_code(&error) == json_error_numeric_overflow;
        if (!range && accepts((struct span){text, len}) != (peer != NULL)) {
            fail_msg("they differ over: %.*s (%s)", (int)len, text,
                peer != NULL ? "jansson accepts" : error.text);
        }
        json_decref(peer);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_readers_agree_on_what_is_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
