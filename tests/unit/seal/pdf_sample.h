#ifndef TESTS_SEAL_PDF_SAMPLE_H
#define TESTS_SEAL_PDF_SAMPLE_H

#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/*
 * A small PDF laid out as the PDF writer lays its files out: numbered objects
 * one behind the other, one cross-reference table, a signature field whose
 * Contents is all zeros, and an embedded dossier.xml. Each string changes one
 * place, so that a test can make the file that it wants refused.
 */
enum {
    SAMPLE_OBJECTS = 32,
    SAMPLE_ROOM = 2048 /* bytes for the signature */
};

struct sample {
    /* to be set by the test; NULL is the good form */
    const char *header;
    const char *catalog; /* more keys */
    const char *page;
    const char *field;
    const char *fields; /* the array of the form */
    const char *form;
    const char *signature; /* more keys, before ByteRange */
    const char *sub_filter;
    const char *byte_range; /* the whole array */
    const char *filespec;
    const char *file_name;
    const char *objects; /* one more whole object, number 13 */
    const char *trailer;
    const char *tail; /* behind the end marker */
    const char *time;
    struct span embedded;
    bool plain; /* not compressed */
    /* the result */
    struct text text;
    size_t offsets[SAMPLE_OBJECTS];
    size_t count;
    size_t gap_start; /* of '<' */
    size_t gap_end;   /* behind '>' */
};

static inline const char *
sample_or(const char *given, const char *otherwise)
{
    return given == NULL ? otherwise : given;
}

static inline void
sample_begin(struct sample *sample)
{
    sample->count++;
    assert(sample->count < SAMPLE_OBJECTS);
    sample->offsets[sample->count] = sample->text.len;
    text_printf(&sample->text, "%zu 0 obj\n", sample->count);
}

static inline void
sample_end(struct sample *sample)
{
    text_puts(&sample->text, "\nendobj\n");
}

static inline void
sample_stream(struct sample *sample, const char *keys, struct span bytes)
{
    sample_begin(sample);
    text_printf(&sample->text, "<<\n%s/Length %zu 0 R\n>>\nstream\r\n", keys,
        sample->count + 1);
    text_put(&sample->text, bytes);
    text_puts(&sample->text, "\nendstream");
    sample_end(sample);
    sample_begin(sample);
    text_printf(&sample->text, "%zu", bytes.len);
    sample_end(sample);
}

static inline void
sample_embedded(struct sample *sample)
{
    char keys[256];
    uLongf packed_len = compressBound((uLong)sample->embedded.len);
    char *packed = malloc(packed_len);

    assert(packed != NULL);
    assert(compress2((Bytef *)packed, &packed_len,
               (const Bytef *)sample->embedded.ptr, (uLong)sample->embedded.len,
               9) == Z_OK);
    (void)snprintf(keys, sizeof keys,
        "/Type /EmbeddedFile\n/Subtype /text#2Fxml\n/Params <</Size %zu>>\n%s",
        sample->embedded.len, sample->plain ? "" : "/Filter /FlateDecode\n");
    if (sample->plain)
        sample_stream(sample, keys, sample->embedded);
    else
        sample_stream(sample, keys, (struct span){packed, (size_t)packed_len});
    free(packed);
}

static inline void
sample_signature(struct sample *sample)
{
    struct text *text = &sample->text;

    sample_begin(sample);
    text_printf(text,
        "<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /%s\n%s/M (%s)\n"
        "/Reason (Dossier)\n/ByteRange ",
        sample_or(sample->sub_filter, "ETSI.CAdES.detached"),
        sample_or(sample->signature, ""),
        sample_or(sample->time, "D:20261123093000Z"));
    if (sample->byte_range != NULL)
        text_puts(text, sample->byte_range);
    else
        text_puts(text, "[0 000000000 000000000 000000000]");
    text_puts(text, "\n/Contents ");
    sample->gap_start = text->len;
    text_puts(text, "<");
    for (size_t i = 0; i < 2 * SAMPLE_ROOM; i++)
        text_putc(text, '0');
    text_puts(text, ">");
    sample->gap_end = text->len;
    text_puts(text, "\n>>");
    sample_end(sample);
}

