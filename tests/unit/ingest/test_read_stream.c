#include "unit/ingest/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Files that are not held whole: read from the descriptor in pieces. */
enum {
    HEAD_BYTES = 100,
    TOKENS = 20000,
    LINES = 5000
};

static void
put(FILE *file, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        assert_int_not_equal(fputc((int)(value >> (8 * i) & 0xff), file), EOF);
    }
}

static void
put_text(FILE *file, const char *text)
{
    put(file, strlen(text), 8);
    assert_int_not_equal(fputs(text, file), EOF);
}

/* Run the reader on an open file of which only the first bytes are held. */
static void
run_file(
    struct reading *reading, ingest_read *read, FILE *file, const char *path)
{
    static char head[HEAD_BYTES];
    struct claim_sink sink = {reading, reading_put};
    struct ingest_input input = {
        {head, HEAD_BYTES}, false, -1, 0, path, &reading->arena};

    assert_int_equal(fflush(file), 0);
    input.fd = fileno(file);
    input.file_bytes = ftell(file);
    assert_int_equal(pread(input.fd, head, HEAD_BYTES, 0), HEAD_BYTES);
    reading_begin(reading);
    reading->ok = read(&input, &sink, &reading->err);
}

static void
put_gguf(FILE *file)
{
    char token[32];

    assert_int_not_equal(fputs("GGUF", file), EOF);
    put(file, 3, 4);
    put(file, 0, 8);
    put(file, 2, 8);
    put_text(file, "tokenizer.ggml.tokens");
    put(file, 9, 4);
    put(file, 8, 4);
    put(file, TOKENS, 8);
    for (int i = 0; i < TOKENS; i++) {
        snprintf(token, sizeof(token), "token%d", i);
        put_text(file, token);
    }
    put_text(file, "general.architecture");
    put(file, 8, 4);
    put_text(file, "llama");
}

static void
long_token_list_is_skipped_not_held(void **state)
{
    static struct reading reading;
    FILE *file = tmpfile();

    (void)state;
    assert_non_null(file);
    put_gguf(file);
    run_file(&reading, gguf_read, file, "vocab.gguf");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_WEIGHTS, "architecture", "llama");
    /* The window of 64 kB and small change, not the list of 400 kB. */
    assert_true(reading.arena.used_bytes < 100000);
    reading_end(&reading);
    fclose(file);
}

static void
log_of_many_lines_is_streamed(void **state)
{
    static struct reading reading;
    FILE *file = tmpfile();

    (void)state;
    assert_non_null(file);
    for (int i = 0; i < LINES; i++) {
        fprintf(file, "{\"doc_id\": %d, \"resps\": [[\"%*s\"]]}\n", i,
            100 + i % 97, "x");
    }
    run_file(&reading, lm_eval_samples_read, file, "samples.jsonl");
    assert_true(reading.ok);
    reading_is(&reading, ENTITY_EVALUATION, "n", "5000");
    assert_true(reading.arena.used_bytes < 400000);
    reading_end(&reading);
    fclose(file);
}

static void
text_format_that_is_too_large_is_over_the_limit(void **state)
{
    static ingest_read *const reads[] = {hf_card_read, hf_config_read,
        lm_eval_03_read, lm_eval_04_read, codecarbon_read, croissant_read,
        cyclonedx_read, safetensors_index_read, git_lfs_read};
    static struct reading reading;
    FILE *file = tmpfile();

    (void)state;
    assert_non_null(file);
    put_gguf(file);
    for (size_t i = 0; i < sizeof(reads) / sizeof(*reads); i++) {
        run_file(&reading, reads[i], file, "x");
        assert_false(reading.ok);
        assert_int_equal(reading.err.code, ERR_LIMIT);
        assert_true(reading.err.place[0] != '\0');
        reading_end(&reading);
    }
    fclose(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_token_list_is_skipped_not_held),
        cmocka_unit_test(log_of_many_lines_is_streamed),
        cmocka_unit_test(text_format_that_is_too_large_is_over_the_limit),
    };

    return cmocka_run_group_tests_name("read_stream", tests, NULL, NULL);
}
