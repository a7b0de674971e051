#include "render/pdf/pdf.h"

#include <stdlib.h>

/*
 * Text by TJ (9.4.3). Layout places every glyph to the millipoint, a viewer
 * advances by the widths of the font; where the two drift apart by more than
 * half a thousandth of the em, a number in the array brings them together.
 */
enum {
    MICRO = 1000000
}; /* positions are in millionths of the em */

struct writer {
    struct pdf_painter *painter;
    const struct area_op *op;
    struct pdf_font *font;
    int64_t wanted_mp; /* pen of layout, from the start of the text */
    int64_t shown;     /* pen of the viewer, MICRO to the em */
    bool open;         /* within the hex string of a TJ array */
    int32_t rise;      /* millipoints, as the viewer has it */
};

/* Where the next other cluster begins in the text, or its end. */
static size_t
cluster_end(const struct font_run *run, size_t at)
{
    uint32_t start = run->glyphs[at].cluster;
    size_t end = run->text.len;

    /* Left to right it is the next to the right, else to the left. */
    for (size_t i = at + 1; i < run->glyph_count; i++)
        if (run->glyphs[i].cluster != start) {
            if (run->glyphs[i].cluster > start)
                end = run->glyphs[i].cluster;
            break;
        }
    for (size_t i = at; i-- > 0;)
        if (run->glyphs[i].cluster != start) {
            if (run->glyphs[i].cluster > start && run->glyphs[i].cluster < end)
                end = run->glyphs[i].cluster;
            break;
        }
    return end;
}

/* The text that a glyph stands for: all of its cluster, or nothing. */
static struct span
glyph_text(const struct font_run *run, size_t at)
{
    uint32_t start = run->glyphs[at].cluster;

    if (at > 0 && run->glyphs[at - 1].cluster == start)
        return (struct span){"", 0};
    return (struct span){run->text.ptr + start, cluster_end(run, at) - start};
}

static void
close_array(struct writer *writer)
{
    if (writer->open)
        text_puts(&writer->painter->content, ">] TJ\n");
    writer->open = false;
}

static void
set_rise(struct writer *writer, int32_t rise)
{
    if (rise == writer->rise)
        return;
    close_array(writer);
    pdf_put_number(&writer->painter->content, rise);
    text_puts(&writer->painter->content, " Ts\n");
    writer->rise = rise;
}

/* Bring the viewer's pen to where layout wants the glyph. */
static void
move_pen(struct writer *writer, int32_t offset_mp)
{
    struct text *content = &writer->painter->content;
    int64_t wanted = (writer->wanted_mp + offset_mp) * MICRO / writer->op->size;
    int64_t gap = wanted - writer->shown;
    int64_t half = MICRO / PDF_EM / 2;
    int64_t step = (gap + (gap < 0 ? -half : half)) / (MICRO / PDF_EM);

    if (!writer->open) {
        text_puts(content, "[<");
        writer->open = true;
    }
    if (step == 0)
        return;
    text_putc(content, '>');
    pdf_put_integer(content, -step);
    text_putc(content, '<');
    writer->shown += step * (MICRO / PDF_EM);
}

static bool
show_glyph(struct writer *writer, size_t at, struct err *err)
{
    struct pdf_painter *painter = writer->painter;
    const struct font_run *run = writer->op->run;
    const struct font_glyph *glyph = &run->glyphs[at];
    struct span text = glyph_text(run, at);
    const struct pdf_code *code =
        pdf_font_code(painter->pdf, writer->font, glyph->id, text, err);

    if (code == NULL)
        return false;
    set_rise(writer, glyph->y_offset);
    move_pen(writer, glyph->x_offset);
    pdf_put_code(&painter->content, code->code);
    writer->shown += (int64_t)code->width * (MICRO / PDF_EM);
    writer->wanted_mp += glyph->advance + writer->op->letter_space;
    if (span_is(text, " ") || span_is(text, "\xC2\xA0"))
        writer->wanted_mp += writer->op->word_space;
    return true;
}

/* Where the text begins, and how it lies: Td for text that stands upright. */
static void
put_place(struct pdf_painter *painter, const struct area_op *op)
{
    static const int turns[4][4] = {
        {1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0}};
    static const struct area_matrix upright = {1000, 0, 0, 1000};
    const struct area_matrix *m = op->matrix == NULL ? &upright : op->matrix;
    const int *t = turns[op->turns % 4];
    /* In PDF y grows upwards. */
    const int32_t both[4] = {m->a * t[0] - m->b * t[2],
        m->a * t[1] - m->b * t[3], m->d * t[2] - m->c * t[0],
        m->d * t[3] - m->c * t[1]};
    bool plain = op->turns % 4 == 0 && op->matrix == NULL;
    for (size_t i = 0; !plain && i < 4; i++) {
        pdf_put_number(&painter->content, both[i]);
        text_putc(&painter->content, ' ');
    }
    pdf_put_number(&painter->content, op->x);
    text_putc(&painter->content, ' ');
    pdf_put_number(&painter->content, painter->page_height - op->y);
    text_puts(&painter->content, plain ? " Td\n" : " Tm\n");
}

bool
pdf_paint_text(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    bool seen_through = op->opacity_percent < 100;
    struct writer writer = {.painter = painter, .op = op};
    size_t number = 0;

    if (op->run == NULL || op->run->glyph_count == 0 || op->size <= 0)
        return true;
    writer.font = pdf_font_use(painter->pdf, op->run->font, &number, err);
    if (writer.font == NULL)
        return false;
    if (seen_through) {
        text_puts(&painter->content, "q\n");
        pdf_paint_opacity(painter, op->opacity_percent);
    }
    pdf_paint_colour(painter, op->colour, /* stroke= */ false);
    text_puts(&painter->content, "BT /F");
    pdf_put_integer(&painter->content, (int64_t)number);
    text_putc(&painter->content, ' ');
    pdf_put_number(&painter->content, op->size);
    text_puts(&painter->content, " Tf ");
    put_place(painter, op);
    for (size_t i = 0; i < op->run->glyph_count; i++)
        if (!show_glyph(&writer, i, err))
            return false;
    close_array(&writer);
    set_rise(&writer, 0);
    text_puts(&painter->content, "ET\n");
    if (seen_through) {
        text_puts(&painter->content, "Q\n");
        painter->coloured = false;
    }
    return true;
}
