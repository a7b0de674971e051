#include "seal/shown.h"

#include <stdlib.h>

enum {
    SIZE_MIN = 4000,     /* thousandths of a point: our smallest are 5.5 */
    CONTRAST_MIN = 2000, /* thousandths of the ratio; 21000 is black on white */
    SAMPLES = 6,         /* places of a text that are looked at */
    STROKE_MAX = 4000,   /* thicker strokes count as areas */
    EDGE = 500,          /* thousandths of a point: what touches covers not */
};

/* Relative luminance in millionths, with the exponent 2 for that of sRGB. */
static int64_t
luminance(struct shown_colour colour)
{
    int64_t red = colour.red;
    int64_t green = colour.green;
    int64_t blue = colour.blue;

    return (2126 * red * red + 7152 * green * green + 722 * blue * blue) /
           10000;
}

/* WCAG 2.1's contrast ratio in thousandths. */
static int64_t
contrast(struct shown_colour one, struct shown_colour other)
{
    int64_t a = luminance(one) + 50000;
    int64_t b = luminance(other) + 50000;

    return a > b ? a * 1000 / b : b * 1000 / a;
}

static bool
in_box(const struct shown_box *box, int64_t x, int64_t y)
{
    return x >= box->left && x <= box->right && y >= box->bottom &&
           y <= box->top;
}

/* Even-odd rule over the flattened path. */
static bool
in_path(const struct shown_shape *shape, int64_t x, int64_t y)
{
    bool inside = false;
    size_t last = shape->point_count - 1;

    for (size_t i = 0; i < shape->point_count; last = i++) {
        struct shown_point a = shape->points[i];
        struct shown_point b = shape->points[last];
        if ((a.y > y) != (b.y > y) &&
            x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) {
            inside = !inside;
        }
    }
    return inside;
}

/* Does the shape paint this place? Thin strokes do not hide a text. */
static bool
paints(const struct shown_shape *shape, int64_t x, int64_t y)
{
    if (!in_box(&shape->box, x, y) || shape->opacity == 0) {
        return false;
    }
    if (shape->filled) {
        return in_path(shape, x, y);
    }
    int64_t height = shape->box.top - shape->box.bottom;
    int64_t width = shape->box.right - shape->box.left;
    return shape->stroke > STROKE_MAX ||
           (height < width ? height : width) > STROKE_MAX * 2;
}

/* What lies behind: mixed with white where the shape is not opaque. */
static struct shown_colour
mix(struct shown_colour below, const struct shown_shape *shape)
{
    const int32_t part = shape->opacity;
    const int32_t rest = SHOWN_FULL - part;

    return (struct shown_colour){
        (int16_t)((below.red * rest + shape->colour.red * part) / SHOWN_FULL),
        (int16_t)((below.green * rest + shape->colour.green * part) /
                  SHOWN_FULL),
        (int16_t)((below.blue * rest + shape->colour.blue * part) / SHOWN_FULL),
    };
}

/* NULL when the text is seen at that place. */
static const char *
hidden_at(const struct shown_page *page, const struct shown_run *run, int64_t x,
    int64_t y)
{
    struct shown_colour below = {SHOWN_FULL, SHOWN_FULL, SHOWN_FULL};

    for (size_t i = 0; i < page->shape_count; i++) {
        const struct shown_shape *shape = &page->shapes[i];
        if (!paints(shape, x, y)) {
            continue;
        }
        if (shape->order > run->order) {
            return "is covered by something painted later";
        }
        below = mix(below, shape);
    }
    return contrast(run->colour, below) < CONTRAST_MIN
               ? "has the colour of what is behind it"
               : NULL;
}

static bool
is_blank(const struct shown_run *run)
{
    size_t at = 0;

    while (at < run->text.len) {
        uint32_t point = utf8_next(run->text, &at);
        if (point != ' ' && point != 0xA0 && point != 0x2009 &&
            point != 0x202F && point != 0x2060) {
            return false;
        }
    }
    return true;
}

/* NULL when the text is seen. */
static const char *
hidden(const struct shown_page *page, const struct shown_run *run)
{
    int64_t y = run->box.bottom + (run->box.top - run->box.bottom) / 2;
    int64_t width = run->box.right - run->box.left - 2 * EDGE;

    if (is_blank(run)) {
        return NULL;
    }
    if (run->size < SIZE_MIN) {
        return "is too small to be read";
    }
    if (run->box.left < 0 || run->box.bottom < 0 ||
        run->box.right > page->width || run->box.top > page->height) {
        return "lies beyond the edge of the page";
    }
    for (int64_t i = 0; i <= SAMPLES; i++) {
        const char *reason =
            hidden_at(page, run, run->box.left + EDGE + width * i / SAMPLES, y);
        if (reason != NULL) {
            return reason;
        }
    }
    return NULL;
}

bool
shown_visible(const struct shown_document *document, struct err *err)
{
    for (size_t i = 0; i < document->page_count; i++) {
        const struct shown_page *page = &document->pages[i];
        for (size_t j = 0; j < page->run_count; j++) {
            const struct shown_run *run = &page->runs[j];
            const char *reason = hidden(page, run);
            if (reason != NULL) {
                err_set(err, ERR_INPUT, "page %zu: '%.*s' %s", i + 1,
                    (int)(run->text.len < 60 ? run->text.len : 60),
                    run->text.ptr, reason);
                return false;
            }
        }
    }
    return true;
}
