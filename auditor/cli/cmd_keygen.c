#include "base/file.h"
#include "cli/verb.h"
#include "seal/seal.h"

#include <stdio.h>

static const struct option_spec options[] = {
    {"rsa", NULL, "RSA-3072, whose signatures are repeatable (P-256)", 0},
    {"at", "TIME", "begin of validity (now)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
cmd_keygen(struct call *call, enum status *status, struct err *err)
{
    struct seal_keygen request = {
        .dir = call->options.words[0],
        .rsa = options_has(&call->options, "rsa"),
    };
    if (!options_time(&call->options, &request.now_s, err) ||
        !file_make_folder(request.dir, err) || !seal_keygen(&request, err)) {
        return false;
    }
    printf("ca.pem, ca.crl, signer.pem and signer.key in %s, for trying out "
           "only:\nevery dossier signed with them says so\n",
        request.dir);
    *status = STATUS_YES;
    return true;
}

const struct verb verb_keygen = {
    .name = "keygen",
    .words = "DIR",
    .summary = "make a throw-away CA, CRL and signing key for trying out",
    .detail =
        "Writes ca.pem, ca.crl, signer.pem and signer.key (mode 0600) into\n"
        "DIR. The key of the CA is not kept. Dossiers signed with this key "
        "are\n"
        "marked as trials.\n"
        "\n"
        "  auditor keygen keys",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_keygen,
};
