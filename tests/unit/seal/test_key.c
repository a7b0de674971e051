#include "factory.h"
#include "seal/key.h"

#include <openssl/pkcs12.h>

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
    bool ok =
        seal_key_open(&(struct seal_key_request){.key = in_folder("signer.key"),
                          .cert_path = in_folder("signer.pem")},
            &key, &err);
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

/* Gives the passphrase of its context, in the process that holds the key. */
static bool
give(void *context, const char *what, struct seal_secret *out, struct err *err)
{
    const char *passphrase = context;

    (void)err;
    assert_non_null(strstr(what, "signer.key"));
    out->len = strlen(passphrase);
    memcpy(out->bytes, passphrase, out->len + 1);
    return true;
}

/* Open signer.key with a passphrase (NULL: there is none) and sign with it. */
static struct err
open_with(const char *passphrase, const char *cert, int *certs_out)
{
    struct err err = {.code = ERR_NONE};
    char copy[32] = "";
    struct seal_key *key = NULL;
    struct seal_key_request request = {
        .key = in_folder("signer.key"),
        .cert_path = cert == NULL ? NULL : in_folder(cert),
    };
    if (passphrase != NULL) {
        strcpy(copy, passphrase);
        request.passphrase = (struct seal_passphrase){give, copy, -1};
    }
    if (seal_key_open(&request, &key, &err)) {
        struct arena arena;
        struct span value;
        arena_init(&arena, (size_t)1 << 20);
        assert_true(seal_key_sign(&arena, key, span_of("x"), &value, &err));
        arena_release(&arena);
        if (certs_out != NULL) {
            *certs_out = sk_X509_num(key_chain(key));
        }
    } else {
        assert_int_not_equal(err.code, ERR_NONE);
        assert_null(strchr(err.text, '\n'));
        assert_null(passphrase == NULL ? NULL : strstr(err.text, passphrase));
    }
    seal_key_close(key);
    return err;
}

static void
write_encrypted(EVP_PKEY *pkey, bool traditional)
{
    FILE *file = fopen(in_folder("signer.key"), "wb");
    assert_non_null(file);
    if (traditional) {
        BIO *bio = BIO_new_fp(file, BIO_NOCLOSE);
        assert_int_equal(
            PEM_write_bio_PrivateKey_traditional(bio, pkey, EVP_aes_128_cbc(),
                (const unsigned char *)"secret", 6, NULL, NULL),
            1);
        BIO_free(bio);
    } else {
        assert_int_equal(PEM_write_PKCS8PrivateKey(file, pkey,
                             EVP_aes_256_cbc(), "secret", 6, NULL, NULL),
            1);
    }
    fclose(file);
    assert_int_equal(chmod(in_folder("signer.key"), 0600), 0);
}

static void
an_encrypted_key_wants_its_passphrase(void **state)
{
    static const struct recipe recipes[] = {{.name = "a"}, {.rsa_bits = 3072}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct identity who = make_identity(&recipes[i % 2], NULL);
        write_cert("signer.pem", who.cert);
        write_encrypted(who.pkey, /* traditional */ i >= 2);
        assert_int_equal(
            open_with("secret", "signer.pem", NULL).code, ERR_NONE);
        struct err err = open_with("wrong", "signer.pem", NULL);
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.text, "passphrase is not the right one"));
        err = open_with(NULL, "signer.pem", NULL);
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.text, "there is no passphrase"));
        identity_free(&who);
    }
}

/* A root, an issuer below it and a signer, in one PKCS#12 file. */
struct family {
    struct identity root, issuer, signer;
};

static struct family
make_family(void)
{
    struct recipe recipe = recipe_ca;
    struct family family = {.root = make_identity(&recipe_ca, NULL)};
    recipe.name = "issuer";
    family.issuer = make_identity(&recipe, &family.root);
    family.signer = make_identity(&good, &family.issuer);
    return family;
}

static void
family_free(struct family *family)
{
    identity_free(&family->root);
    identity_free(&family->issuer);
    identity_free(&family->signer);
}

