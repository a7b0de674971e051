#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/companion.h"
#include "base/sanitized.h"

static struct arena arena;

/* What the child knows; nobody else writes into `secret`. */
struct holder {
    char secret[16];
    int input_fd;
    int stray_fd; /* open in the parent */
    bool refuse;
    bool may_dump; /* as seen in the child */
};

static bool
hold(void *context, struct text *answer, struct err *err)
{
    struct holder *holder = context;
    struct rlimit core = {1, 1};

    getrlimit(RLIMIT_CORE, &core);
    holder->may_dump =
        prctl(PR_GET_DUMPABLE) != 0 || core.rlim_cur > 0 || core.rlim_max > 0;
    if (holder->refuse) {
        err_set(err, ERR_USAGE, "nothing to hold");
        err_in_file(err, "a file");
        return false;
    }
    if (holder->input_fd >= 0) {
        ssize_t got =
            read(holder->input_fd, holder->secret, sizeof(holder->secret) - 1);
        assert(got >= 0);
    } else {
        strcpy(holder->secret, "kept");
    }
    text_puts(answer, "ready");
    return true;
}

static bool
has_descriptor(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* One word asks one thing. */
static bool
tell(void *context, struct span question, struct text *answer, struct err *err)
{
    struct holder *holder = context;
    char path[] = "/bin/true";
    char *arguments[] = {path, NULL};

    if (span_is(question, "secret")) {
        text_puts(answer, holder->secret);
    } else if (span_is(question, "process")) {
        text_printf(answer, "%ld", (long)getpid());
    } else if (span_is(question, "dump")) {
        text_puts(answer, holder->may_dump ? "yes" : "no");
    } else if (span_is(question, "open")) {
        text_puts(answer, open("/dev/null", O_RDONLY) < 0 ? "no" : "yes");
    } else if (span_is(question, "run")) {
        execve(path, arguments, NULL);
        text_puts(answer, errno == EPERM ? "no" : "tried");
    } else if (span_is(question, "stray")) {
        text_puts(answer, has_descriptor(holder->stray_fd) ? "yes" : "no");
    } else if (span_is(question, "die")) {
        kill(getpid(), SIGKILL);
        _exit(9); /* where the filter forbids to kill */
    } else {
        err_set(
            err, ERR_INPUT, "what is '%.*s'?", (int)question.len, question.ptr);
    }
    return err->code == ERR_NONE;
}

static void
drop(void *context)
{
    struct holder *holder = context;

    memset(holder->secret, 0, sizeof(holder->secret));
}

static struct companion_job
job_of(struct holder *holder, bool uses_system)
{
    return (struct companion_job){
        .name = "the holder",
        .open = hold,
        .answer = tell,
        .close = drop,
        .context = holder,
        .input_fd = holder->input_fd,
        .uses_system = uses_system,
    };
}

static void
asked(struct companion *companion, const char *question, const char *want)
{
    struct err err = {0};
    struct span answer;

    assert_true(
        companion_ask(companion, &arena, span_of(question), &answer, &err));
    assert_int_equal(answer.len, strlen(want));
    assert_memory_equal(answer.ptr, want, answer.len);
}

static void
secret_stays_in_the_child(void **state)
{
    struct holder holder = {.input_fd = -1};
    struct companion_job job = job_of(&holder, /* uses_system */ false);
    struct companion companion = COMPANION_NONE;
    struct err err = {0};
    struct span greeting;

    (void)state;
    assert_true(companion_start(&companion, &job, &arena, &greeting, &err));
    assert_true(span_is(greeting, "ready"));
    asked(&companion, "secret", "kept");
    assert_string_equal(holder.secret, "");
    asked(&companion, "secret", "kept");
    companion_stop(&companion);
    assert_int_equal(companion.fd, -1);
    companion_stop(&companion);
}

static void
error_of_an_answer_is_not_the_end(void **state)
{
    struct holder holder = {.input_fd = -1};
    struct companion_job job = job_of(&holder, false);
    struct companion companion = COMPANION_NONE;
    struct err err = {0};
    struct span answer;

    (void)state;
    assert_true(companion_start(&companion, &job, &arena, &answer, &err));
    assert_false(
        companion_ask(&companion, &arena, span_of("else"), &answer, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text, "what is 'else'?");
    asked(&companion, "secret", "kept");
    companion_stop(&companion);
}

static void
error_of_opening_comes_back(void **state)
{
    struct holder holder = {.input_fd = -1, .refuse = true};
    struct companion_job job = job_of(&holder, false);
    struct companion companion = COMPANION_NONE;
    struct err err = {0};
    struct span greeting;

    (void)state;
    assert_false(companion_start(&companion, &job, &arena, &greeting, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_string_equal(err.text, "nothing to hold");
    assert_string_equal(err.file, "a file");
    assert_int_equal(companion.fd, -1);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void
child_is_confined(void **state)
{
    static const bool uses[] = {false, true};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct holder holder = {.input_fd = -1};
        struct companion_job job = job_of(&holder, uses[i]);
        struct companion companion = COMPANION_NONE;
        struct err err = {0};
        struct span greeting;

        holder.stray_fd = open("/dev/null", O_RDONLY);
        assert_true(companion_start(&companion, &job, &arena, &greeting, &err));
        asked(&companion, "dump", "no");
        asked(&companion, "stray", "no");
        if (!IS_SANITIZED) {
            asked(&companion, "run", "no");
            asked(&companion, "open", uses[i] ? "yes" : "no");
        }
        companion_stop(&companion);
        close(holder.stray_fd);
    }
}

static void
descriptor_is_handed_over(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "written", 7), 7);
    close(ends[1]);
    struct holder holder = {.input_fd = ends[0]};
    struct companion_job job = job_of(&holder, false);
    struct companion companion = COMPANION_NONE;
    struct err err = {0};
    struct span greeting;
    assert_true(companion_start(&companion, &job, &arena, &greeting, &err));
    assert_false(has_descriptor(ends[0]));
    asked(&companion, "secret", "written");
    companion_stop(&companion);
}

static void
death_is_one_error(void **state)
{
    static const char *const ways[] = {"die", "secret"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct holder holder = {.input_fd = -1};
        struct companion_job job = job_of(&holder, false);
        struct companion companion = COMPANION_NONE;
        struct err err = {0};
        struct span answer;

        assert_true(companion_start(&companion, &job, &arena, &answer, &err));
        if (i == 1) {
            assert_int_equal(kill(companion.pid, SIGKILL), 0);
            siginfo_t about;
            assert_int_equal(
                waitid(P_PID, (id_t)companion.pid, &about, WEXITED | WNOWAIT),
                0);
        }
        assert_false(
            companion_ask(&companion, &arena, span_of(ways[i]), &answer, &err));
        assert_int_equal(err.code, ERR_SYSTEM);
        assert_string_equal(err.text, "the holder ended early");
        companion_stop(&companion);
    }
}

static void
long_question_is_refused(void **state)
{
    struct holder holder = {.input_fd = -1};
    struct companion_job job = job_of(&holder, false);
    struct companion companion = COMPANION_NONE;
    struct err err = {0};
    struct span answer;
    static const char many[COMPANION_QUESTION_BYTES + 1];

    (void)state;
    assert_true(companion_start(&companion, &job, &arena, &answer, &err));
    assert_false(companion_ask(
        &companion, &arena, (struct span){many, sizeof(many)}, &answer, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    asked(&companion, "secret", "kept");
    companion_stop(&companion);
}

static int
begin(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secret_stays_in_the_child),
        cmocka_unit_test(error_of_an_answer_is_not_the_end),
        cmocka_unit_test(error_of_opening_comes_back),
        cmocka_unit_test(child_is_confined),
        cmocka_unit_test(descriptor_is_handed_over),
        cmocka_unit_test(death_is_one_error),
        cmocka_unit_test(long_question_is_refused),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
