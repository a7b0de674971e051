#include "cli/attestation.h"
#include "base/digest.h"
#include "base/json.h"

bool
attestation_asked(const struct options *options, struct err *err)
{
    if (options_has(options, "trust") && options_has(options, "key")) {
        return true;
    }
    err_set(err, ERR_USAGE,
        "only a verified dossier is attested, by its signer: give --trust and "
        "--key (and --cert, unless the key has its certificate)");
    return false;
}

bool
attestation_is_trial(
    const struct document *document, const struct seal_key *key)
{
    return document->dossier.trial || document->report.trial ||
           seal_key_is_trial(key);
}

/* Are its subjects as many as the weights, each with a digest? */
static bool
names_weights(const struct node *statement, size_t weights_count)
{
    const struct node *subjects = node_find(statement, "subject");
    if (subjects == NULL || subjects->kind != NODE_LIST) {
        return false;
    }
    const struct node *subject = subjects->first;
    for (; subject != NULL; subject = subject->next) {
        struct span digest = node_text(node_path(subject, "digest/sha256"));
        if (!digest_is_hex(digest)) {
            return false;
        }
    }
    return subjects->child_count == weights_count && weights_count > 0;
}

/* Of a throw-away key it may say too much, never too little. */
static bool
says_verdict(const struct node *statement, const struct document *document,
    const struct seal_key *key)
{
    const struct node *verdict = node_path(statement, "predicate/verdict");
    const struct node *trial = node_path(statement, "predicate/trial");
    return span_is(node_text(verdict), document->dossier.verdict) &&
           trial != NULL &&
           (trial->kind == NODE_TRUE ||
               (trial->kind == NODE_FALSE &&
                   !attestation_is_trial(document, key)));
}

/* Stylesheets may be the user's own, and what they give is about to be signed.
 */
static bool
check_statement(struct call *call, const struct document *document,
    const struct seal_key *key, struct span text, struct err *err)
{
    const struct node *statement;
    if (!json_load(call->arena, text, &statement, err)) {
        err_in_file(err, "the statement of intoto.xsl");
        return false;
    }
    if (!names_weights(statement, document->dossier.weights_count) ||
        !says_verdict(statement, document, key)) {
        err_set(err, ERR_INPUT,
            "the statement of intoto.xsl does not give the verdict '%s' on "
            "the %zu weight files of the dossier: nothing is signed",
            document->dossier.verdict, document->dossier.weights_count);
        err_in_file(err, document->path);
        return false;
    }
    return true;
}

bool
attestation_sign(struct call *call, const struct document *document,
    const struct seal_key *key, struct span statement, struct span *out,
    struct err *err)
{
    struct seal_attest_request request = {
        .key = key, .report = &document->report, .statement = statement};
    if (!check_statement(call, document, key, statement, err)) {
        return false;
    }
    if (!seal_attest(call->arena, &request, out, err)) {
        err_in_file(err, document->path);
        return false;
    }
    return true;
}
