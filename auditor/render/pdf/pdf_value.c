#include "render/pdf/pdf.h"

#include "base/clock.h"

void
pdf_put_number(struct text *text, int64_t thousandths)
{
    char digits[32];
    size_t at = sizeof digits;
    uint64_t rest =
        thousandths < 0 ? 0 - (uint64_t)thousandths : (uint64_t)thousandths;
    unsigned fraction = (unsigned)(rest % 1000);

    if (fraction != 0) {
        unsigned place = 3;

        for (; fraction % 10 == 0; place--)
            fraction /= 10;
        for (; place > 0; place--, fraction /= 10)
            digits[--at] = (char)('0' + fraction % 10);
        digits[--at] = '.';
    }
    rest /= 1000;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (thousandths < 0)
        digits[--at] = '-';
    text_put(text, (struct span){digits + at, sizeof digits - at});
}

void
pdf_put_integer(struct text *text, int64_t number)
{
    pdf_put_number(text, number * 1000);
}

void
pdf_put_code(struct text *text, uint32_t unit)
{
    static const char hex[] = "0123456789ABCDEF";
    char digits[4];

    for (unsigned i = 0; i < sizeof digits; i++)
        digits[i] = hex[unit >> (12 - 4 * i) & 0xF];
    text_put(text, (struct span){digits, sizeof digits});
}

void
pdf_put_utf16(struct text *text, struct span utf8)
{
    size_t at = 0;

    while (at < utf8.len) {
        uint32_t character = utf8_next(utf8, &at);

        if (character >= 0x10000) {
            pdf_put_code(text, 0xD800 + ((character - 0x10000) >> 10));
            character = 0xDC00 + ((character - 0x10000) & 0x3FF);
        }
        pdf_put_code(text, character);
    }
}

static bool
is_plain(struct span utf8)
{
    for (size_t i = 0; i < utf8.len; i++)
        if (utf8.ptr[i] < ' ' || utf8.ptr[i] > '~')
            return false;
    return true;
}

void
pdf_put_text_string(struct text *text, struct span utf8)
{
    if (!is_plain(utf8)) {
        text_puts(text, "<FEFF");
        pdf_put_utf16(text, utf8);
        text_putc(text, '>');
        return;
    }
    text_putc(text, '(');
    for (size_t i = 0; i < utf8.len; i++) {
        char byte = utf8.ptr[i];

        if (byte == '(' || byte == ')' || byte == '\\')
            text_putc(text, '\\');
        text_putc(text, byte);
    }
    text_putc(text, ')');
}

void
pdf_put_date(struct text *text, int64_t time_s)
{
    char rfc3339[CLOCK_TEXT_BYTES];

    clock_text(time_s, rfc3339);
    text_puts(text, "(D:");
    for (const char *c = rfc3339; *c != '\0'; c++)
        if (*c >= '0' && *c <= '9')
            text_putc(text, *c);
    text_puts(text, "Z)");
}

void
pdf_put_reference(struct text *text, HPDF_Dict object)
{
    pdf_put_integer(text, object->header.obj_id & PDF_OBJECT_NUMBER_MASK);
    text_puts(text, " 0 R");
}
