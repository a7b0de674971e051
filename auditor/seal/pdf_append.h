#ifndef SEAL_PDF_APPEND_H
#define SEAL_PDF_APPEND_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/pdf_read.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Writing one more revision behind a sealed PDF (ISO 32000-1, 7.5.6). What a
 * revision says is wholly determined by the document before it and by the
 * values that it brings (pdf_dss.h, pdf_field.h). So the verifier writes the
 * revision again from the values that it finds, and compares: nothing else
 * can stand in it.
 */
struct pdf_append {
    const struct pdf_document *document;
    struct text text; /* the whole file, old bytes first */
    struct {
        size_t number;
        size_t offset;
    } objects[PDF_NEW_OBJECTS]; /* their numbers rise */
    size_t count;
    size_t next; /* number of the next new object */
};

/* Release with text_release(&append->text), whatever happened. */
void append_begin(
    struct pdf_append *append, const struct pdf_document *document);

/* Objects in the order of their numbers, those written again first. */
void append_object(struct pdf_append *append, size_t number);
void append_object_end(struct pdf_append *append);

/* Put a dictionary as it is, but with `value` for `key`; a new key is last. */
void append_dictionary(const struct pdf_append *append,
    const struct pdf_value *dictionary, const char *key, struct span value,
    struct text *out);

/* Put the array as it is, with one more reference; NULL is an empty one. */
void append_to_array(const struct pdf_append *append,
    const struct pdf_value *array, size_t number, struct text *out);

/* Add the table and the trailer, and hand the file out. */
MUST_CHECK bool append_end(struct arena *arena, struct pdf_append *append,
    struct span *out, struct err *err);

/* Number of the catalog; 0 when there is none to be written again. */
size_t append_catalog(const struct pdf_document *document);
/* Fields of the document's form, resolved; NULL when it has none. */
const struct pdf_value *append_fields(const struct pdf_document *document);

#endif
