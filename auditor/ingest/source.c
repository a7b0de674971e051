#define _GNU_SOURCE /* syscall */
#include "ingest/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
open_beneath(int folder_fd, const char *path)
{
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
        .resolve =
            RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };

    if (folder_fd != AT_FDCWD) {
        long fd = syscall(SYS_openat2, folder_fd, path, &how, sizeof(how));
        if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) {
            return (int)fd;
        }
    }
    return openat(folder_fd, path, (int)how.flags);
}

bool
source_open(
    int folder_fd, const char *path, struct source *out, struct err *err)
{
    struct source source = {.fd = open_beneath(folder_fd, path)};

    if (source.fd < 0) {
        const char *why = strerror(errno);
        err_set(err, ERR_INPUT, "cannot open '%s': %s", path, why);
        return false;
    }
    if (fstat(source.fd, &source.before) != 0 ||
        !S_ISREG(source.before.st_mode)) {
        err_set(
            err, ERR_INPUT, "cannot read '%s': it is not a regular file", path);
        source_close(&source);
        return false;
    }
    *out = source;
    return true;
}

void
source_close(struct source *source)
{
    if (source->fd >= 0) {
        close(source->fd);
        source->fd = -1;
    }
}

bool
source_hash(struct source *source, struct err *err)
{
    int64_t bytes = 0;

    if (!digest_fd(source->fd, source->sha256, &bytes, err)) {
        return false;
    }
    if (bytes != source->before.st_size) {
        err_set(err, ERR_INPUT, "the file changed while it was read");
        return false;
    }
    return true;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool
source_unchanged(const struct source *source, struct err *err)
{
    struct stat now;

    if (fstat(source->fd, &now) != 0) {
        err_set_errno(err, "cannot examine the file");
        return false;
    }
    if (now.st_size != source->before.st_size ||
        !same_time(&now.st_mtim, &source->before.st_mtim) ||
        !same_time(&now.st_ctim, &source->before.st_ctim)) {
        err_set(err, ERR_INPUT, "the file changed while it was read");
        return false;
    }
    return true;
}

bool
source_path_is_inside(const char *path)
{
    for (;;) {
        size_t len = strcspn(path, "/");
        if (len == 0 || (len == 1 && path[0] == '.') ||
            (len == 2 && path[0] == '.' && path[1] == '.')) {
            return false;
        }
        if (path[len] == '\0') {
            return true;
        }
        path += len + 1;
    }
}
