#ifndef CLI_RSA_PSS_H
#define CLI_RSA_PSS_H

#include "base/err.h"
#include "cli/options.h"
#include "seal/seal.h"

/* Is --rsa-pss given? ERR_USAGE when the key is not RSA. */
MUST_CHECK bool rsa_pss_of(const struct options *options,
    const struct seal_key *key, bool *out, struct err *err);

#endif
