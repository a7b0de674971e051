#include "base/limits.h"
#include "store/database.h"

#include <string.h>

/* Documents on their way: prepared, published, superseded. */

bool
store_prepare(struct store *store, int64_t run,
    const struct store_document *document, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = database_prepare(store,
        "INSERT INTO document (option, path, sha256, state, run)"
        " VALUES (?,?,?,'prepared',?)",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 4, run);
        ok = database_bind(store, statement,
                 (const char *[]){
                     document->option, document->path, document->sha256, NULL},
                 err) &&
             database_run(store, statement, err);
    }
    sqlite3_finalize(statement);
    return ok;
}

/* One ledger entry for each document of the run and option. */
static bool
enter_published(struct store *store, struct arena *arena, int64_t run,
    const char *option, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    bool ok = database_prepare(store,
        "SELECT run.at, path, sha256 FROM document JOIN run"
        " ON run.id = document.run WHERE option = ? AND run = ?"
        " AND state = 'prepared' ORDER BY path",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 2, run);
        ok = database_bind(
            store, statement, (const char *[]){option, NULL}, err);
    }
    while (ok && database_step(store, statement, &row, err) && row) {
        struct ledger_entry entry = {"", "published", option, "", ""};
        ok = database_text(arena, statement, 0, &entry.at, err) &&
             database_text(arena, statement, 1, &entry.path, err) &&
             database_text(arena, statement, 2, &entry.sha256, err) &&
             ledger_append(store, &entry, err);
    }
    sqlite3_finalize(statement);
    return ok && err->code == ERR_NONE;
}

bool
store_publish(
    struct store *store, int64_t run, const char *option, struct err *err)
{
    struct arena arena;
    sqlite3_stmt *statement = NULL;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    bool ok = enter_published(store, &arena, run, option, err) &&
              database_prepare(store,
                  "UPDATE document SET state = 'published'"
                  " WHERE option = ? AND run = ? AND state = 'prepared'",
                  &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 2, run);
        ok = database_bind(
                 store, statement, (const char *[]){option, NULL}, err) &&
             database_run(store, statement, err);
    }
    sqlite3_finalize(statement);
    arena_release(&arena);
    return ok;
}

static bool
enter_superseded(struct store *store, int64_t run, const char *path,
    const char *moved_to, struct err *err)
{
    struct arena arena;
    sqlite3_stmt *statement = NULL;
    bool row = false;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    bool ok = database_prepare(store,
        "SELECT (SELECT at FROM run WHERE id = ?2), option, sha256"
        " FROM document WHERE path = ?1 AND state = 'published'",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 2, run);
        ok = database_bind(
                 store, statement, (const char *[]){path, NULL}, err) &&
             database_step(store, statement, &row, err);
    }
    if (ok && row) {
        struct ledger_entry entry = {"", "superseded", "", moved_to, ""};
        ok = database_text(&arena, statement, 0, &entry.at, err) &&
             database_text(&arena, statement, 1, &entry.option, err) &&
             database_text(&arena, statement, 2, &entry.sha256, err) &&
             ledger_append(store, &entry, err);
    }
    sqlite3_finalize(statement);
    arena_release(&arena);
    return ok;
}

bool
store_supersede(struct store *store, int64_t run, const char *path,
    const char *moved_to, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = enter_superseded(store, run, path, moved_to, err) &&
              database_prepare(store,
                  "UPDATE document SET state = 'superseded', moved_to = ?"
                  " WHERE path = ? AND state = 'published'",
                  &statement, err) &&
              database_bind(store, statement,
                  (const char *[]){moved_to, path, NULL}, err) &&
              database_run(store, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

static bool
read_document(struct arena *arena, sqlite3_stmt *statement,
    struct store_document *out, struct err *err)
{
    return database_text(arena, statement, 0, &out->option, err) &&
           database_text(arena, statement, 1, &out->path, err) &&
           database_digest(statement, 2, out->sha256, err) &&
           database_text(arena, statement, 3, &out->run_at, err);
}

/* The common input digest of what is published, or "". */
static bool
read_input(struct store *store, char out[SHA256_HEX_BYTES], struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    out[0] = '\0';
    bool ok = database_prepare(store,
                  "SELECT min(input_sha256), max(input_sha256) FROM run"
                  " WHERE id IN (SELECT run FROM document"
                  " WHERE state = 'published')",
                  &statement, err) &&
              database_step(store, statement, &row, err);
    if (ok && row && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
        char low[SHA256_HEX_BYTES];
        char high[SHA256_HEX_BYTES];
        ok = database_digest(statement, 0, low, err) &&
             database_digest(statement, 1, high, err);
        if (ok && strcmp(low, high) == 0) {
            memcpy(out, low, SHA256_HEX_BYTES);
        }
    }
    sqlite3_finalize(statement);
    return ok;
}

bool
store_published(struct store *store, struct arena *arena,
    struct store_documents *out, char input_sha256[SHA256_HEX_BYTES],
    struct err *err)
{
    struct store_documents documents = {NULL, 0};
    size_t capacity = 0;
    sqlite3_stmt *statement = NULL;
    bool row = false;
    bool ok = database_prepare(store,
        "SELECT option, path, sha256, run.at FROM document JOIN run"
        " ON run.id = document.run WHERE state = 'published'"
        " ORDER BY path",
        &statement, err);
    while (ok && database_step(store, statement, &row, err) && row) {
        void *items = documents.items;
        struct store_document *document = arena_push(
            arena, &items, &documents.count, &capacity, sizeof(*document), err);
        documents.items = items;
        ok = document != NULL && read_document(arena, statement, document, err);
    }
    sqlite3_finalize(statement);
    if (!ok || err->code != ERR_NONE || !read_input(store, input_sha256, err)) {
        return false;
    }
    *out = documents;
    return true;
}
