#include "base/companion.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/worker_confine.h"

enum {
    ANSWER_WAIT_MS = 5 * 60 * 1000, /* somebody types on the pad of a reader */
    END_WAIT_MS = 5 * 1000,         /* a token is logged out */
    NO_WAIT_LIMIT = -1, /* a person looks for the passphrase; no poll */
    CHILD_MEMORY_BYTES = 256 << 20,
    CHILD_CPU_S = 24 * 60 * 60,
};

/*
 * Whose end of the socket it is. The parent must outlive a child that is gone;
 * a child without parent may die of SIGPIPE, and has no other call than write.
 */
enum side {
    SIDE_PARENT,
    SIDE_CHILD,
};

static bool
send_all(int fd, enum side side, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t done = side == SIDE_CHILD
                           ? write(fd, bytes.ptr, bytes.len)
                           : send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        bytes.ptr += done;
        bytes.len -= (size_t)done;
    }
    return true;
}

static bool
send_frame(int fd, enum side side, enum frame_kind kind, struct span payload)
{
    struct frame frame = {(uint32_t)kind, (uint32_t)payload.len};
    struct span head = {(const char *)&frame, sizeof(frame)};

    return send_all(fd, side, head) && send_all(fd, side, payload);
}

/* How reading ended. */
enum taken {
    TAKEN_ALL,
    TAKEN_END,  /* of the socket */
    TAKEN_LATE, /* the wait was over */
};

static enum taken
take_bytes(int fd, int wait_ms, char *out, size_t len)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};

    while (len > 0) {
        int count = wait_ms < 0 ? 1 : poll(&ready, 1, wait_ms);
        ssize_t got = count <= 0 ? count : read(fd, out, len);
        if (count == 0) {
            return TAKEN_LATE;
        }
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return TAKEN_END;
        }
        out += got;
        len -= (size_t)got;
    }
    return TAKEN_ALL;
}

/* The questions of the parent, one by one, until it closes its end. */
static void
answer_all(const struct companion_job *job, int fd, struct text *answer)
{
    char question[COMPANION_QUESTION_BYTES];
    struct frame frame;

    while (take_bytes(fd, NO_WAIT_LIMIT, (char *)&frame, sizeof(frame)) ==
               TAKEN_ALL &&
           frame.kind == FRAME_MESSAGE && frame.len <= sizeof(question) &&
           take_bytes(fd, NO_WAIT_LIMIT, question, frame.len) == TAKEN_ALL) {
        struct err err = {0};
        text_clear(answer);
        bool ok = job->answer(job->context, (struct span){question, frame.len},
                      answer, &err) &&
                  text_done(answer, &err);
        if (!(ok ? send_frame(fd, SIDE_CHILD, FRAME_MESSAGE, text_span(answer))
                 : send_frame(
                       fd, SIDE_CHILD, FRAME_ERROR, frame_error(&err)))) {
            return;
        }
    }
}

/* A library behind the job may need the system for as long as it works. */
static bool
confine(const struct companion_job *job, int fd, struct err *err)
{
    const struct confinement keep = {
        .input_fd = -1,
        .output_fd = fd,
        .memory_bytes = CHILD_MEMORY_BYTES,
        .cpu_s = CHILD_CPU_S,
    };

    return job->uses_system ? worker_forbid_programs(err)
                            : worker_confine(&keep, err);
}

/* All that the child does. Leaves without running anything of the parent. */
static _Noreturn void
run_child(const struct companion_job *job, int fd)
{
    const struct confinement keep = {
        .input_fd = job->input_fd, .output_fd = fd};
    struct text answer;
    struct err err = {0};

    text_init(&answer, COMPANION_MESSAGE_BYTES);
    /* SIGTERM, so that `open` can still bring a terminal in order. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (worker_seclude(&keep, &err) && job->open(job->context, &answer, &err) &&
        text_done(&answer, &err) && confine(job, fd, &err)) {
        if (send_frame(fd, SIDE_CHILD, FRAME_MESSAGE, text_span(&answer))) {
            answer_all(job, fd, &answer);
        }
    } else {
        (void)!send_frame(fd, SIDE_CHILD, FRAME_ERROR, frame_error(&err));
    }
    job->close(job->context);
    _exit(0);
}

/* The child said nothing that can be used: kill it, and tell why. */
static bool
give_up(const struct companion *companion, const char *what, struct err *err)
{
    err_set(err, ERR_SYSTEM, "%s %s", companion->name, what);
    if (companion->pid > 0) {
        kill(companion->pid, SIGKILL);
    }
    return false;
}

static bool
take_answer(const struct companion *companion, int wait_ms, struct arena *arena,
    struct span *out, struct err *err)
{
    int fd = companion->fd;
    struct frame frame;
    enum taken taken = take_bytes(fd, wait_ms, (char *)&frame, sizeof(frame));

    if (taken == TAKEN_ALL &&
        ((frame.kind != FRAME_MESSAGE && frame.kind != FRAME_ERROR) ||
            frame.len > COMPANION_MESSAGE_BYTES)) {
        return give_up(companion, "sent a malformed message", err);
    }
    char *bytes =
        taken == TAKEN_ALL ? arena_alloc(arena, frame.len + 1, err) : NULL;
    if (taken == TAKEN_ALL && bytes == NULL) {
        return false;
    }
    if (taken == TAKEN_ALL) {
        taken = take_bytes(fd, wait_ms, bytes, frame.len);
    }
    if (taken != TAKEN_ALL) {
        return give_up(companion,
            taken == TAKEN_END ? "ended early" : "took too long", err);
    }
    if (frame.kind == FRAME_ERROR) {
        frame_take_error((struct span){bytes, frame.len}, err);
        return false;
    }
    *out = (struct span){bytes, frame.len};
    return true;
}

bool
companion_start(struct companion *companion, const struct companion_job *job,
    struct arena *arena, struct span *greeting_out, struct err *err)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        err_set_errno(err, "cannot make a pair of sockets");
        return false;
    }
    pid_t child = fork();
    if (child == 0) {
        run_child(job, ends[1]);
    }
    close(ends[1]);
    if (job->input_fd >= 0) {
        close(job->input_fd);
    }
    *companion = (struct companion){job->name, child, ends[0]};
    if (child < 0) {
        err_set_errno(err, "cannot start a process");
    } else if (take_answer(
                   companion, NO_WAIT_LIMIT, arena, greeting_out, err)) {
        return true;
    }
    companion_stop(companion);
    return false;
}

bool
companion_ask(const struct companion *companion, struct arena *arena,
    struct span question, struct span *answer_out, struct err *err)
{
    if (question.len > COMPANION_QUESTION_BYTES) {
        err_set(err, ERR_LIMIT, "a question of %zu bytes is too long",
            question.len);
        return false;
    }
    if (!send_frame(companion->fd, SIDE_PARENT, FRAME_MESSAGE, question)) {
        return give_up(companion, "ended early", err);
    }
    return take_answer(companion, ANSWER_WAIT_MS, arena, answer_out, err);
}

void
companion_stop(struct companion *companion)
{
    struct pollfd ended = {.fd = companion->fd, .events = POLLIN};
    pid_t reaped;

    if (companion->fd < 0) {
        return;
    }
    if (companion->pid > 0) {
        shutdown(companion->fd, SHUT_WR); /* there are no more questions */
        if (poll(&ended, 1, END_WAIT_MS) <= 0) {
            kill(companion->pid, SIGKILL);
        }
        do {
            reaped = waitpid(companion->pid, NULL, 0);
        } while (reaped < 0 && errno == EINTR);
    }
    close(companion->fd);
    *companion = COMPANION_NONE;
}
