#include "render/font.h"

#include "base/limits.h"
#include "render/font_face.h"

#include <string.h>

/*
 * Text is shaped word by word, since 19 words of 20 in a dossier were seen
 * before. Glyphs are cached in font units: the size is applied at the end.
 */
enum {
    CACHE_BUCKETS = 8192,      /* a power of two */
    CACHE_WORD_BYTES_MAX = 64, /* longer words hardly come twice */
};

#define CACHE_BYTES ((size_t)8 << 20) /* emptied when half full */

/* In font units, which fit: an em has 16384 at most (OpenType 1.9, head). */
struct unit_glyph {
    uint32_t cluster; /* in the piece */
    uint16_t id;
    int16_t advance, x_offset, y_offset;
};

/* Glyphs of one face; a word has several when faces must be mixed. */
struct piece {
    const struct font *font;
    const struct unit_glyph *glyphs;
    size_t glyph_count;
    size_t bytes; /* of the text that it draws */
    struct piece *next;
};

struct word {
    const struct font *font;
    struct span text;
    uint32_t hash;
    const struct piece *pieces;
    struct word *next; /* in its bucket */
};

struct font_cache {
    struct arena arena;
    struct word *buckets[CACHE_BUCKETS];
};

struct font_cache *
font_cache_new(struct arena *arena, struct err *err)
{
    struct font_cache *cache = arena_alloc(arena, sizeof *cache, err);

    if (cache != NULL)
        arena_init(&cache->arena, CACHE_BYTES);
    return cache;
}

void
font_cache_free(struct font_cache *cache)
{
    if (cache != NULL)
        arena_release(&cache->arena);
}

static void
cache_make_room(struct font_cache *cache)
{
    if (cache->arena.used_bytes < CACHE_BYTES / 2)
        return;
    arena_release(&cache->arena);
    arena_init(&cache->arena, CACHE_BYTES);
    memset(cache->buckets, 0, sizeof cache->buckets);
}

/* FNV-1a over the bytes; the face is compared apart. */
static uint32_t
hash_of(struct span text)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (uint8_t)text.ptr[i]) * 16777619u;
    return hash;
}

/*
 * Characters that join what stands before them: they are drawn by its face.
 * Unicode 15, 3.6 (combining marks) and the joiners and selectors.
 */
static bool
is_joining(hb_unicode_funcs_t *unicode, uint32_t character)
{
    hb_unicode_general_category_t category =
        hb_unicode_general_category(unicode, character);

    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_FORMAT ||
           (character >= 0xFE00 && character <= 0xFE0F);
}

/* Length of the first character with all that joins it. */
static size_t
unit_length(struct span text)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    size_t at = 0;

    (void)utf8_next(text, &at);
    while (at < text.len) {
        size_t next = at;

        if (!is_joining(unicode, utf8_next(text, &next)))
            break;
        at = next;
    }
    return at;
}

/* Run HarfBuzz over the text; the glyphs stay in the set's buffer. */
static bool
shape_into_buffer(struct font_set *set, const struct font *font,
    struct span text, struct err *err)
{
    hb_buffer_t *buffer = set->buffer;

    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, text.ptr, (int)text.len, 0, (int)text.len);
    /* Set before guessing: the guess would ask the process's locale. */
    hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_cluster_level(
        buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_shape(font->shaper, buffer, /* features= */ NULL, 0);
    if (!hb_buffer_allocation_successful(buffer)) {
        err_set(err, ERR_SYSTEM, "cannot allocate memory to shape text");
        return false;
    }
    return true;
}

/* Does the buffer hold the glyph for what is missing, .notdef? */
static bool
buffer_lacks_glyph(hb_buffer_t *buffer)
{
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);

    for (unsigned i = 0; i < count; i++)
        if (infos[i].codepoint == 0)
            return true;
    return false;
}

static bool
is_short(int32_t number)
{
    return number >= INT16_MIN && number <= INT16_MAX;
}

/* Keep the buffer's glyphs as a piece in the arena. */
static struct piece *
piece_from_buffer(struct arena *arena, struct font_set *set,
    const struct font *font, size_t bytes, struct err *err)
{
    unsigned count = 0;
    const hb_glyph_info_t *infos =
        hb_buffer_get_glyph_infos(set->buffer, &count);
    const hb_glyph_position_t *positions =
        hb_buffer_get_glyph_positions(set->buffer, NULL);
    struct piece *piece = arena_alloc(arena, sizeof *piece, err);
    struct unit_glyph *glyphs =
        arena_alloc_array(arena, count, sizeof *glyphs, err);

    if (piece == NULL || glyphs == NULL)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        const hb_glyph_position_t *at = &positions[i];

        if (infos[i].codepoint > UINT16_MAX || !is_short(at->x_advance) ||
            !is_short(at->x_offset) || !is_short(at->y_offset)) {
            err_set(err, ERR_SYSTEM,
                "cannot use the font '%s': a glyph is "
                "wider than a font allows",
                font->file->path);
            return NULL;
        }
        glyphs[i] = (struct unit_glyph){
            .id = (uint16_t)infos[i].codepoint,
            .cluster = infos[i].cluster,
            .advance = (int16_t)at->x_advance,
            .x_offset = (int16_t)at->x_offset,
            .y_offset = (int16_t)at->y_offset,
        };
    }
    *piece = (struct piece){font, glyphs, count, bytes, NULL};
    return piece;
}

