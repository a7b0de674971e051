#include "seal/shown.h"

#include <stdlib.h>
#include <string.h>

/*
 * A glyph is true when it has the outline, the place and the meaning that the
 * same glyph has in the font of this system. Source: OpenType 1.9, tables
 * head, hhea, hmtx, loca and glyf.
 */
enum {
    TABLES_MAX = 32,
    COMPONENT_DEPTH = 6,
    FLAG_WORDS = 0x0001, /* of a component, table glyf */
    FLAG_SCALE = 0x0008,
    FLAG_MORE = 0x0020,
    FLAG_TWO_SCALES = 0x0040,
    FLAG_MATRIX = 0x0080,
};

struct truetype {
    struct span head, hhea, hmtx, loca, glyf;
    uint32_t tags[TABLES_MAX];
    size_t table_count;
};

static uint32_t
number_at(struct span bytes, size_t at, size_t size)
{
    uint32_t value = 0;

    for (size_t i = at; i < at + size; i++) {
        value = value << 8 | (i < bytes.len ? (unsigned char)bytes.ptr[i] : 0U);
    }
    return value;
}

static struct span
part(struct span bytes, size_t at, size_t len)
{
    if (at > bytes.len || len > bytes.len - at) {
        return (struct span){"", 0};
    }
    return (struct span){bytes.ptr + at, len};
}

static bool
read_tables(struct span program, struct truetype *out)
{
    static const struct {
        const char *tag;
        size_t offset;
    } wanted[] = {
        {"head", offsetof(struct truetype, head)},
        {"hhea", offsetof(struct truetype, hhea)},
        {"hmtx", offsetof(struct truetype, hmtx)},
        {"loca", offsetof(struct truetype, loca)},
        {"glyf", offsetof(struct truetype, glyf)},
    };
    struct truetype font = {.table_count = number_at(program, 4, 2)};

    if (font.table_count > TABLES_MAX) {
        return false;
    }
    for (size_t i = 0; i < font.table_count; i++) {
        size_t row = 12 + 16 * i;
        struct span tag = part(program, row, 4);
        font.tags[i] = number_at(program, row, 4);
        for (size_t j = 0; j < sizeof wanted / sizeof wanted[0]; j++) {
            if (span_is(tag, wanted[j].tag)) {
                struct span table =
                    part(program, number_at(program, row + 8, 4),
                        number_at(program, row + 12, 4));
                memcpy((char *)&font + wanted[j].offset, &table, sizeof table);
            }
        }
    }
    *out = font;
    return font.head.len >= 54 && font.hhea.len >= 36 && font.loca.len > 0;
}

static struct span
outline(const struct truetype *font, uint32_t glyph)
{
    bool wide = number_at(font->head, 50, 2) != 0;
    size_t size = wide ? 4 : 2;
    size_t unit = wide ? 1 : 2;
    size_t start = number_at(font->loca, glyph * size, size) * unit;
    size_t end = number_at(font->loca, (glyph + 1) * size, size) * unit;

    return end < start ? (struct span){"", 0}
                       : part(font->glyf, start, end - start);
}

/* Advance and left side bearing, which moves the outline. */
static uint64_t
metrics(const struct truetype *font, uint32_t glyph)
{
    uint32_t full = number_at(font->hhea, 34, 2);
    uint32_t row = glyph < full ? glyph : (full == 0 ? 0 : full - 1);
    size_t bearing = glyph < full ? (size_t)4 * glyph + 2
                                  : (size_t)4 * full + 2 * (glyph - full);

    return (uint64_t)number_at(font->hmtx, (size_t)4 * row, 2) << 16 |
           number_at(font->hmtx, bearing, 2);
}

static bool outlines_equal(const struct truetype *one,
    const struct truetype *other, uint32_t glyph, unsigned depth);

/* The glyphs that a composite one is made of, its bytes being equal. */
static bool
components_equal(const struct truetype *one, const struct truetype *other,
    struct span bytes, unsigned depth)
{
    size_t at = 10;
    uint32_t flags = FLAG_MORE;

    while ((flags & FLAG_MORE) != 0 && at + 4 <= bytes.len) {
        flags = number_at(bytes, at, 2);
        if (!outlines_equal(
                one, other, number_at(bytes, at + 2, 2), depth + 1)) {
            return false;
        }
        at += (flags & FLAG_WORDS) != 0 ? 8 : 6;
        at += (flags & FLAG_SCALE) != 0 ? 2 : 0;
        at += (flags & FLAG_TWO_SCALES) != 0 ? 4 : 0;
        at += (flags & FLAG_MATRIX) != 0 ? 8 : 0;
    }
    return true;
}

