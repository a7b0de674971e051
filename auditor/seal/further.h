#ifndef SEAL_FURTHER_H
#define SEAL_FURTHER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/seal.h"

#include <stdbool.h>

/* Inside seal/: seal_sign_further of one format. */
MUST_CHECK bool further_pdf(struct arena *arena,
    const struct seal_signing *signing, struct span pdf, struct span *out,
    struct err *err);
MUST_CHECK bool further_xml(struct arena *arena,
    const struct seal_signing *signing, struct span xml, struct span *out,
    struct err *err);

#endif
