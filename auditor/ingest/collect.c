#include "ingest/collect.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/worker.h"
#include "ingest/ingest.h"
#include "ingest/opaque.h"
#include "ingest/wire.h"

enum {
    HEAD_BYTES = 64 * 1024,             /* bids see no more */
    CPU_S = 60,                         /* for any file */
    CPU_BYTES_PER_S = 20 * 1000 * 1000, /* and for each 20 MB: a tenth of
                                            what a slow machine reads */
    CPU_S_MAX = 24 * 3600,
};

/* Twice the arena: libraries allocate beside it. */
#define WORKER_MEMORY_BYTES (LIMIT_ARENA_BYTES * 2)

bool
claim_list_add(
    struct claim_list *list, const struct claim *claim, struct err *err)
{
    void *items = list->set.items;
    struct claim *slot = arena_push(list->arena, &items, &list->set.count,
        &list->capacity, sizeof(*slot), err);

    if (slot == NULL) {
        return false;
    }
    list->set.items = items;
    *slot = *claim;
    return true;
}

/* In the child: what the task is given, and where claims go. */
struct task {
    const struct source *source;
    const char *path;
    struct worker_out *out;
    struct text message; /* used again for each claim */
};

static bool
send_claim(void *context, const struct claim *claim, struct err *err)
{
    struct task *task = context;

    task->message.len = 0;
    return wire_put_claim(&task->message, claim, err) &&
           worker_send(task->out, text_span(&task->message), err);
}

static bool
read_head(int fd, struct arena *arena, struct span *out, struct err *err)
{
    char *bytes = arena_alloc(arena, HEAD_BYTES, err);
    size_t len = 0;
    ssize_t got = 1;

    if (bytes == NULL) {
        return false;
    }
    while (got > 0 && len < HEAD_BYTES) {
        got = pread(fd, bytes + len, HEAD_BYTES - len, (off_t)len);
        if (got < 0 && errno == EINTR) {
            got = 1;
            continue;
        }
        if (got < 0) {
            err_set_errno(err, "cannot read the file");
            return false;
        }
        len += (size_t)got;
    }
    *out = (struct span){bytes, len};
    return true;
}

static size_t
choose_format(struct span head)
{
    size_t count = 0;
    const struct ingest_format *formats = ingest_formats(&count);
    size_t best = 0;
    int best_bid = -1;

    for (size_t i = 0; i < count; i++) {
        int bid = formats[i].bid(head);
        if (bid > best_bid) {
            best = i;
            best_bid = bid;
        }
    }
    return best;
}

/* The whole file when it is small enough to be held, else its head. */
static bool
load_whole(struct ingest_input *input, struct err *err)
{
    if (input->file_bytes > (int64_t)LIMIT_JSON_BYTES) {
        return true;
    }
    input->whole = true;
    if (input->file_bytes <= (int64_t)input->bytes.len) {
        return true;
    }
    if (lseek(input->fd, 0, SEEK_SET) != 0) {
        err_set_errno(err, "cannot go to the start of the file");
        return false;
    }
    return file_read_fd(
        input->arena, input->fd, LIMIT_JSON_BYTES, &input->bytes, err);
}

static bool
run_reader(struct task *task, struct ingest_input *input, struct err *err)
{
    size_t count = 0;
    const struct ingest_format *formats = ingest_formats(&count);
    struct claim_sink sink = {task, send_claim};

    if (!read_head(input->fd, input->arena, &input->bytes, err)) {
        return false;
    }
    size_t chosen = choose_format(input->bytes);
    const char message[2] = {WIRE_FORMAT, (char)chosen};
    if (!worker_send(task->out, (struct span){message, sizeof(message)}, err)) {
        return false;
    }
    if (formats[chosen].read == opaque_read) {
        return true;
    }
    return load_whole(input, err) && formats[chosen].read(input, &sink, err);
}

