#include "render/pdf/pdf.h"

/* The outline (12.3.3) from the bookmarks of the document. */
enum {
    NONE = -1
};

struct item {
    HPDF_Dict object;
    int32_t first;
    int32_t last;
    int32_t previous;
    int32_t next;
    int32_t shown; /* items below it that show when it is open */
};

/* Link the items up; the last one of `items` is the root. */
static bool
join_items(
    const struct area_document *document, struct item *items, struct err *err)
{
    int32_t count = (int32_t)document->bookmark_count;

    for (int32_t i = 0; i < count; i++) {
        int32_t parent = document->bookmarks[i].parent;

        if (parent >= i) {
            err_set(
                err, ERR_USAGE, "bookmark %d stands before its parent", (int)i);
            return false;
        }
        parent = parent < 0 ? count : parent;
        items[i].previous = items[parent].last;
        if (items[parent].last == NONE)
            items[parent].first = i;
        else
            items[items[parent].last].next = i;
        items[parent].last = i;
    }
    /* Children come after their parents, so that counting goes backwards. */
    for (int32_t i = count - 1; i >= 0; i--) {
        int32_t parent = document->bookmarks[i].parent;

        parent = parent < 0 ? count : parent;
        items[parent].shown += 1;
        if (document->bookmarks[i].open)
            items[parent].shown += items[i].shown;
    }
    return true;
}

static void
put_item(
    struct pdf *pdf, const struct item *items, const char *key, int32_t index)
{
    if (index == NONE)
        return;
    text_printf(&pdf->body, "/%s ", key);
    pdf_put_reference(&pdf->body, items[index].object);
    text_putc(&pdf->body, '\n');
}

static bool
write_item(
    struct pdf *pdf, const struct item *items, int32_t index, struct err *err)
{
    const struct area_bookmark *mark = &pdf->document->bookmarks[index];
    const struct item *item = &items[index];
    int32_t root = (int32_t)pdf->document->bookmark_count;

    text_puts(&pdf->body, "/Title ");
    pdf_put_text_string(&pdf->body, mark->title);
    text_putc(&pdf->body, '\n');
    put_item(pdf, items, "Parent", mark->parent < 0 ? root : mark->parent);
    put_item(pdf, items, "Prev", item->previous);
    put_item(pdf, items, "Next", item->next);
    put_item(pdf, items, "First", item->first);
    put_item(pdf, items, "Last", item->last);
    if (item->shown > 0)
        text_printf(&pdf->body, "/Count %d\n",
            (int)(mark->open ? item->shown : -item->shown));
    text_puts(&pdf->body, "/Dest ");
    return pdf_put_destination(pdf, mark->target_id, err) &&
           pdf_fill(pdf, item->object, err);
}

bool
pdf_outline_write(struct pdf *pdf, HPDF_Dict *out, struct err *err)
{
    size_t count = pdf->document->bookmark_count;
    struct item *items = NULL;

    *out = NULL;
    if (count == 0)
        return true;
    items = arena_alloc_array(pdf->arena, count + 1, sizeof *items, err);
    if (items == NULL)
        return false;
    for (size_t i = 0; i <= count; i++) {
        items[i] =
            (struct item){pdf_reserve(pdf, err), NONE, NONE, NONE, NONE, 0};
        if (items[i].object == NULL)
            return false;
    }
    if (!join_items(pdf->document, items, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!write_item(pdf, items, (int32_t)i, err))
            return false;
    text_puts(&pdf->body, "/Type /Outlines\n");
    put_item(pdf, items, "First", items[count].first);
    put_item(pdf, items, "Last", items[count].last);
    text_printf(&pdf->body, "/Count %d", (int)items[count].shown);
    if (!pdf_fill(pdf, items[count].object, err))
        return false;
    *out = items[count].object;
    return true;
}
