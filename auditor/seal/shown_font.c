#include "base/limits.h"
#include "seal/shown.h"

#include <string.h>

enum {
    FONTS_MAX = 64,
    CODES = 65536,
    TAG_BYTES = 7, /* "ABCDEF+", 9.6.4 */
    TEXT_UNITS = 64,
    WIDTH_MAX = 5000, /* thousandths of the em */
};

/* The lines of the one ToUnicode map that we write: 9.10.3. */
static const char map_head[] =
    "/CIDInit /ProcSet findresource begin\n"
    "12 dict begin\nbegincmap\n"
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
    "/Supplement 0>> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\n"
    "endcodespacerange\n";
static const char map_tail[] =
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

static bool
refuse(const struct shown_font *font, struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "the font '%.*s' %s", (int)font->name.len,
        font->name.ptr == NULL ? "" : font->name.ptr, reason);
    return false;
}

static struct shown_code *
code_of(struct shown_font *font, int64_t code)
{
    return code < 0 || (size_t)code >= font->code_count ? NULL
                                                        : &font->codes[code];
}

/* Up to `count` hexadecimal digits between < and >, as 16 bit units. */
static bool
read_units(struct span *line, uint16_t *units, size_t *count)
{
    size_t used = 0;
    unsigned unit = 0;
    size_t at = 1;

    if (line->len < 2 || line->ptr[0] != '<') {
        return false;
    }
    for (; at < line->len && line->ptr[at] != '>'; at++) {
        static const char digits[] = "0123456789ABCDEF";
        const char *digit = memchr(digits, line->ptr[at], 16);
        if (digit == NULL || used == *count) {
            return false;
        }
        unit = (unsigned)(unit * 16 + (size_t)(digit - digits)) & 0xFFFF;
        if (at % 4 == 0) {
            units[used++] = (uint16_t)unit;
        }
    }
    if (at == line->len || at % 4 != 1 || used == 0) {
        return false;
    }
    line->ptr += at + 1;
    line->len -= at + 1;
    *count = used;
    return true;
}

/* UTF-16 to UTF-8; false for half of a pair. */
static bool
units_text(struct arena *arena, const uint16_t *units, size_t count,
    struct span *out, struct err *err)
{
    char *text = arena_alloc(arena, count * 4, err);
    size_t len = 0;

    if (text == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t point = units[i];
        if (point >= 0xD800 && point < 0xE000) {
            if (point >= 0xDC00 || i + 1 == count || units[i + 1] < 0xDC00 ||
                units[i + 1] >= 0xE000) {
                err_set(
                    err, ERR_INPUT, "a meaning in a font is no UTF-16 text");
                return false;
            }
            point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00U);
        }
        len += utf8_put(point, text + len);
    }
    *out = (struct span){text, len};
    return true;
}

/* "<0024> <0041>" */
static bool
read_meaning(struct arena *arena, struct shown_font *font, struct span line,
    struct err *err)
{
    uint16_t code = 0;
    uint16_t units[TEXT_UNITS];
    size_t one = 1;
    size_t count = TEXT_UNITS;

    if (!read_units(&line, &code, &one) || !span_starts(line, " ")) {
        return refuse(font, err, "has a map with a line that we never write");
    }
    line.ptr++;
    line.len--;
    if (!read_units(&line, units, &count) || line.len != 0) {
        return refuse(font, err, "has a map with a line that we never write");
    }
    struct shown_code *slot = code_of(font, code);
    if (slot == NULL || slot->known) {
        return refuse(font, err, "gives one code two meanings, or no width");
    }
    slot->known = true;
    return units_text(arena, units, count, &slot->text, err);
}

static bool
is_section(struct span line, const char *word)
{
    size_t digits = 0;

    while (digits < line.len && line.ptr[digits] >= '0' &&
           line.ptr[digits] <= '9') {
        digits++;
    }
    struct span rest = {line.ptr + digits, line.len - digits};
    return digits > 0 && digits < 4 && span_is(rest, word);
}

