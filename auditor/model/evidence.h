#ifndef MODEL_EVIDENCE_H
#define MODEL_EVIDENCE_H

#include "base/digest.h"
#include "base/text.h"

#include <stdint.h>

/* One file of the audit folder, known by its digest. */
enum evidence_status {
    EVIDENCE_REFUSED, /* malformed, contradictory or over a limit */
    EVIDENCE_READ,    /* a reader understood it */
    EVIDENCE_OPAQUE,  /* of no known format: recorded by digest only */
};

struct evidence {
    const char *id;     /* "E001", by order of path in this run */
    const char *path;   /* relative to the audit folder */
    const char *option; /* id of the size option it is about, "" = family */
    const char *format; /* name of the reader, e.g. "lm-eval-0.4" */
    int64_t bytes;      /* size of the file */
    char sha256[SHA256_HEX_BYTES]; /* "" when it could not be read at all */
    enum evidence_status status;
    const char *reason; /* refused: why, with the place; else "" */
    const char *place;  /* refused: "line 3" or a pointer; else "" */
};

struct evidence_set {
    struct evidence *items; /* in order of path */
    size_t count;
};

/* "refused", "read", "opaque". */
const char *evidence_status_name(enum evidence_status status);
/* The evidence of that id, or NULL. */
const struct evidence *evidence_find(
    const struct evidence_set *set, const char *id);

#endif
