#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

/* Reading a file that a document names, without leaving a folder. */

/* A name that steps down: not empty, no "." and no "..". */
static bool
name_is_plain(struct span name)
{
    return name.len > 0 && !span_is(name, ".") && !span_is(name, "..");
}

/* Cut the first name off; the rest is empty after the last one. */
static struct span
cut_name(struct span *path)
{
    size_t end = span_find(*path, span_of("/"));
    struct span name = {path->ptr, end};
    size_t used = end < path->len ? end + 1 : end;
    *path = (struct span){path->ptr + used, path->len - used};
    return name;
}

static bool
path_is_plain(struct span path)
{
    size_t depth = 0;
    bool plain = path.len > 0 && !span_ends(path, "/");
    while (plain && path.len > 0) {
        plain = name_is_plain(cut_name(&path)) && ++depth < LIMIT_DEPTH;
    }
    return plain;
}

/* Each step refuses links, so that none can lead out. Takes `fd` over. */
static int
step_down(struct arena *arena, int fd, struct span path, struct err *err)
{
    while (fd >= 0 && path.len > 0) {
        const char *name = span_string(arena, cut_name(&path), err);
        int kind = path.len > 0 ? O_DIRECTORY : O_NONBLOCK;
        int next = name == NULL ? -1
                                : openat(fd, name,
                                      O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind);
        int failure = errno;
        close(fd);
        errno = failure;
        fd = next;
    }
    return fd;
}

bool
file_read_below(struct arena *arena, const char *folder, const char *path,
    size_t limit_bytes, struct span *out, struct err *err)
{
    if (!path_is_plain(span_of(path))) {
        err_set(err, ERR_INPUT, "refused to read '%.200s': it leaves '%s'",
            path, folder);
        return false;
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    fd = fd < 0 ? fd : step_down(arena, fd, span_of(path), err);
    if (fd < 0) {
        err_set_errno(err, "cannot open '%.200s' below '%s'", path, folder);
        return false;
    }
    struct stat about;
    bool regular = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    if (!regular) {
        err_set(err, ERR_INPUT, "'%.200s' is not a regular file", path);
    }
    bool ok = regular && file_read_fd(arena, fd, limit_bytes, out, err);
    close(fd);
    return ok;
}
