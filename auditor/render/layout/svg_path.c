#include "render/layout/svg.h"

#include <math.h>
#include <string.h>

enum {
    SVG_STEPS_MAX = 200000
};

struct pen {
    struct svg *svg;
    const struct svg_paint *paint;
    struct span rest;
    double x, y;                 /* current point */
    double start_x, start_y;     /* of the sub-path */
    double control_x, control_y; /* the last curve's, for S and T */
    char last;
};

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == ',' || byte == '\t' || byte == '\n' ||
           byte == '\r';
}

void
svg_skip_blanks(struct span *text)
{
    while (text->len > 0 && is_blank(text->ptr[0])) {
        text->ptr++;
        text->len--;
    }
}

static char
peek(const struct span *text)
{
    return text->len > 0 ? text->ptr[0] : '\0';
}

static void
advance(struct span *text)
{
    text->ptr++;
    text->len--;
}

/* e-3, but not the em of a length. */
static double
take_exponent(struct span *text)
{
    bool some = text->len > 1 && (text->ptr[0] == 'e' || text->ptr[0] == 'E');
    size_t at = some && (text->ptr[1] == '-' || text->ptr[1] == '+') ? 2 : 1;
    int exponent = 0;
    if (!some || at >= text->len || text->ptr[at] < '0' ||
        text->ptr[at] > '9') {
        return 1.0;
    }
    bool negative = text->ptr[1] == '-';
    for (; at < text->len && text->ptr[at] >= '0' && text->ptr[at] <= '9';
         at++) {
        exponent = exponent < 100 ? exponent * 10 + text->ptr[at] - '0' : 100;
    }
    *text = (struct span){text->ptr + at, text->len - at};
    return pow(10.0, negative ? -exponent : exponent);
}

bool
svg_number(struct span *text, double *out)
{
    double value = 0.0;
    double unit = 1.0;
    int digits = 0;
    bool point = false;
    svg_skip_blanks(text);
    bool negative = peek(text) == '-';
    if (negative || peek(text) == '+') {
        advance(text);
    }
    for (; text->len > 0 && digits < 18; advance(text)) {
        char byte = text->ptr[0];
        if (byte == '.' && !point) {
            point = true;
            continue;
        }
        if (byte < '0' || byte > '9') {
            break;
        }
        digits++;
        value = value * 10.0 + (byte - '0');
        unit *= point ? 10.0 : 1.0;
    }
    value /= unit;
    value *= digits > 0 ? take_exponent(text) : 1.0;
    /* Larger values would leave the range of millipoints. */
    if (digits == 0 || value > 1e6) {
        return false;
    }
    *out = negative ? -value : value;
    return true;
}

bool
svg_step(struct svg *svg, const struct svg_paint *paint,
    enum area_path_verb verb, const double points[6], struct err *err)
{
    if (svg->steps.count >= SVG_STEPS_MAX) {
        err_set(err, ERR_LIMIT, "a picture has over %d steps", SVG_STEPS_MAX);
        return false;
    }
    struct area_path_step *step =
        vector_push(svg->layout, &svg->steps, sizeof *step, err);
    if (step == NULL) {
        return false;
    }
    const struct svg_matrix *m = &paint->matrix;
    size_t count = verb == AREA_CURVE ? 3 : verb == AREA_CLOSE ? 0 : 1;
    step->verb = verb;
    for (size_t i = 0; i < count; i++) {
        double x = points[2 * i];
        double y = points[2 * i + 1];
        step->x[i] = svg_millipoints(m->a * x + m->c * y + m->e);
        step->y[i] = svg_millipoints(m->b * x + m->d * y + m->f);
    }
    return true;
}

static bool
numbers(struct pen *pen, double *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!svg_number(&pen->rest, &out[i])) {
            return false;
        }
    }
    return true;
}

static void
make_absolute(const struct pen *pen, double *points, size_t count)
{
    for (size_t i = 0; i < count; i += 2) {
        points[i] += pen->x;
        points[i + 1] += pen->y;
    }
}

static bool
pen_line(struct pen *pen, enum area_path_verb verb, double x, double y,
    struct err *err)
{
    const double points[6] = {x, y};
    pen->x = x;
    pen->y = y;
    pen->control_x = x;
    pen->control_y = y;
    if (verb == AREA_MOVE) {
        pen->start_x = x;
        pen->start_y = y;
    }
    return svg_step(pen->svg, pen->paint, verb, points, err);
}

