#ifndef INGEST_TENSOR_H
#define INGEST_TENSOR_H

#include "base/err.h"
#include "ingest/writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the weight formats share: counting elements and claiming the sums. */
struct tensor_share {
    const char *name; /* of the type, "BF16"; NULL when none has it */
    uint64_t elements;
    uint64_t bytes; /* of tensor data */
};

struct tensor_summary {
    const struct tensor_share *shares;
    size_t share_count;
    uint64_t tensors;
    bool packed;       /* elements hold several weights each */
    bool size_unknown; /* a type of unknown size: no bits per weight */
    const char *place; /* of the table of tensors */
};

/* Little-endian, from any address. */
uint32_t tensor_u32(const char *bytes);
uint64_t tensor_u64(const char *bytes);

/* False when the result does not fit into 64 bits. */
MUST_CHECK bool tensor_add(uint64_t a, uint64_t b, uint64_t *out);
MUST_CHECK bool tensor_multiply(uint64_t a, uint64_t b, uint64_t *out);

/*
 * Claim params, tensors, packed, precision (the type of most elements),
 * type-share ("Q4_K 0.8333", largest first, rounded to 4 places) and, unless
 * packed, bits-per-weight (rounded to 4 places).
 */
MUST_CHECK bool tensor_claim(struct claim_writer *writer,
    const struct tensor_summary *summary, struct err *err);

#endif
