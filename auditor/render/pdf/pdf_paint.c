#include "render/pdf/pdf.h"

#include "base/limits.h"

#include <string.h>

/* Drawing operations as content streams (8.5), with marked content (14.6). */
enum {
    DASH_ON = 3, /* dashes and dots, in thicknesses of the line */
    DASH_OFF = 2,
    DOT_OFF = 2,
    COLOUR_MAX = 255,
};

static void
put_point(struct pdf_painter *painter, int32_t x, int32_t y)
{
    pdf_put_number(&painter->content, x);
    text_putc(&painter->content, ' ');
    pdf_put_number(&painter->content, (int64_t)painter->page_height - y);
    text_putc(&painter->content, ' ');
}

static void
put_colour(struct text *content, struct area_colour colour)
{
    const uint8_t parts[3] = {colour.red, colour.green, colour.blue};

    for (int i = 0; i < 3; i++) {
        pdf_put_number(
            content, (parts[i] * 1000 + COLOUR_MAX / 2) / COLOUR_MAX);
        text_putc(content, ' ');
    }
}

void
pdf_paint_colour(
    struct pdf_painter *painter, struct area_colour colour, bool stroke)
{
    if (stroke) {
        put_colour(&painter->content, colour);
        text_puts(&painter->content, "RG\n");
        return;
    }
    if (painter->coloured && painter->colour.red == colour.red &&
        painter->colour.green == colour.green &&
        painter->colour.blue == colour.blue)
        return;
    put_colour(&painter->content, colour);
    text_puts(&painter->content, "rg\n");
    painter->coloured = true;
    painter->colour = colour;
}

/* The area of the operation as a path. */
static void
put_rectangle(struct pdf_painter *painter, const struct area_op *op)
{
    put_point(painter, op->x, op->y + op->height);
    pdf_put_number(&painter->content, op->width);
    text_putc(&painter->content, ' ');
    pdf_put_number(&painter->content, op->height);
    text_puts(&painter->content, " re ");
}

static bool
paint_rectangle(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    (void)err;
    pdf_paint_colour(painter, op->colour, /* stroke= */ false);
    put_rectangle(painter, op);
    text_puts(&painter->content, "f\n");
    return true;
}

static void
put_dash(struct text *content, int64_t on, int64_t off)
{
    text_putc(content, '[');
    pdf_put_number(content, on);
    text_putc(content, ' ');
    pdf_put_number(content, off);
    text_puts(content, "] 0 d\n");
}

static void
put_pen(struct text *content, const struct area_pen *pen)
{
    if (pen->cap != 0)
        text_printf(content, "%u J\n", (unsigned)pen->cap);
    if (pen->join != 0)
        text_printf(content, "%u j\n", (unsigned)pen->join);
    if (pen->join == 0) {
        pdf_put_number(content, pen->miter);
        text_puts(content, " M\n");
    }
    if (pen->dash_count == 0)
        return;
    text_putc(content, '[');
    for (uint32_t i = 0; i < pen->dash_count; i++) {
        pdf_put_number(content, pen->dashes[i]);
        text_putc(content, i + 1 < pen->dash_count ? ' ' : ']');
    }
    text_putc(content, ' ');
    pdf_put_number(content, pen->dash_offset);
    text_puts(content, " d\n");
}

void
pdf_paint_opacity(struct pdf_painter *painter, uint8_t percent)
{
    painter->pdf->opacity[percent] = true;
    text_printf(&painter->content, "/G%u gs\n", (unsigned)percent);
}

static void
put_stroke(struct pdf_painter *painter, int32_t thickness)
{
    pdf_put_number(&painter->content, thickness);
    text_puts(&painter->content, " w\n");
}

/* One straight stroke, moved sideways by `aside`. */
static void
put_straight(
    struct pdf_painter *painter, const struct area_op *op, int32_t aside)
{
    bool upright = op->width == 0;
    int32_t x = op->x + (upright ? aside : 0);
    int32_t y = op->y + (upright ? 0 : aside);

    put_point(painter, x, y);
    text_puts(&painter->content, "m ");
    put_point(painter, x + op->width, y + op->height);
    text_puts(&painter->content, "l S\n");
}

static bool
paint_line(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    struct text *content = &painter->content;
    int32_t thickness = op->thickness;

    (void)err;
    text_puts(content, "q\n");
    pdf_paint_colour(painter, op->colour, /* stroke= */ true);
    if (op->stroke == AREA_DOUBLE) {
        /* CSS 2.1, 8.5.3: two lines and the space between them. */
        put_stroke(painter, thickness / 3);
        put_straight(painter, op, -(thickness / 3));
        put_straight(painter, op, thickness / 3);
        text_puts(content, "Q\n");
        return true;
    }
    put_stroke(painter, thickness);
    if (op->stroke == AREA_DASHED)
        put_dash(content, (int64_t)DASH_ON * thickness,
            (int64_t)DASH_OFF * thickness);
    if (op->stroke == AREA_DOTTED) {
        text_puts(content, "1 J "); /* round caps of no length are dots */
        put_dash(content, 0, (int64_t)DOT_OFF * thickness);
    }
    put_straight(painter, op, 0);
    text_puts(content, "Q\n");
    return true;
}

static void
put_step(struct pdf_painter *painter, const struct area_path_step *step)
{
    static const struct {
        const char *operator;
        int points;
    } verbs[] = {
        [AREA_MOVE] = {"m\n", 1},
        [AREA_LINE_TO] = {"l\n", 1},
        [AREA_CURVE] = {"c\n", 3},
        [AREA_CLOSE] = {"h\n", 0},
    };

    for (int i = 0; i < verbs[step->verb].points; i++)
        put_point(painter, step->x[i], step->y[i]);
    text_puts(&painter->content, verbs[step->verb].operator);
}

