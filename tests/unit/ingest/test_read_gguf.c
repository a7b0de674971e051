#include "unit/ingest/reading.h"

#include <stdlib.h>

/* A GGUF file while it is put together. */
struct file {
    char bytes[2048];
    size_t len;
};

static void
put(struct file *file, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        file->bytes[file->len++] = (char)(value >> (8 * i));
    }
}

static void
put_text(struct file *file, const char *text)
{
    put(file, strlen(text), 8);
    memcpy(file->bytes + file->len, text, strlen(text));
    file->len += strlen(text);
}

static void
put_start(struct file *file, uint32_t version, uint64_t tensors, uint64_t keys)
{
    file->len = 0;
    memcpy(file->bytes, "GGUF", 4);
    file->len = 4;
    put(file, version, 4);
    put(file, tensors, 8);
    put(file, keys, 8);
}

static void
put_text_key(struct file *file, const char *key, const char *value)
{
    put_text(file, key);
    put(file, 8, 4);
    put_text(file, value);
}

static void
put_u32_key(struct file *file, const char *key, uint32_t value)
{
    put_text(file, key);
    put(file, 4, 4);
    put(file, value, 4);
}

static void
put_tensor(struct file *file, const char *name, uint64_t rows, uint32_t type,
    uint64_t offset)
{
    put_text(file, name);
    put(file, 2, 4);
    put(file, 256, 8);
    put(file, rows, 8);
    put(file, type, 4);
    put(file, offset, 8);
}

static void
put_zeros(struct file *file, size_t alignment, size_t count)
{
    while (file->len % alignment != 0) {
        put(file, 0, 1);
    }
    memset(file->bytes + file->len, 0, count);
    file->len += count;
}

static struct span
bytes_of(const struct file *file)
{
    return (struct span){file->bytes, file->len};
}

/* Two tensors, Q4_K with 512 and F32 with 256 elements, and some keys. */
static void
put_whole(struct file *file, uint32_t version)
{
    put_start(file, version, 2, 6);
    put_text_key(file, "general.architecture", "llama");
    put_text_key(file, "general.name", "Tiny");
    put_text_key(file, "general.base_model.0.repo_url",
        "https://huggingface.co/org/tiny");
    put_u32_key(file, "general.file_type", 15);
    put_u32_key(file, "llama.context_length", 4096);
    put_text(file, "tokenizer.ggml.tokens");
    put(file, 9, 4);
    put(file, 8, 4);
    put(file, 2, 8);
    put_text(file, "\xff\xfe");
    put_text(file, "b");
    put_tensor(file, "a", 2, 12, 0);
    put_tensor(file, "b", 1, 0, 288);
    put_zeros(file, 32, 288 + 1024);
}

static void
whole_file_gives_exact_counts(void **state)
{
    static struct file file;
    static struct reading reading;

    (void)state;
    for (uint32_t version = 2; version <= 3; version++) {
        put_whole(&file, version);
        assert_int_equal(gguf_bid(bytes_of(&file)), 100);
        reading_run(&reading, gguf_read, bytes_of(&file), "d/m.gguf");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_WEIGHTS, "params", "768");
        reading_is(&reading, ENTITY_WEIGHTS, "tensors", "2");
        reading_is(&reading, ENTITY_WEIGHTS, "precision", "Q4_K");
        reading_is(&reading, ENTITY_WEIGHTS, "type-share", "Q4_K 0.6667");
        /* 1312 bytes * 8 / 768 elements */
        reading_is(&reading, ENTITY_WEIGHTS, "bits-per-weight", "13.6667");
        reading_is(&reading, ENTITY_WEIGHTS, "architecture", "llama");
        reading_is(&reading, ENTITY_WEIGHTS, "base-model", "org/tiny");
        reading_is(&reading, ENTITY_WEIGHTS, "file-type", "Q4_K_M");
        reading_is(&reading, ENTITY_WEIGHTS, "context-length", "4096");
        reading_is(&reading, ENTITY_WEIGHTS, "packed", "no");
        reading_end(&reading);
    }
}

static void
every_prefix_is_refused(void **state)
{
    static struct file file;
    static struct reading reading;

    (void)state;
    put_whole(&file, 3);
    for (size_t len = 0; len < file.len; len++) {
        char *copy = malloc(len + 1);
        assert_non_null(copy);
        memcpy(copy, file.bytes, len);
        reading_run(&reading, gguf_read, (struct span){copy, len}, "m.gguf");
        assert_false(reading.ok);
        reading_end(&reading);
        free(copy);
    }
}

static void
vocabulary_without_tensors_is_read(void **state)
{
    static struct file file;
    static struct reading reading;

    (void)state;
    put_start(&file, 3, 0, 1);
    put_text_key(&file, "general.architecture", "bert");
    reading_run(&reading, gguf_read, bytes_of(&file), "vocab.gguf");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_WEIGHTS, "params", "0");
    reading_is(&reading, ENTITY_WEIGHTS, "precision", NULL);
    reading_end(&reading);
}

static void
unknown_type_is_reported_not_refused(void **state)
{
    static struct file file;
    static struct reading reading;

    (void)state;
    put_start(&file, 3, 1, 0);
    put_tensor(&file, "a", 1, 45, 0);
    put_zeros(&file, 32, 64);
    reading_run(&reading, gguf_read, bytes_of(&file), "m.gguf");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_WEIGHTS, "params", "256");
    reading_is(&reading, ENTITY_WEIGHTS, "precision", "type-45");
    reading_is(&reading, ENTITY_WEIGHTS, "bits-per-weight", NULL);
    reading_end(&reading);
}

