#ifndef INGEST_SOURCE_H
#define INGEST_SOURCE_H

#include "base/digest.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* One file of the audit folder, opened so that it cannot lead out of it. */
struct source {
    int fd; /* -1 = closed */
    struct stat before;
    char sha256[SHA256_HEX_BYTES]; /* "" until source_hash */
};

/*
 * Open `path` below the folder `folder_fd` (AT_FDCWD for a path of the
 * caller's), following no symbolic link below it. ERR_INPUT when it is no
 * regular file, leads out, or cannot be opened.
 * Source: Linux openat2(2), RESOLVE_BENEATH; O_NOFOLLOW where it is absent.
 */
MUST_CHECK bool source_open(
    int folder_fd, const char *path, struct source *out, struct err *err);
void source_close(struct source *source);

/* Stream the file through SHA-256. */
MUST_CHECK bool source_hash(struct source *source, struct err *err);

/* ERR_INPUT when the file is no longer as it was when it was opened. */
MUST_CHECK bool source_unchanged(const struct source *source, struct err *err);

/* A relative path whose names are neither empty, "." nor "..". */
bool source_path_is_inside(const char *path);

#endif
