#include "base/limits.h"
#include "seal/shown.h"

/* The structure tree in reading order: ISO 32000-1, 14.7. */
struct walker {
    struct arena *arena;
    struct shown_document *document;
    size_t mark_capacity;
    size_t alternative_capacity;
    size_t visited; /* elements: kids could name one another in a circle */
};

static bool
refuse(struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "the structure tree %s", reason);
    return false;
}

static bool
find_page(
    const struct walker *walker, const struct pdf_value *reference, size_t *out)
{
    const struct shown_document *document = walker->document;
    const struct pdf_value *page = pdf_resolve(document->pdf, reference);

    for (size_t i = 0; page != NULL && i < document->page_count; i++) {
        if (document->pages[i].dictionary == page) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool
add_mark(struct walker *walker, const struct pdf_value *page_reference,
    const struct pdf_value *number, struct err *err)
{
    struct shown_document *document = walker->document;
    void *marks = document->marks;
    size_t page = 0;

    if (number == NULL || number->kind != PDF_INTEGER ||
        !find_page(walker, page_reference, &page) || number->integer < 0 ||
        number->integer >= document->pages[page].mark_count) {
        return refuse(err, "names content that no page has");
    }
    struct shown_mark *slot = arena_push(walker->arena, &marks,
        &document->mark_count, &walker->mark_capacity, sizeof *slot, err);
    document->marks = marks;
    if (slot == NULL) {
        return false;
    }
    *slot = (struct shown_mark){page, (int32_t)number->integer};
    return true;
}

static bool
add_alternative(
    struct walker *walker, const struct pdf_value *element, struct err *err)
{
    struct shown_document *document = walker->document;
    const struct pdf_value *text = pdf_find(document->pdf, element, "Alt");
    void *items = document->alternatives;
    struct span *slot;

    if (text == NULL) {
        return true;
    }
    if (text->kind != PDF_STRING ||
        !pdf_value_is_name(pdf_value_find(element, "S"), "Figure")) {
        return refuse(err, "gives another text for what is shown");
    }
    slot = arena_push(walker->arena, &items, &document->alternative_count,
        &walker->alternative_capacity, sizeof *slot, err);
    document->alternatives = items;
    if (slot == NULL) {
        return false;
    }
    *slot = text->text;
    return true;
}

static bool walk(struct walker *walker, const struct pdf_value *element,
    unsigned depth, struct err *err);

/* A number, a mark of another page, an annotation, or an element. */
static bool
walk_kid(struct walker *walker, const struct pdf_value *element,
    const struct pdf_value *kid, unsigned depth, struct err *err)
{
    const struct pdf_document *pdf = walker->document->pdf;
    const struct pdf_value *value = pdf_resolve(pdf, kid);

    if (value == NULL) {
        return refuse(err, "names an element that is not there");
    }
    if (value->kind == PDF_INTEGER) {
        return add_mark(walker, pdf_value_find(element, "Pg"), value, err);
    }
    if (value->kind != PDF_DICTIONARY) {
        return refuse(err, "has a kid that is none");
    }
    const struct pdf_value *type = pdf_find(pdf, value, "Type");
    if (pdf_value_is_name(type, "MCR")) {
        return add_mark(walker, pdf_value_find(value, "Pg"),
            pdf_value_find(value, "MCID"), err);
    }
    return pdf_value_is_name(type, "OBJR") ||
           walk(walker, value, depth + 1, err);
}

static bool
walk_kids(struct walker *walker, const struct pdf_value *element,
    unsigned depth, struct err *err)
{
    const struct pdf_value *kids = pdf_value_find(element, "K");
    const struct pdf_value *value = pdf_resolve(walker->document->pdf, kids);

    if (value == NULL) {
        return kids == NULL || refuse(err, "names kids that are not there");
    }
    if (value->kind != PDF_ARRAY) {
        return walk_kid(walker, element, kids, depth, err);
    }
    for (const struct pdf_value *kid = value->first; kid != NULL;
         kid = kid->next) {
        if (!walk_kid(walker, element, kid, depth, err)) {
            return false;
        }
    }
    return true;
}

static bool
walk(struct walker *walker, const struct pdf_value *element, unsigned depth,
    struct err *err)
{
    if (depth > LIMIT_DEPTH || ++walker->visited > LIMIT_PDF_OBJECTS) {
        return refuse(err, "is too deep, or runs in a circle");
    }
    if (pdf_value_find(element, "ActualText") != NULL ||
        pdf_value_find(element, "E") != NULL) {
        return refuse(err, "gives another text for what is shown");
    }
    return add_alternative(walker, element, err) &&
           walk_kids(walker, element, depth, err);
}

/* As many marks as the pages have, and none twice: then each stands once. */
static bool
check_marks(struct walker *walker, struct err *err)
{
    const struct shown_document *document = walker->document;
    size_t total = 0;
    size_t *starts = arena_alloc_array(
        walker->arena, document->page_count, sizeof *starts, err);
    bool *seen;

    for (size_t i = 0; starts != NULL && i < document->page_count; i++) {
        starts[i] = total;
        total += (size_t)document->pages[i].mark_count;
    }
    seen = starts == NULL ? NULL
                          : arena_alloc_array(walker->arena, total + 1, 1, err);
    if (seen == NULL) {
        return false;
    }
    for (size_t i = 0; i < document->mark_count; i++) {
        const struct shown_mark *mark = &document->marks[i];
        bool *slot = &seen[starts[mark->page] + (size_t)mark->mark];
        if (*slot) {
            return refuse(err, "reads something out twice");
        }
        *slot = true;
    }
    return document->mark_count == total ||
           refuse(err, "leaves something out that a page shows");
}

bool
shown_load_tree(
    struct arena *arena, struct shown_document *document, struct err *err)
{
    struct walker walker = {.arena = arena, .document = document};
    const struct pdf_value *root =
        pdf_find(document->pdf, document->catalog, "StructTreeRoot");

    if (root == NULL || root->kind != PDF_DICTIONARY ||
        pdf_value_find(root, "RoleMap") != NULL) {
        return refuse(err, "is missing, or renames elements");
    }
    return walk(&walker, root, 0, err) && check_marks(&walker, err);
}