static bool
read_map(struct arena *arena, struct shown_font *font, struct span map,
    struct err *err)
{
    struct span rest;
    struct span line;
    bool inside = false;

    if (!span_starts(map, map_head) || !span_ends(map, map_tail) ||
        map.len < sizeof map_head + sizeof map_tail - 2) {
        return refuse(font, err, "has a map that we never write");
    }
    rest.ptr = map.ptr + sizeof map_head - 1;
    rest.len = map.len - (sizeof map_head - 1) - (sizeof map_tail - 1);
    while (span_line(&rest, &line)) {
        if (inside && span_is(line, "endbfchar")) {
            inside = false;
        } else if (!inside && is_section(line, " beginbfchar")) {
            inside = true;
        } else if (!inside) {
            return refuse(font, err, "has a map that we never write");
        } else if (!read_meaning(arena, font, line, err)) {
            return false;
        }
    }
    return !inside || refuse(font, err, "has a map that is cut off");
}

/* W of table 117: "first [width ...]", all in glyph space. */
static bool
read_widths(
    struct shown_font *font, const struct pdf_value *widths, struct err *err)
{
    const struct pdf_value *value =
        widths == NULL || widths->kind != PDF_ARRAY ? NULL : widths->first;

    for (; value != NULL; value = value->next) {
        const struct pdf_value *list = value->next;
        int64_t code = value->integer;
        if (value->kind != PDF_INTEGER || list == NULL ||
            list->kind != PDF_ARRAY) {
            return refuse(font, err, "has widths that we never write");
        }
        for (const struct pdf_value *width = list->first; width != NULL;
             width = width->next, code++) {
            struct shown_code *slot = code_of(font, code);
            if (slot == NULL || width->kind != PDF_INTEGER ||
                width->integer < 0 || width->integer > WIDTH_MAX) {
                return refuse(font, err, "has widths that we never write");
            }
            slot->width = (int32_t)width->integer;
            slot->glyph = (uint16_t)code;
        }
        value = list;
    }
    return true;
}

/* The highest code of W, so that the table of codes has its size at once. */
static size_t
count_codes(const struct pdf_value *widths)
{
    int64_t most = 0;
    const struct pdf_value *value =
        widths == NULL || widths->kind != PDF_ARRAY ? NULL : widths->first;

    for (; value != NULL && value->next != NULL; value = value->next->next) {
        int64_t end = 0;
        if (value->kind == PDF_INTEGER && value->integer >= 0 &&
            value->integer < CODES) {
            end = value->integer + (int64_t)value->next->count;
        }
        most = end > most ? end : most;
    }
    return most > CODES ? CODES : (size_t)most;
}

/* CIDToGIDMap: /Identity, or two bytes a code. */
static bool
read_glyphs(struct arena *arena, const struct pdf_document *pdf,
    const struct pdf_value *descendant, struct shown_font *font,
    struct err *err)
{
    const struct pdf_value *map = pdf_value_find(descendant, "CIDToGIDMap");
    const struct pdf_object *object = pdf_object_at(pdf, map);
    struct span bytes;

    if (pdf_value_is_name(map, "Identity")) {
        return true;
    }
    if (object == NULL ||
        !pdf_stream_bytes(arena, pdf, object, (size_t)CODES * 2, &bytes, err)) {
        return refuse(font, err, "has no map from codes to glyphs");
    }
    for (size_t i = 0; i < font->code_count; i++) {
        if (2 * i + 1 >= bytes.len) {
            return refuse(font, err, "has a map that is cut off");
        }
        font->codes[i].glyph = (uint16_t)((unsigned char)bytes.ptr[2 * i] << 8 |
                                          (unsigned char)bytes.ptr[2 * i + 1]);
    }
    return true;
}

