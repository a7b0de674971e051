#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Listing a folder tree without following links or leaving it. */
struct walk {
    struct arena *arena;
    struct file_list list;
    size_t capacity;
    const char *const *skip;
};

static bool
walk_add(
    struct walk *walk, const char *path, enum file_kind kind, struct err *err)
{
    if (walk->list.count >= LIMIT_FILES) {
        err_set(err, ERR_LIMIT, "the folder holds over %d files", LIMIT_FILES);
        return false;
    }
    void *items = walk->list.items;
    struct file_entry *entry = arena_push(walk->arena, &items,
        &walk->list.count, &walk->capacity, sizeof(*entry), err);
    walk->list.items = items;
    if (entry == NULL) {
        return false;
    }
    *entry = (struct file_entry){.path = path, .kind = kind};
    return true;
}

static bool
walk_skips(const struct walk *walk, const char *name, unsigned depth)
{
    if (name[0] == '.') {
        return true;
    }
    for (size_t i = 0;
         depth == 0 && walk->skip != NULL && walk->skip[i] != NULL; i++) {
        if (strcmp(walk->skip[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool walk_folder(struct walk *walk, int fd, const char *prefix,
    unsigned depth, struct err *err);

static bool
walk_below(struct walk *walk, int parent, const char *name, const char *path,
    unsigned depth, struct err *err)
{
    int fd =
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || depth + 1 >= LIMIT_DEPTH) {
        if (fd >= 0) {
            close(fd);
        }
        return walk_add(walk, path, FILE_UNREADABLE, err);
    }
    return walk_folder(walk, fd, path, depth + 1, err);
}

static bool
walk_entry(struct walk *walk, int fd, const char *prefix, const char *name,
    unsigned depth, struct err *err)
{
    struct stat about;
    char *path = file_join(walk->arena, prefix, name, err);
    if (path == NULL) {
        return false;
    }
    if (!utf8_valid(span_of(name)) ||
        fstatat(fd, name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        return walk_add(walk, path, FILE_UNREADABLE, err);
    }
    if (S_ISDIR(about.st_mode)) {
        return walk_below(walk, fd, name, path, depth, err);
    }
    enum file_kind kind = S_ISREG(about.st_mode)   ? FILE_REGULAR
                          : S_ISLNK(about.st_mode) ? FILE_LINK
                                                   : FILE_OTHER;
    return walk_add(walk, path, kind, err);
}

/* Takes the descriptor over. */
static bool
walk_folder(struct walk *walk, int fd, const char *prefix, unsigned depth,
    struct err *err)
{
    bool ok = false;
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        close(fd);
        err_set_errno(err, "cannot list the folder '%s'", prefix);
        return false;
    }
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            break;
        }
        if (walk_skips(walk, entry->d_name, depth)) {
            continue;
        }
        if (!walk_entry(walk, dirfd(dir), prefix, entry->d_name, depth, err)) {
            goto out;
        }
    }
    if (errno != 0) {
        err_set_errno(err, "cannot list the folder '%s'", prefix);
        goto out;
    }
    ok = true;
out:
    closedir(dir);
    return ok;
}

static int
compare_entries(const void *left, const void *right)
{
    const struct file_entry *a = left;
    const struct file_entry *b = right;
    return strcmp(a->path, b->path);
}

bool
file_walk(struct arena *arena, const char *dir, const char *const *skip,
    struct file_list *out, struct err *err)
{
    struct walk walk = {.arena = arena, .skip = skip};
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        err_set_errno(err, "cannot open the folder '%s'", dir);
        return false;
    }
    if (!walk_folder(&walk, fd, "", 0, err)) {
        return false;
    }
    if (walk.list.count > 0) {
        qsort(walk.list.items, walk.list.count, sizeof(*walk.list.items),
            compare_entries);
    }
    *out = walk.list;
    return true;
}
