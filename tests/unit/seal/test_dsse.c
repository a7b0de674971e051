#include "base/digest.h"
#include "base/json.h"
#include "factory.h"
#include "seal/base64.h"
#include "seal/dsse.h"
#include "seal/key.h"

/* One kind of key, and the digest that verifiers expect with it. */
struct kind {
    const char *name;
    struct recipe recipe;
    const EVP_MD *(*digest)(void);
};

static const struct kind kinds[] = {
    {"P-256", {.curve = "P-256"}, EVP_sha256},
    {"P-384", {.curve = "P-384"}, EVP_sha384},
    {"RSA-3072", {.rsa_bits = 3072}, EVP_sha256},
};

struct fixture {
    struct arena arena;
    struct err err;
    struct identity who;
    struct seal_key *key;
    struct seal_report report; /* as of a VALID file that the key signed */
};

static void
begin(struct fixture *f, const struct recipe *recipe)
{
    unsigned char der[4096];
    unsigned char *end = der;
    memset(f, 0, sizeof *f);
    arena_init(&f->arena, (size_t)8 << 20);
    f->who = make_identity(recipe, NULL);
    write_key("signer.key", f->who.pkey);
    write_cert("signer.pem", f->who.cert);
    assert_true(
        seal_key_open(&(struct seal_key_request){.key = in_folder("signer.key"),
                          .cert_path = in_folder("signer.pem")},
            &f->key, &f->err));
    int length = i2d_X509(f->who.cert, NULL);
    assert_in_range(length, 1, sizeof der);
    assert_int_equal(i2d_X509(f->who.cert, &end), length);
    assert_true(digest_hex((struct span){(const char *)der, (size_t)length},
        f->report.signer_sha256, &f->err));
    f->report.conclusion = SEAL_TOTAL_PASSED;
}

static void
end(struct fixture *f)
{
    seal_key_close(f->key);
    identity_free(&f->who);
    arena_release(&f->arena);
}

static bool
attest(struct fixture *f, struct span statement, struct span *out)
{
    return seal_attest(&f->arena,
        &(struct seal_attest_request){
            .key = f->key, .report = &f->report, .statement = statement},
        out, &f->err);
}

static const struct node *
member(const struct node *map, const char *path)
{
    const struct node *found = node_path(map, path);
    assert_non_null(found);
    return found;
}

static struct span
decoded(struct fixture *f, const struct node *node)
{
    struct span out = {NULL, 0};
    assert_int_equal(node->kind, NODE_STRING);
    assert_true(base64_decode(&f->arena, node->text, &out, &f->err));
    return out;
}

/* By libcrypto alone: is `signature` one over `encoded`? */
static bool
holds(const struct fixture *f, const struct kind *kind, struct span signature,
    const char *encoded)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert_int_equal(
        EVP_DigestVerifyInit(context, NULL, kind->digest(), NULL, f->who.pkey),
        1);
    int answer = EVP_DigestVerify(context, (const unsigned char *)signature.ptr,
        signature.len, (const unsigned char *)encoded, strlen(encoded));
    EVP_MD_CTX_free(context);
    return answer == 1;
}

