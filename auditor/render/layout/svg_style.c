#include "render/layout/svg.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/xml.h"
#include "render/fo/fo_value.h"

/* Presentation attributes, style and transform (SVG 1.1, 6 and 7.6). */

static const double degree = 3.14159265358979323846 / 180.0;

struct svg_matrix
svg_multiply(const struct svg_matrix *m, const struct svg_matrix *n)
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

double
svg_scale(const struct svg_matrix *matrix)
{
    return sqrt(fabs(matrix->a * matrix->d - matrix->b * matrix->c));
}

int32_t
svg_millipoints(double value)
{
    double scaled = value * 1000.0;
    if (scaled > (double)FO_LENGTH_MAX) {
        return FO_LENGTH_MAX;
    }
    if (scaled < -(double)FO_LENGTH_MAX) {
        return -FO_LENGTH_MAX;
    }
    return (int32_t)(scaled + (scaled < 0.0 ? -0.5 : 0.5));
}

uint8_t
svg_percent(double fraction)
{
    return (uint8_t)(fraction * 100.0 + 0.5);
}

int32_t
svg_scaled(const struct svg_paint *paint, double value)
{
    return svg_millipoints(value * svg_scale(&paint->matrix));
}

/* To add a transform: a case here and a row below. */
static bool
one_transform(
    struct span name, const double v[6], size_t count, struct svg_matrix *out)
{
    struct svg_matrix m = {1, 0, 0, 1, 0, 0};
    if (span_is(name, "translate") && (count == 1 || count == 2)) {
        m.e = v[0];
        m.f = v[1];
    } else if (span_is(name, "scale") && (count == 1 || count == 2)) {
        m.a = v[0];
        m.d = count > 1 ? v[1] : v[0];
    } else if (span_is(name, "rotate") && (count == 1 || count == 3)) {
        double cosine = cos(v[0] * degree);
        double sine = sin(v[0] * degree);
        m = (struct svg_matrix){cosine, sine, -sine, cosine,
            v[1] - cosine * v[1] + sine * v[2],
            v[2] - sine * v[1] - cosine * v[2]};
    } else if (span_is(name, "skewX") && count == 1) {
        m.c = tan(v[0] * degree);
    } else if (span_is(name, "skewY") && count == 1) {
        m.b = tan(v[0] * degree);
    } else if (span_is(name, "matrix") && count == 6) {
        m = (struct svg_matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
    } else {
        return false;
    }
    *out = m;
    return true;
}

static bool
read_transform(struct svg_paint *paint, struct span text)
{
    struct span rest = text;
    for (svg_skip_blanks(&rest); rest.len > 0; svg_skip_blanks(&rest)) {
        size_t open = span_find(rest, span_of("("));
        struct span name = span_trim((struct span){rest.ptr, open});
        double v[6] = {0};
        size_t count = 0;
        struct svg_matrix m;
        if (open == rest.len) {
            return false;
        }
        rest = (struct span){rest.ptr + open + 1, rest.len - open - 1};
        while (count < 6 && svg_number(&rest, &v[count])) {
            count++;
        }
        svg_skip_blanks(&rest);
        if (rest.len == 0 || rest.ptr[0] != ')' ||
            !one_transform(name, v, count, &m)) {
            return false;
        }
        rest = (struct span){rest.ptr + 1, rest.len - 1};
        paint->matrix = svg_multiply(&paint->matrix, &m);
    }
    return true;
}

/* A number with a unit, in user units of 1/72 inch. */
static bool
read_length(struct span value, double em, double *out)
{
    struct fo_length length;
    int32_t em_mpt = svg_millipoints(em);
    if (fo_value_length(value, em_mpt, &length) && length.kind == FO_SET &&
        length.percent == 0 && length.share == 0) {
        *out = length.points / 1000.0;
        return true;
    }
    return svg_number(&value, out) && span_trim(value).len == 0;
}

double
svg_length(const xmlNode *node, const char *name, double otherwise)
{
    const char *value = xml_attribute(node, name);
    double number;
    return value != NULL && read_length(span_of(value), 0.0, &number)
               ? number
               : otherwise;
}

/* One way to paint: how its value is read, and where it goes. */
struct property {
    const char *name;
    bool (*read)(struct svg_paint *paint, const struct property *property,
        struct span value);
    size_t offset; /* in struct svg_paint */
    const char *const *words;
};

static bool
read_colour(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    struct fo_colour colour = {0};
    bool ok = true;
    if (span_is(value, "currentColor")) {
        colour = paint->colour;
    } else if (!span_is(value, "none")) {
        ok = fo_value_colour(value, &colour);
    }
    memcpy((char *)paint + property->offset, &colour, sizeof colour);
    return ok;
}

static bool
read_word(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    for (int i = 0; property->words[i] != NULL; i++) {
        if (span_is(value, property->words[i])) {
            memcpy((char *)paint + property->offset, &i, sizeof i);
            return true;
        }
    }
    return false;
}

static bool
read_number(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    double number = 0.0;
    bool ok = read_length(value, paint->size, &number) && number >= 0.0;
    memcpy((char *)paint + property->offset, &number, sizeof number);
    return ok;
}

/* Between 0 and 1; what is outside counts as the nearest (SVG 1.1, 14.5). */
static bool
read_fraction(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    double number = 0.0;
    bool ok = svg_number(&value, &number) && span_trim(value).len == 0;
    number = number < 0.0 ? 0.0 : number > 1.0 ? 1.0 : number;
    memcpy((char *)paint + property->offset, &number, sizeof number);
    return ok;
}

/* The only one that adds up down the tree. */
static bool
read_opacity(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    double before = paint->opacity;
    bool ok = read_fraction(paint, property, value);
    paint->opacity *= before;
    return ok;
}

static bool
read_dashes(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    double sum = 0.0;
    (void)property;
    paint->dash_count = 0;
    if (span_is(value, "none")) {
        return true;
    }
    while (paint->dash_count < AREA_DASHES_MAX &&
           svg_number(&value, &paint->dashes[paint->dash_count])) {
        double dash = paint->dashes[paint->dash_count++];
        sum += dash;
        if (dash < 0.0) {
            return false;
        }
    }
    svg_skip_blanks(&value);
    bool ok = value.len == 0 && paint->dash_count > 0;
    paint->dash_count = sum > 0.0 ? paint->dash_count : 0;
    return ok;
}

static bool
read_family(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    (void)property;
    paint->family = value;
    return value.len > 0;
}

static bool
read_weight(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    double number = 400.0;
    (void)property;
    if (span_is(value, "bold") || span_is(value, "bolder")) {
        number = 700.0;
    } else if (!span_is(value, "normal") && !span_is(value, "lighter") &&
               !svg_number(&value, &number)) {
        return false;
    }
    paint->weight = (int)number;
    return number >= 100.0 && number <= 900.0;
}

static bool
read_size(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    return read_number(paint, property, value) && paint->size > 0.0 &&
           paint->size < 400.0;
}

static bool
read_matrix(
    struct svg_paint *paint, const struct property *property, struct span value)
{
    (void)property;
    return read_transform(paint, value);
}

static const char *const anchors[] = {"start", "middle", "end", NULL};
static const char *const caps[] = {"butt", "round", "square", NULL};
static const char *const joins[] = {"miter", "round", "bevel", NULL};
static const char *const rules[] = {"nonzero", "evenodd", NULL};
static const char *const slants[] = {"normal", "italic", NULL};
static const char *const seens[] = {"visible", "hidden", NULL};

#define AT(field) offsetof(struct svg_paint, field)
/* To add a property: one row. */
static const struct property properties[] = {
    {"color", read_colour, AT(colour), NULL},
    {"fill", read_colour, AT(fill), NULL},
    {"fill-opacity", read_fraction, AT(fill_opacity), NULL},
    {"fill-rule", read_word, AT(even_odd), rules},
    {"font-family", read_family, 0, NULL},
    {"font-size", read_size, AT(size), NULL},
    {"font-style", read_word, AT(italic), slants},
    {"font-weight", read_weight, 0, NULL},
    {"opacity", read_opacity, AT(opacity), NULL},
    {"stroke", read_colour, AT(stroke), NULL},
    {"stroke-dasharray", read_dashes, 0, NULL},
    {"stroke-dashoffset", read_number, AT(dash_offset), NULL},
    {"stroke-linecap", read_word, AT(cap), caps},
    {"stroke-linejoin", read_word, AT(join), joins},
    {"stroke-miterlimit", read_number, AT(miter), NULL},
    {"stroke-opacity", read_fraction, AT(stroke_opacity), NULL},
    {"stroke-width", read_number, AT(stroke_width), NULL},
    {"text-anchor", read_word, AT(anchor), anchors},
    {"transform", read_matrix, 0, NULL},
    {"visibility", read_word, AT(hidden), seens},
};

/* Attributes that say no way to paint: places, sizes, names, words. */
static const char *const others[] = {"aria-label", "cx", "cy", "d", "dx", "dy",
    "height", "id", "points", "preserveAspectRatio", "r", "role", "rx", "ry",
    "shape-rendering", "text-rendering", "version", "viewBox", "width", "x",
    "x1", "x2", "y", "y1", "y2"};

static bool
is_other(struct span name)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (span_is(name, others[i])) {
            return true;
        }
    }
    return false;
}

