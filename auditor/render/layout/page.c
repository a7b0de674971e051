#include "render/layout/sequence.h"

/* Page sequences: filling pages, static content, numbers, citations. */

enum {
    NUMBER_MAX = 9000
};

static bool
find_regions(struct sequence *sequence, struct page_kind kind,
    struct regions *regions, struct err *err)
{
    const struct fo_node *master;
    kind.in_sequence = sequence->pages;
    kind.number = sequence->number;
    if (!master_find(sequence->layout, sequence->node, kind, &master, err) ||
        !master_regions(master, regions, err)) {
        return false;
    }
    return true;
}

static bool
blank_page(struct sequence *sequence, bool last, struct err *err)
{
    struct regions regions;
    struct content content = {0};
    struct page_kind kind = {.blank = true, .last = last};
    return find_regions(sequence, kind, &regions, err) &&
           page_make(sequence, &regions, &content, err);
}

/* An odd-page or even-page break may leave a blank page. */
static bool
honour_parity(struct sequence *sequence, struct err *err)
{
    if (sequence->flow.next >= sequence->flow.list->pieces.count) {
        return true;
    }
    enum fo_break wanted =
        piece_at(sequence->flow.list, sequence->flow.next)->break_before;
    bool odd = sequence->number % 2 != 0;
    if ((wanted == FO_BREAK_ODD && !odd) || (wanted == FO_BREAK_EVEN && odd)) {
        return blank_page(sequence, /* last= */ false, err);
    }
    return true;
}

/* Room for the flow on a page whose body has that height. */
static struct fitting
page_fitting(const struct sequence *sequence, int32_t height)
{
    int64_t carried = notes_height(&sequence->notes);
    struct fitting fitting = {.available = height,
        .force = true,
        .notes = true,
        .separator = sequence->separator_height};
    if (carried > 0) {
        fitting.available -= carried + fitting.separator;
        fitting.separator = 0;
    }
    return fitting;
}

static int32_t
body_width(const struct regions *regions)
{
    bool turned = regions->body_node->style->orientation % 2 != 0;
    return turned ? regions->body.height : regions->body.width;
}

static int32_t
body_height(const struct regions *regions)
{
    bool turned = regions->body_node->style->orientation % 2 != 0;
    return turned ? regions->body.width : regions->body.height;
}

/* Where lines are as wide on the next page, they can go on there. */
static bool
next_is_as_wide(
    struct sequence *sequence, int32_t width, bool *out, struct err *err)
{
    struct page_kind kind = {
        .in_sequence = sequence->pages + 1, .number = sequence->number + 1};
    const struct fo_node *master;
    struct regions regions;
    if (!master_find(sequence->layout, sequence->node, kind, &master, err) ||
        !master_regions(master, &regions, err)) {
        return false;
    }
    *out = body_width(&regions) == width;
    return true;
}

static bool
plan_page(struct sequence *sequence, const struct regions *regions,
    struct cut *cut, struct err *err)
{
    struct flow *flow = &sequence->flow;
    struct fitting fitting = page_fitting(sequence, body_height(regions));
    struct err ignored = {0};
    bool alike = true;
    size_t count = flow->list->pieces.count;
    *cut = (struct cut){.to = flow->next};
    if (fitting.available > 0 && !list_plan(sequence->layout, flow->list,
                                     flow->next, &fitting, cut, err)) {
        return false;
    }
    /* Without a master for another page this one must be the last. */
    if (!cut->full &&
        next_is_as_wide(sequence, body_width(regions), &alike, &ignored)) {
        fitting.whole = !alike;
    }
    if (fitting.whole && !list_plan(sequence->layout, flow->list, flow->next,
                             &fitting, cut, err)) {
        return false;
    }
    bool nothing = cut->to == flow->next && cut->rows == NULL;
    if (nothing && flow->next < count && sequence->notes.count == 0) {
        const struct piece *piece = piece_at(flow->list, flow->next);
        err_set(err, ERR_INPUT, "content of %d pt does not fit on its page",
            (int)(piece->height / 1000));
        err_at_line(err, piece->line);
        return false;
    }
    return true;
}

/* Try the last page's master: `*cut` is changed if it can be this page's. */
static bool
try_last(struct sequence *sequence, struct regions *regions, struct cut *cut,
    struct err *err)
{
    struct page_kind kind = {.last = true};
    const struct flow before = sequence->flow;
    struct regions last;
    struct cut less;
    bool resumed = false;
    if (!find_regions(sequence, kind, &last, err)) {
        return false;
    }
    if (last.body_node == regions->body_node) {
        return true;
    }
    if (!flow_at_width(sequence->layout, &sequence->flow, body_width(&last),
            &resumed, err) ||
        (resumed && !plan_page(sequence, &last, &less, err))) {
        return false;
    }
    if (resumed && less.full) {
        *regions = last;
        *cut = less;
    } else {
        sequence->flow.list = before.list;
        sequence->flow.next = before.next;
        /* What the last page does not hold makes one more. */
        bool alike = body_width(&last) == body_width(regions);
        *cut = resumed && alike ? less : *cut;
    }
    return true;
}

