#ifndef SEAL_VERIFY_H
#define SEAL_VERIFY_H

#include "base/arena.h"
#include "base/err.h"
#include "seal/checklist.h"
#include "seal/material.h"
#include "seal/seal.h"

/*
 * Inside seal/: the verifiers behind seal_verify, one a format. As
 * seal_verify: true when a verdict was reached, whatever it is. `out` comes
 * zeroed with its strings set to "".
 *
 * The material is open: what the file carries is added to it, and the paths
 * that were found. An embedded file is judged with the material of the file
 * around it, at the time that this one proves.
 */
struct verify_context {
    const struct seal_verify_request *request;
    struct material *material;
    int64_t proven_s; /* the validation time when nothing is proven */
    bool embedded;    /* in another file */
};

/* What is known of a file before anything was looked at. */
struct seal_report verify_blank(const struct seal_verify_request *request);

MUST_CHECK bool seal_verify_xml(struct arena *arena,
    const struct verify_context *context, struct seal_report *out,
    struct err *err);
MUST_CHECK bool seal_verify_pdf(struct arena *arena,
    const struct verify_context *context, struct seal_report *out,
    struct err *err);

/*
 * Inside verify*.c: what was refused for its form alone may be what another
 * program signed. Then `list` is told what is known of it, and `out` of its
 * signer; it never passes. Else both stay as they are.
 */
struct verify_foreign {
    struct arena *arena;  /* what the report points to */
    struct arena *values; /* what is needed only meanwhile */
    const struct verify_context *context;
    struct checklist *list;
};
MUST_CHECK bool verify_foreign_pdf(const struct verify_foreign *foreign,
    struct seal_report *out, struct err *err);
MUST_CHECK bool verify_foreign_xml(const struct verify_foreign *foreign,
    struct seal_report *out, struct err *err);

/* seal_verify, which leaves in `material` what it was judged by. */
MUST_CHECK bool seal_verify_keeping(struct arena *arena,
    const struct seal_verify_request *request, struct material *material,
    struct seal_report *out, struct err *err);

#endif
