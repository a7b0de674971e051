#ifndef CLI_BRAND_H
#define CLI_BRAND_H

#include "base/digest.h"
#include "cli/verb.h"

/*
 * The dress of an organisation, from --template DIR: brand.xml and the logo
 * that it names. It adds words and colours and can change nothing that was
 * signed: see auditor-templates(5).
 */
struct brand {
    struct span xml;               /* empty without --template */
    const char *logo;              /* "data:image/png;base64,...", or "" */
    char sha256[SHA256_HEX_BYTES]; /* of brand.xml and logo; or "" */
};

/* ERR_INPUT with file and line for what brand.rng or the eye refuses. */
MUST_CHECK bool brand_load(
    struct call *call, struct brand *out, struct err *err);

#endif
