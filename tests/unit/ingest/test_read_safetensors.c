#include "unit/ingest/reading.h"

#include <stdio.h>
#include <stdlib.h>

/* Header text, then `data` zero bytes; the length is put in front. */
static struct span
build(char *buffer, const char *header, size_t data)
{
    size_t len = strlen(header);

    memset(buffer, 0, 8 + len + data);
    buffer[0] = (char)(len & 0xff);
    buffer[1] = (char)(len >> 8);
    memcpy(buffer + 8, header, len);
    return (struct span){buffer, 8 + len + data};
}

struct good {
    const char *header;
    size_t data;
    const char *params;
    const char *precision;
    const char *bits;
    const char *packed;
};

static void
header_gives_counts(void **state)
{
    static const struct good cases[] = {
        {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],"
         "\"data_offsets\":[0,24]}}",
            24, "6", "F32", "32", "no"},
        {"{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4,
            "1", "F32", "32", "no"},
        {"{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]},"
         "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            12, "5", "BF16", "19.2", "no"},
        {"{\"a\":{\"dtype\":\"F4\",\"shape\":[4],\"data_offsets\":[0,2]}}", 2,
            "4", "F4", "4", "no"},
        {"{\"a\":{\"dtype\":\"F6_E2M3\",\"shape\":[4],"
         "\"data_offsets\":[0,3]}}",
            3, "4", "F6_E2M3", "6", "no"},
        {"{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],"
         "\"data_offsets\":[0,4]}}",
            4, "4", "F8_E4M3", "8", "no"},
        {"{\"a.qweight\":{\"dtype\":\"I32\",\"shape\":[2],"
         "\"data_offsets\":[0,8]}}",
            8, "2", "I32", NULL, "yes"},
        {"{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"U8\","
         "\"shape\":[0],\"data_offsets\":[0,0]}}   ",
            0, "0", NULL, NULL, "no"},
        /* Entries may stand in any order of their offsets. */
        {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
         "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
            2, "2", "U8", "8", "no"},
        {"{}", 0, "0", NULL, NULL, "no"},
    };
    char buffer[512];
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct span file = build(buffer, cases[i].header, cases[i].data);
        assert_true(safetensors_bid(file) > 0);
        reading_run(&reading, safetensors_read, file, "x/m.safetensors");
        assert_true(reading.ok);
        reading_is(&reading, ENTITY_WEIGHTS, "params", cases[i].params);
        reading_is(&reading, ENTITY_WEIGHTS, "precision", cases[i].precision);
        reading_is(&reading, ENTITY_WEIGHTS, "bits-per-weight", cases[i].bits);
        reading_is(&reading, ENTITY_WEIGHTS, "packed", cases[i].packed);
        assert_string_equal(reading.claims[0].entity_id, "m.safetensors");
        assert_int_equal(reading.claims[0].method, CLAIM_COMPUTED);
        reading_end(&reading);
    }
}

struct bad {
    const char *header;
    size_t data;
};

static const struct bad contradictions[] = {
    /* a hole before, between and behind */
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
     "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}",
        3},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 2},
    /* overlap */
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
     "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}",
        3},
    /* beyond the end, backwards */
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,0]}}", 1},
    /* size is not shape times type */
    {"{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2},
    /* products that wrap around 2^64 to a size that would fit */
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],"
     "\"data_offsets\":[0,0]}}",
        0},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[6148914691236517206,3],"
     "\"data_offsets\":[0,2]}}",
        2},
    /* counts that are none */
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1.0],\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1e0],\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[18446744073709551616],"
     "\"data_offsets\":[0,1]}}",
        1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":\"1\",\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,2]}}", 1},
    /* unknown type, missing and unknown members */
    {"{\"a\":{\"dtype\":\"F7\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],"
     "\"x\":1}}",
        1},
    /* duplicate names, also behind an escape */
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
     "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        1},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
     "\"\\u0061\":{\"dtype\":\"U8\",\"shape\":[1],"
     "\"data_offsets\":[1,2]}}",
        2},
    {"{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0},
    /* metadata that is no text, several roots, rubbish behind */
    {"{\"__metadata__\":{\"k\":1}}", 0},
    {"{\"__metadata__\":\"k\"}", 0},
    {"[]", 0},
    {"{}{}", 0},
    {"{} x", 0},
    {"{\"a\":1}", 0},
};

static void
header_that_contradicts_itself_is_refused(void **state)
{
    char buffer[512];
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(contradictions) / sizeof(*contradictions);
         i++) {
        struct span file =
            build(buffer, contradictions[i].header, contradictions[i].data);
        reading_run(&reading, safetensors_read, file, "m.safetensors");
        if (reading.ok) {
            fail_msg("accepted: %s", contradictions[i].header);
        }
        assert_int_equal(reading.err.code, ERR_INPUT);
        reading_end(&reading);
    }
}

static void
every_prefix_is_refused(void **state)
{
    char buffer[512];
    static struct reading reading;
    struct span file = build(buffer,
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}", 8);

    (void)state;
    for (size_t len = 0; len < file.len; len++) {
        /* On the heap, so that the sanitizer sees one byte too many. */
        char *copy = malloc(len + 1);
        assert_non_null(copy);
        memcpy(copy, file.ptr, len);
        reading_run(&reading, safetensors_read, (struct span){copy, len},
            "m.safetensors");
        assert_false(reading.ok);
        reading_end(&reading);
        free(copy);
    }
}

static void
length_that_does_not_fit_is_refused(void **state)
{
    static const unsigned char lengths[][8] = {
        {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
        {0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
        {0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 0, 0},
        {1, 0, 0, 0, 0, 0, 0, 0},
        {3, 0, 0, 0, 0, 0, 0, 0},
    };
    char buffer[64];
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
        struct span file = build(buffer, "{}", 0);
        memcpy(buffer, lengths[i], 8);
        reading_run(&reading, safetensors_read, file, "m.safetensors");
        assert_false(reading.ok);
        assert_string_equal(reading.err.place, "byte 0");
        reading_end(&reading);
    }
}

static void
other_files_are_left_alone(void **state)
{
    (void)state;
    assert_int_equal(safetensors_bid(span_of("{\"results\": {}}")), 0);
    assert_int_equal(safetensors_bid(span_of("")), 0);
    assert_int_equal(safetensors_bid(span_of("GGUF\3\0\0\0")), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_gives_counts),
        cmocka_unit_test(header_that_contradicts_itself_is_refused),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(length_that_does_not_fit_is_refused),
        cmocka_unit_test(other_files_are_left_alone),
    };

    return cmocka_run_group_tests_name("read_safetensors", tests, NULL, NULL);
}
