#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "unit/seal/sealed_sample.h"

static void
fills_the_placeholder_and_nothing_else(void **state)
{
    (void)state;
    for (int rsa = 0; rsa < 2; rsa++) {
        struct authority authority;
        struct sample sample = {0};
        struct arena arena;
        struct err err = {0};
        struct span before;
        struct span after;
        struct seal_report report;
        authority_open(&authority, rsa == 1);
        arena_init(&arena, LIMIT_ARENA_BYTES);
        sample.embedded = sealed_xml(&arena, &authority);
        before = sample_build(&sample);
        if (!seal_sign_pdf(&arena, &(struct seal_signing){.key = authority.key},
                before, &after, &err))
            fail_msg("%s", err.text);
        assert_int_equal(before.len, after.len);
        assert_memory_equal(before.ptr, after.ptr, sample.gap_start + 1);
        assert_memory_equal(before.ptr + sample.gap_end - 1,
            after.ptr + sample.gap_end - 1, after.len - sample.gap_end + 1);
        report = sealed_verify(&arena, &authority, after);
        report_print(&report);
        assert_int_equal(report.conclusion, SEAL_TOTAL_PASSED);
        assert_string_equal(report.format, "PAdES");
        assert_string_equal(report.level, "BASELINE-B");
        assert_true(report.trial);
        assert_true(span_equal(report.content, sample.embedded));
        assert_int_equal(report.claimed_s, authority.at_s - 1800);
        arena_release(&arena);
        sample_release(&sample);
        authority_close(&authority);
    }
}

static void
repeats_itself_with_rsa(void **state)
{
    struct authority authority;
    struct sample sample = {0};
    struct arena arena;
    struct err err = {0};
    struct span pdf;
    struct span first;
    struct span second;

    (void)state;
    authority_open(&authority, true);
    arena_init(&arena, LIMIT_ARENA_BYTES);
    pdf = sample_build(&sample);
    assert_true(seal_sign_pdf(&arena,
        &(struct seal_signing){.key = authority.key}, pdf, &first, &err));
    assert_true(seal_sign_pdf(&arena,
        &(struct seal_signing){.key = authority.key}, pdf, &second, &err));
    assert_true(span_equal(first, second));
    arena_release(&arena);
    sample_release(&sample);
    authority_close(&authority);
}

static void
refuses_what_it_could_not_verify(void **state)
{
    static const struct {
        struct sample sample;
        const char *reason;
    } cases[] = {
        {{.byte_range = "[0 1 2 3]"}, "ByteRange is not"},
        {{.fields = "[]"}, "exactly one field"},
        {{.catalog = "/OpenAction 3 0 R"}, "OpenAction"},
        {{.file_name = "other.xml"}, "another name"},
        {{.time = "yesterday"}, "time of signing"},
        {{.tail = "x"}, "follows the end"},
    };
    struct authority authority;

    (void)state;
    authority_open(&authority, false);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sample sample = cases[i].sample;
        struct arena arena;
        struct err err = {0};
        struct span out;
        arena_init(&arena, LIMIT_ARENA_BYTES);
        assert_false(
            seal_sign_pdf(&arena, &(struct seal_signing){.key = authority.key},
                sample_build(&sample), &out, &err));
        if (strstr(err.text, cases[i].reason) == NULL)
            fail_msg("%zu: %s", i, err.text);
        arena_release(&arena);
        sample_release(&sample);
    }
    authority_close(&authority);
}

static void
refuses_to_sign_twice(void **state)
{
    struct authority authority;
    struct sample sample = {0};
    struct arena arena;
    struct err err = {0};
    struct span once;
    struct span twice;

    (void)state;
    authority_open(&authority, false);
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(
        seal_sign_pdf(&arena, &(struct seal_signing){.key = authority.key},
            sample_build(&sample), &once, &err));
    assert_false(seal_sign_pdf(&arena,
        &(struct seal_signing){.key = authority.key}, once, &twice, &err));
    assert_non_null(strstr(err.text, "signed already"));
    arena_release(&arena);
    sample_release(&sample);
    authority_close(&authority);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_the_placeholder_and_nothing_else),
        cmocka_unit_test(repeats_itself_with_rsa),
        cmocka_unit_test(refuses_what_it_could_not_verify),
        cmocka_unit_test(refuses_to_sign_twice),
    };

    xml_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
