#include "render/layout/layout.h"
#include "render/layout/master.h"

/* Page sequences: filling pages, static content, numbers, citations. */

enum {
    NUMBER_MAX = 9000
};

struct sequence {
    struct layout *layout;
    const struct fo_node *node;
    const struct fo_node *flow;
    struct list *list;
    size_t next;    /* first piece not yet on a page */
    size_t pages;   /* of this sequence so far */
    int32_t number; /* of the next page */
    int32_t width;  /* of the body, the same on all its pages */
};

const struct citation *
citation_find(const struct vector *citations, struct span id)
{
    const struct citation *items = citations->items;
    for (size_t i = 0; i < citations->count; i++) {
        if (span_equal(items[i].id, id)) {
            return &items[i];
        }
    }
    return NULL;
}

static struct area_page *
page_at(const struct layout *layout, size_t index)
{
    return (struct area_page *)layout->pages.items + index;
}

bool
citation_place(struct layout *layout, const struct anchor *anchor, size_t page,
    int32_t y, struct err *err)
{
    struct citation *items = layout->citations.items;
    struct citation *found = NULL;
    for (size_t i = 0; i < layout->citations.count && found == NULL; i++) {
        found = span_equal(items[i].id, anchor->id) ? &items[i] : NULL;
    }
    struct span label = page_at(layout, page)->label;
    if (found != NULL) {
        found->last_page = page + 1;
        found->last_label = label;
        return true;
    }
    found = vector_push(layout, &layout->citations, sizeof *found, err);
    if (found == NULL) {
        return false;
    }
    *found = (struct citation){.id = anchor->id,
        .first_page = page + 1,
        .last_page = page + 1,
        .y = y,
        .first_label = label,
        .last_label = label};
    return true;
}

static const struct fo_node *
static_content(const struct sequence *sequence, const struct fo_node *region,
    const char *standard)
{
    if (region == NULL) {
        return NULL;
    }
    struct span name = region->style->region_name;
    name = name.len > 0 ? name : span_of(standard);
    for (const struct fo_node *child = sequence->node->first; child != NULL;
         child = child->next) {
        if (child->kind == FO_STATIC_CONTENT &&
            span_equal(child->style->flow_name, name)) {
            return child;
        }
    }
    return NULL;
}

static bool
paint_static(struct painter *painter, const struct fo_node *content,
    const struct fo_node *region, struct rectangle where, struct err *err)
{
    struct layout *layout = painter->layout;
    if (content == NULL) {
        return true;
    }
    struct place outer = {0};
    struct place inner = {.width = where.width, .tag = AREA_ARTIFACT};
    layout->artifact = true;
    bool ok = block_area(layout, &outer, content, &inner, err);
    layout->artifact = false;
    if (!ok) {
        return false;
    }
    size_t count = inner.list->pieces.count;
    int64_t room = where.height - list_height(inner.list, 0, count);
    int32_t align = region->style->in.display_align;
    if (room < 0) {
        err_set(err, ERR_INPUT, "the region's content is taller than it");
        err_at_line(err, content->line);
        return false;
    }
    where.y += align == FO_DISPLAY_AFTER    ? (int32_t)room
               : align == FO_DISPLAY_CENTER ? (int32_t)room / 2
                                            : 0;
    struct range range = {inner.list, 0, count};
    painter->artifact = true;
    painter->area_y = where.y;
    ok = paint_range(painter, range, where.x, where.y, err);
    painter->artifact = false;
    return ok;
}

