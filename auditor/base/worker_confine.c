#define _GNU_SOURCE /* close_range */
#include "base/worker_confine.h"
#include "base/sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef RUNNING_ON_VALGRIND
#define RUNNING_ON_VALGRIND 0
#endif

enum {
    /* When /proc is not there to tell how much is mapped already. */
    MAPPED_GUESS_MIB = 2048,
    OPEN_MAX_GUESS = 65536,
};

/* Kernels before 5.9 and valgrind have no close_range: one by one there. */
static void
close_span(unsigned first, unsigned last)
{
    if (!RUNNING_ON_VALGRIND && close_range(first, last, 0) == 0) {
        return;
    }
    long limit = sysconf(_SC_OPEN_MAX);
    unsigned end =
        limit > 0 && limit < OPEN_MAX_GUESS ? (unsigned)limit : OPEN_MAX_GUESS;
    for (unsigned fd = first; fd < end && fd <= last; fd++) {
        close((int)fd);
    }
}

/* Close all descriptors but those; negative ones are none. */
static void
close_all_but(const int *kept, size_t count)
{
    unsigned next = 0;

    for (size_t round = 0; round < count; round++) {
        int lowest = -1; /* the lowest one that is not yet passed */
        for (size_t i = 0; i < count; i++) {
            if (kept[i] >= (int)next && (lowest < 0 || kept[i] < lowest)) {
                lowest = kept[i];
            }
        }
        if (lowest < 0) {
            break;
        }
        if (lowest > (int)next) {
            close_span(next, (unsigned)lowest - 1);
        }
        next = (unsigned)lowest + 1;
    }
    close_span(next, ~0U);
}

/* Close all descriptors but the two and, for sanitizers, standard error. */
static void
close_others(const struct confinement *keep)
{
    const int kept[] = {
        IS_SANITIZED ? STDERR_FILENO : -1, keep->input_fd, keep->output_fd};

    close_all_but(kept, sizeof(kept) / sizeof(kept[0]));
}

/* Bytes of address space that the process has now: a fork inherits them. */
static size_t
mapped_bytes(void)
{
    char text[64];
    size_t pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        ssize_t got = read(fd, text, sizeof(text) - 1);
        close(fd);
        if (got > 0) {
            text[got] = '\0';
            pages = strtoul(text, NULL, 10);
        }
    }
    if (pages == 0) {
        return (size_t)MAPPED_GUESS_MIB << 20;
    }
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool
limit(int resource, const char *what, rlim_t soft, rlim_t hard, struct err *err)
{
    struct rlimit value;

    if (getrlimit((__rlimit_resource_t)resource, &value) != 0) {
        err_set_errno(err, "cannot read the limit on %s", what);
        return false;
    }
    /* A lower limit of the caller stands. */
    value.rlim_max = hard < value.rlim_max ? hard : value.rlim_max;
    value.rlim_cur = soft < value.rlim_max ? soft : value.rlim_max;
    if (setrlimit((__rlimit_resource_t)resource, &value) != 0) {
        err_set_errno(err, "cannot limit %s", what);
        return false;
    }
    return true;
}

static bool
set_limits(const struct confinement *keep, struct err *err)
{
    rlim_t memory = (rlim_t)mapped_bytes() + keep->memory_bytes;

    /* A sanitizer maps terabytes of shadow: no limit would let it start. */
    if (!IS_SANITIZED && !limit(RLIMIT_AS, "memory", memory, memory, err)) {
        return false;
    }
    return limit(RLIMIT_CPU, "time", keep->cpu_s, keep->cpu_s + 1, err) &&
           limit(RLIMIT_CORE, "core files", 0, 0, err) &&
           limit(RLIMIT_FSIZE, "file size", 0, 0, err) &&
           /* The filter forbids to raise it again, so the soft limit will do;
              valgrind does not let the hard one be lowered. */
           limit(RLIMIT_NOFILE, "descriptors", 0, RLIM_INFINITY, err);
}

/* Reading, computing and writing; everything else fails with EPERM. */
static const int calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat), /* glibc's fstat */
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/*
 * No memory that is code, and no signal but to itself (abort). Valgrind is a
 * translator, which cannot run without making code.
 */
static int
add_guarded_calls(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp no_code =
        SCMP_A2(SCMP_CMP_MASKED_EQ, RUNNING_ON_VALGRIND ? 0 : PROT_EXEC, 0);
    const struct scmp_arg_cmp myself =
        SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
    int status = seccomp_rule_add_array(
        filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);

    if (status == 0) {
        status = seccomp_rule_add_array(
            filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
    }
    if (status == 0) {
        status = seccomp_rule_add_array(
            filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &myself);
    }
    return status;
}

/* Load the filter and free it; `status` is that of building it. */
static bool
load_filter(scmp_filter_ctx filter, int status, struct err *err)
{
    if (filter == NULL) {
        status = -ENOMEM;
    }
    if (status == 0) {
        status = seccomp_load(filter);
    }
    seccomp_release(filter);
    if (status != 0) {
        errno = -status;
        err_set_errno(err, "cannot confine a process by seccomp");
    }
    return status == 0;
}

static bool
allow_few_calls(struct err *err)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int status = filter == NULL ? -ENOMEM : add_guarded_calls(filter);

    for (size_t i = 0; status == 0 && i < sizeof(calls) / sizeof(*calls); i++) {
        status =
            seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i], 0, NULL);
    }
    return load_filter(filter, status, err);
}

bool
worker_confine(const struct confinement *keep, struct err *err)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        err_set_errno(err, "cannot give up new privileges");
        return false;
    }
    close_others(keep);
    if (!set_limits(keep, err)) {
        return false;
    }
    if (!allow_few_calls(err)) {
        if (!IS_SANITIZED) {
            return false;
        }
        err_clear(err);
    }
    return true;
}

/* Standard descriptors that no library of the process may write to. */
static bool
blank_standard(const struct confinement *keep, struct err *err)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int last = IS_SANITIZED ? STDOUT_FILENO : STDERR_FILENO;
    bool ok = null >= 0;

    for (int fd = STDIN_FILENO; ok && fd <= last; fd++) {
        if (fd != keep->input_fd && fd != keep->output_fd && fd != null) {
            ok = dup2(null, fd) == fd;
        }
    }
    if (!ok) {
        err_set_errno(err, "cannot open /dev/null");
    }
    if (null > STDERR_FILENO) {
        close(null);
    }
    return ok;
}

bool
worker_seclude(const struct confinement *keep, struct err *err)
{
    const int kept[] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO,
        keep->input_fd, keep->output_fd};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        err_set_errno(err, "cannot give up new privileges");
        return false;
    }
    if (!limit(RLIMIT_CORE, "core files", 0, 0, err) ||
        !blank_standard(keep, err)) {
        return false;
    }
    close_all_but(kept, sizeof(kept) / sizeof(kept[0]));
    return true;
}

bool
worker_forbid_programs(struct err *err)
{
    static const int forbidden[] = {
        SCMP_SYS(execve),
        SCMP_SYS(execveat),
        SCMP_SYS(ptrace),
        SCMP_SYS(process_vm_readv),
        SCMP_SYS(process_vm_writev),
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int status = filter == NULL ? -ENOMEM : 0;

    for (size_t i = 0;
         status == 0 && i < sizeof(forbidden) / sizeof(*forbidden); i++) {
        status = seccomp_rule_add_array(
            filter, SCMP_ACT_ERRNO(EPERM), forbidden[i], 0, NULL);
    }
    return load_filter(filter, status, err);
}