static bool
pen_curve(struct pen *pen, const double points[6], struct err *err)
{
    pen->control_x = points[2];
    pen->control_y = points[3];
    pen->x = points[4];
    pen->y = points[5];
    return svg_step(pen->svg, pen->paint, AREA_CURVE, points, err);
}

/* A quadratic curve is the cubic one with controls at two thirds. */
static bool
pen_quadratic(
    struct pen *pen, double cx, double cy, const double end[2], struct err *err)
{
    const double points[6] = {pen->x + (cx - pen->x) * 2.0 / 3.0,
        pen->y + (cy - pen->y) * 2.0 / 3.0, end[0] + (cx - end[0]) * 2.0 / 3.0,
        end[1] + (cy - end[1]) * 2.0 / 3.0, end[0], end[1]};
    bool ok = pen_curve(pen, points, err);
    pen->control_x = cx;
    pen->control_y = cy;
    return ok;
}

/* An ellipse around (x, y), turned. */
struct ellipse {
    double x, y, rx, ry, cosine, sine;
};

/* From the unit circle to the ellipse. */
static void
on_ellipse(const struct ellipse *e, double u, double v, double out[2])
{
    out[0] = e->x + e->rx * e->cosine * u - e->ry * e->sine * v;
    out[1] = e->y + e->rx * e->sine * u + e->ry * e->cosine * v;
}

/* Curves of at most a quarter each. */
static bool
pen_sweep(struct pen *pen, const struct ellipse *e, double from, double by,
    struct err *err)
{
    int parts = (int)ceil(fabs(by) / 1.5708);
    double step = by / (parts > 0 ? parts : 1);
    double k = 4.0 / 3.0 * tan(step / 4.0);
    for (int i = 0; i < parts; i++) {
        double a = from + i * step;
        double b = a + step;
        double p[6];
        on_ellipse(e, cos(a) - k * sin(a), sin(a) + k * cos(a), p);
        on_ellipse(e, cos(b) + k * sin(b), sin(b) - k * cos(b), p + 2);
        on_ellipse(e, cos(b), sin(b), p + 4);
        if (!pen_curve(pen, p, err)) {
            return false;
        }
    }
    return true;
}

/* rx ry rotation large sweep x y: SVG 1.1, F.6.5 and F.6.6. */
static bool
pen_arc(struct pen *pen, const double p[7], struct err *err)
{
    double turn = p[2] * 3.14159265358979323846 / 180.0;
    struct ellipse e = {.rx = fabs(p[0]),
        .ry = fabs(p[1]),
        .cosine = cos(turn),
        .sine = sin(turn)};
    double half_x = (pen->x - p[5]) / 2.0;
    double half_y = (pen->y - p[6]) / 2.0;
    double u = e.cosine * half_x + e.sine * half_y;
    double v = e.cosine * half_y - e.sine * half_x;
    if (e.rx <= 0.0 || e.ry <= 0.0 || (fabs(u) <= 0.0 && fabs(v) <= 0.0)) {
        return pen_line(pen, AREA_LINE_TO, p[5], p[6], err);
    }
    double size = (u * u) / (e.rx * e.rx) + (v * v) / (e.ry * e.ry);
    if (size > 1.0) { /* too small to reach: enlarged until it does */
        e.rx *= sqrt(size);
        e.ry *= sqrt(size);
        size = 1.0;
    }
    double away = sqrt(1.0 / size - 1.0);
    away = (p[3] > 0.5) == (p[4] > 0.5) ? -away : away;
    double cu = away * e.rx * v / e.ry;
    double cv = -away * e.ry * u / e.rx;
    e.x = e.cosine * cu - e.sine * cv + (pen->x + p[5]) / 2.0;
    e.y = e.sine * cu + e.cosine * cv + (pen->y + p[6]) / 2.0;
    double from = atan2((v - cv) / e.ry, (u - cu) / e.rx);
    double to = atan2((-v - cv) / e.ry, (-u - cu) / e.rx);
    double by = to - from;
    const double whole = 2.0 * 3.14159265358979323846;
    by += p[4] > 0.5 && by < 0.0 ? whole : 0.0;
    by -= p[4] <= 0.5 && by > 0.0 ? whole : 0.0;
    bool ok = pen_sweep(pen, &e, from, by, err);
    pen->control_x = pen->x;
    pen->control_y = pen->y;
    return ok;
}

