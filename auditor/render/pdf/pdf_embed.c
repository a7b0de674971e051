#include "render/pdf/pdf.h"

#include "base/digest.h"
#include "base/limits.h"
#include "render/font_face.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>

enum {
    SUBSET_TAG_LEN = 6, /* 9.6.4 */
    NAME_BYTES = 64,
    STEM_REGULAR = 80, /* StemV: faces do not record it; common values */
    STEM_BOLD = 140,
    FLAG_FIXED_PITCH = 1, /* table 123 */
    FLAG_SYMBOLIC = 4,
    FLAG_ITALIC = 64,
    HEAD_BOX_AT = 36, /* OpenType 1.9, table head: xMin, yMin, xMax, yMax */
    HEAD_BYTES = 54,
};

static int32_t
to_em(const struct font *face, int32_t units)
{
    return font_scale(face, units, PDF_EM);
}

/* "ABCDEF+NotoSans-Regular": the tag follows from the glyphs, 9.6.4. */
static bool
font_name(const struct pdf_font *font, char out[NAME_BYTES], struct err *err)
{
    uint8_t digest[SHA256_BYTES];
    unsigned len = NAME_BYTES - SUBSET_TAG_LEN - 1;
    struct text key;
    bool ok = false;

    text_init(&key, (size_t)font->code_count * 8 + 1);
    for (size_t i = 0; i < font->code_count; i++)
        text_printf(&key, "%u ", (unsigned)font->codes[i].glyph);
    if (!text_done(&key, err) || !digest_bytes(text_span(&key), digest, err))
        goto out;
    for (int i = 0; i < SUBSET_TAG_LEN; i++)
        out[i] = (char)('A' + digest[i] % 26);
    out[SUBSET_TAG_LEN] = '+';
    hb_ot_name_get_utf8(font->face->face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
        HB_LANGUAGE_INVALID, &len, out + SUBSET_TAG_LEN + 1);
    for (char *c = out; *c != '\0'; c++) /* 7.3.5: a regular name */
        if (!((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') ||
                (*c >= '0' && *c <= '9') || *c == '-' || *c == '+'))
            *c = '-';
    ok = true;
out:
    text_release(&key);
    return ok;
}

/* Tables that a CIDFontType2 does not need: 9.9 names those that it does. */
static const hb_tag_t dropped_tables[] = {
    HB_TAG('G', 'S', 'U', 'B'),
    HB_TAG('G', 'P', 'O', 'S'),
    HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('k', 'e', 'r', 'n'),
    HB_TAG('n', 'a', 'm', 'e'),
    HB_TAG('p', 'o', 's', 't'),
    HB_TAG('O', 'S', '/', '2'),
    HB_TAG('c', 'm', 'a', 'p'),
    HB_TAG('D', 'S', 'I', 'G'),
    HB_TAG('g', 'a', 's', 'p'),
    HB_TAG('S', 'T', 'A', 'T'),
    HB_TAG('M', 'A', 'T', 'H'),
    HB_TAG('B', 'A', 'S', 'E'),
    HB_TAG('F', 'F', 'T', 'M'),
};

/* The glyphs used, at their numbers, as a font file of its own. */
static bool
font_subset(struct pdf *pdf, const struct pdf_font *font, HPDF_Dict *out,
    struct err *err)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_face_t *subset = NULL;
    hb_blob_t *blob = NULL;
    unsigned len = 0;
    const char *data = NULL;
    bool ok = false;

    if (input == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a font subset");
        goto out;
    }
    for (size_t i = 0; i < font->code_count; i++)
        hb_set_add(hb_subset_input_glyph_set(input), font->codes[i].glyph);
    for (size_t i = 0; i < sizeof dropped_tables / sizeof dropped_tables[0];
         i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG),
            dropped_tables[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
                                         HB_SUBSET_FLAGS_RETAIN_GIDS);
    subset = hb_subset_or_fail(font->face->face, input);
    if (subset == NULL) {
        err_set(err, ERR_SYSTEM, "cannot take a subset of the font '%s'",
            font->face->file->path);
        goto out;
    }
    blob = hb_face_reference_blob(subset);
    data = hb_blob_get_data(blob, &len);
    *out = pdf_stream(pdf, (struct span){data, len}, true, err);
    if (*out == NULL)
        goto out;
    text_printf(&pdf->body, "/Length1 %u", len);
    ok = pdf_fill(pdf, *out, err);
out:
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
    return ok;
}

/* FontBBox from the table head. */
static void
put_box(struct pdf *pdf, const struct font *face)
{
    hb_blob_t *head =
        hb_face_reference_table(face->face, HB_TAG('h', 'e', 'a', 'd'));
    unsigned len = 0;
    const uint8_t *data = (const uint8_t *)hb_blob_get_data(head, &len);

    text_puts(&pdf->body, "/FontBBox [");
    for (size_t at = HEAD_BOX_AT; at < HEAD_BOX_AT + 8; at += 2) {
        int32_t edge = len < HEAD_BYTES ? 0 : data[at] << 8 | data[at + 1];

        if (edge > INT16_MAX)
            edge -= UINT16_MAX + 1;
        text_printf(&pdf->body, "%s%d", at == HEAD_BOX_AT ? "" : " ",
            (int)to_em(face, edge));
    }
    text_puts(&pdf->body, "]\n");
    hb_blob_destroy(head);
}

