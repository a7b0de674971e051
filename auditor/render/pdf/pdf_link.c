#include "render/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

/* Destinations (12.3.2.2) and link annotations (12.5.6.5). */
enum {
    FLAG_PRINT = 4
}; /* 12.5.3; ISO 19005-3, 6.3.2 asks for it */

bool
pdf_put_destination(struct pdf *pdf, struct span id, struct err *err)
{
    const struct area_document *document = pdf->document;

    for (size_t i = 0; i < document->destination_count; i++) {
        const struct area_destination *place = &document->destinations[i];

        if (!span_equal(place->id, id) || place->page >= document->page_count)
            continue;
        text_putc(&pdf->body, '[');
        pdf_put_reference(&pdf->body, pdf->pages[place->page].object);
        text_puts(&pdf->body, " /XYZ null ");
        pdf_put_number(&pdf->body,
            (int64_t)document->pages[place->page].height - place->y);
        text_puts(&pdf->body, " null]\n");
        return true;
    }
    err_set(err, ERR_INPUT, "cannot link to '%.*s': nothing has that id",
        (int)(id.len < 100 ? id.len : 100), id.ptr);
    return false;
}

bool
pdf_annotation_add(
    struct pdf *pdf, struct pdf_annotation annotation, struct err *err)
{
    void *annotations = pdf->annotations;
    /* Pages have the keys 0 and up in the parent tree, annotations follow. */
    size_t key = pdf->document->page_count + pdf->annotation_count;
    struct pdf_annotation *slot = arena_push(pdf->arena, &annotations,
        &pdf->annotation_count, &pdf->annotation_capacity, sizeof *slot, err);

    pdf->annotations = annotations;
    if (slot == NULL)
        return false;
    *slot = annotation;
    text_printf(&pdf->body, "/StructParent %zu\n", key);
    return true;
}

static void
put_rectangle(
    struct text *body, const struct area_page *page, struct area_link link)
{
    const int64_t edges[4] = {link.x,
        (int64_t)page->height - link.y - link.height,
        (int64_t)link.x + link.width, (int64_t)page->height - link.y};

    text_puts(body, "/Rect[");
    for (int i = 0; i < 4; i++) {
        pdf_put_number(body, edges[i]);
        text_putc(body, i < 3 ? ' ' : ']');
    }
}

/* Only addresses of the web and of mail: a viewer would open any other. */
static bool
check_address(struct span uri, struct err *err)
{
    static const char *const schemes[] = {"https:", "http:", "mailto:"};
    bool known = false;

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        known = known || span_starts(uri, schemes[i]);
    for (size_t i = 0; known && i < uri.len; i++)
        known = uri.ptr[i] > ' ' && uri.ptr[i] <= '~';
    if (!known)
        err_set(err, ERR_INPUT,
            "cannot link to '%.*s': want an http, https or mailto address",
            (int)(uri.len < 100 ? uri.len : 100), uri.ptr);
    return known;
}

static bool
put_target(struct pdf *pdf, const struct area_link *link, struct err *err)
{
    if (link->target_id.len > 0) {
        text_puts(&pdf->body, "/Dest ");
        return pdf_put_destination(pdf, link->target_id, err);
    }
    if (!check_address(link->uri, err))
        return false;
    text_puts(&pdf->body, "/A<</S/URI/URI ");
    pdf_put_text_string(&pdf->body, link->uri);
    text_puts(&pdf->body, ">>");
    return true;
}

static bool
write_link(
    struct pdf *pdf, size_t page, const struct area_link *link, struct err *err)
{
    struct text *body = &pdf->body;
    HPDF_Dict object = pdf_reserve(pdf, err);
    struct span words = link->contents.len > 0
                            ? link->contents
                            : (link->uri.len > 0 ? link->uri : link->target_id);

    if (object == NULL)
        return false;
    if (link->tag < 0 || (size_t)link->tag >= pdf->document->tag_count) {
        err_set(err, ERR_USAGE, "a link of page %zu has no tag", page + 1);
        return false;
    }
    text_printf(body, "/Subtype/Link/F %d/Border[0 0 0]", FLAG_PRINT);
    put_rectangle(body, &pdf->document->pages[page], *link);
    text_puts(body, "/Contents ");
    pdf_put_text_string(body, words);
    return put_target(pdf, link, err) &&
           pdf_annotation_add(pdf,
               (struct pdf_annotation){link->tag, (int32_t)page, object},
               err) &&
           pdf_fill(pdf, object, err);
}

bool
pdf_link_write(struct pdf *pdf, struct err *err)
{
    for (size_t page = 0; page < pdf->document->page_count; page++) {
        const struct area_page *area = &pdf->document->pages[page];

        for (size_t i = 0; i < area->link_count; i++)
            if (!write_link(pdf, page, &area->links[i], err))
                return false;
    }
    return true;
}
