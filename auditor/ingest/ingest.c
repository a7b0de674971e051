#include "ingest/ingest.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "ingest/audit_reader.h"
#include "ingest/collect.h"
#include "ingest/conflict.h"
#include "ingest/source.h"

#define AUDIT_FILE        "audit.yaml"
#define DECLARATIONS_FILE "declarations.yaml"

/* What the program itself writes below an audit folder. */
static const char *const own_folders[] = {".auditor", "dossiers", NULL};

struct run {
    struct arena *arena;
    int folder_fd;
    struct file_list files;
    struct audit_facts facts;
    struct claim_list claims;
};

/* The option whose folder holds the path: the innermost one wins. */
static const char *
option_of(const struct audit *audit, const char *path)
{
    const char *best = "";
    size_t best_len = 0;

    for (size_t i = 0; i < audit->option_count; i++) {
        const char *folder = audit->options[i].folder;
        size_t len = strlen(folder);
        if (len > best_len && strncmp(path, folder, len) == 0 &&
            path[len] == '/') {
            best = audit->options[i].id;
            best_len = len;
        }
    }
    return best;
}

/* Keep the file as refused; its other fields stay as far as they came. */
static bool
keep_refused(struct run *run, struct evidence *evidence,
    const struct err *fault, struct err *err)
{
    evidence->status = EVIDENCE_REFUSED;
    evidence->reason = span_string(run->arena, span_of(fault->text), err);
    evidence->place = span_string(run->arena, span_of(fault->place), err);
    return evidence->reason != NULL && evidence->place != NULL;
}

/* Hash and read a file of the folder whole. */
static bool
load_own(struct run *run, struct source *source, struct evidence *evidence,
    struct span *out, struct err *err)
{
    evidence->bytes = source->before.st_size;
    if (!source_hash(source, err)) {
        return false;
    }
    memcpy(evidence->sha256, source->sha256, sizeof(evidence->sha256));
    if (lseek(source->fd, 0, SEEK_SET) != 0) {
        err_set_errno(err, "cannot go to the start of the file");
        return false;
    }
    return file_read_fd(run->arena, source->fd, LIMIT_YAML_BYTES, out, err) &&
           source_unchanged(source, err);
}

static bool
read_audit_file(struct run *run, struct evidence *evidence, struct err *err)
{
    struct source source = {.fd = -1};
    struct span bytes;
    struct audit_reader reader = {
        run->arena, &run->claims, evidence->id, "audit-yaml"};

    evidence->format = reader.reader;
    bool ok = source_open(run->folder_fd, evidence->path, &source, err) &&
              load_own(run, &source, evidence, &bytes, err) &&
              audit_read(&reader, bytes, &run->facts.audit, err);
    source_close(&source);
    if (ok) {
        evidence->status = EVIDENCE_READ;
    }
    return ok;
}

static bool
read_declarations_file(
    struct run *run, struct evidence *evidence, struct err *err)
{
    struct source source = {.fd = -1};
    struct span bytes;
    struct audit_reader reader = {
        run->arena, &run->claims, evidence->id, "declarations-yaml"};
    size_t kept = run->claims.set.count;

    evidence->format = reader.reader;
    bool ok = source_open(run->folder_fd, evidence->path, &source, err) &&
              load_own(run, &source, evidence, &bytes, err) &&
              declarations_read(
                  &reader, bytes, &run->facts.audit, run->folder_fd, err);
    source_close(&source);
    if (ok) {
        evidence->status = EVIDENCE_READ;
    } else {
        run->claims.set.count = kept;
    }
    return ok;
}

static bool
read_other_file(struct run *run, struct evidence *evidence, struct err *err)
{
    struct source source = {.fd = -1};
    bool ok = source_open(run->folder_fd, evidence->path, &source, err) &&
              collect_file(&run->claims, &source, evidence, err);

    source_close(&source);
    return ok;
}

static bool
refuse_kind(enum file_kind kind, struct err *err)
{
    static const char *const reasons[] = {
        [FILE_REGULAR] = "",
        [FILE_LINK] = "symbolic links are not followed",
        [FILE_OTHER] = "it is no regular file but a pipe, socket or device",
        [FILE_UNREADABLE] =
            "the folder cannot be listed, or its name is not UTF-8",
    };

    err_set(err, ERR_INPUT, "%s", reasons[kind]);
    return false;
}

/* A mistake of ours or of the machine ends the run; the file's does not. */
static bool
is_fatal(const struct err *fault)
{
    return fault->code == ERR_SYSTEM || fault->code == ERR_USAGE;
}

static bool
read_entry(struct run *run, const struct file_entry *entry,
    struct evidence *evidence, struct err *err)
{
    struct err fault = {0};
    bool ok = false;

    if (strcmp(entry->path, AUDIT_FILE) == 0) {
        return true; /* was read first */
    }
    evidence->option = option_of(&run->facts.audit, entry->path);
    if (entry->kind != FILE_REGULAR) {
        ok = refuse_kind(entry->kind, &fault);
    } else if (strcmp(entry->path, DECLARATIONS_FILE) == 0) {
        ok = read_declarations_file(run, evidence, &fault);
    } else {
        ok = read_other_file(run, evidence, &fault);
    }
    if (ok) {
        return true;
    }
    if (is_fatal(&fault)) {
        *err = fault;
        err_in_file(err, entry->path);
        return false;
    }
    return keep_refused(run, evidence, &fault, err);
}

