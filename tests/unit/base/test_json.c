#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"

struct hostile {
    const char *text;
    size_t len; /* 0 = strlen */
    enum err_code code;
    const char *place;
};

static const struct hostile hostile[] = {
    {"", 0, ERR_INPUT, "line 1"},
    {" ", 0, ERR_INPUT, "line 1"},
    {"{", 0, ERR_INPUT, "line 1"},
    {"[1,]", 0, ERR_INPUT, "line 1"},
    {"[,1]", 0, ERR_INPUT, "line 1"},
    {"[1 2]", 0, ERR_INPUT, "line 1"},
    {"{\"a\":1,}", 0, ERR_INPUT, "line 1"},
    {"{\"a\" 1}", 0, ERR_INPUT, "line 1"},
    {"{a:1}", 0, ERR_INPUT, "line 1"},
    {"{'a':1}", 0, ERR_INPUT, "line 1"},
    {"{\"a\":}", 0, ERR_INPUT, "line 1"},
    {"{\"a\":1\n,\n\"a\":2}", 0, ERR_INPUT, "line 3"},
    {"{\"a\":1,\"\\u0061\":2}", 0, ERR_INPUT, "line 1"},
    {"[{\"a\":1},{\"b\":{\"c\":1,\"c\":1}}]", 0, ERR_INPUT, "line 1"},
    {"NaN", 0, ERR_INPUT, "line 1"},
    {"[Infinity]", 0, ERR_INPUT, "line 1"},
    {"[-Infinity]", 0, ERR_INPUT, "line 1"},
    {"[01]", 0, ERR_INPUT, "line 1"},
    {"[1.]", 0, ERR_INPUT, "line 1"},
    {"[.5]", 0, ERR_INPUT, "line 1"},
    {"[+1]", 0, ERR_INPUT, "line 1"},
    {"[1e]", 0, ERR_INPUT, "line 1"},
    {"[1e+]", 0, ERR_INPUT, "line 1"},
    {"[-]", 0, ERR_INPUT, "line 1"},
    {"[0x1]", 0, ERR_INPUT, "line 1"},
    {"[1,2", 0, ERR_INPUT, "line 1"},
    {"[]]", 0, ERR_INPUT, "line 1"},
    {"[] x", 0, ERR_INPUT, "line 1"},
    {"[}", 0, ERR_INPUT, "line 1"},
    {"{]", 0, ERR_INPUT, "line 1"},
    {"// c\n1", 0, ERR_INPUT, "line 1"},
    {"[1/**/]", 0, ERR_INPUT, "line 1"},
    {"\"abc", 0, ERR_INPUT, "line 1"},
    {"\"a\nb\"", 0, ERR_INPUT, "line 1"},
    {"\"a\tb\"", 0, ERR_INPUT, "line 1"},
    {"\"\\x41\"", 0, ERR_INPUT, "line 1"},
    {"\"\\u12\"", 0, ERR_INPUT, "line 1"},
    {"\"\\ud800\"", 0, ERR_INPUT, "line 1"},
    {"\"\\ud800\\u0041\"", 0, ERR_INPUT, "line 1"},
    {"\"\\udc00\"", 0, ERR_INPUT, "line 1"},
    {"\"\\u0000\"", 0, ERR_INPUT, "line 1"},
    {"\"\\", 0, ERR_INPUT, "line 1"},
    {"\"\xff\"", 0, ERR_INPUT, "line 1"},
    {"\"\xc0\xaf\"", 0, ERR_INPUT, "line 1"},
    {"\"\xed\xa0\x80\"", 0, ERR_INPUT, "line 1"},
    {"\"\xf4\x90\x80\x80\"", 0, ERR_INPUT, "line 1"},
    {"\"\xe2\x82", 0, ERR_INPUT, "line 1"},
    {"\xef\xbb\xbf{}", 0, ERR_INPUT, "line 1"},
    {"[1\0]", 4, ERR_INPUT, "line 1"},
    {"\"a\0b\"", 5, ERR_INPUT, "line 1"},
    {"tru", 0, ERR_INPUT, "line 1"},
    {"nullx", 0, ERR_INPUT, "line 1"},
    {"TRUE", 0, ERR_INPUT, "line 1"},
    {"[1]\n\n\f", 0, ERR_INPUT, "line 3"},
};

static void
malformed_documents_are_refused_with_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
        const struct hostile *row = &hostile[i];
        struct span bytes = {
            row->text, row->len == 0 ? strlen(row->text) : row->len};
        const struct node *root = NULL;
        struct err err = {0};
        struct arena arena;

        arena_init(&arena, 1 << 20);
        if (json_load(&arena, bytes, &root, &err)) {
            fail_msg("row %zu was accepted: %s", i, row->text);
        }
        assert_int_equal(err.code, row->code);
        assert_string_equal(err.place, row->place);
        assert_null(root);
        arena_release(&arena);
    }
}

static void
every_prefix_of_a_document_is_refused(void **state)
{
    static const char text[] =
        "{\"a\":[1,-2.5e+3,true,false,null],\"\\u00e9\\n\":{\"b\":\"\\ud83d"
        "\\ude00 \xc3\xa9\"}}";

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++) {
        struct span bytes = {text, len};
        const struct node *root = NULL;
        struct err err = {0};
        struct arena arena;

        arena_init(&arena, 1 << 20);
        assert_int_equal(
            json_load(&arena, bytes, &root, &err), len == sizeof(text) - 1);
        arena_release(&arena);
    }
}

