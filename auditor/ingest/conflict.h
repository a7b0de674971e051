#ifndef INGEST_CONFLICT_H
#define INGEST_CONFLICT_H

#include "base/arena.h"
#include "base/err.h"
#include "model/audit.h"
#include "model/conflict.h"

/*
 * Find claims that speak of one thing and disagree, by the table of pairs in
 * conflict.c. Time grows with the number of claims; of many distinct values
 * of one property only the first few are compared.
 */
MUST_CHECK bool conflict_find(struct arena *arena,
    const struct audit_facts *facts, struct conflict_set *out, struct err *err);

#endif
