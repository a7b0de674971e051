#include "render/pdf/pdf.h"

#include <hpdf_encrypt.h>
#include <string.h>

/*
 * The attachment as an associated file (ISO 19005-3, 6.8; 7.11.4): the data
 * that the pages show.
 */
enum {
    MD5_BYTES = 16
};

/* CheckSum, table 46: MD5 by definition; no security rests on it. */
static void
put_checksum(struct text *body, struct span bytes)
{
    HPDF_MD5_CTX context;
    HPDF_BYTE digest[MD5_BYTES];

    HPDF_MD5Init(&context);
    HPDF_MD5Update(
        &context, (const HPDF_BYTE *)bytes.ptr, (HPDF_UINT32)bytes.len);
    HPDF_MD5Final(digest, &context);
    text_puts(body, " /CheckSum <");
    for (int i = 0; i < MD5_BYTES; i++)
        text_printf(body, "%02X", (unsigned)digest[i]);
    text_putc(body, '>');
}

static bool
write_file(struct pdf *pdf, HPDF_Dict *out, struct err *err)
{
    const struct render_attachment *attachment = pdf->options->attachment;
    struct text *body = &pdf->body;
    HPDF_Dict file = pdf_stream(pdf, attachment->bytes, true, err);

    if (file == NULL)
        return false;
    text_printf(body,
        "/Type /EmbeddedFile\n/Subtype /text#2Fxml\n/Params <</Size %zu "
        "/CreationDate ",
        attachment->bytes.len);
    pdf_put_date(body, pdf->options->created_s);
    text_puts(body, " /ModDate ");
    pdf_put_date(body, pdf->options->created_s);
    put_checksum(body, attachment->bytes);
    text_puts(body, ">>");
    if (!pdf_fill(pdf, file, err))
        return false;
    *out = file;
    return true;
}

bool
pdf_attach_write(struct pdf *pdf, HPDF_Dict *out, struct err *err)
{
    const struct render_attachment *attachment = pdf->options->attachment;
    struct text *body = &pdf->body;
    HPDF_Dict specification = NULL;
    HPDF_Dict file = NULL;

    *out = NULL;
    if (attachment == NULL)
        return true;
    specification = pdf_reserve(pdf, err);
    if (specification == NULL || !write_file(pdf, &file, err))
        return false;
    text_puts(body, "/Type /Filespec\n/F ");
    pdf_put_text_string(body, attachment->name);
    text_puts(body, "\n/UF ");
    pdf_put_text_string(body, attachment->name);
    text_puts(body, "\n/Desc ");
    pdf_put_text_string(body, attachment->description);
    text_puts(body, "\n/AFRelationship /Source\n/EF <</F ");
    pdf_put_reference(body, file);
    text_puts(body, " /UF ");
    pdf_put_reference(body, file);
    text_puts(body, ">>");
    if (!pdf_fill(pdf, specification, err))
        return false;
    *out = specification;
    return true;
}
