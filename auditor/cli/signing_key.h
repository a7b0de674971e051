#ifndef CLI_SIGNING_KEY_H
#define CLI_SIGNING_KEY_H

#include "cli/verb.h"
#include "seal/seal.h"

/* The options of a verb that signs, rows of its table. */
#define SIGNING_KEY_OPTIONS                                                    \
    {"key", "KEY", "key file, PEM or PKCS#12, mode 0600; or a pkcs11: URI",    \
        0},                                                                    \
        {"cert", "FILE", "its certificate and chain, PEM (those with it)", 0}, \
        {"module", "FILE", "PKCS#11 module of the token (as set up)", 0},      \
        {"passphrase-file", "FILE", "its passphrase or PIN, mode 0600", 0},    \
    {                                                                          \
        "passphrase-fd", "N", "the same, from an open descriptor", 0           \
    }

/*
 * Open the key that the options name. It then lies in a process of its own:
 * call this before anything that may be hostile is read.
 */
MUST_CHECK bool signing_key_open(
    const struct options *options, struct seal_key **out, struct err *err);

#endif
