#include "render/layout/svg.h"

#include <string.h>

#include "base/xml.h"
#include "render/fo/fo_value.h"

/* Pictures of the SVG subset that our charts are written in. */

static const char svg_namespace[] = "http://www.w3.org/2000/svg";

enum {
    SVG_DEPTH_MAX = 32
};
static const double circle_control = 0.5522847498;

static double
attribute_number(const xmlNode *node, const char *name, double otherwise)
{
    const char *value = xml_attribute(node, name);
    double number;
    if (value == NULL) {
        return otherwise;
    }
    struct span text = span_of(value);
    return svg_number(&text, &number) ? number : otherwise;
}

static struct svg_matrix
matrix_multiply(const struct svg_matrix *m, const struct svg_matrix *n)
{
    return (struct svg_matrix){
        m->a * n->a + m->c * n->b,
        m->b * n->a + m->d * n->b,
        m->a * n->c + m->c * n->d,
        m->b * n->c + m->d * n->d,
        m->a * n->e + m->c * n->f + m->e,
        m->b * n->e + m->d * n->f + m->f,
    };
}

/* translate, scale and matrix; a rotation would turn our text upright. */
static bool
read_transform(struct svg_paint *paint, struct span text, struct err *err)
{
    struct span rest = span_trim(text);
    while (rest.len > 0) {
        size_t open = span_find(rest, span_of("("));
        struct span name = span_trim((struct span){rest.ptr, open});
        double v[6] = {0};
        size_t count = 0;
        if (open == rest.len) {
            break;
        }
        rest = (struct span){rest.ptr + open + 1, rest.len - open - 1};
        while (count < 6 && svg_number(&rest, &v[count])) {
            count++;
        }
        rest = span_trim(rest);
        struct svg_matrix m = {1, 0, 0, 1, 0, 0};
        if (span_is(name, "translate") && count > 0) {
            m.e = v[0];
            m.f = v[1];
        } else if (span_is(name, "scale") && count > 0) {
            m.a = v[0];
            m.d = count > 1 ? v[1] : v[0];
        } else if (span_is(name, "matrix") && count == 6) {
            m = (struct svg_matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
        } else {
            break;
        }
        if (rest.len == 0 || rest.ptr[0] != ')') {
            break;
        }
        paint->matrix = matrix_multiply(&paint->matrix, &m);
        rest = span_trim((struct span){rest.ptr + 1, rest.len - 1});
    }
    if (rest.len > 0) {
        err_set(err, ERR_INPUT, "the transform '%.*s' is not supported",
            text.len > 60 ? 60 : (int)text.len, text.ptr);
        return false;
    }
    return true;
}

static bool
read_colour(struct span value, struct fo_colour *out)
{
    if (span_is(value, "none")) {
        *out = (struct fo_colour){0};
        return true;
    }
    return fo_value_colour(value, out);
}

static bool
read_dashes(struct svg_paint *paint, struct span value)
{
    paint->dash_on = 0.0;
    paint->dash_off = 0.0;
    if (span_is(value, "none")) {
        return true;
    }
    if (!svg_number(&value, &paint->dash_on)) {
        return false;
    }
    if (!svg_number(&value, &paint->dash_off)) {
        paint->dash_off = paint->dash_on;
    }
    return paint->dash_on >= 0.0 && paint->dash_off >= 0.0;
}

static bool
read_presentation(struct svg_paint *paint, const char *name, struct span value)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    double number = 1.0;
    if (strcmp(name, "fill") == 0) {
        return read_colour(value, &paint->fill);
    }
    if (strcmp(name, "stroke") == 0) {
        return read_colour(value, &paint->stroke);
    }
    if (strcmp(name, "stroke-dasharray") == 0) {
        return read_dashes(paint, value);
    }
    if (strcmp(name, "font-family") == 0) {
        paint->family = value;
        return true;
    }
    if (strcmp(name, "font-weight") == 0) {
        paint->weight =
            span_is(value, "bold") || span_is(value, "700") ? 700 : 400;
        return true;
    }
    if (strcmp(name, "text-anchor") == 0) {
        for (int i = 0; i < 3; i++) {
            paint->anchor = span_is(value, anchors[i]) ? i : paint->anchor;
        }
        return true;
    }
    if (strcmp(name, "stroke-width") == 0) {
        return svg_number(&value, &paint->stroke_width);
    }
    if (strcmp(name, "font-size") == 0) {
        return svg_number(&value, &paint->size) && paint->size > 0.0 &&
               paint->size < 400.0;
    }
    if (strcmp(name, "fill-opacity") == 0 || strcmp(name, "opacity") == 0) {
        bool ok = svg_number(&value, &number);
        paint->fill_opacity *= number;
        return ok && number >= 0.0 && number <= 1.0;
    }
    return true;
}

