#include "render/layout/layout.h"

#include <libxml/tree.h>

#include "render/fo/fo_ids.h"
#include "render/layout/hyphens.h"
#include "render/render.h"

/* The whole document: passes until citations settle, then what refers. */

static bool
add_label(struct layout *layout, struct span label, struct err *err)
{
    const struct span *labels = layout->labels.items;
    for (size_t i = 0; i < layout->labels.count; i++) {
        if (span_equal(labels[i], label)) {
            return true;
        }
    }
    struct span *slot = kept_push(layout, &layout->labels, sizeof *slot, err);
    if (slot == NULL) {
        return false;
    }
    *slot = label;
    return true;
}

/* What the last pass found; late passes remember all that earlier ones did. */
static bool
keep_citations(struct layout *layout, struct err *err)
{
    if (!citations_keep(layout, err)) {
        return false;
    }
    bool late = layout->pass >= LAYOUT_PASSES_FREE;
    for (size_t i = 0; late && i < layout->known.items.count; i++) {
        const struct citation *known = citation_at(&layout->known, i);
        if (!add_label(layout, known->first_label, err) ||
            !add_label(layout, known->last_label, err)) {
            return false;
        }
    }
    return true;
}

/* Page numbers of the last pass are good enough to hand pages on. */
static enum layout_mode
mode_of(const struct layout *layout)
{
    const struct fo_document *fo = layout->fo;
    if (layout->sink == NULL) {
        return LAYOUT_KEEP;
    }
    if (layout->pass > 1 || !fo->cites) {
        return LAYOUT_STREAM;
    }
    return fo->cites_inside ? LAYOUT_COUNT : LAYOUT_KEEP;
}

static bool
make_pass(struct layout *layout, struct err *err)
{
    layout->pass++;
    layout->mode = mode_of(layout);
    if (!keep_citations(layout, err) ||
        (layout->mode == LAYOUT_STREAM &&
            !layout->sink->begin(layout->sink->context, err))) {
        return false;
    }
    layout->citations = (struct citations){0};
    layout->pages = (struct vector){0};
    layout->sheets = (struct vector){0};
    layout->markers = (struct vector){0};
    layout->tags = (struct vector){0};
    layout->images = (struct vector){0};
    layout->cited = false;
    layout->finishing = false;
    arena_clear(&layout->work);
    arena_clear(&layout->bodies);
    arena_clear(&layout->rows[0]);
    arena_clear(&layout->rows[1]);
    arena_rewind(layout->arena, layout->begin);
    layout->op_count = 0;
    /* Tags are many, and most elements have one. */
    return vector_reserve(layout->arena, &layout->tags,
               layout->fo->element_count + 1, sizeof(struct area_tag), err) &&
           tag_add(layout, "Document", -1, &layout->document_tag, err) &&
           pages_make(layout, err);
}

static bool
make_passes(struct layout *layout, struct err *err)
{
    layout->begin = arena_mark(layout->arena);
    do {
        if (layout->pass == LAYOUT_PASSES_MAX) {
            err_set(err, ERR_LIMIT,
                "the page numbers in the text do not "
                "settle");
            return false;
        }
        if (!make_pass(layout, err)) {
            return false;
        }
    } while (layout->cited &&
             (layout->pass == 1 ||
                 !citations_agree(&layout->citations, &layout->known)));
    return true;
}

/* Pages that were kept until the last one was there. */
static bool
hand_on(const struct layout *layout, struct err *err)
{
    const struct area_sink *sink = layout->sink;
    struct area_page *pages = layout->pages.items;
    struct area_tags tags = {layout->tags.items, layout->tags.count};
    if (sink == NULL || layout->mode != LAYOUT_KEEP) {
        return true;
    }
    bool ok = sink->begin(sink->context, err);
    for (size_t i = 0; ok && i < layout->pages.count; i++) {
        ok = sink->page(sink->context, &pages[i], tags, err);
    }
    return ok;
}

static bool
make_bookmarks(struct layout *layout, const struct fo_node *parent,
    int32_t above, struct err *err)
{
    for (const struct fo_node *node = parent->first; node != NULL;
         node = node->next) {
        const struct fo_node *title = fo_child(node, FO_BOOKMARK_TITLE);
        if (node->kind != FO_BOOKMARK || title == NULL) {
            continue;
        }
        struct area_bookmark *bookmark =
            vector_push(layout, &layout->bookmarks, sizeof *bookmark, err);
        if (bookmark == NULL) {
            return false;
        }
        bookmark->title =
            title->first == NULL ? span_of("") : span_trim(title->first->text);
        bookmark->target_id = node->style->internal;
        bookmark->parent = above;
        bookmark->open = !node->style->bookmark_closed;
        int32_t index = (int32_t)(layout->bookmarks.count - 1);
        if (citation_find(&layout->citations, node->style->internal) == NULL) {
            err_set(err, ERR_INPUT, "no object has the id '%.*s'",
                (int)node->style->internal.len, node->style->internal.ptr);
            err_at_line(err, node->line);
            return false;
        }
        if (!make_bookmarks(layout, node, index, err)) {
            return false;
        }
    }
    return true;
}

static bool
make_destinations(struct layout *layout, struct err *err)
{
    for (size_t i = 0; i < layout->citations.items.count; i++) {
        const struct citation *one = citation_at(&layout->citations, i);
        if (one->id.len == 0 || one->id.ptr[0] == '\x01') {
            continue;
        }
        struct area_destination *destination = vector_push(
            layout, &layout->destinations, sizeof *destination, err);
        if (destination == NULL) {
            return false;
        }
        destination->id = one->id;
        destination->page = one->first_page - 1;
        destination->y = one->y;
    }
    return true;
}

