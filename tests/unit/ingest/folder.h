#ifndef TESTS_UNIT_INGEST_FOLDER_H
#define TESTS_UNIT_INGEST_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A temporary audit folder, made and removed by one test. */
struct folder {
    char path[64];
};

static inline void
folder_make(struct folder *folder)
{
    strcpy(folder->path, "/tmp/auditor-ingest-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static inline void
folder_put(const struct folder *folder, const char *name, const char *text)
{
    char path[512];

    snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    for (char *at = path + strlen(folder->path) + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            mkdir(path, 0755);
            *at = '/';
        }
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static inline int
folder_remove_one(
    const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

static inline void
folder_remove(const struct folder *folder)
{
    assert_int_equal(
        nftw(folder->path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

#endif
