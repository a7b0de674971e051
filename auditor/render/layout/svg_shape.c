#include "render/layout/svg.h"

#include "base/xml.h"

/* Basic shapes (SVG 1.1, 9). */

static const double circle_control = 0.5522847498;

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
    return move_to(svg, shape, svg_length(node, "x1", 0),
               svg_length(node, "y1", 0), err) &&
           line_to(svg, shape, svg_length(node, "x2", 0),
               svg_length(node, "y2", 0), err) &&
           svg_flush(svg, shape->paint, true, err);
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
    return close_path(svg, shape, err) &&
           svg_flush(svg, shape->paint, false, err);
}

static bool
draw_circle(struct svg *svg, const struct shape *shape, struct err *err)
{
    double r = svg_length(shape->node, "r", 0);
    const double box[4] = {svg_length(shape->node, "cx", 0),
        svg_length(shape->node, "cy", 0), r, r};
    return draw_ellipse_at(svg, shape, box, err);
}

static bool
draw_ellipse(struct svg *svg, const struct shape *shape, struct err *err)
{
    const double box[4] = {svg_length(shape->node, "cx", 0),
        svg_length(shape->node, "cy", 0), svg_length(shape->node, "rx", 0),
        svg_length(shape->node, "ry", 0)};
    return draw_ellipse_at(svg, shape, box, err);
}

/* One radius alone stands for both; neither is over half a side. */
static void
read_radii(const xmlNode *node, double w, double h, double radii[2])
{
    double rx = svg_length(node, "rx", -1.0);
    double ry = svg_length(node, "ry", -1.0);
    rx = rx < 0.0 ? ry : rx;
    ry = ry < 0.0 ? rx : ry;
    rx = rx < 0.0 ? 0.0 : rx > w / 2 ? w / 2 : rx;
    ry = ry < 0.0 ? 0.0 : ry > h / 2 ? h / 2 : ry;
    radii[0] = ry > 0.0 ? rx : 0.0;
    radii[1] = rx > 0.0 ? ry : 0.0;
}

static bool
draw_rectangle(struct svg *svg, const struct shape *shape, struct err *err)
{
    double x = svg_length(shape->node, "x", 0);
    double y = svg_length(shape->node, "y", 0);
    double w = svg_length(shape->node, "width", 0);
    double h = svg_length(shape->node, "height", 0);
    double radii[2];
    if (w <= 0.0 || h <= 0.0) {
        return true;
    }
    read_radii(shape->node, w, h, radii);
    double r = radii[0];
    double q = radii[1];
    double k = r * (1.0 - circle_control);
    double l = q * (1.0 - circle_control);
    const double corners[4][8] = {
        {x + w - r, y, x + w - k, y, x + w, y + l, x + w, y + q},
        {x + w, y + h - q, x + w, y + h - l, x + w - k, y + h, x + w - r,
            y + h},
        {x + r, y + h, x + k, y + h, x, y + h - l, x, y + h - q},
        {x, y + q, x, y + l, x + k, y, x + r, y},
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
    return close_path(svg, shape, err) &&
           svg_flush(svg, shape->paint, false, err);
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
    return ok && svg_flush(svg, shape->paint, false, err);
}

static bool
draw_path(struct svg *svg, const struct shape *shape, struct err *err)
{
    const char *data = xml_attribute(shape->node, "d");
    return svg_path(
               svg, shape->paint, span_of(data == NULL ? "" : data), err) &&
           svg_flush(svg, shape->paint, false, err);
}

/* To add a shape: one row. */
static const struct {
    const char *name;
    bool (*draw)(struct svg *svg, const struct shape *shape, struct err *err);
} shapes[] = {
    {"rect", draw_rectangle},
    {"line", draw_line},
    {"polyline", draw_points},
    {"polygon", draw_points},
    {"path", draw_path},
    {"circle", draw_circle},
    {"ellipse", draw_ellipse},
};

bool
svg_shape(
    struct svg *svg, const struct shape *shape, bool *known, struct err *err)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (xml_is(shape->node, svg_namespace, shapes[i].name)) {
            *known = true;
            return shapes[i].draw(svg, shape, err);
        }
    }
    *known = false;
    return true;
}
