#include "render/layout/layout.h"

#include <string.h>

void *
vector_push(struct layout *layout, struct vector *vector, size_t item_size,
    struct err *err)
{
    return arena_push(layout->arena, &vector->items, &vector->count,
        &vector->capacity, item_size, err);
}

struct piece *
piece_at(const struct list *list, size_t index)
{
    return (struct piece *)list->pieces.items + index;
}

struct area_op *
op_at(const struct vector *ops, size_t index)
{
    return (struct area_op *)ops->items + index;
}

struct area_tag *
tag_at(struct layout *layout, int32_t tag)
{
    return (struct area_tag *)layout->tags.items + tag;
}

bool
tag_add(struct layout *layout, const char *role, int32_t parent, int32_t *out,
    struct err *err)
{
    if (layout->artifact) {
        *out = AREA_ARTIFACT;
        return true;
    }
    if (layout->tags.count >= LAYOUT_TAGS_MAX) {
        err_set(
            err, ERR_LIMIT, "the document has over %d tags", LAYOUT_TAGS_MAX);
        return false;
    }
    struct area_tag *tag = vector_push(layout, &layout->tags, sizeof *tag, err);
    if (tag == NULL) {
        return false;
    }
    tag->role = role;
    tag->parent = parent;
    tag->column_span = 1;
    tag->row_span = 1;
    *out = (int32_t)(layout->tags.count - 1);
    return true;
}

/* ISO 32000-1, 14.8.4: the standard types that a role may name. */
const char *
tag_role(struct span role)
{
    static const char *const roles[] = {"Art", "BlockQuote", "Caption", "Code",
        "Div", "Document", "Figure", "H", "H1", "H2", "H3", "H4", "H5", "H6",
        "Index", "L", "LBody", "LI", "Lbl", "Link", "NonStruct", "Note", "P",
        "Part", "Quote", "Reference", "Sect", "Span", "TBody", "TD", "TH",
        "THead", "TOC", "TOCI", "TR", "Table"};
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (span_is(role, roles[i])) {
            return roles[i];
        }
    }
    return NULL;
}

void
place_space(struct place *place, const struct fo_space *space)
{
    int32_t value = fo_resolve(&space->length, 0);
    /* Adjoining spaces do not add up: the widest one stands. */
    if (value > place->space) {
        place->space = value;
    }
    place->retain = place->retain || (space->retain && value > 0);
}

struct piece *
place_piece(
    struct layout *layout, struct place *place, int64_t line, struct err *err)
{
    struct piece *piece =
        vector_push(layout, &place->list->pieces, sizeof *piece, err);
    if (piece == NULL) {
        return NULL;
    }
    piece->serial = ++layout->serial;
    piece->line = line;
    piece->space = place->space;
    piece->retain = place->retain;
    piece->glue = place->glue;
    piece->break_before = place->break_before;
    piece->box = place->box;
    piece->anchors = place->anchors;
    piece->header = place->header;
    place->space = 0;
    place->retain = false;
    place->glue = GLUE_NONE;
    place->break_before = FO_BREAK_NONE;
    place->anchors = (struct vector){0};
    return piece;
}
