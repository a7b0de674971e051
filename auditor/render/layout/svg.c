#include "render/layout/svg.h"

#include <string.h>

#include "base/xml.h"

/* Pictures of the SVG subset: their size, groups and painted paths. */

const char svg_namespace[] = "http://www.w3.org/2000/svg";

enum {
    SVG_DEPTH_MAX = 32
};

static struct area_op *
path_op(struct svg *svg, struct vector steps, struct err *err)
{
    struct area_op *op =
        vector_push(svg->layout, &svg->picture->ops, sizeof *op, err);
    if (op != NULL) {
        op->kind = AREA_PATH;
        op->tag = svg->tag;
        op->width = svg->picture->width;
        op->height = svg->picture->height;
        op->steps = steps.items;
        op->step_count = (uint32_t)steps.count;
    }
    return op;
}

/* NULL in `*out`: a pen as it is without being told. */
static bool
make_pen(struct svg *svg, const struct svg_paint *paint,
    const struct area_pen **out, struct err *err)
{
    static const struct area_pen plain = {.miter = 4000};
    struct area_pen pen = plain;
    pen.cap = (uint8_t)paint->cap;
    pen.join = (uint8_t)paint->join;
    pen.miter = svg_millipoints(paint->miter < 1.0 ? 1.0 : paint->miter);
    pen.dash_offset = svg_scaled(paint, paint->dash_offset);
    pen.dash_count = (uint32_t)paint->dash_count;
    for (size_t i = 0; i < paint->dash_count; i++) {
        pen.dashes[i] = svg_scaled(paint, paint->dashes[i]);
    }
    struct area_pen *copy = arena_alloc(svg->layout->arena, sizeof *copy, err);
    if (copy == NULL) {
        return false;
    }
    *copy = pen;
    *out = copy;
    return true;
}

bool
svg_flush(
    struct svg *svg, const struct svg_paint *paint, bool open, struct err *err)
{
    struct vector steps = svg->steps;
    svg->steps = (struct vector){0};
    bool fill = paint->fill.set && !open;
    bool stroke = paint->stroke.set && paint->stroke_width > 0.0;
    uint8_t fill_percent = svg_percent(paint->opacity * paint->fill_opacity);
    uint8_t stroke_percent =
        svg_percent(paint->opacity * paint->stroke_opacity);
    if (steps.count == 0 || (!fill && !stroke) || paint->hidden) {
        return true;
    }
    struct area_op *op = path_op(svg, steps, err);
    if (op == NULL) {
        return false;
    }
    op->filled = fill;
    op->even_odd = paint->even_odd != 0;
    op->colour = paint->fill.value;
    op->opacity_percent = fill ? fill_percent : stroke_percent;
    if (stroke && fill && fill_percent != stroke_percent) {
        op = path_op(svg, steps, err); /* one operation has one opacity */
        if (op == NULL) {
            return false;
        }
        op->opacity_percent = stroke_percent;
    }
    op->stroked = stroke;
    op->stroke_colour = paint->stroke.value;
    op->thickness = svg_scaled(paint, paint->stroke_width);
    return !stroke || make_pen(svg, paint, &op->pen, err);
}

static bool draw_children(struct svg *svg, const xmlNode *parent,
    const struct svg_paint *paint, struct err *err);

static bool
draw_element(struct svg *svg, const xmlNode *node,
    const struct svg_paint *inherited, struct err *err)
{
    struct svg_paint paint = *inherited;
    bool known = false;
    if (xml_is(node, svg_namespace, "title") ||
        xml_is(node, svg_namespace, "desc")) {
        return true;
    }
    if (!svg_paint_read(&paint, node, err)) {
        return false;
    }
    const struct shape shape = {node, &paint};
    if (xml_is(node, svg_namespace, "g")) {
        return draw_children(svg, node, &paint, err);
    }
    if (xml_is(node, svg_namespace, "text")) {
        return svg_text(svg, &shape, err);
    }
    if (!svg_shape(svg, &shape, &known, err)) {
        return false;
    }
    if (known) {
        return true;
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
            !draw_element(svg, node, paint, err)) {
            err_at_line(err, xmlGetLineNo(node));
            return false;
        }
    }
    svg->depth--;
    return true;
}

