#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/csv.h"
#include "base/limits.h"

static const struct {
    const char *text;
    const char *place;
} hostile[] = {
    {"", "line 1"},
    {"a,b\n1\n", "line 2"},
    {"a,b\n1,2\n1,2,3\n", "line 3"},
    {"a,a\n1,2\n", "line 1"},
    {"a,\"a\"\n1,2\n", "line 1"},
    {"a\n\"1\n", "line 2"},
    {"a\n\"1\"2\n", "line 2"},
    {"a\n1\"2\"\n", "line 2"},
    {"a,b\n1,2\n\n", "line 3"},
    {"a\n1\r2\n", "line 2"},
    {"a\n\xff\n", "line 2"},
    {"a\n1\n\xc3\n", "line 3"},
};

static void
malformed_tables_are_refused_with_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
        struct arena arena;
        struct csv csv;
        struct err err = {0};

        arena_init(&arena, 1 << 20);
        if (csv_load(&arena, span_of(hostile[i].text), &csv, &err)) {
            fail_msg("row %zu was accepted: %s", i, hostile[i].text);
        }
        assert_int_equal(err.code, ERR_INPUT);
        if (strcmp(err.place, hostile[i].place) != 0) {
            fail_msg("row %zu: %s: %s", i, err.place, err.text);
        }
        arena_release(&arena);
    }
}

static void
fields_are_found_by_column(void **state)
{
    static const char text[] = "\xef\xbb\xbfname,value,\"a \"\"b\"\"\"\r\n"
                               "x,1.50,\r\n\"two\nlines\",\"a,b\",\"\"\"q\"\n"
                               "last,,z";
    struct arena arena;
    struct csv csv;
    struct err err = {0};

    (void)state;
    arena_init(&arena, 1 << 20);
    assert_true(csv_load(&arena, span_of(text), &csv, &err));
    assert_int_equal(csv.column_count, 3);
    assert_int_equal(csv.row_count, 3);
    assert_true(csv_has(&csv, "name"));
    assert_true(csv_has(&csv, "a \"b\""));
    assert_false(csv_has(&csv, "nam"));
    assert_true(span_is(csv_field(&csv, &csv.rows[0], "value"), "1.50"));
    assert_int_equal(csv_field(&csv, &csv.rows[0], "absent").len, 0);
    assert_true(span_is(csv_field(&csv, &csv.rows[1], "name"), "two\nlines"));
    assert_true(span_is(csv_field(&csv, &csv.rows[1], "value"), "a,b"));
    assert_true(span_is(csv_field(&csv, &csv.rows[1], "a \"b\""), "\"q"));
    assert_int_equal(csv.rows[1].line, 3);
    assert_int_equal(csv.rows[2].line, 5);
    assert_true(span_is(csv_field(&csv, &csv.rows[2], "a \"b\""), "z"));
    arena_release(&arena);
}

static void
a_header_alone_has_no_rows(void **state)
{
    struct arena arena;
    struct csv csv;
    struct err err = {0};

    (void)state;
    arena_init(&arena, 1 << 20);
    assert_true(csv_load(&arena, span_of("a,b"), &csv, &err));
    assert_int_equal(csv.column_count, 2);
    assert_int_equal(csv.row_count, 0);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_tables_are_refused_with_the_line),
        cmocka_unit_test(fields_are_found_by_column),
        cmocka_unit_test(a_header_alone_has_no_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
