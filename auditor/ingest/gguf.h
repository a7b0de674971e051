#ifndef INGEST_GGUF_H
#define INGEST_GGUF_H

#include "base/err.h"
#include "ingest/ingest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The bytes of a GGUF header, in order, through a window of the file: token
 * lists make headers of tens of megabytes that are skipped, not held. Every
 * count is checked against the bytes that are left before it is believed.
 * Source: the GGUF specification of ggml, versions 2 and 3.
 */
enum {
    GGUF_WINDOW_BYTES = 1 << 16
};

struct gguf_cursor {
    const struct ingest_input *input;
    uint64_t at;   /* of the next byte */
    uint64_t size; /* of the file */
    char *window;
    uint64_t window_at;
    size_t window_len;
};

enum gguf_type {
    GGUF_U8,
    GGUF_I8,
    GGUF_U16,
    GGUF_I16,
    GGUF_U32,
    GGUF_I32,
    GGUF_F32,
    GGUF_BOOL,
    GGUF_STRING,
    GGUF_ARRAY,
    GGUF_U64,
    GGUF_I64,
    GGUF_F64,
    GGUF_TYPE_COUNT,
};

/* How a tensor type is stored. Source: GGML_QUANT_SIZES of gguf-py. */
struct gguf_format {
    uint32_t id;
    const char *name;
    uint32_t block_elements;
    uint32_t block_bytes;
};

MUST_CHECK bool gguf_open(
    const struct ingest_input *input, struct gguf_cursor *out, struct err *err);
/* ERR_INPUT at the cursor's place; always false. */
bool gguf_refuse(
    const struct gguf_cursor *cursor, struct err *err, const char *why);
uint64_t gguf_left(const struct gguf_cursor *cursor);
MUST_CHECK bool gguf_take(
    struct gguf_cursor *cursor, char *target, size_t count, struct err *err);
MUST_CHECK bool gguf_skip(
    struct gguf_cursor *cursor, uint64_t count, struct err *err);
MUST_CHECK bool gguf_u32(
    struct gguf_cursor *cursor, uint32_t *out, struct err *err);
MUST_CHECK bool gguf_u64(
    struct gguf_cursor *cursor, uint64_t *out, struct err *err);
/* A string of at most `limit` bytes of UTF-8, in the arena. */
MUST_CHECK bool gguf_string(struct gguf_cursor *cursor, size_t limit,
    struct span *out, struct err *err);
/* Check the lengths of a value and move past it. */
MUST_CHECK bool gguf_skip_value(
    struct gguf_cursor *cursor, uint32_t type, struct err *err);
/* A value of an unsigned or non-negative integer type. */
MUST_CHECK bool gguf_integer(
    struct gguf_cursor *cursor, uint32_t type, uint64_t *out, struct err *err);

/* The row of a tensor type, or NULL. */
const struct gguf_format *gguf_format_find(uint32_t id);
const struct gguf_format *gguf_format_table(size_t *count_out);
/* "Q4_K_M" for 15, or NULL: the label of general.file_type. */
const char *gguf_file_type(uint64_t id);

#endif
