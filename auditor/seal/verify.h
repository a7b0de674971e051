#ifndef SEAL_VERIFY_H
#define SEAL_VERIFY_H

#include "base/arena.h"
#include "base/err.h"
#include "seal/seal.h"

/*
 * Inside seal/: the verifiers behind seal_verify, one a format. As
 * seal_verify: true when a verdict was reached, whatever it is. `out` comes
 * zeroed with its strings set to "".
 */
MUST_CHECK bool seal_verify_xml(struct arena *arena,
    const struct seal_verify_request *request, struct seal_report *out,
    struct err *err);
MUST_CHECK bool seal_verify_pdf(struct arena *arena,
    const struct seal_verify_request *request, struct seal_report *out,
    struct err *err);

#endif
