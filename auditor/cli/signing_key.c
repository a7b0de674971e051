#include "cli/signing_key.h"
#include "cli/passphrase.h"

bool
signing_key_open(
    const struct options *options, struct seal_key **out, struct err *err)
{
    struct passphrase passphrase;
    if (!passphrase_of(options, &passphrase, err)) {
        return false;
    }
    struct seal_key_request request = {
        .key = options_value(options, "key", NULL),
        .cert_path = options_value(options, "cert", NULL),
        .module_path = options_value(options, "module", NULL),
        .passphrase = {passphrase_read, &passphrase, passphrase.fd},
    };
    return seal_key_open(&request, out, err);
}