/* A new page with its regions; `from`..`to` of the flow goes in its body. */
static bool
make_page(struct sequence *sequence, const struct regions *regions, size_t to,
    struct err *err)
{
    struct layout *layout = sequence->layout;
    struct vector ops = {0};
    struct vector links = {0};
    if (layout->pages.count >= LAYOUT_PAGES_MAX) {
        err_set(
            err, ERR_LIMIT, "the document has over %d pages", LAYOUT_PAGES_MAX);
        return false;
    }
    struct area_page *page =
        vector_push(layout, &layout->pages, sizeof *page, err);
    if (page == NULL ||
        !page_label(layout->arena, sequence->number,
            sequence->node->style->number_format, &page->label, err)) {
        return false;
    }
    page->width = regions->width;
    page->height = regions->height;
    layout->label = page->label;
    struct painter painter = {.layout = layout,
        .ops = &ops,
        .links = &links,
        .page = layout->pages.count - 1,
        .area_y = regions->body.y};
    struct range range = {sequence->list, sequence->next, to};
    const struct fo_node *before =
        static_content(sequence, regions->before_node, "xsl-region-before");
    const struct fo_node *after =
        static_content(sequence, regions->after_node, "xsl-region-after");
    if (!paint_fill(&painter, regions->body,
            &regions->body_node->style->background, err) ||
        !paint_range(&painter, range, regions->body.x, regions->body.y, err) ||
        !paint_static(
            &painter, before, regions->before_node, regions->before, err) ||
        !paint_static(
            &painter, after, regions->after_node, regions->after, err)) {
        return false;
    }
    page = page_at(layout, painter.page);
    page->ops = ops.items;
    page->op_count = ops.count;
    page->links = links.items;
    page->link_count = links.count;
    sequence->next = to;
    sequence->pages++;
    sequence->number++;
    return true;
}

static bool
find_regions(struct sequence *sequence, bool blank, struct regions *regions,
    struct err *err)
{
    const struct fo_node *master;
    struct page_kind kind = {sequence->pages, sequence->number, blank};
    if (!master_find(sequence->layout, sequence->node, kind, &master, err) ||
        !master_regions(master, regions, err)) {
        return false;
    }
    if (sequence->width != 0 && sequence->width != regions->body.width) {
        err_set(err, ERR_INPUT,
            "the pages of one sequence must have bodies of one width");
        err_at_line(err, master->line);
        return false;
    }
    sequence->width = regions->body.width;
    return true;
}

static bool
blank_page(struct sequence *sequence, struct err *err)
{
    struct regions regions;
    return find_regions(sequence, true, &regions, err) &&
           make_page(sequence, &regions, sequence->next, err);
}

/* An odd-page or even-page break may leave a blank page. */
static bool
honour_parity(struct sequence *sequence, struct err *err)
{
    if (sequence->next >= sequence->list->pieces.count) {
        return true;
    }
    enum fo_break wanted =
        piece_at(sequence->list, sequence->next)->break_before;
    bool odd = sequence->number % 2 != 0;
    if ((wanted == FO_BREAK_ODD && !odd) || (wanted == FO_BREAK_EVEN && odd)) {
        return blank_page(sequence, err);
    }
    return true;
}

static bool
fill_pages(struct sequence *sequence, struct err *err)
{
    struct layout *layout = sequence->layout;
    struct regions regions;
    struct place outer = {0};
    if (!find_regions(sequence, false, &regions, err)) {
        return false;
    }
    struct place inner = {
        .width = regions.body.width, .tag = layout->document_tag};
    if (!block_area(layout, &outer, sequence->flow, &inner, err)) {
        return false;
    }
    sequence->list = inner.list;
    do {
        size_t to = 0;
        if (!honour_parity(sequence, err) ||
            !find_regions(sequence, false, &regions, err)) {
            return false;
        }
        struct fitting fitting = {regions.body.height, true};
        if (!list_fit(
                layout, sequence->list, sequence->next, &fitting, &to, err) ||
            !make_page(sequence, &regions, to, err)) {
            return false;
        }
    } while (sequence->next < sequence->list->pieces.count);
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
        .flow = fo_child(node, FO_FLOW),
        .number = first_number(node, *number)};
    size_t first = layout->pages.count;
    if (sequence.flow == NULL) {
        err_set(err, ERR_INPUT, "the page sequence has no flow");
        err_at_line(err, node->line);
        return false;
    }
    if (!fill_pages(&sequence, err)) {
        return false;
    }
    size_t last = layout->pages.count - 1;
    if (needs_blank(&sequence) && !blank_page(&sequence, err)) {
        return false;
    }
    struct anchor anchor = {.id = node->style->id};
    if (anchor.id.len > 0 &&
        (!citation_place(layout, &anchor, first, 0, err) ||
            !citation_place(layout, &anchor, last, 0, err))) {
        return false;
    }
    *number = sequence.number;
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
    return true;
}
