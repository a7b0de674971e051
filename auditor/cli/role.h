#ifndef CLI_ROLE_H
#define CLI_ROLE_H

#include "base/err.h"
#include "cli/options.h"
#include "seal/seal.h"

/* --role author|approver|auditor; SEAL_ROLE_NONE when it is not given. */
MUST_CHECK bool role_of(
    const struct options *options, enum seal_role *out, struct err *err);

#endif
