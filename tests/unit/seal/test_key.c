#include "factory.h"
#include "seal/key.h"

static const struct recipe good;

struct refused {
    const char *about;
    struct recipe recipe;
};

static enum err_code
open_code(void)
{
    struct err err = {.code = ERR_NONE};
    struct seal_key *key = NULL;
    bool ok = seal_key_open(
        in_folder("signer.key"), in_folder("signer.pem"), &key, &err);
    seal_key_close(key);
    if (!ok) {
        assert_null(strchr(err.text, '\n'));
        assert_int_not_equal(err.code, ERR_NONE);
    }
    return err.code;
}

static void
write_pair(const struct identity *who)
{
    write_key("signer.key", who->pkey);
    write_cert("signer.pem", who->cert);
}

static void
weak_or_unknown_keys_are_refused(void **state)
{
    static const struct refused refused[] = {
        {"RSA-1024", {.rsa_bits = 1024}},
        {"RSA-2048", {.rsa_bits = 2048}},
        {"secp256k1", {.curve = "secp256k1"}},
        {"P-521", {.curve = "P-521"}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct identity who = make_identity(&refused[i].recipe, NULL);
        write_pair(&who);
        assert_int_equal(open_code(), ERR_USAGE);
        identity_free(&who);
    }
}

static void
the_key_file_must_be_private_and_no_link(void **state)
{
    static const mode_t open_modes[] = {0644, 0640, 0604, 0620, 0602, 0610};
    struct identity who = make_identity(&good, NULL);
    (void)state;
    write_pair(&who);
    assert_int_equal(open_code(), ERR_NONE);
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        assert_int_equal(chmod(in_folder("signer.key"), open_modes[i]), 0);
        assert_int_equal(open_code(), ERR_USAGE);
    }
    assert_int_equal(chmod(in_folder("signer.key"), 0400), 0);
    assert_int_equal(open_code(), ERR_NONE);
    assert_int_equal(rename(in_folder("signer.key"), in_folder("real.key")), 0);
    assert_int_equal(symlink("real.key", in_folder("signer.key")), 0);
    assert_int_not_equal(open_code(), ERR_NONE);
    unlink(in_folder("signer.key"));
    assert_int_equal(open_code(), ERR_SYSTEM);
    identity_free(&who);
}

static void
key_and_certificate_must_belong_together(void **state)
{
    struct identity one = make_identity(&good, NULL);
    struct identity two = make_identity(&good, NULL);
    (void)state;
    write_key("signer.key", one.pkey);
    write_cert("signer.pem", two.cert);
    assert_int_equal(open_code(), ERR_USAGE);
    write_file("signer.pem", span_of("no certificate"), 0644);
    assert_int_equal(open_code(), ERR_INPUT);
    write_cert("signer.pem", one.cert);
    write_file("signer.key", span_of("no key"), 0600);
    assert_int_equal(open_code(), ERR_INPUT);
    identity_free(&one);
    identity_free(&two);
}

static void
a_passphrase_is_never_asked_for(void **state)
{
    struct identity who = make_identity(&good, NULL);
    (void)state;
    write_pair(&who);
    FILE *file = fopen(in_folder("signer.key"), "wb");
    assert_int_equal(PEM_write_PrivateKey(file, who.pkey, EVP_aes_128_cbc(),
                         (const unsigned char *)"secret", 6, NULL, NULL),
        1);
    fclose(file);
    assert_int_equal(open_code(), ERR_INPUT);
    identity_free(&who);
}

/* Of r, s and r, n - s only one form is ever written or accepted. */
static void
ecdsa_signatures_have_one_form(void **state)
{
    static const char *const curves[] = {"P-256", "P-384"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct arena arena;
        struct err err = {.code = ERR_NONE};
        struct recipe recipe = {.curve = curves[i]};
        struct seal_key *key = NULL;
        struct span der;
        struct span raw;
        struct span again;
        arena_init(&arena, (size_t)8 << 20);
        struct identity who = make_identity(&recipe, NULL);
        write_pair(&who);
        assert_true(seal_key_open(
            in_folder("signer.key"), in_folder("signer.pem"), &key, &err));
        enum key_kind kind = key_kind(key);
        for (size_t turn = 0; turn < 32; turn++) {
            assert_true(
                seal_key_sign(&arena, key, span_of("text"), &der, &err));
            assert_true(key_signature_canonical(kind, der));
            assert_true(key_verify(who.pkey, kind, span_of("text"), der));
            assert_false(key_verify(who.pkey, kind, span_of("texT"), der));
            assert_true(key_ecdsa_raw(&arena, kind, der, &raw, &err));
            assert_int_equal(raw.len, i == 0 ? 64 : 96);
            assert_true(key_ecdsa_der(&arena, kind, raw, &again, &err));
            assert_true(span_equal(der, again));
        }
        const unsigned char *at = (const unsigned char *)der.ptr;
        ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
        EC_GROUP *group = EC_GROUP_new_by_curve_name(
            i == 0 ? NID_X9_62_prime256v1 : NID_secp384r1);
        BIGNUM *high = BN_new();
        BN_sub(high, EC_GROUP_get0_order(group), ECDSA_SIG_get0_s(sig));
        ECDSA_SIG_set0(sig, BN_dup(ECDSA_SIG_get0_r(sig)), high);
        unsigned char *bytes = NULL;
        int length = i2d_ECDSA_SIG(sig, &bytes);
        struct span twin = {(const char *)bytes, (size_t)length};
        assert_true(key_verify(who.pkey, kind, span_of("text"), twin));
        assert_false(key_signature_canonical(kind, twin));
        OPENSSL_free(bytes);
        EC_GROUP_free(group);
        ECDSA_SIG_free(sig);
        seal_key_close(key);
        identity_free(&who);
        arena_release(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weak_or_unknown_keys_are_refused),
        cmocka_unit_test(the_key_file_must_be_private_and_no_link),
        cmocka_unit_test(key_and_certificate_must_belong_together),
        cmocka_unit_test(a_passphrase_is_never_asked_for),
        cmocka_unit_test(ecdsa_signatures_have_one_form),
    };

    return cmocka_run_group_tests(tests, factory_begin, factory_end);
}
