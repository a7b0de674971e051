#ifndef BASE_COMPANION_H
#define BASE_COMPANION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <sys/types.h>

/*
 * A child process that holds what this process must never have, such as a
 * private key, and answers questions about it, one answer a question. The two
 * share a socket and nothing else: each message goes with its kind and length
 * before it and is refused when too long. The child leaves no
 * core, cannot be read by other processes of the user, and ends with its
 * parent. Start it before hostile input is read: it keeps a copy of the memory
 * of that moment.
 */
enum {
    COMPANION_MESSAGE_BYTES = 512 * 1024, /* certificates of a token */
    COMPANION_QUESTION_BYTES = 1024,      /* a digest, and what is asked */
};

struct companion_job {
    const char *name; /* for errors: "the process that holds the key" */
    /* Called in the child. What `open` puts into `answer` greets the parent;
       false with err ends the child and is the error of companion_start. */
    bool (*open)(void *context, struct text *answer, struct err *err);
    /* False with err is the answer to that question, and not the end. */
    bool (*answer)(void *context, struct span question, struct text *answer,
        struct err *err);
    void (*close)(void *context);
    void *context;
    int input_fd; /* stays open in the child, closed in the parent; or -1 */
    /* Answering needs files or sockets (the driver of a token does): only
       starting programs is forbidden, where else all but computing is. */
    bool uses_system;
};

/* Held by the caller, who begins with COMPANION_NONE. */
struct companion {
    const char *name;
    pid_t pid;
    int fd; /* negative: none */
};
#define COMPANION_NONE ((struct companion){NULL, -1, -1})

MUST_CHECK bool companion_start(struct companion *companion,
    const struct companion_job *job, struct arena *arena,
    struct span *greeting_out, struct err *err);

/* ERR_SYSTEM when the child is gone or does not answer in time. */
MUST_CHECK bool companion_ask(const struct companion *companion,
    struct arena *arena, struct span question, struct span *answer_out,
    struct err *err);

/* End the child. Accepts one that was not started. */
void companion_stop(struct companion *companion);

#endif
