#include "factory.h"

/* Certificates that must not sign, through the whole verifier. */
static const char document[] =
    "<dossier xmlns=\"urn:auditor:dossier:1\"><a>b</a></dossier>";

static struct identity root;
static struct identity other_root; /* same name, other key */

struct hostile {
    const char *about;
    struct recipe recipe;
    const char *check; /* the check that must refuse */
};

static const struct hostile hostile[] = {
    {"expired", {.before_s = -20 * 86400, .after_s = -86400},
        "certificate-time"},
    {"not valid yet", {.before_s = 86400, .after_s = 2 * 86400},
        "certificate-time"},
    {"for servers", {.extended_key_usage = "serverAuth"},
        "certificate-extended-key-usage"},
    {"for anything", {.extended_key_usage = "anyExtendedKeyUsage"},
        "certificate-extended-key-usage"},
    {"no extended key usage", {.extended_key_usage = RECIPE_NONE},
        "certificate-extended-key-usage"},
    {"for key encipherment", {.key_usage = "critical,keyEncipherment"},
        "certificate-key-usage"},
    {"no key usage", {.key_usage = RECIPE_NONE}, "certificate-key-usage"},
    {"signs lists too", {.key_usage = "critical,digitalSignature,cRLSign"},
        "certificate-key-usage"},
    {"an authority",
        {.basic_constraints = "critical,CA:TRUE",
            .key_usage = "critical,digitalSignature,keyCertSign"},
        "certificate-not-ca"},
    {"unknown critical extension", {.extra = "unknown"}, "certificate-chain"},
    {"negative serial number", {.serial = -1}, "certificate-serial"},
};

static const struct recipe good;

static void
prepare(const struct identity *who, long revoked, int64_t next_s)
{
    write_key("signer.key", who->pkey);
    write_cert("signer.pem", who->cert);
    write_list("ca.crl", make_list(&root, revoked, next_s));
}

static struct seal_report
sign_and_verify(struct arena *arena, const char *crl)
{
    struct err err = {.code = ERR_NONE};
    struct seal_key *key = NULL;
    struct seal_report report = {.format = ""};
    struct seal_verify_request request = {.trust_path = in_folder("ca.pem"),
        .crl_path = crl,
        .at_s = FACTORY_NOW_S};
    if (!seal_key_open(
            &(struct seal_key_request){.key = in_folder("signer.key"),
                .cert_path = in_folder("signer.pem")},
            &key, &err) ||
        !seal_sign_xml(arena,
            &(struct seal_signing){.key = key, .at_s = FACTORY_NOW_S},
            span_of(document), &request.bytes, &err) ||
        !seal_verify(arena, &request, &report, &err)) {
        fail_msg("%s", err.text);
    }
    seal_key_close(key);
    return report;
}

static void
expect_only(const struct seal_report *report, const char *about,
    const char *check, const char *sub)
{
    const struct seal_check *found = find_check(report, check);
    if (report->conclusion == SEAL_TOTAL_PASSED ||
        found->state == SEAL_PASSED || found->state == SEAL_NOT_RUN) {
        print_report(report);
        fail_msg("%s: accepted", about);
    }
    if (sub != NULL) {
        assert_string_equal(found->sub_indication, sub);
    }
    assert_null(report->content.ptr);
    assert_string_equal(report->level, "");
}

static void
hostile_certificates_are_refused_by_their_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct arena arena;
        arena_init(&arena, (size_t)16 << 20);
        struct identity who = make_identity(&hostile[i].recipe, &root);
        prepare(&who, 0, 86400);
        struct seal_report report = sign_and_verify(&arena, NULL);
        expect_only(&report, hostile[i].about, hostile[i].check, NULL);
        identity_free(&who);
        arena_release(&arena);
    }
}

