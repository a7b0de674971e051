#include "render/pdf/pdf.h"

#include <stdio.h>
#include <string.h>

/*
 * Room for a signature: a field without appearance and the dictionary that
 * seal/ completes (12.7.4.5, 12.8.1; ETSI EN 319 142-1, 5.3).
 */
enum {
    FLAGS = 132,           /* print, locked: 12.5.3 */
    RANGE_DIGITS_MAX = 10, /* of each number in ByteRange */
};

#define RANGE_ENTRY "/ByteRange ["
/* Three numbers of RANGE_DIGITS_MAX digits with spaces, to be replaced. */
#define RANGE_ROOM "0 0000000000 0000000000 0000000000"

static bool
write_dictionary(struct pdf *pdf, struct err *err)
{
    struct text *body = &pdf->body;

    pdf->signature = pdf_reserve(pdf, err);
    if (pdf->signature == NULL)
        return false;
    text_puts(body, "/Type /Sig\n/Filter /Adobe.PPKLite\n"
                    "/SubFilter /ETSI.CAdES.detached\n/M ");
    pdf_put_date(body, pdf->options->created_s);
    text_putc(body, '\n');
    if (pdf->options->signature_reason.len > 0) {
        text_puts(body, "/Reason ");
        pdf_put_text_string(body, pdf->options->signature_reason);
        text_putc(body, '\n');
    }
    /* certified: later only signatures and validation material: 12.8.2.2 */
    text_puts(body,
        "/Reference [<</Type /SigRef /TransformMethod /DocMDP "
        "/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]\n");
    text_puts(body, RANGE_ENTRY RANGE_ROOM "]\n/Contents <");
    for (size_t i = 0; i < pdf->options->signature_bytes; i++)
        text_puts(body, "00");
    text_putc(body, '>');
    return pdf_fill(pdf, pdf->signature, err);
}

bool
pdf_sign_write(struct pdf *pdf, HPDF_Dict *field_out, struct err *err)
{
    struct text *body = &pdf->body;
    bool french = span_starts(pdf->document->lang, "fr");
    HPDF_Dict field = NULL;

    *field_out = NULL;
    if (pdf->options->signature_bytes == 0)
        return true;
    field = pdf_reserve(pdf, err);
    if (field == NULL || !write_dictionary(pdf, err))
        return false;
    /* An empty rectangle needs no appearance: ISO 19005-3, 6.3.3. */
    text_printf(body,
        "/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature1)\n"
        "/F %d\n/Rect [0 0 0 0]\n/TU ",
        FLAGS);
    pdf_put_text_string(body, span_of(french ? "Signature \xC3\xA9lectronique"
                                               " du document"
                                             : "Electronic signature of "
                                               "the document"));
    text_puts(body, "\n/P ");
    pdf_put_reference(body, pdf->pages[0].object);
    text_puts(body, "\n/V ");
    pdf_put_reference(body, pdf->signature);
    text_putc(body, '\n');
    if (!pdf_annotation_add(
            pdf, (struct pdf_annotation){PDF_TAG_SIGNATURE, 0, field}, err) ||
        !pdf_fill(pdf, field, err))
        return false;
    *field_out = field;
    return true;
}

/* The place of `needle` after `from`, or NULL. */
static char *
find_after(char *from, const char *end, const char *needle)
{
    size_t len = strlen(needle);

    for (char *at = from; at + len <= end; at++)
        if (memcmp(at, needle, len) == 0)
            return at;
    return NULL;
}

bool
pdf_sign_patch(
    const struct pdf *pdf, char *bytes, size_t count, struct err *err)
{
    char numbers[sizeof RANGE_ROOM];
    HPDF_XrefEntry entry = NULL;
    char *range = NULL;
    char *contents = NULL;
    size_t before = 0;
    size_t after = 0;
    int len = 0;

    if (pdf->signature == NULL)
        return true;
    entry = HPDF_Xref_GetEntry(
        pdf->doc->xref, pdf->signature->header.obj_id & PDF_OBJECT_NUMBER_MASK);
    if (entry == NULL || entry->byte_offset >= count) {
        err_set(err, ERR_SYSTEM, "cannot find the signature in the PDF");
        return false;
    }
    range = find_after(
        bytes + entry->byte_offset, bytes + count, RANGE_ENTRY RANGE_ROOM);
    contents =
        range == NULL ? NULL : find_after(range, bytes + count, "/Contents <");
    if (contents == NULL) {
        err_set(err, ERR_SYSTEM, "cannot find the signature in the PDF");
        return false;
    }
    before = (size_t)(strchr(contents, '<') - bytes);
    after = before + 2 * pdf->options->signature_bytes + 2;
    len = snprintf(
        numbers, sizeof numbers, "0 %zu %zu %zu", before, after, count - after);
    /* What is left of the room becomes spaces. */
    memset(range + strlen(RANGE_ENTRY), ' ', strlen(RANGE_ROOM));
    memcpy(range + strlen(RANGE_ENTRY), numbers, (size_t)len);
    return true;
}
