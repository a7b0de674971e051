#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "ingest/ingest.h"

/*
 * Run the readers over every file below a folder of real files: print what
 * was refused and why, and how many files each format has. Fails when a
 * reader died or when a refusal names no place or no reason.
 */
enum {
    FORMATS_MAX = 64
};

struct tally {
    const char *name;
    size_t files;
    size_t claims;
};

struct report {
    struct tally formats[FORMATS_MAX];
    size_t format_count;
    size_t opaque;
    size_t refused;
    size_t faults; /* crashes, and refusals that explain nothing */
};

static struct tally *
tally_of(struct report *report, const char *name)
{
    for (size_t i = 0; i < report->format_count; i++) {
        if (strcmp(report->formats[i].name, name) == 0) {
            return &report->formats[i];
        }
    }
    if (report->format_count == FORMATS_MAX) {
        return NULL;
    }
    report->formats[report->format_count].name = name;
    return &report->formats[report->format_count++];
}

/* The name in the table, which outlives the arena of one file. */
static const char *
format_name(const char *name)
{
    size_t count;
    const struct ingest_format *formats = ingest_formats(&count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return formats[i].name;
        }
    }
    return "unknown";
}

static void
refused(struct report *report, const char *path, const char *place,
    const char *reason)
{
    bool crashed = strstr(reason, "the reader crashed") != NULL ||
                   strstr(reason, "the reader ended") != NULL ||
                   strstr(reason, "the reader went over") != NULL;
    bool explained = place[0] != '\0' && reason[0] != '\0';

    report->refused++;
    report->faults += crashed || !explained;
    printf("%s: %s: %s: %s\n",
        crashed ? "CRASHED" : (explained ? "refused" : "UNEXPLAINED"), path,
        place, reason);
}

static void
take_file(struct report *report, const char *folder, const char *name)
{
    struct arena arena;
    struct evidence evidence = {0};
    struct claim_set claims = {NULL, 0};
    struct err err = {0};

    arena_init(&arena, LIMIT_ARENA_BYTES);
    const char *path = file_join(&arena, folder, name, &err);
    bool ok =
        path != NULL && ingest_file(&arena, path, &evidence, &claims, &err);
    if (!ok) {
        refused(report, name, err.place, err.text);
    } else if (evidence.status == EVIDENCE_REFUSED) {
        refused(report, name, evidence.place, evidence.reason);
    } else if (evidence.status == EVIDENCE_OPAQUE) {
        report->opaque++;
    } else {
        struct tally *tally = tally_of(report, format_name(evidence.format));
        if (tally != NULL) {
            tally->files++;
            tally->claims += claims.count;
        }
    }
    arena_release(&arena);
}

static void
print_report(const struct report *report, size_t files)
{
    for (size_t i = 0; i < report->format_count; i++) {
        printf("%-20s %5zu files %7zu claims\n", report->formats[i].name,
            report->formats[i].files, report->formats[i].claims);
    }
    printf("%-20s %5zu files\n", "opaque", report->opaque);
    printf("%-20s %5zu files\n", "refused", report->refused);
    printf("%-20s %5zu files\n", "all", files);
}

int
main(int argc, char **argv)
{
    struct arena arena;
    struct file_list files;
    struct report report = {0};
    struct err err = {0};

    if (argc != 2) {
        fputs("usage: check_real DIR\n", stderr);
        return 2;
    }
    arena_init(&arena, LIMIT_ARENA_BYTES);
    if (!file_walk(&arena, argv[1], NULL, &files, &err)) {
        fprintf(stderr, "check_real: %s: %s\n", argv[1], err.text);
        arena_release(&arena);
        return 4;
    }
    for (size_t i = 0; i < files.count; i++) {
        if (files.items[i].kind == FILE_REGULAR) {
            take_file(&report, argv[1], files.items[i].path);
        }
    }
    print_report(&report, files.count);
    arena_release(&arena);
    return report.faults == 0 && files.count > 0 ? 0 : 1;
}
