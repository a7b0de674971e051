#ifndef DOSSIER_FINDINGS_H
#define DOSSIER_FINDINGS_H

#include "dossier/parts.h"

/* The verdict with its reasons and counts, and the findings themselves. */
MUST_CHECK bool findings_verdict(const struct part *part,
    const struct finding_set *findings, struct err *err);
MUST_CHECK bool findings_list(const struct part *part,
    const struct finding_set *findings, struct err *err);

#endif
