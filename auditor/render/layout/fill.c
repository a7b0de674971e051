#include "render/layout/layout.h"

/* How many pieces fit, and where a list is best broken. */

int32_t
piece_glue(const struct piece *piece)
{
    return piece->glue + (piece->lines ? GLUE_LINES : 0);
}

const struct repeats *
list_table(const struct list *list, size_t index)
{
    if (index >= list->pieces.count) {
        return NULL;
    }
    const struct piece *piece = piece_at(list, index);
    bool inside =
        piece->continued || (index == 0 && list->leads) ||
        (index > 0 && piece_at(list, index - 1)->table == piece->table);
    return inside ? piece->table : NULL;
}

/* The space before a piece when its page or cell begins at `from`. */
int32_t
list_lead(const struct list *list, size_t index, size_t from)
{
    const struct piece *piece = piece_at(list, index);
    return index > from ? piece->space : piece->lead;
}

static int64_t
header_height(const struct list *list, size_t from)
{
    const struct repeats *table = list_table(list, from);
    return table == NULL ? 0 : table->header_height;
}

/* Of the footer that a break before the piece would repeat. */
static int64_t
footer_height(const struct list *list, size_t index)
{
    const struct repeats *table = list_table(list, index);
    return table == NULL ? 0 : table->footer_height;
}

int64_t
list_height(const struct list *list, size_t from, size_t to)
{
    int64_t height = header_height(list, from);
    for (size_t i = from; i < to; i++) {
        height += list_lead(list, i, from) + piece_at(list, i)->height;
    }
    if (list->trails && to == list->pieces.count && to > from) {
        height += piece_at(list, to - 1)->table->footer_height;
    }
    return height;
}

int64_t
list_notes(const struct list *list, size_t from, size_t to)
{
    int64_t height = 0;
    for (size_t i = from; i < to; i++) {
        height += piece_at(list, i)->notes_height;
    }
    return height;
}

struct fill {
    struct layout *layout;
    const struct list *list;
    size_t from;
    const struct fitting *fitting;
    struct cut now;  /* with all pieces so far */
    struct cut best; /* the best place to break so far */
    int32_t best_glue;
};

static int64_t
notes_room(const struct fitting *fitting, int64_t notes)
{
    return fitting->notes && notes > 0 ? notes + fitting->separator : 0;
}

/* How far the spaces are from what they ought to be; 1000 is their limit. */
static int64_t
strain(const struct fitting *fitting, const struct cut *cut)
{
    int64_t room =
        fitting->available - cut->used - notes_room(fitting, cut->notes);
    int64_t give = room < 0 ? cut->shrunk : cut->spread;
    if (room == 0) {
        return 0;
    }
    if (give == 0) {
        return room < 0 ? INT32_MAX : INT32_MAX - 1;
    }
    return (room < 0 ? -room : room) * 1000 / give;
}

static bool
fits(const struct fitting *fitting, const struct cut *cut)
{
    return cut->used - cut->shrunk + notes_room(fitting, cut->notes) <=
           fitting->available;
}

/* May the list be broken before the piece, and better than so far? */
static void
consider(struct fill *fill, size_t index)
{
    int32_t glue = piece_glue(piece_at(fill->list, index));
    struct cut cut = fill->now;
    cut.to = index;
    cut.used += footer_height(fill->list, index);
    const struct piece *piece = piece_at(fill->list, index);
    if (fill->fitting->whole && (!piece->starts || piece->continued)) {
        return;
    }
    bool allowed = fill->fitting->force ? glue < GLUE_ALWAYS : glue == 0;
    if (!allowed || !fits(fill->fitting, &cut)) {
        return;
    }
    bool any = fill->best.to > fill->from;
    bool worse = any && glue > fill->best_glue;
    bool tight =
        any && glue == fill->best_glue &&
        cut.used + notes_room(fill->fitting, cut.notes) >
            fill->fitting->available &&
        strain(fill->fitting, &cut) > strain(fill->fitting, &fill->best);
    if (!worse && !tight) {
        fill->best = cut;
        fill->best_glue = glue;
    }
}

/* All pieces so far and the one at `index`. */
static struct cut
with_piece(const struct fill *fill, size_t index)
{
    const struct piece *piece = piece_at(fill->list, index);
    struct cut cut = fill->now;
    bool lead = index == fill->from;
    cut.to = index + 1;
    cut.used += piece->height + list_lead(fill->list, index, fill->from);
    cut.shrunk += lead ? 0 : piece->shrink;
    cut.spread += lead ? 0 : piece->stretch;
    cut.notes += piece->notes_height;
    return cut;
}

