#include "factory.h"

static void
it_writes_four_files_and_the_key_is_private(void **state)
{
    static const char *const names[] = {
        "ca.pem", "ca.crl", "signer.pem", "signer.key"};
    struct seal_keygen request = {
        .dir = factory_folder, .now_s = FACTORY_NOW_S, .rsa = false};
    struct err err = {.code = ERR_NONE};
    struct seal_key *key = NULL;
    struct stat about;
    (void)state;
    assert_true(seal_keygen(&request, &err));
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(stat(in_folder(names[i]), &about), 0);
        assert_int_equal(about.st_mode & 0777, i == 3 ? 0600 : 0644);
    }
    assert_true(
        seal_key_open(&(struct seal_key_request){.key = in_folder("signer.key"),
                          .cert_path = in_folder("signer.pem")},
            &key, &err));
    assert_true(seal_key_is_trial(key));
    seal_key_close(key);
}

static void
it_overwrites_nothing(void **state)
{
    static const char *const names[] = {
        "ca.pem", "ca.crl", "signer.pem", "signer.key"};
    struct seal_keygen request = {
        .dir = factory_folder, .now_s = FACTORY_NOW_S, .rsa = false};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 4; k++) {
            unlink(in_folder(names[k]));
        }
        struct err err = {.code = ERR_NONE};
        write_file(names[i], span_of("mine"), 0644);
        assert_false(seal_keygen(&request, &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.text, names[i]));
        for (size_t k = 0; k < 4; k++) {
            assert_int_equal(file_exists(in_folder(names[k])), k == i);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_writes_four_files_and_the_key_is_private),
        cmocka_unit_test(it_overwrites_nothing),
    };

    return cmocka_run_group_tests(tests, factory_begin, factory_end);
}