/* preserveAspectRatio: in the middle, or "none". */
static bool
stretches(const xmlNode *root, bool *out, struct err *err)
{
    const char *value = xml_attribute(root, "preserveAspectRatio");
    struct span ratio = span_of(value == NULL ? "xMidYMid" : value);
    *out = span_is(ratio, "none");
    if (!*out && !span_is(ratio, "xMidYMid") &&
        !span_is(ratio, "xMidYMid meet")) {
        err_set(err, ERR_INPUT,
            "preserveAspectRatio='%.40s' is not supported in SVG", ratio.ptr);
        return false;
    }
    return true;
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
    bool stretch;
    if (!stretches(root, &stretch, err) ||
        !viewport_fit(node->style, natural, &viewport, err)) {
        return false;
    }
    box[2] = box[2] > 0.0 ? box[2] : svg_length(root, "width", width);
    box[3] = box[3] > 0.0 ? box[3] : svg_length(root, "height", height);
    double x = width / box[2] * viewport.scale;
    double y = height / box[3] * viewport.scale;
    double least = x < y ? x : y;
    x = stretch ? x : least;
    y = stretch ? y : least;
    width *= viewport.scale;
    height *= viewport.scale;
    *matrix = (struct svg_matrix){x, 0, 0, y,
        (width - box[2] * x) / 2 - box[0] * x + viewport.x / 1000.0,
        (height - box[3] * y) / 2 - box[1] * y + viewport.y / 1000.0};
    picture->width = viewport.width;
    picture->height = viewport.height;
    return true;
}

/* Do paths reach out of the picture? Half the width of a stroke may. */
static bool
sticks_out(const struct picture *picture, const struct area_op *op)
{
    for (size_t i = 0; i < op->step_count; i++) {
        const struct area_path_step *step = &op->steps[i];
        size_t points = step->verb == AREA_CURVE   ? 3
                        : step->verb == AREA_CLOSE ? 0
                                                   : 1;
        for (size_t k = 0; k < points; k++) {
            if (step->x[k] < 0 || step->y[k] < 0 ||
                step->x[k] > picture->width || step->y[k] > picture->height) {
                return true;
            }
        }
    }
    return false;
}

/* The first operation was left for the clip: give it back if none is. */
static bool
clip_picture(struct svg *svg, struct err *err)
{
    struct picture *picture = svg->picture;
    struct vector *ops = &picture->ops;
    bool out = false;
    for (size_t i = 1; i < ops->count; i++) {
        out = out || sticks_out(picture, op_at(ops, i));
    }
    if (!out) {
        ops->items = op_at(ops, 1);
        ops->count--;
        ops->capacity--;
        return true;
    }
    struct area_op *end = vector_push(svg->layout, ops, sizeof *end, err);
    if (end == NULL) {
        return false;
    }
    *op_at(ops, 0) = (struct area_op){.kind = AREA_CLIP,
        .tag = svg->tag,
        .width = picture->width,
        .height = picture->height};
    end->kind = AREA_UNCLIP;
    end->tag = svg->tag;
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
        .colour = {.set = true},
        .stroke_width = 1.0,
        .opacity = 1.0,
        .fill_opacity = 1.0,
        .stroke_opacity = 1.0,
        .miter = 4.0,
        .size = 12.0,
        .family = node->style->in.family,
        .weight = 400,
    };
    const xmlNode *words = xml_child(node->foreign, svg_namespace, "title");
    if (words == NULL) {
        words = xml_child(node->foreign, svg_namespace, "desc");
    }
    if (vector_push(layout, &picture.ops, sizeof(struct area_op), err) ==
            NULL ||
        !svg_size(node, available, &picture, &paint.matrix, err) ||
        !svg_paint_read(&paint, node->foreign, err) ||
        !draw_children(&svg, node->foreign, &paint, err) ||
        !clip_picture(&svg, err)) {
        return false;
    }
    if (words != NULL && !xml_text(layout->arena, words, &picture.alt, err)) {
        return false;
    }
    *out = picture;
    return true;
}
