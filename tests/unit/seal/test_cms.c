#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "seal/der.h"

#include "unit/seal/sealed_sample.h"

static const struct cms_content content = {{"signed ", 7}, {"bytes", 5}};

static struct authority authorities[2]; /* P-256, RSA */

/* Whose key signs, and how. */
static const struct {
    size_t authority;
    bool rsa_pss;
} ways[] = {{0, false}, {1, false}, {1, true}};

enum {
    WAYS = sizeof ways / sizeof ways[0]
};

static int
set_up(void **state)
{
    (void)state;
    authority_open(&authorities[0], false);
    authority_open(&authorities[1], true);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    authority_close(&authorities[0]);
    authority_close(&authorities[1]);
    return 0;
}

/* Do all checks of the CMS pass? */
static bool
passes(struct span der, const struct cms_content *signed_content,
    struct checklist *list)
{
    struct cms_found found = {0};
    struct arena arena;
    struct err err = {0};
    bool passed = true;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    checklist_init(list, CHECKLIST_PDF);
    if (!cms_check(&arena, der, signed_content, list, &found, &err))
        fail_msg("%s", err.text);
    for (int id = CHECK_CMS_FORM; id <= CHECK_CMS_SECOND_OPINION; id++)
        passed = passed && checklist_passed(list, (enum check_id)id);
    cms_found_release(&found);
    arena_release(&arena);
    return passed;
}

static struct span
good(struct arena *arena, size_t way)
{
    const struct seal_signing signing = {
        .key = authorities[ways[way].authority].key,
        .rsa_pss = ways[way].rsa_pss,
    };
    struct err err = {0};
    struct span der;

    if (!cms_sign(arena, &signing, &content, &der, &err))
        fail_msg("%s", err.text);
    return der;
}

static void
accepts_its_own_signatures(void **state)
{
    (void)state;
    for (size_t i = 0; i < WAYS; i++) {
        struct arena arena;
        struct checklist list;
        struct cms_content other = {{"signed", 6}, {"bytes", 5}};
        struct span der;
        arena_init(&arena, LIMIT_ARENA_BYTES);
        der = good(&arena, i);
        assert_true(passes(der, &content, &list));
        assert_false(passes(der, &other, &list));
        assert_int_equal(list.items[CHECK_CMS_DIGEST].state, SEAL_FAILED);
        arena_release(&arena);
    }
}

/* No byte of it is free: neither flipped, nor cut, nor followed by one. */
static void
accepts_no_changed_byte(void **state)
{
    static const char masks[] = {0x01, 0x20, 0x02, 0x40};

    (void)state;
    for (size_t i = 0; i < WAYS; i++) {
        struct arena arena;
        struct checklist list;
        struct span der;
        char bytes[4096];
        arena_init(&arena, LIMIT_ARENA_BYTES);
        der = good(&arena, i);
        assert_in_range(der.len, 1, sizeof bytes - 1);
        memcpy(bytes, der.ptr, der.len);
        for (size_t at = 0; at < der.len * sizeof masks; at++) {
            size_t place = at / sizeof masks;
            bytes[place] = (char)(der.ptr[place] ^ masks[at % sizeof masks]);
            if (passes((struct span){bytes, der.len}, &content, &list))
                fail_msg("byte %zu of %zu", place, der.len);
            bytes[place] = der.ptr[place];
        }
        for (size_t len = 0; len < der.len; len += 13)
            assert_false(passes((struct span){bytes, len}, &content, &list));
        bytes[der.len] = '\0';
        assert_false(
            passes((struct span){bytes, der.len + 1}, &content, &list));
        arena_release(&arena);
    }
}

/* The private key that `authority` holds in another process. */
static EVP_PKEY *
private_key(const struct authority *authority)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%.63s/signer.key", authority->dir);
    BIO *bio = BIO_new_file(path, "r");
    EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    BIO_free(bio);
    assert_non_null(pkey);
    return pkey;
}

/* By PSS only a salt as long as the digest verifies, and no PKCS#1 v1.5. */
static void
verifies_pss_with_its_own_parameters_alone(void **state)
{
    static const struct {
        int padding;
        int salt;
        bool good;
    } cases[] = {
        {RSA_PKCS1_PSS_PADDING, 32, true},
        {RSA_PKCS1_PSS_PADDING, 0, false},
        {RSA_PKCS1_PSS_PADDING, 20, false},
        {RSA_PKCS1_PSS_PADDING, 33, false},
        {RSA_PKCS1_PADDING, 0, false},
    };
    EVP_PKEY *pkey = private_key(&authorities[1]);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned char value[KEY_SIGNATURE_BYTES];
        size_t len = sizeof value;
        EVP_PKEY_CTX *how = NULL;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        assert_int_equal(
            EVP_DigestSignInit(context, &how, EVP_sha256(), NULL, pkey), 1);
        assert_int_equal(
            EVP_PKEY_CTX_set_rsa_padding(how, cases[i].padding), 1);
        if (cases[i].padding == RSA_PKCS1_PSS_PADDING)
            assert_int_equal(
                EVP_PKEY_CTX_set_rsa_pss_saltlen(how, cases[i].salt), 1);
        assert_int_equal(EVP_DigestSign(context, value, &len,
                             (const unsigned char *)"text", 4),
            1);
        assert_int_equal(key_verify(pkey, KEY_RSA_PSS, span_of("text"),
                             (struct span){(const char *)value, len}),
            cases[i].good);
        EVP_MD_CTX_free(context);
    }
    EVP_PKEY_free(pkey);
}

