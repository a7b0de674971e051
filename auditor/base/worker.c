#define _GNU_SOURCE /* pipe2 */
#include "base/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/limits.h"
#include "base/worker_confine.h"

enum {
    BUFFER_BYTES = 64 * 1024, /* what a pipe holds: few system calls */
    WAIT_FACTOR = 10, /* of the CPU time, for a slow disk, between messages */
    WAIT_MORE_S = 60,
};

#define MESSAGE_BYTES_MAX (LIMIT_STRING_BYTES * 2)

struct worker_out {
    int fd;
    size_t used;
    char bytes[BUFFER_BYTES];
};

static bool
write_all(int fd, const char *bytes, size_t len, struct err *err)
{
    while (len > 0) {
        ssize_t done = write(fd, bytes, len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            err_set_errno(err, "cannot write to the parent process");
            return false;
        }
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

static bool
flush(struct worker_out *out, struct err *err)
{
    size_t used = out->used;

    out->used = 0;
    return write_all(out->fd, out->bytes, used, err);
}

static bool
put_bytes(struct worker_out *out, struct span bytes, struct err *err)
{
    if (bytes.len > BUFFER_BYTES - out->used && !flush(out, err)) {
        return false;
    }
    if (bytes.len > BUFFER_BYTES) {
        return write_all(out->fd, bytes.ptr, bytes.len, err);
    }
    if (bytes.len > 0) {
        memcpy(out->bytes + out->used, bytes.ptr, bytes.len);
    }
    out->used += bytes.len;
    return true;
}

static bool
send_frame(struct worker_out *out, enum frame_kind kind, struct span payload,
    struct err *err)
{
    struct frame frame = {(uint32_t)kind, (uint32_t)payload.len};
    struct span head = {(const char *)&frame, sizeof(frame)};

    return put_bytes(out, head, err) && put_bytes(out, payload, err);
}

bool
worker_send(struct worker_out *out, struct span message, struct err *err)
{
    if (message.len > MESSAGE_BYTES_MAX) {
        err_set(err, ERR_LIMIT, "a message of %zu bytes is over the limit %zu",
            message.len, MESSAGE_BYTES_MAX);
        return false;
    }
    return send_frame(out, FRAME_MESSAGE, message, err);
}

/* All that the child does. Leaves without running anything of the parent. */
static _Noreturn void
run_child(const struct worker_job *job, int fd)
{
    struct worker_out out = {.fd = fd};
    struct err err = {0};
    struct err unsent = {0};
    const struct confinement keep = {
        job->input_fd, fd, job->memory_bytes, job->cpu_s};

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bool ok = worker_confine(&keep, &err);
    errno = 0;
    ok = ok && job->task(job->task_context, &out, &err);
    if (!ok && err.code == ERR_SYSTEM && errno == ENOMEM) {
        err.code = ERR_LIMIT; /* it is our limit that made memory end */
    }
    struct span record = frame_error(&err);
    struct span nothing = {"", 0};
    bool sent = send_frame(&out, ok ? FRAME_DONE : FRAME_ERROR,
                    ok ? nothing : record, &unsent) &&
                flush(&out, &unsent);
    _exit(sent ? 0 : 1);
}

/* The parent's end of the pipe. */
struct inlet {
    int fd;
    int wait_ms;
    size_t at;
    size_t len;
    bool ended;
    char bytes[BUFFER_BYTES];
};

static bool
refill(struct inlet *inlet, struct err *err)
{
    struct pollfd ready = {.fd = inlet->fd, .events = POLLIN};
    ssize_t got = -1;

    do {
        int count = poll(&ready, 1, inlet->wait_ms);
        if (count == 0) {
            err_set(err, ERR_LIMIT, "the reader took too long");
            return false;
        }
        got = count < 0 ? -1 : read(inlet->fd, inlet->bytes, BUFFER_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        err_set_errno(err, "cannot read from the reader's process");
        return false;
    }
    inlet->ended = got == 0;
    inlet->at = 0;
    inlet->len = (size_t)got;
    return true;
}

/* `len` bytes to the end of `out`; fewer only at the end of the pipe. */
static bool
take_bytes(struct inlet *inlet, size_t len, struct text *out, struct err *err)
{
    while (len > 0) {
        if (inlet->at == inlet->len && !refill(inlet, err)) {
            return false;
        }
        if (inlet->ended) {
            break;
        }
        size_t part = inlet->len - inlet->at;
        part = part < len ? part : len;
        text_put(out, (struct span){inlet->bytes + inlet->at, part});
        inlet->at += part;
        len -= part;
    }
    return text_done(out, err);
}

/* Hand out messages until the child says that it is done. */
static bool
take_frames(const struct worker_job *job, struct inlet *inlet,
    struct text *buffer, bool *done, struct err *err)
{
    struct frame frame;

    for (;;) {
        buffer->len = 0;
        if (!take_bytes(inlet, sizeof(frame), buffer, err)) {
            return false;
        }
        if (buffer->len < sizeof(frame)) {
            return true; /* it died: the exit status says how */
        }
        memcpy(&frame, buffer->ptr, sizeof(frame));
        if (frame.kind == FRAME_DONE && frame.len == 0) {
            *done = true;
            return true;
        }
        buffer->len = 0;
        if (frame.len > MESSAGE_BYTES_MAX ||
            (frame.kind != FRAME_MESSAGE && frame.kind != FRAME_ERROR)) {
            err_set(err, ERR_INPUT, "the reader sent a malformed message");
            return false;
        }
        if (!take_bytes(inlet, frame.len, buffer, err)) {
            return false;
        }
        if (buffer->len < frame.len) {
            return true;
        }
        if (frame.kind == FRAME_ERROR) {
            frame_take_error(text_span(buffer), err);
            return false;
        }
        if (!job->message(job->message_context, text_span(buffer), err)) {
            return false;
        }
    }
}

static bool
judge_exit(int status, bool done, struct err *err)
{
    if (WIFSIGNALED(status)) {
        int signal = WTERMSIG(status);
        bool limit = signal == SIGXCPU || signal == SIGKILL;
        err_set(err, limit ? ERR_LIMIT : ERR_INPUT,
            limit ? "the reader went over its limit of time or memory "
                    "(signal %d)"
                  : "the reader crashed on this file (signal %d)",
            signal);
        return false;
    }
    if (!done || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        err_set(err, ERR_INPUT, "the reader ended before it was done");
        return false;
    }
    return true;
}

static bool
run_parent(const struct worker_job *job, pid_t child, int fd, struct err *err)
{
    struct inlet inlet = {.fd = fd};
    struct text buffer;
    bool done = false;
    int status = 0;
    pid_t reaped;

    inlet.wait_ms =
        (int)((job->cpu_s % 100000) * WAIT_FACTOR + WAIT_MORE_S) * 1000;
    text_init(&buffer, MESSAGE_BYTES_MAX + sizeof(struct frame) + 1);
    bool ok = take_frames(job, &inlet, &buffer, &done, err);
    text_release(&buffer);
    if (!ok) {
        kill(child, SIGKILL);
    }
    do {
        reaped = waitpid(child, &status, 0);
    } while (reaped < 0 && errno == EINTR);
    if (ok && reaped < 0) {
        err_set_errno(err, "cannot wait for the reader's process");
        return false;
    }
    return ok && judge_exit(status, done, err);
}

bool
worker_run(const struct worker_job *job, struct err *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        err_set_errno(err, "cannot make a pipe");
        return false;
    }
    pid_t child = fork();
    if (child == 0) {
        run_child(job, ends[1]);
    }
    close(ends[1]);
    bool ok = false;
    if (child < 0) {
        err_set_errno(err, "cannot start a process");
    } else {
        ok = run_parent(job, child, ends[0], err);
    }
    close(ends[0]);
    return ok;
}
