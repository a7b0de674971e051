#ifndef DOSSIER_READ_H
#define DOSSIER_READ_H

#include "dossier/dossier.h"

/* A dossier or a comparison, read back from its bytes. */
struct dossier_finding {
    const char *rule;
    const char *severity;
    const char *outcome;
    const char *readiness;
    const char *assertion;
    struct bilingual title;
    struct bilingual message;
};

struct dossier_option {
    const char *id;
    const char *label;
    struct span params;
    struct span bytes;
    struct span energy;
    const char *precision;
    const char *verdict;
};

struct dossier_pack {
    const char *id;
    const char *sha256;
};

struct dossier {
    bool is_comparison;
    bool trial;
    const char *id;
    const char *created;
    const char *law_as_of;
    const char *family;
    const char *sector;
    bool fictional;
    struct bilingual title;
    const char *option;   /* id of the audited option; "" in a comparison */
    const char *verdict;  /* "" in a comparison */
    size_t weights_count; /* weight files of the audited option */
    struct bilingual choice;
    struct dossier_option *options;
    size_t option_count;
    struct dossier_pack *packs;
    size_t pack_count;
    struct dossier_finding *findings;
    size_t finding_count;
    struct span facts_xml; /* the embedded facts, serialised; empty in a
                              comparison */
};

/* Nothing is checked here but the shape: verify before you believe. */
MUST_CHECK bool dossier_read(
    struct arena *arena, struct span xml, struct dossier *out, struct err *err);

#endif