static bool
read_program(struct arena *arena, const struct pdf_document *pdf,
    const struct pdf_value *descendant, struct shown_font *font,
    struct err *err)
{
    const struct pdf_value *descriptor =
        pdf_find(pdf, descendant, "FontDescriptor");
    const struct pdf_object *file =
        descriptor == NULL
            ? NULL
            : pdf_object_at(pdf, pdf_value_find(descriptor, "FontFile2"));

    if (file == NULL) {
        return refuse(font, err, "is not embedded as TrueType");
    }
    return pdf_stream_bytes(
        arena, pdf, file, LIMIT_PDF_BYTES, &font->program, err);
}

/* Type0 over one CIDFontType2 with Identity-H: 9.7. */
static bool
read_font(struct arena *arena, const struct pdf_document *pdf,
    const struct pdf_value *type0, struct shown_font *font, struct err *err)
{
    const struct pdf_value *name = pdf_find(pdf, type0, "BaseFont");
    const struct pdf_value *list = pdf_find(pdf, type0, "DescendantFonts");
    const struct pdf_value *descendant =
        list == NULL || list->kind != PDF_ARRAY || list->count != 1
            ? NULL
            : pdf_resolve(pdf, list->first);
    const struct pdf_object *map =
        pdf_object_at(pdf, pdf_value_find(type0, "ToUnicode"));
    struct span bytes;

    font->name = span_of("");
    if (name == NULL || name->kind != PDF_NAME || name->text.len < TAG_BYTES) {
        return refuse(font, err, "has no name of a subset");
    }
    font->name =
        (struct span){name->text.ptr + TAG_BYTES, name->text.len - TAG_BYTES};
    if (descendant == NULL || map == NULL ||
        !pdf_value_is_name(pdf_find(pdf, type0, "Encoding"), "Identity-H") ||
        !pdf_value_is_name(
            pdf_find(pdf, descendant, "Subtype"), "CIDFontType2")) {
        return refuse(font, err, "is not of the kind that we embed");
    }
    const struct pdf_value *widths = pdf_find(pdf, descendant, "W");
    font->code_count = count_codes(widths);
    font->codes = arena_alloc_array(
        arena, font->code_count + 1, sizeof *font->codes, err);
    return font->codes != NULL && read_widths(font, widths, err) &&
           read_glyphs(arena, pdf, descendant, font, err) &&
           read_program(arena, pdf, descendant, font, err) &&
           pdf_stream_bytes(arena, pdf, map, LIMIT_PDF_BYTES, &bytes, err) &&
           read_map(arena, font, bytes, err);
}

/* The fonts stand in their order: /F1 first. */
static bool
is_numbered(struct span key, size_t number)
{
    char name[8] = "F";
    size_t at = 1;

    if (number >= 10) {
        name[at++] = (char)('0' + number / 10);
    }
    name[at++] = (char)('0' + number % 10);
    name[at] = '\0';
    return span_is(key, name);
}

bool
shown_load_fonts(struct arena *arena, const struct pdf_value *resources,
    struct shown_document *document, struct err *err)
{
    const struct pdf_value *list = pdf_find(document->pdf, resources, "Font");
    size_t count =
        list == NULL || list->kind != PDF_DICTIONARY ? 0 : list->count;
    const struct pdf_value *member;

    if (count > FONTS_MAX) {
        err_set(err, ERR_INPUT, "it has over %d fonts", FONTS_MAX);
        return false;
    }
    document->fonts =
        arena_alloc_array(arena, count + 1, sizeof *document->fonts, err);
    if (document->fonts == NULL) {
        return false;
    }
    member = count == 0 ? NULL : list->first;
    for (; member != NULL; member = member->next) {
        const struct pdf_value *font = pdf_resolve(document->pdf, member);
        if (!is_numbered(member->key, document->font_count + 1) ||
            font == NULL || font->kind != PDF_DICTIONARY) {
            err_set(err, ERR_INPUT, "its fonts are not numbered as ours");
            return false;
        }
        if (!read_font(arena, document->pdf, font,
                &document->fonts[document->font_count], err)) {
            return false;
        }
        document->font_count++;
    }
    return true;
}