static void
the_tree_keeps_literals_keys_and_places(void **state)
{
    static const char text[] = "{\n \"a\": [1.10, 18446744073709551616],\n"
                               " \"x/y~\": {\"\\u0062\": \"\\ud83d\\ude00\"},"
                               "\n \"n\": null }";
    struct arena arena;
    const struct node *root = NULL;
    struct err err = {0};

    (void)state;
    arena_init(&arena, 1 << 20);
    assert_true(json_load(&arena, span_of(text), &root, &err));
    const struct node *list = node_find(root, "a");
    assert_true(span_is(node_text(node_item(list, 0)), "1.10"));
    assert_true(span_is(node_text(node_item(list, 1)), "18446744073709551616"));
    assert_int_equal(list->line, 2);
    assert_int_equal(node_item(list, 0)->byte, 9);
    assert_int_equal(node_item(list, 0)->key.len, 0);
    const struct node *inner = node_find(node_find(root, "x/y~"), "b");
    assert_true(span_is(node_text(inner), "\xf0\x9f\x98\x80"));
    assert_string_equal(node_pointer(&arena, inner, &err), "/x~1y~0/b");
    assert_string_equal(node_pointer(&arena, node_item(list, 1), &err), "/a/1");
    assert_string_equal(node_pointer(&arena, root, &err), "");
    assert_int_equal(node_find(root, "n")->kind, NODE_NULL);
    assert_int_equal(node_text(node_find(root, "n")).len, 0);
    assert_null(node_find(root, "absent"));
    assert_int_equal(root->child_count, 3);
    arena_release(&arena);
}

static void
depth_is_capped(void **state)
{
    char text[2 * (LIMIT_DEPTH + 1)];

    (void)state;
    for (size_t depth = LIMIT_DEPTH; depth <= LIMIT_DEPTH + 1; depth++) {
        struct arena arena;
        const struct node *root = NULL;
        struct err err = {0};

        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        arena_init(&arena, 1 << 20);
        assert_int_equal(
            json_load(&arena, (struct span){text, 2 * depth}, &root, &err),
            depth <= LIMIT_DEPTH);
        assert_int_equal(err.code, depth <= LIMIT_DEPTH ? ERR_NONE : ERR_LIMIT);
        arena_release(&arena);
    }
}

static void
many_keys_are_compared_in_linear_time(void **state)
{
    enum {
        KEYS = 200000
    };
    struct text text;
    struct arena arena;
    const struct node *root = NULL;
    struct err err = {0};

    (void)state;
    text_init(&text, LIMIT_TEXT_BYTES);
    text_putc(&text, '{');
    for (int i = 0; i < KEYS; i++) {
        text_printf(&text, "\"key-%d\":%d,", i, i);
    }
    size_t before = text.len;
    text_puts(&text, "\"last\":0}");
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(json_load(&arena, text_span(&text), &root, &err));
    assert_int_equal(root->child_count, KEYS + 1);
    text.len = before;
    text_puts(&text, "\"key-77\":0}");
    assert_false(json_load(&arena, text_span(&text), &root, &err));
    assert_non_null(strstr(err.text, "key-77"));
    arena_release(&arena);
    text_release(&text);
}

static void
skip_leaves_the_map_just_entered(void **state)
{
    struct err err = {0};
    enum json_event event;
    struct span text;
    struct json *json = json_open(span_of("[{\"a\":[{},[1]]},\n7]"), &err);

    (void)state;
    assert_true(json_next(json, &event, &text, &err));
    assert_true(json_next(json, &event, &text, &err));
    assert_int_equal(event, JSON_MAP);
    assert_true(json_skip(json, &err));
    assert_true(json_next(json, &event, &text, &err));
    assert_int_equal(event, JSON_NUMBER);
    assert_true(span_is(text, "7"));
    assert_int_equal(json_line(json), 2);
    assert_int_equal(json_byte(json), 17);
    assert_true(json_next(json, &event, &text, &err));
    assert_true(json_next(json, &event, &text, &err));
    assert_int_equal(event, JSON_END);
    assert_true(json_next(json, &event, &text, &err));
    assert_int_equal(event, JSON_END);
    json_close(json);
    json_close(NULL);
}

static void
a_written_string_is_read_back(void **state)
{
    const struct span text = {"a\"\\\n\x01\x7f\xc3\xa9/", 9};
    struct text out;
    struct arena arena;
    const struct node *root = NULL;
    struct err err = {0};

    (void)state;
    arena_init(&arena, 1 << 20);
    text_init(&out, 1 << 20);
    json_put_string(&out, text);
    assert_true(json_load(&arena, text_span(&out), &root, &err));
    assert_true(span_equal(node_text(root), text));
    text_release(&out);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_documents_are_refused_with_the_line),
        cmocka_unit_test(every_prefix_of_a_document_is_refused),
        cmocka_unit_test(the_tree_keeps_literals_keys_and_places),
        cmocka_unit_test(depth_is_capped),
        cmocka_unit_test(many_keys_are_compared_in_linear_time),
        cmocka_unit_test(skip_leaves_the_map_just_entered),
        cmocka_unit_test(a_written_string_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
