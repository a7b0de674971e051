#include "render/chart/draw.h"

/*
 * Quality lost against the parent, one row a criterion: the point that was
 * measured, its interval, and the margin that was declared before. The verdict
 * stands at the end of the row as symbol and word.
 */
enum {
    ROW_PITCH = 1950,
    AXIS_ROOM = 2300,
    CAP_HALF = 260, /* of the ends of an interval */
    DOT_RADIUS = 230,
    NAME_PERCENT = 28,
    WORD_PERCENT = 24,
    NUMBERS = 4, /* low, point, high, margin */
    AXIS_NUMBERS = NUMBERS * CHART_ITEMS_MAX,
};

struct row {
    const xmlNode *node;
    struct scale_value *low, *point, *high, *margin;
    const char *colour;
};

struct interval {
    struct drawing *drawing;
    struct row rows[CHART_ITEMS_MAX];
    struct scale_value values[AXIS_NUMBERS];
    size_t count;
    struct scale scale;
    int32_t left, right;
};

static const char *
colour_of(struct span kind)
{
    static const struct {
        const char *kind, *colour;
    } colours[] = {
        {"yes", COLOUR_GREEN},
        {"no", COLOUR_RED},
        {"undecided", COLOUR_AMBER},
    };
    for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++) {
        if (span_is(kind, colours[i].kind)) {
            return colours[i].colour;
        }
    }
    return COLOUR_GREY;
}

static bool
read_rows(struct interval *interval, struct err *err)
{
    static const char *const names[NUMBERS] = {
        "low", "point", "high", "margin"};
    const xmlNode *nodes[CHART_ITEMS_MAX];
    if (!draw_children(
            interval->drawing, "row", nodes, &interval->count, err)) {
        return false;
    }
    for (size_t i = 0; i < interval->count; i++) {
        struct scale_value *values = &interval->values[NUMBERS * i];
        for (size_t n = 0; n < NUMBERS; n++) {
            if (!draw_value(nodes[i], names[n], &values[n], err)) {
                return false;
            }
        }
        interval->rows[i] = (struct row){
            .node = nodes[i],
            .low = &values[0],
            .point = &values[1],
            .high = &values[2],
            .margin = &values[3],
            .colour = colour_of(draw_attribute(nodes[i], "kind")),
        };
    }
    return true;
}

static bool
draw_axis(const struct interval *interval, struct err *err)
{
    const struct drawing *drawing = interval->drawing;
    static const struct pen_style grid = {
        .stroke = COLOUR_GRID, .stroke_width = 40};
    static const struct pen_style zero = {
        .stroke = COLOUR_AXIS, .stroke_width = 80};
    int32_t bottom = (int32_t)interval->count * ROW_PITCH;
    int32_t free_from = 0;
    for (size_t i = 0; i < interval->scale.tick_count; i++) {
        struct span text;
        int32_t x = scale_place(&interval->scale, interval->scale.ticks[i]);
        const struct pen_line line = {x, 0, x, bottom + 150};
        const struct pen_text how = {.x = x,
            .y = bottom + 900,
            .size = DRAW_TEXT_SIZE,
            .anchor = PEN_MIDDLE,
            .fill = COLOUR_GREY};
        if (!scale_text(drawing->arena, &interval->scale, i, drawing->language,
                &text, err)) {
            return false;
        }
        int32_t half = pen_width(text, DRAW_TEXT_SIZE, false) / 2;
        pen_segment(
            drawing->pen, &line, interval->scale.ticks[i] == 0 ? &zero : &grid);
        if (x - half >= free_from) {
            pen_write(drawing->pen, &how, text);
            free_from = x + half + 300;
        }
    }
    return true;
}

