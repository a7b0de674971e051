#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "model/audit.h"
#include "model/finding.h"
#include "model/history.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The register of an audit folder: what was read, found and published, run
 * by run, with an append-only ledger. SQLite, STRICT tables, foreign keys,
 * one transaction an option. The only folder that includes sqlite3.h.
 */
enum {
    STORE_SCHEMA_VERSION = 1
};

struct store; /* owned: store_open, store_close */

/*
 * Open or create the register. ERR_SYSTEM when another run holds it, when it
 * is of another schema version, or no register at all.
 */
MUST_CHECK bool store_open(
    const char *path, struct store **out, struct err *err);
void store_close(struct store *store); /* rolls an open transaction back */

/* All or nothing: what stands between begin and commit. */
MUST_CHECK bool store_begin(struct store *store, struct err *err);
MUST_CHECK bool store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

struct store_run {
    int64_t at_s;
    const char *tool_version;
    /* Digest of all that decides the content: see run.c in cli/. */
    char input_sha256[SHA256_HEX_BYTES];
};

/* A run and what it read. Within a transaction. */
MUST_CHECK bool store_put_run(struct store *store, const struct store_run *run,
    int64_t *id_out, struct err *err);
MUST_CHECK bool store_put_evidence(struct store *store, int64_t run,
    const struct evidence_set *evidence, struct err *err);
MUST_CHECK bool store_put_claims(struct store *store, int64_t run,
    const struct claim_set *claims, struct err *err);
MUST_CHECK bool store_put_findings(struct store *store, int64_t run,
    const char *option, const struct finding_set *findings, struct err *err);

/* A published file: first `prepared`, then `published`, later `superseded`. */
struct store_document {
    const char *option; /* id, or "" for the comparison */
    const char *path;   /* as published, relative to the output folder */
    char sha256[SHA256_HEX_BYTES];
    const char *run_at; /* time of the run that published it; read only */
};

MUST_CHECK bool store_prepare(struct store *store, int64_t run,
    const struct store_document *document, struct err *err);
/* All prepared documents of the run and option become published. */
MUST_CHECK bool store_publish(
    struct store *store, int64_t run, const char *option, struct err *err);
/* The document published at `path` gave way to `run`, kept at `moved_to`. */
MUST_CHECK bool store_supersede(struct store *store, int64_t run,
    const char *path, const char *moved_to, struct err *err);

struct store_documents {
    struct store_document *items;
    size_t count;
};

/*
 * The documents that are published now, and the input digest of the run that
 * published them ("" when they stem from several runs or there are none).
 */
MUST_CHECK bool store_published(struct store *store, struct arena *arena,
    struct store_documents *out, char input_sha256[SHA256_HEX_BYTES],
    struct err *err);

/* What the runs before that one found of each option that they published. */
MUST_CHECK bool store_history(struct store *store, struct arena *arena,
    int64_t before, struct audit_history *out, struct err *err);

/* One line of the ledger: a run and what became of it. */
struct store_event {
    int64_t sequence;
    const char *at;   /* RFC 3339 */
    const char *what; /* run, published, superseded */
    const char *option;
    const char *path;
    const char *sha256;
    const char *hash; /* of this entry, chained to the one before */
};

struct store_events {
    struct store_event *items;
    size_t count;
};

/* The whole ledger, checked link by link: ERR_INPUT names a broken one. */
MUST_CHECK bool store_ledger(struct store *store, struct arena *arena,
    struct store_events *out, struct err *err);

#endif
