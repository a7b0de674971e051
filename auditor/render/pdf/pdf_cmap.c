#include "render/pdf/pdf.h"

enum {
    ENTRIES_MAX = 100, /* of one bfchar section, 9.10.3 */
    BYTE_ORDER_MARK = 0xFEFF,
};

/* What a glyph without a text of its own says: the word joiner, U+2060. */
static const char nothing[] = "\xE2\x81\xA0";

/*
 * ISO 19005-3, 6.2.11.7.2 forbids U+FEFF as the meaning of a glyph: such a
 * glyph is invisible and says nothing.
 */
static struct span
meaning_of(struct span text)
{
    size_t at = 0;

    if (text.len == 0 || utf8_next(text, &at) == BYTE_ORDER_MARK)
        return span_of(nothing);
    return text;
}

void
pdf_cmap_put(struct text *text, const struct pdf_code *codes, size_t count)
{
    text_puts(text, "/CIDInit /ProcSet findresource begin\n"
                    "12 dict begin\nbegincmap\n"
                    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
                    "/Supplement 0>> def\n"
                    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                    "1 begincodespacerange\n<0000> <FFFF>\n"
                    "endcodespacerange\n");
    for (size_t i = 0; i < count; i++) {
        size_t left = count - i;

        if (i % ENTRIES_MAX == 0)
            text_printf(text, "%zu beginbfchar\n",
                left < ENTRIES_MAX ? left : (size_t)ENTRIES_MAX);
        text_printf(text, "<%04X> <", (unsigned)codes[i].code);
        pdf_put_utf16(text, meaning_of(codes[i].text));
        text_puts(text, ">\n");
        if (i % ENTRIES_MAX == ENTRIES_MAX - 1 || left == 1)
            text_puts(text, "endbfchar\n");
    }
    text_puts(text, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
                    "end\nend\n");
}
