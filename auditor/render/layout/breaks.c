#include "render/layout/paragraph.h"

/*
 * Where lines end: the breaks of least demerits over the whole paragraph,
 * after Knuth and Plass, "Breaking Paragraphs into Lines" (1981), as a
 * shortest path over the legal breaks. First without hyphens and without any
 * loose line; then with hyphens; then with lines as loose as they must be. The
 * white at the end of a ragged line stretches as Apache FOP has it, so that
 * both engines end lines at the same words.
 */
enum {
    RAGGED_STRETCH = 10008, /* of one ragged side, in millipoints */
};

struct measure {
    int64_t width, stretch, shrink;
};

struct state {
    struct paragraph *paragraph;
    struct measure *sums; /* before each item */
    double *costs;        /* of the best way to end a line at an item */
    size_t *previous;     /* the break before it, + 1; 0 = the beginning */
    int32_t *ladders;     /* lines in a row that end in a hyphen there */
    bool free_end;        /* the last line may be as short as it likes */
    bool hyphens;         /* may lines end in them? */
    double tolerance;     /* of how loose a line may be; 0: it must do */
};

static const double cost_none = 1e300;
static const double tolerance_good = 1.0;
static const double tolerance_forced = 0.0;

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

/* How the line's white must grow: 1 is all that it likes to; -1 the least. */
static double
line_ratio(const struct state *state, const struct measure *line, int64_t room,
    bool final)
{
    int32_t align = state->paragraph->block->style->in.align;
    bool justify = align == FO_ALIGN_JUSTIFY;
    double rest = (double)(room - line->width);
    if (rest < 0.0) {
        return justify && line->shrink > 0 ? rest / (double)line->shrink : -2.0;
    }
    if (final && state->free_end) {
        return 0.0;
    }
    /* Some stretch even without spaces, so that worse is still worse. */
    double stretch = justify                    ? (double)line->stretch + 1.0
                     : align == FO_ALIGN_CENTER ? 2.0 * RAGGED_STRETCH
                                                : (double)RAGGED_STRETCH;
    return rest / stretch;
}

/* Demerits of one line; cost_none when it does not fit. */
static double
line_cost(const struct state *state, size_t after, size_t end)
{
    const struct paragraph *paragraph = state->paragraph;
    const struct item *stop = item_at(paragraph, end);
    bool justify = paragraph->block->style->in.align == FO_ALIGN_JUSTIFY;
    bool final = stop->penalty == PENALTY_FORCED;
    struct measure line =
        line_measure(state, line_start(paragraph, after), end);
    double ratio =
        line_ratio(state, &line, line_width(paragraph, after, end), final);
    if (ratio < -1.0 ||
        (state->tolerance > tolerance_forced && ratio > state->tolerance)) {
        return cost_none;
    }
    double size = ratio < 0.0 ? -ratio : ratio;
    double bad = 1.0 + 100.0 * size * size * size;
    double penalty = final ? 0.0 : (double)stop->penalty;
    double cost = (bad + penalty) * (bad + penalty);
    if (stop->hyphen && after > 0 && item_at(paragraph, after - 1)->hyphen) {
        cost += 30000.0; /* two hyphens in successive lines */
    }
    if (justify && final && after > 0 && line.width * 8 < paragraph->width) {
        cost += 20000.0; /* a last line of one short word */
    }
    return cost;
}

static bool
may_end_at(const struct state *state, size_t index)
{
    const struct item *item = item_at(state->paragraph, index);
    return item->legal && (state->hyphens || !item->hyphen);
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
        if (!start && (after > end || !may_end_at(state, after - 1))) {
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
    if (best >= cost_none && state->tolerance <= tolerance_forced) {
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

/* The best way to `end`; false when none is good enough. */
static bool
find_way(struct state *state, size_t floor, size_t end)
{
    for (size_t i = floor; i <= end; i++) {
        if (may_end_at(state, i)) {
            best_way_to(state, i, floor);
        }
    }
    return state->costs[end] < cost_none;
}

static bool
break_part(struct state *state, size_t floor, size_t end, struct err *err)
{
    bool hyphens = false;
    for (size_t i = floor; i <= end; i++) {
        hyphens = hyphens || item_at(state->paragraph, i)->hyphen;
    }
    state->hyphens = false;
    state->tolerance = tolerance_good;
    if (find_way(state, floor, end)) {
        return trace(state, floor, end, err);
    }
    state->hyphens = hyphens;
    if (hyphens && find_way(state, floor, end)) {
        return trace(state, floor, end, err);
    }
    state->tolerance = tolerance_forced;
    (void)find_way(state, floor, end);
    return trace(state, floor, end, err);
}

/* Centred lines are of like length, the last with them; a leader fills any. */
static bool
ends_freely(const struct paragraph *paragraph)
{
    const struct fo_inherited *in = &paragraph->block->style->in;
    bool spread =
        in->align == FO_ALIGN_CENTER ||
        (in->align == FO_ALIGN_JUSTIFY && in->align_last == FO_ALIGN_JUSTIFY);
    for (size_t i = 0; spread && i < paragraph->segments.count; i++) {
        spread = segment_at(paragraph, i)->kind != SEGMENT_LEADER;
    }
    return !spread;
}

/*
 * Does all of it stand in one line? No way costs less then: a last line that
 * may end where it likes costs what one line costs at least.
 */
static bool
is_one_line(const struct state *state, size_t floor, size_t end)
{
    const struct paragraph *paragraph = state->paragraph;
    const struct item *items = paragraph->items.items;
    int64_t white = 0;
    int64_t width = 0;
    for (size_t i = line_start(paragraph, floor); i < end; i++) {
        if (items[i].kind == ITEM_GLUE) {
            white += items[i].width;
        } else if (items[i].kind == ITEM_BOX) {
            width += white + items[i].width;
            white = 0;
        }
    }
    return state->free_end && width <= line_width(paragraph, floor, end);
}

static bool
break_at_end(struct state *state, size_t floor, size_t end, struct err *err)
{
    if (is_one_line(state, floor, end)) {
        return add_line(state->paragraph, floor, end, err);
    }
    return (state->sums != NULL || sums_make(state, err)) &&
           break_part(state, floor, end, err);
}

bool
breaks_find(struct paragraph *paragraph, struct err *err)
{
    struct state state = {.paragraph = paragraph};
    state.free_end = ends_freely(paragraph);
    size_t floor = 0;
    for (size_t i = 0; i < paragraph->items.count; i++) {
        if (item_at(paragraph, i)->penalty != PENALTY_FORCED) {
            continue;
        }
        if (!break_at_end(&state, floor, i, err)) {
            return false;
        }
        floor = i + 1;
    }
    return true;
}
