#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "model/audit.h"
#include "model/claim.h"

#include <stdbool.h>

/* Read every file of an audit folder into evidence and claims. */

/* What a reader is given: the file's bytes or, for weights, its head. */
struct ingest_input {
    struct span bytes;   /* the file, or its first bytes if whole is false */
    bool whole;          /* weight files and streams are not held whole */
    int fd;              /* the open file, at any offset: use pread */
    int64_t file_bytes;  /* size of the whole file */
    const char *path;    /* relative, for diagnostics only */
    struct arena *arena; /* of the worker; for the reader's own use */
};

/*
 * To add a format: write read_X.c with its bid and read, add one row to the
 * table in formats.c, add tests/golden/ingest/X/, and name it in auditor.1.
 */
struct ingest_format {
    const char *name; /* stable: printed in dossiers: "lm-eval-0.4" */
    /* On the first bytes only: 0 = not mine .. 100 = certain. */
    int (*bid)(struct span head);
    /*
     * Claims to the sink, in a stable order. Fills entity, entity_id,
     * property, value, written, unit, method and place; the dispatcher adds
     * evidence, option and reader.
     */
    bool (*read)(const struct ingest_input *input, struct claim_sink *sink,
        struct err *err);
};

const struct ingest_format *ingest_formats(size_t *count_out);

/*
 * Read the folder: audit.yaml first (its faults are fatal), then all other
 * files in order of path, each in a confined worker. A file that is refused
 * is kept as refused evidence and the others are still read.
 */
MUST_CHECK bool ingest_folder(struct arena *arena, const char *dir,
    struct audit_facts *out, struct err *err);

/*
 * Read one file by its content only (for check-real and fuzzing): which
 * format, how many claims. ERR_INPUT or ERR_LIMIT with place when refused;
 * opaque is not an error.
 */
MUST_CHECK bool ingest_file(struct arena *arena, const char *path,
    struct evidence *out, struct claim_set *claims, struct err *err);

#endif
