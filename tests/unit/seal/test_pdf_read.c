#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "base/limits.h"
#include "seal/pdf_read.h"

#include "unit/seal/pdf_sample.h"

static bool
loads(struct span bytes, struct err *err)
{
    struct arena arena;
    struct pdf_document document;
    bool ok;

    arena_init(&arena, LIMIT_PDF_TREE_BYTES);
    ok = pdf_load(&arena, bytes, &document, err);
    arena_release(&arena);
    return ok;
}

static void
reads_what_the_writer_writes(void **state)
{
    struct sample sample = {0};
    struct span bytes = sample_build(&sample);
    struct arena arena;
    struct pdf_document document;
    struct err err = {0};
    const struct pdf_value *root;
    struct span content;

    (void)state;
    arena_init(&arena, LIMIT_PDF_TREE_BYTES);
    if (!pdf_load(&arena, bytes, &document, &err))
        fail_msg("%s: %s", err.place, err.text);
    assert_int_equal(document.object_count, 13);
    root = pdf_find(&document, document.trailer, "Root");
    assert_true(pdf_value_is_name(pdf_value_find(root, "Type"), "Catalog"));
    assert_true(pdf_stream_bytes(
        &arena, &document, &document.objects[10], 1000, &content, &err));
    assert_true(span_is(content, "<dossier/>"));
    arena_release(&arena);
    sample_release(&sample);
}

static const struct {
    const char *name;
    struct sample sample;
    const char *reason;
} guesses[] = {
    {"duplicate key", {.page = "/Type /Page"}, "one key twice"},
    {"duplicate key, escaped", {.page = "/T#79pe /Page"}, "one key twice"},
    {"duplicate key in the signature", {.signature = "/Byte#52ange [0]"},
        "one key twice"},
    {"bytes before the header", {.header = " %PDF-1.7\n"}, "does not begin"},
    {"version 2.0", {.header = "%PDF-2.0\n"}, "does not begin"},
    {"HTML before the header", {.header = "<html>%PDF-1.7\n"},
        "does not begin"},
    {"markup in the second line", {.header = "%PDF-1.7\n%<html>\n"},
        "second line"},
    {"bytes after the end", {.tail = "x"}, "follows the end"},
    {"line after the end", {.tail = "\n"}, "follows the end"},
    {"comment after the end", {.tail = "%x\n"}, "follows the end"},
    {"ZIP after the end", {.tail = "PK\003\004"}, "follows the end"},
    {"second end", {.tail = "startxref\n9\n%%EOF\n"}, "out of its revision"},
    {"earlier table", {.trailer = "/Prev 9\n"}, "Prev"},
    {"earlier table, escaped", {.trailer = "/Pre#76 9\n"}, "Prev"},
    {"hybrid file", {.trailer = "/XRefStm 9\n"}, "XRefStm"},
    {"encryption", {.trailer = "/Encrypt 9 0 R\n"}, "XRefStm"},
    {"comment in a dictionary", {.page = "%x\n"}, "no name"},
    {"NUL escape in a name", {.page = "/A#00 1"}, "escape"},
    {"cut escape in a name", {.page = "/A#4 1"}, "escape"},
    {"number without digits", {.page = "/A -"}, "no number"},
    {"number with two points", {.page = "/A 1.2.3"}, "no number"},
    {"number of 26 digits", {.page = "/A 12345678901234567890123456"},
        "over 18 digits"},
    {"string without end", {.page = "/A (("}, "no end"},
    {"hexadecimal string with a letter g", {.page = "/A <ag>"},
        "no hexadecimal digit"},
    {"hexadecimal string of odd length", {.page = "/A <abc>"}, "odd"},
    {"key without value", {.page = "/A"}, "no value"},
    {"key that is no name", {.page = "1 2"}, "no name"},
    {"object that is a reference", {.objects = "1 0 R"}, "only a reference"},
    {"object behind an object", {.objects = "1 endobj 14 0 obj 2"},
        "lie between"},
    {"stream longer than the file",
        {.objects = "<</Length 99999999>>stream\nx\nendstream"}, "too long"},
    {"stream of negative length",
        {.objects = "<</Length -1>>stream\nx\nendstream"}, "no length"},
    {"stream whose length is itself",
        {.objects = "<</Length 13 0 R>>stream\nx\nendstream"}, "no length"},
    {"stream whose length does not exist",
        {.objects = "<</Length 99 0 R>>stream\nx\nendstream"},
        "no such object"},
    {"stream shorter than it is",
        {.objects = "<</Length 0>>stream\nxyz\nendstream"}, "endstream"},
};

static void
refuses_to_guess(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof guesses / sizeof guesses[0]; i++) {
        struct sample sample = guesses[i].sample;
        struct err err = {0};
        struct span bytes = sample_build(&sample);
        bool ok = loads(bytes, &err);
        if (ok || strstr(err.text, guesses[i].reason) == NULL)
            fail_msg("%s: %s: %s", guesses[i].name, err.place, err.text);
        assert_true(err.code == ERR_INPUT);
        sample_release(&sample);
    }
}

