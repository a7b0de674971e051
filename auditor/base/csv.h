#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Comma-separated values (RFC 4180) with a header line. Duplicate columns and
 * rows with another number of fields are refused with the line.
 */
struct csv_row {
    const struct span *fields; /* `column_count` of them */
    int64_t line;              /* 1-based line where the row begins */
};

struct csv {
    const struct span *columns;
    size_t column_count;
    const struct csv_row *rows;
    size_t row_count;
};

MUST_CHECK bool csv_load(
    struct arena *arena, struct span bytes, struct csv *out, struct err *err);

/* The field under `column`, or an empty span when there is no such column. */
struct span csv_field(
    const struct csv *csv, const struct csv_row *row, const char *column);
/* Does the header name the column? */
bool csv_has(const struct csv *csv, const char *column);

#endif
