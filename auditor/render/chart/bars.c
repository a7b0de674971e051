#include "render/chart/draw.h"

#include "base/xml.h"

/*
 * Findings stacked in one bar a theme or option. An outcome is told by colour,
 * pattern and legend, and by its number where the part is wide enough.
 */
enum {
    BAR_HEIGHT = 1050,
    BAR_PITCH = 1500,
    BAR_PITCH_MAX = 2700,
    BAR_GAP = 60, /* between the parts of a bar */
    HATCH_STEP = 360,
    LEGEND_LINE = 1150,
    LEGEND_SWATCH = 800,
    NAME_PERCENT = 38, /* of the width, for the names of the bars at most */
    TOTAL_ROOM = 1400, /* at the end of a bar, for its total */
};

enum hatch {
    HATCH_NONE,
    HATCH_RISING,
    HATCH_FALLING,
    HATCH_CROSSED,
    HATCH_LEVEL,
    HATCH_UPRIGHT,
};

/* Contrast of ink on fill is above 4.5 : 1 in every row. */
static const struct look {
    const char *name;
    const char *fill, *ink, *edge, *line;
    enum hatch hatch;
} looks[] = {
    {"pass", COLOUR_GREEN, COLOUR_WHITE, COLOUR_GREEN, "", HATCH_NONE},
    {"attested", COLOUR_AMBER, COLOUR_WHITE, COLOUR_AMBER, "#D98A4A",
        HATCH_UPRIGHT},
    {"waived", "#FFF7ED", "#8A3F06", COLOUR_AMBER, COLOUR_AMBER, HATCH_RISING},
    {"unknown", COLOUR_GREY, COLOUR_WHITE, COLOUR_GREY, "#9099A6",
        HATCH_FALLING},
    {"fail", COLOUR_RED, COLOUR_WHITE, COLOUR_RED, "#CF7482", HATCH_CROSSED},
    {"not-yet-applicable", "#F3F4F6", "#374151", COLOUR_RULE, COLOUR_RULE,
        HATCH_LEVEL},
    {"not-applicable", COLOUR_WHITE, "#374151", COLOUR_RULE, "", HATCH_NONE},
};

static const struct look *
look_of(struct span name)
{
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        if (span_is(name, looks[i].name)) {
            return &looks[i];
        }
    }
    return NULL;
}

/* Lines at 45 degrees, cut at the box: x - y (or x + y) is constant. */
static void
hatch_slanted(struct pen *pen, const struct pen_box *box, bool rising,
    const struct pen_style *style)
{
    int32_t right = box->x + box->width;
    for (int32_t at = HATCH_STEP / 2; at < box->width + box->height;
         at += HATCH_STEP) {
        /* from the lower left corner along the bottom, and up to the right */
        int32_t x1 = box->x + at - box->height;
        int32_t over_left = x1 < box->x ? box->x - x1 : 0;
        int32_t x2 = box->x + at;
        int32_t over_right = x2 > right ? x2 - right : 0;
        struct pen_line line = {x1 + over_left, box->y + over_left,
            x2 - over_right, box->y + box->height - over_right};
        if (rising) {
            line.y1 = 2 * box->y + box->height - line.y1;
            line.y2 = 2 * box->y + box->height - line.y2;
        }
        pen_segment(pen, &line, style);
    }
}

static void
hatch_straight(struct pen *pen, const struct pen_box *box, bool level,
    const struct pen_style *style)
{
    int32_t size = level ? box->height : box->width;
    for (int32_t at = HATCH_STEP / 2; at < size; at += HATCH_STEP) {
        const struct pen_line line = {level ? box->x : box->x + at,
            level ? box->y + at : box->y,
            level ? box->x + box->width : box->x + at,
            level ? box->y + at : box->y + box->height};
        pen_segment(pen, &line, style);
    }
}

static void
draw_part(struct pen *pen, const struct pen_box *box, const struct look *look)
{
    const struct pen_style fill = {.fill = look->fill};
    const struct pen_style line = {.stroke = look->line, .stroke_width = 45};
    const struct pen_style edge = {.stroke = look->edge, .stroke_width = 50};
    const struct pen_box inner = {
        box->x + 25, box->y + 25, box->width - 50, box->height - 50};
    pen_rectangle(pen, box, &fill);
    if (look->hatch == HATCH_RISING || look->hatch == HATCH_CROSSED) {
        hatch_slanted(pen, box, /* rising */ true, &line);
    }
    if (look->hatch == HATCH_FALLING || look->hatch == HATCH_CROSSED) {
        hatch_slanted(pen, box, /* rising */ false, &line);
    }
    if (look->hatch == HATCH_LEVEL || look->hatch == HATCH_UPRIGHT) {
        hatch_straight(pen, box, look->hatch == HATCH_LEVEL, &line);
    }
    pen_rectangle(pen, &inner, &edge);
}

