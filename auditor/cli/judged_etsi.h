#ifndef CLI_JUDGED_ETSI_H
#define CLI_JUDGED_ETSI_H

#include "cli/judged.h"

/*
 * A signature validation report of ETSI TS 119 102-2 V1.4.1 (XML) over all
 * files that were judged: each named check is a validation constraint
 * "urn:auditor:check:NAME", and what was proven is told of the signer's
 * certificate and the time-stamp, which are carried as validation objects.
 */
void judged_put_etsi(
    struct text *out, const struct judged *judged, size_t count);

#endif
