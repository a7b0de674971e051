#include "render/pdf/pdf.h"

#include "render/font_face.h"

/*
 * Fonts as Type0 over CIDFontType2 with Identity-H (9.7): a character code is
 * the glyph's number in the face, so that subsets keep their numbers. A glyph
 * that stands for different texts (a space and a no-break space) has a code
 * of its own for each, from the face's glyph count on.
 */
enum {
    FONTS_MAX = FONT_FILES_MAX
};

static bool
font_begin(struct pdf *pdf, struct pdf_font *font, const struct font *face,
    struct err *err)
{
    hb_blob_t *glyf =
        hb_face_reference_table(face->face, HB_TAG('g', 'l', 'y', 'f'));
    unsigned glyf_bytes = hb_blob_get_length(glyf);

    hb_blob_destroy(glyf);
    if (glyf_bytes == 0) {
        err_set(err, ERR_SYSTEM,
            "cannot embed '%s': it has no TrueType outlines", face->file->path);
        return false;
    }
    font->face = face;
    font->glyph_count = hb_face_get_glyph_count(face->face);
    font->next_code = font->glyph_count;
    font->first_code = arena_alloc_array(
        pdf->arena, font->glyph_count, sizeof *font->first_code, err);
    if (font->first_code == NULL)
        return false;
    for (uint32_t i = 0; i < font->glyph_count; i++)
        font->first_code[i] = -1;
    font->object = pdf_reserve(pdf, err);
    return font->object != NULL;
}

struct pdf_font *
pdf_font_use(
    struct pdf *pdf, const struct font *font, size_t *number, struct err *err)
{
    size_t at = 0;

    if (pdf->fonts == NULL) {
        pdf->fonts =
            arena_alloc_array(pdf->arena, FONTS_MAX, sizeof *pdf->fonts, err);
        if (pdf->fonts == NULL)
            return NULL;
    }
    while (at < pdf->font_count && pdf->fonts[at].face != font)
        at++;
    if (at == FONTS_MAX) {
        err_set(err, ERR_LIMIT, "cannot embed more than %d fonts", FONTS_MAX);
        return NULL;
    }
    if (at == pdf->font_count) {
        if (!font_begin(pdf, &pdf->fonts[at], font, err))
            return NULL;
        pdf->font_count++;
    }
    *number = at + 1;
    return &pdf->fonts[at];
}

static struct pdf_code *
code_add(struct pdf *pdf, struct pdf_font *font, struct pdf_code code,
    struct err *err)
{
    void *codes = font->codes;
    struct pdf_code *slot = arena_push(pdf->arena, &codes, &font->code_count,
        &font->code_capacity, sizeof *slot, err);

    font->codes = codes;
    if (slot == NULL || !span_copy(pdf->arena, code.text, &code.text, err))
        return NULL;
    *slot = code;
    return slot;
}

/* Nearly every glyph stands for one letter. */
static bool
is_text(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || a.ptr[0] == b.ptr[0]) &&
           (a.len <= 1 || span_equal(a, b));
}

const struct pdf_code *
pdf_font_code(struct pdf *pdf, struct pdf_font *font, uint32_t glyph,
    struct span text, struct err *err)
{
    uint32_t code = glyph;
    struct pdf_code *added = NULL;

    if (glyph >= font->glyph_count) {
        err_set(err, ERR_USAGE, "glyph %u is not in '%s'", (unsigned)glyph,
            font->face->file->path);
        return NULL;
    }
    for (int32_t at = font->first_code[glyph]; at >= 0;
         at = font->codes[at].next)
        if (is_text(font->codes[at].text, text))
            return &font->codes[at];
    if (font->first_code[glyph] >= 0)
        code = font->next_code++;
    if (code > UINT16_MAX) {
        err_set(err, ERR_LIMIT, "too many characters in one font");
        return NULL;
    }
    added = code_add(pdf, font,
        (struct pdf_code){.code = (uint16_t)code,
            .glyph = (uint16_t)glyph,
            .text = text,
            .next = font->first_code[glyph],
            .width = pdf_font_width(font, glyph)},
        err);
    if (added != NULL)
        font->first_code[glyph] = (int32_t)font->code_count - 1;
    return added;
}

int32_t
pdf_font_width(const struct pdf_font *font, uint32_t glyph)
{
    return font_scale(font->face,
        hb_font_get_glyph_h_advance(font->face->shaper, glyph), PDF_EM);
}

void
pdf_font_resources(struct pdf *pdf)
{
    for (size_t i = 0; i < pdf->font_count; i++) {
        text_printf(&pdf->body, "/F%zu ", i + 1);
        pdf_put_reference(&pdf->body, pdf->fonts[i].object);
        text_putc(&pdf->body, '\n');
    }
}
