#include "base/limits.h"
#include "seal/shown.h"

enum {
    PAGES_MAX = 5000,
    TREE_DEPTH = 8,
    SIDE_MAX = 14400000, /* annex C.2, in thousandths of a point */
};

#define SHOWN_BYTES ((size_t)64 << 20) /* decoded content of all pages */

struct loader {
    struct arena *arena;
    struct shown_document document;
    size_t page_capacity;
    size_t content_bytes;
};

static bool
refuse(struct err *err, size_t page, const char *reason)
{
    err_set(err, ERR_INPUT, "page %zu %s", page + 1, reason);
    return false;
}

/* A number as thousandths, cut off behind the third decimal. */
static bool
read_length(const struct pdf_value *value, int64_t *out)
{
    int64_t number = 0;
    int decimals = -1;

    if (value == NULL ||
        (value->kind != PDF_INTEGER && value->kind != PDF_REAL)) {
        return false;
    }
    if (value->kind == PDF_INTEGER) {
        *out = value->integer * 1000;
        return value->integer >= 0 && value->integer < SIDE_MAX;
    }
    for (size_t i = 0; i < value->text.len && decimals < 3; i++) {
        char byte = value->text.ptr[i];
        if (byte == '.') {
            decimals = 0;
        } else if (byte < '0' || byte > '9' || number > SIDE_MAX) {
            return false;
        } else {
            number = number * 10 + (byte - '0');
            decimals += decimals >= 0 ? 1 : 0;
        }
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++) {
        number *= 10;
    }
    *out = number;
    return true;
}

static bool
read_box(const struct loader *loader, struct shown_page *page)
{
    const struct pdf_value *box =
        pdf_find(loader->document.pdf, page->dictionary, "MediaBox");
    int64_t edges[4];
    const struct pdf_value *edge;

    if (box == NULL || box->kind != PDF_ARRAY || box->count != 4) {
        return false;
    }
    edge = box->first;
    for (int i = 0; i < 4; i++, edge = edge->next) {
        if (!read_length(edge, &edges[i])) {
            return false;
        }
    }
    page->width = edges[2];
    page->height = edges[3];
    return edges[0] == 0 && edges[1] == 0 && edges[2] > 0 && edges[3] > 0;
}

/* No crop box, no rotation, no group: what we never write may hide. */
static bool
has_only_known_keys(const struct pdf_value *dictionary, const char *const *keys)
{
    for (const struct pdf_value *member = dictionary->first; member != NULL;
         member = member->next) {
        size_t i = 0;
        while (keys[i] != NULL && !span_is(member->key, keys[i])) {
            i++;
        }
        if (keys[i] == NULL) {
            return false;
        }
    }
    return true;
}

/* The rectangle of the signature's field has no area; links draw nothing. */
static bool
is_quiet_annotation(
    const struct pdf_document *pdf, const struct pdf_value *note)
{
    const struct pdf_value *subtype = pdf_find(pdf, note, "Subtype");
    const struct pdf_value *border = pdf_find(pdf, note, "Border");
    const struct pdf_value *rect = pdf_find(pdf, note, "Rect");
    const struct pdf_value *edges =
        pdf_value_is_name(subtype, "Link") ? border : rect;

    if (pdf_value_find(note, "AP") != NULL ||
        pdf_value_find(note, "MK") != NULL ||
        pdf_value_find(note, "BS") != NULL ||
        (!pdf_value_is_name(subtype, "Link") &&
            !pdf_value_is_name(subtype, "Widget")) ||
        edges == NULL || edges->kind != PDF_ARRAY || edges->count < 3) {
        return false;
    }
    for (edges = edges->first; edges != NULL; edges = edges->next) {
        if (edges->kind != PDF_INTEGER || edges->integer != 0) {
            return false;
        }
    }
    return true;
}

static bool
check_annotations(const struct loader *loader, const struct shown_page *page)
{
    const struct pdf_document *pdf = loader->document.pdf;
    const struct pdf_value *list = pdf_find(pdf, page->dictionary, "Annots");

    if (list == NULL) {
        return true;
    }
    if (list->kind != PDF_ARRAY) {
        return false;
    }
    for (const struct pdf_value *item = list->first; item != NULL;
         item = item->next) {
        const struct pdf_value *note = pdf_resolve(pdf, item);
        if (note == NULL || note->kind != PDF_DICTIONARY ||
            !is_quiet_annotation(pdf, note)) {
            return false;
        }
    }
    return true;
}