static bool
draw_titles(const struct interval *interval, struct err *err)
{
    const struct drawing *drawing = interval->drawing;
    int32_t y = (int32_t)interval->count * ROW_PITCH + 1900;
    static const struct pen_style margin = {
        .stroke = COLOUR_INK, .stroke_width = 110, .dash = "1.6 1.2"};
    const struct pen_line sample = {200, y - 700, 200, y + 100};
    struct pen_text how = {.x = interval->right,
        .y = y,
        .size = DRAW_TEXT_SIZE,
        .anchor = PEN_END,
        .fill = COLOUR_INK};
    struct span words;
    if (!pen_fit(drawing->arena, draw_attribute(drawing->spec, "x-title"), &how,
            interval->right - interval->left, &words, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, words);
    how.x = 500;
    how.anchor = PEN_START;
    if (!pen_fit(drawing->arena, draw_attribute(drawing->spec, "margin-title"),
            &how, interval->left - 700, &words, err)) {
        return false;
    }
    pen_segment(drawing->pen, &sample, &margin);
    pen_write(drawing->pen, &how, words);
    return true;
}

static void
draw_whisker(const struct interval *interval, const struct row *row, int32_t y)
{
    struct pen *pen = interval->drawing->pen;
    const struct pen_style line = {.stroke = row->colour, .stroke_width = 110};
    if (!row->low->known || !row->high->known) {
        return;
    }
    int32_t from = scale_place(&interval->scale, row->low->units);
    int32_t to = scale_place(&interval->scale, row->high->units);
    const struct pen_line lines[] = {
        {from, y, to, y},
        {from, y - CAP_HALF, from, y + CAP_HALF},
        {to, y - CAP_HALF, to, y + CAP_HALF},
    };
    for (size_t i = 0; i < 3; i++) {
        pen_segment(pen, &lines[i], &line);
    }
}

static void
draw_numbers(const struct interval *interval, const struct row *row, int32_t y)
{
    struct pen *pen = interval->drawing->pen;
    static const struct pen_style margin = {
        .stroke = COLOUR_INK, .stroke_width = 110, .dash = "1.6 1.2"};
    const struct pen_style dot = {.fill = row->colour};
    if (row->margin->known) {
        int32_t x = scale_place(&interval->scale, row->margin->units);
        const struct pen_line line = {x, y - 700, x, y + 700};
        pen_segment(pen, &line, &margin);
    }
    draw_whisker(interval, row, y);
    if (row->point->known) {
        pen_circle(pen, scale_place(&interval->scale, row->point->units), y,
            DOT_RADIUS, &dot);
    }
}

static bool
draw_words(const struct interval *interval, const struct row *row, int32_t y,
    struct err *err)
{
    const struct drawing *drawing = interval->drawing;
    struct pen_text how = {
        .y = y - 50, .size = DRAW_TEXT_SIZE, .bold = true, .fill = COLOUR_INK};
    struct span words;
    int32_t room = interval->left - 500;
    if (!pen_fit(drawing->arena, draw_attribute(row->node, "label"), &how, room,
            &words, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, words);
    how.y = y + 700;
    how.bold = false;
    how.size = DRAW_SMALL_SIZE;
    how.fill = COLOUR_GREY;
    if (!pen_fit(drawing->arena, draw_attribute(row->node, "sub"), &how, room,
            &words, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, words);
    how.x = interval->right + 600;
    how.y = y + 230;
    how.size = DRAW_TEXT_SIZE;
    how.bold = true;
    how.fill = row->colour;
    if (!pen_fit(drawing->arena, draw_attribute(row->node, "verdict"), &how,
            drawing->width - how.x, &words, err)) {
        return false;
    }
    pen_write(drawing->pen, &how, words);
    return true;
}

static bool
draw_rows(const struct interval *interval, struct err *err)
{
    static const struct pen_style rule = {
        .stroke = COLOUR_GRID, .stroke_width = 40};
    for (size_t i = 0; i < interval->count; i++) {
        int32_t y = (int32_t)i * ROW_PITCH + ROW_PITCH / 2;
        const struct pen_line below = {0, (int32_t)(i + 1) * ROW_PITCH,
            interval->drawing->width, (int32_t)(i + 1) * ROW_PITCH};
        pen_segment(interval->drawing->pen, &below, &rule);
        draw_numbers(interval, &interval->rows[i], y);
        if (!draw_words(interval, &interval->rows[i], y, err)) {
            return false;
        }
    }
    return true;
}

bool
interval_draw(struct drawing *drawing, struct err *err)
{
    struct interval *interval =
        arena_alloc(drawing->arena, sizeof *interval, err);
    if (interval == NULL) {
        return false;
    }
    interval->drawing = drawing;
    if (!read_rows(interval, err)) {
        return false;
    }
    const struct scale_wish wish = {.ticks = 8, .from_zero = true};
    scale_fit(
        &interval->scale, interval->values, NUMBERS * interval->count, &wish);
    interval->left = drawing->width / 100 * NAME_PERCENT;
    interval->right = drawing->width - drawing->width / 100 * WORD_PERCENT;
    interval->scale.from = interval->left;
    interval->scale.to = interval->right;
    pen_open(drawing->pen, drawing->width,
        (int32_t)interval->count * ROW_PITCH + AXIS_ROOM, drawing->alt);
    bool ok = draw_axis(interval, err) && draw_titles(interval, err) &&
              draw_rows(interval, err);
    pen_close(drawing->pen);
    return ok;
}
