#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "base/err.h"
#include "cli/options.h"
#include "seal/seal.h"

/*
 * Where the passphrase or PIN of a key comes from: --passphrase-file,
 * --passphrase-fd, or a question on the terminal with the echo off. Never from
 * the command line or the environment, which others can read.
 */
struct passphrase {
    const char *path; /* NULL: not given */
    int fd;           /* negative: not given */
};

/* Reads nothing yet. */
MUST_CHECK bool passphrase_of(
    const struct options *options, struct passphrase *out, struct err *err);

/*
 * As struct seal_passphrase wants it, `context` a struct passphrase. One
 * line: its end is cut off.
 */
MUST_CHECK bool passphrase_read(
    void *context, const char *what, struct seal_secret *out, struct err *err);

#endif