enum {
    ROWS_TRIES = 16
}; /* of heights for rows with footnotes in them */

/* Break in the rows of the piece that does not fit. */
static bool
break_rows(
    struct fill *fill, size_t index, bool force, bool *done, struct err *err)
{
    const struct piece *piece = piece_at(fill->list, index);
    const struct fitting *outer = fill->fitting;
    int64_t spent = notes_room(outer, fill->now.notes);
    struct fitting inner = {.force = force};
    inner.available = outer->available - fill->now.used - spent -
                      list_lead(fill->list, index, fill->from) -
                      (piece->table == NULL ? 0 : piece->table->footer_height);
    int64_t room = inner.available;
    if (inner.available >= piece->height) {
        inner.available = piece->height - 1; /* its footnotes do not fit */
    }
    *done = false;
    if (outer->whole) {
        return true;
    }
    /* Footnotes in the rows leave less for the rows: plan again. */
    for (int tries = 0;
         piece->rows != NULL && inner.available > 0 && tries < ROWS_TRIES;
         tries++) {
        const struct rows_cut *rows = NULL;
        if (!rows_plan(fill->layout, piece->rows, &inner, &rows, err)) {
            return false;
        }
        if (rows == NULL) {
            return true;
        }
        struct cut cut = fill->now;
        cut.to = index;
        cut.rows = rows;
        cut.notes += rows->notes;
        int64_t left = room - (notes_room(outer, cut.notes) - spent);
        bool fits_now = inner.available <= left;
        if (fits_now) {
            fill->best = cut;
        }
        if (inner.available == left || (*done && !fits_now)) {
            *done = true;
            break;
        }
        *done = fits_now;
        inner.available = left < piece->height ? left : piece->height - 1;
    }
    return true;
}

/*
 * A piece that fits but for its footnotes may keep its line here while the
 * last footnote goes on overleaf.
 */
static bool
break_notes(
    struct fill *fill, size_t index, bool force, bool *done, struct err *err)
{
    const struct piece *piece = piece_at(fill->list, index);
    struct cut cut = with_piece(fill, index);
    *done = false;
    if (!fill->fitting->notes || fill->fitting->whole ||
        piece->notes.count == 0 ||
        cut.used - cut.shrunk > fill->fitting->available) {
        return true;
    }
    while (cut.to < fill->list->pieces.count &&
           piece_glue(piece_at(fill->list, cut.to)) > 0) {
        if (!piece_ready(fill->layout, fill->list, cut.to, err)) {
            return false;
        }
        if (piece_at(fill->list, cut.to)->notes_height != 0) {
            break;
        }
        fill->now = cut;
        cut = with_piece(fill, cut.to);
    }
    const struct note *last =
        (const struct note *)piece->notes.items + piece->notes.count - 1;
    int64_t height =
        list_height(last->list, last->from, last->list->pieces.count);
    struct fitting room = {.available = fill->fitting->available - cut.used -
                                        fill->fitting->separator -
                                        (cut.notes - height)};
    struct cut split = {.to = last->from};
    if (room.available > 0 &&
        !list_plan(fill->layout, last->list, last->from, &room, &split, err)) {
        return false;
    }
    *done = force || split.to > last->from || split.rows != NULL;
    if (*done) {
        fill->best = cut;
        fill->best.spread = 0;
        fill->best.shrunk = 0;
    }
    return true;
}

/*
 * What is kept with the piece before it takes the end of that one along, if
 * its rows may be broken: the whole of it need not go.
 */
static bool
break_kept(struct fill *fill, size_t index, bool *done, struct err *err)
{
    struct fill earlier = *fill;
    *done = false;
    if (index == fill->from || fill->best.to == index ||
        piece_at(fill->list, index - 1)->rows == NULL ||
        piece_at(fill->list, index - 1)->inner > 0) {
        return true;
    }
    earlier.now = (struct cut){
        .to = fill->from, .used = header_height(fill->list, fill->from)};
    for (size_t i = fill->from; i + 1 < index; i++) {
        earlier.now = with_piece(&earlier, i);
    }
    if (!break_rows(&earlier, index - 1, /* force= */ false, done, err)) {
        return false;
    }
    fill->best = *done ? earlier.best : fill->best;
    return true;
}

