#ifndef SEAL_PDF_LATER_H
#define SEAL_PDF_LATER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/pdf_read.h"

#include <stdbool.h>
#include <stdint.h>

/* What a revision behind the sealed one adds. */
enum pdf_later_kind {
    PDF_LATER_UNKNOWN, /* zero refuses */
    PDF_LATER_MATERIAL,
    PDF_LATER_TIMESTAMP,
    PDF_LATER_APPROVAL,
};

struct pdf_later {
    enum pdf_later_kind kind;
    struct cms_content content; /* what a signature of it covers */
    struct span der;            /* that signature or token */
    int64_t claimed_s;          /* of an approval */
    enum seal_role role;        /* of an approval */
};

/*
 * Write the revision again from what it says, upon the document before it,
 * and compare: CHECK_PDF_REVISIONS is refused for any difference. False only
 * for ERR_SYSTEM.
 */
MUST_CHECK bool pdf_later_read(const struct pdf_document *before,
    const struct pdf_document *document, struct checklist *list,
    struct pdf_later *out, struct err *err);

#endif
