#ifndef RENDER_FONT_FACE_H
#define RENDER_FONT_FACE_H

#include "base/err.h"
#include "render/font.h"

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The inside of a face, for the files that shape with it or embed it.
 * All lengths are font units: units_per_em to the em.
 */
struct font_file {
    const char *family;
    int weight;
    bool italic;
    bool fixed_pitch;
    const char *package; /* the Debian package that has it */
    const char *path;
};

enum {
    FONT_FILES_MAX = 32
}; /* rows of the table of font.c */

struct font {
    const struct font_file *file;
    hb_face_t *face; /* NULL until the face is opened */
    hb_font_t *shaper;
    int32_t units_per_em;
    int32_t ascent;
    int32_t descent;         /* positive */
    int32_t altitude, depth; /* the same, in an em together */
    int32_t x_height;
    int32_t cap_height;
};

struct font_cache; /* owned: words that were shaped already */

/* What font_find was asked last: text keeps its face for long. */
struct font_query {
    char families[64]; /* as asked; empty: nothing was */
    size_t length;
    int weight;
    bool italic;
    const struct font *font;
};

struct font_set {
    struct arena arena; /* holds the set itself */
    struct font_query last;
    struct arena scratch; /* of one call, then cleared */
    struct font faces[FONT_FILES_MAX];
    hb_buffer_t *buffer;
    struct font_cache *cache;
};

/*
 * The `index`-th face that may stand in for `font`, opened, in the order of
 * preference. NULL at the end; faces that are not installed are passed over.
 */
const struct font *font_fallback(
    struct font_set *set, const struct font *font, size_t *index);

struct font_cache *font_cache_new(struct arena *arena, struct err *err);
void font_cache_free(struct font_cache *cache);

/* Units of the font to millipoints at a size, rounded half away from zero. */
int32_t font_scale(const struct font *font, int32_t units, int32_t size);

#endif
