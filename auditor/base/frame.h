#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include "base/err.h"
#include "base/text.h"

#include <stdint.h>

/*
 * What processes of this program say to each other: frames, each with its
 * kind and its length before it. Only between a process and its fork, so
 * numbers are in the machine's own order.
 */
enum frame_kind {
    FRAME_MESSAGE = 0x61756431,
    FRAME_ERROR, /* a struct err */
    FRAME_DONE,  /* nothing follows */
};

struct frame {
    uint32_t kind;
    uint32_t len; /* of the payload that follows */
};

/* The payload of a FRAME_ERROR. */
struct span frame_error(const struct err *err);

/*
 * Record the error that the payload of a FRAME_ERROR holds. Its sender may be
 * hostile: the text is made printable, the code one that exists.
 */
void frame_take_error(struct span payload, struct err *err);

#endif
