#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/limits.h"
#include "base/yaml.h"

static const struct {
    const char *text;
    const char *place;
} hostile[] = {
    {"", "line 1"},
    {"# only a comment\n", "line 1"},
    {"a: 1\na: 2\n", "line 2"},
    {"a: 1\n\"a\": 2\n", "line 2"},
    {"a: &x 1\nb: *x\n", "line 1"},
    {"a: 1\nb: *x\n", "line 2"},
    {"<<: {a: 1}\n", "line 1"},
    {"a: !!int 1\n", "line 1"},
    {"a: !custom 1\n", "line 1"},
    {"a: !!map {b: 1}\n", "line 1"},
    {"a: !x [1]\n", "line 1"},
    {"a: &m {b: 1}\n", "line 1"},
    {"[1]: 2\n", "line 1"},
    {"{a: 1}: 2\n", "line 1"},
    {"a: 1\n---\nb: 2\n", "line 2"},
    {"a: [1, 2\n", "line 2"},
    {"a: {b: 1\n", "line 2"},
    {"a: \"unclosed\n", "line 2"},
    {"a: 1\n  b: 2\n", "line 2"},
    {"a:\n\t- 1\n", "line 2"},
    {"a: \xff\n", "line 1"},
    {"a: 1\nb: \xed\xa0\x80\n", "line 2"},
    {"a: \"x\\0y\"\n", "line 1"},
};

static void
what_is_not_plain_yaml_is_refused_with_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
        struct arena arena;
        const struct node *root = NULL;
        struct err err = {0};

        arena_init(&arena, 1 << 20);
        if (yaml_load(&arena, span_of(hostile[i].text), &root, &err)) {
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
scalars_stay_text(void **state)
{
    static const char text[] = "a: no\nb: 1.10\nc: 0o17\nd: 'null'\ne: ~\n"
                               "f:\ng: 12:30:00\nh: \"x y\"\ni: [1, \xc3\xa9]\n"
                               "j: |\n  two\n  lines\n";
    static const struct {
        const char *key;
        const char *text;
        enum node_kind kind;
        bool plain;
    } rows[] = {
        {"a", "no", NODE_STRING, true},
        {"b", "1.10", NODE_STRING, true},
        {"c", "0o17", NODE_STRING, true},
        {"d", "null", NODE_STRING, false},
        {"e", "", NODE_NULL, true},
        {"f", "", NODE_NULL, true},
        {"g", "12:30:00", NODE_STRING, true},
        {"h", "x y", NODE_STRING, false},
        {"j", "two\nlines\n", NODE_STRING, false},
    };
    struct arena arena;
    const struct node *root = NULL;
    struct err err = {0};

    (void)state;
    arena_init(&arena, 1 << 20);
    assert_true(yaml_load(&arena, span_of(text), &root, &err));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const struct node *node = node_find(root, rows[i].key);
        assert_non_null(node);
        assert_int_equal(node->kind, rows[i].kind);
        assert_true(span_is(node_text(node), rows[i].text));
        assert_int_equal(node->plain, rows[i].plain);
    }
    assert_int_equal(node_find(root, "g")->line, 7);
    assert_true(
        span_is(node_text(node_item(node_find(root, "i"), 1)), "\xc3\xa9"));
    assert_null(node_item(node_find(root, "i"), 2));
    arena_release(&arena);
}

static void
depth_and_size_are_capped(void **state)
{
    char text[LIMIT_DEPTH + 2];
    struct arena arena;
    const struct node *root = NULL;
    struct err err = {0};

    (void)state;
    memset(text, '[', sizeof(text));
    arena_init(&arena, 1 << 20);
    assert_false(
        yaml_load(&arena, (struct span){text, sizeof(text)}, &root, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    err_clear(&err);
    assert_false(yaml_load(
        &arena, (struct span){text, LIMIT_YAML_BYTES + 1}, &root, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_plain_yaml_is_refused_with_the_line),
        cmocka_unit_test(scalars_stay_text),
        cmocka_unit_test(depth_and_size_are_capped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
