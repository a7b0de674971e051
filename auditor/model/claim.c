#include "model/claim.h"

#include <string.h>

static const char *const method_names[] = {
    [CLAIM_INFERRED] = "inferred",
    [CLAIM_DECLARED] = "declared",
    [CLAIM_ATTESTED] = "attested",
    [CLAIM_MEASURED] = "measured",
    [CLAIM_COMPUTED] = "computed",
};

const char *
claim_method_name(enum claim_method method)
{
    return method_names[method];
}

bool
claim_method_parse(const char *name, enum claim_method *out)
{
    for (size_t i = 0; i < sizeof(method_names) / sizeof(*method_names); i++) {
        if (strcmp(method_names[i], name) == 0) {
            *out = (enum claim_method)i;
            return true;
        }
    }
    return false;
}
