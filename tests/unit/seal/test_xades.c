#include "factory.h"

static const char document[] =
    "<?xml version='1.0'?>\n"
    "<dossier xmlns=\"urn:auditor:dossier:1\" version=\"1\" trial=\"yes\">\n"
    "  <head  b='2' a=\"1 &lt; 2\"/>\n"
    "  <subject><title xml:lang=\"fr\">\xC3\x89valu\xC3\xA9 &amp; s\xC3\xBBr"
    "</title></subject>\n"
    "</dossier>";

struct fixture {
    struct arena arena;
    struct err err;
    struct seal_key *key;
};

static void
begin(struct fixture *f, bool rsa)
{
    struct seal_keygen request = {
        .dir = factory_folder, .now_s = FACTORY_NOW_S, .rsa = rsa};
    static const char *const names[] = {
        "ca.pem", "ca.crl", "signer.pem", "signer.key"};
    for (size_t i = 0; i < 4; i++) {
        unlink(in_folder(names[i]));
    }
    memset(f, 0, sizeof *f);
    arena_init(&f->arena, (size_t)64 << 20);
    if (!seal_keygen(&request, &f->err) ||
        !seal_key_open(
            &(struct seal_key_request){.key = in_folder("signer.key"),
                .cert_path = in_folder("signer.pem")},
            &f->key, &f->err)) {
        fail_msg("%s", f->err.text);
    }
}

static void
end(struct fixture *f)
{
    seal_key_close(f->key);
    arena_release(&f->arena);
}

static struct span
sign(struct fixture *f, const char *text)
{
    struct span out = {NULL, 0};
    if (!seal_sign_xml(&f->arena,
            &(struct seal_signing){.key = f->key, .at_s = FACTORY_NOW_S},
            span_of(text), &out, &f->err)) {
        fail_msg("%s", f->err.text);
    }
    return out;
}

static struct seal_report
verify(struct fixture *f, struct span bytes)
{
    struct seal_verify_request request = {.bytes = bytes,
        .trust_path = in_folder("ca.pem"),
        .at_s = FACTORY_NOW_S};
    struct seal_report report;
    if (!seal_verify(&f->arena, &request, &report, &f->err)) {
        fail_msg("%s", f->err.text);
    }
    return report;
}

static void
a_signed_document_passes_every_check(void **state)
{
    (void)state;
    for (int rsa = 0; rsa < 2; rsa++) {
        struct fixture f;
        begin(&f, rsa == 1);
        struct span out = sign(&f, document);
        struct seal_report report = verify(&f, out);
        if (report.conclusion != SEAL_TOTAL_PASSED) {
            print_report(&report);
        }
        assert_int_equal(report.conclusion, SEAL_TOTAL_PASSED);
        assert_string_equal(report.level, "BASELINE-B");
        assert_string_equal(report.format, "XAdES");
        assert_true(report.trial);
        assert_int_equal(report.claimed_s, FACTORY_NOW_S);
        assert_ptr_equal(report.content.ptr, out.ptr);
        assert_int_equal(report.content.len, out.len);
        assert_non_null(strstr(report.signer, "O=auditor trial key"));
        assert_int_equal(strlen(report.signer_sha256), 64);
        assert_non_null(strstr(report.not_proven, "throw-away"));
        end(&f);
    }
}

static void
rsa_signatures_repeat_byte_for_byte(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f, true);
    struct span one = sign(&f, document);
    struct span two = sign(&f, document);
    assert_true(span_equal(one, two));
    end(&f);
}

static void
xmlsec1_verifies_what_we_sign(void **state)
{
    (void)state;
    for (int rsa = 0; rsa < 2; rsa++) {
        struct fixture f;
        char command[512];
        begin(&f, rsa == 1);
        write_file("signed.xml", sign(&f, document), 0644);
        snprintf(command, sizeof command,
            "xmlsec1 --verify --trusted-pem %s --enabled-key-data x509 "
            "--verification-time '2026-11-23 09:30:00' "
            "--id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties "
            "%s >/dev/null 2>&1",
            in_folder("ca.pem"), in_folder("signed.xml"));
        assert_int_equal(system(command), 0);
        end(&f);
    }
}

