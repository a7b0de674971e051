#ifndef SEAL_DER_H
#define SEAL_DER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Writing DER (ITU-T X.690, clause 10), values up to 64 KiB. */
enum der_tag {
    DER_INTEGER = 0x02,
    DER_OCTET_STRING = 0x04,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_CONTEXT_0 = 0xa0, /* constructed */
};

enum {
    DER_PARTS = 16
}; /* members of a value at most */

/* Failures are sticky: write as much as you like, then look at `failed`. */
struct der_writer {
    struct arena *arena;
    struct err *err;
    bool failed;
};

/* The value of `tag` whose content is the parts, one behind the other. */
struct span der_wrap(struct der_writer *writer, enum der_tag tag,
    const struct span *parts, size_t count);
/* The parts one behind the other in the order of SET OF (X.690, 11.6). */
struct span der_set_of(struct der_writer *writer, enum der_tag tag,
    const struct span *parts, size_t count);

/*
 * How many bytes the SEQUENCE at the start of `bytes` takes, header included.
 * False when it is none, is longer than `bytes`, or when its length is not
 * written in the shortest way.
 */
MUST_CHECK bool der_sequence_length(struct span bytes, size_t *out);

#endif