static void
write_pkcs12(const char *passphrase, EVP_PKEY *pkey, const struct family *who)
{
    STACK_OF(X509) *others = sk_X509_new_null();
    sk_X509_push(others, who->root.cert); /* not in the order of a chain */
    sk_X509_push(others, who->issuer.cert);
    PKCS12 *made = PKCS12_create(passphrase, "signer", pkey, who->signer.cert,
        others, NID_aes_256_cbc, NID_aes_256_cbc, 2048, 2048, 0);
    assert_non_null(made);
    FILE *file = fopen(in_folder("signer.key"), "wb");
    assert_int_equal(i2d_PKCS12_fp(file, made), 1);
    fclose(file);
    assert_int_equal(chmod(in_folder("signer.key"), 0600), 0);
    PKCS12_free(made);
    sk_X509_free(others);
}

static void
a_pkcs12_file_brings_its_chain(void **state)
{
    static const char *const none[] = {NULL, ""};
    struct family family = make_family();
    struct err err;
    int certs = 0;
    (void)state;
    write_pkcs12("secret", family.signer.pkey, &family);
    err = open_with("secret", NULL, &certs);
    no_error(&err);
    assert_int_equal(certs, 2); /* the root is not embedded */
    err = open_with("wrong", NULL, NULL);
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.text, "passphrase is not the right one"));
    write_cert("signer.pem", family.signer.cert);
    err = open_with("secret", "signer.pem", &certs);
    no_error(&err);
    assert_int_equal(certs, 1); /* as --cert says */
    write_cert("signer.pem", family.issuer.cert);
    assert_int_equal(open_with("secret", "signer.pem", NULL).code, ERR_USAGE);
    for (size_t i = 0; i < 2; i++) {
        write_pkcs12(none[i], family.signer.pkey, &family);
        assert_int_equal(open_with(NULL, NULL, NULL).code, ERR_NONE);
    }
    assert_int_equal(chmod(in_folder("signer.key"), 0640), 0);
    assert_int_equal(open_with(NULL, NULL, NULL).code, ERR_USAGE);
    family_free(&family);
}

static void
a_broken_pkcs12_file_is_refused(void **state)
{
    struct family family = make_family();
    struct arena arena;
    struct span whole;
    struct err err = {.code = ERR_NONE};
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    write_pkcs12("secret", family.signer.pkey, &family);
    assert_true(
        file_read(&arena, in_folder("signer.key"), 1 << 16, &whole, &err));
    write_file("signer.key", (struct span){whole.ptr, whole.len / 2}, 0600);
    assert_int_equal(open_with("secret", NULL, NULL).code, ERR_INPUT);
    write_file("signer.key", span_of("0"), 0600);
    assert_int_equal(open_with("secret", NULL, NULL).code, ERR_INPUT);
    arena_release(&arena);
    family_free(&family);
}

static void
a_pem_file_may_hold_key_and_certificates(void **state)
{
    struct identity who = make_identity(&good, NULL);
    struct identity other = make_identity(&good, NULL);
    int certs = 0;
    (void)state;
    write_key("signer.key", who.pkey);
    struct err err = open_with(NULL, NULL, NULL);
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.text, "--cert"));
    for (size_t i = 0; i < 2; i++) {
        FILE *file = fopen(in_folder("signer.key"), "wb");
        assert_int_equal(
            PEM_write_PrivateKey(file, who.pkey, NULL, NULL, 0, NULL, NULL), 1);
        assert_int_equal(
            PEM_write_X509(file, i == 0 ? who.cert : other.cert), 1);
        fclose(file);
        err = open_with(NULL, NULL, &certs);
        assert_int_equal(err.code, i == 0 ? ERR_NONE : ERR_USAGE);
    }
    assert_non_null(strstr(err.text, "not the key of the certificate"));
    assert_int_equal(certs, 1);
    identity_free(&who);
    identity_free(&other);
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
            &(struct seal_key_request){.key = in_folder("signer.key"),
                .cert_path = in_folder("signer.pem")},
            &key, &err));
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
        cmocka_unit_test(an_encrypted_key_wants_its_passphrase),
        cmocka_unit_test(a_pkcs12_file_brings_its_chain),
        cmocka_unit_test(a_broken_pkcs12_file_is_refused),
        cmocka_unit_test(a_pem_file_may_hold_key_and_certificates),
        cmocka_unit_test(ecdsa_signatures_have_one_form),
    };

    return cmocka_run_group_tests(tests, factory_begin, factory_end);
}
