#include "render/font.h"

#include "render/font_face.h"

#include <hb-ot.h>
#include <string.h>
#include <strings.h>

#define NOTO   "/usr/share/fonts/truetype/noto/"
#define DEJAVU "/usr/share/fonts/truetype/dejavu/"

enum {
    REGULAR = 400,
    BOLD = 700,
    BOLD_FROM = 600,       /* weights from here on are drawn by the bold face */
    UNITS_PER_EM_MIN = 16, /* OpenType 1.9, table head */
    UNITS_PER_EM_MAX = 16384,
};

#define SET_ARENA_BYTES ((size_t)256 << 10)
#define SCRATCH_BYTES   ((size_t)256 << 20) /* one text shaped */

/*
 * To add a family: add its rows here. The order within a family is free; a
 * face that a family lacks is replaced by its nearest. Only TrueType outlines
 * (table glyf) can be embedded by pdf/.
 */
static const struct font_file font_files[] = {
    {"Noto Sans", REGULAR, false, false, "fonts-noto-core",
        NOTO "NotoSans-Regular.ttf"},
    {"Noto Sans", BOLD, false, false, "fonts-noto-core",
        NOTO "NotoSans-Bold.ttf"},
    {"Noto Sans", REGULAR, true, false, "fonts-noto-core",
        NOTO "NotoSans-Italic.ttf"},
    {"Noto Sans", BOLD, true, false, "fonts-noto-core",
        NOTO "NotoSans-BoldItalic.ttf"},
    {"Noto Serif", REGULAR, false, false, "fonts-noto-core",
        NOTO "NotoSerif-Regular.ttf"},
    {"Noto Serif", BOLD, false, false, "fonts-noto-core",
        NOTO "NotoSerif-Bold.ttf"},
    {"Noto Serif", REGULAR, true, false, "fonts-noto-core",
        NOTO "NotoSerif-Italic.ttf"},
    {"Noto Serif", BOLD, true, false, "fonts-noto-core",
        NOTO "NotoSerif-BoldItalic.ttf"},
    {"Noto Sans Mono", REGULAR, false, true, "fonts-noto-mono",
        NOTO "NotoSansMono-Regular.ttf"},
    {"Noto Sans Mono", BOLD, false, true, "fonts-noto-mono",
        NOTO "NotoSansMono-Bold.ttf"},
    {"DejaVu Sans", REGULAR, false, false, "fonts-dejavu-core",
        DEJAVU "DejaVuSans.ttf"},
    {"DejaVu Sans", BOLD, false, false, "fonts-dejavu-core",
        DEJAVU "DejaVuSans-Bold.ttf"},
    {"DejaVu Sans Mono", REGULAR, false, true, "fonts-dejavu-core",
        DEJAVU "DejaVuSansMono.ttf"},
    {"DejaVu Sans Mono", BOLD, false, true, "fonts-dejavu-core",
        DEJAVU "DejaVuSansMono-Bold.ttf"},
    {"DejaVu Serif", REGULAR, false, false, "fonts-dejavu-core",
        DEJAVU "DejaVuSerif.ttf"},
    {"DejaVu Serif", BOLD, false, false, "fonts-dejavu-core",
        DEJAVU "DejaVuSerif-Bold.ttf"},
    {"Noto Sans Symbols", REGULAR, false, false, "fonts-noto-core",
        NOTO "NotoSansSymbols-Regular.ttf"},
    {"Noto Sans Symbols2", REGULAR, false, false, "fonts-noto-core",
        NOTO "NotoSansSymbols2-Regular.ttf"},
    {"Noto Sans Math", REGULAR, false, false, "fonts-noto-core",
        NOTO "NotoSansMath-Regular.ttf"},
};

enum {
    FONT_FILE_COUNT = sizeof font_files / sizeof font_files[0]
};

_Static_assert(
    (int)FONT_FILE_COUNT <= (int)FONT_FILES_MAX, "a face for every file");

/* Who stands in for a character that the face asked for lacks, in order. */
static const char *const fallback_families[] = {
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
    "Noto Sans Math",
};
static const char fixed_fallback_family[] = "DejaVu Sans Mono";

enum {
    FALLBACK_COUNT = sizeof fallback_families / sizeof fallback_families[0]
};

/* Generic families of XSL 1.1, 7.9.2, and what they mean here. */
static const struct {
    const char *generic;
    const char *family;
} generic_families[] = {
    {"sans-serif", "Noto Sans"},
    {"serif", "Noto Serif"},
    {"monospace", "DejaVu Sans Mono"},
};

