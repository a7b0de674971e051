/*
 * Any bytes as a sealed file: never VALID unless they are one of the files
 * that were sealed, or such a file without what was added to it unsigned; and
 * what is told of them is always there to be printed. FUZZ_SEEDS names the
 * folder of these files and of their trust anchors.
 * Most changes are made in the DER within base64 or hexadecimal digits, so
 * that the form around it stays sound and all of it is read.
 * With libFuzzer: make fuzz-verify SECONDS=60.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "hostile/lesser.h"
#include "seal/base64.h"
#include "seal/seal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    INPUT_MAX = 64 << 10,
    SEEDS_MAX = 64,
    VALUES_MAX = 32,
    VALUE_MIN = 60, /* characters of a value that may be DER */
};

static struct {
    struct arena arena;
    struct span files[SEEDS_MAX];
    size_t count;
    char trust[512];
} seeds;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t room, unsigned seed);

static void
load(const char *folder, const char *name, struct err *err)
{
    char path[1024];

    if (strstr(name, ".xml") == NULL && strstr(name, ".pdf") == NULL)
        return;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (seeds.count == SEEDS_MAX || !file_read(&seeds.arena, path, INPUT_MAX,
                                        &seeds.files[seeds.count], err)) {
        fprintf(stderr, "fuzz_verify: %s: %s\n", path, err->text);
        exit(EXIT_FAILURE);
    }
    seeds.count++;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *folder = getenv("FUZZ_SEEDS");
    DIR *dir = folder == NULL ? NULL : opendir(folder);
    struct err err = {0};

    (void)argc;
    (void)argv;
    if (dir == NULL) {
        fputs("fuzz_verify: FUZZ_SEEDS must name a folder\n", stderr);
        exit(EXIT_FAILURE);
    }
    xml_setup();
    arena_init(&seeds.arena, LIMIT_ARENA_BYTES);
    (void)snprintf(seeds.trust, sizeof seeds.trust, "%s/ca.pem", folder);
    for (struct dirent *item = readdir(dir); item != NULL; item = readdir(dir))
        load(folder, item->d_name, &err);
    closedir(dir);
    return 0;
}

static bool
is_known(struct span bytes)
{
    for (size_t i = 0; i < seeds.count; i++)
        if (span_equal(bytes, seeds.files[i]) || lesser(bytes, seeds.files[i]))
            return true;
    return false;
}

/* Strings that a report leaves out are empty, never missing. */
static void
expect_words(const struct seal_report *report)
{
    const char *const words[] = {report->sub_indication, report->format,
        report->level, report->signer, report->signer_name,
        report->signer_organisation, report->authority, report->not_proven};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i] == NULL)
            abort();
    for (size_t i = 0; i < report->cosigner_count; i++)
        if (report->cosigners[i].signer == NULL ||
            report->cosigners[i].authority == NULL)
            abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seal_verify_request request = {
        .bytes = {(const char *)data, size}, .trust_path = seeds.trust};
    struct arena arena;
    struct seal_report report;
    struct span content;
    struct err err = {0};

    if (size > INPUT_MAX ||
        !clock_parse(span_of("2026-11-23T12:00:00Z"), &request.at_s))
        return 0;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (seal_verify(&arena, &request, &report, &err)) {
        expect_words(&report);
        if (report.conclusion == SEAL_TOTAL_PASSED && !is_known(request.bytes))
            abort();
    } else if (err.text[0] == '\0') {
        abort(); /* a refusal must say why */
    }
    err_clear(&err);
    if (!seal_pdf_content(&arena, request.bytes, &content, &err) &&
        err.text[0] == '\0')
        abort();
    arena_release(&arena);
    return 0;
}

/* Texts between '<' or '>' that are long enough; how many. */
static size_t
find_values(struct span bytes, struct span *values)
{
    size_t count = 0;

    for (size_t at = 0; at < bytes.len && count < VALUES_MAX; at++) {
        size_t start = at;
        while (at < bytes.len && strchr("<>", bytes.ptr[at]) == NULL)
            at++;
        if (at - start >= VALUE_MIN)
            values[count++] = (struct span){bytes.ptr + start, at - start};
    }
    return count;
}

static unsigned
nibble(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10) & 0xfU;
}

/* Hexadecimal digits, as many as before: the rest is zeros. */
static bool
change_digits(char *text, size_t length)
{
    static uint8_t der[INPUT_MAX];
    static const char digits[] = "0123456789abcdef";
    size_t len = length / 2;

    if (strspn(text, digits) < length || len > sizeof der)
        return false;
    for (size_t i = 0; i < len; i++)
        der[i] = (uint8_t)(nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]));
    while (len > 0 && der[len - 1] == 0)
        len--;
    len = LLVMFuzzerMutate(der, len, length / 2);
    memset(text, '0', length);
    for (size_t i = 0; i < len; i++) {
        text[2 * i] = digits[der[i] >> 4];
        text[2 * i + 1] = digits[der[i] & 15];
    }
    return true;
}

/* One value of base64 changed within; the new size, 0 when it is none. */
static size_t
change_base64(uint8_t *data, size_t size, size_t room, struct span value)
{
    static uint8_t der[INPUT_MAX];
    struct arena arena;
    struct err err = {0};
    struct span found;
    size_t before = (size_t)(value.ptr - (const char *)data);
    size_t behind = size - before - value.len;
    size_t made = 0;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (base64_decode(&arena, value, &found, &err) &&
        found.len <= sizeof der / 2) {
        memcpy(der, found.ptr, found.len);
        found.ptr = (const char *)der;
        found.len = LLVMFuzzerMutate(der, found.len, sizeof der / 2);
        if (base64_encode(&arena, found, &found, &err) &&
            before + found.len + behind <= room) {
            memmove(
                data + before + found.len, data + before + value.len, behind);
            memcpy(data + before, found.ptr, found.len);
            made = before + found.len + behind;
        }
    }
    arena_release(&arena);
    return made;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)
{
    struct span values[VALUES_MAX];
    size_t count = find_values((struct span){(const char *)data, size}, values);
    size_t made = 0;

    if (count > 0 && seed % 4 != 0) {
        struct span value = values[seed / 4 % count];
        size_t before = (size_t)(value.ptr - (const char *)data);
        if (before + value.len < size &&
            change_digits((char *)data + before, value.len))
            return size;
        made = change_base64(data, size, room, value);
    }
    return made > 0 ? made : LLVMFuzzerMutate(data, size, room);
}
