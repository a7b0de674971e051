#ifndef INGEST_OPAQUE_H
#define INGEST_OPAQUE_H

#include "ingest/ingest.h"

/*
 * The reader of everything that no other one bids for: the file is recorded
 * by its digest and makes no claims.
 */
#define OPAQUE_FORMAT "opaque"

int opaque_bid(struct span head);
bool opaque_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err);

#endif
