#ifndef BASE_WORKER_CONFINE_H
#define BASE_WORKER_CONFINE_H

#include "base/err.h"

#include <stddef.h>

/* What a confined process keeps. */
struct confinement {
    int input_fd;        /* may be read; negative = none */
    int output_fd;       /* may be written */
    size_t memory_bytes; /* beyond what is mapped now */
    unsigned cpu_s;
};

/*
 * Give up everything else, for good: descriptors, limits, privileges and
 * system calls. Call in the child. ERR_SYSTEM when the kernel does not let
 * itself be asked; only builds with a sanitizer then go on.
 */
MUST_CHECK bool worker_confine(const struct confinement *keep, struct err *err);

#endif
