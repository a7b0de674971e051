#include "rule/day.h"

#include "base/clock.h"

#include <string.h>

bool
day_of(struct span date, char out[DAY_BYTES])
{
    int64_t time_s;
    if (!clock_parse(date, &time_s)) {
        return false;
    }
    char text[CLOCK_DATE_BYTES]; /* "2026-11-23" */
    clock_date(time_s, text);
    memcpy(out, text, 4);
    memcpy(out + 4, text + 5, 2);
    memcpy(out + 6, text + 8, 3);
    return true;
}

bool
day_is_valid(const char *day)
{
    return strlen(day) == DAY_BYTES - 1 &&
           strspn(day, "0123456789") == DAY_BYTES - 1;
}
