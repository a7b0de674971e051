#include "base/limits.h"
#include "store/database.h"

#include <string.h>

/*
 * An append-only chain: each entry's hash covers the hash before it, so that
 * an edited, removed or reordered entry is found by walking the chain. Who
 * rewrites the whole chain is found only against a hash kept elsewhere, which
 * is why dossiers name it.
 */
static const char first_hash[] =
    "0000000000000000000000000000000000000000000000000000000000000000";

static bool
hash_entry(const char *before, const struct ledger_entry *entry,
    char out[SHA256_HEX_BYTES], struct err *err)
{
    struct text text;
    text_init(&text, LIMIT_STRING_BYTES);
    text_printf(&text, "%s\n%s\n%s\n%s\n%s\n%s\n", before, entry->at,
        entry->what, entry->option, entry->path, entry->sha256);
    bool ok = text_done(&text, err) && digest_hex(text_span(&text), out, err);
    text_release(&text);
    return ok;
}

static bool
last_hash(struct store *store, char out[SHA256_HEX_BYTES], struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    memcpy(out, first_hash, SHA256_HEX_BYTES);
    bool ok = database_prepare(store,
                  "SELECT hash FROM ledger ORDER BY sequence DESC LIMIT 1",
                  &statement, err) &&
              database_step(store, statement, &row, err);
    if (ok && row) {
        ok = database_digest(statement, 0, out, err);
    }
    sqlite3_finalize(statement);
    return ok;
}

bool
ledger_append(
    struct store *store, const struct ledger_entry *entry, struct err *err)
{
    char before[SHA256_HEX_BYTES];
    char hash[SHA256_HEX_BYTES];
    sqlite3_stmt *statement = NULL;
    if (!last_hash(store, before, err) ||
        !hash_entry(before, entry, hash, err)) {
        return false;
    }
    const char *const texts[] = {entry->at, entry->what, entry->option,
        entry->path, entry->sha256, hash, NULL};
    bool ok = database_prepare(store,
                  "INSERT INTO ledger (at, what, option, path, sha256, hash)"
                  " VALUES (?,?,?,?,?,?)",
                  &statement, err) &&
              database_bind(store, statement, texts, err) &&
              database_run(store, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

static bool
read_event(struct arena *arena, sqlite3_stmt *statement,
    struct store_event *out, struct err *err)
{
    out->sequence = sqlite3_column_int64(statement, 0);
    return database_text(arena, statement, 1, &out->at, err) &&
           database_text(arena, statement, 2, &out->what, err) &&
           database_text(arena, statement, 3, &out->option, err) &&
           database_text(arena, statement, 4, &out->path, err) &&
           database_text(arena, statement, 5, &out->sha256, err) &&
           database_text(arena, statement, 6, &out->hash, err);
}

static bool
check_chain(const struct store_events *events, struct err *err)
{
    const char *before = first_hash;
    for (size_t i = 0; i < events->count; i++) {
        const struct store_event *event = &events->items[i];
        struct ledger_entry entry = {
            event->at, event->what, event->option, event->path, event->sha256};
        char hash[SHA256_HEX_BYTES];
        if (!hash_entry(before, &entry, hash, err)) {
            return false;
        }
        if (event->sequence != (int64_t)i + 1 ||
            strcmp(hash, event->hash) != 0) {
            err_set(err, ERR_INPUT,
                "the register's ledger is broken at entry %zu", i + 1);
            return false;
        }
        before = event->hash;
    }
    return true;
}

bool
store_ledger(struct store *store, struct arena *arena, struct store_events *out,
    struct err *err)
{
    struct store_events events = {NULL, 0};
    size_t capacity = 0;
    sqlite3_stmt *statement = NULL;
    bool row = false;
    bool ok = database_prepare(store,
        "SELECT sequence, at, what, option, path, sha256, hash FROM ledger"
        " ORDER BY sequence",
        &statement, err);
    while (ok && database_step(store, statement, &row, err) && row) {
        void *items = events.items;
        struct store_event *event = arena_push(
            arena, &items, &events.count, &capacity, sizeof(*event), err);
        events.items = items;
        ok = event != NULL && read_event(arena, statement, event, err);
    }
    sqlite3_finalize(statement);
    if (!ok || err->code != ERR_NONE || !check_chain(&events, err)) {
        return false;
    }
    *out = events;
    return true;
}