/* The number on a plate of the fill, so that no hatching runs through it. */
static void
draw_count(struct pen *pen, const struct pen_box *box, const struct look *look,
    struct span count)
{
    int32_t width = pen_width(count, DRAW_SMALL_SIZE, /* bold */ true);
    const struct pen_box plate = {box->x + (box->width - width) / 2 - 40,
        box->y + 170, width + 80, BAR_HEIGHT - 340};
    const struct pen_style paper = {.fill = look->fill};
    const struct pen_text how = {.x = box->x + box->width / 2,
        .y = box->y + BAR_HEIGHT - 310,
        .size = DRAW_SMALL_SIZE,
        .anchor = PEN_MIDDLE,
        .bold = true,
        .fill = look->ink};
    if (width + 120 > box->width) {
        return;
    }
    if (look->hatch != HATCH_NONE) {
        pen_rectangle(pen, &plate, &paper);
    }
    pen_write(pen, &how, count);
}

struct bars {
    struct drawing *drawing;
    const xmlNode *items[CHART_ITEMS_MAX];
    const xmlNode *legend[CHART_ITEMS_MAX];
    size_t count;
    size_t legend_count;
    int64_t greatest; /* total of a bar */
    int32_t left, room;
    int32_t pitch; /* from bar to bar */
};

/* Counts of findings: whole numbers below a million. */
static bool
read_count(const xmlNode *part, int64_t *out, struct err *err)
{
    struct span text = draw_attribute(part, "n");
    int64_t count = 0;
    bool ok = text.len > 0 && text.len < 7;
    for (size_t i = 0; ok && i < text.len; i++) {
        ok = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        count = count * 10 + (text.ptr[i] - '0');
    }
    if (!ok || look_of(draw_attribute(part, "kind")) == NULL) {
        err_set(err, ERR_INPUT, "a bar's part has no kind and count: '%.40s'",
            text.ptr);
        return false;
    }
    *out = count;
    return true;
}

