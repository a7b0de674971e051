#include "render/layout/paragraph.h"

/*
 * Where lines end. Justified text: the breaks of least demerits over the
 * whole paragraph, after Knuth and Plass, "Breaking Paragraphs into Lines"
 * (1981), as a shortest path over the legal breaks. Ragged text: as much as
 * fits on each line.
 */
struct measure {
    int64_t width, stretch, shrink;
};

struct state {
    struct paragraph *paragraph;
    struct measure *sums; /* before each item */
    double *costs;        /* of the best way to end a line at an item */
    size_t *previous;     /* the break before it, + 1; 0 = the beginning */
    int32_t *ladders;     /* lines in a row that end in a hyphen there */
};

static const double cost_none = 1e300;

/* The first item of a line that begins after break `after` (index + 1). */
static size_t
line_start(const struct paragraph *paragraph, size_t after)
{
    size_t i = after;
    while (i < paragraph->items.count &&
           item_at(paragraph, i)->kind == ITEM_GLUE && after > 0) {
        i++;
    }
    return i;
}

static struct measure
line_measure(const struct state *state, size_t start, size_t end)
{
    const struct item *stop = item_at(state->paragraph, end);
    struct measure line = {0};
    size_t last = end;
    while (last > start &&
           item_at(state->paragraph, last - 1)->kind == ITEM_GLUE) {
        last--;
    }
    if (last > start) {
        line.width = state->sums[last].width - state->sums[start].width;
        line.stretch = state->sums[last].stretch - state->sums[start].stretch;
        line.shrink = state->sums[last].shrink - state->sums[start].shrink;
    }
    line.width += stop->kind == ITEM_PENALTY ? stop->width : 0;
    return line;
}

static bool
sums_make(struct state *state, struct err *err)
{
    struct paragraph *paragraph = state->paragraph;
    size_t count = paragraph->items.count;
    struct arena *arena = paragraph->layout->arena;
    state->sums = arena_alloc_array(arena, count + 1, sizeof *state->sums, err);
    state->costs =
        arena_alloc_array(arena, count + 1, sizeof *state->costs, err);
    state->previous =
        arena_alloc_array(arena, count + 1, sizeof *state->previous, err);
    state->ladders =
        arena_alloc_array(arena, count + 1, sizeof *state->ladders, err);
    if (state->sums == NULL || state->costs == NULL ||
        state->previous == NULL || state->ladders == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct item *item = item_at(paragraph, i);
        state->sums[i + 1] = state->sums[i];
        if (item->kind != ITEM_PENALTY) {
            state->sums[i + 1].width += item->width;
            state->sums[i + 1].stretch += item->stretch;
            state->sums[i + 1].shrink += item->shrink;
        }
    }
    return true;
}

/* The room of the line from break `after` to break `end`. */
static int64_t
line_width(const struct paragraph *paragraph, size_t after, size_t end)
{
    int64_t width = paragraph->width;
    if (after == 0) {
        width -= paragraph->indent;
    }
    if (item_at(paragraph, end)->penalty == PENALTY_FORCED) {
        width -= fo_resolve(
            &paragraph->block->style->in.last_line_indent, paragraph->width);
    }
    return width;
}

/* How many lines in a row end in a hyphen when one does at `end`. */
static int32_t
ladder_to(const struct state *state, size_t after, size_t end)
{
    if (!item_at(state->paragraph, end)->hyphen) {
        return 0;
    }
    return after == 0 ? 1 : state->ladders[after - 1] + 1;
}

static bool
ladder_is_long(const struct state *state, size_t after, size_t end)
{
    int32_t limit = state->paragraph->block->style->in.hyphen_ladder;
    return limit > 0 && ladder_to(state, after, end) > limit;
}

/* Demerits of one line; cost_none when it does not fit. */
static double
line_cost(const struct state *state, size_t after, size_t end)
{
    const struct paragraph *paragraph = state->paragraph;
    const struct item *stop = item_at(paragraph, end);
    bool final = stop->penalty == PENALTY_FORCED;
    size_t start = line_start(paragraph, after);
    struct measure line = line_measure(state, start, end);
    double rest = (double)(line_width(paragraph, after, end) - line.width);
    double ratio = 0.0;
    if (rest < 0.0) {
        ratio = line.shrink > 0 ? rest / (double)line.shrink : -2.0;
    } else if (!final) {
        /* Some stretch even without spaces, so that worse is still worse. */
        ratio = rest / ((double)line.stretch + 1000.0);
    }
    if (ratio < -1.0) {
        return cost_none;
    }
    double size = ratio < 0.0 ? -ratio : ratio;
    double bad = 100.0 * size * size * size;
    double penalty = final ? 0.0 : (double)stop->penalty;
    double cost = (10.0 + bad + penalty) * (10.0 + bad + penalty);
    if (stop->hyphen && after > 0 && item_at(paragraph, after - 1)->hyphen) {
        cost += 30000.0; /* two hyphens in successive lines */
    }
    if (final && after > 0 && line.width * 8 < paragraph->width) {
        cost += 20000.0; /* a last line of one short word */
    }
    return cost;
}

/* Is it worth looking at lines that begin even earlier? */
static bool
too_wide(const struct state *state, size_t after, size_t end)
{
    struct measure line =
        line_measure(state, line_start(state->paragraph, after), end);
    return line.width - line.shrink > line_width(state->paragraph, after, end);
}

