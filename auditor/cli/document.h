#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "cli/verb.h"
#include "dossier/read.h"
#include "seal/seal.h"

/* A dossier or comparison that was read from its XML, or from its PDF. */
struct document {
    const char *path;
    struct span xml; /* the data file: all of the XML, or embedded in the PDF */
    bool verified;
    struct seal_report report; /* only when verified */
    struct dossier dossier;
};

/*
 * With --trust the file is verified first, and one that is not VALID is told
 * on standard error and not read: `out->verified` is false and `*status` says
 * why. Without --trust `*status` is STATUS_YES and nothing is verified.
 */
MUST_CHECK bool document_open(struct call *call, const char *path,
    struct document *out, enum status *status, struct err *err);

/* For people: characters that hide or reorder others are written U+XXXX. */
MUST_CHECK bool document_seen(
    struct arena *arena, struct span text, struct span *out, struct err *err);

#endif
