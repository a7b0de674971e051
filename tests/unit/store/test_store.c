#include "register.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void
a_register_is_created_and_opened_again(void **state)
{
    (void)state;
    struct place place;
    struct store_events events;
    place_open(&place);
    struct store *store = place_store(&place);
    put_run(&place, store, digest_a);
    store_close(store);
    store = place_store(&place);
    assert_true(store_ledger(store, &place.arena, &events, &place.err));
    assert_int_equal(events.count, 1);
    assert_string_equal(events.items[0].what, "run");
    assert_string_equal(events.items[0].sha256, digest_a);
    store_close(store);
    store_close(NULL);
    place_close(&place);
}

static const struct {
    const char *name, *sql, *text;
} foreign[] = {
    {"another program's",
        "CREATE TABLE song (title TEXT); PRAGMA application_id = 7;",
        "it is a database of another program"},
    {"a nameless one", "CREATE TABLE song (title TEXT);",
        "it is a database of another program"},
    {"a later schema",
        "PRAGMA application_id = 0x41554454; PRAGMA user_version = 2;",
        "its schema is version 2, this program knows version 1"},
    {"an earlier schema",
        "PRAGMA application_id = 0x41554454; CREATE TABLE run (id);",
        "its schema is version 0, this program knows version 1"},
};

static void
a_database_that_is_no_register_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(foreign); i++) {
        struct place place;
        struct store *store = NULL;
        place_open(&place);
        place_sql(&place, foreign[i].sql);
        assert_false(store_open(place.path, &store, &place.err));
        assert_null(store);
        assert_int_equal(place.err.code, ERR_SYSTEM);
        if (strstr(place.err.text, foreign[i].text) == NULL) {
            fail_msg("%s: %s", foreign[i].name, place.err.text);
        }
        assert_string_equal(place.err.file, place.path);
        place_close(&place);
    }
}

