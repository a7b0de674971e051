#include "base/file.h"
#include "base/limits.h"
#include "cli/role.h"
#include "cli/rsa_pss.h"
#include "cli/signing_key.h"
#include "cli/verb.h"
#include "seal/seal.h"

static const struct option_spec options[] = {
    {"role", "ROLE", "what you sign as: author, approver or auditor", 0},
    SIGNING_KEY_OPTIONS,
    {"rsa-pss", NULL, "sign a PDF by RSASSA-PSS (PKCS#1 v1.5)", 0},
    {"tsa", "URL", "time-stamp authority (http, RFC 3161)", 0},
    {"out", "FILE", "the file to write", 'o'},
    {"at", "TIME", "time of signing that you claim (now)", 0},
    {NULL, NULL, NULL, 0},
};

static bool
sign_file(struct call *call, struct seal_signing *signing, const char *out,
    struct err *err)
{
    const char *path = call->options.words[0];
    struct span bytes;
    struct span sealed;
    if (!file_read(call->arena, path, LIMIT_PDF_BYTES, &bytes, err)) {
        return false;
    }
    if (!seal_sign_further(call->arena, signing, bytes, &sealed, err)) {
        err_in_file(err, path);
        return false;
    }
    return file_write_new(out, sealed, 0644, err);
}

static bool
cmd_sign(struct call *call, enum status *status, struct err *err)
{
    const char *out = options_value(&call->options, "out", NULL);
    struct seal_signing signing = {
        .tsa_url = options_value(&call->options, "tsa", NULL)};
    struct seal_key *key = NULL;
    if (!role_of(&call->options, &signing.role, err) ||
        !options_time(&call->options, &signing.at_s, err)) {
        return false;
    }
    if (signing.role == SEAL_ROLE_NONE || out == NULL ||
        !options_has(&call->options, "key")) {
        err_set(err, ERR_USAGE,
            "say as what, with what and where to: --role, --key, --cert, "
            "-o FILE");
        return false;
    }
    if (!signing_key_open(&call->options, &key, err)) {
        return false;
    }
    signing.key = key;
    bool ok = rsa_pss_of(&call->options, key, &signing.rsa_pss, err) &&
              sign_file(call, &signing, out, err);
    seal_key_close(key);
    *status = STATUS_YES;
    return ok;
}

const struct verb verb_sign = {
    .name = "sign",
    .words = "FILE",
    .summary = "sign a sealed file further, as its approver or auditor",
    .detail =
        "Adds a signature to a sealed file, which must be intact: to a PDF an\n"
        "approval behind all that it has, to an XML file a counter-signature\n"
        "over the first signature. What was sealed stays as it is, and verify\n"
        "tells every signer with the role that it claims. Verify the file\n"
        "before you sign it: this verb trusts no certificate. The file that\n"
        "was given stays as it is.\n"
        "\n"
        "  auditor sign dossier.fr.pdf --role approver --key my.key\n"
        "      --cert my.pem -o dossier.fr.approved.pdf",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_sign,
};
