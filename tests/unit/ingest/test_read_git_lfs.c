#include "unit/ingest/reading.h"

#define HEX64   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define VERSION "version https://git-lfs.github.com/spec/v1\n"

static void
pointer_names_the_weights(void **state)
{
    static struct reading reading;
    struct span file =
        span_of(VERSION "oid sha256:" HEX64 "\nsize 2471645608\n");

    (void)state;
    assert_int_equal(git_lfs_bid(file), 100);
    reading_run(&reading, git_lfs_read, file, "a/model.safetensors");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_WEIGHTS, "pointer", "yes");
    reading_is(&reading, ENTITY_WEIGHTS, "sha256", HEX64);
    reading_is(&reading, ENTITY_WEIGHTS, "bytes", "2471645608");
    reading_end(&reading);
}

static void
pointer_to_another_file_is_no_weights(void **state)
{
    static struct reading reading;

    (void)state;
    reading_run(&reading, git_lfs_read,
        span_of(VERSION "oid sha256:" HEX64 "\nsize 1\n"), "tokenizer.json");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_WEIGHTS, "bytes", NULL);
    reading_is(&reading, ENTITY_COMPONENT, "sha256", HEX64);
    reading_end(&reading);
}

static void
malformed_pointer_is_refused(void **state)
{
    static const char *const cases[] = {
        VERSION,
        VERSION "oid sha256:" HEX64 "\n",
        VERSION "size 1\n",
        VERSION "oid sha256:" HEX64 "\nsize -1\n",
        VERSION "oid sha256:" HEX64 "\nsize 1e9\n",
        VERSION "oid sha256:" HEX64 "0\nsize 1\n",
        VERSION "oid md5:" HEX64 "\nsize 1\n",
        VERSION "size 1\noid sha256:" HEX64 "\n",
        VERSION "oid sha256:" HEX64 "\noid sha256:" HEX64 "\nsize 1\n",
        VERSION "oid sha256:" HEX64 "\nsize 1\nsize 2\n",
        VERSION "oid\n",
    };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        reading_run(&reading, git_lfs_read, span_of(cases[i]), "m.gguf");
        if (reading.ok) {
            fail_msg("accepted: %s", cases[i]);
        }
        reading_end(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pointer_names_the_weights),
        cmocka_unit_test(pointer_to_another_file_is_no_weights),
        cmocka_unit_test(malformed_pointer_is_refused),
    };

    return cmocka_run_group_tests_name("read_git_lfs", tests, NULL, NULL);
}
