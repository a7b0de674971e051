#ifndef CLI_JUDGED_H
#define CLI_JUDGED_H

#include "cli/sealed.h"

/*
 * One file with all that `verify` found out about it, for people (text) and
 * machines (JSON). Whatever is shown comes from verified bytes, and nothing
 * in it can end a line or reorder it.
 */
struct judged {
    struct sealed sealed;
    enum seal_conclusion conclusion; /* with the replay */
    enum replay replay;
    const char *replay_detail;
    bool replay_asked;
    bool deep_asked;
    const char *beside; /* XML file of the same dossier with other bytes */
};

/* "VALID", "INDETERMINATE", "INVALID". */
const char *judged_word(enum seal_conclusion conclusion);
/* "passed", "failed" ... of the check rules-replayed. */
const char *judged_replay_word(enum replay replay);

/* The first line in plain words, then every check. */
MUST_CHECK bool judged_print(const struct judged *judged, struct err *err);
/* Append the object that auditor.1 documents. */
void judged_put_json(struct text *out, const struct judged *judged);

#endif
