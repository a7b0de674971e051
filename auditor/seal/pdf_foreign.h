#ifndef SEAL_PDF_FOREIGN_H
#define SEAL_PDF_FOREIGN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/cms.h"
#include "seal/pdf_value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A signed PDF that another program wrote, with cross-reference streams or
 * without: which bytes do its signatures cover? Signature dictionaries are
 * never compressed, so they are found by their ByteRange; what else the file
 * holds is not looked at, so it is never valid for us. Sources: ISO 32000-1,
 * 7.5 and 12.8.1; EN 319 142-1, 5.4.2 (DSS) and 5.5 (document time-stamps).
 */
enum {
    PDF_FOREIGN_SIGNATURES = 8
};

struct pdf_foreign_signature {
    struct cms_content content; /* from byte 0 to the end of its revision */
    struct span der;
    size_t end;        /* of its revision */
    bool timestamp;    /* a document time-stamp */
    bool known;        /* its SubFilter is one that can be judged */
    int64_t claimed_s; /* /M in UTC, 0 = none */
};

struct pdf_foreign {
    const char *refusal; /* NULL when the file is of that shape; then: */
    struct pdf_foreign_signature items[PDF_FOREIGN_SIGNATURES]; /* by end */
    size_t count;         /* at least one */
    bool material_behind; /* validation material follows the last one */
};

/*
 * Every ByteRange goes from byte 0 around the Contents of its own dictionary
 * to an end marker; the last one to the end of the file, or only validation
 * material follows. Bounded by the file's length. False only for
 * ERR_SYSTEM.
 */
MUST_CHECK bool pdf_foreign_read(struct arena *arena, struct span bytes,
    struct pdf_foreign *out, struct err *err);

/*
 * Inside pdf_foreign*.c: do the bytes from `start` on only add validation
 * material (a DSS, its streams, the catalog that leads to it, and new
 * metadata)?
 */
bool pdf_foreign_material(const struct pdf_cursor *from, size_t start);

#endif