static bool
add_page(
    struct loader *loader, const struct pdf_value *dictionary, struct err *err)
{
    static const char *const keys[] = {"Type", "Parent", "MediaBox", "Contents",
        "Resources", "StructParents", "Tabs", "Annots", NULL};
    struct shown_document *document = &loader->document;
    size_t number = document->page_count;
    void *pages = document->pages;
    const struct pdf_object *content =
        pdf_object_at(document->pdf, pdf_value_find(dictionary, "Contents"));
    struct shown_page *page = arena_push(loader->arena, &pages,
        &document->page_count, &loader->page_capacity, sizeof *page, err);

    document->pages = pages;
    if (page == NULL) {
        return false;
    }
    page->dictionary = dictionary;
    if (number >= PAGES_MAX) {
        return refuse(err, number, "is one too many");
    }
    if (!has_only_known_keys(dictionary, keys) || !read_box(loader, page)) {
        return refuse(err, number, "has a key or a box that we never write");
    }
    if (!check_annotations(loader, page)) {
        return refuse(err, number, "has an annotation that draws something");
    }
    if (content == NULL || !pdf_stream_bytes(loader->arena, document->pdf,
                               content, SHOWN_BYTES, &page->content, err)) {
        return refuse(err, number, "has no content that can be read");
    }
    loader->content_bytes += page->content.len;
    return loader->content_bytes <= SHOWN_BYTES ||
           refuse(err, number, "makes the content too long");
}

/* The page tree: 7.7.3, in which nothing is inherited. */
static bool
add_pages(struct loader *loader, const struct pdf_value *node, unsigned depth,
    struct err *err)
{
    static const char *const keys[] = {"Type", "Parent", "Kids", "Count", NULL};
    const struct pdf_document *pdf = loader->document.pdf;
    const struct pdf_value *kids;

    if (node == NULL || node->kind != PDF_DICTIONARY || depth > TREE_DEPTH) {
        err_set(err, ERR_INPUT, "the page tree is not one of ours");
        return false;
    }
    if (pdf_value_is_name(pdf_find(pdf, node, "Type"), "Page")) {
        return add_page(loader, node, err);
    }
    kids = pdf_find(pdf, node, "Kids");
    if (kids == NULL || kids->kind != PDF_ARRAY ||
        !has_only_known_keys(node, keys)) {
        err_set(err, ERR_INPUT, "the page tree is not one of ours");
        return false;
    }
    for (const struct pdf_value *kid = kids->first; kid != NULL;
         kid = kid->next) {
        if (!add_pages(loader, pdf_resolve(pdf, kid), depth + 1, err)) {
            return false;
        }
    }
    return true;
}

static bool
interpret_all(struct loader *loader, struct err *err)
{
    struct shown_document *document = &loader->document;
    const struct pdf_value *shared =
        pdf_value_find(document->pages[0].dictionary, "Resources");

    if (shared == NULL || shared->kind != PDF_REFERENCE ||
        pdf_resolve(document->pdf, shared) == NULL) {
        return refuse(err, 0, "has no resources");
    }
    if (!shown_load_fonts(
            loader->arena, pdf_resolve(document->pdf, shared), document, err)) {
        return false;
    }
    for (size_t i = 0; i < document->page_count; i++) {
        struct shown_page *page = &document->pages[i];
        const struct pdf_value *own =
            pdf_value_find(page->dictionary, "Resources");
        if (own == NULL || own->kind != PDF_REFERENCE ||
            own->integer != shared->integer) {
            return refuse(err, i, "has resources of its own");
        }
        if (!shown_interpret(loader->arena, document, page, err)) {
            err_at(err, "page %zu", i + 1);
            return false;
        }
    }
    return true;
}

bool
shown_load(struct arena *arena, const struct pdf_document *pdf,
    struct shown_document *out, struct err *err)
{
    struct loader loader = {.arena = arena, .document = {.pdf = pdf}};
    const struct pdf_value *catalog = pdf_find(pdf, pdf->trailer, "Root");

    if (catalog == NULL || catalog->kind != PDF_DICTIONARY) {
        err_set(err, ERR_INPUT, "there is no catalogue");
        return false;
    }
    loader.document.catalog = catalog;
    if (!add_pages(&loader, pdf_find(pdf, catalog, "Pages"), 0, err)) {
        return false;
    }
    if (loader.document.page_count == 0) {
        err_set(err, ERR_INPUT, "there are no pages");
        return false;
    }
    if (!interpret_all(&loader, err) ||
        !shown_load_tree(arena, &loader.document, err)) {
        return false;
    }
    *out = loader.document;
    return true;
}