/* The first face that draws the unit whole; its glyphs are in the buffer. */
static bool
face_for_unit(struct font_set *set, const struct font *font, struct span unit,
    const struct font **out, struct err *err)
{
    size_t index = 0;
    size_t at = 0;

    for (const struct font *face = font; face != NULL;
         face = font_fallback(set, font, &index)) {
        if (!shape_into_buffer(set, face, unit, err))
            return false;
        if (!buffer_lacks_glyph(set->buffer)) {
            *out = face;
            return true;
        }
    }
    err_set(err, ERR_INPUT,
        "cannot draw the character U+%04X: no installed font has it (Debian "
        "packages fonts-noto-core, fonts-dejavu-core)",
        (unsigned)utf8_next(unit, &at));
    return false;
}

/* The longest start of `text` that one face draws: its bytes and face. */
static bool
stretch_find(struct font_set *set, const struct font *font, struct span *text,
    const struct font **face_out, struct err *err)
{
    const struct font *first = NULL;
    size_t len = 0;

    while (len < text->len) {
        struct span rest = {text->ptr + len, text->len - len};
        struct span unit = {rest.ptr, unit_length(rest)};
        const struct font *face = NULL;

        if (!face_for_unit(set, font, unit, &face, err))
            return false;
        if (first != NULL && face != first)
            break;
        first = face;
        len += unit.len;
    }
    text->len = len;
    *face_out = first;
    return true;
}

/* A word that one face cannot draw alone: a chain of pieces. */
static bool
shape_mixed(struct font_set *set, struct arena *arena, struct word *word,
    struct err *err)
{
    const struct piece *first = NULL;
    struct piece *last = NULL;
    size_t done = 0;

    while (done < word->text.len) {
        struct span part = {word->text.ptr + done, word->text.len - done};
        const struct font *face = NULL;
        struct piece *piece = NULL;

        if (!stretch_find(set, word->font, &part, &face, err) ||
            !shape_into_buffer(set, face, part, err))
            return false;
        piece = piece_from_buffer(arena, set, face, part.len, err);
        if (piece == NULL)
            return false;
        if (last == NULL)
            first = piece;
        else
            last->next = piece;
        last = piece;
        done += part.len;
    }
    word->pieces = first;
    return true;
}

static bool
shape_word(struct font_set *set, struct arena *arena, struct word *word,
    struct err *err)
{
    if (!shape_into_buffer(set, word->font, word->text, err))
        return false;
    if (buffer_lacks_glyph(set->buffer))
        return shape_mixed(set, arena, word, err);
    word->pieces =
        piece_from_buffer(arena, set, word->font, word->text.len, err);
    return word->pieces != NULL;
}

/* The word's pieces, from the cache when it was shaped before. */
static bool
find_word(struct font_set *set, struct arena *scratch, struct word *word,
    struct err *err)
{
    struct font_cache *cache = set->cache;
    uint32_t hash = hash_of(word->text);
    struct word **bucket = &cache->buckets[hash & (CACHE_BUCKETS - 1)];
    struct word *kept = NULL;

    if (word->text.len > CACHE_WORD_BYTES_MAX ||
        cache->arena.used_bytes > CACHE_BYTES - CACHE_BYTES / 4)
        return shape_word(set, scratch, word, err);
    for (const struct word *known = *bucket; known != NULL; known = known->next)
        if (known->hash == hash && known->font == word->font &&
            span_equal(known->text, word->text)) {
            word->pieces = known->pieces;
            return true;
        }
    kept = arena_alloc(&cache->arena, sizeof *kept, err);
    if (kept == NULL ||
        !span_copy(&cache->arena, word->text, &word->text, err) ||
        !shape_word(set, &cache->arena, word, err))
        return false;
    *kept = *word;
    kept->hash = hash;
    kept->next = *bucket;
    *bucket = kept;
    return true;
}

/* The next word, or the next run of spaces: a face may kern neither. */
static size_t
word_length(struct span text)
{
    bool space = text.ptr[0] == ' ';
    size_t len = 1;

    while (len < text.len && (text.ptr[len] == ' ') == space)
        len++;
    return len;
}

/* What a text was cut into, in order. */
struct piece_list {
    const struct piece **items;
    size_t count;
    size_t capacity;
};

