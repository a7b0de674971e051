#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Time as an input: seconds since 1970-01-01T00:00:00Z, no leap seconds.
 * The only file that asks the machine for the time. Source: RFC 3339.
 */
enum {
    CLOCK_TEXT_BYTES = 21, /* "2026-11-23T09:30:00Z" and a NUL */
    CLOCK_DATE_BYTES = 11, /* "2026-11-23" and a NUL */
};

/* The time of the machine. Callers outside cli/ take the time as input. */
int64_t clock_machine_s(void);

/*
 * "2026-11-23", "2026-11-23T09:30:00Z" or with an offset "+01:00" or a
 * fraction (dropped). A bare date is its first second, UTC.
 */
MUST_CHECK bool clock_parse(struct span text, int64_t *out_s);

void clock_text(int64_t time_s, char out[CLOCK_TEXT_BYTES]);
void clock_date(int64_t time_s, char out[CLOCK_DATE_BYTES]);

#endif