/* A flag needs nothing between it and the next number. */
static bool
take_flag(struct pen *pen, double *out)
{
    svg_skip_blanks(&pen->rest);
    char byte = peek(&pen->rest);
    if (byte != '0' && byte != '1') {
        return false;
    }
    *out = byte == '1' ? 1.0 : 0.0;
    advance(&pen->rest);
    return true;
}

static bool
arc_command(struct pen *pen, bool relative, struct err *err)
{
    double p[7] = {0};
    if (!numbers(pen, p, 3) || !take_flag(pen, &p[3]) ||
        !take_flag(pen, &p[4]) || !numbers(pen, p + 5, 2)) {
        return false;
    }
    if (relative) {
        make_absolute(pen, p + 5, 2);
    }
    return pen_arc(pen, p, err);
}

/* One set of arguments of a command; false also when they are malformed. */
static bool
pen_command(struct pen *pen, char command, struct err *err)
{
    static const struct {
        char name;
        size_t count;
    } arguments[] = {{'M', 2}, {'L', 2}, {'H', 1}, {'V', 1}, {'C', 6}, {'S', 4},
        {'Q', 4}, {'T', 2}};
    char name = command >= 'a' ? (char)(command - 'a' + 'A') : command;
    bool relative = command >= 'a';
    double p[6] = {0};
    size_t count = 0;
    if (name == 'A') {
        return arc_command(pen, relative, err);
    }
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        count = arguments[i].name == name ? arguments[i].count : count;
    }
    if (count == 0 || !numbers(pen, p, count)) {
        return false;
    }
    if (relative && count > 1) {
        make_absolute(pen, p, count);
    }
    bool smooth = strchr(name == 'S' ? "CScs" : "QTqt", pen->last) != NULL &&
                  pen->last != '\0';
    double mirror_x = smooth ? 2.0 * pen->x - pen->control_x : pen->x;
    double mirror_y = smooth ? 2.0 * pen->y - pen->control_y : pen->y;
    switch (name) {
    case 'M':
        return pen_line(pen, AREA_MOVE, p[0], p[1], err);
    case 'H':
        return pen_line(
            pen, AREA_LINE_TO, p[0] + (relative ? pen->x : 0.0), pen->y, err);
    case 'V':
        return pen_line(
            pen, AREA_LINE_TO, pen->x, p[0] + (relative ? pen->y : 0.0), err);
    case 'C':
        return pen_curve(pen, p, err);
    case 'S': {
        const double points[6] = {mirror_x, mirror_y, p[0], p[1], p[2], p[3]};
        return pen_curve(pen, points, err);
    }
    case 'Q':
        return pen_quadratic(pen, p[0], p[1], p + 2, err);
    case 'T':
        return pen_quadratic(pen, mirror_x, mirror_y, p, err);
    default:
        return pen_line(pen, AREA_LINE_TO, p[0], p[1], err);
    }
}

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool
svg_path(struct svg *svg, const struct svg_paint *paint, struct span data,
    struct err *err)
{
    struct pen pen = {.svg = svg, .paint = paint, .rest = data};
    char command = '\0';
    const double none[6] = {0};
    for (svg_skip_blanks(&pen.rest); pen.rest.len > 0;
         svg_skip_blanks(&pen.rest)) {
        if (is_letter(peek(&pen.rest))) {
            command = peek(&pen.rest);
            advance(&pen.rest);
        }
        bool ok;
        if (command == 'Z' || command == 'z') {
            ok = svg_step(svg, paint, AREA_CLOSE, none, err);
            pen.x = pen.start_x;
            pen.y = pen.start_y;
        } else {
            ok = (svg->steps.count > 0 || command == 'M' || command == 'm') &&
                 pen_command(&pen, command, err);
        }
        if (!ok) {
            err_set(err, ERR_INPUT, "the path data at '%.*s' is not supported",
                pen.rest.len > 20 ? 20 : (int)pen.rest.len, pen.rest.ptr);
            return false;
        }
        pen.last = command;
        if (command == 'Z' || command == 'z') {
            svg_skip_blanks(&pen.rest);
            if (pen.rest.len > 0 && !is_letter(peek(&pen.rest))) {
                command = '\0';
            }
        }
        command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
    }
    return true;
}