static bool
outlines_equal(const struct truetype *one, const struct truetype *other,
    uint32_t glyph, unsigned depth)
{
    struct span a = outline(one, glyph);
    struct span b = outline(other, glyph);

    if (depth > COMPONENT_DEPTH || !span_equal(a, b) ||
        metrics(one, glyph) != metrics(other, glyph)) {
        return false;
    }
    return a.len < 10 || number_at(a, 0, 2) < 0x8000 ||
           components_equal(one, other, a, depth);
}

/* No table more, such as instructions that would move points about. */
static bool
frames_equal(const struct truetype *one, const struct truetype *other)
{
    return one->table_count == other->table_count &&
           memcmp(one->tags, other->tags, sizeof one->tags) == 0 &&
           number_at(one->head, 18, 2) == number_at(other->head, 18, 2);
}

static const struct shown_font *
same_name(const struct shown_document *document, struct span name)
{
    for (size_t i = 0; i < document->font_count; i++) {
        if (span_equal(document->fonts[i].name, name)) {
            return &document->fonts[i];
        }
    }
    return NULL;
}

/* The code of the rendered font for that glyph, best with that text. */
static const struct shown_code *
find_code(const struct shown_font *font, const struct shown_code *code)
{
    const struct shown_code *found = NULL;

    for (size_t i = 0; i < font->code_count; i++) {
        const struct shown_code *other = &font->codes[i];
        if (!other->known || other->glyph != code->glyph) {
            continue;
        }
        found = other;
        if (span_equal(other->text, code->text)) {
            break;
        }
    }
    return found;
}

static bool
check_meanings(const struct shown_font *font, const struct shown_font *known,
    struct err *err)
{
    for (size_t i = 0; i < font->code_count; i++) {
        const struct shown_code *code = &font->codes[i];
        const struct shown_code *other =
            code->known ? find_code(known, code) : NULL;
        if (!code->known ||
            (other != NULL && span_equal(other->text, code->text))) {
            continue;
        }
        err_set(err, ERR_INPUT,
            "glyph %u of '%.*s' is said to mean '%.*s' and shows %s%.*s%s",
            (unsigned)code->glyph, (int)font->name.len, font->name.ptr,
            (int)code->text.len, code->text.ptr,
            other == NULL ? "something else" : "'",
            other == NULL ? 0 : (int)other->text.len,
            other == NULL ? "" : other->text.ptr, other == NULL ? "" : "'");
        return false;
    }
    return true;
}

/*
 * Outlines of the glyphs that both have. When none of them is equal it is
 * another edition of the font; when some are, the others were changed.
 */
static bool
check_outlines(const struct shown_font *font, const struct shown_font *known,
    bool *foreign, struct err *err)
{
    struct truetype one;
    struct truetype other;
    const struct shown_code *changed = NULL;
    size_t equal = 0;

    if (span_equal(font->program, known->program)) {
        return true;
    }
    if (!read_tables(font->program, &one) ||
        !read_tables(known->program, &other) || !frames_equal(&one, &other)) {
        *foreign = true;
        return true;
    }
    for (size_t i = 0; i < font->code_count; i++) {
        const struct shown_code *code = &font->codes[i];
        if (!code->known || find_code(known, code) == NULL) {
            continue;
        }
        if (!outlines_equal(&one, &other, code->glyph, 0)) {
            changed = code;
        } else if (outline(&one, code->glyph).len > 0) {
            equal++;
        }
    }
    if (changed == NULL) {
        return true;
    }
    if (equal == 0) {
        *foreign = true;
        return true;
    }
    err_set(err, ERR_INPUT, "glyph %u of '%.*s', '%.*s', was redrawn",
        (unsigned)changed->glyph, (int)font->name.len, font->name.ptr,
        (int)changed->text.len, changed->text.ptr);
    return false;
}

bool
shown_glyphs_true(const struct shown_document *document,
    const struct shown_document *rendered, bool *foreign, struct err *err)
{
    *foreign = false;
    for (size_t i = 0; i < document->font_count; i++) {
        const struct shown_font *font = &document->fonts[i];
        const struct shown_font *known = same_name(rendered, font->name);
        if (known == NULL) {
            *foreign = true;
            continue;
        }
        if (!check_outlines(font, known, foreign, err)) {
            return false;
        }
        if (!*foreign && !check_meanings(font, known, err)) {
            return false;
        }
    }
    return true;
}
