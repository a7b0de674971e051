#include "seal/pdf_foreign.h"

#include "seal/pdf_value.h"

enum {
    OBJECTS_MAX = 512 /* of the revisions behind the last signature */
};

struct reader {
    struct pdf_cursor cursor;
    bool found;         /* a catalog that leads to material */
    struct err ignored; /* what cannot be read is no material */
};

/* What may be written again or anew: keys of a dictionary, all of them. */
enum {
    KEYS_MAX = 10
};

static const char *const vri_keys[KEYS_MAX] = {
    "Type", "Cert", "CRL", "OCSP", "TU", "TS"};
static const char *const dss_keys[KEYS_MAX] = {
    "Type", "VRI", "Certs", "CRLs", "OCSPs"};
static const char *const info_keys[KEYS_MAX] = {"Title", "Author", "Subject",
    "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"};
static const char *const stream_keys[KEYS_MAX] = {
    "Length", "Filter", "DecodeParms"};

static bool
only_keys(const struct pdf_value *value, const char *const keys[KEYS_MAX])
{
    for (const struct pdf_value *member = value->first; member != NULL;
         member = member->next) {
        bool known = false;
        for (size_t i = 0; i < KEYS_MAX && keys[i] != NULL && !known; i++)
            known = span_is(member->key, keys[i]);
        if (!known)
            return false;
    }
    return true;
}

static bool
is_stream_known(const struct pdf_value *value)
{
    const struct pdf_value *type = pdf_value_find(value, "Type");

    return pdf_value_is_name(type, "XRef") ||
           (pdf_value_is_name(type, "Metadata") &&
               pdf_value_is_name(pdf_value_find(value, "Subtype"), "XML")) ||
           only_keys(value, stream_keys);
}

static bool
is_known(const struct pdf_value *value, bool stream)
{
    const struct pdf_value *type = pdf_value_find(value, "Type");

    if (value->kind == PDF_ARRAY && !stream) {
        for (const struct pdf_value *item = value->first; item != NULL;
             item = item->next)
            if (item->kind != PDF_REFERENCE)
                return false;
        return true;
    }
    if (value->kind != PDF_DICTIONARY ||
        pdf_value_find(value, "Encrypt") != NULL)
        return false;
    if (stream)
        return is_stream_known(value);
    if (pdf_value_is_name(type, "Catalog"))
        return pdf_value_find(value, "DSS") != NULL;
    return only_keys(value, vri_keys) || only_keys(value, dss_keys) ||
           only_keys(value, info_keys);
}

/* Behind the dictionary of a stream, which names its length. */
static bool
skip_stream(struct reader *reader, const struct pdf_value *value)
{
    struct pdf_cursor *cursor = &reader->cursor;
    const struct pdf_value *length = pdf_value_find(value, "Length");

    cursor->at += 6; /* "stream" */
    if (length == NULL || length->kind != PDF_INTEGER || length->integer < 0)
        return false;
    if (cursor->at < cursor->bytes.len && cursor->bytes.ptr[cursor->at] == '\r')
        cursor->at++;
    if (cursor->at >= cursor->bytes.len ||
        cursor->bytes.ptr[cursor->at] != '\n')
        return false;
    cursor->at++;
    if ((uint64_t)length->integer > cursor->bytes.len - cursor->at)
        return false;
    cursor->at += (size_t)length->integer;
    pdf_skip_space(cursor);
    return pdf_expect(cursor, "endstream", &reader->ignored);
}

static bool
read_number(struct reader *reader)
{
    int64_t number;

    if (!pdf_expect_number(&reader->cursor, &number, &reader->ignored))
        return false;
    pdf_skip_space(&reader->cursor);
    return true;
}

static bool
read_object(struct reader *reader)
{
    struct pdf_cursor *cursor = &reader->cursor;
    const struct pdf_value *value;
    bool stream;

    if (!read_number(reader) || !read_number(reader) ||
        !pdf_expect(cursor, "obj", &reader->ignored))
        return false;
    pdf_skip_space(cursor);
    if (!pdf_value_read(cursor, &value, &reader->ignored))
        return false;
    pdf_skip_space(cursor);
    stream = pdf_at_word(cursor, "stream");
    if (!is_known(value, stream) || (stream && !skip_stream(reader, value)))
        return false;
    reader->found = reader->found || pdf_value_find(value, "DSS") != NULL;
    pdf_skip_space(cursor);
    return pdf_expect(cursor, "endobj", &reader->ignored);
}

/* "xref", sections of 20-byte entries, "trailer" and its dictionary. */
static bool
skip_table(struct reader *reader)
{
    struct pdf_cursor *cursor = &reader->cursor;
    const struct pdf_value *trailer;

    cursor->at += 4; /* "xref" */
    pdf_skip_space(cursor);
    while (!pdf_at_word(cursor, "trailer")) {
        if (!read_number(reader) || !read_number(reader))
            return false;
        if (pdf_at_word(cursor, "n") || pdf_at_word(cursor, "f"))
            cursor->at++;
        pdf_skip_space(cursor);
    }
    cursor->at += 7; /* "trailer" */
    pdf_skip_space(cursor);
    return pdf_value_read(cursor, &trailer, &reader->ignored) &&
           trailer->kind == PDF_DICTIONARY &&
           pdf_value_find(trailer, "Encrypt") == NULL;
}

/* "startxref", an offset, "%%EOF". */
static bool
skip_end(struct reader *reader)
{
    struct pdf_cursor *cursor = &reader->cursor;
    struct span rest;

    cursor->at += 9; /* "startxref" */
    pdf_skip_space(cursor);
    if (!read_number(reader))
        return false;
    rest = (struct span){
        cursor->bytes.ptr + cursor->at, cursor->bytes.len - cursor->at};
    if (!span_starts(rest, "%%EOF"))
        return false;
    cursor->at += 5;
    return true;
}

bool
pdf_foreign_material(const struct pdf_cursor *from, size_t start)
{
    struct reader reader = {.cursor = *from};
    struct pdf_cursor *cursor = &reader.cursor;

    cursor->at = start;
    for (size_t i = 0; i < OBJECTS_MAX; i++) {
        bool ok;
        pdf_skip_space(cursor);
        if (cursor->at >= cursor->bytes.len)
            return reader.found;
        if (pdf_at_word(cursor, "xref"))
            ok = skip_table(&reader);
        else if (pdf_at_word(cursor, "startxref"))
            ok = skip_end(&reader);
        else
            ok = read_object(&reader);
        if (!ok)
            return false;
    }
    return false;
}