static bool
paint_path(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    static const char *const ends[2][2][2] = {
        {{"n\n", "S\n"}, {"f\n", "B\n"}}, {{"n\n", "S\n"}, {"f*\n", "B*\n"}}};
    struct text *content = &painter->content;
    struct area_colour before = painter->colour;
    bool coloured = painter->coloured;

    (void)err;
    text_puts(content, "q\n");
    if (op->opacity_percent < 100)
        pdf_paint_opacity(painter, op->opacity_percent);
    if (op->filled)
        pdf_paint_colour(painter, op->colour, /* stroke= */ false);
    if (op->stroked) {
        pdf_paint_colour(painter, op->stroke_colour, /* stroke= */ true);
        put_stroke(painter, op->thickness);
    }
    if (op->stroked && op->pen != NULL)
        put_pen(content, op->pen);
    for (size_t i = 0; i < op->step_count; i++)
        put_step(painter, &op->steps[i]);
    text_puts(content, ends[op->even_odd][op->filled][op->stroked]);
    text_puts(content, "Q\n");
    painter->colour = before; /* as Q does */
    painter->coloured = coloured;
    return true;
}

static bool
paint_clip(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    (void)err;
    text_puts(&painter->content, "q ");
    put_rectangle(painter, op);
    text_puts(&painter->content, "W n\n");
    return true;
}

static bool
paint_unclip(
    struct pdf_painter *painter, const struct area_op *op, struct err *err)
{
    (void)op;
    (void)err;
    text_puts(&painter->content, "Q\n");
    painter->coloured = false; /* the colour is that before the clip */
    return true;
}

/* To add a kind of operation: a function and its row. */
static bool (*const painters[])(
    struct pdf_painter *, const struct area_op *, struct err *) = {
    [AREA_TEXT] = pdf_paint_text,
    [AREA_RECTANGLE] = paint_rectangle,
    [AREA_LINE] = paint_line,
    [AREA_IMAGE] = pdf_paint_image,
    [AREA_PATH] = paint_path,
    [AREA_CLIP] = paint_clip,
    [AREA_UNCLIP] = paint_unclip,
};

static void
mark_end(struct pdf_painter *painter)
{
    if (painter->marked)
        text_puts(&painter->content, "EMC\n");
    painter->marked = false;
}

/* Open the marked content of the tag unless it is open already. */
static bool
mark_begin(struct pdf_painter *painter, int32_t tag, struct err *err)
{
    struct pdf *pdf = painter->pdf;
    void *marks = pdf->marks;
    struct pdf_mark *mark = NULL;

    if (tag >= 0 && (size_t)tag < pdf->tags.count &&
        pdf_tag_is_decoration(&pdf->tags.items[tag]))
        tag = AREA_ARTIFACT;
    if (painter->marked && painter->tag == tag)
        return true;
    mark_end(painter);
    painter->marked = true;
    painter->tag = tag;
    if (tag == AREA_ARTIFACT) {
        text_puts(&painter->content, "/Artifact BMC\n");
        return true;
    }
    if (tag < 0 || (size_t)tag >= pdf->tags.count) {
        err_set(err, ERR_USAGE, "the tag %d does not exist", (int)tag);
        return false;
    }
    mark = arena_push(pdf->arena, &marks, &pdf->mark_count, &pdf->mark_capacity,
        sizeof *mark, err);
    pdf->marks = marks;
    if (mark == NULL)
        return false;
    *mark = (struct pdf_mark){tag, painter->page, painter->mcid++};
    text_putc(&painter->content, '/');
    text_puts(&painter->content, pdf->tags.items[tag].role);
    text_puts(&painter->content, " <</MCID ");
    pdf_put_integer(&painter->content, mark->mcid);
    text_puts(&painter->content, ">> BDC\n");
    return true;
}

static struct pdf_page *
add_page(struct pdf *pdf, struct err *err)
{
    void *pages = pdf->pages;
    struct pdf_page *page = arena_push(pdf->arena, &pages, &pdf->page_count,
        &pdf->page_capacity, sizeof *page, err);

    pdf->pages = pages;
    return page;
}

bool
pdf_paint_page(struct pdf *pdf, const struct area_page *area, struct err *err)
{
    struct pdf_painter painter = {.pdf = pdf,
        .page = (int32_t)pdf->page_count,
        .page_height = area->height};
    struct pdf_page *page = add_page(pdf, err);
    bool ok = false;

    if (page == NULL)
        return false;
    text_init(&painter.content, LIMIT_PDF_BYTES);
    for (size_t i = 0; i < area->op_count; i++) {
        const struct area_op *op = &area->ops[i];

        bool clips = op->kind == AREA_CLIP || op->kind == AREA_UNCLIP;

        if (clips)
            mark_end(&painter);
        if ((!clips && !mark_begin(&painter, op->tag, err)) ||
            !painters[op->kind](&painter, op, err))
            goto out;
    }
    mark_end(&painter);
    if (!text_done(&painter.content, err))
        goto out;
    page->object = pdf_reserve(pdf, err);
    page->content = pdf_stream(
        pdf, text_span(&painter.content), /* compressed= */ true, err);
    ok = page->object != NULL && page->content != NULL;
out:
    text_release(&painter.content);
    return ok;
}