static bool
set_property(struct svg_paint *paint, struct span name, struct span value)
{
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        if (span_is(name, properties[i].name)) {
            return span_is(value, "inherit") ||
                   properties[i].read(paint, &properties[i], value);
        }
    }
    return false;
}

/* style="name: value; name: value" */
static bool
read_style(struct svg_paint *paint, struct span rest)
{
    for (rest = span_trim(rest); rest.len > 0; rest = span_trim(rest)) {
        size_t end = span_find(rest, span_of(";"));
        struct span one = {rest.ptr, end};
        size_t colon = span_find(one, span_of(":"));
        if (colon == one.len) {
            return span_trim(one).len == 0 && end == rest.len;
        }
        struct span name = span_trim((struct span){one.ptr, colon});
        struct span value =
            span_trim((struct span){one.ptr + colon + 1, one.len - colon - 1});
        if (!set_property(paint, name, value)) {
            return false;
        }
        end += end < rest.len;
        rest = (struct span){rest.ptr + end, rest.len - end};
    }
    return true;
}

bool
svg_paint_read(struct svg_paint *paint, const xmlNode *node, struct err *err)
{
    const char *style = xml_attribute(node, "style");
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        struct span name = span_of((const char *)a->name);
        if (a->ns != NULL || a->children == NULL ||
            a->children->content == NULL || is_other(name) ||
            span_is(name, "style")) {
            continue;
        }
        struct span value =
            span_trim(span_of((const char *)a->children->content));
        if (!set_property(paint, name, value)) {
            err_set(err, ERR_INPUT, "%s='%.*s' of '%s' is not supported in SVG",
                name.ptr, value.len > 60 ? 60 : (int)value.len, value.ptr,
                (const char *)node->name);
            return false;
        }
    }
    if (style != NULL && !read_style(paint, span_of(style))) {
        err_set(err, ERR_INPUT, "style='%.60s' of '%s' is not supported in SVG",
            style, (const char *)node->name);
        return false;
    }
    return true;
}