static void
what_is_signed_is_the_encoding_of_the_standard(void **state)
{
    static const struct {
        const char *type, *payload, *encoded;
    } rows[] = {
        /* The example of DSSE 1.0, protocol.md. */
        {"http://example.com/HelloWorld", "hello world",
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world"},
        {"", "", "DSSEv1 0  0 "},
        /* Lengths are of bytes, and keep type and payload apart. */
        {"\xC3\xA9", "\xE2\x82\xAC", "DSSEv1 2 \xC3\xA9 3 \xE2\x82\xAC"},
        {"a", "b 1 c", "DSSEv1 1 a 5 b 1 c"},
        {"a 5 b", "c", "DSSEv1 5 a 5 b 1 c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text text;
        text_init(&text, 1024);
        dsse_put_signed(&text, span_of(rows[i].type), span_of(rows[i].payload));
        assert_string_equal(text.ptr, rows[i].encoded);
        text_release(&text);
    }
}

static void
the_envelope_holds_the_statement_and_one_signature(void **state)
{
    static const char *const statements[] = {
        "{}", "{ }", "{ } ", "{\"\xC3\xA9\": \"\\\"\\\\\\u202e</x>\"}\n"};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct fixture f;
        begin(&f, &kinds[i].recipe);
        for (size_t j = 0; j < sizeof statements / sizeof statements[0]; j++) {
            struct span out = {NULL, 0};
            const struct node *root = NULL;
            char encoded[256];
            assert_true(attest(&f, span_of(statements[j]), &out));
            assert_true(json_load(&f.arena, out, &root, &f.err));
            assert_int_equal(root->child_count, 3);
            assert_true(span_is(member(root, "payloadType")->text, DSSE_TYPE));
            assert_true(
                span_is(decoded(&f, member(root, "payload")), statements[j]));
            const struct node *list = member(root, "signatures");
            assert_int_equal(list->child_count, 1);
            assert_int_equal(list->first->child_count, 2);
            struct span signature = decoded(&f, member(list->first, "sig"));
            snprintf(encoded, sizeof encoded, "DSSEv1 28 %s %zu %s", DSSE_TYPE,
                strlen(statements[j]), statements[j]);
            assert_true(holds(&f, &kinds[i], signature, encoded));
            encoded[strlen(encoded) - 1] ^= 1;
            assert_false(holds(&f, &kinds[i], signature, encoded));
            no_error(&f.err);
        }
        end(&f);
    }
}

static void
the_key_is_named_by_the_digest_of_its_public_half(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct fixture f;
        unsigned char *der = NULL;
        char digest[SHA256_HEX_BYTES];
        const char *id = NULL;
        begin(&f, &kinds[i].recipe);
        int length = i2d_PUBKEY(f.who.pkey, &der);
        assert_true(length > 0);
        assert_true(digest_hex(
            (struct span){(const char *)der, (size_t)length}, digest, &f.err));
        assert_true(dsse_key_id(&f.arena, f.key, &id, &f.err));
        assert_string_equal(id, digest);
        OPENSSL_free(der);
        end(&f);
    }
}

static void
what_was_not_found_valid_is_not_attested(void **state)
{
    static const enum seal_conclusion others[] = {
        SEAL_TOTAL_FAILED, SEAL_INDETERMINATE};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct fixture f;
        struct span out = {NULL, 0};
        begin(&f, &kinds[0].recipe);
        f.report.conclusion = others[i];
        assert_false(attest(&f, span_of("{}"), &out));
        assert_int_equal(f.err.code, ERR_TRUST);
        assert_null(out.ptr);
        end(&f);
    }
    struct fixture f;
    struct span out = {NULL, 0};
    begin(&f, &kinds[0].recipe);
    f.report = (struct seal_report){0};
    assert_false(attest(&f, span_of("{}"), &out));
    assert_int_equal(f.err.code, ERR_TRUST);
    end(&f);
}

static void
only_a_signer_of_the_file_attests_it(void **state)
{
    struct fixture f;
    struct span out = {NULL, 0};
    (void)state;
    begin(&f, &kinds[0].recipe);
    /* Somebody else signed first, the key's owner not at all ... */
    char own[65];
    memcpy(own, f.report.signer_sha256, sizeof own);
    memset(f.report.signer_sha256, 'a', 64);
    f.report.cosigner_count = 1;
    memset(f.report.cosigners[0].sha256, 'b', 64);
    assert_false(attest(&f, span_of("{}"), &out));
    assert_int_equal(f.err.code, ERR_TRUST);
    assert_non_null(strstr(f.err.text, own));
    assert_null(out.ptr);
    /* ... or later; beyond the count nothing is believed. */
    err_clear(&f.err);
    memcpy(f.report.cosigners[1].sha256, own, sizeof own);
    assert_false(attest(&f, span_of("{}"), &out));
    err_clear(&f.err);
    f.report.cosigner_count = 2;
    assert_true(attest(&f, span_of("{}"), &out));
    end(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_signed_is_the_encoding_of_the_standard),
        cmocka_unit_test(the_envelope_holds_the_statement_and_one_signature),
        cmocka_unit_test(the_key_is_named_by_the_digest_of_its_public_half),
        cmocka_unit_test(what_was_not_found_valid_is_not_attested),
        cmocka_unit_test(only_a_signer_of_the_file_attests_it),
    };
    return cmocka_run_group_tests(tests, factory_begin, factory_end);
}