/* The child's task; its memory goes with its process. */
static bool
read_in_child(void *context, struct worker_out *out, struct err *err)
{
    struct task *task = context;
    struct arena arena;
    struct ingest_input input = {
        .fd = task->source->fd,
        .file_bytes = task->source->before.st_size,
        .path = task->path,
        .arena = &arena,
    };

    arena_init(&arena, LIMIT_ARENA_BYTES);
    text_init(&task->message, LIMIT_STRING_BYTES * 2);
    task->out = out;
    bool ok = run_reader(task, &input, err);
    text_release(&task->message);
    arena_release(&arena);
    return ok;
}

/* In the parent: what the messages are put into. */
struct receiver {
    struct claim_list *list;
    struct evidence *evidence;
    size_t count; /* of this file's claims */
};

static bool
receive_format(struct receiver *receiver, struct span message, struct err *err)
{
    size_t count = 0;
    const struct ingest_format *formats = ingest_formats(&count);
    size_t chosen = message.len == 2 ? (unsigned char)message.ptr[1] : count;

    if (chosen >= count) {
        err_set(err, ERR_INPUT, "the reader sent a malformed message");
        return false;
    }
    receiver->evidence->format = formats[chosen].name;
    return true;
}

/*
 * A weight file's digest is that of the evidence itself; a pointer's reader
 * states the digest that the pointer names.
 */
static bool
add_digest(
    struct receiver *receiver, const struct claim *about, struct err *err)
{
    struct claim claim = *about;

    if (about->entity != ENTITY_WEIGHTS ||
        strcmp(about->property, "pointer") != 0 ||
        !span_is(about->value, "no")) {
        return true;
    }
    const char *digest = arena_printf(
        receiver->list->arena, err, "%s", receiver->evidence->sha256);
    if (digest == NULL) {
        return false;
    }
    claim.property = "sha256";
    claim.value = span_of(digest);
    claim.written = (struct span){"", 0};
    claim.method = CLAIM_COMPUTED;
    return claim_list_add(receiver->list, &claim, err);
}

static bool
receive(void *context, struct span message, struct err *err)
{
    struct receiver *receiver = context;
    struct claim claim;

    if (message.len > 0 && message.ptr[0] == WIRE_FORMAT) {
        return receive_format(receiver, message, err);
    }
    receiver->count++;
    if (receiver->count > LIMIT_CLAIMS_PER_FILE) {
        err_set(err, ERR_LIMIT, "a file makes over %d claims",
            LIMIT_CLAIMS_PER_FILE);
        return false;
    }
    if (!wire_take_claim(receiver->list->arena, message, &claim, err)) {
        return false;
    }
    claim.evidence = receiver->evidence->id;
    claim.option = receiver->evidence->option;
    claim.reader = receiver->evidence->format;
    return claim_list_add(receiver->list, &claim, err) &&
           add_digest(receiver, &claim, err);
}

static unsigned
cpu_seconds(int64_t bytes)
{
    int64_t seconds = CPU_S + bytes / CPU_BYTES_PER_S;

    return (unsigned)(seconds > CPU_S_MAX ? CPU_S_MAX : seconds);
}

static bool
read_confined(struct claim_list *list, const struct source *source,
    struct evidence *evidence, struct err *err)
{
    struct task task = {.source = source, .path = evidence->path};
    struct receiver receiver = {.list = list, .evidence = evidence};
    const struct worker_job job = {
        .task = read_in_child,
        .task_context = &task,
        .message = receive,
        .message_context = &receiver,
        .input_fd = source->fd,
        .memory_bytes = WORKER_MEMORY_BYTES,
        .cpu_s = cpu_seconds(source->before.st_size),
    };

    return worker_run(&job, err);
}

bool
collect_file(struct claim_list *list, struct source *source,
    struct evidence *evidence, struct err *err)
{
    size_t kept = list->set.count;

    evidence->bytes = source->before.st_size;
    if (!source_hash(source, err)) {
        return false;
    }
    memcpy(evidence->sha256, source->sha256, sizeof(evidence->sha256));
    if (!read_confined(list, source, evidence, err) ||
        !source_unchanged(source, err)) {
        list->set.count = kept;
        return false;
    }
    evidence->status = strcmp(evidence->format, OPAQUE_FORMAT) == 0
                           ? EVIDENCE_OPAQUE
                           : EVIDENCE_READ;
    return true;
}