/* Build, change bytes of the built file, and expect a refusal. */
static void
refuses_a_broken_table(void **state)
{
    static const struct {
        const char *find;
        const char *put;
    } cases[] = {
        {"xref\n0 13", "xref\n1 12"},
        {"xref\n0 13", "xref\n0 12"},
        {"65535 f", "65535 n"},
        {"00000 n", "00001 n"},
        {"00000 n", "00000 f"},
        {"00000 n\r\n", "00000 n \r"},
        {"\r\n0000000", "\r\n0000001"},
        {"\r\n0000000", "\r\n000000x"},
        {"startxref\n", "startxref "},
        {"startxref\n", "startxreg\n"},
        {"/Size 13", "/Size 14"},
        {"trailer\n<<", "trailer\n[["},
        {"%%EOF", "%%EOE"},
        {"2 0 obj", "3 0 obj"},
        {"2 0 obj", "2 1 obj"},
        {"endobj\n3", "endobx\n3"},
        {"endobj\n3", "endobj%3"},
        {"%PDF-1.7", "%PDF-1.8"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sample sample = {0};
        struct err err = {0};
        struct span bytes = sample_build(&sample);
        size_t at = span_find(bytes, span_of(cases[i].find));
        assert_true(at < bytes.len);
        memcpy(sample.text.ptr + at, cases[i].put, strlen(cases[i].put));
        /* "\n" for " " in an entry is as good as "\r\n" */
        if (strcmp(cases[i].put, "00000 n \r") == 0)
            assert_true(loads(bytes, &err));
        else if (loads(bytes, &err))
            fail_msg("'%s' became '%s'", cases[i].find, cases[i].put);
        sample_release(&sample);
    }
}

static void
refuses_what_costs_too_much(void **state)
{
    enum {
        DEEP = 50000
    };
    struct text text;
    struct sample sample = {0};
    struct err err = {0};

    (void)state;
    text_init(&text, (size_t)4 << 20);
    text_puts(&text, "/A ");
    for (int i = 0; i < DEEP; i++)
        text_putc(&text, '[');
    sample.page = text.ptr;
    assert_false(loads(sample_build(&sample), &err));
    assert_non_null(strstr(err.text, "nest too deeply"));
    sample_release(&sample);
    text_release(&text);

    text_init(&text, (size_t)4 << 20);
    for (int i = 0; i <= LIMIT_PDF_KEYS; i++)
        text_printf(&text, "/K%d 1 ", i);
    sample = (struct sample){.page = text.ptr};
    memset(&err, 0, sizeof err);
    assert_false(loads(sample_build(&sample), &err));
    assert_non_null(strstr(err.text, "too many keys"));
    sample_release(&sample);
    text_release(&text);

    text_init(&text, (size_t)8 << 20);
    text_puts(&text, "/A [");
    for (int i = 0; i < LIMIT_PDF_VALUES; i++)
        text_puts(&text, "1 ");
    text_puts(&text, "]");
    sample = (struct sample){.page = text.ptr};
    memset(&err, 0, sizeof err);
    assert_false(loads(sample_build(&sample), &err));
    assert_non_null(strstr(err.text, "too many values"));
    sample_release(&sample);
    text_release(&text);
}

static void
refuses_flate_bombs(void **state)
{
    struct text zeros;
    struct sample sample = {0};
    struct arena arena;
    struct pdf_document document;
    struct err err = {0};
    struct span content;

    (void)state;
    text_init(&zeros, (size_t)8 << 20);
    for (int i = 0; i < 4000000; i++)
        text_putc(&zeros, ' ');
    sample.embedded = text_span(&zeros);
    arena_init(&arena, LIMIT_PDF_TREE_BYTES);
    assert_true(pdf_load(&arena, sample_build(&sample), &document, &err));
    assert_false(pdf_stream_bytes(&arena, &document, &document.objects[10],
        LIMIT_XML_BYTES, &content, &err));
    assert_non_null(strstr(err.text, "limit"));
    arena_release(&arena);
    sample_release(&sample);
    text_release(&zeros);
}

static void
survives_any_cut(void **state)
{
    struct sample sample = {0};
    struct span bytes = sample_build(&sample);

    (void)state;
    for (size_t i = 0; i + 1 < bytes.len; i++) {
        struct err err = {0};
        assert_false(loads((struct span){bytes.ptr, i}, &err));
    }
    sample_release(&sample);
}

static void
reads_values_exactly(void **state)
{
    static const char source[] =
        "[-12 +3 .5 -1. 4. true null /A#20b (a\\(\\)\\101\\n(x)) <4 142> 7 0 R "
        "7 0 8]";
    struct arena arena;
    struct pdf_cursor cursor = {.arena = &arena, .bytes = span_of(source)};
    const struct pdf_value *list;
    const struct pdf_value *item;
    struct err err = {0};

    (void)state;
    arena_init(&arena, LIMIT_PDF_TREE_BYTES);
    assert_true(pdf_value_read(&cursor, &list, &err));
    assert_int_equal(list->count, 14);
    item = list->first;
    assert_int_equal(item->integer, -12);
    item = item->next;
    assert_int_equal(item->integer, 3);
    for (int i = 0; i < 3; i++) {
        item = item->next;
        assert_int_equal(item->kind, PDF_REAL);
    }
    item = item->next;
    assert_int_equal(item->kind, PDF_BOOLEAN);
    item = item->next;
    assert_int_equal(item->kind, PDF_NULL);
    item = item->next;
    assert_true(span_is(item->text, "A b"));
    item = item->next;
    assert_true(span_is(item->text, "a()A\n(x)"));
    item = item->next;
    assert_true(item->hex && span_is(item->text, "AB"));
    item = item->next;
    assert_int_equal(item->kind, PDF_REFERENCE);
    assert_int_equal(item->integer, 7);
    assert_int_equal(item->end - item->start, 5);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_the_writer_writes),
        cmocka_unit_test(refuses_to_guess),
        cmocka_unit_test(refuses_a_broken_table),
        cmocka_unit_test(refuses_what_costs_too_much),
        cmocka_unit_test(refuses_flate_bombs),
        cmocka_unit_test(survives_any_cut),
        cmocka_unit_test(reads_values_exactly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