static bool
write_descriptor(struct pdf *pdf, const struct font *face, const char *name,
    HPDF_Dict object, struct err *err)
{
    struct text *body = &pdf->body;
    double slant =
        (double)hb_style_get_value(face->shaper, HB_STYLE_TAG_SLANT_ANGLE);
    int flags = FLAG_SYMBOLIC;

    if (face->file->fixed_pitch)
        flags |= FLAG_FIXED_PITCH;
    if (face->file->italic)
        flags |= FLAG_ITALIC;
    text_printf(
        body, "/Type /FontDescriptor\n/FontName /%s\n/Flags %d\n", name, flags);
    put_box(pdf, face);
    text_puts(body, "/ItalicAngle ");
    pdf_put_number(body, (int64_t)(slant * 1000));
    text_printf(body,
        "\n/Ascent %d\n/Descent %d\n/CapHeight %d\n/XHeight %d\n/StemV %d",
        (int)to_em(face, face->ascent), -(int)to_em(face, face->descent),
        (int)to_em(face, face->cap_height), (int)to_em(face, face->x_height),
        face->file->weight > 500 ? STEM_BOLD : STEM_REGULAR);
    return pdf_fill(pdf, object, err);
}

static int
compare_codes(const void *a, const void *b)
{
    const struct pdf_code *left = a;
    const struct pdf_code *right = b;

    return (left->code > right->code) - (left->code < right->code);
}

/* W, table 117: "first [width ...]" for each run of codes. */
static void
put_widths(struct pdf *pdf, const struct pdf_font *font)
{
    int previous = -2;

    text_puts(&pdf->body, "/DW 0\n/W [");
    for (size_t i = 0; i < font->code_count; i++) {
        const struct pdf_code *code = &font->codes[i];

        if (code->code != previous + 1)
            text_printf(
                &pdf->body, "%s%u [", i == 0 ? "" : "] ", (unsigned)code->code);
        else
            text_putc(&pdf->body, ' ');
        text_printf(&pdf->body, "%d", (int)pdf_font_width(font, code->glyph));
        previous = code->code;
    }
    text_puts(&pdf->body, font->code_count > 0 ? "]]\n" : "]\n");
}

/* CIDToGIDMap: 2 bytes for each code; NULL when all codes are glyphs. */
static bool
write_glyph_map(struct pdf *pdf, const struct pdf_font *font, HPDF_Dict *out,
    struct err *err)
{
    size_t bytes = (size_t)font->next_code * 2;
    char *map = NULL;

    *out = NULL;
    if (font->next_code == font->glyph_count)
        return true;
    map = arena_alloc(pdf->arena, bytes, err);
    if (map == NULL)
        return false;
    for (size_t i = 0; i < font->code_count; i++) {
        const struct pdf_code *code = &font->codes[i];

        map[2 * code->code] = (char)(code->glyph >> 8);
        map[2 * code->code + 1] = (char)(code->glyph & 0xFF);
    }
    *out = pdf_stream(pdf, (struct span){map, bytes}, true, err);
    return *out != NULL;
}

static bool
write_descendant(struct pdf *pdf, const struct pdf_font *font, const char *name,
    HPDF_Dict object, struct err *err)
{
    HPDF_Dict file = NULL;
    HPDF_Dict map = NULL;
    HPDF_Dict descriptor = pdf_reserve(pdf, err);

    if (descriptor == NULL || !font_subset(pdf, font, &file, err) ||
        !write_glyph_map(pdf, font, &map, err))
        return false;
    text_puts(&pdf->body, "/FontFile2 ");
    pdf_put_reference(&pdf->body, file);
    text_putc(&pdf->body, '\n');
    if (!write_descriptor(pdf, font->face, name, descriptor, err))
        return false;
    text_printf(&pdf->body,
        "/Type /Font\n/Subtype /CIDFontType2\n/BaseFont /%s\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0>>\n/FontDescriptor ",
        name);
    pdf_put_reference(&pdf->body, descriptor);
    text_putc(&pdf->body, '\n');
    put_widths(pdf, font);
    text_puts(&pdf->body, "/CIDToGIDMap ");
    if (map == NULL)
        text_puts(&pdf->body, "/Identity");
    else
        pdf_put_reference(&pdf->body, map);
    return pdf_fill(pdf, object, err);
}

static bool
write_unicode_map(struct pdf *pdf, const struct pdf_font *font, HPDF_Dict *out,
    struct err *err)
{
    struct text cmap;

    text_init(&cmap, LIMIT_PDF_BYTES);
    pdf_cmap_put(&cmap, font->codes, font->code_count);
    *out = text_done(&cmap, err) ? pdf_stream(pdf, text_span(&cmap), true, err)
                                 : NULL;
    text_release(&cmap);
    return *out != NULL;
}

static bool
font_write(struct pdf *pdf, struct pdf_font *font, struct err *err)
{
    char name[NAME_BYTES];
    HPDF_Dict descendant = pdf_reserve(pdf, err);
    HPDF_Dict unicode = NULL;

    /* From here on the codes are in their own order, not that of use. */
    qsort(font->codes, font->code_count, sizeof *font->codes, compare_codes);
    if (descendant == NULL || !font_name(font, name, err) ||
        !write_descendant(pdf, font, name, descendant, err) ||
        !write_unicode_map(pdf, font, &unicode, err))
        return false;
    text_printf(&pdf->body,
        "/Type /Font\n/Subtype /Type0\n/BaseFont /%s\n"
        "/Encoding /Identity-H\n/DescendantFonts [",
        name);
    pdf_put_reference(&pdf->body, descendant);
    text_puts(&pdf->body, "]\n/ToUnicode ");
    pdf_put_reference(&pdf->body, unicode);
    return pdf_fill(pdf, font->object, err);
}

bool
pdf_font_finish(struct pdf *pdf, struct err *err)
{
    for (size_t i = 0; i < pdf->font_count; i++)
        if (!font_write(pdf, &pdf->fonts[i], err))
            return false;
    return true;
}