static inline void
sample_objects(struct sample *sample)
{
    struct text *text = &sample->text;
    const char *name = sample_or(sample->file_name, "dossier.xml");

    sample_begin(sample); /* 1 */
    text_printf(text,
        "<<\n/Type /Catalog\n/Pages 2 0 R\n/AcroForm 7 0 R\n/AF [9 0 R]\n"
        "/Names <</EmbeddedFiles <</Names [(%s) 9 0 R]>>>>\n%s>>",
        name, sample_or(sample->catalog, ""));
    sample_end(sample);
    sample_begin(sample); /* 2 */
    text_puts(text, "<</Type /Pages /Count 1 /Kids [3 0 R]>>");
    sample_end(sample);
    sample_begin(sample); /* 3 */
    text_printf(text,
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        "/Annots [6 0 R] /Contents 4 0 R /Resources <<>> %s>>",
        sample_or(sample->page, ""));
    sample_end(sample);
    sample_stream(sample, "", span_of("q 0.5 0 0 1 72 720 cm Q")); /* 4, 5 */
    sample_begin(sample);                                          /* 6 */
    text_printf(text,
        "<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132 "
        "/Rect [0 0 0 0] /P 3 0 R /V 8 0 R %s>>",
        sample_or(sample->field, ""));
    sample_end(sample);
    sample_begin(sample); /* 7 */
    text_printf(text, "<</Fields %s /SigFlags 3 %s>>",
        sample_or(sample->fields, "[6 0 R]"), sample_or(sample->form, ""));
    sample_end(sample);
    sample_signature(sample); /* 8 */
    sample_begin(sample);     /* 9 */
    text_printf(text,
        "<</Type /Filespec /F (%s) /UF (%s) /AFRelationship /Source "
        "/EF <</F 10 0 R>> %s>>",
        name, name, sample_or(sample->filespec, ""));
    sample_end(sample);
    sample_embedded(sample); /* 10, 11 */
    sample_begin(sample);    /* 12 */
    text_puts(text, "<</Producer (auditor)>>");
    sample_end(sample);
    if (sample->objects != NULL) {
        sample_begin(sample); /* 13 */
        text_puts(text, sample->objects);
        sample_end(sample);
    }
}

/* Write the right numbers over the zeros; the rest is white space. */
static inline void
sample_fill_range(struct sample *sample)
{
    char numbers[64];
    char *at = sample->text.ptr;
    const char zeros[] = "[0 000000000 000000000 000000000]";
    size_t place = span_find(text_span(&sample->text), span_of(zeros));

    (void)snprintf(numbers, sizeof numbers, "[0 %zu %zu %zu", sample->gap_start,
        sample->gap_end, sample->text.len - sample->gap_end);
    memset(at + place, ' ', sizeof zeros - 2);
    memcpy(at + place, numbers, strlen(numbers));
}

static inline struct span
sample_build(struct sample *sample)
{
    struct text *text = &sample->text;
    size_t xref;

    if (sample->embedded.ptr == NULL)
        sample->embedded = span_of("<dossier/>");
    text_init(text, (size_t)8 << 20);
    text_puts(text, sample_or(sample->header, "%PDF-1.7\n%\xb7\xbe\xad\xaa\n"));
    sample_objects(sample);
    xref = text->len;
    text_printf(text, "xref\n0 %zu\n0000000000 65535 f\r\n", sample->count + 1);
    for (size_t i = 1; i <= sample->count; i++)
        text_printf(text, "%010zu 00000 n\r\n", sample->offsets[i]);
    text_printf(text,
        "trailer\n<<\n/Root 1 0 R\n/Info 12 0 R\n/Size %zu\n%s>>\n"
        "startxref\n%zu\n%%%%EOF\n",
        sample->count + 1, sample_or(sample->trailer, ""), xref);
    text_puts(text, sample_or(sample->tail, ""));
    if (sample->byte_range == NULL)
        sample_fill_range(sample);
    return text_span(text);
}

static inline void
sample_release(struct sample *sample)
{
    text_release(&sample->text);
}

#endif
