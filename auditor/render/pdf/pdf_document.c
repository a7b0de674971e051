#include "render/render.h"

#include "base/limits.h"
#include "render/pdf/pdf.h"

#include <hpdf_pages.h>
#include <hpdf_utils.h>
#include <string.h>

/* The whole of a PDF: pages, resources and the catalogue (7.7.2). */
enum {
    PAGES_MAX = 20000,
    SIDE_MIN = 3000, /* millipoints; annex C.2, what viewers can show */
    SIDE_MAX = 14400000,
};

static bool
check_document(const struct pdf *pdf, const struct area_document *document,
    struct err *err)
{
    if (document->page_count == 0 || document->page_count > PAGES_MAX) {
        err_set(err, ERR_LIMIT, "cannot write a PDF of %zu pages",
            document->page_count);
        return false;
    }
    if (document->page_count != pdf->page_count) {
        err_set(err, ERR_USAGE, "cannot write a PDF: %zu of %zu pages came",
            pdf->page_count, document->page_count);
        return false;
    }
    /* ISO 14289-1, 7.1 and 7.2: a title and a language. */
    if (document->title.len == 0 || document->lang.len == 0) {
        err_set(err, ERR_INPUT,
            "cannot write a PDF without a title and a language");
        return false;
    }
    return true;
}

static bool
check_page(const struct area_page *page, size_t index, struct err *err)
{
    if (page->width < SIDE_MIN || page->width > SIDE_MAX ||
        page->height < SIDE_MIN || page->height > SIDE_MAX) {
        err_set(err, ERR_INPUT, "cannot write page %zu of %d by %d millipoints",
            index + 1, (int)page->width, (int)page->height);
        return false;
    }
    return true;
}

/* Annotations stand in the order of the pages. */
static void
put_annotations(struct pdf *pdf, int32_t page, size_t *next)
{
    struct text *body = &pdf->body;
    size_t first = *next;

    while (
        *next < pdf->annotation_count && pdf->annotations[*next].page == page) {
        text_puts(body, *next == first ? "/Annots[" : " ");
        pdf_put_reference(body, pdf->annotations[(*next)++].object);
    }
    if (*next > first)
        text_putc(body, ']');
}

static bool
finish_page(struct pdf *pdf, size_t index, size_t *next, struct err *err)
{
    const struct area_page *area = &pdf->document->pages[index];
    struct text *body = &pdf->body;

    text_puts(body, "/Type/Page/Parent ");
    pdf_put_reference(body, pdf->doc->root_pages);
    text_puts(body, "/MediaBox[0 0 ");
    pdf_put_number(body, area->width);
    text_putc(body, ' ');
    pdf_put_number(body, area->height);
    text_puts(body, "]/Contents ");
    pdf_put_reference(body, pdf->pages[index].content);
    text_puts(body, "/Resources ");
    pdf_put_reference(body, pdf->resources);
    text_printf(body, "/StructParents %zu/Tabs/S", index);
    put_annotations(pdf, (int32_t)index, next);
    return pdf_fill(pdf, pdf->pages[index].object, err);
}

/* The root of the page tree, which libharu made for pages of its own. */
static bool
write_page_tree(struct pdf *pdf, struct err *err)
{
    HPDF_Dict root = pdf->doc->root_pages;

    (void)HPDF_Dict_RemoveElement(root, "Kids");
    (void)HPDF_Dict_RemoveElement(root, "Count");
    root->before_write_fn = NULL; /* it would count them */
    text_printf(&pdf->body, "/Count %zu/Kids[", pdf->document->page_count);
    for (size_t i = 0; i < pdf->document->page_count; i++) {
        if (i > 0)
            text_putc(&pdf->body, ' ');
        pdf_put_reference(&pdf->body, pdf->pages[i].object);
    }
    text_putc(&pdf->body, ']');
    return pdf_fill(pdf, root, err);
}

static bool
finish_pages(struct pdf *pdf, struct err *err)
{
    size_t next = 0;

    for (size_t i = 0; i < pdf->document->page_count; i++)
        if (!finish_page(pdf, i, &next, err))
            return false;
    if (!write_page_tree(pdf, err))
        return false;
    text_puts(&pdf->body, "/Font <<\n");
    pdf_font_resources(pdf);
    text_puts(&pdf->body, ">>\n/XObject <<\n");
    pdf_image_resources(pdf);
    text_puts(&pdf->body, ">>\n/ExtGState <<\n");
    for (unsigned i = 0; i < 100; i++)
        if (pdf->opacity[i]) {
            text_printf(&pdf->body, "/G%u <</Type /ExtGState /ca ", i);
            pdf_put_number(&pdf->body, i * 10);
            text_puts(&pdf->body, ">>\n");
        }
    text_puts(&pdf->body, ">>");
    return pdf_fill(pdf, pdf->resources, err);
}

/* 12.4.2: the label is all prefix, as layout wrote it. */
static void
put_labels(struct pdf *pdf)
{
    text_puts(&pdf->body, "/PageLabels <</Nums [");
    for (size_t i = 0; i < pdf->document->page_count; i++) {
        text_printf(&pdf->body, "%zu <</P ", i);
        pdf_put_text_string(&pdf->body, pdf->document->pages[i].label);
        text_puts(&pdf->body, ">>\n");
    }
    text_puts(&pdf->body, "]>>\n");
}

