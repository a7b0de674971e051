#include "base/file.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "seal/seal.h"

static const struct option_spec options[] = {
    {"to", "LEVEL", "B-T, B-LT or B-LTA", 0},
    {"tsa", "URL", "time-stamp authority (http, RFC 3161)", 0},
    {"trust", "CA.pem", "the anchors that you trust, PEM", 0},
    {"crl", "FILE", "revocation list (CA.crl beside the anchors)", 0},
    {"out", "FILE", "the file to write", 'o'},
    {"at", "TIME", "validate as of this time (now)", 0},
    {NULL, NULL, NULL, 0},
};

static bool
read_request(
    struct call *call, struct seal_extend_request *out, struct err *err)
{
    const char *level = options_value(&call->options, "to", "");
    struct seal_extend_request request = {
        .verify =
            {
                .trust_path = options_value(&call->options, "trust", NULL),
                .crl_path = options_value(&call->options, "crl", NULL),
            },
        .tsa_url = options_value(&call->options, "tsa", NULL),
    };
    if (!seal_level_parse(level, &request.level) ||
        request.level == SEAL_LEVEL_B) {
        err_set(err, ERR_USAGE, "say how far: --to B-T, B-LT or B-LTA");
        return false;
    }
    if (request.verify.trust_path == NULL) {
        err_set(err, ERR_USAGE,
            "trust comes from you: name the anchors with --trust CA.pem");
        return false;
    }
    if (!options_time(&call->options, &request.verify.at_s, err) ||
        !file_read(call->arena, call->options.words[0], LIMIT_PDF_BYTES,
            &request.verify.bytes, err)) {
        return false;
    }
    *out = request;
    return true;
}

static bool
cmd_extend(struct call *call, enum status *status, struct err *err)
{
    const char *out = options_value(&call->options, "out", NULL);
    struct seal_extend_request request;
    struct span bytes;
    if (out == NULL) {
        err_set(err, ERR_USAGE, "say where the result goes: -o FILE");
        return false;
    }
    if (!read_request(call, &request, err)) {
        return false;
    }
    if (!seal_extend(call->arena, &request, &bytes, err)) {
        err_in_file(err, call->options.words[0]);
        return false;
    }
    *status = STATUS_YES;
    return file_write_new(out, bytes, 0644, err);
}

const struct verb verb_extend = {
    .name = "extend",
    .words = "FILE",
    .summary = "make a signature last: time-stamps, validation material",
    .detail =
        "Raises a sealed file to a baseline level of ETSI: B-T has a\n"
        "time-stamp, B-LT also what validates it in ten years, B-LTA also a\n"
        "time-stamp over all of that. Said again it renews the last two.\n"
        "Asked are the authority that you name, and the OCSP responders and\n"
        "distribution points that the certificates name. The file that was\n"
        "given stays as it is.\n"
        "\n"
        "  auditor extend dossier.fr.pdf --to B-LTA --tsa http://tsa.example\n"
        "      --trust ca.pem -o dossier.fr.lta.pdf",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_extend,
};