/* Every link leads somewhere. */
static bool
check_links(const struct layout *layout, struct err *err)
{
    const struct area_page *pages = layout->pages.items;
    for (size_t p = 0; p < layout->pages.count; p++) {
        for (size_t i = 0; i < pages[p].link_count; i++) {
            const struct area_link *link = &pages[p].links[i];
            if (link->target_id.len > 0 &&
                citation_find(&layout->citations, link->target_id) == NULL) {
                err_set(err, ERR_INPUT, "no object has the id '%.*s'",
                    (int)link->target_id.len, link->target_id.ptr);
                return false;
            }
        }
    }
    return true;
}

/* Nodes borrow the strings of the document, which is freed. */
static bool
keep_string(struct layout *layout, struct span *text, struct err *err)
{
    return text->len == 0 || span_copy(layout->arena, *text, text, err);
}

static bool
keep_strings(struct layout *layout, struct err *err)
{
    struct area_tag *tags = layout->tags.items;
    struct area_bookmark *bookmarks = layout->bookmarks.items;
    struct area_destination *destinations = layout->destinations.items;
    struct area_page *pages = layout->pages.items;
    for (size_t i = 0; i < layout->tags.count; i++) {
        struct area_detail *detail = tags[i].detail;
        if (detail != NULL && (!keep_string(layout, &detail->alt, err) ||
                                  !keep_string(layout, &detail->lang, err))) {
            return false;
        }
    }
    for (size_t i = 0; i < layout->bookmarks.count; i++) {
        if (!keep_string(layout, &bookmarks[i].title, err) ||
            !keep_string(layout, &bookmarks[i].target_id, err)) {
            return false;
        }
    }
    for (size_t i = 0; i < layout->destinations.count; i++) {
        if (!keep_string(layout, &destinations[i].id, err)) {
            return false;
        }
    }
    for (size_t p = 0; p < layout->pages.count; p++) {
        for (size_t i = 0; i < pages[p].link_count; i++) {
            if (!keep_string(layout, &pages[p].links[i].target_id, err) ||
                !keep_string(layout, &pages[p].links[i].uri, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool
make_document(struct layout *layout, struct err *err)
{
    const struct fo_node *tree = fo_child(layout->fo->root, FO_BOOKMARK_TREE);
    if (!make_passes(layout, err) || !hand_on(layout, err) ||
        (tree != NULL && !make_bookmarks(layout, tree, -1, err)) ||
        !make_destinations(layout, err) || !check_links(layout, err) ||
        !keep_strings(layout, err)) {
        return false;
    }
    struct area_document *out = layout->out;
    out->title = layout->fo->title;
    out->lang = layout->fo->root->style->in.lang;
    out->pages = layout->pages.items;
    out->page_count = layout->pages.count;
    out->tags = layout->tags.items;
    out->tag_count = layout->tags.count;
    out->destinations = layout->destinations.items;
    out->destination_count = layout->destinations.count;
    out->bookmarks = layout->bookmarks.items;
    out->bookmark_count = layout->bookmarks.count;
    return keep_string(layout, &out->title, err) &&
           keep_string(layout, &out->lang, err);
}

/* The formatting objects, and of their source only what they still need. */
static bool
read_source(struct layout *layout, struct arena *nodes,
    const struct render_source *source, xmlDoc **kept, struct err *err)
{
    struct fo_document *document = arena_alloc(nodes, sizeof *document, err);
    if (document == NULL || !fo_read(nodes, source->fo, kept, document, err)) {
        return false;
    }
    layout->fo = document;
    if (source->spent != NULL) {
        arena_release(source->spent);
    }
    return true;
}

bool
render_layout(struct arena *arena, struct font_set *fonts,
    const struct render_source *source, const struct area_document **out,
    struct err *err)
{
    struct layout layout = {.arena = arena,
        .fonts = fonts,
        .image_dir = source->image_dir,
        .sink = source->sink};
    struct arena nodes;
    xmlDoc *kept = NULL;
    bool ok = false;
    arena_init(&nodes, arena->limit_bytes);
    arena_init(&layout.scratch, arena->limit_bytes);
    arena_init(&layout.bodies, arena->limit_bytes);
    arena_init(&layout.work, arena->limit_bytes);
    arena_init(&layout.kept, arena->limit_bytes);
    arena_init(&layout.rows[0], arena->limit_bytes);
    arena_init(&layout.rows[1], arena->limit_bytes);
    layout.out = arena_alloc(arena, sizeof *layout.out, err);
    layout.hyphens = hyphens_open(err);
    if (layout.out == NULL || layout.hyphens == NULL ||
        !read_source(&layout, &nodes, source, &kept, err) ||
        !fo_ids_check(&nodes, layout.fo, err) || !make_document(&layout, err)) {
        goto out;
    }
    *out = layout.out;
    ok = true;
out:
    arena_release(&layout.scratch);
    arena_release(&layout.bodies);
    arena_release(&layout.work);
    arena_release(&layout.kept);
    arena_release(&layout.rows[0]);
    arena_release(&layout.rows[1]);
    arena_release(&nodes);
    hyphens_close(layout.hyphens);
    xmlFreeDoc(kept);
    return ok;
}
