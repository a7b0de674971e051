#include "render/layout/hyphens.h"

#include <stdlib.h>
#include <string.h>

#include <hyphen.h>

#include "base/limits.h"

enum {
    CACHE_SLOTS = 2048
};

/* The dictionaries of Debian's hyphen packages. */
static const struct {
    const char *lang;
    const char *path;
} dictionaries[] = {
    {"fr", "/usr/share/hyphen/hyph_fr.dic"},
    {"en", "/usr/share/hyphen/hyph_en_US.dic"},
    {"de", "/usr/share/hyphen/hyph_de_DE.dic"},
};

enum {
    DICTIONARIES = sizeof dictionaries / sizeof dictionaries[0]
};

struct coded_word { /* a word for libhyphen */
    char bytes[HYPHENS_WORD_BYTES + 1];
    size_t length;
};

struct answer {
    uint8_t dictionary;
    uint8_t length;
    char word[HYPHENS_WORD_BYTES];
    bool marks[HYPHENS_WORD_BYTES];
};

struct hyphens {
    HyphenDict *loaded[DICTIONARIES];
    bool tried[DICTIONARIES];
    struct arena arena;
    struct answer *cache; /* by hash of the word; the newer answer stays */
};

struct hyphens *
hyphens_open(struct err *err)
{
    struct arena arena;
    arena_init(&arena, (size_t)4 << 20);
    struct hyphens *hyphens = arena_alloc(&arena, sizeof *hyphens, err);
    if (hyphens == NULL) {
        arena_release(&arena);
        return NULL;
    }
    hyphens->cache =
        arena_alloc_array(&arena, CACHE_SLOTS, sizeof *hyphens->cache, err);
    if (hyphens->cache == NULL) {
        arena_release(&arena);
        return NULL;
    }
    hyphens->arena = arena;
    return hyphens;
}

void
hyphens_close(struct hyphens *hyphens)
{
    if (hyphens == NULL) {
        return;
    }
    for (size_t i = 0; i < DICTIONARIES; i++) {
        if (hyphens->loaded[i] != NULL) {
            hnj_hyphen_free(hyphens->loaded[i]);
        }
    }
    struct arena arena = hyphens->arena;
    arena_release(&arena);
}

static size_t
dictionary_index(struct span lang)
{
    for (size_t i = 0; i < DICTIONARIES; i++) {
        size_t len = strlen(dictionaries[i].lang);
        if (span_starts(lang, dictionaries[i].lang) &&
            (lang.len == len || lang.ptr[len] == '-')) {
            return i;
        }
    }
    return DICTIONARIES;
}

static HyphenDict *
dictionary_load(struct hyphens *hyphens, size_t index)
{
    if (!hyphens->tried[index]) {
        hyphens->tried[index] = true;
        hyphens->loaded[index] = hnj_hyphen_load(dictionaries[index].path);
    }
    return hyphens->loaded[index];
}

/*
 * Lower case of Latin letters, keeping the number of bytes, which the two
 * blocks below U+0180 do. False for anything that is no such letter.
 */
static bool
lower_case(struct span word, char *out)
{
    size_t at = 0;
    while (at < word.len) {
        size_t start = at;
        uint32_t c = utf8_next(word, &at);
        if (c >= 'A' && c <= 'Z') {
            c += 'a' - 'A';
        } else if (c >= 0xC0 && c <= 0xDE && c != 0xD7) {
            c += 0x20;
        } else if (c >= 0x100 && c <= 0x17F && (c & 1) == 0) {
            c += c == 0x178 ? 0 : 1;
        } else if (!(c >= 'a' && c <= 'z') && !(c >= 0xDF && c <= 0xFF)) {
            if (c < 0x100 || c > 0x17F) {
                return false;
            }
        }
        char bytes[4];
        size_t length = utf8_put(c, bytes);
        if (length != at - start) {
            return false;
        }
        memcpy(out + start, bytes, length);
    }
    return true;
}

/*
 * The word as the dictionary is written: German's is in ISO 8859-1. False
 * when it has a letter that this lacks.
 */
static bool
encode(const HyphenDict *dictionary, struct span word, struct coded_word *out)
{
    size_t at = 0;
    if (dictionary->utf8) {
        memcpy(out->bytes, word.ptr, word.len);
        out->length = word.len;
        return true;
    }
    out->length = 0;
    while (at < word.len) {
        uint32_t c = utf8_next(word, &at);
        if (c > 0xFF) {
            return false;
        }
        out->bytes[out->length++] = (char)c;
    }
    return true;
}

/* libhyphen marks characters, whatever the encoding: back to bytes. */
static void
marks_of(struct span word, const char *points, bool *marks)
{
    size_t at = 0;
    size_t character = 0;
    while (at < word.len) {
        (void)utf8_next(word, &at);
        if (at < word.len) {
            marks[at] = (points[character] & 1) != 0;
        }
        character++;
    }
}

static void
drop_edges(struct span word, const struct hyphens_rule *rule, bool *marks)
{
    int32_t count = 0;
    for (size_t i = 0; i < word.len; i++) {
        count += (word.ptr[i] & 0xC0) != 0x80;
    }
    int32_t seen = 0;
    for (size_t i = 0; i < word.len; i++) {
        bool start = (word.ptr[i] & 0xC0) != 0x80;
        if (start && (seen < rule->remain || count - seen < rule->push)) {
            marks[i] = false;
        }
        seen += start;
    }
}

static bool
ask(HyphenDict *dictionary, struct span word, bool *marks)
{
    char lower[HYPHENS_WORD_BYTES];
    struct coded_word coded = {0};
    char points[HYPHENS_WORD_BYTES + 8] = {0};
    char **rep = NULL;
    int *pos = NULL;
    int *cut = NULL;
    if (!lower_case(word, lower) ||
        !encode(dictionary, (struct span){lower, word.len}, &coded)) {
        return false;
    }
    bool ok = hnj_hyphen_hyphenate2(dictionary, coded.bytes, (int)coded.length,
                  points, NULL, &rep, &pos, &cut) == 0;
    if (ok) {
        marks_of(word, points, marks);
    }
    for (size_t i = 0; rep != NULL && i < word.len; i++) {
        free(rep[i]);
    }
    free(rep);
    free(pos);
    free(cut);
    return ok;
}

static struct answer *
cache_slot(struct hyphens *hyphens, struct span word)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < word.len; i++) {
        hash = (hash ^ (uint8_t)word.ptr[i]) * 16777619u;
    }
    return &hyphens->cache[hash % CACHE_SLOTS];
}

void
hyphens_find(struct hyphens *hyphens, const struct hyphens_rule *rule,
    struct span word, bool *marks)
{
    size_t index = dictionary_index(rule->lang);
    memset(marks, 0, word.len * sizeof *marks);
    if (index == DICTIONARIES || word.len < 4 ||
        word.len >= HYPHENS_WORD_BYTES) {
        return;
    }
    HyphenDict *dictionary = dictionary_load(hyphens, index);
    if (dictionary == NULL) {
        return;
    }
    struct answer *slot = cache_slot(hyphens, word);
    if (slot->length != word.len || slot->dictionary != index ||
        memcmp(slot->word, word.ptr, word.len) != 0) {
        memset(slot, 0, sizeof *slot);
        slot->length = (uint8_t)word.len;
        slot->dictionary = (uint8_t)index;
        memcpy(slot->word, word.ptr, word.len);
        if (!ask(dictionary, word, slot->marks)) {
            memset(slot->marks, 0, sizeof slot->marks);
        }
    }
    memcpy(marks, slot->marks, word.len * sizeof *marks);
    drop_edges(word, rule, marks);
}
