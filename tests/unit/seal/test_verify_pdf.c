#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "unit/seal/sealed_sample.h"

static struct authority authority;
static struct arena store;
static struct span dossier;

static int
set_up(void **state)
{
    (void)state;
    authority_open(&authority, false);
    arena_init(&store, LIMIT_ARENA_BYTES);
    dossier = sealed_xml(&store, &authority);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    arena_release(&store);
    authority_close(&authority);
    return 0;
}

/* Signed by an insider without asking whether it may be. */
static void
build_forced(struct arena *arena, struct sample *sample)
{
    if (sample->embedded.ptr == NULL)
        sample->embedded = dossier;
    (void)sample_build(sample);
    sample_force(arena, &authority, sample, sample_content(sample));
}

struct attack {
    const char *name;
    struct sample sample;
    const char *check; /* that must not pass */
};

/*
 * Each file has a right digest and a right signature by a trusted signer over
 * everything but the gap, and still must not pass.
 */
static const struct attack attacks[] = {
    {"two ByteRanges", {.signature = "/Byte#52ange [0 1 2 3]\n"},
        "pdf-structure-strict"},
    {"two Contents", {.signature = "/#43ontents <00>\n"},
        "pdf-structure-strict"},
    {"ByteRange with leading zeros",
        {.byte_range = "[0 000000000 000000000 0000000000]"},
        "pdf-byte-range-exact"},
    {"ByteRange empty", {.byte_range = "[]"}, "pdf-byte-range-exact"},
    {"ByteRange null", {.byte_range = "null"}, "pdf-byte-range-exact"},
    {"ByteRange a number", {.byte_range = "0"}, "pdf-byte-range-exact"},
    {"ByteRange of zeros", {.byte_range = "[0 0 0 0]"}, "pdf-byte-range-exact"},
    {"ByteRange negative", {.byte_range = "[0 -1 -2 -3]"},
        "pdf-byte-range-exact"},
    {"ByteRange of two", {.byte_range = "[0 9]"}, "pdf-byte-range-exact"},
    {"ByteRange of three", {.byte_range = "[0 9 9]"}, "pdf-byte-range-exact"},
    {"ByteRange of six", {.byte_range = "[0 1 2 3 4 5]"},
        "pdf-byte-range-exact"},
    {"ByteRange of reals", {.byte_range = "[0.0 1.0 2.0 3.0]"},
        "pdf-byte-range-exact"},
    {"ByteRange of 2^31", {.byte_range = "[0 2147483648 1 1]"},
        "pdf-byte-range-exact"},
    {"ByteRange of 2^32", {.byte_range = "[0 4294967296 1 1]"},
        "pdf-byte-range-exact"},
    {"ByteRange of 2^64", {.byte_range = "[0 18446744073709551616 1 1]"},
        "pdf-structure-strict"},
    {"ByteRange of references", {.byte_range = "[11 0 R 11 0 R 11 0 R 11 0 R]"},
        "pdf-byte-range-exact"},
    {"signature for Windows", {.sub_filter = "adbe.pkcs7.sha1"},
        "pdf-signature-dictionary"},
    {"raw RSA", {.sub_filter = "adbe.x509.rsa_sha1"},
        "pdf-signature-dictionary"},
    {"older CMS", {.sub_filter = "adbe.pkcs7.detached"},
        "pdf-signature-dictionary"},
    {"time-stamp over CMS", {.sub_filter = "ETSI.RFC3161"},
        "pdf-signature-dictionary"},
    {"certificate in the dictionary", {.signature = "/Cert (x)\n"},
        "pdf-signature-dictionary"},
    {"reference dictionary", {.signature = "/Reference []\n"},
        "pdf-signature-dictionary"},
    {"local time", {.time = "D:20261123093000+01'00'"},
        "pdf-signature-dictionary"},
    {"time of the future", {.time = "D:20270101000000Z"}, "claimed-time"},
    {"no field", {.fields = "[]"}, "pdf-signature-single"},
    {"two fields", {.fields = "[6 0 R 6 0 R]"}, "pdf-signature-single"},
    {"field without signature", {.fields = "[3 0 R]"}, "pdf-signature-single"},
    {"field with children", {.field = "/Kids []"}, "pdf-signature-single"},
    {"text field elsewhere", {.objects = "<</FT /Tx /T (x)>>"},
        "pdf-signature-single"},
    {"second signature dictionary",
        {.objects = "<</Type /Sig /Contents <00>>>"}, "pdf-signature-single"},
    {"hidden ByteRange", {.objects = "<</ByteRange [0 1 2 3]>>"},
        "pdf-signature-single"},
    {"time-stamp dictionary", {.objects = "<</Type /DocTimeStamp>>"},
        "pdf-signature-single"},
    {"JavaScript", {.objects = "<</S /JavaScript /JS (app.alert\\(1\\))>>"},
        "pdf-content-passive"},
    {"JavaScript, escaped", {.objects = "<</S /J#61vaScript>>"},
        "pdf-content-passive"},
    {"opening action", {.catalog = "/OpenAction 3 0 R\n"},
        "pdf-content-passive"},
    {"additional actions", {.page = "/AA <<>>"}, "pdf-content-passive"},
    {"launch", {.objects = "<</S /Launch /F (x)>>"}, "pdf-content-passive"},
    {"submit", {.field = "/A <</S /SubmitForm>>"}, "pdf-content-passive"},
    {"layers", {.catalog = "/OCProperties <<>>\n"}, "pdf-content-passive"},
    {"forms of XML", {.form = "/XFA []"}, "pdf-content-passive"},
    {"external stream", {.objects = "<</Length 1 /F (x)>>stream\nx\nendstream"},
        "pdf-content-passive"},
    {"object stream",
        {.objects = "<</Type /ObjStm /Length 1>>stream\nx\nendstream"},
        "pdf-content-passive"},
    {"cross-reference stream",
        {.objects = "<</Type /XRef /Length 1>>stream\nx\nendstream"},
        "pdf-content-passive"},
    {"movie", {.page = "/B <</Subtype /Movie>>"}, "pdf-content-passive"},
    {"file of another name", {.file_name = "facts.xml"}, "pdf-embedded-single"},
    {"second file specification",
        {.objects = "<</Type /Filespec /F (dossier.xml)>>"},
        "pdf-embedded-single"},
    {"second embedded stream",
        {.objects = "<</Type /EmbeddedFile /Length 1>>stream\nx\n"
                    "endstream"},
        "pdf-embedded-single"},
    {"other stream for another system", {.filespec = "/Desc (x)/DOS (x)"},
        NULL},
    {"embedded file without a seal",
        {.embedded = {"<dossier xmlns=\"urn:auditor:dossier:1\"/>", 41}},
        "pdf-embedded-sealed"},
    {"embedded file that is no XML", {.embedded = {"x", 1}},
        "pdf-embedded-sealed"},
    {"embedded file that is empty", {.embedded = {"", 0}},
        "pdf-embedded-sealed"},
    {"bytes after the end", {.tail = "x"}, "pdf-structure-strict"},
    {"bytes before the start", {.header = "MZ%PDF-1.7\n"}, NULL},
};

