#include "render/chart/pen.h"

#include <stdlib.h>
#include <string.h>

/* Advance widths of Noto Sans, thousandths of an em, from U+0020 to U+007E. */
static const uint16_t widths[] = {260, 268, 408, 646, 572, 831, 730, 225, 300,
    300, 551, 572, 268, 322, 268, 372, 572, 572, 572, 572, 572, 572, 572, 572,
    572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 729, 556, 519,
    728, 741, 339, 273, 619, 524, 907, 760, 781, 605, 781, 622, 549, 556, 731,
    600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615,
    564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479,
    361, 618, 508, 786, 529, 508, 470, 380, 551, 380, 572};

enum {
    WIDTH_LATIN = 740, /* accented letters: the widest common one */
    WIDTH_OTHER = 1040,
    WIDTH_NARROW_SPACE = 260,
    BOLD_PERCENT = 119,
};

static int32_t
width_of(uint32_t point)
{
    if (point >= 0x20 && point < 0x7F) {
        return widths[point - 0x20];
    }
    if (point == 0xA0 || point == 0x202F) {
        return WIDTH_NARROW_SPACE;
    }
    return point < 0x250 || (point >= 0x2010 && point < 0x2020) ? WIDTH_LATIN
                                                                : WIDTH_OTHER;
}

int32_t
pen_width(struct span words, int32_t size, bool bold)
{
    int64_t width = 0;
    size_t at = 0;
    while (at < words.len && width < INT32_MAX / 2) {
        width += width_of(utf8_next(words, &at));
    }
    width = width * size / 1000 + 1;
    width = bold ? width * BOLD_PERCENT / 100 : width;
    return width > INT32_MAX / 4 ? INT32_MAX / 4 : (int32_t)width;
}

bool
pen_fit(struct arena *arena, struct span words, const struct pen_text *how,
    int32_t room, struct span *out, struct err *err)
{
    struct span kept = {words.ptr, 0};
    if (pen_width(words, how->size, how->bold) <= room) {
        *out = words;
        return true;
    }
    int32_t ellipsis = pen_width(span_of("…"), how->size, how->bold);
    for (size_t at = 0; at < words.len;) {
        (void)utf8_next(words, &at);
        struct span longer = {words.ptr, at};
        if (pen_width(longer, how->size, how->bold) + ellipsis > room) {
            break;
        }
        kept = longer;
    }
    kept = span_trim(kept);
    char *cut = arena_printf(arena, err, "%.*s…", (int)kept.len, kept.ptr);
    if (cut == NULL) {
        return false;
    }
    *out = span_of(cut);
    return true;
}

static void
put_length(struct pen *pen, int32_t value)
{
    int32_t size = abs(value);
    text_printf(&pen->out, "%s%d", value < 0 ? "-" : "", (int)(size / 100));
    if (size % 100 != 0) {
        text_printf(&pen->out, ".%02d", (int)(size % 100));
    }
}

static void
put_attribute(struct pen *pen, const char *name, int32_t value)
{
    text_printf(&pen->out, " %s=\"", name);
    put_length(pen, value);
    text_puts(&pen->out, "\"");
}

static void
put_style(struct pen *pen, const struct pen_style *style)
{
    const char *fill = style->fill == NULL ? "none" : style->fill;
    text_printf(&pen->out, " fill=\"%s\"", fill);
    if (style->stroke != NULL) {
        text_printf(&pen->out, " stroke=\"%s\"", style->stroke);
        put_attribute(pen, "stroke-width", style->stroke_width);
        if (style->dash != NULL) {
            text_printf(&pen->out, " stroke-dasharray=\"%s\"", style->dash);
        }
    }
    text_puts(&pen->out, "/>");
}

void
pen_open(struct pen *pen, int32_t width, int32_t height, struct span alt)
{
    text_puts(&pen->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                         "role=\"img\" width=\"");
    put_length(pen, width);
    text_puts(&pen->out, "pt\" height=\"");
    put_length(pen, height);
    text_puts(&pen->out, "pt\" viewBox=\"0 0 ");
    put_length(pen, width);
    text_puts(&pen->out, " ");
    put_length(pen, height);
    text_puts(&pen->out, "\" aria-label=\"");
    text_put_xml(&pen->out, alt);
    text_puts(&pen->out, "\">");
}

void
pen_close(struct pen *pen)
{
    text_puts(&pen->out, "</svg>");
}

void
pen_rectangle(
    struct pen *pen, const struct pen_box *box, const struct pen_style *style)
{
    text_puts(&pen->out, "<rect");
    put_attribute(pen, "x", box->x);
    put_attribute(pen, "y", box->y);
    put_attribute(pen, "width", box->width);
    put_attribute(pen, "height", box->height);
    put_style(pen, style);
}

void
pen_segment(
    struct pen *pen, const struct pen_line *line, const struct pen_style *style)
{
    text_puts(&pen->out, "<line");
    put_attribute(pen, "x1", line->x1);
    put_attribute(pen, "y1", line->y1);
    put_attribute(pen, "x2", line->x2);
    put_attribute(pen, "y2", line->y2);
    put_style(pen, style);
}

void
pen_circle(struct pen *pen, int32_t x, int32_t y, int32_t radius,
    const struct pen_style *style)
{
    text_puts(&pen->out, "<circle");
    put_attribute(pen, "cx", x);
    put_attribute(pen, "cy", y);
    put_attribute(pen, "r", radius);
    put_style(pen, style);
}

void
pen_polyline(struct pen *pen, const int32_t *points, size_t count,
    const struct pen_style *style)
{
    text_puts(&pen->out, "<polyline points=\"");
    for (size_t i = 0; i < count; i++) {
        text_puts(&pen->out, i == 0 ? "" : " ");
        put_length(pen, points[2 * i]);
        text_puts(&pen->out, ",");
        put_length(pen, points[2 * i + 1]);
    }
    text_puts(&pen->out, "\"");
    put_style(pen, style);
}

void
pen_write(struct pen *pen, const struct pen_text *how, struct span words)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    text_puts(&pen->out, "<text");
    put_attribute(pen, "x", how->x);
    put_attribute(pen, "y", how->y);
    put_attribute(pen, "font-size", how->size);
    if (how->anchor != PEN_START) {
        text_printf(&pen->out, " text-anchor=\"%s\"", anchors[how->anchor]);
    }
    if (how->bold) {
        text_puts(&pen->out, " font-weight=\"bold\"");
    }
    text_printf(&pen->out, " fill=\"%s\">", how->fill);
    text_put_xml(&pen->out, words);
    text_puts(&pen->out, "</text>");
}
