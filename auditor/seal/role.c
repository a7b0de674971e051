#include "seal/seal.h"

#include <string.h>

/* To let signers claim another role: one constant in seal.h, one row here. */
static const char *const names[SEAL_ROLES] = {
    [SEAL_ROLE_NONE] = "",
    [SEAL_ROLE_AUTHOR] = "author",
    [SEAL_ROLE_APPROVER] = "approver",
    [SEAL_ROLE_AUDITOR] = "auditor",
};

const char *
seal_role_name(enum seal_role role)
{
    return names[role];
}

bool
seal_role_parse(struct span name, enum seal_role *out)
{
    for (size_t i = SEAL_ROLE_NONE + 1; i < SEAL_ROLES; i++)
        if (span_is(name, names[i])) {
            *out = (enum seal_role)i;
            return true;
        }
    return false;
}