static void
refuse_file(struct file *file)
{
    static struct reading reading;

    reading_run(&reading, gguf_read, bytes_of(file), "m.gguf");
    assert_false(reading.ok);
    assert_int_equal(reading.err.code, ERR_INPUT);
    reading_end(&reading);
}

static void
huge_counts_are_refused_at_once(void **state)
{
    static const uint64_t counts[] = {
        UINT64_MAX, UINT64_MAX / 2, (uint64_t)1 << 32, 1000};
    static struct file file;

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        put_start(&file, 3, counts[i], 0);
        put_zeros(&file, 32, 64);
        refuse_file(&file);
        put_start(&file, 3, 0, counts[i]);
        put_zeros(&file, 32, 64);
        refuse_file(&file);
        /* A string, an array of numbers, an array of strings. */
        put_start(&file, 3, 0, 1);
        put(&file, counts[i], 8);
        put_zeros(&file, 32, 64);
        refuse_file(&file);
        put_start(&file, 3, 0, 1);
        put_text(&file, "k");
        put(&file, 9, 4);
        put(&file, 10, 4);
        put(&file, counts[i], 8);
        refuse_file(&file);
        put_start(&file, 3, 0, 1);
        put_text(&file, "k");
        put(&file, 9, 4);
        put(&file, 8, 4);
        put(&file, counts[i], 8);
        refuse_file(&file);
    }
}

static void
deeply_nested_arrays_are_refused(void **state)
{
    static struct file file;

    (void)state;
    put_start(&file, 3, 0, 1);
    put_text(&file, "k");
    put(&file, 9, 4);
    for (int i = 0; i < 40; i++) {
        put(&file, 9, 4);
        put(&file, 1, 8);
    }
    put(&file, 0, 4);
    put(&file, 0, 8);
    refuse_file(&file);
}

static void
duplicate_names_are_refused(void **state)
{
    static struct file file;

    (void)state;
    put_start(&file, 3, 0, 2);
    put_u32_key(&file, "k", 1);
    put_u32_key(&file, "k", 2);
    refuse_file(&file);
    put_start(&file, 3, 2, 0);
    put_tensor(&file, "a", 1, 0, 0);
    put_tensor(&file, "a", 1, 0, 1024);
    put_zeros(&file, 32, 2048 - file.len - 32);
    refuse_file(&file);
}

static void
bad_alignment_is_refused(void **state)
{
    static const uint32_t alignments[] = {0, 3, 48, 1 << 21, UINT32_MAX};
    static struct file file;

    (void)state;
    for (size_t i = 0; i < sizeof(alignments) / sizeof(*alignments); i++) {
        put_start(&file, 3, 0, 1);
        put_u32_key(&file, "general.alignment", alignments[i]);
        refuse_file(&file);
    }
    put_start(&file, 3, 0, 1);
    put_text(&file, "general.alignment");
    put(&file, 10, 4);
    put(&file, 32, 8);
    refuse_file(&file);
}

struct tensor_case {
    uint64_t rows;
    uint32_t type;
    uint64_t offset;
};

static void
tensors_that_do_not_fit_are_refused(void **state)
{
    static const struct tensor_case cases[] = {
        {0, 0, 0},                       /* empty */
        {2, 0, 0},                       /* larger than the file */
        {1, 0, 16},                      /* not aligned */
        {1, 0, 32},                      /* a hole */
        {1, 0, UINT64_MAX - 31},         /* far beyond */
        {(uint64_t)1 << 56, 0, 0},       /* product wraps to zero */
        {((uint64_t)1 << 56) + 1, 0, 0}, /* product wraps to 256 */
        {(uint64_t)1 << 54, 0, 0},       /* over 2^62 elements */
        {UINT64_MAX, 12, 0},
    };
    static struct file file;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        put_start(&file, 3, 1, 0);
        put_tensor(&file, "a", cases[i].rows, cases[i].type, cases[i].offset);
        put_zeros(&file, 32, 1024);
        refuse_file(&file);
    }
}

static void
other_versions_and_byte_order_are_refused(void **state)
{
    static const uint32_t versions[] = {0, 1, 4, 0x03000000};
    static struct file file;

    (void)state;
    for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
        put_start(&file, versions[i], 0, 0);
        refuse_file(&file);
    }
}

static void
mangled_text_is_refused(void **state)
{
    static struct file file;

    (void)state;
    put_start(&file, 3, 0, 1);
    put_text_key(&file, "general.name", "a\xff");
    refuse_file(&file);
    put_start(&file, 3, 0, 1);
    put_text(&file, "flag");
    put(&file, 7, 4);
    put(&file, 2, 1);
    refuse_file(&file);
    put_start(&file, 3, 0, 1);
    put_text(&file, "k");
    put(&file, 13, 4);
    put(&file, 0, 8);
    refuse_file(&file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_file_gives_exact_counts),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(vocabulary_without_tensors_is_read),
        cmocka_unit_test(unknown_type_is_reported_not_refused),
        cmocka_unit_test(huge_counts_are_refused_at_once),
        cmocka_unit_test(deeply_nested_arrays_are_refused),
        cmocka_unit_test(duplicate_names_are_refused),
        cmocka_unit_test(bad_alignment_is_refused),
        cmocka_unit_test(tensors_that_do_not_fit_are_refused),
        cmocka_unit_test(other_versions_and_byte_order_are_refused),
        cmocka_unit_test(mangled_text_is_refused),
    };

    return cmocka_run_group_tests_name("read_gguf", tests, NULL, NULL);
}