/* The master of the page, and what fits on it: is it the last one? */
static bool
choose_page(struct sequence *sequence, struct regions *regions, struct cut *cut,
    struct err *err)
{
    struct page_kind kind = {.last = false};
    bool resumed;
    if (!find_regions(sequence, kind, regions, err) ||
        !flow_at_width(sequence->layout, &sequence->flow, body_width(regions),
            &resumed, err)) {
        return false;
    }
    if (!resumed) {
        err_set(err, ERR_INPUT,
            "the body changes its width within a paragraph or a row");
        err_at_line(
            err, piece_at(sequence->flow.list, sequence->flow.next)->line);
        return false;
    }
    return plan_page(sequence, regions, cut, err) &&
           (!cut->full || try_last(sequence, regions, cut, err));
}

/* Give the spaces of a page what is missing or left over. */
static void
adjust_spaces(struct list *list, const struct cut *cut, int64_t room)
{
    int64_t give = room < 0 ? cut->shrunk : cut->spread;
    if (room == 0 || give == 0 || cut->rows != NULL ||
        (room > 0 && (cut->full || cut->forced))) {
        return;
    }
    int64_t taken = 0;
    int64_t sum = 0;
    room = room > give ? give : room;
    for (size_t i = 1; i < list->pieces.count; i++) {
        struct piece *piece = piece_at(list, i);
        sum += room < 0 ? piece->shrink : piece->stretch;
        int64_t part = room * sum / give - taken;
        taken += part;
        piece->space += (int32_t)part;
    }
}

static bool
take_page(struct sequence *sequence, const struct regions *regions,
    const struct cut *cut, struct content *content, struct err *err)
{
    struct layout *layout = sequence->layout;
    struct list *list = &content->list;
    if (!list_take(
            layout, sequence->flow.list, sequence->flow.next, cut, list, err)) {
        return false;
    }
    int64_t height = body_height(regions);
    int64_t notes = notes_height(&sequence->notes) + cut->notes;
    notes += notes > 0 ? sequence->separator_height : 0;
    int64_t room = height - list_height(list, 0, list->pieces.count);
    adjust_spaces(list, cut, room - notes);
    room = height - list_height(list, 0, list->pieces.count);
    sequence->flow.next = cut->to;
    if (!notes_collect(layout, &sequence->notes, list, 0, err)) {
        return false;
    }
    struct fitting fitting = {.available = room - sequence->separator_height,
        .force = list->pieces.count == 0};
    size_t before = sequence->notes.count;
    if (!notes_take(layout, &sequence->notes, fitting, &content->notes, err)) {
        return false;
    }
    if (list->pieces.count == 0 && before > 0 && content->notes.count == 0) {
        err_set(err, ERR_INPUT, "a footnote does not fit on a page");
        err_at_line(err, sequence->node->line);
        return false;
    }
    return true;
}

/*
 * Forget the rows that were made for the page before the last, unless some of
 * them, or a footnote of theirs, still waits for a page.
 */
static void
next_turn(struct sequence *sequence)
{
    struct layout *layout = sequence->layout;
    const struct flow *flow = &sequence->flow;
    bool waiting = sequence->notes.count > 0;
    layout->turn++;
    for (size_t i = flow->next; i < layout->made; i++) {
        const struct piece *piece = piece_at(flow->list, i);
        waiting =
            waiting || (piece->turn > 0 &&
                           (layout->turn - piece->turn) % LAYOUT_TURNS == 0);
    }
    if (!waiting) {
        arena_clear(&layout->rows[layout->turn % LAYOUT_TURNS]);
    }
}

/* Can every page of the sequence hold the same lines? */
static bool
is_one_width(const struct sequence *sequence, const struct regions *first)
{
    const struct fo_node *set =
        fo_child(sequence->layout->fo->root, FO_MASTER_SET);
    bool same = true;
    for (const struct fo_node *master = set == NULL ? NULL : set->first;
         master != NULL; master = master->next) {
        struct regions regions;
        struct err ignored = {0};
        if (master->kind != FO_PAGE_MASTER) {
            continue;
        }
        if (span_equal(master->style->master_name,
                sequence->node->style->master_reference)) {
            return true;
        }
        same = same && master_regions(master, &regions, &ignored) &&
               body_width(&regions) == body_width(first);
    }
    return same;
}

/*
 * Fill a page. What was needed to do so is forgotten, unless something was
 * broken in itself, made anew or carried over.
 */
