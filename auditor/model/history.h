#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include "model/finding.h"

#include <stddef.h>

/* What earlier audits of the folder found, as the register keeps it. */
enum {
    HISTORY_AUDITS_MAX = 24, /* of one option, the latest */
};

struct past_audit {
    const char *option; /* id */
    const char *at;     /* RFC 3339 */
    enum verdict verdict;
    size_t counts[OUTCOME_COUNT]; /* of findings */
    const char *dossier_sha256;   /* of the dossier.xml published then */
};

struct audit_history {
    struct past_audit *items; /* by option, then by time */
    size_t count;
};

#endif