struct font_set *
font_set_open(struct err *err)
{
    struct arena arena;
    struct font_set *set = NULL;

    arena_init(&arena, SET_ARENA_BYTES);
    set = arena_alloc(&arena, sizeof *set, err);
    if (set == NULL)
        goto out;
    arena_init(&set->scratch, SCRATCH_BYTES);
    set->buffer = hb_buffer_create();
    set->cache = font_cache_new(&arena, err);
    if (set->cache == NULL || !hb_buffer_allocation_successful(set->buffer)) {
        err_set(err, ERR_SYSTEM, "cannot allocate a buffer to shape text");
        hb_buffer_destroy(set->buffer);
        font_cache_free(set->cache);
        set = NULL;
        goto out;
    }
    for (size_t i = 0; i < FONT_FILE_COUNT; i++)
        set->faces[i].file = &font_files[i];
    set->arena = arena;
out:
    if (set == NULL)
        arena_release(&arena);
    return set;
}

void
font_set_close(struct font_set *set)
{
    struct arena arena;

    if (set == NULL)
        return;
    for (size_t i = 0; i < FONT_FILE_COUNT; i++) {
        hb_font_destroy(set->faces[i].shaper);
        hb_face_destroy(set->faces[i].face);
    }
    hb_buffer_destroy(set->buffer);
    font_cache_free(set->cache);
    arena_release(&set->scratch);
    arena = set->arena; /* the set lives in it */
    arena_release(&arena);
}

static int32_t
metric_of(hb_font_t *shaper, hb_ot_metrics_tag_t tag, int32_t otherwise)
{
    hb_position_t value = 0;

    return hb_ot_metrics_get_position(shaper, tag, &value) ? value : otherwise;
}

/* The height of a letter above (or, in `below`, under) the baseline. */
static bool
letter_extent(
    hb_font_t *shaper, hb_codepoint_t letter, bool below, int32_t *out)
{
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t extents;

    if (!hb_font_get_nominal_glyph(shaper, letter, &glyph) ||
        !hb_font_get_glyph_extents(shaper, glyph, &extents))
        return false;
    *out = below ? -(extents.y_bearing + extents.height) : extents.y_bearing;
    return *out > 0;
}

static int32_t
big_endian(const char *bytes)
{
    return (int16_t)((uint8_t)bytes[0] << 8 | (uint8_t)bytes[1]);
}

/*
 * The typographic metrics of table OS/2 if they part the em, else those of
 * table hhea, else the letters d and p: lines set solid do not touch then, and
 * Apache FOP has text at the same place.
 */
static void
read_altitude(struct font *font, hb_face_t *face)
{
    enum {
        TYPO_ASCENDER = 68, /* OpenType 1.9, table OS/2 */
        TYPO_DESCENDER = 70,
        TYPO_END = 72
    };
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    unsigned length = 0;
    const char *bytes = hb_blob_get_data(blob, &length);
    int32_t altitude = 0;
    int32_t depth = 0;

    if (length >= TYPO_END) {
        altitude = big_endian(bytes + TYPO_ASCENDER);
        depth = -big_endian(bytes + TYPO_DESCENDER);
    }
    hb_blob_destroy(blob);
    if (altitude <= 0 || depth < 0 || altitude + depth > font->units_per_em) {
        altitude = font->ascent;
        depth = font->descent;
    }
    font->altitude = altitude;
    font->depth = depth;
    if (altitude + depth > font->units_per_em &&
        letter_extent(font->shaper, 'd', /* below= */ false, &altitude) &&
        letter_extent(font->shaper, 'p', /* below= */ true, &depth)) {
        font->altitude = altitude;
        font->depth = depth;
    }
}

/* Read the file unless that was done already. */
static bool
face_open(struct font *font, struct err *err)
{
    const struct font_file *file = font->file;
    hb_font_extents_t extents = {0};
    hb_blob_t *blob = NULL;
    hb_face_t *face = NULL;
    bool ok = false;

    if (font->face != NULL)
        return true;
    blob = hb_blob_create_from_file_or_fail(file->path);
    if (blob == NULL) {
        err_set(err, ERR_SYSTEM,
            "cannot read the font '%s' at '%s': install the Debian package "
            "%s",
            file->family, file->path, file->package);
        goto out;
    }
    face = hb_face_create(blob, /* index= */ 0);
    font->units_per_em = (int32_t)hb_face_get_upem(face);
    if (hb_face_get_glyph_count(face) == 0 ||
        font->units_per_em < UNITS_PER_EM_MIN ||
        font->units_per_em > UNITS_PER_EM_MAX) {
        err_set(err, ERR_SYSTEM, "cannot use '%s': not a font", file->path);
        goto out;
    }
    font->shaper = hb_font_create(face);
    hb_font_set_scale(font->shaper, font->units_per_em, font->units_per_em);
    hb_font_get_h_extents(font->shaper, &extents);
    font->ascent = extents.ascender;
    font->descent = -extents.descender;
    font->x_height = metric_of(
        font->shaper, HB_OT_METRICS_TAG_X_HEIGHT, font->units_per_em / 2);
    font->cap_height = metric_of(font->shaper, HB_OT_METRICS_TAG_CAP_HEIGHT,
        font->units_per_em * 7 / 10);
    read_altitude(font, face);
    hb_font_make_immutable(font->shaper);
    hb_face_make_immutable(face);
    font->face = face;
    face = NULL;
    ok = true;
out:
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return ok;
}

