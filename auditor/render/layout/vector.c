#include "render/layout/layout.h"

#include <string.h>

enum {
    VECTOR_LARGE = 64, /* bytes of an item that is not allotted in advance */
    VECTOR_FIRST = 4,  /* of the others, so many */
};

static void *
push(struct arena *arena, struct vector *vector, size_t item_size,
    struct err *err)
{
    if (vector->count == vector->capacity) {
        /* Most lists have one piece, and most lines one operation. */
        uint32_t first = item_size >= VECTOR_LARGE ? 1 : VECTOR_FIRST;
        uint32_t wanted = vector->capacity == 0 ? first : vector->capacity * 2;
        if (vector->capacity > UINT32_MAX / 2) {
            err_set(err, ERR_LIMIT, "a list would be too long");
            return NULL;
        }
        void *grown = arena_alloc_array(arena, wanted, item_size, err);
        if (grown == NULL) {
            return NULL;
        }
        if (vector->count > 0) {
            memcpy(grown, vector->items, vector->count * item_size);
        }
        vector->items = grown;
        vector->capacity = wanted;
    }
    return (char *)vector->items + vector->count++ * item_size;
}

void *
vector_push(struct layout *layout, struct vector *vector, size_t item_size,
    struct err *err)
{
    return push(layout->arena, vector, item_size, err);
}

void *
work_push(struct layout *layout, struct vector *vector, size_t item_size,
    struct err *err)
{
    return push(&layout->work, vector, item_size, err);
}

void *
scratch_push(struct layout *layout, struct vector *vector, size_t item_size,
    struct err *err)
{
    return push(&layout->scratch, vector, item_size, err);
}

void *
kept_push(struct layout *layout, struct vector *vector, size_t item_size,
    struct err *err)
{
    return push(&layout->kept, vector, item_size, err);
}

bool
work_reserve(struct layout *layout, struct vector *vector, size_t more,
    size_t item_size, struct err *err)
{
    struct vector grown;
    size_t wanted = vector->count + more;
    if (wanted <= vector->capacity) {
        return true;
    }
    if (!vector_reserve(&layout->work, &grown, wanted, item_size, err)) {
        return false;
    }
    if (vector->count > 0) {
        memcpy(grown.items, vector->items, vector->count * item_size);
    }
    grown.count = vector->count;
    *vector = grown;
    return true;
}

bool
vector_reserve(struct arena *arena, struct vector *vector, size_t count,
    size_t item_size, struct err *err)
{
    void *items = arena_alloc_array(arena, count, item_size, err);
    if (items == NULL || count > UINT32_MAX) {
        return false;
    }
    *vector = (struct vector){items, 0, (uint32_t)count};
    return true;
}

bool
vector_copy(struct arena *arena, const struct vector *vector, size_t item_size,
    struct vector *out, struct err *err)
{
    void *items = arena_alloc_array(arena, vector->count, item_size, err);
    if (items == NULL) {
        return false;
    }
    if (vector->count > 0) {
        memcpy(items, vector->items, vector->count * item_size);
    }
    *out = (struct vector){items, vector->count, vector->count};
    return true;
}

struct arena *
layout_text(struct layout *layout)
{
    return layout->mode == LAYOUT_KEEP ? layout->arena : &layout->work;
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

struct area_detail *
tag_detail(struct layout *layout, int32_t tag, struct err *err)
{
    struct area_tag *item = tag_at(layout, tag);
    if (item->detail == NULL) {
        item->detail = arena_alloc(layout->arena, sizeof *item->detail, err);
    }
    return item->detail;
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
