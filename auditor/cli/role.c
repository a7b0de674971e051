#include "cli/role.h"

bool
role_of(const struct options *options, enum seal_role *out, struct err *err)
{
    const char *name = options_value(options, "role", NULL);
    enum seal_role role = SEAL_ROLE_NONE;
    if (name != NULL && !seal_role_parse(span_of(name), &role)) {
        err_set(err, ERR_USAGE,
            "cannot sign as '%.40s': --role is author, approver or auditor",
            name);
        return false;
    }
    *out = role;
    return true;
}
