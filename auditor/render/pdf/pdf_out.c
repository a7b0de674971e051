#include "render/pdf/pdf.h"

#include "base/digest.h"
#include "base/limits.h"

#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <hpdf_utils.h>
#include <stdlib.h>
#include <string.h>

/*
 * The structs of libharu's object layer are no promised interface: what is
 * used here was checked against this release.
 */
_Static_assert(HPDF_MAJOR_VERSION == 2 && HPDF_MINOR_VERSION == 3,
    "the object layer of libharu 2.3");

enum {
    ID_BYTES = 16,  /* 14.4: what an MD5 would fill */
    POOL_BYTES = 0, /* libharu's memory comes from malloc */
};

#define ID_ZEROS "00000000000000000000000000000000"

static const char id_entry[] = "/ID [<" ID_ZEROS "> <" ID_ZEROS ">]\n";

static void
on_error(HPDF_STATUS status, HPDF_STATUS detail, void *user)
{
    struct pdf *pdf = user;

    if (pdf->status == HPDF_OK) {
        pdf->status = status;
        pdf->detail = (HPDF_UINT)detail;
    }
}

bool
pdf_open(struct pdf *pdf, struct err *err)
{
    text_init(&pdf->body, LIMIT_PDF_BYTES);
    pdf->doc = HPDF_NewEx(on_error, /* user_alloc_fn= */ NULL,
        /* user_free_fn= */ NULL, POOL_BYTES, pdf);
    if (pdf->doc == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a PDF document");
        return false;
    }
    pdf->doc->pdf_version = HPDF_VER_17;
    HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
    pdf->resources = pdf_reserve(pdf, err);
    return pdf->resources != NULL;
}

void
pdf_close(struct pdf *pdf)
{
    if (pdf->doc != NULL)
        HPDF_Free(pdf->doc);
    pdf->doc = NULL;
    text_release(&pdf->body);
}

/* libharu's error, or that there was none but no result either. */
static void
report(const struct pdf *pdf, struct err *err)
{
    err_set(err, ERR_SYSTEM,
        "cannot write the PDF: libharu error 0x%04X, detail %u",
        (unsigned)pdf->status, (unsigned)pdf->detail);
}

bool
pdf_check(struct pdf *pdf, struct err *err)
{
    if (pdf->status == HPDF_OK)
        return true;
    report(pdf, err);
    return false;
}

HPDF_Dict
pdf_reserve(struct pdf *pdf, struct err *err)
{
    HPDF_Dict object = HPDF_Dict_New(pdf->doc->mmgr);

    if (object == NULL || HPDF_Xref_Add(pdf->doc->xref, object) != HPDF_OK) {
        report(pdf, err);
        return NULL; /* on failure libharu freed the object */
    }
    return object;
}

HPDF_Dict
pdf_stream(struct pdf *pdf, struct span bytes, bool compressed, struct err *err)
{
    HPDF_Dict object = NULL;

    if (bytes.len > LIMIT_PDF_BYTES) {
        err_set(err, ERR_LIMIT, "cannot write a PDF stream of %zu bytes",
            bytes.len);
        return NULL;
    }
    object = HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);
    if (object == NULL ||
        HPDF_Stream_Write(object->stream, (const HPDF_BYTE *)bytes.ptr,
            (HPDF_UINT)bytes.len) != HPDF_OK) {
        report(pdf, err);
        return NULL;
    }
    object->filter =
        compressed ? HPDF_STREAM_FILTER_FLATE_DECODE : HPDF_STREAM_FILTER_NONE;
    return object;
}

/* libharu calls this between a dictionary's own entries and its ">>". */
static HPDF_STATUS
write_entries(HPDF_Dict object, HPDF_Stream stream)
{
    const struct span *entries = object->attr;

    return HPDF_Stream_Write(
        stream, (const HPDF_BYTE *)entries->ptr, (HPDF_UINT)entries->len);
}

bool
pdf_fill(struct pdf *pdf, HPDF_Dict object, struct err *err)
{
    struct span *entries = arena_alloc(pdf->arena, sizeof *entries, err);

    if (entries == NULL || !text_done(&pdf->body, err))
        return false;
    text_putc(&pdf->body, '\n');
    if (!span_copy(pdf->arena, text_span(&pdf->body), entries, err))
        return false;
    text_release(&pdf->body);
    text_init(&pdf->body, LIMIT_PDF_BYTES);
    object->attr = entries;
    object->write_fn = write_entries;
    return true;
}

/* Read what libharu saved in memory. */
static bool
read_back(struct pdf *pdf, char **out, size_t *count_out, struct err *err)
{
    size_t size = HPDF_GetStreamSize(pdf->doc);
    char *bytes = NULL;
    size_t done = 0;

    if (size > LIMIT_PDF_BYTES) {
        err_set(err, ERR_LIMIT, "the PDF would have more than %zu bytes",
            LIMIT_PDF_BYTES);
        return false;
    }
    bytes = arena_alloc(pdf->arena, size + 1, err);
    if (bytes == NULL)
        return false;
    while (done < size) {
        HPDF_UINT32 part = (HPDF_UINT32)(size - done);

        (void)HPDF_ReadFromStream(pdf->doc, (HPDF_BYTE *)bytes + done, &part);
        if (part == 0)
            break;
        done += part;
    }
    if (done != size) {
        err_set(err, ERR_SYSTEM, "cannot read the PDF back from libharu");
        return false;
    }
    *out = bytes;
    *count_out = size;
    return true;
}

/* The last place of `needle` in the bytes, or NULL. */
static char *
find_last(char *bytes, size_t count, const char *needle)
{
    size_t len = strlen(needle);

    for (size_t at = count; at >= len; at--)
        if (memcmp(bytes + at - len, needle, len) == 0)
            return bytes + at - len;
    return NULL;
}

/* 14.4: an identifier that follows from the content alone. */
static bool
patch_identifier(char *bytes, size_t count, struct err *err)
{
    char hex[SHA256_HEX_BYTES];
    char *entry = find_last(bytes, count, id_entry);

    if (entry == NULL) {
        err_set(err, ERR_SYSTEM, "cannot find the PDF's identifier");
        return false;
    }
    if (!digest_hex((struct span){bytes, count}, hex, err))
        return false;
    for (int i = 0; i < 2; i++) {
        entry = strchr(entry, '<') + 1;
        memcpy(entry, hex, (size_t)2 * ID_BYTES);
    }
    return true;
}

bool
pdf_save(struct pdf *pdf, struct span *out, struct err *err)
{
    char *bytes = NULL;
    size_t count = 0;

    text_puts(&pdf->body, id_entry);
    if (!pdf_fill(pdf, pdf->doc->trailer, err) || !pdf_check(pdf, err))
        return false;
    (void)HPDF_SaveToStream(pdf->doc);
    if (!pdf_check(pdf, err) || !read_back(pdf, &bytes, &count, err) ||
        !pdf_sign_patch(pdf, bytes, count, err) ||
        !patch_identifier(bytes, count, err))
        return false;
    *out = (struct span){bytes, count};
    return true;
}
