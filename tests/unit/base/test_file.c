#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <signal.h>

#include "base/file.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A folder of its own with one of each kind of thing in it. */
struct place {
    char folder[64];
    char path[128];
    struct arena arena;
};

static const char *
at(struct place *place, const char *name)
{
    snprintf(place->path, sizeof(place->path), "%s/%s", place->folder, name);
    return place->path;
}

static void
place_open(struct place *place)
{
    struct err err = {.code = ERR_NONE};
    *place = (struct place){.folder = "/tmp/file.XXXXXX"};
    assert_non_null(mkdtemp(place->folder));
    arena_init(&place->arena, 1 << 20);
    assert_true(
        file_write_new(at(place, "plain"), span_of("0123456789"), 0644, &err));
    assert_true(file_write_new(at(place, "empty"), span_of(""), 0600, &err));
    assert_int_equal(mkfifo(at(place, "pipe"), 0600), 0);
    assert_int_equal(mkdir(at(place, "folder"), 0755), 0);
    assert_int_equal(symlink("plain", at(place, "link")), 0);
}

static void
place_close(struct place *place)
{
    static const char *const names[] = {
        "plain", "empty", "pipe", "link", "new", ".new.tmp", "moved"};
    for (size_t i = 0; i < COUNT(names); i++) {
        unlink(at(place, names[i]));
    }
    rmdir(at(place, "folder"));
    assert_int_equal(rmdir(place->folder), 0);
    arena_release(&place->arena);
}

/* A pipe with no writer would block a reader for ever. */
static void
reads_regular_files_under_the_cap_and_nothing_else(void **state)
{
    static const struct {
        const char *name;
        size_t limit;
        enum err_code code;
        const char *bytes;
    } cases[] = {
        {"plain", 10, ERR_NONE, "0123456789"},
        {"plain", 9, ERR_LIMIT, NULL},
        {"empty", 0, ERR_NONE, ""},
        {"absent", 10, ERR_SYSTEM, NULL},
        {"folder", 10, ERR_INPUT, NULL},
        {"pipe", 10, ERR_INPUT, NULL},
        {"link", 10, ERR_SYSTEM, NULL},
        {"plain/below", 10, ERR_SYSTEM, NULL},
    };
    struct place place;
    (void)state;
    place_open(&place);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err err = {.code = ERR_NONE};
        struct span got = {NULL, 0};
        bool ok = file_read(&place.arena, at(&place, cases[i].name),
            cases[i].limit, &got, &err);
        assert_int_equal(ok, cases[i].bytes != NULL);
        assert_int_equal(err.code, cases[i].code);
        if (ok) {
            assert_true(span_is(got, cases[i].bytes));
            assert_int_equal(got.ptr[got.len], '\0');
        }
    }
    place_close(&place);
}

static void
a_file_is_never_overwritten(void **state)
{
    struct place place;
    struct err err = {.code = ERR_NONE};
    struct span got = {NULL, 0};
    (void)state;
    place_open(&place);
    assert_false(
        file_write_new(at(&place, "plain"), span_of("other"), 0644, &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    err_clear(&err);
    char target[128];
    snprintf(target, sizeof(target), "%s/plain", place.folder);
    assert_false(file_move(at(&place, "empty"), target, &err));
    assert_true(file_exists(at(&place, "empty")));
    assert_false(file_exists(at(&place, ".plain.tmp")));
    assert_true(file_read(&place.arena, target, 99, &got, &(struct err){0}));
    assert_true(span_is(got, "0123456789"));
    /* nor what a link points at, dangling or not */
    err_clear(&err);
    assert_int_equal(unlink(at(&place, "plain")), 0);
    assert_false(
        file_write_new(at(&place, "link"), span_of("other"), 0644, &err));
    assert_false(file_exists(at(&place, "plain")));
    place_close(&place);
}

static void
a_staged_file_has_no_name_until_it_is_published(void **state)
{
    struct place place;
    struct err err = {.code = ERR_NONE};
    struct file_pending pending = {NULL, NULL};
    struct stat about;
    (void)state;
    place_open(&place);
    /* what a run that was killed left behind is replaced */
    assert_int_equal(symlink("plain", at(&place, ".new.tmp")), 0);
    assert_true(
        file_stage(at(&place, "new"), span_of("new"), 0600, &pending, &err));
    assert_false(file_exists(at(&place, "new")));
    assert_int_equal(lstat(at(&place, ".new.tmp"), &about), 0);
    assert_true(S_ISREG(about.st_mode));
    assert_int_equal(stat(at(&place, "plain"), &about), 0);
    assert_int_equal(about.st_size, 10);
    assert_true(file_publish(&pending, &err));
    assert_int_equal(lstat(at(&place, "new"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_false(file_exists(at(&place, ".new.tmp")));
    file_discard(&pending); /* of a published file: nothing happens */
    assert_true(file_exists(at(&place, "new")));
    place_close(&place);
}

/* A file size limit stands for a disk that fills up in mid-file. */
static void
a_write_cut_short_leaves_nothing(void **state)
{
    struct place place;
    struct err err = {.code = ERR_NONE};
    struct rlimit before;
    static char bytes[100000];
    (void)state;
    place_open(&place);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = {50000, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = file_write_new(
        at(&place, "new"), (struct span){bytes, sizeof(bytes)}, 0644, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(ok);
    assert_int_equal(err.code, ERR_SYSTEM);
    assert_false(file_exists(at(&place, "new")));
    assert_false(file_exists(at(&place, ".new.tmp")));
    place_close(&place);
}

static void
a_folder_is_made_with_its_parents_but_not_over_a_file(void **state)
{
    struct place place;
    struct err err = {.code = ERR_NONE};
    (void)state;
    place_open(&place);
    assert_true(file_make_folder(at(&place, "folder"), &err));
    assert_true(file_make_folder(at(&place, "folder/a/b"), &err));
    assert_true(file_exists(at(&place, "folder/a/b")));
    assert_false(file_make_folder(at(&place, "plain"), &err));
    assert_int_equal(err.code, ERR_SYSTEM);
    err_clear(&err);
    assert_false(file_make_folder(at(&place, "plain/below"), &err));
    rmdir(at(&place, "folder/a/b"));
    rmdir(at(&place, "folder/a"));
    place_close(&place);
}

static void
a_walk_follows_no_link_and_opens_no_pipe(void **state)
{
    static const struct file_entry expected[] = {
        {"empty", FILE_REGULAR},
        {"link", FILE_LINK},
        {"pipe", FILE_OTHER},
    };
    static const char *const skip[] = {"plain", NULL};
    struct place place;
    struct err err = {.code = ERR_NONE};
    struct file_list list = {NULL, 0};
    (void)state;
    place_open(&place);
    assert_true(file_walk(&place.arena, place.folder, skip, &list, &err));
    assert_int_equal(list.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_string_equal(list.items[i].path, expected[i].path);
        assert_int_equal(list.items[i].kind, expected[i].kind);
    }
    place_close(&place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_regular_files_under_the_cap_and_nothing_else),
        cmocka_unit_test(a_file_is_never_overwritten),
        cmocka_unit_test(a_staged_file_has_no_name_until_it_is_published),
        cmocka_unit_test(a_write_cut_short_leaves_nothing),
        cmocka_unit_test(a_folder_is_made_with_its_parents_but_not_over_a_file),
        cmocka_unit_test(a_walk_follows_no_link_and_opens_no_pipe),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