static void
a_file_that_is_no_database_is_refused_and_kept(void **state)
{
    (void)state;
    static const char text[] = "no database, a letter to somebody";
    char back[sizeof(text)] = "";
    struct place place;
    struct store *store = NULL;
    place_open(&place);
    FILE *file = fopen(place.path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_false(store_open(place.path, &store, &place.err));
    assert_int_equal(place.err.code, ERR_SYSTEM);
    file = fopen(place.path, "r");
    assert_non_null(file);
    assert_int_equal(fread(back, 1, sizeof(back), file), sizeof(text) - 1);
    fclose(file);
    assert_string_equal(back, text);
    place_close(&place);
}

static void
a_link_is_not_followed(void **state)
{
    (void)state;
    struct place place;
    struct store *store = NULL;
    place_open(&place);
    assert_int_equal(symlink("/tmp/elsewhere.db", place.path), 0);
    assert_false(store_open(place.path, &store, &place.err));
    assert_int_equal(place.err.code, ERR_SYSTEM);
    assert_int_not_equal(access("/tmp/elsewhere.db", F_OK), 0);
    place_close(&place);
}

/* Another process writes: this one must say so, at once. */
static void
a_register_in_use_is_said_to_be(void **state)
{
    (void)state;
    struct place place;
    struct store *store = NULL;
    int ready[2];
    int done[2];
    char byte = 0;
    place_open(&place);
    store_close(place_store(&place));
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = {0};
        bool ok = store_open(place.path, &store, &err) &&
                  store_begin(store, &err) && write(ready[1], "r", 1) == 1 &&
                  read(done[0], &byte, 1) == 1;
        _exit(ok ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_true(store_open(place.path, &store, &place.err));
    assert_false(store_begin(store, &place.err));
    assert_int_equal(place.err.code, ERR_SYSTEM);
    assert_string_equal(
        place.err.text, "cannot write the register: another run is using it");
    store_close(store);
    int status = 0;
    assert_int_equal(write(done[1], "d", 1), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ready[0]);
    close(ready[1]);
    close(done[0]);
    close(done[1]);
    char journal[128];
    snprintf(journal, sizeof(journal), "%s-journal", place.path);
    unlink(journal);
    place_close(&place);
}

static void
what_was_not_committed_is_gone(void **state)
{
    (void)state;
    struct place place;
    struct store_events events;
    int64_t id = 0;
    struct store_run run = {.at_s = 0, .tool_version = "0.1.0"};
    memcpy(run.input_sha256, digest_a, SHA256_HEX_BYTES);
    place_open(&place);
    struct store *store = place_store(&place);
    assert_true(store_begin(store, &place.err));
    assert_true(store_put_run(store, &run, &id, &place.err));
    store_close(store);
    store = place_store(&place);
    assert_true(store_ledger(store, &place.arena, &events, &place.err));
    assert_int_equal(events.count, 0);
    store_close(store);
    place_close(&place);
}

static void
documents_go_from_prepared_to_published_to_superseded(void **state)
{
    (void)state;
    struct place place;
    struct store_documents documents;
    struct store_events events;
    char input[SHA256_HEX_BYTES];
    place_open(&place);
    struct store *store = place_store(&place);
    int64_t first = put_run(&place, store, digest_a);
    prepare(&place, store, first, "7b", "7b/dossier.xml");
    prepare(&place, store, first, "70b", "70b/dossier.xml");
    assert_true(
        store_published(store, &place.arena, &documents, input, &place.err));
    assert_int_equal(documents.count, 0);
    assert_string_equal(input, "");
    assert_true(store_publish(store, first, "7b", &place.err));
    assert_true(
        store_published(store, &place.arena, &documents, input, &place.err));
    assert_int_equal(documents.count, 1);
    assert_string_equal(documents.items[0].path, "7b/dossier.xml");
    assert_string_equal(documents.items[0].run_at, "2026-09-21T14:13:20Z");
    assert_string_equal(input, digest_a);

    int64_t second = put_run(&place, store, digest_b);
    assert_true(store_supersede(
        store, second, "7b/dossier.xml", "7b/superseded/x", &place.err));
    prepare(&place, store, second, "7b", "7b/dossier.xml");
    assert_true(store_publish(store, second, "7b", &place.err));
    assert_true(
        store_published(store, &place.arena, &documents, input, &place.err));
    assert_int_equal(documents.count, 1);
    assert_string_equal(input, digest_b);

    static const char *const what[] = {
        "run", "published", "run", "superseded", "published"};
    assert_true(store_ledger(store, &place.arena, &events, &place.err));
    assert_int_equal(events.count, COUNT(what));
    for (size_t i = 0; i < COUNT(what); i++) {
        assert_string_equal(events.items[i].what, what[i]);
    }
    assert_string_equal(events.items[3].path, "7b/superseded/x");
    store_close(store);
    place_close(&place);
}

/* Then nobody may take the dossiers for those of the present evidence. */
static void
documents_of_several_runs_have_no_common_input(void **state)
{
    (void)state;
    struct place place;
    struct store_documents documents;
    char input[SHA256_HEX_BYTES];
    place_open(&place);
    struct store *store = place_store(&place);
    int64_t runs[2] = {
        put_run(&place, store, digest_a), put_run(&place, store, digest_b)};
    prepare(&place, store, runs[0], "7b", "7b/dossier.xml");
    prepare(&place, store, runs[1], "70b", "70b/dossier.xml");
    assert_true(store_publish(store, runs[0], "7b", &place.err));
    assert_true(store_publish(store, runs[1], "70b", &place.err));
    assert_true(
        store_published(store, &place.arena, &documents, input, &place.err));
    assert_int_equal(documents.count, 2);
    assert_string_equal(documents.items[0].path, "70b/dossier.xml");
    assert_string_equal(input, "");
    store_close(store);
    place_close(&place);
}

/* A digest that is none must not be read beyond its end. */
static void
a_register_with_other_digests_is_refused(void **state)
{
    (void)state;
    static const char *const digests[] = {
        "'short'", "''", "replace(hex(zeroblob(32)), '0', char(233))"};
    for (size_t i = 0; i < COUNT(digests); i++) {
        struct place place;
        struct store_documents documents;
        char input[SHA256_HEX_BYTES];
        char sql[512];
        place_open(&place);
        struct store *store = place_store(&place);
        int64_t run = put_run(&place, store, digest_a);
        prepare(&place, store, run, "7b", "7b/dossier.xml");
        assert_true(store_publish(store, run, "7b", &place.err));
        store_close(store);
        snprintf(sql, sizeof(sql),
            "PRAGMA ignore_check_constraints = ON;"
            "UPDATE document SET sha256 = %s;"
            "DROP TRIGGER ledger_fixed; UPDATE ledger SET hash = %s;",
            digests[i], digests[i]);
        place_sql(&place, sql);
        store = place_store(&place);
        assert_false(store_published(
            store, &place.arena, &documents, input, &place.err));
        assert_int_equal(place.err.code, ERR_INPUT);
        struct err err = {0};
        struct store_run next = {.tool_version = "0.1.0"};
        memcpy(next.input_sha256, digest_b, SHA256_HEX_BYTES);
        assert_false(store_put_run(store, &next, &run, &err));
        assert_int_equal(err.code, ERR_INPUT);
        store_close(store);
        place_close(&place);
    }
}

static void
evidence_claims_and_findings_are_kept_as_written(void **state)
{
    (void)state;
    static const char number[] = "0.8949999999999999 and more";
    struct place place;
    struct evidence file = {.id = "E001",
        .path = "it's \"here\".json",
        .option = "7b",
        .format = "lm-eval-0.4",
        .bytes = 12,
        .status = EVIDENCE_READ,
        .reason = "",
        .place = ""};
    struct claim claim = {.evidence = "E001",
        .option = "7b",
        .entity = ENTITY_EVALUATION,
        .entity_id = "medqa",
        .property = "value",
        .value = {number, 18},
        .method = CLAIM_MEASURED,
        .reader = "lm-eval-0.4"};
    struct finding finding = {
        .rule = "COM-1", .assertion = "", .observed = {number, 18}};
    memcpy(file.sha256, digest_a, SHA256_HEX_BYTES);
    place_open(&place);
    struct store *store = place_store(&place);
    int64_t run = put_run(&place, store, digest_a);
    assert_true(store_put_evidence(
        store, run, &(struct evidence_set){&file, 1}, &place.err));
    assert_true(store_put_claims(
        store, run, &(struct claim_set){&claim, 1}, &place.err));
    assert_true(store_put_findings(
        store, run, "7b", &(struct finding_set){&finding, 1}, &place.err));
    store_close(store);
    place_sql(&place,
        "CREATE TEMP TABLE proof (n INTEGER CHECK (n = 1));"
        "INSERT INTO proof SELECT count(*) FROM evidence"
        " WHERE path = 'it''s \"here\".json' AND bytes = 12;"
        "INSERT INTO proof SELECT count(*) FROM claim"
        " WHERE value = '0.8949999999999999' AND unit = '';"
        "INSERT INTO proof SELECT count(*) FROM finding"
        " WHERE observed = '0.8949999999999999' AND outcome = 'unknown';");
    place_close(&place);
}

static void
a_claim_without_its_evidence_is_refused(void **state)
{
    (void)state;
    struct place place;
    struct claim claim = {.evidence = "E404",
        .option = "",
        .entity_id = "",
        .property = "value",
        .reader = ""};
    place_open(&place);
    struct store *store = place_store(&place);
    int64_t run = put_run(&place, store, digest_a);
    assert_false(store_put_claims(
        store, run, &(struct claim_set){&claim, 1}, &place.err));
    assert_int_equal(place.err.code, ERR_SYSTEM);
    store_close(store);
    place_close(&place);
}

static void
put_findings(
    struct place *place, struct store *store, int64_t run, enum outcome second)
{
    struct finding findings[2] = {
        {.rule = "A-1", .outcome = OUTCOME_PASS, .assertion = ""},
        {.rule = "A-2", .outcome = second, .assertion = ""},
    };
    struct finding_set set = {findings, COUNT(findings)};
    assert_true(store_begin(store, &place->err));
    assert_true(store_put_findings(store, run, "7b", &set, &place->err));
    assert_true(store_commit(store, &place->err));
    prepare(place, store, run, "7b", "7b/dossier.xml");
    prepare(place, store, run, "7b", "7b/dossier.fr.pdf");
}

/* What a later dossier shows of earlier ones; the run at hand is not in it. */
static void
the_history_tells_what_earlier_runs_found(void **state)
{
    (void)state;
    struct place place;
    struct audit_history history;
    place_open(&place);
    struct store *store = place_store(&place);
    int64_t first = put_run(&place, store, digest_a);
    put_findings(&place, store, first, OUTCOME_FAIL);
    assert_true(store_publish(store, first, "7b", &place.err));
    assert_true(store_supersede(
        store, first, "7b/dossier.xml", "7b/old.xml", &place.err));
    int64_t second = put_run(&place, store, digest_b);
    put_findings(&place, store, second, OUTCOME_PASS);
    assert_true(store_publish(store, second, "7b", &place.err));
    int64_t third = put_run(&place, store, digest_b);
    put_findings(&place, store, third, OUTCOME_UNKNOWN);
    assert_true(
        store_history(store, &place.arena, third, &history, &place.err));
    assert_int_equal(history.count, 2);
    assert_string_equal(history.items[0].option, "7b");
    assert_int_equal(history.items[0].verdict, VERDICT_NOT_FIT);
    assert_int_equal(history.items[0].counts[OUTCOME_FAIL], 1);
    assert_int_equal(history.items[0].counts[OUTCOME_PASS], 1);
    assert_int_equal(history.items[1].verdict, VERDICT_FIT);
    assert_int_equal(history.items[1].counts[OUTCOME_PASS], 2);
    assert_int_equal(strlen(history.items[1].dossier_sha256), 64);
    assert_true(
        store_history(store, &place.arena, first, &history, &place.err));
    assert_int_equal(history.count, 0);
    store_close(store);
    place_close(&place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_register_is_created_and_opened_again),
        cmocka_unit_test(a_database_that_is_no_register_is_refused),
        cmocka_unit_test(a_file_that_is_no_database_is_refused_and_kept),
        cmocka_unit_test(a_link_is_not_followed),
        cmocka_unit_test(a_register_in_use_is_said_to_be),
        cmocka_unit_test(what_was_not_committed_is_gone),
        cmocka_unit_test(documents_go_from_prepared_to_published_to_superseded),
        cmocka_unit_test(documents_of_several_runs_have_no_common_input),
        cmocka_unit_test(a_register_with_other_digests_is_refused),
        cmocka_unit_test(evidence_claims_and_findings_are_kept_as_written),
        cmocka_unit_test(a_claim_without_its_evidence_is_refused),
        cmocka_unit_test(the_history_tells_what_earlier_runs_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
