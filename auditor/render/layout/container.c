#include "render/layout/layout.h"

/* Areas of a given size: in the flow, or absolute on their page. */

static int32_t
length_or(const struct fo_length *length, int32_t base, int32_t otherwise)
{
    return length->kind == FO_SET ? fo_resolve(length, base) : otherwise;
}

static bool
make_area(struct layout *layout, struct place *place,
    const struct fo_node *node, struct absolute *area, struct err *err)
{
    const struct fo_style *style = node->style;
    struct place inner = {.width = area->width, .tag = place->tag};
    if (!block_area(layout, place, node, &inner, err)) {
        return false;
    }
    area->list = inner.list;
    area->style = style;
    int64_t content = list_height(inner.list, 0, inner.list->pieces.count);
    int32_t tall = content > FO_LENGTH_MAX ? FO_LENGTH_MAX : (int32_t)content;
    if (style->height.kind != FO_SET ||
        (!style->absolute && area->height < tall)) {
        area->height = tall;
    }
    int32_t room = area->height - tall;
    area->shift_x = style_inset(style, FO_LEFT);
    area->shift_y = style_inset(style, FO_TOP);
    if (room > 0 && style->in.display_align != FO_DISPLAY_BEFORE) {
        area->shift_y +=
            style->in.display_align == FO_DISPLAY_CENTER ? room / 2 : room;
    }
    area->width += area->shift_x + style_inset(style, FO_RIGHT);
    area->height += style_inset(style, FO_TOP) + style_inset(style, FO_BOTTOM);
    return true;
}

bool
container_make(struct layout *layout, struct place *place,
    const struct fo_node *node, struct err *err)
{
    const struct fo_style *style = node->style;
    struct absolute *area = arena_alloc(layout->arena, sizeof *area, err);
    if (area == NULL) {
        return false;
    }
    int32_t left = fo_resolve(&style->offset[FO_LEFT], place->width);
    int32_t right = fo_resolve(&style->offset[FO_RIGHT], place->width);
    int32_t room = style->absolute ? place->width - left - right
                                   : place->width - place->start - place->end;
    area->width = length_or(&style->width, place->width, room);
    area->height = length_or(&style->height, 0, 0);
    if (!make_area(layout, place, node, area, err)) {
        return false;
    }
    struct place here = *place;
    if (style->absolute) {
        here.space = 0;
        /* The offsets place the content; the border hangs outside. */
        area->x = left - style_inset(style, FO_LEFT);
        area->y =
            fo_resolve(&style->offset[FO_TOP], 0) - style_inset(style, FO_TOP);
    } else {
        area->x = place->start - style_inset(style, FO_LEFT);
    }
    struct piece *piece = place_piece(layout, &here, node->line, err);
    if (piece == NULL) {
        return false;
    }
    piece->absolute = area;
    piece->height = style->absolute ? 0 : area->height;
    if (style->absolute) {
        here.space = place->space;
        here.retain = place->retain;
        here.glue = GLUE_KEEP;
    }
    *place = here;
    return true;
}