static bool
read_paint(struct svg_paint *paint, const xmlNode *node, struct err *err)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        const char *name = (const char *)a->name;
        if (a->children == NULL || a->children->content == NULL) {
            continue;
        }
        struct span value =
            span_trim(span_of((const char *)a->children->content));
        if (strcmp(name, "transform") == 0) {
            if (!read_transform(paint, value, err)) {
                return false;
            }
        } else if (strcmp(name, "style") == 0 || strcmp(name, "class") == 0 ||
                   !read_presentation(paint, name, value)) {
            err_set(err, ERR_INPUT, "'%s' of '%s' is not supported in SVG",
                name, (const char *)node->name);
            return false;
        }
    }
    return true;
}

static double
scale_of(const struct svg_matrix *m)
{
    double x = m->a < 0.0 ? -m->a : m->a;
    double y = m->d < 0.0 ? -m->d : m->d;
    return (x + y) / 2.0;
}

static int32_t
scaled(const struct svg_paint *paint, double value)
{
    double result = value * scale_of(&paint->matrix) * 1000.0 + 0.5;
    return result > (double)FO_LENGTH_MAX ? FO_LENGTH_MAX : (int32_t)result;
}

/* The path made so far becomes one operation. */
static bool
flush(
    struct svg *svg, const struct svg_paint *paint, bool open, struct err *err)
{
    struct vector steps = svg->steps;
    svg->steps = (struct vector){0};
    bool fill = paint->fill.set && !open;
    if (steps.count == 0 || (!fill && !paint->stroke.set)) {
        return true;
    }
    struct area_op *op =
        vector_push(svg->layout, &svg->picture->ops, sizeof *op, err);
    if (op == NULL) {
        return false;
    }
    op->kind = AREA_PATH;
    op->tag = svg->tag;
    op->width = svg->picture->width;
    op->height = svg->picture->height;
    op->steps = steps.items;
    op->step_count = (uint32_t)steps.count;
    op->filled = fill;
    op->stroked = paint->stroke.set && paint->stroke_width > 0.0;
    op->colour = paint->fill.value;
    op->stroke_colour = paint->stroke.value;
    op->thickness = scaled(paint, paint->stroke_width);
    op->dash_on = scaled(paint, paint->dash_on);
    op->dash_off = scaled(paint, paint->dash_off);
    op->opacity_percent = (uint8_t)(paint->fill_opacity * 100.0 + 0.5);
    return true;
}

struct shape {
    const xmlNode *node;
    const struct svg_paint *paint;
};

static bool
move_to(struct svg *svg, const struct shape *shape, double x, double y,
    struct err *err)
{
    const double points[6] = {x, y};
    return svg_step(svg, shape->paint, AREA_MOVE, points, err);
}

static bool
line_to(struct svg *svg, const struct shape *shape, double x, double y,
    struct err *err)
{
    const double points[6] = {x, y};
    return svg_step(svg, shape->paint, AREA_LINE_TO, points, err);
}

static bool
close_path(struct svg *svg, const struct shape *shape, struct err *err)
{
    const double none[6] = {0};
    return svg_step(svg, shape->paint, AREA_CLOSE, none, err);
}

static bool
draw_line(struct svg *svg, const struct shape *shape, struct err *err)
{
    const xmlNode *node = shape->node;
    return move_to(svg, shape, attribute_number(node, "x1", 0),
               attribute_number(node, "y1", 0), err) &&
           line_to(svg, shape, attribute_number(node, "x2", 0),
               attribute_number(node, "y2", 0), err) &&
           flush(svg, shape->paint, true, err);
}

static bool
draw_ellipse_at(struct svg *svg, const struct shape *shape, const double box[4],
    struct err *err)
{
    double x = box[0];
    double y = box[1];
    double rx = box[2];
    double ry = box[3];
    double kx = rx * circle_control;
    double ky = ry * circle_control;
    const double curves[4][6] = {
        {x + rx, y + ky, x + kx, y + ry, x, y + ry},
        {x - kx, y + ry, x - rx, y + ky, x - rx, y},
        {x - rx, y - ky, x - kx, y - ry, x, y - ry},
        {x + kx, y - ry, x + rx, y - ky, x + rx, y},
    };
    if (!move_to(svg, shape, x + rx, y, err)) {
        return false;
    }
    for (size_t i = 0; i < 4; i++) {
        if (!svg_step(svg, shape->paint, AREA_CURVE, curves[i], err)) {
            return false;
        }
    }
    return close_path(svg, shape, err) && flush(svg, shape->paint, false, err);
}

static bool
draw_circle(struct svg *svg, const struct shape *shape, struct err *err)
{
    double r = attribute_number(shape->node, "r", 0);
    const double box[4] = {attribute_number(shape->node, "cx", 0),
        attribute_number(shape->node, "cy", 0), r, r};
    return draw_ellipse_at(svg, shape, box, err);
}

