#include "cli/attestation.h"
#include "base/digest.h"
#include "base/json.h"

bool
attestation_asked(const struct options *options, struct err *err)
{
    if (options_has(options, "trust") && options_has(options, "key") &&
        options_has(options, "cert")) {
        return true;
    }
    err_set(err, ERR_USAGE,
        "only a verified dossier is attested, by its signer: give --trust, "
        "--key and --cert");
    return false;
}

bool
attestation_key(
    const struct options *options, struct seal_key **out, struct err *err)
{
    return seal_key_open(options_value(options, "key", ""),
        options_value(options, "cert", ""), out, err);
}

bool
attestation_is_trial(
    const struct document *document, const struct seal_key *key)
{
    return document->dossier.trial || document->report.trial ||
           seal_key_is_trial(key);
}

/* Stylesheets may be the user's own, and what they give is about to be signed:
   it must be one JSON value and its subjects the weights, each by digest. */
static bool
names_weights(const struct node *statement, size_t weights_count)
{
    const struct node *subjects = node_find(statement, "subject");
    size_t count = 0;
    const struct node *subject = subjects == NULL || subjects->kind != NODE_LIST
                                     ? NULL
                                     : subjects->first;
    for (; subject != NULL; subject = subject->next) {
        const struct node *digest = node_path(subject, "digest/sha256");
        if (!digest_is_hex(node_text(digest))) {
            return false;
        }
        count++;
    }
    return count == weights_count && count > 0;
}

bool
attestation_sign(struct call *call, const struct document *document,
    const struct seal_key *key, struct span statement, struct span *out,
    struct err *err)
{
    struct seal_attest_request request = {
        .key = key, .report = &document->report, .statement = statement};
    const struct node *root;
    if (!json_load(call->arena, statement, &root, err)) {
        return false;
    }
    if (!names_weights(root, document->dossier.weights_count)) {
        err_set(err, ERR_INPUT,
            "the statement does not name the %zu weight files of the dossier "
            "by digest: see intoto.xsl",
            document->dossier.weights_count);
        return false;
    }
    return seal_attest(call->arena, &request, out, err);
}