static bool
collect_pieces(struct font_set *set, struct arena *scratch, struct word *text,
    struct piece_list *list, struct err *err)
{
    size_t done = 0;

    while (done < text->text.len) {
        struct span rest = {text->text.ptr + done, text->text.len - done};
        struct word word = {
            .font = text->font, .text = {rest.ptr, word_length(rest)}};

        done += word.text.len;
        if (!find_word(set, scratch, &word, err))
            return false;
        for (const struct piece *p = word.pieces; p != NULL; p = p->next) {
            void *items = list->items;
            const struct piece **slot = arena_push(scratch, &items,
                &list->count, &list->capacity, sizeof *slot, err);

            if (slot == NULL)
                return false;
            list->items = items;
            *slot = p;
        }
    }
    return true;
}

/* Add the piece's glyphs, scaled, behind the run's. */
static void
run_append(struct font_run *run, struct font_glyph *glyphs,
    const struct piece *piece, int32_t size)
{
    for (size_t i = 0; i < piece->glyph_count; i++) {
        const struct unit_glyph *unit = &piece->glyphs[i];
        struct font_glyph glyph = {
            .id = unit->id,
            .cluster = unit->cluster + (uint32_t)run->text.len,
            .advance = font_scale(piece->font, unit->advance, size),
            .x_offset = font_scale(piece->font, unit->x_offset, size),
            .y_offset = font_scale(piece->font, unit->y_offset, size),
        };

        run->width += glyph.advance;
        glyphs[run->glyph_count++] = glyph;
    }
    run->text.len += piece->bytes;
}

/* Join neighbours of one face to runs; `text` is in the arena already. */
static bool
build_runs(struct arena *arena, const struct piece_list *list, struct span text,
    int32_t size, struct font_run **out, struct err *err)
{
    size_t glyph_count = 0;
    size_t run_count = 0;
    size_t used_bytes = 0;
    struct font_glyph *glyphs = NULL;
    struct font_run *run = NULL;

    for (size_t i = 0; i < list->count; i++) {
        glyph_count += list->items[i]->glyph_count;
        if (i == 0 || list->items[i]->font != list->items[i - 1]->font)
            run_count++;
    }
    glyphs = arena_alloc_array(arena, glyph_count, sizeof *glyphs, err);
    *out = arena_alloc_array(arena, run_count, sizeof **out, err);
    if (glyphs == NULL || *out == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct piece *piece = list->items[i];

        if (run == NULL || piece->font != run->font) {
            glyphs += run == NULL ? 0 : run->glyph_count;
            run = run == NULL ? *out : run + 1;
            *run = (struct font_run){.font = piece->font,
                .text = {text.ptr + used_bytes, 0},
                .glyphs = glyphs};
        }
        run_append(run, glyphs, piece, size);
        used_bytes += piece->bytes;
    }
    return true;
}

bool
font_shape(struct font_set *set, struct arena *arena, const struct font *font,
    struct span text, int32_t size, const struct font_run **out,
    size_t *count_out, struct err *err)
{
    struct word whole = {.font = font, .text = text};
    struct piece_list list = {0};
    struct font_run *runs = NULL;
    struct span copy;
    bool ok = false;

    cache_make_room(set->cache);
    if (text.len > LIMIT_STRING_BYTES) {
        err_set(err, ERR_LIMIT, "cannot shape %zu bytes of text in one go",
            text.len);
        goto out;
    }
    if (!collect_pieces(set, &set->scratch, &whole, &list, err) ||
        !span_copy(arena, text, &copy, err) ||
        !build_runs(arena, &list, copy, size, &runs, err))
        goto out;
    *count_out = 0;
    for (size_t i = 0; i < list.count; i++)
        if (i == 0 || list.items[i]->font != list.items[i - 1]->font)
            (*count_out)++;
    *out = runs;
    ok = true;
out:
    arena_clear(&set->scratch);
    return ok;
}

bool
font_measure(struct font_set *set, const struct font *font, struct span text,
    int32_t size, struct font_extent *out, struct err *err)
{
    struct font_extent extent = {0};
    size_t done = 0;
    bool ok = false;

    cache_make_room(set->cache);
    while (done < text.len) {
        struct span rest = {text.ptr + done, text.len - done};
        struct word word = {
            .font = font, .text = {rest.ptr, word_length(rest)}};

        done += word.text.len;
        if (!find_word(set, &set->scratch, &word, err))
            goto out;
        for (const struct piece *p = word.pieces; p != NULL; p = p->next) {
            for (size_t i = 0; i < p->glyph_count; i++)
                extent.width += font_scale(p->font, p->glyphs[i].advance, size);
            extent.glyph_count += p->glyph_count;
        }
    }
    *out = extent;
    ok = true;
out:
    arena_clear(&set->scratch);
    return ok;
}
