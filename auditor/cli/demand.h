#ifndef CLI_DEMAND_H
#define CLI_DEMAND_H

#include "cli/verb.h"
#include "seal/seal.h"

/*
 * --level LEVEL and --expect-signer WHO, the latter once for the SHA-256
 * fingerprint of the certificate (64 hexadecimal digits, colons allowed) and
 * once for its common name ("CN=NAME", or NAME).
 */
MUST_CHECK bool demand_read(
    struct call *call, struct seal_demand *out, struct err *err);

#endif
