#include "render/layout/svg.h"

#include <string.h>

#include "base/xml.h"

/*
 * Text and its spans (SVG 1.1, 10.4 and 10.5). A chunk, which text-anchor
 * moves, begins wherever x or y is given.
 */
enum {
    SPAN_DEPTH_MAX = 16,
};

struct writer {
    struct svg *svg;
    double x, y;  /* the pen, in user units */
    double begun; /* x of the chunk */
    size_t chunk; /* its first operation */
    int anchor;
    bool space; /* the last character was one, or the chunk begins */
    int depth;
};

/* What of the matrix is neither size nor place; NULL when nothing is. */
static bool
make_matrix(struct svg *svg, const struct svg_matrix *m,
    const struct area_matrix **out, struct err *err)
{
    double scale = svg_scale(m);
    struct area_matrix matrix = {svg_millipoints(m->a / scale),
        svg_millipoints(m->b / scale), svg_millipoints(m->c / scale),
        svg_millipoints(m->d / scale)};
    *out = NULL;
    if (matrix.a == 1000 && matrix.b == 0 && matrix.c == 0 &&
        matrix.d == 1000) {
        return true;
    }
    struct area_matrix *copy =
        arena_alloc(svg->layout->arena, sizeof *copy, err);
    if (copy != NULL) {
        *copy = matrix;
        *out = copy;
    }
    return copy != NULL;
}

static bool
put_run(struct writer *writer, const struct svg_paint *paint,
    const struct font_run *run, struct err *err)
{
    struct svg *svg = writer->svg;
    const struct svg_matrix *m = &paint->matrix;
    struct area_op *op =
        vector_push(svg->layout, &svg->picture->ops, sizeof *op, err);
    if (op == NULL || !make_matrix(svg, m, &op->matrix, err)) {
        return false;
    }
    op->kind = AREA_TEXT;
    op->tag = svg->tag;
    op->x = svg_millipoints(m->a * writer->x + m->c * writer->y + m->e);
    op->y = svg_millipoints(m->b * writer->x + m->d * writer->y + m->f);
    op->run = run;
    op->size = svg_scaled(paint, paint->size);
    op->width = run->width;
    op->colour = paint->fill.value;
    op->opacity_percent = svg_percent(paint->opacity * paint->fill_opacity);
    writer->x += run->width / 1000.0 / svg_scale(m);
    return true;
}

static bool
put_words(struct writer *writer, const struct svg_paint *paint,
    struct span words, struct err *err)
{
    struct layout *layout = writer->svg->layout;
    const struct font *font;
    const struct font_run *runs;
    size_t count;
    int32_t size = svg_scaled(paint, paint->size);
    if (words.len == 0 || !paint->fill.set || paint->hidden || size <= 0) {
        return true;
    }
    if (!font_find(layout->fonts, paint->family, paint->weight,
            paint->italic != 0, &font, err) ||
        !font_shape(layout->fonts, layout_text(layout), font, words, size,
            &runs, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!put_run(writer, paint, &runs[i], err)) {
            return false;
        }
    }
    return true;
}

/* White space collapsed; `last`: none at the end either. */
static bool
put_text(struct writer *writer, const struct svg_paint *paint,
    struct span content, bool last, struct err *err)
{
    struct text words;
    bool ended = writer->space;
    text_init(&words, LAYOUT_ARENA_TEXT_MAX);
    for (size_t i = 0; i < content.len; i++) {
        bool white = strchr(" \t\r\n", content.ptr[i]) != NULL;
        if (!white) {
            if (writer->space && !ended) {
                text_putc(&words, ' ');
            }
            text_putc(&words, content.ptr[i]);
        }
        ended = ended && white;
        writer->space = white;
    }
    if (writer->space && !ended && !last) {
        text_putc(&words, ' ');
    }
    struct span kept;
    bool ok =
        text_done(&words, err) &&
        span_copy(writer->svg->layout->arena, text_span(&words), &kept, err) &&
        put_words(writer, paint, kept, err);
    text_release(&words);
    return ok;
}

/* Move the chunk to where its anchor wants it. */
static void
end_chunk(struct writer *writer, const struct svg_matrix *m)
{
    struct vector *ops = &writer->svg->picture->ops;
    double aside = (writer->x - writer->begun) * writer->anchor / 2.0;
    for (size_t i = writer->chunk; i < ops->count; i++) {
        op_at(ops, i)->x -= svg_millipoints(m->a * aside);
        op_at(ops, i)->y -= svg_millipoints(m->b * aside);
    }
    writer->chunk = ops->count;
    writer->begun = writer->x;
}

static void
move_to(struct writer *writer, const struct shape *shape)
{
    const xmlNode *node = shape->node;
    if (xml_attribute(node, "x") != NULL || xml_attribute(node, "y") != NULL) {
        end_chunk(writer, &shape->paint->matrix);
        writer->x = svg_length(node, "x", writer->x);
        writer->y = svg_length(node, "y", writer->y);
        writer->begun = writer->x;
        writer->anchor = shape->paint->anchor;
        writer->space = true;
    }
    writer->x += svg_length(node, "dx", 0.0);
    writer->y += svg_length(node, "dy", 0.0);
}

static bool put_children(
    struct writer *writer, const struct shape *shape, struct err *err);

static bool
put_span(struct writer *writer, const struct shape *parent, struct err *err)
{
    struct svg_paint paint = *parent->paint;
    const xmlNode *node = parent->node;
    if (xml_is(node, svg_namespace, "title") ||
        xml_is(node, svg_namespace, "desc")) {
        return true;
    }
    if (!xml_is(node, svg_namespace, "tspan") ||
        xml_attribute(node, "transform") != NULL ||
        ++writer->depth > SPAN_DEPTH_MAX) {
        err_set(err, ERR_INPUT, "the element '%s' is not supported in SVG text",
            (const char *)node->name);
        return false;
    }
    if (!svg_paint_read(&paint, node, err)) {
        return false;
    }
    const struct shape shape = {node, &paint};
    move_to(writer, &shape);
    bool ok = put_children(writer, &shape, err);
    writer->depth--;
    return ok;
}

static bool
put_children(struct writer *writer, const struct shape *shape, struct err *err)
{
    for (const xmlNode *node = shape->node->children; node != NULL;
         node = node->next) {
        bool ok = true;
        if (node->type == XML_ELEMENT_NODE) {
            const struct shape child = {node, shape->paint};
            ok = put_span(writer, &child, err);
        } else if (node->content != NULL &&
                   (node->type == XML_TEXT_NODE ||
                       node->type == XML_CDATA_SECTION_NODE)) {
            bool last = node->next == NULL && writer->depth == 0;
            ok = put_text(writer, shape->paint,
                span_of((const char *)node->content), last, err);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool
svg_text(struct svg *svg, const struct shape *shape, struct err *err)
{
    struct writer writer = {.svg = svg,
        .chunk = svg->picture->ops.count,
        .anchor = shape->paint->anchor,
        .space = true};
    if (svg_scale(&shape->paint->matrix) <= 0.0) {
        return true;
    }
    move_to(&writer, shape);
    if (!put_children(&writer, shape, err)) {
        return false;
    }
    end_chunk(&writer, &shape->paint->matrix);
    return true;
}
