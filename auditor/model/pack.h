#ifndef MODEL_PACK_H
#define MODEL_PACK_H

#include "model/finding.h"

#include <stddef.h>

/* What a dossier says of a rule pack that it was made with. */
struct rule_pack_info {
    const char *id;   /* "medical" */
    const char *file; /* "medical.sch" */
    const char *version;
    const char *law_as_of;
    char sha256[65];
    size_t rule_count;
    struct bilingual title;
};

struct pack_list {
    const struct rule_pack_info *items;
    size_t count;
};

#endif
