#define _GNU_SOURCE /* renameat2: rename without overwriting */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
file_open(const char *path, int *fd_out, int64_t *bytes_out, struct err *err)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        err_set_errno(err, "cannot open '%s'", path);
        return false;
    }
    if (fstat(fd, &about) != 0) {
        err_set_errno(err, "cannot examine '%s'", path);
        close(fd);
        return false;
    }
    if (!S_ISREG(about.st_mode)) {
        err_set(
            err, ERR_INPUT, "cannot read '%s': it is not a regular file", path);
        close(fd);
        return false;
    }
    *fd_out = fd;
    *bytes_out = about.st_size;
    return true;
}

bool
file_open_private(
    const char *path, const char *what, int *fd_out, struct err *err)
{
    struct stat about;
    int64_t bytes = 0;
    int fd = -1;
    if (!file_open(path, &fd, &bytes, err)) {
        return false;
    }
    if (fstat(fd, &about) != 0) {
        err_set_errno(err, "cannot examine the %s '%s'", what, path);
    } else if (about.st_uid != geteuid()) {
        err_set(err, ERR_USAGE,
            "cannot use the %s '%s': it belongs to another user", what, path);
    } else if ((about.st_mode & 077) != 0) {
        err_set(err, ERR_USAGE,
            "cannot use the %s '%s': others can reach it, want mode "
            "0600, has %04o",
            what, path, (unsigned)(about.st_mode & 07777));
    } else {
        *fd_out = fd;
        return true;
    }
    close(fd);
    return false;
}

bool
file_read_full(
    int fd, char *buffer, size_t size, size_t *got_out, struct err *err)
{
    size_t total = 0;
    while (total < size) {
        ssize_t got = read(fd, buffer + total, size - total);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            err_set_errno(err, "cannot read");
            return false;
        }
        if (got == 0) {
            break;
        }
        total += (size_t)got;
    }
    *got_out = total;
    return true;
}

bool
file_read_fd(struct arena *arena, int fd, size_t limit_bytes, struct span *out,
    struct err *err)
{
    struct stat about;
    if (fstat(fd, &about) != 0) {
        err_set_errno(err, "cannot examine a file");
        return false;
    }
    size_t size = about.st_size < 0 ? 0 : (size_t)about.st_size;
    if (size > limit_bytes) {
        err_set(err, ERR_LIMIT, "it has %zu bytes, the limit is %zu", size,
            limit_bytes);
        return false;
    }
    /* One byte more shows a file that grows while it is read. */
    char *bytes = arena_alloc(arena, size + 2, err);
    size_t got = 0;
    if (bytes == NULL || !file_read_full(fd, bytes, size + 1, &got, err)) {
        return false;
    }
    if (got > size) {
        err_set(err, ERR_INPUT, "it grew while it was read");
        return false;
    }
    bytes[got] = '\0';
    *out = (struct span){bytes, got};
    return true;
}

bool
file_read(struct arena *arena, const char *path, size_t limit_bytes,
    struct span *out, struct err *err)
{
    int fd = -1;
    int64_t bytes = 0;
    if (!file_open(path, &fd, &bytes, err)) {
        return false;
    }
    bool ok = file_read_fd(arena, fd, limit_bytes, out, err);
    close(fd);
    if (!ok) {
        err_in_file(err, path);
    }
    return ok;
}

bool
file_exists(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0;
}

bool
file_make_folder(const char *path, struct err *err)
{
    bool ok = false;
    char *copy = strdup(path);
    if (copy == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a path");
        goto out;
    }
    for (char *slash = copy; slash != NULL;) {
        slash = strchr(slash + 1, '/');
        if (slash != NULL) {
            *slash = '\0';
        }
        if (mkdir(copy, 0755) != 0 && errno != EEXIST) {
            err_set_errno(err, "cannot make the folder '%s'", copy);
            goto out;
        }
        if (slash != NULL) {
            *slash = '/';
        }
    }
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode)) {
        err_set(err, ERR_SYSTEM,
            "cannot make the folder '%s': a file of that "
            "name is in the way",
            path);
        goto out;
    }
    ok = true;
out:
    free(copy);
    return ok;
}

char *
file_join(
    struct arena *arena, const char *folder, const char *name, struct err *err)
{
    if (folder[0] == '\0') {
        return span_string(arena, span_of(name), err);
    }
    size_t len = strlen(folder);
    const char *slash = folder[len - 1] == '/' ? "" : "/";
    return arena_printf(arena, err, "%s%s%s", folder, slash, name);
}

bool
file_move(const char *source, const char *target, struct err *err)
{
    if (renameat2(AT_FDCWD, source, AT_FDCWD, target, RENAME_NOREPLACE) != 0) {
        err_set_errno(err, "cannot rename '%s' to '%s'", source, target);
        return false;
    }
    return true;
}