static bool
next_page(struct sequence *sequence, struct regions *regions, struct err *err)
{
    struct layout *layout = sequence->layout;
    struct arena_mark before = arena_mark(&layout->work);
    size_t lists = sequence->flow.count;
    struct cut cut;
    struct content content = {0};
    next_turn(sequence);
    size_t carried = sequence->notes.count;
    if (!honour_parity(sequence, err) ||
        !choose_page(sequence, regions, &cut, err) ||
        !take_page(sequence, regions, &cut, &content, err) ||
        !page_make(sequence, regions, &content, err)) {
        return false;
    }
    if (cut.rows == NULL && carried == 0 && sequence->notes.count == 0 &&
        sequence->flow.count == lists) {
        sequence->notes = (struct vector){0};
        arena_rewind(&layout->work, before);
    }
    return true;
}

static bool
fill_pages(struct sequence *sequence, struct err *err)
{
    struct layout *layout = sequence->layout;
    struct regions regions;
    struct page_kind kind = {.last = false};
    bool resumed;
    if (!find_regions(sequence, kind, &regions, err) ||
        !separator_make(sequence, body_width(&regions), err)) {
        return false;
    }
    layout->body_height = body_height(&regions);
    sequence->flow.one_width = is_one_width(sequence, &regions);
    layout->made = 0;
    layout->page_width = regions.width;
    layout->page_height = regions.height;
    if (!flow_at_width(
            layout, &sequence->flow, body_width(&regions), &resumed, err)) {
        return false;
    }
    do {
        if (!next_page(sequence, &regions, err)) {
            return false;
        }
    } while (sequence->flow.next < sequence->flow.list->pieces.count ||
             sequence->notes.count > 0);
    return true;
}

static const struct fo_node *
next_sequence(const struct fo_node *node)
{
    const struct fo_node *next = node->next;
    while (next != NULL && next->kind != FO_PAGE_SEQUENCE) {
        next = next->next;
    }
    return next;
}

/* XSL 1.1, 7.27.6: does the sequence need one more page? */
static bool
needs_blank(const struct sequence *sequence)
{
    const struct fo_node *next = next_sequence(sequence->node);
    int32_t wanted =
        next == NULL ? FO_NUMBER_AUTO : next->style->initial_page_number;
    bool last_is_odd = (sequence->number - 1) % 2 != 0;
    switch ((enum fo_page_count)sequence->node->style->force_page_count) {
    case FO_COUNT_AUTO:
        if (wanted == FO_NUMBER_AUTO) {
            return false;
        }
        if (wanted == FO_NUMBER_ODD || wanted == FO_NUMBER_EVEN) {
            return last_is_odd == (wanted == FO_NUMBER_ODD);
        }
        return last_is_odd == (wanted % 2 != 0);
    case FO_COUNT_EVEN:
        return sequence->pages % 2 != 0;
    case FO_COUNT_ODD:
        return sequence->pages % 2 == 0;
    case FO_COUNT_END_EVEN:
        return last_is_odd;
    case FO_COUNT_END_ODD:
        return !last_is_odd;
    case FO_COUNT_NO_FORCE:
        break;
    }
    return false;
}

static int32_t
first_number(const struct fo_node *node, int32_t following)
{
    int32_t wanted = node->style->initial_page_number;
    bool odd = following % 2 != 0;
    if (wanted == FO_NUMBER_ODD) {
        return odd ? following : following + 1;
    }
    if (wanted == FO_NUMBER_EVEN) {
        return odd ? following + 1 : following;
    }
    return wanted > 0 && wanted < NUMBER_MAX ? wanted : following;
}

static bool
make_sequence(struct layout *layout, const struct fo_node *node,
    int32_t *number, struct err *err)
{
    struct sequence sequence = {.layout = layout,
        .node = node,
        .flow = {.node = fo_child(node, FO_FLOW),
            .first_tag = layout->tags.count},
        .number = first_number(node, *number)};
    size_t first = layout->pages.count;
    if (sequence.flow.node == NULL) {
        err_set(err, ERR_INPUT, "the page sequence has no flow");
        err_at_line(err, node->line);
        return false;
    }
    if (!fill_pages(&sequence, err)) {
        return false;
    }
    size_t last = layout->pages.count - 1;
    if (needs_blank(&sequence) &&
        !blank_page(&sequence, /* last= */ true, err)) {
        return false;
    }
    struct anchor anchor = {.id = node->style->id};
    if (anchor.id.len > 0 &&
        (!citation_place(layout, &anchor, first, 0, err) ||
            !citation_place(layout, &anchor, last, 0, err))) {
        return false;
    }
    *number = sequence.number;
    arena_clear(&layout->work);
    return true;
}

bool
pages_make(struct layout *layout, struct err *err)
{
    int32_t number = 1;
    for (const struct fo_node *node = layout->fo->root->first; node != NULL;
         node = node->next) {
        if (node->kind == FO_PAGE_SEQUENCE &&
            !make_sequence(layout, node, &number, err)) {
            return false;
        }
    }
    if (layout->pages.count == 0) {
        err_set(err, ERR_INPUT, "the document has no page sequence");
        return false;
    }
    return layout->mode != LAYOUT_KEEP || sheets_finish(layout, err);
}