static void
best_way_to(struct state *state, size_t end, size_t floor)
{
    const struct paragraph *paragraph = state->paragraph;
    double best = cost_none;
    size_t from = floor;
    size_t nearest = floor;
    bool seen = false;
    for (size_t after = end + 1; after-- > floor;) {
        bool start = after == floor;
        if (!start && (after > end || !item_at(paragraph, after - 1)->legal)) {
            continue;
        }
        if (!start && after == end + 1) {
            continue;
        }
        nearest = seen ? nearest : after;
        seen = true;
        double cost = ladder_is_long(state, after, end)
                          ? cost_none
                          : line_cost(state, after, end);
        double before = start ? state->costs[paragraph->items.count]
                              : state->costs[after - 1];
        if (cost < cost_none && cost + before < best) {
            best = cost + before;
            from = after;
        }
        if (too_wide(state, after, end)) {
            break;
        }
    }
    if (best >= cost_none) {
        /* Nothing fits: the shortest line there is, too long as it is. */
        from = nearest;
        best = 1e12 + (nearest == floor ? 0.0 : state->costs[nearest - 1]);
    }
    state->costs[end] = best;
    state->ladders[end] = ladder_to(state, from, end);
    state->previous[end] = from;
}

static bool
add_line(struct paragraph *paragraph, size_t after, size_t end, struct err *err)
{
    struct line *line =
        vector_push(paragraph->layout, &paragraph->lines, sizeof *line, err);
    if (line == NULL) {
        return false;
    }
    line->from = line_start(paragraph, after);
    line->to = end;
    line->last = item_at(paragraph, end)->penalty == PENALTY_FORCED;
    return true;
}

/* The lines of the way that ends at `end`, in order. */
static bool
trace(struct state *state, size_t floor, size_t end, struct err *err)
{
    struct paragraph *paragraph = state->paragraph;
    struct vector ends = {0};
    for (size_t at = end;;) {
        size_t *slot =
            vector_push(paragraph->layout, &ends, sizeof(size_t), err);
        if (slot == NULL) {
            return false;
        }
        *slot = at;
        if (state->previous[at] == floor) {
            break;
        }
        at = state->previous[at] - 1;
    }
    size_t after = floor;
    for (size_t i = ends.count; i-- > 0;) {
        size_t stop = ((size_t *)ends.items)[i];
        if (!add_line(paragraph, after, stop, err)) {
            return false;
        }
        after = stop + 1;
    }
    return true;
}

static bool
break_justified(struct state *state, size_t floor, size_t end, struct err *err)
{
    for (size_t i = floor; i <= end; i++) {
        if (item_at(state->paragraph, i)->legal) {
            best_way_to(state, i, floor);
        }
    }
    return trace(state, floor, end, err);
}

/*
 * First fit: where the line after `after` ends. A hyphen only where the line
 * would stay over a quarter empty, or `eager`ly wherever it holds more.
 */
static size_t
ragged_end(const struct state *state, size_t after, size_t end, bool eager,
    bool *spared_out)
{
    const struct paragraph *paragraph = state->paragraph;
    size_t start = line_start(paragraph, after);
    size_t plain = end + 1;
    size_t any = end + 1;
    for (size_t i = start; i <= end; i++) {
        const struct item *item = item_at(paragraph, i);
        bool first = any == end + 1; /* it is taken whatever its width */
        if (!item->legal || (!first && ladder_is_long(state, after, i))) {
            continue;
        }
        int64_t width = line_width(paragraph, after, i);
        bool fits = line_measure(state, start, i).width <= width;
        if (!fits && any <= end) {
            break;
        }
        any = i;
        plain = item->hyphen || item->penalty == PENALTY_EMERGENCY ? plain : i;
        if (!fits) {
            break;
        }
    }
    bool spare = plain <= end && plain != any &&
                 !(eager && item_at(paragraph, any)->hyphen) &&
                 line_measure(state, start, plain).width * 4 >
                     line_width(paragraph, after, plain) * 3;
    *spared_out = *spared_out || spare;
    size_t stop = spare ? plain : any;
    state->ladders[stop] = ladder_to(state, after, stop);
    return stop;
}

static size_t
ragged_count(const struct state *state, size_t floor, size_t end, bool eager,
    bool *spared_out)
{
    size_t count = 0;
    for (size_t after = floor; after <= end; count++) {
        after = ragged_end(state, after, end, eager, spared_out) + 1;
    }
    return count;
}

/* Hyphens are worth it when they save a line. */
static bool
break_ragged(struct state *state, size_t floor, size_t end, struct err *err)
{
    bool spared = false;
    size_t lines = ragged_count(state, floor, end, false, &spared);
    bool eager =
        spared && ragged_count(state, floor, end, true, &spared) < lines;
    for (size_t after = floor; after <= end;) {
        size_t stop = ragged_end(state, after, end, eager, &spared);
        if (!add_line(state->paragraph, after, stop, err)) {
            return false;
        }
        after = stop + 1;
    }
    return true;
}

bool
breaks_find(struct paragraph *paragraph, struct err *err)
{
    struct state state = {.paragraph = paragraph};
    bool justify = paragraph->block->style->in.align == FO_ALIGN_JUSTIFY;
    if (!sums_make(&state, err)) {
        return false;
    }
    size_t floor = 0;
    for (size_t i = 0; i < paragraph->items.count; i++) {
        if (item_at(paragraph, i)->penalty != PENALTY_FORCED) {
            continue;
        }
        bool ok = justify ? break_justified(&state, floor, i, err)
                          : break_ragged(&state, floor, i, err);
        if (!ok) {
            return false;
        }
        floor = i + 1;
    }
    return true;
}
