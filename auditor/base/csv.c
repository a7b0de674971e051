#include "base/csv.h"

#include <string.h>

#include "base/limits.h"

enum {
    COLUMNS_MAX = 4096
}; /* real headers stay under 100 */

struct reader {
    struct arena *arena;
    struct span in;
    size_t at;
    int64_t line;
    struct span *fields; /* of the row being read */
    size_t count;
    size_t capacity;
};

static bool
refuse(const struct reader *reader, const char *why, struct err *err)
{
    err_set(err, ERR_INPUT, "cannot read CSV: %s", why);
    err_at_line(err, reader->line);
    return false;
}

static bool
push_field(struct reader *reader, struct span field, struct err *err)
{
    void *items = reader->fields;

    if (field.len > LIMIT_STRING_BYTES || reader->count >= COLUMNS_MAX) {
        err_set(err, ERR_LIMIT,
            "a CSV row has over %d fields or a field "
            "over %zu bytes",
            COLUMNS_MAX, LIMIT_STRING_BYTES);
        err_at_line(err, reader->line);
        return false;
    }
    struct span *slot = arena_push(reader->arena, &items, &reader->count,
        &reader->capacity, sizeof(*slot), err);
    if (slot == NULL) {
        return false;
    }
    reader->fields = items;
    *slot = field;
    return true;
}

/* RFC 4180 section 2.7: a quote inside quotes is written twice. */
static bool
take_quoted(struct reader *reader, struct span *out, struct err *err)
{
    int64_t first_line = reader->line;
    size_t start = reader->at + 1;
    size_t at = start;
    size_t doubled = 0;

    for (; at < reader->in.len; at++) {
        char byte = reader->in.ptr[at];
        reader->line += byte == '\n';
        if (byte != '"') {
            continue;
        }
        if (at + 1 < reader->in.len && reader->in.ptr[at + 1] == '"') {
            doubled++;
            at++;
            continue;
        }
        break;
    }
    if (at >= reader->in.len) {
        reader->line = first_line;
        return refuse(reader, "a quoted field is not closed", err);
    }
    reader->at = at + 1;
    *out = (struct span){reader->in.ptr + start, at - start};
    if (doubled == 0) {
        return true;
    }
    char *text = arena_alloc(reader->arena, out->len - doubled + 1, err);
    if (text == NULL) {
        return false;
    }
    size_t len = 0;
    for (size_t i = start; i < at; i++) {
        text[len++] = reader->in.ptr[i];
        i += reader->in.ptr[i] == '"';
    }
    *out = (struct span){text, len};
    return true;
}

static bool
take_plain(struct reader *reader, struct span *out, struct err *err)
{
    size_t start = reader->at;

    while (reader->at < reader->in.len &&
           strchr(",\n\r\"", reader->in.ptr[reader->at]) == NULL) {
        reader->at++;
    }
    if (reader->at < reader->in.len && reader->in.ptr[reader->at] == '"') {
        return refuse(reader, "a quote stands inside a plain field", err);
    }
    *out = (struct span){reader->in.ptr + start, reader->at - start};
    return true;
}

/* What stands behind a field: 'more' is true behind a comma. */
static bool
take_separator(struct reader *reader, bool *more, struct err *err)
{
    struct span rest = {
        reader->in.ptr + reader->at, reader->in.len - reader->at};

    *more = false;
    if (rest.len == 0) {
        return true;
    }
    if (rest.ptr[0] == ',') {
        reader->at++;
        *more = true;
        return true;
    }
    if (span_starts(rest, "\n") || span_starts(rest, "\r\n")) {
        reader->at += rest.ptr[0] == '\r' ? 2 : 1;
        reader->line++;
        return true;
    }
    return refuse(reader, "a comma or a line break is missing", err);
}

static bool
take_row(struct reader *reader, struct err *err)
{
    bool more = true;

    reader->fields = NULL;
    reader->count = 0;
    reader->capacity = 0;
    while (more) {
        struct span field = {"", 0};
        bool quoted =
            reader->at < reader->in.len && reader->in.ptr[reader->at] == '"';
        if (!(quoted ? take_quoted(reader, &field, err)
                     : take_plain(reader, &field, err)) ||
            !push_field(reader, field, err) ||
            !take_separator(reader, &more, err)) {
            return false;
        }
    }
    return true;
}

static bool
check_columns(const struct reader *reader, struct err *err)
{
    for (size_t i = 0; i < reader->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (span_equal(reader->fields[i], reader->fields[k])) {
                return refuse(reader, "two columns have one name", err);
            }
        }
    }
    return true;
}

static bool
take_header(struct reader *reader, struct csv *csv, struct err *err)
{
    int64_t next_line = 0;

    if (reader->in.len == 0) {
        return refuse(reader, "it has no header line", err);
    }
    if (!take_row(reader, err)) {
        return false;
    }
    next_line = reader->line;
    reader->line = 1;
    if (!check_columns(reader, err)) {
        return false;
    }
    reader->line = next_line;
    csv->columns = reader->fields;
    csv->column_count = reader->count;
    return true;
}

static bool
take_rows(struct reader *reader, struct csv *csv, struct err *err)
{
    void *rows = NULL;
    size_t capacity = 0;

    while (reader->at < reader->in.len) {
        int64_t line = reader->line;
        if (!take_row(reader, err)) {
            return false;
        }
        if (reader->count != csv->column_count) {
            err_set(err, ERR_INPUT,
                "cannot read CSV: the row has %zu fields, "
                "the header %zu",
                reader->count, csv->column_count);
            err_at_line(err, line);
            return false;
        }
        struct csv_row *row = arena_push(reader->arena, &rows, &csv->row_count,
            &capacity, sizeof(*row), err);
        if (row == NULL) {
            return false;
        }
        *row = (struct csv_row){reader->fields, line};
    }
    csv->rows = rows;
    return true;
}

static bool
check_bytes(struct span bytes, struct err *err)
{
    if (bytes.len > LIMIT_CSV_BYTES) {
        err_set(err, ERR_LIMIT, "CSV of %zu bytes is over the limit %zu",
            bytes.len, LIMIT_CSV_BYTES);
        return false;
    }
    return utf8_check(bytes, "CSV", err);
}

bool
csv_load(
    struct arena *arena, struct span bytes, struct csv *out, struct err *err)
{
    struct reader reader = {.arena = arena, .line = 1};
    struct csv csv = {0};

    if (!check_bytes(bytes, err) || !span_copy(arena, bytes, &reader.in, err)) {
        return false;
    }
    if (span_starts(reader.in, "\xef\xbb\xbf")) { /* spreadsheets write it */
        reader.at = 3;
    }
    if (!take_header(&reader, &csv, err) || !take_rows(&reader, &csv, err)) {
        return false;
    }
    *out = csv;
    return true;
}

static size_t
column_index(const struct csv *csv, const char *column)
{
    size_t index = 0;

    while (index < csv->column_count && !span_is(csv->columns[index], column)) {
        index++;
    }
    return index;
}

struct span
csv_field(const struct csv *csv, const struct csv_row *row, const char *column)
{
    size_t index = column_index(csv, column);

    if (index == csv->column_count) {
        return (struct span){"", 0};
    }
    return row->fields[index];
}

bool
csv_has(const struct csv *csv, const char *column)
{
    return column_index(csv, column) < csv->column_count;
}
