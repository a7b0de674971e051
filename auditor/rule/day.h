#ifndef RULE_DAY_H
#define RULE_DAY_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>

/*
 * A day as "YYYYMMDD", UTC, so that rules compare days as numbers and C as
 * text. Source: ISO 8601-1 basic format.
 */
enum {
    DAY_BYTES = 9
};

/* The day of a date or RFC 3339 time; false when it is neither. */
MUST_CHECK bool day_of(struct span date, char out[DAY_BYTES]);
/* Is it 8 digits? */
bool day_is_valid(const char *day);

#endif
