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
 * A PDF as sealed: a header at byte 0, then exactly the objects that a
 * cross-reference table names, then that table, the trailer and the end
 * marker, and between them nothing but white space. Later revisions, each of
 * the same form, follow without a byte between; which of them are allowed is
 * for the profile to say. Cross-reference streams and object streams are
 * refused: they are not what we write, and they are where signed files are
 * forged. Source: ISO 32000-1, 7.5.
 */
struct pdf_object {
    size_t start; /* of "N 0 obj" */
    size_t end;   /* behind "endobj" */
    const struct pdf_value *value;
    bool is_stream;
    struct span stream; /* the bytes as stored */
};

/* The document as it stands at the end of one revision. */
struct pdf_document {
    struct span bytes; /* from byte 0 to the end of the revision */
    size_t start;      /* of the bytes that the revision added */
    size_t end;        /* behind its end marker and the line end after it */
    size_t xref_start; /* of its own table */
    const struct pdf_value *trailer;
    const struct pdf_object *objects; /* by number; item 0 is unused */
    size_t object_count;              /* as /Size: with item 0 */
};

enum {
    PDF_REVISIONS = 64,    /* signatures, time-stamps and their renewals */
    PDF_NEW_OBJECTS = 512, /* of one later revision: validation material */
};

struct pdf_revisions {
    struct pdf_document items[PDF_REVISIONS]; /* each after the one before */
    size_t count;
};

/* Did the revision write that object, anew or again? */
bool pdf_object_written(
    const struct pdf_document *document, const struct pdf_object *object);

/* ERR_INPUT with the byte for whatever is not as above; `bytes` is borrowed. */
MUST_CHECK bool pdf_load_revisions(struct arena *arena, struct span bytes,
    struct pdf_revisions *out, struct err *err);
/* The same for a file that has one revision, and must. */
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
