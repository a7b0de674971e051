#include "base/text.h"
#include "render/pdf/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static size_t
count_of(struct span hay, const char *needle)
{
    size_t count = 0;
    size_t len = strlen(needle);

    for (size_t i = 0; i + len <= hay.len; i++)
        count += memcmp(hay.ptr + i, needle, len) == 0;
    return count;
}

static void
pdf_numbers_are_exact_decimals(void **in)
{
    static const struct {
        int64_t thousandths;
        const char *text;
    } cases[] = {{0, "0"}, {1, "0.001"}, {-1, "-0.001"}, {10, "0.01"},
        {100, "0.1"}, {999, "0.999"}, {1000, "1"}, {-1500, "-1.5"},
        {595276, "595.276"}, {841890, "841.89"},
        {INT64_MIN, "-9223372036854775.808"}};

    (void)in;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text text;

        text_init(&text, 64);
        pdf_put_number(&text, cases[i].thousandths);
        assert_string_equal(text.ptr, cases[i].text);
        text_release(&text);
    }
}

static void
pdf_strings_are_escaped_or_utf16(void **in)
{
    static const struct {
        const char *utf8;
        const char *text;
    } cases[] = {{"", "()"}, {"a(b)\\", "(a\\(b\\)\\\\)"},
        {"\xC3\xA9", "<FEFF00E9>"}, {"a\n", "<FEFF0061000A>"},
        {"\xF0\x9F\x99\x82", "<FEFFD83DDE42>"}};

    (void)in;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text text;

        text_init(&text, 64);
        pdf_put_text_string(&text, span_of(cases[i].utf8));
        assert_string_equal(text.ptr, cases[i].text);
        text_release(&text);
    }
}

static void
cmap_maps_ligatures_and_names_nothing_forbidden(void **in)
{
    const struct pdf_code codes[] = {
        {5, 5, {"ffi", 3}, -1, 0},
        {6, 6, {"", 0}, -1, 0},
        {7, 7, {"\xEF\xBB\xBF", 3}, -1, 0},
    };
    struct text text;

    (void)in;
    text_init(&text, 4096);
    pdf_cmap_put(&text, codes, 3);
    assert_non_null(strstr(text.ptr, "3 beginbfchar\n"));
    assert_non_null(strstr(text.ptr, "<0005> <006600660069>\n"));
    assert_non_null(strstr(text.ptr, "<0006> <2060>\n"));
    assert_non_null(strstr(text.ptr, "<0007> <2060>\n"));
    assert_null(strstr(text.ptr, "FEFF"));
    text_release(&text);
}

static void
cmap_sections_have_at_most_100_entries(void **in)
{
    struct pdf_code codes[201];
    struct span text_span_of_a = {"a", 1};
    struct text text;

    (void)in;
    for (uint16_t i = 0; i < 201; i++)
        codes[i] = (struct pdf_code){i, i, text_span_of_a, -1, 0};
    text_init(&text, 65536);
    pdf_cmap_put(&text, codes, 201);
    assert_int_equal(count_of(text_span(&text), "\n100 beginbfchar\n"), 2);
    assert_int_equal(count_of(text_span(&text), "\n1 beginbfchar\n"), 1);
    assert_int_equal(count_of(text_span(&text), "endbfchar\n"), 3);
    text_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pdf_numbers_are_exact_decimals),
        cmocka_unit_test(pdf_strings_are_escaped_or_utf16),
        cmocka_unit_test(cmap_maps_ligatures_and_names_nothing_forbidden),
        cmocka_unit_test(cmap_sections_have_at_most_100_entries),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
