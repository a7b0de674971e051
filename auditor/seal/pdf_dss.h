#ifndef SEAL_PDF_DSS_H
#define SEAL_PDF_DSS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/pdf_read.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The document security store: what a reader in ten years needs to validate
 * the signatures. Sources: ISO 32000-2, 12.8.4.3; EN 319 142-1, 5.4.2.
 */
enum {
    PDF_DSS_ITEMS = 64 /* of each kind, over all revisions */
};

enum pdf_dss_kind {
    PDF_DSS_CERTS,
    PDF_DSS_CRLS,
    PDF_DSS_OCSPS,
    PDF_DSS_KINDS,
};

/* Values in DER, in the order in which they stand. */
struct pdf_dss {
    struct span items[PDF_DSS_KINDS][PDF_DSS_ITEMS];
    size_t counts[PDF_DSS_KINDS];
};

/* Empty when the document has none; items are borrowed from its bytes. */
MUST_CHECK bool pdf_dss_read(
    const struct pdf_document *document, struct pdf_dss *out, struct err *err);

/*
 * One more revision with `dss`, which begins with what the document has
 * already; what is new is put in rising order. The result is the whole file.
 */
MUST_CHECK bool pdf_dss_append(struct arena *arena,
    const struct pdf_document *document, const struct pdf_dss *dss,
    struct span *out, struct err *err);

#endif