static bool
total_of(const struct bars *bars, size_t bar, int64_t *out, struct err *err)
{
    const xmlNode *parts[CHART_ITEMS_MAX];
    struct drawing inner = *bars->drawing;
    size_t count = 0;
    int64_t total = 0;
    inner.spec = bars->items[bar];
    if (!draw_children(&inner, "part", parts, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t n = 0;
        if (!read_count(parts[i], &n, err)) {
            return false;
        }
        total += n;
    }
    *out = total;
    return true;
}

static bool
measure(struct bars *bars, struct err *err)
{
    struct drawing *drawing = bars->drawing;
    int32_t most = drawing->width / 100 * NAME_PERCENT;
    for (size_t i = 0; i < bars->count; i++) {
        struct span name = draw_attribute(bars->items[i], "label");
        int32_t width = pen_width(name, DRAW_TEXT_SIZE, /* bold */ false);
        int64_t total = 0;
        if (!total_of(bars, i, &total, err)) {
            return false;
        }
        bars->left = width > bars->left ? width : bars->left;
        bars->greatest = total > bars->greatest ? total : bars->greatest;
    }
    bars->left = (bars->left > most ? most : bars->left) + 400;
    bars->room = drawing->width - bars->left - TOTAL_ROOM;
    return true;
}

static bool
draw_parts(const struct bars *bars, size_t bar, int32_t y, struct err *err)
{
    const struct drawing *drawing = bars->drawing;
    int64_t before = 0;
    int64_t greatest = bars->greatest > 0 ? bars->greatest : 1;
    for (const xmlNode *part = xml_child(bars->items[bar], CHART_NS, "part");
         part != NULL; part = xml_next(part, CHART_NS, "part")) {
        int64_t n = 0;
        if (!read_count(part, &n, err)) {
            return false;
        }
        int32_t from = (int32_t)(before * bars->room / greatest);
        int32_t to = (int32_t)((before + n) * bars->room / greatest);
        const struct pen_box box = {
            bars->left + from, y, to - from - BAR_GAP, BAR_HEIGHT};
        const struct look *look = look_of(draw_attribute(part, "kind"));
        before += n;
        if (n > 0 && box.width > 0) {
            draw_part(drawing->pen, &box, look);
            draw_count(drawing->pen, &box, look, draw_attribute(part, "n"));
        }
    }
    char *total = arena_printf(drawing->arena, err, "%lld", (long long)before);
    if (total == NULL) {
        return false;
    }
    const struct pen_text how = {
        .x = bars->left + (int32_t)(before * bars->room / greatest) + 150,
        .y = y + BAR_HEIGHT - 290,
        .size = DRAW_TEXT_SIZE,
        .fill = COLOUR_GREY};
    pen_write(drawing->pen, &how, span_of(total));
    return true;
}

static bool
draw_bar(const struct bars *bars, size_t bar, struct err *err)
{
    const struct drawing *drawing = bars->drawing;
    int32_t y = (int32_t)bar * bars->pitch + (bars->pitch - BAR_HEIGHT) / 2;
    const struct pen_text how = {.x = bars->left - 300,
        .y = y + BAR_HEIGHT - 290,
        .size = DRAW_TEXT_SIZE,
        .anchor = PEN_END,
        .fill = COLOUR_INK};
    struct span name;
    if (!pen_fit(drawing->arena, draw_attribute(bars->items[bar], "label"),
            &how, bars->left - 400, &name, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, name);
    return draw_parts(bars, bar, y, err);
}

/* Swatches in lines; without a pen, only how many lines they fill. */
static int32_t
draw_legend(const struct bars *bars, struct pen *pen, int32_t top)
{
    int32_t x = 0;
    int32_t lines = bars->legend_count > 0 ? 1 : 0;
    for (size_t i = 0; i < bars->legend_count; i++) {
        struct span words = draw_attribute(bars->legend[i], "label");
        const struct look *look =
            look_of(draw_attribute(bars->legend[i], "kind"));
        int32_t width = pen_width(words, DRAW_TEXT_SIZE, /* bold */ false);
        if (x > 0 && x + LEGEND_SWATCH + 250 + width > bars->drawing->width) {
            x = 0;
            lines++;
        }
        int32_t y = top + (lines - 1) * LEGEND_LINE;
        const struct pen_box box = {x, y, LEGEND_SWATCH, LEGEND_SWATCH};
        const struct pen_text how = {.x = x + LEGEND_SWATCH + 250,
            .y = y + LEGEND_SWATCH - 150,
            .size = DRAW_TEXT_SIZE,
            .fill = COLOUR_INK};
        if (pen != NULL && look != NULL) {
            draw_part(pen, &box, look);
            pen_write(pen, &how, words);
        }
        x += LEGEND_SWATCH + 250 + width + 700;
    }
    return lines;
}

/* Bars stand further apart where the picture has height to fill. */
static int32_t
pitch_of(const struct bars *bars, int32_t height)
{
    int32_t pitch = bars->count > 0 ? height / (int32_t)bars->count : 0;
    pitch = pitch > BAR_PITCH_MAX ? BAR_PITCH_MAX : pitch;
    return pitch < BAR_PITCH ? BAR_PITCH : pitch;
}

bool
bars_draw(struct drawing *drawing, struct err *err)
{
    struct bars bars = {.drawing = drawing};
    if (!draw_children(drawing, "bar", bars.items, &bars.count, err) ||
        !draw_children(
            drawing, "legend", bars.legend, &bars.legend_count, err) ||
        !measure(&bars, err)) {
        return false;
    }
    int32_t legend = draw_legend(&bars, NULL, /* top */ 0) * LEGEND_LINE + 400;
    bars.pitch = pitch_of(&bars, drawing->height - legend);
    int32_t foot = (int32_t)bars.count * bars.pitch;
    static const struct pen_style axis = {
        .stroke = COLOUR_AXIS, .stroke_width = 60};
    const struct pen_line line = {bars.left - 80, 0, bars.left - 80, foot};
    pen_open(drawing->pen, drawing->width, foot + legend, drawing->alt);
    pen_segment(drawing->pen, &line, &axis);
    for (size_t i = 0; i < bars.count; i++) {
        if (!draw_bar(&bars, i, err)) {
            return false;
        }
    }
    (void)draw_legend(&bars, drawing->pen, foot + 400);
    pen_close(drawing->pen);
    return true;
}