static bool
draw_ellipse(struct svg *svg, const struct shape *shape, struct err *err)
{
    const double box[4] = {attribute_number(shape->node, "cx", 0),
        attribute_number(shape->node, "cy", 0),
        attribute_number(shape->node, "rx", 0),
        attribute_number(shape->node, "ry", 0)};
    return draw_ellipse_at(svg, shape, box, err);
}

/* Corners are rounded with rx alone, which our charts need. */
static bool
draw_rectangle(struct svg *svg, const struct shape *shape, struct err *err)
{
    double x = attribute_number(shape->node, "x", 0);
    double y = attribute_number(shape->node, "y", 0);
    double w = attribute_number(shape->node, "width", 0);
    double h = attribute_number(shape->node, "height", 0);
    double r = attribute_number(shape->node, "rx", 0);
    r = r > w / 2 ? w / 2 : r > h / 2 ? h / 2 : r;
    double k = r * (1.0 - circle_control);
    const double corners[4][8] = {
        {x + w - r, y, x + w - k, y, x + w, y + k, x + w, y + r},
        {x + w, y + h - r, x + w, y + h - k, x + w - k, y + h, x + w - r,
            y + h},
        {x + r, y + h, x + k, y + h, x, y + h - k, x, y + h - r},
        {x, y + r, x, y + k, x + k, y, x + r, y},
    };
    if (!move_to(svg, shape, x + r, y, err)) {
        return false;
    }
    for (size_t i = 0; i < 4; i++) {
        if (!line_to(svg, shape, corners[i][0], corners[i][1], err) ||
            (r > 0.0 && !svg_step(svg, shape->paint, AREA_CURVE, corners[i] + 2,
                            err))) {
            return false;
        }
    }
    return close_path(svg, shape, err) && flush(svg, shape->paint, false, err);
}

static bool
draw_points(struct svg *svg, const struct shape *shape, struct err *err)
{
    const char *value = xml_attribute(shape->node, "points");
    struct span rest = span_of(value == NULL ? "" : value);
    double x;
    double y;
    bool ok = true;
    while (ok && svg_number(&rest, &x) && svg_number(&rest, &y)) {
        ok = svg->steps.count == 0 ? move_to(svg, shape, x, y, err)
                                   : line_to(svg, shape, x, y, err);
    }
    bool polygon = xml_is(shape->node, svg_namespace, "polygon");
    if (ok && polygon && svg->steps.count > 0) {
        ok = close_path(svg, shape, err);
    }
    return ok && flush(svg, shape->paint, false, err);
}

static bool
draw_path(struct svg *svg, const struct shape *shape, struct err *err)
{
    const char *data = xml_attribute(shape->node, "d");
    return svg_path(
               svg, shape->paint, span_of(data == NULL ? "" : data), err) &&
           flush(svg, shape->paint, false, err);
}

static bool
draw_text(struct svg *svg, const struct shape *shape, struct err *err)
{
    const struct svg_paint *paint = shape->paint;
    struct layout *layout = svg->layout;
    struct span text;
    const struct font *font;
    const struct font_run *runs;
    size_t count;
    int32_t size = scaled(paint, paint->size);
    if (!xml_text(layout->arena, shape->node, &text, err)) {
        return false;
    }
    text = span_trim(text);
    if (text.len == 0 || !paint->fill.set || size <= 0) {
        return true;
    }
    if (!font_find(
            layout->fonts, paint->family, paint->weight, false, &font, err) ||
        !font_shape(layout->fonts, layout_text(layout), font, text, size, &runs,
            &count, err)) {
        return false;
    }
    int64_t width = 0;
    for (size_t i = 0; i < count; i++) {
        width += runs[i].width;
    }
    double x = attribute_number(shape->node, "x", 0);
    double y = attribute_number(shape->node, "y", 0);
    const struct svg_matrix *m = &paint->matrix;
    int64_t at = (int64_t)((m->a * x + m->c * y + m->e) * 1000.0);
    at -= paint->anchor * width / 2;
    for (size_t i = 0; i < count; i++) {
        struct area_op *op =
            vector_push(layout, &svg->picture->ops, sizeof *op, err);
        if (op == NULL) {
            return false;
        }
        op->kind = AREA_TEXT;
        op->tag = svg->tag;
        op->x = (int32_t)at;
        op->y = (int32_t)((m->b * x + m->d * y + m->f) * 1000.0);
        op->run = &runs[i];
        op->size = size;
        op->width = runs[i].width;
        op->colour = paint->fill.value;
        op->opacity_percent = 100;
        at += runs[i].width;
    }
    return true;
}

static bool draw_children(struct svg *svg, const xmlNode *parent,
    const struct svg_paint *paint, struct err *err);

