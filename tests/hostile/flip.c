/*
 * flip FILE TRUST.pem AT COUNT [PART PARTS]: change one bit of a signed file
 * at COUNT places spread evenly over it (0 = every byte) and verify each
 * changed file: none may be VALID. With PART and PARTS only every PARTS-th of
 * these places. Exit status: 0 none was, 1 one was, 2 usage.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "seal/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct flip {
    const char *path;
    struct seal_verify_request request;
    char *bytes;
    size_t len;
    size_t step; /* in places */
    size_t first;
    size_t count;
};

static enum seal_conclusion
conclude(const struct flip *flip)
{
    struct arena arena;
    struct err err = {ERR_NONE, "", "", ""};
    struct seal_report report;
    enum seal_conclusion conclusion = SEAL_TOTAL_FAILED;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (seal_verify(&arena, &flip->request, &report, &err)) {
        conclusion = report.conclusion;
    }
    arena_release(&arena);
    return conclusion;
}

/* How many changed files were VALID. */
static size_t
flip_all(struct flip *flip)
{
    size_t valid = 0;
    size_t done = 0;

    for (size_t i = flip->first; i < flip->count; i += flip->step) {
        /* As many places as bytes at most, so no product overflows. */
        size_t at =
            (size_t)((double)i / (double)flip->count * (double)flip->len);
        char bit = (char)(1U << (i % 8));
        flip->bytes[at] ^= bit;
        if (conclude(flip) == SEAL_TOTAL_PASSED) {
            printf("VALID although bit %zu of byte %zu was changed: %s\n",
                i % 8, at, flip->path);
            valid++;
        }
        flip->bytes[at] ^= bit;
        done++;
    }
    printf("%zu changes of %s, %zu VALID\n", done, flip->path, valid);
    return valid;
}

static bool
read_arguments(
    struct arena *arena, struct flip *flip, char **argv, struct err *err)
{
    struct span bytes;

    flip->path = argv[1];
    flip->request.trust_path = argv[2];
    if (!clock_parse(span_of(argv[3]), &flip->request.at_s)) {
        err_set(err, ERR_USAGE, "cannot read the time '%s'", argv[3]);
        return false;
    }
    if (!file_read(arena, flip->path, LIMIT_PDF_BYTES, &bytes, err)) {
        return false;
    }
    flip->bytes = arena_alloc(arena, bytes.len + 1, err);
    if (flip->bytes == NULL) {
        return false;
    }
    memcpy(flip->bytes, bytes.ptr, bytes.len);
    flip->len = bytes.len;
    flip->request.bytes = (struct span){flip->bytes, flip->len};
    flip->count = strtoul(argv[4], NULL, 10);
    if (flip->count == 0 || flip->count > flip->len) {
        flip->count = flip->len;
    }
    return true;
}

int
main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {ERR_NONE, "", "", ""};
    struct flip flip = {.step = 1};
    int status = 2;

    if (argc != 5 && argc != 7) {
        fputs("usage: flip FILE TRUST.pem AT COUNT [PART PARTS]\n", stderr);
        return status;
    }
    xml_setup();
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (argc == 7) {
        flip.first = strtoul(argv[5], NULL, 10);
        flip.step = strtoul(argv[6], NULL, 10);
    }
    if (flip.step == 0 || !read_arguments(&arena, &flip, argv, &err)) {
        fprintf(stderr, "flip: %s\n", err.text);
    } else if (conclude(&flip) != SEAL_TOTAL_PASSED) {
        fprintf(stderr, "flip: %s is not VALID to begin with\n", flip.path);
    } else {
        status = flip_all(&flip) == 0 ? 0 : 1;
    }
    arena_release(&arena);
    return status;
}
