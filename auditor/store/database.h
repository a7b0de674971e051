#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "store/store.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
    bool in_transaction;
};

/* One statement with its text parameters bound in order; owned. */
MUST_CHECK bool database_prepare(
    struct store *store, const char *sql, sqlite3_stmt **out, struct err *err);
/* Run a statement that returns no rows, then reset it for the next use. */
MUST_CHECK bool database_run(
    struct store *store, sqlite3_stmt *statement, struct err *err);
/* Is there another row? False with err set on failure, see `row_out`. */
MUST_CHECK bool database_step(struct store *store, sqlite3_stmt *statement,
    bool *row_out, struct err *err);
/* Bind NUL-terminated texts to parameters 1, 2 ...; ends with NULL. */
MUST_CHECK bool database_bind(struct store *store, sqlite3_stmt *statement,
    const char *const *texts, struct err *err);
MUST_CHECK bool database_execute(
    struct store *store, const char *sql, struct err *err);
bool database_fail(struct store *store, const char *what, struct err *err);

/* A column as text in the arena. */
MUST_CHECK bool database_text(struct arena *arena, sqlite3_stmt *statement,
    int column, const char **out, struct err *err);

/* A column that must hold a digest: ERR_INPUT when it does not. */
MUST_CHECK bool database_digest(sqlite3_stmt *statement, int column,
    char out[SHA256_HEX_BYTES], struct err *err);

/* Append one entry to the ledger, chained to the last. */
struct ledger_entry {
    const char *at;
    const char *what;
    const char *option;
    const char *path;
    const char *sha256;
};
MUST_CHECK bool ledger_append(
    struct store *store, const struct ledger_entry *entry, struct err *err);

#endif
