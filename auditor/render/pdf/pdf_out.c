#include "render/pdf/pdf.h"

#include "base/digest.h"
#include "base/limits.h"

#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <hpdf_utils.h>
#include <stdio.h>
#include <string.h>

/*
 * The structs of libharu's object layer are no promised interface: what is
 * used here was checked against this release.
 */
_Static_assert(HPDF_MAJOR_VERSION == 2 && HPDF_MINOR_VERSION == 3,
    "the object layer of libharu 2.3");

enum {
    ID_BYTES = 16,     /* 14.4: what an MD5 would fill */
    POOL_BYTES = 0,    /* libharu's memory comes from malloc */
    AROUND_BYTES = 96, /* of an object, with its place in the table */
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
    text_init(&pdf->file, LIMIT_PDF_BYTES);
    arena_init(&pdf->scratch, LIMIT_ARENA_BYTES);
    pdf->doc = HPDF_NewEx(on_error, /* user_alloc_fn= */ NULL,
        /* user_free_fn= */ NULL, POOL_BYTES, pdf);
    if (pdf->doc == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a PDF document");
        return false;
    }
    pdf->doc->pdf_version = HPDF_VER_17;
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
    text_release(&pdf->file);
    arena_release(&pdf->scratch);
    pdf_deflate_end(pdf);
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

/*
 * What stands in an object. libharu would keep a stream as it is until the
 * file is saved, and its length in an object of its own.
 */
struct content {
    struct span entries;
    const struct stream *stream; /* or NULL: most objects have none */
    HPDF_Stream file;            /* where the object is being written */
};

struct stream {
    struct span bytes;
    bool deflated;
};

static HPDF_STATUS
put(HPDF_Stream file, struct span bytes)
{
    return HPDF_Stream_Write(
        file, (const HPDF_BYTE *)bytes.ptr, (HPDF_UINT)bytes.len);
}

/* libharu calls this between a dictionary's own entries and its ">>". */
static HPDF_STATUS
write_entries(HPDF_Dict object, HPDF_Stream file)
{
    struct content *content = object->attr;
    char head[64];

    content->file = file;
    if (content->stream != NULL) {
        int len = snprintf(head, sizeof head, "/Length %zu%s",
            content->stream->bytes.len,
            content->stream->deflated ? "/Filter/FlateDecode" : "");
        HPDF_STATUS status = put(file, (struct span){head, (size_t)len});

        if (status != HPDF_OK)
            return status;
    }
    return put(file, content->entries);
}

/* And this behind it. */
static HPDF_STATUS
write_stream(HPDF_Dict object)
{
    const struct content *content = object->attr;
    HPDF_STATUS status = HPDF_OK;

    if (content->stream == NULL)
        return HPDF_OK;
    status = put(content->file, span_of("\nstream\n"));
    if (status == HPDF_OK)
        status = put(content->file, content->stream->bytes);
    return status == HPDF_OK ? put(content->file, span_of("\nendstream"))
                             : status;
}

/* The content of an object, which libharu may have made. */
static struct content *
content_of(struct pdf *pdf, HPDF_Dict object, struct err *err)
{
    if (object->write_fn != write_entries) {
        object->attr = arena_alloc(pdf->arena, sizeof(struct content), err);
        if (object->attr == NULL)
            return NULL;
        object->write_fn = write_entries;
        object->after_write_fn = write_stream;
    }
    return object->attr;
}

HPDF_Dict
pdf_reserve(struct pdf *pdf, struct err *err)
{
    HPDF_Dict object = HPDF_Dict_New(pdf->doc->mmgr);

    if (object == NULL || HPDF_Xref_Add(pdf->doc->xref, object) != HPDF_OK) {
        report(pdf, err);
        return NULL; /* on failure libharu freed the object */
    }
    pdf->expected_bytes += AROUND_BYTES;
    return object;
}

HPDF_Dict
pdf_stream(struct pdf *pdf, struct span bytes, bool compressed, struct err *err)
{
    HPDF_Dict object = NULL;
    struct content *content = NULL;
    struct stream *stream = NULL;

    if (bytes.len > LIMIT_PDF_BYTES) {
        err_set(err, ERR_LIMIT, "cannot write a PDF stream of %zu bytes",
            bytes.len);
        return NULL;
    }
    object = pdf_reserve(pdf, err);
    content = object == NULL ? NULL : content_of(pdf, object, err);
    stream = arena_alloc(pdf->arena, sizeof *stream, err);
    if (content == NULL || stream == NULL)
        return NULL;
    stream->deflated = compressed;
    if (!(compressed ? pdf_deflate(pdf, bytes, &stream->bytes, err)
                     : span_copy(pdf->arena, bytes, &stream->bytes, err)))
        return NULL;
    content->stream = stream;
    pdf->expected_bytes += stream->bytes.len;
    return object;
}

bool
pdf_fill(struct pdf *pdf, HPDF_Dict object, struct err *err)
{
    struct content *content = content_of(pdf, object, err);

    if (content == NULL || !text_done(&pdf->body, err) ||
        !span_copy(pdf->arena, text_span(&pdf->body), &content->entries, err))
        return false;
    pdf->expected_bytes += content->entries.len;
    text_clear(&pdf->body);
    return true;
}

/* What libharu saves goes straight to where it is handed out from. */
static HPDF_STATUS
take_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT count)
{
    struct pdf *pdf = stream->attr;

    text_put(&pdf->file, (struct span){(const char *)bytes, count});
    return pdf->file.failed ? HPDF_FAILD_TO_ALLOC_MEM : HPDF_OK;
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
    text_puts(&pdf->body, id_entry);
    if (!pdf_fill(pdf, pdf->doc->trailer, err) || !pdf_check(pdf, err))
        return false;
    text_room(&pdf->file, pdf->expected_bytes);
    pdf->doc->stream = HPDF_CallbackWriter_New(pdf->doc->mmgr, take_bytes, pdf);
    (void)HPDF_SaveToStream(pdf->doc);
    if (!text_done(&pdf->file, err) || !pdf_check(pdf, err) ||
        !pdf_sign_patch(pdf, pdf->file.ptr, pdf->file.len, err) ||
        !patch_identifier(pdf->file.ptr, pdf->file.len, err))
        return false;
    *out = text_span(&pdf->file);
    return true;
}
