#include "render/layout/sheet.h"

#include <string.h>

/* The regions around the body: static content of each page. */

static const struct fo_node *
static_content(const struct fo_node *sequence, const struct fo_node *region,
    const char *standard)
{
    struct span name = region->style->region_name;
    name = name.len > 0 ? name : span_of(standard);
    for (const struct fo_node *child = sequence->first; child != NULL;
         child = child->next) {
        if (child->kind == FO_STATIC_CONTENT &&
            span_equal(child->style->flow_name, name)) {
            return child;
        }
    }
    return NULL;
}

static bool
paint_content(struct painter *painter, const struct fo_node *content,
    const struct fo_node *region, struct rectangle where, struct err *err)
{
    struct place outer = {.no_notes = true};
    struct place inner = {
        .width = where.width, .height = where.height, .tag = AREA_ARTIFACT};
    int32_t overflow = region->style->overflow;
    if (!block_area(painter->layout, &outer, content, &inner, err)) {
        return false;
    }
    size_t count = inner.list->pieces.count;
    int64_t room = where.height - list_height(inner.list, 0, count);
    int32_t align = region->style->in.display_align;
    if (room < 0 && overflow != FO_OVERFLOW_VISIBLE &&
        overflow != FO_OVERFLOW_HIDDEN) {
        err_set(err, ERR_INPUT,
            "the region's content is %d pt taller than it; overflow of the "
            "region can be 'visible' or 'hidden'",
            (int)((-room + 999) / 1000));
        err_at_line(err, content->line);
        return false;
    }
    bool clips = room < 0 && overflow == FO_OVERFLOW_HIDDEN;
    room = room < 0 ? 0 : room;
    struct rectangle seen = where;
    where.y += align == FO_DISPLAY_AFTER    ? (int32_t)room
               : align == FO_DISPLAY_CENTER ? (int32_t)room / 2
                                            : 0;
    struct range range = {inner.list, 0, count};
    painter->area_y = where.y;
    return (!clips || paint_clip(painter, seen, err)) &&
           paint_range(painter, range, where.x, where.y, err) &&
           (!clips || paint_unclip(painter, err));
}

static bool
paint_region(struct painter *painter, const struct sheet *sheet,
    enum side_region which, struct err *err)
{
    static const char *const names[] = {[REGION_BEFORE] = "xsl-region-before",
        [REGION_AFTER] = "xsl-region-after",
        [REGION_START] = "xsl-region-start",
        [REGION_END] = "xsl-region-end"};
    const struct fo_node *region = sheet->regions.node[which];
    struct rectangle where = sheet->regions.side[which];
    if (region == NULL) {
        return true;
    }
    const struct turning page = turn_begin(painter);
    const struct fo_node *content =
        static_content(sheet->sequence, region, names[which]);
    int32_t turns = region->style->orientation;
    if (!paint_fill(painter, where, &region->style->background, err)) {
        return false;
    }
    const struct turning begin = turn_begin(painter);
    struct rectangle area = turns == 0 ? where : turn_inside(where, turns);
    if (content != NULL &&
        (!paint_content(painter, content, region, area, err) ||
            !turn_end(painter, begin, where, turns, err))) {
        return false;
    }
    return turn_end(
        painter, page, sheet->regions.page, sheet->regions.turns, err);
}

static bool
add_all(struct layout *layout, struct vector *to, const struct vector *from,
    size_t size, struct err *err)
{
    for (size_t i = 0; i < from->count; i++) {
        void *slot = work_push(layout, to, size, err);
        if (slot == NULL) {
            return false;
        }
        memcpy(slot, (const char *)from->items + i * size, size);
    }
    return true;
}

/* Before and start are painted under the body, end and after over it. */
static bool
paint_sheet(struct painter *painter, const struct sheet *sheet, struct err *err)
{
    struct layout *layout = painter->layout;
    bool artifact = layout->artifact;
    layout->artifact = true;
    bool ok = paint_region(painter, sheet, REGION_BEFORE, err) &&
              paint_region(painter, sheet, REGION_START, err) &&
              add_all(layout, painter->ops, &sheet->ops, sizeof(struct area_op),
                  err) &&
              paint_region(painter, sheet, REGION_END, err) &&
              paint_region(painter, sheet, REGION_AFTER, err) &&
              add_all(layout, painter->links, &sheet->links,
                  sizeof(struct area_link), err);
    layout->artifact = artifact;
    return ok;
}

/* Links are followed when all pages are there. */
static bool
keep_links(struct layout *layout, const struct vector *from,
    struct area_page *page, struct err *err)
{
    struct vector links;
    if (!vector_copy(
            layout->arena, from, sizeof(struct area_link), &links, err)) {
        return false;
    }
    page->links = links.items;
    page->link_count = links.count;
    for (size_t i = 0; layout->mode == LAYOUT_STREAM && i < links.count; i++) {
        struct span *words = &page->links[i].contents;
        if (!span_copy(layout->arena, *words, words, err)) {
            return false;
        }
    }
    return true;
}

static bool
hand_on(struct layout *layout, struct area_page *page, struct vector *ops,
    struct err *err)
{
    struct area_tags tags = {layout->tags.items, layout->tags.count};
    page->ops = ops->items;
    page->op_count = ops->count;
    bool ok = layout->sink->page(layout->sink->context, page, tags, err);
    page->ops = NULL;
    page->op_count = 0;
    return ok;
}

bool
sheet_finish(struct layout *layout, size_t index, struct err *err)
{
    const struct sheet *sheet = (struct sheet *)layout->sheets.items + index;
    struct vector ops = {0};
    struct vector links = {0};
    struct painter painter = {.layout = layout,
        .ops = &ops,
        .links = &links,
        .page = index,
        .artifact = true};
    struct area_page *page = (struct area_page *)layout->pages.items + index;
    struct arena_mark before = arena_mark(&layout->work);
    layout->label = page->label;
    layout->sheet = index;
    layout->page_width = page->width;
    layout->page_height = page->height;
    if (!paint_sheet(&painter, sheet, err) ||
        !keep_links(layout, &links, page, err)) {
        return false;
    }
    if (layout->mode == LAYOUT_STREAM) {
        if (!hand_on(layout, page, &ops, err)) {
            return false;
        }
    } else {
        struct vector kept;
        if (!vector_copy(
                layout->arena, &ops, sizeof(struct area_op), &kept, err)) {
            return false;
        }
        page->ops = kept.items;
        page->op_count = kept.count;
    }
    arena_rewind(&layout->work, before);
    return true;
}

bool
sheets_finish(struct layout *layout, struct err *err)
{
    bool ok = true;
    layout->finishing = true;
    for (size_t i = 0; ok && i < layout->sheets.count; i++) {
        ok = sheet_finish(layout, i, err);
    }
    return ok;
}