/* A signature made by libcrypto itself, which is right but not ours. */
static struct span
foreign(struct arena *arena, unsigned flags, int signer_count)
{
    BIO *bytes = BIO_new_mem_buf("signed bytes", 12);
    STACK_OF(X509) *chain = key_chain(authorities[0].key);
    CMS_ContentInfo *cms =
        CMS_sign(NULL, NULL, chain, bytes, flags | CMS_PARTIAL | CMS_BINARY);
    unsigned char *der = NULL;
    struct span out;
    struct err err = {0};
    int len;

    for (int i = 0; i < signer_count; i++) {
        EVP_PKEY *pkey = private_key(&authorities[i]);
        assert_non_null(CMS_add1_signer(cms, key_signer(authorities[i].key),
            pkey, EVP_sha256(), flags | CMS_BINARY | CMS_NOCERTS));
        EVP_PKEY_free(pkey);
    }
    /* without a signer it complains, but what it made can be written */
    assert_int_equal(
        CMS_final(cms, bytes, NULL, flags | CMS_BINARY), signer_count > 0);
    len = i2d_CMS_ContentInfo(cms, &der);
    assert_in_range(len, 1, 10000);
    assert_true(span_copy(
        arena, (struct span){(const char *)der, (size_t)len}, &out, &err));
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(bytes);
    return out;
}

static void
refuses_other_forms(void **state)
{
    static const struct {
        const char *name;
        unsigned flags;
        int signers;
        enum check_id check;
    } cases[] = {
        {"attached content", CMS_CADES, 1, CHECK_CMS_FORM},
        {"two signers", CMS_CADES | CMS_DETACHED, 2, CHECK_CMS_FORM},
        {"no signer", CMS_DETACHED, 0, CHECK_CMS_FORM},
        {"no signed attributes", CMS_NOATTR | CMS_DETACHED, 1, CHECK_CMS_FORM},
        {"signing time", CMS_CADES | CMS_DETACHED | CMS_NOSMIMECAP, 1,
            CHECK_CMS_FORM},
        {"no signing certificate", CMS_DETACHED | CMS_NOSMIMECAP, 1,
            CHECK_CMS_SIGNER_BOUND},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct checklist list;
        arena_init(&arena, LIMIT_ARENA_BYTES);
        if (passes(foreign(&arena, cases[i].flags, cases[i].signers), &content,
                &list))
            fail_msg("%s", cases[i].name);
        if (checklist_passed(&list, cases[i].check))
            fail_msg("%s: another check", cases[i].name);
        arena_release(&arena);
    }
}

/* The right signature with a certificate that nobody needs beside it. */
static void
refuses_parts_that_do_not_belong_together(void **state)
{
    struct arena arena;
    struct checklist list;
    struct span one;
    struct cms_parts parts = {
        .kind = KEY_P256,
        .signer = key_signer(authorities[0].key),
        .certificates = key_chain(authorities[0].key),
    };
    struct err err = {0};
    struct span attributes;

    (void)state;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    assert_true(cms_digest(&arena, KEY_P256, &content, &parts.digest, &err));
    assert_true(cms_attributes(&arena, &parts, &attributes, &err));
    assert_true(seal_key_sign(
        &arena, authorities[0].key, attributes, &parts.signature, &err));
    assert_true(cms_write(&arena, &parts, &one, &err));
    assert_true(passes(one, &content, &list));
    /* certificates of somebody else */
    parts.certificates = key_chain(authorities[1].key);
    assert_true(cms_write(&arena, &parts, &one, &err));
    assert_false(passes(one, &content, &list));
    assert_int_equal(list.items[CHECK_CMS_SIGNER_BOUND].state, SEAL_UNCERTAIN);
    /* somebody else's name over the signature */
    parts.signer = key_signer(authorities[1].key);
    assert_true(cms_write(&arena, &parts, &one, &err));
    assert_false(passes(one, &content, &list));
    arena_release(&arena);
}

static void
refuses_what_is_no_signed_data(void **state)
{
    static const struct span cases[] = {
        {"", 0},
        {"\x30", 1},
        {"\x30\x00", 2},
        {"\x30\x80\x00\x00", 4},
        {"\x30\x84\xff\xff\xff\xff", 6},
        {"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13},
        {"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", 13},
        {"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x00", 15},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct checklist list;
        assert_false(passes(cases[i], &content, &list));
        assert_int_equal(list.items[CHECK_CMS_FORM].state, SEAL_FAILED);
    }
}

static void
measures_der_strictly(void **state)
{
    static const struct {
        struct span bytes;
        size_t length; /* 0 = refused */
    } cases[] = {
        {{"\x30\x00", 2}, 2},
        {{"\x30\x01\x00x", 4}, 3},
        {{"\x31\x00", 2}, 0},
        {{"\x30\x02\x00", 3}, 0},
        {{"\x30\x81\x01\x00", 4}, 0},
        {{"\x30\x82\x00\x01\x00", 5}, 0},
        {{"\x30\x80", 2}, 0},
        {{"\x30\x81", 2}, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = 0;
        bool ok = der_sequence_length(cases[i].bytes, &length);
        assert_int_equal(ok, cases[i].length != 0);
        assert_int_equal(length, cases[i].length);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_its_own_signatures),
        cmocka_unit_test(accepts_no_changed_byte),
        cmocka_unit_test(verifies_pss_with_its_own_parameters_alone),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(refuses_parts_that_do_not_belong_together),
        cmocka_unit_test(refuses_what_is_no_signed_data),
        cmocka_unit_test(measures_der_strictly),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
