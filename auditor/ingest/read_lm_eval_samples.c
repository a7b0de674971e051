#include "ingest/readers.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "ingest/head.h"
#include "ingest/writer.h"

/*
 * Samples log of lm-evaluation-harness: one JSON map a line, one line a
 * question and filter. The file may hold gigabytes and texts of patients: it
 * is streamed, every line is validated, and only counts leave this file.
 */
enum {
    CHUNK_BYTES = 1 << 18
};

#define LINE_BYTES_MAX ((size_t)16 << 20) /* a long-context prompt is ~1 MB */

struct log {
    const struct ingest_input *input;
    struct text line;   /* the line being collected */
    int64_t number;     /* of the line, 1-based */
    char filter[128];   /* of the first line, raw; "" = none */
    uint64_t questions; /* lines with that filter */
};

int
lm_eval_samples_bid(struct span head)
{
    static const char *const known[] = {"doc", "target", "arguments", "resps",
        "filtered_resps", "doc_hash", NULL};
    struct span rest = head;
    struct span line;

    if (!span_line(&rest, &line) || !head_has(line, "doc_id")) {
        return 0;
    }
    return head_count(line, known) > 0 ? 90 : 0;
}

/*
 * Check one line and find its filter. What it says is not kept: the spans
 * point into the line's own buffer.
 */
static bool
check_members(struct json *json, struct span *filter, struct err *err)
{
    enum json_event event;
    struct span text;

    for (;;) {
        if (!json_next(json, &event, &text, err)) {
            return false;
        }
        if (event == JSON_MAP_END) {
            return json_next(json, &event, &text, err);
        }
        bool is_filter = span_is(text, "filter");
        if (!json_next(json, &event, &text, err)) {
            return false;
        }
        if (event == JSON_STRING && is_filter) {
            *filter = text;
        }
        if ((event == JSON_MAP || event == JSON_LIST) &&
            !json_skip(json, err)) {
            return false;
        }
    }
}

static bool
check_line(struct span line, struct span *filter, struct err *err)
{
    struct json *json = json_open(line, err);
    enum json_event event;
    struct span text;
    bool ok = false;

    if (json == NULL || !json_next(json, &event, &text, err)) {
        goto out;
    }
    if (event != JSON_MAP) {
        err_set(err, ERR_INPUT, "the line is not a JSON map");
        goto out;
    }
    ok = check_members(json, filter, err);
out:
    json_close(json);
    return ok;
}

/* A line is complete: count it. Its own error place is replaced by ours. */
static bool
take_line(struct log *log, struct err *err)
{
    struct span filter = {"", 0};
    struct err inner = {0};

    log->number++;
    if (!text_done(&log->line, err)) {
        err_at_line(err, log->number);
        return false;
    }
    struct span line = span_trim(text_span(&log->line));
    if (line.len == 0) {
        return true;
    }
    if (!check_line(line, &filter, &inner)) {
        err_set(err, inner.code, "%s", inner.text);
        err_at_line(err, log->number);
        return false;
    }
    if (filter.len >= sizeof(log->filter)) {
        filter.len = sizeof(log->filter) - 1;
    }
    if (log->questions == 0) {
        memcpy(log->filter, filter.ptr, filter.len);
        log->filter[filter.len] = '\0';
    }
    log->questions += span_is(filter, log->filter);
    return true;
}

static bool
take_chunk(struct log *log, struct span chunk, struct err *err)
{
    while (chunk.len > 0) {
        const char *end = memchr(chunk.ptr, '\n', chunk.len);
        size_t len = end == NULL ? chunk.len : (size_t)(end - chunk.ptr);
        text_put(&log->line, (struct span){chunk.ptr, len});
        if (end == NULL) {
            return true;
        }
        if (!take_line(log, err)) {
            return false;
        }
        text_release(&log->line);
        text_init(&log->line, LINE_BYTES_MAX);
        chunk = (struct span){chunk.ptr + len + 1, chunk.len - len - 1};
    }
    return true;
}

static bool
stream(struct log *log, struct err *err)
{
    char *buffer = arena_alloc(log->input->arena, CHUNK_BYTES, err);
    int64_t left = log->input->file_bytes;
    int64_t at = 0;

    if (buffer == NULL) {
        return false;
    }
    while (left > 0) {
        size_t count = left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES;
        if (!input_read(log->input, at, buffer, count, err) ||
            !take_chunk(log, (struct span){buffer, count}, err)) {
            return false;
        }
        at += (int64_t)count;
        left -= (int64_t)count;
    }
    /* The last line may lack its line feed. */
    return log->line.len == 0 || take_line(log, err);
}

bool
lm_eval_samples_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    struct log log = {.input = input};
    struct claim_writer writer = {input->arena, sink, ENTITY_EVALUATION,
        "samples", CLAIM_MEASURED, false};
    bool ok;

    text_init(&log.line, LINE_BYTES_MAX);
    ok = stream(&log, err) &&
         writer_text(&writer, "tool", span_of("lm-eval"), "line 1", err) &&
         writer_count(&writer, "n", log.questions, "line 1", err);
    text_release(&log.line);
    return ok;
}
