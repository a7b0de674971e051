#ifndef SEAL_PDF_VALUE_H
#define SEAL_PDF_VALUE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The values of a PDF (ISO 32000-1, 7.3), read for verification only: nothing
 * is repaired, and what two readers could read in two ways is refused:
 * duplicate keys (also after unescaping #xx), comments between values, NUL as
 * white space, numbers over 18 digits. Every value knows the bytes that it
 * was read from.
 */
enum pdf_kind {
    PDF_NULL,
    PDF_BOOLEAN,
    PDF_INTEGER,
    PDF_REAL,
    PDF_NAME,
    PDF_STRING,
    PDF_ARRAY,
    PDF_DICTIONARY,
    PDF_REFERENCE,
};

struct pdf_value {
    enum pdf_kind kind;
    bool hex;         /* string: written between < and > */
    size_t start;     /* offset of its first byte in the file */
    size_t end;       /* offset behind its last byte */
    int64_t integer;  /* integer, boolean; reference: the object's number */
    struct span text; /* name, string: decoded; real: as written */
    struct span key;  /* decoded, when it is a member of a dictionary */
    const struct pdf_value *first; /* array, dictionary: in file order */
    const struct pdf_value *next;
    size_t count; /* of members */
};

/* A place in the file that moves on as values are read. */
struct pdf_cursor {
    struct arena *arena; /* owns the values */
    struct span bytes;   /* the whole file */
    size_t at;
    size_t value_count; /* read so far, capped by LIMIT_PDF_VALUES */
};

/* Read one value, which is the next thing at the cursor. */
MUST_CHECK bool pdf_value_read(
    struct pdf_cursor *cursor, const struct pdf_value **out, struct err *err);

/* Move over space, tab, CR and LF. */
void pdf_skip_space(struct pdf_cursor *cursor);
/* Move over `word`, which must stand at the cursor as a whole token. */
MUST_CHECK bool pdf_expect(
    struct pdf_cursor *cursor, const char *word, struct err *err);
/* Does `word` stand at the cursor as a whole token? */
bool pdf_at_word(const struct pdf_cursor *cursor, const char *word);
/* An unsigned integer of 1 to 18 digits at the cursor. */
MUST_CHECK bool pdf_expect_number(
    struct pdf_cursor *cursor, int64_t *out, struct err *err);

/* Member of a dictionary, not resolved; NULL when there is none. */
const struct pdf_value *pdf_value_find(
    const struct pdf_value *dictionary, const char *key);
/*
 * Do both say the same, whatever the white space and the escapes? Members of
 * dictionaries must stand in the same order. Two absent values are equal.
 */
bool pdf_value_equal(const struct pdf_value *a, const struct pdf_value *b);
bool pdf_value_is_name(const struct pdf_value *value, const char *name);

#endif
