#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Files: read whole under a cap, walk a folder in byte order without leaving
 * it, and publish atomically without ever overwriting.
 * Source: POSIX.1-2008 open, read, write, fsync, link.
 */

/*
 * Read all of `path`. ERR_LIMIT above `limit_bytes`, ERR_INPUT when it is not
 * a regular file, ERR_SYSTEM for the rest. The bytes are followed by a NUL
 * that is not counted.
 */
MUST_CHECK bool file_read(struct arena *arena, const char *path,
    size_t limit_bytes, struct span *out, struct err *err);

/* The same from an open descriptor, from its current offset. */
MUST_CHECK bool file_read_fd(struct arena *arena, int fd, size_t limit_bytes,
    struct span *out, struct err *err);

/* Up to `size` bytes into the caller's memory; fewer only at the end. */
MUST_CHECK bool file_read_full(
    int fd, char *buffer, size_t size, size_t *got_out, struct err *err);

/*
 * Read a file that a document names: `path` is relative, has no "." or "..",
 * and no part of it is a link, so that it is below `folder` (ERR_INPUT).
 */
MUST_CHECK bool file_read_below(struct arena *arena, const char *folder,
    const char *path, size_t limit_bytes, struct span *out, struct err *err);

/* Open a regular file for reading, without following a symbolic link. */
MUST_CHECK bool file_open(
    const char *path, int *fd_out, int64_t *bytes_out, struct err *err);

/*
 * The same for a secret, judged on the open descriptor: it must belong to the
 * user and be out of everybody else's reach (ERR_USAGE). `what` is for the
 * error: "key file".
 */
MUST_CHECK bool file_open_private(
    const char *path, const char *what, int *fd_out, struct err *err);

enum file_kind {
    FILE_REGULAR,
    FILE_LINK,       /* a symbolic link: never followed */
    FILE_OTHER,      /* a pipe, socket or device: never opened */
    FILE_UNREADABLE, /* a folder that cannot be listed, or a name not UTF-8 */
};

struct file_entry {
    const char *path; /* relative to the walked folder, '/' between names */
    enum file_kind kind;
};

struct file_list {
    struct file_entry *items; /* sorted by the bytes of `path` */
    size_t count;
};

/*
 * All files below `dir`, sorted. Names that begin with '.' and the names in
 * `skip` (top level only, ends with NULL; may be NULL) are left out.
 */
MUST_CHECK bool file_walk(struct arena *arena, const char *dir,
    const char *const *skip, struct file_list *out, struct err *err);

bool file_exists(const char *path);

/* mkdir -p, mode 0755. */
MUST_CHECK bool file_make_folder(const char *path, struct err *err);

/* "a/b" from "a" and "b", in the arena. */
MUST_CHECK char *file_join(
    struct arena *arena, const char *folder, const char *name, struct err *err);

/* A file that is written and synced but not yet under its name. */
struct file_pending {
    char *temporary_path; /* NULL once published or discarded */
    char *path;
};

/*
 * Write `bytes` to a new temporary file beside `path` and sync it to disk.
 * Nothing exists under `path` yet. `mode` as for open(2), e.g. 0644.
 */
MUST_CHECK bool file_stage(const char *path, struct span bytes, mode_t mode,
    struct file_pending *out, struct err *err);

/*
 * Give the staged file its name and sync the folder. ERR_SYSTEM when a file
 * of that name exists: it is never overwritten, and the staged file stays.
 */
MUST_CHECK bool file_publish(struct file_pending *pending, struct err *err);

/* Remove the staged file. Accepts one that was published or never staged. */
void file_discard(struct file_pending *pending);

/* file_stage and file_publish in one go. */
MUST_CHECK bool file_write_new(
    const char *path, struct span bytes, mode_t mode, struct err *err);

/* Rename without overwriting; ERR_SYSTEM when `target` exists. */
MUST_CHECK bool file_move(
    const char *source, const char *target, struct err *err);

#endif
