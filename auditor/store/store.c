#include "store/store.h"
#include "base/clock.h"
#include "store/database.h"

bool
store_put_run(struct store *store, const struct store_run *run, int64_t *id_out,
    struct err *err)
{
    char at[CLOCK_TEXT_BYTES];
    sqlite3_stmt *statement = NULL;
    clock_text(run->at_s, at);
    bool ok =
        database_prepare(store,
            "INSERT INTO run (at, tool_version, input_sha256) VALUES (?,?,?)",
            &statement, err) &&
        database_bind(store, statement,
            (const char *[]){at, run->tool_version, run->input_sha256, NULL},
            err) &&
        database_run(store, statement, err);
    sqlite3_finalize(statement);
    if (!ok) {
        return false;
    }
    *id_out = sqlite3_last_insert_rowid(store->db);
    struct ledger_entry entry = {at, "run", "", "", run->input_sha256};
    return ledger_append(store, &entry, err);
}

static bool
put_evidence(struct store *store, sqlite3_stmt *statement,
    const struct evidence *item, struct err *err)
{
    const char *const texts[] = {item->id, item->path, item->sha256,
        item->format, evidence_status_name(item->status), item->option,
        item->reason, item->place, NULL};
    sqlite3_bind_int64(statement, 10, item->bytes);
    return database_bind(store, statement, texts, err) &&
           database_run(store, statement, err);
}

bool
store_put_evidence(struct store *store, int64_t run,
    const struct evidence_set *evidence, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = database_prepare(store,
        "INSERT INTO evidence (id, path, sha256, format, status, option,"
        " reason, place, run, bytes) VALUES (?,?,?,?,?,?,?,?,?,?)",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 9, run);
    }
    for (size_t i = 0; ok && i < evidence->count; i++) {
        ok = put_evidence(store, statement, &evidence->items[i], err);
    }
    sqlite3_finalize(statement);
    return ok;
}

/* Spans are bound with their length: they are not NUL-terminated. */
static bool
bind_span(struct store *store, sqlite3_stmt *statement, int parameter,
    struct span value, struct err *err)
{
    if (sqlite3_bind_text(statement, parameter,
            value.ptr == NULL ? "" : value.ptr, (int)value.len,
            SQLITE_TRANSIENT) != SQLITE_OK) {
        return database_fail(store, "write", err);
    }
    return true;
}

static bool
put_claim(struct store *store, sqlite3_stmt *statement,
    const struct claim *claim, struct err *err)
{
    const char *const texts[] = {claim->evidence, claim->option,
        entity_name(claim->entity), claim->entity_id, claim->property,
        claim_method_name(claim->method), claim->reader, NULL};
    return database_bind(store, statement, texts, err) &&
           bind_span(store, statement, 8, claim->value, err) &&
           bind_span(store, statement, 9, claim->written, err) &&
           bind_span(store, statement, 10, claim->unit, err) &&
           bind_span(store, statement, 11, claim->place, err) &&
           database_run(store, statement, err);
}

bool
store_put_claims(struct store *store, int64_t run,
    const struct claim_set *claims, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = database_prepare(store,
        "INSERT INTO claim (evidence, option, entity, entity_id, property,"
        " method, reader, value, written, unit, place, run, sequence)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 12, run);
    }
    for (size_t i = 0; ok && i < claims->count; i++) {
        sqlite3_bind_int64(statement, 13, (sqlite3_int64)i);
        ok = put_claim(store, statement, &claims->items[i], err);
    }
    sqlite3_finalize(statement);
    return ok;
}

static bool
put_finding(struct store *store, sqlite3_stmt *statement,
    const struct finding *finding, struct err *err)
{
    const char *const texts[] = {finding->rule,
        severity_name(finding->severity), outcome_name(finding->outcome),
        outcome_name(finding->readiness), finding->assertion, NULL};
    return database_bind(store, statement, texts, err) &&
           bind_span(store, statement, 6, finding->observed, err) &&
           database_run(store, statement, err);
}

bool
store_put_findings(struct store *store, int64_t run, const char *option,
    const struct finding_set *findings, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = database_prepare(store,
        "INSERT INTO finding (rule, severity, outcome, readiness, assertion,"
        " observed, option, run) VALUES (?,?,?,?,?,?,?,?)",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 8, run);
        ok = bind_span(store, statement, 7, span_of(option), err);
    }
    for (size_t i = 0; ok && i < findings->count; i++) {
        ok = put_finding(store, statement, &findings->items[i], err);
    }
    sqlite3_finalize(statement);
    return ok;
}
