#include "render/layout/sequence.h"

/* One page: its body with the footnotes, and what becomes of it. */

bool
separator_make(struct sequence *sequence, int32_t width, struct err *err)
{
    struct layout *layout = sequence->layout;
    struct place outer = {.no_notes = true};
    struct place inner = {.width = width, .tag = AREA_ARTIFACT};
    const struct fo_node *child = sequence->node->first;
    while (child != NULL &&
           (child->kind != FO_STATIC_CONTENT ||
               !span_is(child->style->flow_name, "xsl-footnote-separator"))) {
        child = child->next;
    }
    if (child == NULL) {
        return true;
    }
    layout->artifact = true;
    bool ok = block_area(layout, &outer, child, &inner, err);
    layout->artifact = false;
    if (ok) {
        sequence->separator = inner.list;
        sequence->separator_height =
            list_height(inner.list, 0, inner.list->pieces.count);
    }
    return ok;
}

static bool
paint_notes(struct sequence *sequence, struct painter *painter,
    const struct content *content, struct rectangle area, struct err *err)
{
    const struct list *notes = content->notes.items;
    int64_t height = sequence->separator_height;
    for (size_t i = 0; i < content->notes.count; i++) {
        height += list_height(&notes[i], 0, notes[i].pieces.count);
    }
    int32_t y = area.y + area.height - (int32_t)height;
    const struct list *separator = sequence->separator;
    if (content->notes.count == 0) {
        return true;
    }
    if (separator != NULL) {
        struct range range = {separator, 0, separator->pieces.count};
        painter->artifact = true;
        if (!paint_range(painter, range, area.x, y, err)) {
            return false;
        }
        painter->artifact = false;
        y += (int32_t)sequence->separator_height;
    }
    for (size_t i = 0; i < content->notes.count; i++) {
        struct range range = {&notes[i], 0, notes[i].pieces.count};
        if (!paint_range(painter, range, area.x, y, err)) {
            return false;
        }
        y += (int32_t)list_height(&notes[i], 0, notes[i].pieces.count);
    }
    return true;
}

static bool
paint_body(struct sequence *sequence, struct painter *painter,
    const struct regions *regions, const struct content *content,
    struct err *err)
{
    const struct fo_style *style = regions->body_node->style;
    const struct turning page = turn_begin(painter);
    if (!paint_fill(painter, regions->body, &style->background, err)) {
        return false;
    }
    const struct turning body = turn_begin(painter);
    struct rectangle area = style->orientation == 0 ? regions->body
                                                    : turn_inside(regions->body,
                                                          style->orientation);
    size_t count = content->list.pieces.count;
    int32_t y = area.y;
    if (style->in.display_align != FO_DISPLAY_BEFORE &&
        content->notes.count == 0) {
        int32_t room =
            area.height - (int32_t)list_height(&content->list, 0, count);
        y += room < 0                                       ? 0
             : style->in.display_align == FO_DISPLAY_CENTER ? room / 2
                                                            : room;
    }
    painter->area_y = area.y;
    struct range range = {&content->list, 0, count};
    return paint_range(painter, range, area.x, y, err) &&
           paint_notes(sequence, painter, content, area, err) &&
           turn_end(painter, body, regions->body, style->orientation, err) &&
           turn_end(painter, page, regions->page, regions->turns, err);
}

/* What becomes of the body that was painted: see enum layout_mode. */
static bool
end_page(struct layout *layout, struct sheet *sheet, struct err *err)
{
    switch (layout->mode) {
    case LAYOUT_KEEP:
        return vector_copy(&layout->bodies, &sheet->ops, sizeof(struct area_op),
                   &sheet->ops, err) &&
               vector_copy(&layout->bodies, &sheet->links,
                   sizeof(struct area_link), &sheet->links, err);
    case LAYOUT_COUNT:
        return true;
    case LAYOUT_STREAM:
        return sheet_finish(layout, layout->sheets.count - 1, err);
    }
    return false;
}

bool
page_make(struct sequence *sequence, const struct regions *regions,
    const struct content *content, struct err *err)
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
    struct sheet *sheet =
        vector_push(layout, &layout->sheets, sizeof *sheet, err);
    if (page == NULL || sheet == NULL ||
        !page_label(layout->arena, sequence->number,
            sequence->node->style->number_format, &page->label, err)) {
        return false;
    }
    page->width = regions->width;
    page->height = regions->height;
    struct painter painter = {.layout = layout,
        .ops = &ops,
        .links = &links,
        .page = layout->pages.count - 1};
    struct arena_mark unpainted = arena_mark(&layout->work);
    if (!paint_body(sequence, &painter, regions, content, err)) {
        return false;
    }
    sheet->sequence = sequence->node;
    sheet->regions = *regions;
    sheet->ops = ops;
    sheet->links = links;
    sequence->pages++;
    sequence->number++;
    bool ok = end_page(layout, sheet, err);
    arena_rewind(&layout->work, unpainted);
    return ok;
}
