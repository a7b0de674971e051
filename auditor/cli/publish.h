#ifndef CLI_PUBLISH_H
#define CLI_PUBLISH_H

#include "base/digest.h"
#include "base/err.h"
#include "base/text.h"
#include "store/store.h"

#include <stdint.h>

/*
 * The files of one option, or of the comparison, on their way to the output
 * folder: staged and synced, entered in the register as prepared, given their
 * names, entered as published. What stood there before is kept below
 * superseded/, never overwritten.
 */
struct publish_file {
    const char *name; /* "dossier.xml" */
    struct span bytes;
};

struct publish_batch {
    struct store *store;
    int64_t run;
    const char *out_dir;
    const char *option; /* "" = the comparison, directly in out_dir */
    const struct publish_file *files;
    size_t file_count;
    const struct store_documents *before; /* published by earlier runs */
};

/* All files of the batch are published, or none and err says why. */
MUST_CHECK bool publish_batch(
    struct arena *arena, const struct publish_batch *batch, struct err *err);

/* Do all documents still lie in `out_dir` with the digests registered? */
MUST_CHECK bool publish_is_intact(struct arena *arena, const char *out_dir,
    const struct store_documents *documents, bool *out, struct err *err);

#endif