static void
refuses_signed_files_out_of_profile(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        struct sample sample = attacks[i].sample;
        struct arena arena;
        struct seal_report report;
        arena_init(&arena, LIMIT_ARENA_BYTES);
        build_forced(&arena, &sample);
        report = sealed_verify(&arena, &authority, text_span(&sample.text));
        if (attacks[i].check != NULL &&
            (report.conclusion == SEAL_TOTAL_PASSED ||
                report_state(&report, attacks[i].check) == SEAL_PASSED ||
                report_state(&report, attacks[i].check) == SEAL_NOT_RUN)) {
            report_print(&report);
            fail_msg("%s", attacks[i].name);
        }
        if (report.conclusion != SEAL_TOTAL_PASSED)
            assert_int_equal(report.content.len, 0);
        arena_release(&arena);
        sample_release(&sample);
    }
}

/* The good file, which the tests below change. */
static struct span
good_file(struct sample *sample)
{
    struct err err = {0};
    struct span signed_pdf;

    *sample = (struct sample){.embedded = dossier};
    if (!seal_sign_pdf(&store, &(struct seal_signing){.key = authority.key},
            sample_build(sample), &signed_pdf, &err))
        fail_msg("%s", err.text);
    return signed_pdf;
}

static bool
passes(struct span bytes)
{
    struct arena arena;
    struct seal_report report;
    bool passed;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    report = sealed_verify(&arena, &authority, bytes);
    passed = report.conclusion == SEAL_TOTAL_PASSED;
    arena_release(&arena);
    return passed;
}

static void
passes_no_flipped_byte(void **state)
{
    static const int masks[] = {0x01, 0x20, 0x80};
    struct sample sample;
    struct span good = good_file(&sample);
    char *bytes = malloc(good.len);
    size_t padding = 0;

    (void)state;
    assert_non_null(bytes);
    assert_true(passes(good));
    memcpy(bytes, good.ptr, good.len);
    for (size_t i = 0; i < good.len; i++) {
        /* the zeros of the padding are all alike: every 64th is enough */
        bool zero = i + 1 < sample.gap_end && i > sample.gap_start &&
                    memcmp(bytes + i, "000000000000", 12) == 0;
        if (zero && ++padding % 64 != 0)
            continue;
        bytes[i] = (char)(good.ptr[i] ^ masks[i % 3]);
        if (passes((struct span){bytes, good.len}))
            fail_msg("byte %zu flipped with %#x", i, (unsigned)masks[i % 3]);
        bytes[i] = good.ptr[i];
    }
    free(bytes);
    sample_release(&sample);
}

