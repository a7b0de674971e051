#ifndef INGEST_COLLECT_H
#define INGEST_COLLECT_H

#include "base/arena.h"
#include "base/err.h"
#include "ingest/source.h"
#include "model/claim.h"
#include "model/evidence.h"

#include <stdbool.h>
#include <stddef.h>

/* A claim set as it grows. */
struct claim_list {
    struct arena *arena;
    struct claim_set set;
    size_t capacity;
};

/* Append; the claim's texts are borrowed. */
MUST_CHECK bool claim_list_add(
    struct claim_list *list, const struct claim *claim, struct err *err);

/*
 * Hash the open file and read it in a confined worker. The evidence's id,
 * path and option are given; format, bytes, digest and status are filled, as
 * far as they came, also when it fails. No claim of a file that failed is
 * kept.
 */
MUST_CHECK bool collect_file(struct claim_list *list, struct source *source,
    struct evidence *evidence, struct err *err);

#endif