static bool
name_matches(struct span name, const char *family)
{
    size_t len = span_of(family).len;

    return name.len == len && strncasecmp(name.ptr, family, len) == 0;
}

/* 0 for what was asked; a wrong slant is worse than a wrong weight. */
static int
style_distance(const struct font_file *file, int weight, bool italic)
{
    bool bold = weight >= BOLD_FROM;

    return (file->italic != italic ? 2 : 0) +
           ((file->weight >= BOLD_FROM) != bold ? 1 : 0);
}

static struct font *
family_face(struct font_set *set, struct span family, int weight, bool italic)
{
    struct font *best = NULL;
    int best_distance = 0;

    for (size_t i = 0; i < FONT_FILE_COUNT; i++) {
        struct font *font = &set->faces[i];
        int distance = style_distance(font->file, weight, italic);

        if (!name_matches(family, font->file->family))
            continue;
        if (best == NULL || distance < best_distance) {
            best = font;
            best_distance = distance;
        }
    }
    return best;
}

/* Cut the next name off a comma-separated list, without its quotes. */
static bool
next_family(struct span *rest, struct span *family)
{
    size_t comma = span_find(*rest, span_of(","));

    if (rest->len == 0)
        return false;
    *family = span_trim((struct span){rest->ptr, comma});
    if (family->len >= 2 && family->ptr[family->len - 1] == family->ptr[0] &&
        (family->ptr[0] == '\'' || family->ptr[0] == '"')) {
        family->ptr++;
        family->len -= 2;
    }
    if (comma < rest->len)
        comma++;
    rest->ptr += comma;
    rest->len -= comma;
    return true;
}

static struct span
resolve_generic(struct span family)
{
    size_t count = sizeof generic_families / sizeof generic_families[0];

    for (size_t i = 0; i < count; i++)
        if (name_matches(family, generic_families[i].generic))
            return span_of(generic_families[i].family);
    return family;
}

static bool
is_last(const struct font_query *last, struct span families, int weight,
    bool italic)
{
    return families.len > 0 && last->length == families.len &&
           last->weight == weight && last->italic == italic &&
           memcmp(last->families, families.ptr, families.len) == 0;
}

static void
keep_last(struct font_query *last, struct span families, int weight,
    bool italic, const struct font *font)
{
    if (families.len > sizeof last->families) {
        return;
    }
    memcpy(last->families, families.ptr, families.len);
    last->length = families.len;
    last->weight = weight;
    last->italic = italic;
    last->font = font;
}

bool
font_find(struct font_set *set, struct span families, int weight, bool italic,
    const struct font **out, struct err *err)
{
    struct span rest = families;
    struct span family;

    if (is_last(&set->last, families, weight, italic)) {
        *out = set->last.font;
        return true;
    }
    while (next_family(&rest, &family)) {
        struct font *font =
            family_face(set, resolve_generic(family), weight, italic);

        if (font == NULL)
            continue;
        if (!face_open(font, err))
            return false;
        *out = font;
        keep_last(&set->last, families, weight, italic, font);
        return true;
    }
    err_set(err, ERR_SYSTEM,
        "cannot find a font for '%.*s': the known families are Noto Sans, "
        "Noto Serif (Debian package fonts-noto-core), Noto Sans Mono "
        "(fonts-noto-mono), DejaVu Sans, DejaVu Serif and DejaVu Sans Mono "
        "(fonts-dejavu-core)",
        (int)(families.len < 200 ? families.len : 200), families.ptr);
    return false;
}

const struct font *
font_fallback(struct font_set *set, const struct font *font, size_t *index)
{
    /* Place 0 is for a fixed-pitch face only. */
    while (*index <= FALLBACK_COUNT) {
        size_t place = (*index)++;
        const char *family =
            place == 0 ? fixed_fallback_family : fallback_families[place - 1];
        struct err ignored = {0};
        struct font *face = NULL;

        if (place == 0 && !font->file->fixed_pitch)
            continue;
        face = family_face(
            set, span_of(family), font->file->weight, font->file->italic);
        if (face != NULL && face != font && face_open(face, &ignored))
            return face;
    }
    return NULL;
}

int32_t
font_scale(const struct font *font, int32_t units, int32_t size)
{
    int64_t product = (int64_t)units * size;
    int64_t half = font->units_per_em / 2;

    if (product < 0)
        return (int32_t) - ((-product + half) / font->units_per_em);
    return (int32_t)((product + half) / font->units_per_em);
}

int32_t
font_altitude(const struct font *font, int32_t size)
{
    return font_scale(font, font->altitude, size);
}

int32_t
font_depth(const struct font *font, int32_t size)
{
    return font_scale(font, font->depth, size);
}

int32_t
font_x_height(const struct font *font, int32_t size)
{
    return font_scale(font, font->x_height, size);
}
