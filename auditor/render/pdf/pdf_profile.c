#include "render/pdf/pdf.h"

#include <string.h>

/*
 * The sRGB colour space (IEC 61966-2-1) as an ICC display profile of version
 * 4.2 (ICC.1:2004-10): matrix and parametric curve, adapted to D50 by the
 * Bradford transform. Numbers are s15Fixed16.
 */
enum {
    HEADER_BYTES = 128,
    TAG_COUNT = 10,
    DATA_AT = HEADER_BYTES + 4 + 12 * TAG_COUNT,
    TEXT_BYTES = 40, /* mluc with one record, padded */
    XYZ_BYTES = 20,
    MATRIX_BYTES = 44,
    CURVE_BYTES = 32,
};

struct number_tag {
    const char *type;
    uint32_t at;
    uint32_t bytes;
    int count;
    int32_t numbers[9];
};

enum {
    DESC_AT = DATA_AT,
    CPRT_AT = DESC_AT + TEXT_BYTES,
    WHITE_AT = CPRT_AT + TEXT_BYTES,
    RED_AT = WHITE_AT + XYZ_BYTES,
    GREEN_AT = RED_AT + XYZ_BYTES,
    BLUE_AT = GREEN_AT + XYZ_BYTES,
    CHAD_AT = BLUE_AT + XYZ_BYTES,
    CURVE_AT = CHAD_AT + MATRIX_BYTES,
    PROFILE_END = CURVE_AT + CURVE_BYTES,
};

_Static_assert((int)PROFILE_END == (int)PDF_PROFILE_BYTES, "room for it");

/* Primaries, white and curve as IEC 61966-2-1 gives them, times 65536. */
static const struct number_tag number_tags[] = {
    {"XYZ ", WHITE_AT, XYZ_BYTES, 3, {63190, 65536, 54061}},
    {"XYZ ", RED_AT, XYZ_BYTES, 3, {28579, 14582, 913}},
    {"XYZ ", GREEN_AT, XYZ_BYTES, 3, {25236, 46981, 6364}},
    {"XYZ ", BLUE_AT, XYZ_BYTES, 3, {9377, 3973, 46804}},
    {"sf32", CHAD_AT, MATRIX_BYTES, 9,
        {68669, 1500, -3285, 1936, 64912, -1117, -605, 986, 49292}},
    /* Function type 3 stands before the numbers: g, a, b, c, d. */
    {"para", CURVE_AT, CURVE_BYTES, 5, {157286, 62119, 3417, 5072, 2651}},
};

static const struct {
    const char *name;
    uint32_t at;
    uint32_t bytes;
} directory[TAG_COUNT] = {
    {"desc", DESC_AT, TEXT_BYTES},
    {"cprt", CPRT_AT, TEXT_BYTES},
    {"wtpt", WHITE_AT, XYZ_BYTES},
    {"rXYZ", RED_AT, XYZ_BYTES},
    {"gXYZ", GREEN_AT, XYZ_BYTES},
    {"bXYZ", BLUE_AT, XYZ_BYTES},
    {"chad", CHAD_AT, MATRIX_BYTES},
    {"rTRC", CURVE_AT, CURVE_BYTES},
    {"gTRC", CURVE_AT, CURVE_BYTES},
    {"bTRC", CURVE_AT, CURVE_BYTES},
};

static void
put32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void
put_header(uint8_t *out)
{
    put32(out, PROFILE_END);
    put32(out + 8, 0x04200000); /* version 4.2 */
    memcpy(out + 12, "mntrRGB XYZ ", 12);
    put32(out + 24, 2004u << 16 | 10); /* the date of the specification */
    put32(out + 28, 1u << 16);
    memcpy(out + 36, "acsp", 4);
    for (int i = 0; i < 3; i++) /* the illuminant of the connection space */
        put32(out + 68 + 4 * i, (uint32_t)number_tags[0].numbers[i]);
}

/* multiLocalizedUnicodeType with one English record. */
static void
put_words(uint8_t *out, const char *words)
{
    size_t len = strlen(words);

    memcpy(out, "mluc", 4);
    put32(out + 8, 1);
    put32(out + 12, 12);
    memcpy(out + 16, "enUS", 4);
    put32(out + 20, (uint32_t)(2 * len));
    put32(out + 24, 28);
    for (size_t i = 0; i < len; i++)
        out[28 + 2 * i + 1] = (uint8_t)words[i];
}

void
pdf_profile_build(uint8_t out[PDF_PROFILE_BYTES])
{
    memset(out, 0, PDF_PROFILE_BYTES);
    put_header(out);
    put32(out + HEADER_BYTES, TAG_COUNT);
    for (size_t i = 0; i < TAG_COUNT; i++) {
        uint8_t *entry = out + HEADER_BYTES + 4 + 12 * i;

        memcpy(entry, directory[i].name, 4);
        put32(entry + 4, directory[i].at);
        put32(entry + 8, directory[i].bytes);
    }
    put_words(out + DESC_AT, "sRGB");
    put_words(out + CPRT_AT, "CC0");
    for (size_t i = 0; i < sizeof number_tags / sizeof number_tags[0]; i++) {
        const struct number_tag *tag = &number_tags[i];
        uint8_t *at = out + tag->at;

        memcpy(at, tag->type, 4);
        at += 8;
        if (strcmp(tag->type, "para") == 0) {
            at[1] = 3;
            at += 4;
        }
        for (int k = 0; k < tag->count; k++)
            put32(at + 4 * k, (uint32_t)tag->numbers[k]);
    }
}
