#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Atomic publication: write, sync, give the name, sync the folder. */

static bool
write_full(int fd, struct span bytes, struct err *err)
{
    size_t total = 0;
    while (total < bytes.len) {
        ssize_t put = write(fd, bytes.ptr + total, bytes.len - total);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            err_set_errno(err, "cannot write");
            return false;
        }
        total += (size_t)put;
    }
    return true;
}

static bool
sync_folder_of(const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL   ? strdup(".")
                   : slash == path ? strdup("/")
                                   : strndup(path, (size_t)(slash - path));
    if (folder == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a path");
        return false;
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok) {
        err_set_errno(err, "cannot sync the folder '%s'", folder);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(folder);
    return ok;
}

/* "DIR/.NAME.tmp": a fixed name, so that a left-over one is found again. */
static char *
temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t size = strlen(path) + sizeof("..tmp");
    char *out = malloc(size);
    if (out != NULL) {
        snprintf(out, size, "%.*s.%s.tmp", (int)(name - path), path, name);
    }
    return out;
}

static bool
write_temporary(
    const char *path, struct span bytes, mode_t mode, struct err *err)
{
    if (unlink(path) != 0 && errno != ENOENT) {
        err_set_errno(err, "cannot remove the left-over '%s'", path);
        return false;
    }
    int fd =
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) {
        err_set_errno(err, "cannot create '%s'", path);
        return false;
    }
    bool ok = write_full(fd, bytes, err);
    if (ok && (fchmod(fd, mode) != 0 || fsync(fd) != 0)) {
        err_set_errno(err, "cannot sync '%s'", path);
        ok = false;
    }
    if (close(fd) != 0 && ok) {
        err_set_errno(err, "cannot close '%s'", path);
        ok = false;
    }
    if (!ok) {
        unlink(path);
    }
    return ok;
}

bool
file_stage(const char *path, struct span bytes, mode_t mode,
    struct file_pending *out, struct err *err)
{
    bool ok = false;
    struct file_pending pending = {temporary_name(path), strdup(path)};
    if (pending.temporary_path == NULL || pending.path == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a path");
        goto out;
    }
    if (!write_temporary(pending.temporary_path, bytes, mode, err)) {
        err_in_file(err, path);
        goto out;
    }
    *out = pending;
    ok = true;
out:
    if (!ok) {
        free(pending.temporary_path);
        free(pending.path);
    }
    return ok;
}

static void
forget(struct file_pending *pending)
{
    free(pending->temporary_path);
    free(pending->path);
    *pending = (struct file_pending){NULL, NULL};
}

bool
file_publish(struct file_pending *pending, struct err *err)
{
    if (!file_move(pending->temporary_path, pending->path, err) ||
        !sync_folder_of(pending->path, err)) {
        err_in_file(err, pending->path);
        return false;
    }
    forget(pending);
    return true;
}

void
file_discard(struct file_pending *pending)
{
    if (pending->temporary_path != NULL) {
        unlink(pending->temporary_path);
    }
    forget(pending);
}

bool
file_write_new(
    const char *path, struct span bytes, mode_t mode, struct err *err)
{
    struct file_pending pending = {NULL, NULL};
    bool ok = file_stage(path, bytes, mode, &pending, err) &&
              file_publish(&pending, err);
    file_discard(&pending);
    return ok;
}
