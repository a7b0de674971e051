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

/*
 * For a process that holds a secret and still needs files or sockets: no core
 * and no other process of the user may read it, no new privileges, standard
 * input and output are /dev/null, and of the other descriptors only the two
 * stay (limits of `keep` are not set).
 */
MUST_CHECK bool worker_seclude(const struct confinement *keep, struct err *err);

/* Neither start a program nor reach into another process, for good. */
MUST_CHECK bool worker_forbid_programs(struct err *err);

#endif
