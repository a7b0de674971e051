#include "base/limits.h"
#include "store/database.h"

#include <string.h>

/* Earlier audits, option by option, for the dossiers of the run at hand. */

static bool
read_finding(sqlite3_stmt *statement, struct finding *out, size_t *count,
    struct err *err)
{
    const char *outcome = (const char *)sqlite3_column_text(statement, 0);
    const char *severity = (const char *)sqlite3_column_text(statement, 1);
    if (outcome == NULL || severity == NULL ||
        !outcome_parse(outcome, &out->outcome) ||
        !severity_parse(severity, &out->severity)) {
        err_set(err, ERR_INPUT, "the register holds a finding of no outcome");
        return false;
    }
    *count = (size_t)sqlite3_column_int64(statement, 2);
    return true;
}

/* The verdict follows from the findings, as it did then. */
static bool
read_findings(
    struct store *store, int64_t run, struct past_audit *audit, struct err *err)
{
    struct finding kinds[OUTCOME_COUNT * SEVERITY_COUNT];
    struct finding_set findings = {.items = kinds};
    sqlite3_stmt *statement = NULL;
    bool row = false;
    memset(kinds, 0, sizeof kinds);
    bool ok = database_prepare(store,
        "SELECT outcome, severity, count(*) FROM finding"
        " WHERE option = ? AND run = ? GROUP BY outcome, severity"
        " ORDER BY outcome, severity",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 2, run);
        ok = database_bind(
            store, statement, (const char *[]){audit->option, NULL}, err);
    }
    while (ok && findings.count < sizeof kinds / sizeof kinds[0] &&
           database_step(store, statement, &row, err) && row) {
        struct finding *kind = &kinds[findings.count++];
        size_t count = 0;
        ok = read_finding(statement, kind, &count, err);
        audit->counts[kind->outcome] += ok ? count : 0;
    }
    sqlite3_finalize(statement);
    audit->verdict = verdict_of(&findings);
    return ok && err->code == ERR_NONE;
}

bool
store_history(struct store *store, struct arena *arena, int64_t before,
    struct audit_history *out, struct err *err)
{
    struct audit_history history = {NULL, 0};
    size_t capacity = 0;
    sqlite3_stmt *statement = NULL;
    bool row = false;
    bool ok = database_prepare(store,
        "SELECT option, at, sha256, run FROM (SELECT d.option AS option,"
        " r.at AS at, d.sha256 AS sha256, d.run AS run, row_number() OVER"
        " (PARTITION BY d.option ORDER BY d.run DESC) AS back"
        " FROM document AS d JOIN run AS r ON r.id = d.run WHERE d.run < ?1"
        " AND d.path = d.option || '/dossier.xml' AND d.state <> 'prepared')"
        " WHERE back <= ?2 ORDER BY option, run",
        &statement, err);
    if (ok) {
        sqlite3_bind_int64(statement, 1, before);
        sqlite3_bind_int64(statement, 2, HISTORY_AUDITS_MAX);
    }
    while (ok && database_step(store, statement, &row, err) && row) {
        void *items = history.items;
        struct past_audit *audit = arena_push(
            arena, &items, &history.count, &capacity, sizeof(*audit), err);
        history.items = items;
        ok = audit != NULL &&
             database_text(arena, statement, 0, &audit->option, err) &&
             database_text(arena, statement, 1, &audit->at, err) &&
             database_text(arena, statement, 2, &audit->dossier_sha256, err) &&
             read_findings(
                 store, sqlite3_column_int64(statement, 3), audit, err);
    }
    sqlite3_finalize(statement);
    if (!ok || err->code != ERR_NONE) {
        return false;
    }
    *out = history;
    return true;
}
