#include "render/chart/draw.h"

/*
 * A line as tall as a word, which shows where a figure comes from: it has no
 * axis, so its range is never less than a fifth of the whole, and a small
 * change looks small.
 */
enum {
    SPARK_PAD = 200,
    SPARK_DOT = 130,
    SPARK_RANGE = 5, /* of a unit range, the least that the height shows */
};

static void
widen(struct scale *scale)
{
    int64_t unit = 1;
    for (int32_t i = scale->exponent; i < 0 && i > -18; i++) {
        unit *= 10;
    }
    int64_t least = unit / SPARK_RANGE;
    int64_t range = scale->high - scale->low;
    if (range < least) {
        scale->low -= (least - range) / 2;
        scale->high += (least - range) / 2 + 1;
    }
}

bool
spark_draw(struct drawing *drawing, struct err *err)
{
    const xmlNode *nodes[CHART_ITEMS_MAX];
    struct scale_value values[CHART_ITEMS_MAX];
    int32_t points[2 * CHART_ITEMS_MAX];
    size_t count = 0;
    size_t shown = 0;
    if (!draw_children(drawing, "value", nodes, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!draw_value(nodes[i], "v", &values[i], err)) {
            return false;
        }
    }
    struct scale scale = {.from = drawing->height - SPARK_PAD, .to = SPARK_PAD};
    const struct scale_wish wish = {.ticks = 2};
    scale_fit(&scale, values, count, &wish);
    widen(&scale);
    int32_t room = drawing->width - 2 * SPARK_PAD;
    for (size_t i = 0; i < count; i++) {
        if (values[i].known) {
            int32_t steps = count > 1 ? (int32_t)count - 1 : 1;
            int32_t at = count > 1 ? (int32_t)i : 1;
            points[2 * shown] = SPARK_PAD + room * at / steps;
            points[2 * shown + 1] = scale_place(&scale, values[i].units);
            shown++;
        }
    }
    static const struct pen_style line = {
        .stroke = COLOUR_NAVY, .stroke_width = 80};
    static const struct pen_style dot = {.fill = COLOUR_NAVY};
    pen_open(drawing->pen, drawing->width, drawing->height, drawing->alt);
    if (shown > 1) {
        pen_polyline(drawing->pen, points, shown, &line);
    }
    if (shown > 0) {
        pen_circle(drawing->pen, points[2 * shown - 2], points[2 * shown - 1],
            SPARK_DOT, &dot);
    }
    pen_close(drawing->pen);
    return true;
}
