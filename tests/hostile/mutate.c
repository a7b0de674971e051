/*
 * mutate KIND FILE TRUST.pem AT COUNT [PART PARTS]: change a sealed file at
 * COUNT places spread evenly over it (0 = at every byte) and verify each
 * changed file: none may be VALID. With PART and PARTS only every PARTS-th of
 * these places. KIND: flip one bit, delete the byte, double it, cut the file
 * off before it; or given: the changed files stand on the standard input, each
 * behind a line "BYTES NAME". A file that only lost what was added to it
 * without being signed is told, and is as VALID as it was before.
 * Exit status: 0 none was, 1 one was, 2 usage.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "hostile/lesser.h"
#include "seal/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_BYTES = 200
};

struct mutation {
    const char *path;
    struct seal_verify_request request;
    struct span original;
    char *bytes; /* of the changed file, with room for more */
    size_t room;
    size_t count;
    size_t part, parts;
    size_t done, lesser, valid;
};

/* Make a changed file of the original; its length. */
struct kind {
    const char *name;
    size_t (*change)(char *bytes, struct span original, size_t at, size_t turn);
};

static size_t
flip(char *bytes, struct span original, size_t at, size_t turn)
{
    memcpy(bytes, original.ptr, original.len);
    bytes[at] ^= (char)(1U << (turn % 8));
    return original.len;
}

static size_t delete (char *bytes, struct span original, size_t at, size_t turn)
{
    (void)turn;
    memcpy(bytes, original.ptr, at);
    memcpy(bytes + at, original.ptr + at + 1, original.len - at - 1);
    return original.len - 1;
}

static size_t
twice(char *bytes, struct span original, size_t at, size_t turn)
{
    (void)turn;
    memcpy(bytes, original.ptr, at + 1);
    memcpy(bytes + at + 1, original.ptr + at, original.len - at);
    return original.len + 1;
}

static size_t
cut(char *bytes, struct span original, size_t at, size_t turn)
{
    (void)turn;
    memcpy(bytes, original.ptr, at);
    return at;
}

static const struct kind kinds[] = {
    {"flip", flip},
    {"delete", delete},
    {"double", twice},
    {"cut", cut},
    {"given", NULL},
};

static enum seal_conclusion
conclude(const struct mutation *mutation, struct span bytes)
{
    struct seal_verify_request request = mutation->request;
    struct arena arena;
    struct err err = {ERR_NONE, "", "", ""};
    struct seal_report report;
    enum seal_conclusion conclusion = SEAL_TOTAL_FAILED;

    request.bytes = bytes;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (seal_verify(&arena, &request, &report, &err))
        conclusion = report.conclusion;
    arena_release(&arena);
    return conclusion;
}

static void
judge(struct mutation *mutation, size_t len, const char *name)
{
    struct span bytes = {mutation->bytes, len};

    mutation->done++;
    if (span_equal(bytes, mutation->original)) {
        mutation->done--; /* two equal bytes changed over: no change */
        return;
    }
    if (conclude(mutation, bytes) != SEAL_TOTAL_PASSED)
        return;
    if (lesser(bytes, mutation->original)) {
        mutation->lesser++;
        return;
    }
    printf("VALID although changed: %s of %s\n", name, mutation->path);
    mutation->valid++;
}

static void
judge_made(struct mutation *mutation, const struct kind *kind)
{
    for (size_t i = mutation->part; i < mutation->count; i += mutation->parts) {
        /* As many places as bytes at most, so no product overflows. */
        size_t at = (size_t)((double)i / (double)mutation->count *
                             (double)mutation->original.len);
        char name[NAME_BYTES];
        (void)snprintf(
            name, sizeof name, "%s (%zu) byte %zu", kind->name, i % 8, at);
        judge(mutation,
            kind->change(mutation->bytes, mutation->original, at, i), name);
    }
}

static bool
judge_given(struct mutation *mutation)
{
    char name[NAME_BYTES];
    size_t len;

    while (scanf("%zu %199[^\n]", &len, name) == 2 && getchar() == '\n') {
        if (len > mutation->room ||
            fread(mutation->bytes, 1, len, stdin) != len)
            return false;
        judge(mutation, len, name);
    }
    return feof(stdin) != 0;
}

static bool
read_arguments(struct arena *arena, struct mutation *mutation, char **argv,
    struct err *err)
{
    mutation->path = argv[2];
    mutation->request.trust_path = argv[3];
    if (!clock_parse(span_of(argv[4]), &mutation->request.at_s)) {
        err_set(err, ERR_USAGE, "cannot read the time '%s'", argv[4]);
        return false;
    }
    if (!file_read(
            arena, mutation->path, LIMIT_PDF_BYTES, &mutation->original, err))
        return false;
    mutation->room = 2 * mutation->original.len + LIMIT_STRING_BYTES;
    mutation->bytes = arena_alloc(arena, mutation->room, err);
    mutation->count = strtoul(argv[5], NULL, 10);
    if (mutation->count == 0 || mutation->count > mutation->original.len)
        mutation->count = mutation->original.len;
    return mutation->bytes != NULL;
}

static const struct kind *
kind_named(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static int
run(struct mutation *mutation, const struct kind *kind)
{
    bool whole = true;

    if (conclude(mutation, mutation->original) != SEAL_TOTAL_PASSED) {
        fprintf(
            stderr, "mutate: %s is not VALID to begin with\n", mutation->path);
        return 2;
    }
    if (kind->change == NULL)
        whole = judge_given(mutation);
    else
        judge_made(mutation, kind);
    printf("%zu changes (%s) of %s: %zu without unsigned parts, %zu VALID\n",
        mutation->done, kind->name, mutation->path, mutation->lesser,
        mutation->valid);
    return mutation->valid == 0 && mutation->done > 0 && whole ? 0 : 1;
}

int
main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {ERR_NONE, "", "", ""};
    struct mutation mutation = {.parts = 1};
    const struct kind *kind = argc > 1 ? kind_named(argv[1]) : NULL;
    int status = 2;

    if ((argc != 6 && argc != 8) || kind == NULL) {
        fputs("usage: mutate flip|delete|double|cut|given FILE TRUST.pem AT "
              "COUNT [PART PARTS]\n",
            stderr);
        return status;
    }
    xml_setup();
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (argc == 8) {
        mutation.part = strtoul(argv[6], NULL, 10);
        mutation.parts = strtoul(argv[7], NULL, 10);
    }
    if (mutation.parts == 0 || !read_arguments(&arena, &mutation, argv, &err))
        fprintf(stderr, "mutate: %s\n", err.text);
    else
        status = run(&mutation, kind);
    arena_release(&arena);
    return status;
}