/* The same verdict, check by check. */
static void
assert_alike(const struct seal_report *a, const struct seal_report *b)
{
    assert_int_equal(a->conclusion, b->conclusion);
    assert_int_equal(a->check_count, b->check_count);
    assert_int_equal(a->intact, b->intact);
    assert_int_equal(a->signer_trusted, b->signer_trusted);
    assert_string_equal(a->signer, b->signer);
    assert_true(span_equal(a->content, b->content));
    for (size_t i = 0; i < a->check_count; i++) {
        assert_string_equal(a->checks[i].name, b->checks[i].name);
        assert_int_equal(a->checks[i].state, b->checks[i].state);
        assert_string_equal(a->checks[i].detail, b->checks[i].detail);
    }
}

/*
 * What a memo holds of one file says nothing about another, and nothing about
 * whom to trust: files and changed ones in turn, first with the right anchor.
 */
static void
a_memo_changes_no_verdict(void **state)
{
    struct sample sample;
    struct authority other;
    struct span pdf = good_file(&sample);
    struct span files[5] = {pdf, dossier, {0}, {0}, dossier};
    struct seal_memo *memo = NULL;
    struct arena arena;
    struct err err = {0};

    (void)state;
    authority_open(&other, false);
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(span_copy(&arena, dossier, &files[2], &err));
    memcpy(
        (char *)(uintptr_t)files[2].ptr + span_find(files[2], span_of("<id>a")),
        "<id>b", 5);
    files[3] = (struct span){dossier.ptr, dossier.len - 1};
    assert_true(seal_memo_open(&memo, &err));
    for (size_t i = 0; i < 3 * 5; i++) {
        struct seal_verify_request request = {
            .bytes = files[i % 5],
            .trust_path = i / 5 == 1 ? other.trust : authority.trust,
            .at_s = authority.at_s,
        };
        struct seal_report alone = {0};
        struct seal_report remembered = {0};
        assert_true(seal_verify(&arena, &request, &alone, &err));
        request.memo = memo;
        assert_true(seal_verify(&arena, &request, &remembered, &err));
        assert_alike(&alone, &remembered);
        assert_int_equal(alone.conclusion == SEAL_TOTAL_PASSED,
            i / 5 != 1 && i % 5 != 2 && i % 5 != 3);
    }
    seal_memo_close(memo);
    arena_release(&arena);
    authority_close(&other);
    sample_release(&sample);
}

/* Every digit of the signature in upper case, one at a time. */
static void
passes_no_other_spelling_of_the_signature(void **state)
{
    struct sample sample;
    struct span good = good_file(&sample);
    char *bytes = malloc(good.len);

    (void)state;
    assert_non_null(bytes);
    memcpy(bytes, good.ptr, good.len);
    for (size_t i = sample.gap_start; i < sample.gap_end; i++) {
        if (bytes[i] < 'a' || bytes[i] > 'f')
            continue;
        bytes[i] = (char)(bytes[i] ^ 0x20);
        assert_false(passes((struct span){bytes, good.len}));
        bytes[i] = good.ptr[i];
    }
    free(bytes);
    sample_release(&sample);
}

static void
passes_no_inserted_or_deleted_byte(void **state)
{
    struct sample sample;
    struct span good = good_file(&sample);
    char *bytes = malloc(good.len + 1);

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i <= good.len;
         i += i > sample.gap_start && i + 97 < sample.gap_end ? 97 : 7) {
        memcpy(bytes, good.ptr, i);
        bytes[i] = i % 2 == 0 ? ' ' : '0';
        memcpy(bytes + i + 1, good.ptr + i, good.len - i);
        if (passes((struct span){bytes, good.len + 1}))
            fail_msg("inserted at %zu", i);
        if (i == good.len)
            break;
        memcpy(bytes + i, good.ptr + i + 1, good.len - i - 1);
        if (passes((struct span){bytes, good.len - 1}))
            fail_msg("deleted at %zu", i);
    }
    free(bytes);
    sample_release(&sample);
}

static void
passes_nothing_that_was_saved_again(void **state)
{
    static const char *const tails[] = {
        "\n",
        " ",
        "%",
        "0",
        "x\n",
        "%%EOF\n",
        "<html>",
        "PK\005\006",
        "\n4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n",
        "\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\nxref\n1 1\n"
        "0000009700 00000 n\r\ntrailer\n<</Size 13 /Root 1 0 R /Prev 9000>>\n"
        "startxref\n9800\n%%EOF\n",
    };
    struct sample sample;
    struct span good = good_file(&sample);

    (void)state;
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        size_t len = strlen(tails[i]);
        char *bytes = malloc(good.len + len);
        assert_non_null(bytes);
        memcpy(bytes, good.ptr, good.len);
        memcpy(bytes + good.len, tails[i], len);
        assert_false(passes((struct span){bytes, good.len + len}));
        free(bytes);
    }
    sample_release(&sample);
}

