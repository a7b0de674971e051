#include "cli/publish.h"
#include "base/file.h"

#include <string.h>
#include <unistd.h>

enum {
    PUBLISH_FILES_MAX = 8
};

struct staged {
    struct file_pending pending[PUBLISH_FILES_MAX];
    const char *paths[PUBLISH_FILES_MAX]; /* relative to out_dir */
    char sha256[PUBLISH_FILES_MAX][SHA256_HEX_BYTES];
};

static const char *
absolute(struct arena *arena, const struct publish_batch *batch,
    const char *path, struct err *err)
{
    return file_join(arena, batch->out_dir, path, err);
}

static bool
stage_all(struct arena *arena, const struct publish_batch *batch,
    struct staged *staged, struct err *err)
{
    const char *folder = absolute(arena, batch, batch->option, err);
    if (folder == NULL || !file_make_folder(folder, err)) {
        return false;
    }
    for (size_t i = 0; i < batch->file_count; i++) {
        const struct publish_file *file = &batch->files[i];
        const char *path = file_join(arena, folder, file->name, err);
        staged->paths[i] = file_join(arena, batch->option, file->name, err);
        if (path == NULL || staged->paths[i] == NULL ||
            !digest_hex(file->bytes, staged->sha256[i], err) ||
            !file_stage(path, file->bytes, 0644, &staged->pending[i], err)) {
            return false;
        }
    }
    return true;
}

static bool
enter_prepared(const struct publish_batch *batch, const struct staged *staged,
    struct err *err)
{
    if (!store_begin(batch->store, err)) {
        return false;
    }
    for (size_t i = 0; i < batch->file_count; i++) {
        struct store_document document = {
            .option = batch->option, .path = staged->paths[i]};
        memcpy(document.sha256, staged->sha256[i], SHA256_HEX_BYTES);
        if (!store_prepare(batch->store, batch->run, &document, err)) {
            return false;
        }
    }
    return store_commit(batch->store, err);
}

/* "20261123T093000Z", from the time of the run that published it. */
static const char *
compact_time(struct arena *arena, const char *time, struct err *err)
{
    char *out = span_string(arena, span_of(time), err);
    size_t used = 0;
    for (size_t i = 0; out != NULL && time[i] != '\0'; i++) {
        if (time[i] != '-' && time[i] != ':') {
            out[used++] = time[i];
        }
    }
    if (out != NULL) {
        out[used] = '\0';
    }
    return out;
}

static const struct store_document *
find_before(const struct publish_batch *batch, const char *path)
{
    for (size_t i = 0; i < batch->before->count; i++) {
        if (strcmp(batch->before->items[i].path, path) == 0) {
            return &batch->before->items[i];
        }
    }
    return NULL;
}

/* A folder below superseded/ that does not hold the file yet. */
static const char *
superseded_path(struct arena *arena, const struct publish_batch *batch,
    const char *path, struct err *err)
{
    const struct store_document *before = find_before(batch, path);
    const char *time = before == NULL
                           ? "unregistered"
                           : compact_time(arena, before->run_at, err);
    const char *name = strrchr(path, '/');
    name = name == NULL ? path : name + 1;
    const char *slash = batch->option[0] == '\0' ? "" : "/";
    for (unsigned n = 1; time != NULL && n < 10000; n++) {
        const char *folder =
            n == 1 ? arena_printf(arena, err, "%s%ssuperseded/%s",
                         batch->option, slash, time)
                   : arena_printf(arena, err, "%s%ssuperseded/%s-%u",
                         batch->option, slash, time, n);
        if (folder == NULL) {
            return NULL;
        }
        const char *target = file_join(arena, folder, name, err);
        const char *full =
            target == NULL ? NULL : absolute(arena, batch, target, err);
        const char *full_folder = absolute(arena, batch, folder, err);
        if (full == NULL || full_folder == NULL ||
            (!file_exists(full) && !file_make_folder(full_folder, err))) {
            return NULL;
        }
        if (!file_exists(full)) {
            return target;
        }
    }
    err_set(err, ERR_SYSTEM, "cannot find a free name below superseded/");
    return NULL;
}

static bool
move_aside(struct arena *arena, const struct publish_batch *batch,
    const char *path, struct err *err)
{
    const char *source = absolute(arena, batch, path, err);
    if (source == NULL) {
        return false;
    }
    if (!file_exists(source)) {
        return find_before(batch, path) == NULL ||
               store_supersede(batch->store, batch->run, path, "", err);
    }
    const char *moved = superseded_path(arena, batch, path, err);
    const char *target =
        moved == NULL ? NULL : absolute(arena, batch, moved, err);
    return target != NULL && file_move(source, target, err) &&
           store_supersede(batch->store, batch->run, path, moved, err);
}

/* Nothing is lost if this stops half way: see PUBLICATION in auditor.1. */
static bool
publish_all(struct arena *arena, const struct publish_batch *batch,
    struct staged *staged, struct err *err)
{
    if (!store_begin(batch->store, err)) {
        return false;
    }
    for (size_t i = 0; i < batch->file_count; i++) {
        if (!move_aside(arena, batch, staged->paths[i], err) ||
            !file_publish(&staged->pending[i], err)) {
            return false;
        }
    }
    return store_publish(batch->store, batch->run, batch->option, err) &&
           store_commit(batch->store, err);
}

bool
publish_batch(
    struct arena *arena, const struct publish_batch *batch, struct err *err)
{
    struct staged staged = {.pending = {{NULL, NULL}}};
    if (batch->file_count > PUBLISH_FILES_MAX) {
        err_set(err, ERR_USAGE, "more than %d files for one option",
            PUBLISH_FILES_MAX);
        return false;
    }
    bool ok = stage_all(arena, batch, &staged, err) &&
              enter_prepared(batch, &staged, err) &&
              publish_all(arena, batch, &staged, err);
    store_rollback(batch->store);
    for (size_t i = 0; i < batch->file_count; i++) {
        file_discard(&staged.pending[i]);
    }
    return ok;
}

bool
publish_is_intact(struct arena *arena, const char *out_dir,
    const struct store_documents *documents, bool *out, struct err *err)
{
    bool intact = documents->count > 0;
    for (size_t i = 0; intact && i < documents->count; i++) {
        const struct store_document *document = &documents->items[i];
        char sha256[SHA256_HEX_BYTES];
        int fd = -1;
        int64_t bytes = 0;
        const char *path = file_join(arena, out_dir, document->path, err);
        if (path == NULL) {
            return false;
        }
        if (!file_exists(path)) {
            intact = false;
            break;
        }
        if (!file_open(path, &fd, &bytes, err)) {
            return false;
        }
        bool read = digest_fd(fd, sha256, NULL, err);
        close(fd);
        if (!read) {
            return false;
        }
        intact = strcmp(sha256, document->sha256) == 0;
    }
    *out = intact;
    return true;
}
