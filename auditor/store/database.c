#include "store/database.h"
#include "store/schema.h"

#include <stdio.h>
#include <string.h>

bool
database_fail(struct store *store, const char *what, struct err *err)
{
    int code = sqlite3_errcode(store->db) & 0xFF; /* without its extension */
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        err_set(err, ERR_SYSTEM,
            "cannot %s the register: another run is using it", what);
    } else {
        err_set(err, ERR_SYSTEM, "cannot %s the register: %s", what,
            sqlite3_errmsg(store->db));
    }
    return false;
}

bool
database_execute(struct store *store, const char *sql, struct err *err)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return database_fail(store, "write", err);
    }
    return true;
}

bool
database_prepare(
    struct store *store, const char *sql, sqlite3_stmt **out, struct err *err)
{
    if (sqlite3_prepare_v2(store->db, sql, -1, out, NULL) != SQLITE_OK) {
        return database_fail(store, "query", err);
    }
    return true;
}

bool
database_run(struct store *store, sqlite3_stmt *statement, struct err *err)
{
    if (sqlite3_step(statement) != SQLITE_DONE ||
        sqlite3_reset(statement) != SQLITE_OK) {
        return database_fail(store, "write", err);
    }
    return true;
}

bool
database_step(struct store *store, sqlite3_stmt *statement, bool *row_out,
    struct err *err)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return database_fail(store, "read", err);
    }
    *row_out = code == SQLITE_ROW;
    return true;
}

bool
database_bind(struct store *store, sqlite3_stmt *statement,
    const char *const *texts, struct err *err)
{
    for (int i = 0; texts[i] != NULL; i++) {
        if (sqlite3_bind_text(statement, i + 1, texts[i], -1,
                SQLITE_TRANSIENT) != SQLITE_OK) {
            return database_fail(store, "write", err);
        }
    }
    return true;
}

bool
database_text(struct arena *arena, sqlite3_stmt *statement, int column,
    const char **out, struct err *err)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    *out = span_string(
        arena, span_of(text == NULL ? "" : (const char *)text), err);
    return *out != NULL;
}

/* The file may come from elsewhere: its CHECKs are not relied on. */
bool
database_digest(sqlite3_stmt *statement, int column, char out[SHA256_HEX_BYTES],
    struct err *err)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    int bytes = sqlite3_column_bytes(statement, column);
    if (text == NULL || bytes != SHA256_HEX_BYTES - 1 ||
        strlen((const char *)text) != SHA256_HEX_BYTES - 1) {
        err_set(err, ERR_INPUT,
            "cannot use the register: it holds a digest that is none");
        return false;
    }
    memcpy(out, text, SHA256_HEX_BYTES);
    return true;
}

static bool
read_number(struct store *store, const char *sql, int64_t *out, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    bool ok = database_prepare(store, sql, &statement, err) &&
              database_step(store, statement, &row, err);
    if (ok) {
        *out = row ? sqlite3_column_int64(statement, 0) : 0;
    }
    sqlite3_finalize(statement);
    return ok;
}

/*
 * Durable and defensive: the journal is synced with its folder, nothing of
 * the file is trusted as code, and waiting for another run is not hidden.
 */
static bool
configure(struct store *store, struct err *err)
{
    sqlite3_busy_timeout(store->db, 0);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return database_execute(store,
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
        "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;"
        "PRAGMA mmap_size = 0;",
        err);
}

static bool
create_schema(struct store *store, struct err *err)
{
    char identity[96];
    snprintf(identity, sizeof(identity),
        "PRAGMA application_id = %d; PRAGMA user_version = %d;",
        STORE_APPLICATION_ID, STORE_SCHEMA_VERSION);
    return store_begin(store, err) &&
           database_execute(store, store_schema, err) &&
           database_execute(store, identity, err) && store_commit(store, err);
}

static bool
check_identity(struct store *store, struct err *err)
{
    int64_t application = 0;
    int64_t version = 0;
    int64_t tables = 0;
    if (!read_number(store, "PRAGMA application_id", &application, err) ||
        !read_number(store, "PRAGMA user_version", &version, err) ||
        !read_number(
            store, "SELECT count(*) FROM sqlite_schema", &tables, err)) {
        return false;
    }
    if (application == 0 && version == 0 && tables == 0) {
        return create_schema(store, err);
    }
    if (application != STORE_APPLICATION_ID) {
        err_set(err, ERR_SYSTEM,
            "cannot use the register: it is a database "
            "of another program");
        return false;
    }
    if (version != STORE_SCHEMA_VERSION) {
        err_set(err, ERR_SYSTEM,
            "cannot use the register: its schema is "
            "version %lld, this program knows version %d",
            (long long)version, STORE_SCHEMA_VERSION);
        return false;
    }
    return true;
}

bool
store_open(const char *path, struct store **out, struct err *err)
{
    struct store *store = sqlite3_malloc(sizeof(*store));
    if (store == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate the register");
        return false;
    }
    *store = (struct store){.db = NULL};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    bool ok = sqlite3_open_v2(path, &store->db, flags, NULL) == SQLITE_OK;
    if (!ok) {
        database_fail(store, "open", err);
    }
    if (!ok || !configure(store, err) || !check_identity(store, err)) {
        err_in_file(err, path);
        store_close(store);
        return false;
    }
    *out = store;
    return true;
}

void
store_close(struct store *store)
{
    if (store != NULL) {
        store_rollback(store);
        sqlite3_close(store->db);
        sqlite3_free(store);
    }
}

bool
store_begin(struct store *store, struct err *err)
{
    if (!database_execute(store, "BEGIN IMMEDIATE", err)) {
        return false;
    }
    store->in_transaction = true;
    return true;
}

bool
store_commit(struct store *store, struct err *err)
{
    if (!database_execute(store, "COMMIT", err)) {
        return false;
    }
    store->in_transaction = false;
    return true;
}

void
store_rollback(struct store *store)
{
    if (store->in_transaction) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
        store->in_transaction = false;
    }
}
