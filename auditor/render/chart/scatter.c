#include "render/chart/draw.h"
#include "render/chart/label.h"

#include <stdlib.h>
#include <string.h>

/*
 * Quality against energy, one mark an option, filled when no other option is
 * both better and cheaper. Words stand beside the marks; where they cannot,
 * numbers do, and a key below says what they mean.
 */
enum {
    MARK_RADIUS = 260,
    TEXT_HEIGHT = 800,
    TEXT_DROP = 210, /* from the base line to the lower edge of words */
    HEAD_HEIGHT = 1300,
    FOOT_HEIGHT = 2000,
    KEY_LINE = 950,
    KEY_WIDTH = 7400,
    LABEL_PERCENT = 42, /* of the picture's width, at most */
};

struct point {
    const xmlNode *node;
    struct span words; /* beside the mark */
    int32_t x, y;
    bool on_front, is_strong;
};

struct scatter {
    struct drawing *drawing;
    struct point points[CHART_ITEMS_MAX];
    struct label labels[CHART_ITEMS_MAX];
    struct pen_line lines[CHART_ITEMS_MAX];
    struct scale_value x_values[CHART_ITEMS_MAX];
    struct scale_value y_values[CHART_ITEMS_MAX];
    size_t count;
    size_t line_count;
    struct scale x, y;
    struct pen_box plot;
    bool has_key;
};