static void
only_plain_unsigned_dossiers_are_signed(void **state)
{
    static const char *const bad[] = {
        "",
        "<dossier xmlns=\"urn:auditor:dossier:1\">",
        "<dossier><head/></dossier>",
        "<d:dossier xmlns:d=\"urn:auditor:dossier:1\"><d:h/></d:dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"></dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"><!-- c --><h/></dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"><?p i?><h/></dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"><![CDATA[x]]></dossier>",
        "<!DOCTYPE dossier><dossier xmlns=\"urn:auditor:dossier:1\"><h/>"
        "</dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"><h Id=\"x\"/></dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"><h xml:id=\"x\"/></dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\">"
        "<h id=\"auditor-properties\"/></dossier>",
        "<dossier xmlns=\"urn:auditor:dossier:1\"><Signature/></dossier>",
    };
    struct fixture f;
    (void)state;
    begin(&f, false);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = {.code = ERR_NONE};
        struct span out = {NULL, 0};
        assert_false(seal_sign_xml(&f.arena,
            &(struct seal_signing){.key = f.key, .at_s = FACTORY_NOW_S},
            span_of(bad[i]), &out, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_null(out.ptr);
    }
    struct err err = {.code = ERR_NONE};
    struct span out = {NULL, 0};
    assert_false(seal_sign_xml(&f.arena,
        &(struct seal_signing){.key = f.key, .at_s = FACTORY_NOW_S},
        sign(&f, document), &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    end(&f);
}

/* Each byte of the file with one bit, or the case bit, turned over. */
static void
no_changed_byte_passes(void **state)
{
    static const unsigned char masks[] = {0x01, 0x20};
    static const char small[] =
        "<comparison xmlns=\"urn:auditor:comparison:1\"><a b=\"c\">d</a>\n"
        "</comparison>";
    struct fixture f;
    (void)state;
    begin(&f, false);
    struct span good = sign(&f, small);
    char *copy = malloc(good.len + 1);
    assert_non_null(copy);
    assert_int_equal(verify(&f, good).conclusion, SEAL_TOTAL_PASSED);
    for (size_t i = 0; i < good.len * 2; i++) {
        struct fixture g = f;
        arena_init(&g.arena, (size_t)64 << 20);
        memcpy(copy, good.ptr, good.len);
        copy[i / 2] = (char)(copy[i / 2] ^ masks[i % 2]);
        struct seal_report report = verify(&g, (struct span){copy, good.len});
        assert_int_not_equal(report.conclusion, SEAL_TOTAL_PASSED);
        assert_null(report.content.ptr);
        arena_release(&g.arena);
    }
    free(copy);
    end(&f);
}

/* One byte taken away, and one byte put in, at every place. */
static void
no_removed_or_added_byte_passes(void **state)
{
    static const char small[] =
        "<dossier xmlns=\"urn:auditor:dossier:1\"><a/></dossier>";
    struct fixture f;
    (void)state;
    begin(&f, false);
    struct span good = sign(&f, small);
    char *copy = malloc(good.len + 2);
    assert_non_null(copy);
    for (size_t i = 0; i <= good.len; i++) {
        struct fixture g = f;
        arena_init(&g.arena, (size_t)64 << 20);
        memcpy(copy, good.ptr, i);
        copy[i] = i % 2 == 0 ? ' ' : '\n';
        memcpy(copy + i + 1, good.ptr + i, good.len - i);
        assert_int_not_equal(
            verify(&g, (struct span){copy, good.len + 1}).conclusion,
            SEAL_TOTAL_PASSED);
        if (i < good.len) {
            memcpy(copy + i, good.ptr + i + 1, good.len - i - 1);
            assert_int_not_equal(
                verify(&g, (struct span){copy, good.len - 1}).conclusion,
                SEAL_TOTAL_PASSED);
        }
        assert_int_not_equal(
            verify(&g, (struct span){good.ptr, i == good.len ? 0 : i})
                .conclusion,
            SEAL_TOTAL_PASSED);
        arena_release(&g.arena);
    }
    free(copy);
    end(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signed_document_passes_every_check),
        cmocka_unit_test(rsa_signatures_repeat_byte_for_byte),
        cmocka_unit_test(xmlsec1_verifies_what_we_sign),
        cmocka_unit_test(only_plain_unsigned_dossiers_are_signed),
        cmocka_unit_test(no_changed_byte_passes),
        cmocka_unit_test(no_removed_or_added_byte_passes),
    };

    return cmocka_run_group_tests(tests, factory_begin, factory_end);
}
