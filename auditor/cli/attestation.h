#ifndef CLI_ATTESTATION_H
#define CLI_ATTESTATION_H

#include "cli/document.h"

/*
 * A signed statement about the weights of a dossier. It asks for --trust and
 * --key: nothing is attested that was not verified.
 */
MUST_CHECK bool attestation_asked(
    const struct options *options, struct err *err);

/* Is the dossier signed, or the statement to be, with a throw-away key? */
bool attestation_is_trial(
    const struct document *document, const struct seal_key *key);

/*
 * Put a statement that a stylesheet made of a verified document into an
 * envelope, signed. One that does not give the verdict of the document, on as
 * many weights, is refused.
 */
MUST_CHECK bool attestation_sign(struct call *call,
    const struct document *document, const struct seal_key *key,
    struct span statement, struct span *out, struct err *err);

#endif