/* What the catalogue refers to; any may be NULL. */
struct parts {
    HPDF_Dict tags;
    HPDF_Dict outline;
    HPDF_Dict xmp;
    HPDF_Dict intent;
    HPDF_Dict attachment;
    HPDF_Dict field;
};

static void
put_attachment(struct pdf *pdf, HPDF_Dict attachment)
{
    struct text *body = &pdf->body;

    text_puts(body, "/AF [");
    pdf_put_reference(body, attachment);
    text_puts(body, "]\n/Names <</EmbeddedFiles <</Names [");
    pdf_put_text_string(body, pdf->options->attachment->name);
    text_putc(body, ' ');
    pdf_put_reference(body, attachment);
    text_puts(body, "]>>>>\n");
}

static bool
write_catalogue(struct pdf *pdf, const struct parts *parts, struct err *err)
{
    struct text *body = &pdf->body;

    text_puts(body, "/Lang ");
    pdf_put_text_string(body, pdf->document->lang);
    text_puts(body, "\n/MarkInfo <</Marked true>>\n"
                    "/ViewerPreferences <</DisplayDocTitle true>>\n"
                    "/StructTreeRoot ");
    pdf_put_reference(body, parts->tags);
    text_puts(body, "\n/Metadata ");
    pdf_put_reference(body, parts->xmp);
    text_puts(body, "\n/OutputIntents [");
    pdf_put_reference(body, parts->intent);
    text_puts(body, "]\n");
    put_labels(pdf);
    if (parts->outline != NULL) {
        text_puts(body, "/PageMode /UseOutlines\n/Outlines ");
        pdf_put_reference(body, parts->outline);
        text_putc(body, '\n');
    }
    if (parts->attachment != NULL)
        put_attachment(pdf, parts->attachment);
    if (parts->field != NULL) {
        text_puts(body, "/AcroForm <</SigFlags 3 /Fields [");
        pdf_put_reference(body, parts->field);
        text_puts(body, "]>>\n/Perms <</DocMDP ");
        pdf_put_reference(body, pdf->signature);
        /* room for what EN 319 142-1 adds to a file of PDF 1.7 */
        text_puts(body, ">>\n/Extensions <</ESIC <</BaseVersion /1.7 "
                        "/ExtensionLevel 1>>>>\n");
    }
    return pdf_fill(pdf, pdf->doc->catalog, err);
}

/* All that stands around the pages. */
static bool
write_rest(struct pdf *pdf, struct err *err)
{
    struct parts parts = {0};

    return pdf_sign_write(pdf, &parts.field, err) && pdf_link_write(pdf, err) &&
           finish_pages(pdf, err) && pdf_tags_write(pdf, &parts.tags, err) &&
           pdf_font_finish(pdf, err) &&
           pdf_outline_write(pdf, &parts.outline, err) &&
           pdf_attach_write(pdf, &parts.attachment, err) &&
           pdf_xmp_write(pdf, &parts.xmp, err) &&
           pdf_intent_write(pdf, &parts.intent, err) &&
           pdf_info_write(pdf, err) && write_catalogue(pdf, &parts, err);
}

struct render_pdf {
    struct pdf pdf;
    struct arena arena; /* of what was written since the last beginning */
    struct area_sink sink;
};

static bool
begin(void *context, struct err *err)
{
    struct render_pdf *made = context;
    const struct render_pdf_options *options = made->pdf.options;

    pdf_close(&made->pdf);
    arena_release(&made->arena);
    made->pdf = (struct pdf){.arena = &made->arena, .options = options};
    return pdf_open(&made->pdf, err);
}

static bool
take_page(void *context, const struct area_page *page, struct area_tags tags,
    struct err *err)
{
    struct render_pdf *made = context;

    made->pdf.tags = tags;
    return check_page(page, made->pdf.page_count, err) &&
           pdf_paint_page(&made->pdf, page, err);
}

bool
render_pdf_open(struct arena *arena, const struct render_pdf_options *options,
    struct render_pdf **out, struct err *err)
{
    struct render_pdf *made = arena_alloc(arena, sizeof *made, err);

    if (made == NULL)
        return false;
    arena_init(&made->arena, LIMIT_ARENA_BYTES);
    made->pdf.options = options;
    made->sink = (struct area_sink){made, begin, take_page};
    *out = made;
    return true;
}

const struct area_sink *
render_pdf_sink(const struct render_pdf *made)
{
    return &made->sink;
}

bool
render_pdf_save(struct render_pdf *made, const struct area_document *document,
    struct span *out, struct err *err)
{
    struct pdf *pdf = &made->pdf;

    pdf->document = document;
    pdf_deflate_end(pdf);
    return check_document(pdf, document, err) && write_rest(pdf, err) &&
           pdf_save(pdf, out, err);
}

void
render_pdf_close(struct render_pdf *made)
{
    if (made == NULL)
        return;
    pdf_close(&made->pdf);
    arena_release(&made->arena);
}