static bool
draw_group(struct svg *svg, const struct shape *shape, struct err *err)
{
    return draw_children(svg, shape->node, shape->paint, err);
}

static bool
draw_nothing(struct svg *svg, const struct shape *shape, struct err *err)
{
    (void)err;
    return svg != NULL && shape != NULL;
}

/* To add a shape: one row. */
static const struct {
    const char *name;
    bool (*draw)(struct svg *svg, const struct shape *shape, struct err *err);
} shapes[] = {
    {"g", draw_group},
    {"rect", draw_rectangle},
    {"line", draw_line},
    {"polyline", draw_points},
    {"polygon", draw_points},
    {"path", draw_path},
    {"circle", draw_circle},
    {"ellipse", draw_ellipse},
    {"text", draw_text},
    {"title", draw_nothing},
    {"desc", draw_nothing},
};

static bool
draw_shape(struct svg *svg, const xmlNode *node,
    const struct svg_paint *inherited, struct err *err)
{
    struct svg_paint paint = *inherited;
    if (!read_paint(&paint, node, err)) {
        return false;
    }
    const struct shape shape = {node, &paint};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (xml_is(node, svg_namespace, shapes[i].name)) {
            return shapes[i].draw(svg, &shape, err);
        }
    }
    err_set(err, ERR_INPUT, "the SVG element '%s' is not supported",
        (const char *)node->name);
    return false;
}

static bool
draw_children(struct svg *svg, const xmlNode *parent,
    const struct svg_paint *paint, struct err *err)
{
    if (++svg->depth > SVG_DEPTH_MAX) {
        err_set(err, ERR_LIMIT, "SVG groups nest over %d deep", SVG_DEPTH_MAX);
        return false;
    }
    for (const xmlNode *node = parent->children; node != NULL;
         node = node->next) {
        if (node->type == XML_ELEMENT_NODE &&
            !draw_shape(svg, node, paint, err)) {
            err_at_line(err, xmlGetLineNo(node));
            return false;
        }
    }
    svg->depth--;
    return true;
}

static double
svg_length(const xmlNode *node, const char *name, double otherwise)
{
    const char *value = xml_attribute(node, name);
    struct fo_length length;
    double number;
    if (value == NULL) {
        return otherwise;
    }
    struct span text = span_of(value);
    if (fo_value_length(text, 0, &length) && length.percent == 0) {
        return length.points / 1000.0;
    }
    return svg_number(&text, &number) ? number : otherwise;
}

/* The size on paper, and the scale from the view box to it. */
static bool
svg_size(const struct fo_node *node, int32_t available, struct picture *picture,
    struct svg_matrix *matrix, struct err *err)
{
    const xmlNode *root = node->foreign;
    struct viewport viewport;
    double box[4] = {0, 0, 0, 0};
    const char *view = xml_attribute(root, "viewBox");
    struct span rest = span_of(view == NULL ? "" : view);
    for (size_t i = 0; i < 4 && svg_number(&rest, &box[i]); i++) {
    }
    double width = svg_length(root, "width", box[2]);
    double height = svg_length(root, "height", box[3]);
    struct natural natural = {width, height, available};
    if (!viewport_fit(node->style, natural, &viewport, err)) {
        return false;
    }
    box[2] = box[2] > 0.0 ? box[2] : svg_length(root, "width", width);
    box[3] = box[3] > 0.0 ? box[3] : svg_length(root, "height", height);
    double x = width / box[2];
    double y = height / box[3];
    double scale = (x < y ? x : y) * viewport.scale;
    width *= viewport.scale;
    height *= viewport.scale;
    *matrix = (struct svg_matrix){scale, 0, 0, scale,
        (width - box[2] * scale) / 2 - box[0] * scale + viewport.x / 1000.0,
        (height - box[3] * scale) / 2 - box[1] * scale + viewport.y / 1000.0};
    picture->width = viewport.width;
    picture->height = viewport.height;
    return true;
}

bool
svg_make(struct layout *layout, const struct fo_node *node, int32_t available,
    struct picture *out, struct err *err)
{
    struct picture picture = {.tag = out->tag};
    struct svg svg = {
        .layout = layout, .picture = &picture, .tag = picture.tag};
    struct svg_paint paint = {
        .fill = {.set = true},
        .stroke_width = 1.0,
        .fill_opacity = 1.0,
        .size = 12.0,
        .family = node->style->in.family,
        .weight = 400,
    };
    const xmlNode *title = xml_child(node->foreign, svg_namespace, "title");
    if (!svg_size(node, available, &picture, &paint.matrix, err) ||
        !draw_children(&svg, node->foreign, &paint, err)) {
        return false;
    }
    if (title != NULL && !xml_text(layout->arena, title, &picture.alt, err)) {
        return false;
    }
    *out = picture;
    return true;
}
