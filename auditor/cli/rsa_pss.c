#include "cli/rsa_pss.h"

bool
rsa_pss_of(const struct options *options, const struct seal_key *key, bool *out,
    struct err *err)
{
    bool asked = options_has(options, "rsa-pss");
    if (asked && !seal_key_is_rsa(key)) {
        err_set(err, ERR_USAGE,
            "cannot sign by RSASSA-PSS: --key is no RSA key; leave --rsa-pss "
            "out");
        return false;
    }
    *out = asked;
    return true;
}
