#ifndef CLI_SEALED_H
#define CLI_SEALED_H

#include "cli/verb.h"
#include "dossier/read.h"
#include "seal/seal.h"

/* A file that was verified, and what its verified bytes say. */
struct sealed {
    const char *path;
    struct seal_report report;
    bool readable; /* the content could be read as a dossier */
    struct dossier dossier;
};

/*
 * --trust, --crl, --at, --level, --expect-signer and the file; a verdict,
 * whatever it is, is true.
 */
MUST_CHECK bool sealed_open(
    struct call *call, const char *path, struct sealed *out, struct err *err);

/* For many files, one after another: what they have in common. */
struct sealed_many {
    const struct seal_shown *shown; /* compare what the pages of PDF files show
                                       with their data; NULL = not asked */
    struct seal_memo *memo;         /* or NULL */
    struct sealed last;             /* that was readable */
};
MUST_CHECK bool sealed_open_next(struct call *call, const char *path,
    struct sealed_many *many, struct sealed *out, struct err *err);

/* The outcome of evaluating the rules again over the sealed facts. */
enum replay {
    REPLAY_NOT_DONE,
    REPLAY_DIFFERS,
    REPLAY_OTHER_PACKS, /* the packs here are not those of the dossier */
    REPLAY_AGREES,
};

MUST_CHECK bool sealed_replay(struct call *call, const struct sealed *sealed,
    enum replay *out, const char **detail_out, struct err *err);

#endif
