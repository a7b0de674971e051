#ifndef TEST_STORE_REGISTER_H
#define TEST_STORE_REGISTER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const char digest_a[] =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char digest_b[] =
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/* A register in a folder of its own. */
struct place {
    char folder[64];
    char path[96];
    struct arena arena;
    struct err err;
};

static inline void
place_open(struct place *place)
{
    *place = (struct place){.folder = "/tmp/register.XXXXXX"};
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof(place->path), "%s/register.db", place->folder);
    arena_init(&place->arena, 1 << 22);
}

static inline void
place_close(struct place *place)
{
    unlink(place->path);
    assert_int_equal(rmdir(place->folder), 0);
    arena_release(&place->arena);
}

static inline struct store *
place_store(struct place *place)
{
    struct store *store = NULL;
    if (!store_open(place->path, &store, &place->err)) {
        fail_msg("%s: %s", place->err.file, place->err.text);
    }
    return store;
}

/* What another program, or somebody's hand, does to the file. */
static inline void
place_sql(struct place *place, const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline int64_t
put_run(struct place *place, struct store *store, const char *input)
{
    int64_t id = 0;
    struct store_run run = {.at_s = 1790000000, .tool_version = "0.1.0"};
    memcpy(run.input_sha256, input, SHA256_HEX_BYTES);
    assert_true(store_begin(store, &place->err));
    assert_true(store_put_run(store, &run, &id, &place->err));
    assert_true(store_commit(store, &place->err));
    return id;
}

static inline void
prepare(struct place *place, struct store *store, int64_t run,
    const char *option, const char *path)
{
    struct store_document document = {.option = option, .path = path};
    memcpy(document.sha256, digest_a, SHA256_HEX_BYTES);
    assert_true(store_prepare(store, run, &document, &place->err));
}

#endif
