#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/sanitized.h"
#include "base/worker.h"

/* What came back, joined. */
struct inbox {
    char text[256];
    size_t bytes;
    size_t count;
    bool refuse;
};

static bool
keep(void *context, struct span message, struct err *err)
{
    struct inbox *inbox = context;

    inbox->count++;
    inbox->bytes += message.len;
    if (strlen(inbox->text) + message.len < sizeof(inbox->text)) {
        strncat(inbox->text, message.ptr, message.len);
    }
    if (inbox->refuse) {
        err_set(err, ERR_INPUT, "refused by the parent");
    }
    return !inbox->refuse;
}

static bool
run(worker_task task, void *context, struct inbox *inbox, struct err *err)
{
    const struct worker_job job = {
        task, context, keep, inbox, -1, (size_t)256 << 20, 1};

    return worker_run(&job, err);
}

static bool
send_three(void *context, struct worker_out *out, struct err *err)
{
    (void)context;
    return worker_send(out, span_of("a"), err) &&
           worker_send(out, span_of(""), err) &&
           worker_send(out, span_of("bc"), err);
}

static void
messages_arrive_in_order(void **state)
{
    struct inbox inbox = {0};
    struct err err = {0};

    (void)state;
    assert_true(run(send_three, NULL, &inbox, &err));
    assert_string_equal(inbox.text, "abc");
    assert_int_equal(inbox.count, 3);
}

static bool
send_much(void *context, struct worker_out *out, struct err *err)
{
    char *bytes = calloc(1, LIMIT_STRING_BYTES * 2 + 1);
    bool ok = true;

    (void)context;
    for (size_t len = 0; ok && len < 200000; len += 997) {
        ok = worker_send(out, (struct span){bytes, len}, err);
    }
    ok = ok &&
         worker_send(out, (struct span){bytes, LIMIT_STRING_BYTES * 2}, err);
    ok = ok && !worker_send(
                   out, (struct span){bytes, LIMIT_STRING_BYTES * 2 + 1}, err);
    free(bytes);
    err_clear(err);
    return ok;
}

static void
long_messages_are_joined_and_capped(void **state)
{
    struct inbox inbox = {0};
    struct err err = {0};

    (void)state;
    assert_true(run(send_much, NULL, &inbox, &err));
    assert_int_equal(inbox.count, 202);
    assert_true(inbox.bytes > LIMIT_STRING_BYTES * 2);
}

static bool
fail_with_place(void *context, struct worker_out *out, struct err *err)
{
    (void)context;
    (void)out;
    err_set(err, ERR_LIMIT, "too\x1b much");
    err_at_line(err, 7);
    return false;
}

static void
the_tasks_error_comes_back(void **state)
{
    struct inbox inbox = {0};
    struct err err = {0};

    (void)state;
    assert_false(run(fail_with_place, NULL, &inbox, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_string_equal(err.text, "too? much");
    assert_string_equal(err.place, "line 7");
}

static void
a_refusal_of_the_parent_ends_the_child(void **state)
{
    struct inbox inbox = {.refuse = true};
    struct err err = {0};

    (void)state;
    assert_false(run(send_three, NULL, &inbox, &err));
    assert_string_equal(err.text, "refused by the parent");
    assert_int_equal(inbox.count, 1);
}

static bool
crash(void *context, struct worker_out *out, struct err *err)
{
    (void)context;
    (void)out;
    (void)err;
    signal(SIGABRT, SIG_DFL);
    abort();
}

static bool
leave(void *context, struct worker_out *out, struct err *err)
{
    (void)context;
    (void)out;
    (void)err;
    _exit(0);
    return true;
}

static bool
spin(void *context, struct worker_out *out, struct err *err)
{
    volatile uint64_t count = 0;

    (void)context;
    (void)out;
    (void)err;
    while (count < UINT64_MAX) {
        count++;
    }
    return true;
}

static void
a_child_that_dies_is_never_a_success(void **state)
{
    static const struct {
        worker_task task;
        enum err_code code;
    } rows[] = {
        {crash, ERR_INPUT},
        {leave, ERR_INPUT},
        {spin, ERR_LIMIT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct inbox inbox = {0};
        struct err err = {0};
        assert_false(run(rows[i].task, NULL, &inbox, &err));
        assert_int_equal(err.code, rows[i].code);
    }
}

/* 'y' for each thing that the child could do and must not. */
static bool
try_all(void *context, struct worker_out *out, struct err *err)
{
    int fd = *(int *)context;
    char tried[6] = "nnnnn";
    char *const arguments[] = {NULL};

    tried[0] = open("/etc/passwd", O_RDONLY) >= 0 ? 'y' : 'n';
    tried[1] = socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 'y' : 'n';
    tried[2] = execve("/bin/true", arguments, arguments) == 0 ? 'y' : 'n';
    tried[3] = kill(getppid(), 0) == 0 ? 'y' : 'n';
    tried[4] = write(fd, "x", 1) == 1 ? 'y' : 'n';
    return worker_send(out, span_of(tried), err);
}

static void
the_child_can_open_and_reach_nothing(void **state)
{
    struct inbox inbox = {0};
    struct err err = {0};
    int fd = open("/dev/null", O_WRONLY);

    (void)state;
    assert_true(run(try_all, &fd, &inbox, &err));
    assert_string_equal(inbox.text, "nnnnn");
    close(fd);
}

static bool
allocate(void *context, struct worker_out *out, struct err *err)
{
    (void)context;
    (void)out;
    for (size_t i = 0; i < 64; i++) {
        volatile char *bytes = malloc((size_t)64 << 20);
        if (bytes == NULL) {
            err_set(err, ERR_SYSTEM, "cannot allocate");
            return false;
        }
        bytes[0] = 1;
    }
    return true;
}

static void
memory_over_the_limit_is_a_limit(void **state)
{
    struct inbox inbox = {0};
    struct err err = {0};

    (void)state;
    if (IS_SANITIZED) { /* there the limit cannot be set */
        return;
    }
    assert_false(run(allocate, NULL, &inbox, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_arrive_in_order),
        cmocka_unit_test(long_messages_are_joined_and_capped),
        cmocka_unit_test(the_tasks_error_comes_back),
        cmocka_unit_test(a_refusal_of_the_parent_ends_the_child),
        cmocka_unit_test(a_child_that_dies_is_never_a_success),
        cmocka_unit_test(the_child_can_open_and_reach_nothing),
        cmocka_unit_test(memory_over_the_limit_is_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
