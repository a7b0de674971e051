#include "render/fo/fo_ids.h"

#include "render/span_map.h"

/* What stands in static content is on every page: nothing can refer to it. */
enum {
    SEEN = 1,
    SEEN_REPEATED
};

/* The next node in the order of the document. */
static const struct fo_node *
next_node(const struct fo_node *node)
{
    if (node->first != NULL) {
        return node->first;
    }
    while (node != NULL && node->next == NULL) {
        node = node->parent;
    }
    return node == NULL ? NULL : node->next;
}

static bool
collect(struct arena *arena, const struct fo_node *root, struct span_map *ids,
    struct err *err)
{
    for (const struct fo_node *n = root; n != NULL; n = next_node(n)) {
        struct span id = n->kind == FO_TEXT ? span_of("") : n->style->id;
        size_t *seen;
        if (id.len == 0) {
            continue;
        }
        if (!span_map_add(ids, arena, id, &seen, err)) {
            return false;
        }
        if (*seen != 0) {
            err_set(err, ERR_INPUT, "the id '%.*s' is used twice",
                id.len > 60 ? 60 : (int)id.len, id.ptr);
            err_at_line(err, n->line);
            return false;
        }
        *seen = fo_is_static(n) ? SEEN_REPEATED : SEEN;
    }
    return true;
}

/* The id that a node refers to, or empty. */
static struct span
reference_of(const struct fo_node *node)
{
    switch ((int)node->kind) {
    case FO_PAGE_CITATION:
    case FO_PAGE_CITATION_LAST:
        return node->style->ref_id;
    case FO_BASIC_LINK:
    case FO_BOOKMARK:
        return node->style->internal;
    default:
        return span_of("");
    }
}

bool
fo_ids_check(
    struct arena *arena, const struct fo_document *document, struct err *err)
{
    struct span_map ids = {0};
    if (!collect(arena, document->root, &ids, err)) {
        return false;
    }
    for (const struct fo_node *n = document->root; n != NULL;
         n = next_node(n)) {
        struct span id = reference_of(n);
        const size_t *seen = id.len == 0 ? NULL : span_map_find(&ids, id);
        if (id.len > 0 && (seen == NULL || *seen != SEEN)) {
            err_set(err, ERR_INPUT,
                seen == NULL ? "no object has the id '%.*s'"
                             : "the id '%.*s' stands on every page",
                id.len > 60 ? 60 : (int)id.len, id.ptr);
            err_at_line(err, n->line);
            return false;
        }
    }
    return true;
}