/* Paths that are no UTF-8 are shown with '?': they go into documents. */
static const char *
shown_path(struct run *run, const char *path, struct err *err)
{
    char *copy = NULL;

    if (utf8_valid(span_of(path))) {
        return path;
    }
    copy = span_string(run->arena, span_of(path), err);
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        if ((unsigned char)*at >= 0x80) {
            *at = '?';
        }
    }
    return copy;
}

static bool
list_evidence(struct run *run, struct err *err)
{
    struct evidence_set *set = &run->facts.evidence;

    set->items = arena_alloc_array(
        run->arena, run->files.count, sizeof(*set->items), err);
    if (set->items == NULL) {
        return false;
    }
    for (size_t i = 0; i < run->files.count; i++) {
        struct evidence *evidence = &set->items[i];
        *evidence = (struct evidence){.option = "",
            .format = "",
            .reason = "",
            .place = "",
            .status = EVIDENCE_REFUSED};
        evidence->id = arena_printf(run->arena, err, "E%03zu", i + 1);
        evidence->path = shown_path(run, run->files.items[i].path, err);
        if (evidence->id == NULL || evidence->path == NULL) {
            return false;
        }
    }
    set->count = run->files.count;
    return true;
}

/* Without audit.yaml nothing can be judged, so its faults end the run. */
static bool
read_audit_first(struct run *run, const char *dir, struct err *err)
{
    for (size_t i = 0; i < run->files.count; i++) {
        if (strcmp(run->files.items[i].path, AUDIT_FILE) != 0) {
            continue;
        }
        if (read_audit_file(run, &run->facts.evidence.items[i], err)) {
            return true;
        }
        err_in_file(err, AUDIT_FILE);
        return false;
    }
    err_set(err, ERR_INPUT, "the folder '%s' holds no %s", dir, AUDIT_FILE);
    return false;
}

/* "E999" comes before "E1000". */
static bool
id_is_before(const char *a, const char *b)
{
    size_t a_len = strlen(a);
    size_t b_len = strlen(b);

    return a_len != b_len ? a_len < b_len : strcmp(a, b) < 0;
}

/* audit.yaml was read first, but claims stand in the order of evidence. */
static bool
sort_claims(struct run *run, struct err *err)
{
    const char *own = run->facts.audit.evidence_id;
    struct claim *items = run->claims.set.items;
    size_t total = run->claims.set.count;
    size_t first = 0; /* how many are of audit.yaml */
    size_t end = 0;   /* behind the last that belongs before them */

    while (first < total && strcmp(items[first].evidence, own) == 0) {
        first++;
    }
    for (end = first; end < total; end++) {
        if (!id_is_before(items[end].evidence, own)) {
            break;
        }
    }
    struct claim *kept =
        arena_alloc_array(run->arena, first, sizeof(*kept), err);
    if (kept == NULL) {
        return false;
    }
    if (first > 0) {
        memcpy(kept, items, first * sizeof(*kept));
        memmove(items, items + first, (end - first) * sizeof(*items));
        memcpy(items + (end - first), kept, first * sizeof(*kept));
    }
    return true;
}

static bool
read_all(struct run *run, const char *dir, struct err *err)
{
    if (!file_walk(run->arena, dir, own_folders, &run->files, err) ||
        !list_evidence(run, err) || !read_audit_first(run, dir, err)) {
        return false;
    }
    for (size_t i = 0; i < run->files.count; i++) {
        if (!read_entry(run, &run->files.items[i],
                &run->facts.evidence.items[i], err)) {
            return false;
        }
    }
    if (!sort_claims(run, err)) {
        return false;
    }
    run->facts.claims = run->claims.set;
    return conflict_find(run->arena, &run->facts, &run->facts.conflicts, err);
}

bool
ingest_folder(struct arena *arena, const char *dir, struct audit_facts *out,
    struct err *err)
{
    struct run run = {.arena = arena, .claims = {.arena = arena}};
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0) {
        err_set_errno(err, "cannot open the folder '%s'", dir);
        return false;
    }
    run.folder_fd = fd;
    bool ok = read_all(&run, dir, err);
    close(fd);
    if (ok) {
        *out = run.facts;
    }
    return ok;
}

bool
ingest_file(struct arena *arena, const char *path, struct evidence *out,
    struct claim_set *claims, struct err *err)
{
    struct claim_list list = {.arena = arena};
    struct source source = {.fd = -1};
    struct evidence evidence = {.id = "E001",
        .path = path,
        .option = "",
        .format = "",
        .reason = "",
        .place = ""};
    bool ok = source_open(AT_FDCWD, path, &source, err) &&
              collect_file(&list, &source, &evidence, err);

    source_close(&source);
    if (!ok) {
        err_in_file(err, path);
        return false;
    }
    *out = evidence;
    *claims = list.set;
    return true;
}
