#ifndef SEAL_PDF_READ_H
#define SEAL_PDF_READ_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/pdf_value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A PDF as one sealed revision: a header at byte 0, then exactly the objects
 * that the one cross-reference table names, then that table, the trailer and
 * the end marker, and between them nothing but white space. What was saved
 * incrementally, cross-reference streams and object streams are refused: they
 * are not what we write, and they are where signed files are forged.
 * Source: ISO 32000-1, 7.5.
 */
struct pdf_object {
    size_t start; /* of "N 0 obj" */
    size_t end;   /* behind "endobj" */
    const struct pdf_value *value;
    bool is_stream;
    struct span stream; /* the bytes as stored */
};

struct pdf_document {
    struct span bytes;
    const struct pdf_value *trailer;
    const struct pdf_object *objects; /* by number; item 0 is unused */
    size_t object_count;              /* as /Size: with item 0 */
};

/* ERR_INPUT with the byte for whatever is not as above; `bytes` is borrowed. */
MUST_CHECK bool pdf_load(struct arena *arena, struct span bytes,
    struct pdf_document *out, struct err *err);

/* What `value` refers to, or itself; NULL when there is no such object. */
const struct pdf_value *pdf_resolve(
    const struct pdf_document *document, const struct pdf_value *value);
/* Member of a dictionary, resolved; NULL when there is none. */
const struct pdf_value *pdf_find(const struct pdf_document *document,
    const struct pdf_value *dictionary, const char *key);
/* The object that a reference names; NULL for all else. */
const struct pdf_object *pdf_object_at(
    const struct pdf_document *document, const struct pdf_value *reference);

/*
 * The decoded bytes of a stream without filter or with one FlateDecode
 * without parameters, at most `limit_bytes`.
 */
MUST_CHECK bool pdf_stream_bytes(struct arena *arena,
    const struct pdf_document *document, const struct pdf_object *object,
    size_t limit_bytes, struct span *out, struct err *err);

#endif
