#ifndef SEAL_PDF_PROFILE_H
#define SEAL_PDF_PROFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/pdf_read.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The narrow profile of a sealed PDF: one passive revision with one signature
 * over all of it and one embedded file; behind it, revisions of pdf_later.h.
 * Sources: ISO 32000-1, 12.7 and 12.8; EN 319 142-1, clause 6.3; ISO
 * 19005-3, 6.8 (embedded files).
 */
struct pdf_sealed {
    struct pdf_revisions revisions;
    struct pdf_document document;       /* the first of them: what was sealed */
    const struct pdf_value *dictionary; /* of the signature */
    const struct pdf_value *contents;   /* its Contents, with the brackets */
    struct cms_content content;         /* the signed bytes */
    struct span cms;                    /* the signature as DER */
    int64_t claimed_s;                  /* its /M; 0 = none */
    struct span embedded;               /* the embedded file's bytes */
    bool has_file;                      /* something is embedded, or seems so */
};

/* How many stretches like these the document has; filled by one walk. */
struct pdf_survey {
    size_t signature_count;         /* dictionaries that could be a signature */
    size_t field_count;             /* dictionaries with a field type */
    size_t file_count;              /* file specifications */
    size_t stream_count;            /* embedded file streams */
    const struct pdf_value *active; /* what acts or hides; NULL = nothing */
    const char *active_word;
    size_t permission_count; /* keys Perms */
};

/* Walk through every value of every object. */
void pdf_survey(const struct pdf_document *document, struct pdf_survey *out);

/*
 * CHECK_PDF_STRUCTURE, _ACTIVE, _SINGLE, _DICTIONARY and _BYTE_RANGE: find
 * the signature and the bytes that it covers. `values` owns what `out`
 * points to. False only for ERR_SYSTEM; `out->contents` is NULL unless all of
 * the checks passed, or only CHECK_PDF_DICTIONARY is in doubt.
 */
MUST_CHECK bool pdf_profile_locate(struct arena *values, struct span bytes,
    struct checklist *list, struct pdf_sealed *out, struct err *err);

/* "D:20261123093000Z" or with "+00'00'": 7.9.4, in UTC only. */
bool pdf_profile_date(struct span date, int64_t *out_s);

/* CHECK_PDF_CONTENTS; sets `sealed->cms`. False when refused. */
bool pdf_profile_contents(struct pdf_sealed *sealed, struct checklist *list);

/*
 * CHECK_PDF_EMBEDDED; sets `sealed->embedded`, which lives in `arena`. False
 * only for ERR_SYSTEM.
 */
MUST_CHECK bool pdf_profile_embedded(struct arena *arena,
    struct pdf_sealed *sealed, struct checklist *list, struct err *err);

#endif
