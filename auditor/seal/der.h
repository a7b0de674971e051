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
    DER_UTF8_STRING = 0x0c,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_CONTEXT_0 = 0xa0, /* constructed */
    DER_CONTEXT_1 = 0xa1,
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
 * The next value of `rest`, which moves behind it: all of its bytes and its
 * content. False at the end, when it is longer than `rest`, has a tag number
 * over 30, or a length that is indefinite or not written in the shortest way.
 */
struct der_value {
    unsigned tag; /* its first byte */
    struct span whole;
    struct span content;
};
MUST_CHECK bool der_next(struct span *rest, struct der_value *out);

/* Are these bytes one value, and so all that is constructed within it? */
bool der_strict(struct span bytes);

/*
 * How many bytes the SEQUENCE at the start of `bytes` takes, header included.
 * False when it is none, is longer than `bytes`, or when its length is not
 * written in the shortest way.
 */
MUST_CHECK bool der_sequence_length(struct span bytes, size_t *out);

#endif
