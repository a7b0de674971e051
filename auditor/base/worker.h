#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Run a function on untrusted bytes in a child process that can do nothing
 * but read the descriptors it was given, compute, and write framed messages
 * to its parent: limits on memory, time and files, no new privileges, and a
 * seccomp filter without open, socket or exec.
 */
struct worker_out;

/* Called in the child. */
typedef bool (*worker_task)(
    void *context, struct worker_out *out, struct err *err);
/* Called in the parent for each message, in order. */
typedef bool (*worker_message)(
    void *context, struct span message, struct err *err);

/* Send one message (at most LIMIT_STRING_BYTES * 2) from the child. */
MUST_CHECK bool worker_send(
    struct worker_out *out, struct span message, struct err *err);

struct worker_job {
    worker_task task;
    void *task_context;
    worker_message message;
    void *message_context;
    int input_fd;        /* the descriptor that the task may read */
    size_t memory_bytes; /* over it: ERR_LIMIT */
    unsigned cpu_s;      /* over it: ERR_LIMIT */
};

/*
 * Run the job to its end. An error of the task comes back as it was set in
 * the child; a child that dies is ERR_LIMIT (memory, time) or ERR_INPUT (a
 * crash while reading, which the text says).
 */
MUST_CHECK bool worker_run(const struct worker_job *job, struct err *err);

#endif