/* Put `bytes` at the place of the gap, at `offset` from its start. */
static void
gap_put(struct sample *sample, size_t offset, const char *bytes)
{
    memcpy(sample->text.ptr + sample->gap_start + offset, bytes, strlen(bytes));
}

static void
passes_nothing_hidden_in_the_gap(void **state)
{
    static const struct {
        size_t from_end;
        const char *put;
    } cases[] = {
        {3, "1"},          /* data behind the signature */
        {400, "deadbeef"}, /* ... */
        {400, "> /X (y"},  /* the string closed early */
        {400, " "},        /* white space */
        {400, "\n"},       /* ... */
        {400, "g"},        /* no digit */
        {400, "A"},        /* upper case */
        {1, " "},          /* never closed */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sample sample = {.embedded = dossier};
        struct arena arena;
        size_t gap;
        arena_init(&arena, LIMIT_ARENA_BYTES);
        build_forced(&arena, &sample);
        gap = sample.gap_end - sample.gap_start;
        assert_true(passes(text_span(&sample.text)));
        gap_put(&sample, gap - cases[i].from_end, cases[i].put);
        assert_false(passes(text_span(&sample.text)));
        arena_release(&arena);
        sample_release(&sample);
    }
}

/* A signer signs less than the file: digest right, coverage wrong. */
static void
passes_no_partial_coverage(void **state)
{
    struct sample sample = {.embedded = dossier};
    struct arena arena;
    struct cms_content content;

    (void)state;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    (void)sample_build(&sample);
    for (int i = 0; i < 3; i++) {
        content = sample_content(&sample);
        if (i == 0)
            content.before.len -= 10;
        if (i == 1)
            content.after.len -= 10;
        if (i == 2) {
            content.before.ptr++;
            content.before.len--;
        }
        sample_force(&arena, &authority, &sample, content);
        assert_false(passes(text_span(&sample.text)));
    }
    arena_release(&arena);
    sample_release(&sample);
}

/* The signature of one file over another. */
static void
passes_no_signature_of_another_file(void **state)
{
    struct sample one = {.embedded = dossier};
    struct sample other = {.embedded = dossier, .page = "/Rotate 90"};
    struct arena arena;

    (void)state;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    build_forced(&arena, &one);
    build_forced(&arena, &other);
    memcpy(one.text.ptr + one.gap_start, other.text.ptr + other.gap_start,
        one.gap_end - one.gap_start);
    assert_false(passes(text_span(&one.text)));
    arena_release(&arena);
    sample_release(&one);
    sample_release(&other);
}

/* The PDF is trusted, but what it carries was sealed by somebody else. */
static void
passes_no_other_signers_dossier(void **state)
{
    struct authority stranger;
    struct sample sample = {0};
    struct arena arena;
    struct seal_report report;

    (void)state;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    authority_open(&stranger, false);
    sample.embedded = sealed_xml(&arena, &stranger);
    build_forced(&arena, &sample);
    report = sealed_verify(&arena, &authority, text_span(&sample.text));
    assert_int_not_equal(report.conclusion, SEAL_TOTAL_PASSED);
    assert_int_equal(report_state(&report, "cms-signature-value"), SEAL_PASSED);
    assert_int_not_equal(
        report_state(&report, "pdf-embedded-sealed"), SEAL_PASSED);
    /* and the other way round */
    report = sealed_verify(&arena, &stranger, text_span(&sample.text));
    assert_int_not_equal(report.conclusion, SEAL_TOTAL_PASSED);
    assert_int_not_equal(
        report_state(&report, "certificate-chain"), SEAL_PASSED);
    authority_close(&stranger);
    arena_release(&arena);
    sample_release(&sample);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_signed_files_out_of_profile),
        cmocka_unit_test(a_memo_changes_no_verdict),
        cmocka_unit_test(passes_no_flipped_byte),
        cmocka_unit_test(passes_no_other_spelling_of_the_signature),
        cmocka_unit_test(passes_no_inserted_or_deleted_byte),
        cmocka_unit_test(passes_nothing_that_was_saved_again),
        cmocka_unit_test(passes_nothing_hidden_in_the_gap),
        cmocka_unit_test(passes_no_partial_coverage),
        cmocka_unit_test(passes_no_signature_of_another_file),
        cmocka_unit_test(passes_no_other_signers_dossier),
    };

    xml_setup();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