/* The piece at `index` does not fit any more. */
static bool
overflow(struct fill *fill, size_t index, struct err *err)
{
    bool done = false;
    bool first = fill->best.to == fill->from;
    bool loose = piece_at(fill->list, index)->inner == 0;
    /* In rows that are broken by force nothing is tried twice. */
    bool nested = fill->fitting->force && !fill->fitting->notes;
    const struct fill before = *fill;
    if (loose || (fill->fitting->force && !first &&
                     piece_at(fill->list, index)->inner < fill->best_glue)) {
        if (!break_rows(fill, index, nested, &done, err) || done) {
            return done;
        }
    }
    if ((first || fill->best_glue == 0) &&
        (!break_notes(fill, index, /* force= */ false, &done, err) || done)) {
        return done;
    }
    *fill = before;
    if (!break_kept(fill, index, &done, err) || done) {
        return done;
    }
    if (!first || !fill->fitting->force) {
        return true;
    }
    if (nested && loose) {
        return true;
    }
    if (!break_rows(fill, index, /* force= */ true, &done, err) || done) {
        return done;
    }
    if (!break_notes(
            fill, index, /* force= */ index == fill->from, &done, err)) {
        return false;
    }
    if (!done) {
        *fill = before;
    }
    return true;
}

bool
list_plan(struct layout *layout, const struct list *list, size_t from,
    const struct fitting *fitting, struct cut *out, struct err *err)
{
    struct fill fill = {.layout = layout,
        .list = list,
        .from = from,
        .fitting = fitting,
        .now = {.to = from, .used = header_height(list, from)},
        .best = {.to = from}};
    for (size_t i = from; i < list->pieces.count; i++) {
        if (i > from) {
            consider(&fill, i);
        }
        if (i > from && piece_at(list, i)->break_before != FO_BREAK_NONE) {
            bool footer = footer_height(list, i) > 0;
            *out = footer && fill.best.to > from ? fill.best : fill.now;
            out->forced = out->to == i;
            return true;
        }
        if (!piece_ready(layout, list, i, err)) {
            return false;
        }
        struct cut next = with_piece(&fill, i);
        if (!fits(fitting, &next)) {
            bool ok = overflow(&fill, i, err);
            *out = fill.best;
            return ok;
        }
        fill.now = next;
    }
    *out = fill.now;
    out->full = true;
    return true;
}

static bool
take_piece(struct layout *layout, struct list *taken, const struct piece *piece,
    struct err *err)
{
    struct piece *slot = work_push(layout, &taken->pieces, sizeof *slot, err);
    if (slot == NULL) {
        return false;
    }
    *slot = *piece;
    return true;
}

/* Ids and markers that end go with the rest. */
static bool
part_anchors(struct layout *layout, struct piece *head, struct piece *rest,
    struct err *err)
{
    const struct vector all = rest->anchors;
    head->anchors = (struct vector){0};
    rest->anchors = (struct vector){0};
    for (size_t i = 0; i < all.count; i++) {
        struct anchor anchor = ((const struct anchor *)all.items)[i];
        if (!place_anchor(layout, anchor.last ? &rest->anchors : &head->anchors,
                anchor, err)) {
            return false;
        }
    }
    return true;
}

static bool
take_head(struct layout *layout, struct list *taken, struct piece *piece,
    const struct rows_cut *cut, struct err *err)
{
    struct piece head = *piece;
    if (!rows_break(layout, piece->rows, cut, &head.rows, err) ||
        !part_anchors(layout, &head, piece, err)) {
        return false;
    }
    head.height = rows_height(head.rows);
    head.notes_height = head.rows->notes_height;
    head.closes = 0;
    piece->height = rows_height(piece->rows);
    piece->notes_height = piece->rows->notes_height;
    piece->opens = 0;
    piece->space = 0;
    piece->lead = 0;
    piece->shrink = 0;
    piece->stretch = 0;
    piece->glue = GLUE_NONE;
    piece->break_before = FO_BREAK_NONE;
    piece->continued = true;
    return take_piece(layout, taken, &head, err);
}

bool
list_take(struct layout *layout, struct list *list, size_t from,
    const struct cut *cut, struct list *taken, struct err *err)
{
    taken->leads = list_table(list, from) != NULL;
    for (size_t i = from; i < cut->to; i++) {
        if (!take_piece(layout, taken, piece_at(list, i), err)) {
            return false;
        }
    }
    if (cut->rows == NULL) {
        taken->trails = cut->to > from && list_table(list, cut->to) != NULL;
        return true;
    }
    struct piece *piece = piece_at(list, cut->to);
    taken->trails = piece->table != NULL;
    return take_head(layout, taken, piece, cut->rows, err);
}
