#include "register.h"

static void
fill(struct place *place)
{
    place_open(place);
    struct store *store = place_store(place);
    for (size_t i = 0; i < 2; i++) {
        int64_t run = put_run(place, store, i == 0 ? digest_a : digest_b);
        prepare(place, store, run, "7b", i == 0 ? "7b/a.xml" : "7b/b.xml");
        assert_true(store_publish(store, run, "7b", &place->err));
    }
    store_close(store);
}

#define UNLOCK "DROP TRIGGER ledger_fixed; DROP TRIGGER ledger_kept; "

static const struct {
    const char *name, *sql;
    const char *text; /* NULL: intact */
} tampering[] = {
    {"none", "SELECT 1", NULL},
    {"edited path", UNLOCK "UPDATE ledger SET path = 'x' WHERE sequence = 2",
        "entry 2"},
    {"edited time", UNLOCK "UPDATE ledger SET at = 'x' WHERE sequence = 1",
        "entry 1"},
    {"edited hash",
        UNLOCK "UPDATE ledger SET hash ="
               " (SELECT hash FROM ledger WHERE sequence = 1)"
               " WHERE sequence = 4",
        "entry 4"},
    {"moved between columns",
        UNLOCK
        "UPDATE ledger SET option = option || char(10) || path, path = ''"
        " WHERE sequence = 2",
        "entry 2"},
    {"removed", UNLOCK "DELETE FROM ledger WHERE sequence = 2", "entry 2"},
    {"removed at the front", UNLOCK "DELETE FROM ledger WHERE sequence = 1",
        "entry 1"},
    {"removed and renumbered",
        UNLOCK "DELETE FROM ledger WHERE sequence = 2;"
               "UPDATE ledger SET sequence = sequence - 1 WHERE sequence > 2",
        "entry 2"},
    {"reordered",
        UNLOCK "UPDATE ledger SET sequence = 9 WHERE sequence = 2;"
               "UPDATE ledger SET sequence = 2 WHERE sequence = 3;"
               "UPDATE ledger SET sequence = 3 WHERE sequence = 9",
        "entry 2"},
    {"inserted",
        "INSERT INTO ledger SELECT 5, at, what, option, path, sha256, hash"
        " FROM ledger WHERE sequence = 4",
        "entry 5"},
};

static void
a_tampered_ledger_is_found_broken(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tampering); i++) {
        struct place place;
        struct store_events events;
        fill(&place);
        place_sql(&place, tampering[i].sql);
        struct store *store = place_store(&place);
        bool ok = store_ledger(store, &place.arena, &events, &place.err);
        if (ok != (tampering[i].text == NULL)) {
            fail_msg("%s: %s", tampering[i].name, ok ? "intact" : "broken");
        }
        if (!ok && (place.err.code != ERR_INPUT ||
                       strstr(place.err.text, tampering[i].text) == NULL)) {
            fail_msg("%s: %s", tampering[i].name, place.err.text);
        }
        store_close(store);
        place_close(&place);
    }
}

static void
the_ledger_itself_refuses_changes(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE ledger SET path = 'x'",
        "DELETE FROM ledger",
    };
    struct place place;
    fill(&place);
    for (size_t i = 0; i < COUNT(changes); i++) {
        sqlite3 *db = NULL;
        assert_int_equal(sqlite3_open(place.path, &db), SQLITE_OK);
        assert_int_equal(
            sqlite3_exec(db, changes[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
        assert_string_equal(sqlite3_errmsg(db), "the ledger is append-only");
        sqlite3_close(db);
    }
    place_close(&place);
}

/* Other implementations must be able to walk the chain: its first link. */
static void
the_hash_covers_the_hash_before_and_every_field(void **state)
{
    (void)state;
    struct place place;
    struct store_events events;
    char hash[SHA256_HEX_BYTES];
    char text[512];
    fill(&place);
    struct store *store = place_store(&place);
    assert_true(store_ledger(store, &place.arena, &events, &place.err));
    assert_int_equal(events.count, 4);
    snprintf(text, sizeof(text), "%064d\n%s\nrun\n\n\n%s\n", 0,
        events.items[0].at, digest_a);
    assert_true(digest_hex(span_of(text), hash, &place.err));
    assert_string_equal(events.items[0].hash, hash);
    snprintf(text, sizeof(text), "%s\n%s\npublished\n7b\n7b/a.xml\n%s\n", hash,
        events.items[1].at, digest_a);
    assert_true(digest_hex(span_of(text), hash, &place.err));
    assert_string_equal(events.items[1].hash, hash);
    store_close(store);
    place_close(&place);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tampered_ledger_is_found_broken),
        cmocka_unit_test(the_ledger_itself_refuses_changes),
        cmocka_unit_test(the_hash_covers_the_hash_before_and_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