static bool
read_points(struct scatter *scatter, struct err *err)
{
    const xmlNode *nodes[CHART_ITEMS_MAX];
    size_t count = 0;
    if (!draw_children(scatter->drawing, "point", nodes, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = scatter->count;
        if (!draw_value(nodes[i], "x", &scatter->x_values[at], err) ||
            !draw_value(nodes[i], "y", &scatter->y_values[at], err)) {
            return false;
        }
        if (scatter->x_values[at].known && scatter->y_values[at].known) {
            scatter->points[at] = (struct point){
                .node = nodes[i],
                .words = draw_attribute(nodes[i], "label"),
                .on_front = span_is(draw_attribute(nodes[i], "front"), "yes"),
                .is_strong = span_is(draw_attribute(nodes[i], "strong"), "yes"),
            };
            scatter->count++;
        }
    }
    return true;
}

/* The words that every label begins with say nothing: "law-LLM 7B" -> "7B". */
static void
drop_common_words(struct scatter *scatter)
{
    struct span first = scatter->points[0].words;
    size_t common = first.len;
    for (size_t i = 1; i < scatter->count; i++) {
        struct span words = scatter->points[i].words;
        size_t same = 0;
        while (same < common && same < words.len &&
               words.ptr[same] == first.ptr[same]) {
            same++;
        }
        common = same;
    }
    while (common > 0 && first.ptr[common - 1] != ' ') {
        common--;
    }
    for (size_t i = 0; scatter->count > 1 && i < scatter->count; i++) {
        scatter->points[i].words.ptr += common;
        scatter->points[i].words.len -= common;
    }
}

static bool
shorten(struct scatter *scatter, int32_t room, struct err *err)
{
    struct arena *arena = scatter->drawing->arena;
    for (size_t i = 0; i < scatter->count; i++) {
        struct point *point = &scatter->points[i];
        const struct pen_text how = {
            .size = DRAW_TEXT_SIZE, .bold = point->is_strong};
        if (!pen_fit(arena, point->words, &how, room, &point->words, err)) {
            return false;
        }
    }
    return true;
}

/* The scales need the plot's place, which needs the widest number beside it. */
static bool
fit(struct scatter *scatter, struct err *err)
{
    struct drawing *drawing = scatter->drawing;
    const struct scale_wish wish_x = {.ticks = 6, .allows_log = true};
    const struct scale_wish wish_y = {.ticks = 6};
    int32_t left = 0;
    scale_fit(&scatter->x, scatter->x_values, scatter->count, &wish_x);
    scale_fit(&scatter->y, scatter->y_values, scatter->count, &wish_y);
    for (size_t i = 0; i < scatter->y.tick_count; i++) {
        struct span text;
        if (!scale_text(drawing->arena, &scatter->y, i, drawing->language,
                &text, err)) {
            return false;
        }
        int32_t width = pen_width(text, DRAW_TEXT_SIZE, /* bold */ false);
        left = width > left ? width : left;
    }
    left += 400;
    scatter->plot =
        (struct pen_box){left, HEAD_HEIGHT, drawing->width - left - 600,
            drawing->height - HEAD_HEIGHT - FOOT_HEIGHT};
    scatter->x.from = left;
    scatter->x.to = left + scatter->plot.width;
    scatter->y.from = HEAD_HEIGHT + scatter->plot.height;
    scatter->y.to = HEAD_HEIGHT;
    for (size_t i = 0; i < scatter->count; i++) {
        scatter->points[i].x =
            scale_place(&scatter->x, scatter->x_values[i].units);
        scatter->points[i].y =
            scale_place(&scatter->y, scatter->y_values[i].units);
    }
    return true;
}

static int
by_place(const void *a, const void *b)
{
    const struct point *p = *(const struct point *const *)a;
    const struct point *q = *(const struct point *const *)b;
    int by_x = (p->x > q->x) - (p->x < q->x);
    return by_x != 0 ? by_x : (q->y > p->y) - (q->y < p->y);
}

static void
join_front(struct scatter *scatter)
{
    const struct point *front[CHART_ITEMS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < scatter->count; i++) {
        if (scatter->points[i].on_front) {
            front[count++] = &scatter->points[i];
        }
    }
    qsort(front, count, sizeof front[0], by_place);
    for (size_t i = 1; i < count; i++) {
        scatter->lines[scatter->line_count++] = (struct pen_line){
            front[i - 1]->x, front[i - 1]->y, front[i]->x, front[i]->y};
    }
}

static bool
place_labels(struct scatter *scatter)
{
    for (size_t i = 0; i < scatter->count; i++) {
        const struct point *point = &scatter->points[i];
        scatter->labels[i] = (struct label){
            .x = point->x,
            .y = point->y,
            .width = pen_width(point->words, DRAW_TEXT_SIZE, point->is_strong),
            .height = TEXT_HEIGHT,
        };
    }
    struct pen_box area = scatter->plot;
    area.x += 100;
    area.y -= 100;
    area.width = scatter->drawing->width - area.x;
    struct label_field field = {
        .area = area,
        .radius = MARK_RADIUS,
        .labels = scatter->labels,
        .count = scatter->count,
        .lines = scatter->lines,
        .line_count = scatter->line_count,
    };
    return label_place(&field);
}

/* Numbers always find room, or else every label is left out. */
static bool
number_labels(struct scatter *scatter, struct err *err)
{
    scatter->has_key = true;
    for (size_t i = 0; i < scatter->count; i++) {
        char *number = arena_printf(scatter->drawing->arena, err, "%zu", i + 1);
        if (number == NULL) {
            return false;
        }
        scatter->points[i].words = span_of(number);
    }
    if (!place_labels(scatter)) {
        memset(scatter->labels, 0, sizeof scatter->labels);
    }
    return true;
}

static bool
draw_y_axis(const struct scatter *scatter, struct err *err)
{
    const struct drawing *drawing = scatter->drawing;
    static const struct pen_style grid = {
        .stroke = COLOUR_GRID, .stroke_width = 40};
    const struct pen_box *plot = &scatter->plot;
    for (size_t i = 0; i < scatter->y.tick_count; i++) {
        struct span text;
        int32_t y = scale_place(&scatter->y, scatter->y.ticks[i]);
        const struct pen_line line = {plot->x, y, plot->x + plot->width, y};
        const struct pen_text how = {.x = plot->x - 250,
            .y = y + TEXT_DROP,
            .size = DRAW_TEXT_SIZE,
            .anchor = PEN_END,
            .fill = COLOUR_GREY};
        if (!scale_text(drawing->arena, &scatter->y, i, drawing->language,
                &text, err)) {
            return false;
        }
        pen_segment(drawing->pen, &line, &grid);
        pen_write(drawing->pen, &how, text);
    }
    return true;
}

static bool
draw_x_axis(const struct scatter *scatter, struct err *err)
{
    const struct drawing *drawing = scatter->drawing;
    static const struct pen_style ink = {
        .stroke = COLOUR_AXIS, .stroke_width = 60};
    const struct pen_box *plot = &scatter->plot;
    int32_t bottom = plot->y + plot->height;
    const struct pen_line axis = {
        plot->x, bottom, plot->x + plot->width, bottom};
    int32_t free_from = 0;
    pen_segment(drawing->pen, &axis, &ink);
    for (size_t i = 0; i < scatter->x.tick_count; i++) {
        struct span text;
        int32_t x = scale_place(&scatter->x, scatter->x.ticks[i]);
        const struct pen_line tick = {x, bottom, x, bottom + 200};
        const struct pen_text how = {.x = x,
            .y = bottom + 900,
            .size = DRAW_TEXT_SIZE,
            .anchor = PEN_MIDDLE,
            .fill = COLOUR_GREY};
        if (!scale_text(drawing->arena, &scatter->x, i, drawing->language,
                &text, err)) {
            return false;
        }
        int32_t half = pen_width(text, DRAW_TEXT_SIZE, false) / 2;
        pen_segment(drawing->pen, &tick, &ink);
        if (x - half >= free_from && x + half <= drawing->width) {
            pen_write(drawing->pen, &how, text);
            free_from = x + half + 300;
        }
    }
    return true;
}

static bool
draw_titles(const struct scatter *scatter, struct err *err)
{
    const struct drawing *drawing = scatter->drawing;
    const struct pen_box *plot = &scatter->plot;
    struct pen_text how = {
        .y = 700, .size = DRAW_TEXT_SIZE, .fill = COLOUR_INK};
    struct span words;
    if (!pen_fit(drawing->arena, draw_attribute(drawing->spec, "y-title"), &how,
            drawing->width, &words, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, words);
    how.x = plot->x + plot->width;
    how.y = plot->y + plot->height + 1800;
    how.anchor = PEN_END;
    if (!pen_fit(drawing->arena, draw_attribute(drawing->spec, "x-title"), &how,
            plot->width, &words, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, words);
    return true;
}

static void
draw_labels(const struct scatter *scatter)
{
    struct pen *pen = scatter->drawing->pen;
    static const struct pen_style lead = {
        .stroke = COLOUR_RULE, .stroke_width = 40};
    static const struct pen_style paper = {.fill = COLOUR_WHITE};
    for (size_t i = 0; i < scatter->count; i++) {
        const struct label *label = &scatter->labels[i];
        const struct point *point = &scatter->points[i];
        const struct pen_text how = {.x = label->box.x,
            .y = label->box.y + TEXT_HEIGHT - TEXT_DROP,
            .size = DRAW_TEXT_SIZE,
            .bold = point->is_strong,
            .fill = COLOUR_INK};
        if (label->width == 0) {
            continue;
        }
        pen_rectangle(pen, &label->box, &paper);
        if (label->is_led) {
            pen_segment(pen, &label->lead, &lead);
        }
        pen_write(pen, &how, point->words);
    }
}

static void
draw_marks(const struct scatter *scatter)
{
    struct pen *pen = scatter->drawing->pen;
    static const struct pen_style front = {
        .stroke = COLOUR_NAVY, .stroke_width = 80, .dash = "2.5 2"};
    static const struct pen_style filled = {
        .fill = COLOUR_NAVY, .stroke = COLOUR_NAVY, .stroke_width = 90};
    static const struct pen_style hollow = {
        .fill = COLOUR_WHITE, .stroke = COLOUR_NAVY, .stroke_width = 90};
    for (size_t i = 0; i < scatter->line_count; i++) {
        pen_segment(pen, &scatter->lines[i], &front);
    }
    for (size_t i = 0; i < scatter->count; i++) {
        const struct point *point = &scatter->points[i];
        pen_circle(pen, point->x, point->y, MARK_RADIUS - 45,
            point->on_front ? &filled : &hollow);
    }
}

/* How many columns the key has, and what they cost in height. */
static size_t
key_columns(const struct scatter *scatter)
{
    int32_t columns = scatter->drawing->width / KEY_WIDTH;
    return columns < 1 ? 1 : (size_t)columns;
}

static size_t
key_rows(const struct scatter *scatter)
{
    size_t columns = key_columns(scatter);
    return scatter->has_key ? (scatter->count + columns - 1) / columns : 0;
}

static bool
draw_key(
    const struct scatter *scatter, const struct span *words, struct err *err)
{
    const struct drawing *drawing = scatter->drawing;
    size_t columns = key_columns(scatter);
    size_t rows = key_rows(scatter);
    int32_t width = drawing->width / (int32_t)columns;
    for (size_t i = 0; rows > 0 && i < scatter->count; i++) {
        struct pen_text how = {.x = width * (int32_t)(i / rows) + 1000,
            .y = drawing->height + KEY_LINE * (int32_t)(i % rows + 1) - 200,
            .size = DRAW_TEXT_SIZE,
            .anchor = PEN_END,
            .bold = true,
            .fill = COLOUR_NAVY};
        struct span name;
        pen_write(drawing->pen, &how, scatter->points[i].words);
        how.x += 350;
        how.anchor = PEN_START;
        how.bold = scatter->points[i].is_strong;
        how.fill = COLOUR_INK;
        if (!pen_fit(
                drawing->arena, words[i], &how, width - 1500, &name, err)) {
            return false;
        }
        pen_write(drawing->pen, &how, name);
    }
    return true;
}

bool
scatter_draw(struct drawing *drawing, struct err *err)
{
    struct span names[CHART_ITEMS_MAX];
    struct scatter *scatter = arena_alloc(drawing->arena, sizeof *scatter, err);
    if (scatter == NULL) {
        return false;
    }
    scatter->drawing = drawing;
    if (!read_points(scatter, err) || scatter->count == 0) {
        err_set(err, ERR_INPUT, "a scatter chart has no point");
        return false;
    }
    drop_common_words(scatter);
    for (size_t i = 0; i < scatter->count; i++) {
        names[i] = scatter->points[i].words;
    }
    if (!shorten(scatter, drawing->width / 100 * LABEL_PERCENT, err) ||
        !fit(scatter, err)) {
        return false;
    }
    join_front(scatter);
    if (!place_labels(scatter) && !number_labels(scatter, err)) {
        return false;
    }
    int32_t key = (int32_t)key_rows(scatter) * KEY_LINE;
    pen_open(drawing->pen, drawing->width, drawing->height + key, drawing->alt);
    bool ok = draw_y_axis(scatter, err) && draw_x_axis(scatter, err) &&
              draw_titles(scatter, err);
    draw_labels(scatter);
    draw_marks(scatter);
    ok = ok && draw_key(scatter, names, err);
    pen_close(drawing->pen);
    return ok;
}