static void
a_good_certificate_passes(void **state)
{
    static const struct recipe ones[] = {
        {.curve = "P-256"},
        {.curve = "P-384"},
        {.rsa_bits = 3072},
        {.key_usage = "critical,nonRepudiation"},
        {.extended_key_usage = "1.2.840.113583.1.1.5,serverAuth"},
        {.md = NULL, .name = "sign\xC3\xA9"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++) {
        struct arena arena;
        arena_init(&arena, (size_t)16 << 20);
        struct identity who = make_identity(&ones[i], &root);
        prepare(&who, 0, 86400);
        struct seal_report report = sign_and_verify(&arena, NULL);
        if (report.conclusion != SEAL_TOTAL_PASSED) {
            print_report(&report);
        }
        assert_int_equal(report.conclusion, SEAL_TOTAL_PASSED);
        assert_false(report.trial);
        identity_free(&who);
        arena_release(&arena);
    }
}

static void
a_sha1_certificate_is_refused(void **state)
{
    static const struct recipe sha1 = {.md = NULL};
    struct recipe recipe = sha1;
    struct arena arena;
    (void)state;
    recipe.md = EVP_sha1();
    arena_init(&arena, (size_t)16 << 20);
    struct identity who = make_identity(&recipe, &root);
    prepare(&who, 0, 86400);
    struct seal_report report = sign_and_verify(&arena, NULL);
    expect_only(&report, "SHA-1", "certificate-algorithms",
        "CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
    identity_free(&who);
    arena_release(&arena);
}

static void
another_root_of_the_same_name_is_no_anchor(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    struct identity who = make_identity(&good, &other_root);
    prepare(&who, 0, 86400);
    struct seal_report report = sign_and_verify(&arena, NULL);
    expect_only(&report, "look-alike", "certificate-chain", NULL);
    identity_free(&who);
    arena_release(&arena);
}

static void
a_self_signed_signer_is_no_anchor(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    struct identity who = make_identity(&good, NULL);
    prepare(&who, 0, 86400);
    struct seal_report report = sign_and_verify(&arena, NULL);
    expect_only(&report, "self-signed", "certificate-chain",
        "NO_CERTIFICATE_CHAIN_FOUND");
    /* Not even when the environment offers it to OpenSSL. */
    setenv("SSL_CERT_FILE", in_folder("signer.pem"), 1);
    report = sign_and_verify(&arena, NULL);
    expect_only(&report, "self-signed", "certificate-chain",
        "NO_CERTIFICATE_CHAIN_FOUND");
    unsetenv("SSL_CERT_FILE");
    identity_free(&who);
    arena_release(&arena);
}

static void
revocation_decides(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    struct identity who = make_identity(&good, &root);

    prepare(&who, 7, 86400);
    struct seal_report report = sign_and_verify(&arena, NULL);
    expect_only(&report, "revoked", "not-revoked", "REVOKED_NO_POE");
    assert_int_equal(report.conclusion, SEAL_INDETERMINATE);

    prepare(&who, 0, -3600);
    report = sign_and_verify(&arena, NULL);
    expect_only(&report, "stale list", "revocation-known", "TRY_LATER");

    write_list("other.crl", make_list(&other_root, 0, 86400));
    report = sign_and_verify(&arena, in_folder("other.crl"));
    expect_only(&report, "foreign list", "revocation-known", "TRY_LATER");

    unlink(in_folder("ca.crl"));
    report = sign_and_verify(&arena, NULL);
    expect_only(&report, "no list", "revocation-known", "TRY_LATER");
    assert_int_equal(report.conclusion, SEAL_INDETERMINATE);
    assert_non_null(
        strstr(find_check(&report, "revocation-known")->detail, "not checked"));
    identity_free(&who);
    arena_release(&arena);
}

static void
the_file_carries_the_chain_and_no_more(void **state)
{
    struct arena arena;
    struct recipe recipe = recipe_ca;
    struct err err = {.code = ERR_NONE};
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    recipe.name = "issuing";
    recipe.serial = 9;
    struct identity middle = make_identity(&recipe, &root);
    struct identity who = make_identity(&good, &middle);
    X509 *chain[] = {who.cert, middle.cert, root.cert, NULL};
    write_key("signer.key", who.pkey);
    write_certs("signer.pem", chain);
    FILE *file = fopen(in_folder("both.crl"), "wb");
    X509_CRL *a = make_list(&root, 0, 86400);
    X509_CRL *b = make_list(&middle, 0, 86400);
    PEM_write_X509_CRL(file, a);
    PEM_write_X509_CRL(file, b);
    fclose(file);
    X509_CRL_free(a);
    X509_CRL_free(b);
    struct seal_report report = sign_and_verify(&arena, in_folder("both.crl"));
    if (report.conclusion != SEAL_TOTAL_PASSED) {
        print_report(&report);
    }
    assert_int_equal(report.conclusion, SEAL_TOTAL_PASSED);

    /* Without the issuing certificate there is no chain. */
    write_cert("signer.pem", who.cert);
    report = sign_and_verify(&arena, in_folder("both.crl"));
    expect_only(
        &report, "gap", "certificate-chain", "NO_CERTIFICATE_CHAIN_FOUND");

    /* A list of the issuing authority is wanted as well. */
    write_certs("signer.pem", chain);
    write_list("ca.crl", make_list(&root, 0, 86400));
    report = sign_and_verify(&arena, in_folder("ca.crl"));
    expect_only(&report, "half a list", "revocation-known", "TRY_LATER");

    X509 *loose[] = {who.cert, root.cert, NULL};
    struct seal_key *key = NULL;
    write_certs("signer.pem", loose);
    assert_false(
        seal_key_open(&(struct seal_key_request){.key = in_folder("signer.key"),
                          .cert_path = in_folder("signer.pem")},
            &key, &err));
    assert_int_equal(err.code, ERR_INPUT);
    identity_free(&middle);
    identity_free(&who);
    arena_release(&arena);
}

static void
without_readable_anchors_there_is_no_verdict(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    struct identity who = make_identity(&good, &root);
    prepare(&who, 0, 86400);
    struct err err = {.code = ERR_NONE};
    struct seal_key *key = NULL;
    struct seal_verify_request request = {.at_s = FACTORY_NOW_S};
    struct seal_report report;
    assert_true(
        seal_key_open(&(struct seal_key_request){.key = in_folder("signer.key"),
                          .cert_path = in_folder("signer.pem")},
            &key, &err));
    assert_true(seal_sign_xml(&arena,
        &(struct seal_signing){.key = key, .at_s = FACTORY_NOW_S},
        span_of(document), &request.bytes, &err));
    const char *paths[] = {NULL, in_folder("absent"), in_folder("signer.key"),
        in_folder("ca.crl")};
    for (size_t i = 0; i < 4; i++) {
        err_clear(&err);
        request.trust_path = paths[i];
        assert_false(seal_verify(&arena, &request, &report, &err));
        assert_int_equal(err.code, ERR_USAGE);
    }
    err_clear(&err);
    request.trust_path = in_folder("ca.pem");
    request.crl_path = in_folder("signer.key");
    assert_false(seal_verify(&arena, &request, &report, &err));
    assert_int_equal(err.code, ERR_USAGE);
    seal_key_close(key);
    identity_free(&who);
    arena_release(&arena);
}

static int
begin(void **state)
{
    if (factory_begin(state) != 0) {
        return -1;
    }
    root = make_identity(&recipe_ca, NULL);
    other_root = make_identity(&recipe_ca, NULL);
    write_cert("ca.pem", root.cert);
    return 0;
}

static int
end(void **state)
{
    identity_free(&root);
    identity_free(&other_root);
    return factory_end(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_certificate_passes),
        cmocka_unit_test(hostile_certificates_are_refused_by_their_check),
        cmocka_unit_test(a_sha1_certificate_is_refused),
        cmocka_unit_test(another_root_of_the_same_name_is_no_anchor),
        cmocka_unit_test(a_self_signed_signer_is_no_anchor),
        cmocka_unit_test(revocation_decides),
        cmocka_unit_test(the_file_carries_the_chain_and_no_more),
        cmocka_unit_test(without_readable_anchors_there_is_no_verdict),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
