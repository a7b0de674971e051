#include "base/clock.h"

#include <stdio.h>
#include <time.h>

enum {
    DAY_S = 86400
};

int64_t
clock_machine_s(void)
{
    return (int64_t)time(NULL);
}

/*
 * Days since 1970-01-01 of a date of the Gregorian calendar, counting years
 * from March so that the leap day comes last.
 */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400;
    int64_t year_of_era = y - era * 400;
    int64_t from_march = (month + 9) % 12;
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void
date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                              day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

/* `count` digits at the front of `rest`, in [least, most]. */
static bool
take_number(struct span *rest, size_t count, int64_t range[2], int64_t *out)
{
    if (rest->len < count) {
        return false;
    }
    int64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        char c = rest->ptr[i];
        if (c < '0' || c > '9') {
            return false;
        }
        value = value * 10 + (c - '0');
    }
    rest->ptr += count;
    rest->len -= count;
    *out = value;
    return value >= range[0] && value <= range[1];
}

static bool
take_byte(struct span *rest, char byte)
{
    if (rest->len == 0 || rest->ptr[0] != byte) {
        return false;
    }
    rest->ptr++;
    rest->len--;
    return true;
}

static bool
take_date(struct span *rest, int64_t *days_out)
{
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    if (!take_number(rest, 4, (int64_t[]){1970, 9999}, &year) ||
        !take_byte(rest, '-') ||
        !take_number(rest, 2, (int64_t[]){1, 12}, &month) ||
        !take_byte(rest, '-') ||
        !take_number(rest, 2, (int64_t[]){1, 31}, &day)) {
        return false;
    }
    int64_t back[3];
    *days_out = days_of(year, month, day);
    date_of(*days_out, &back[0], &back[1], &back[2]);
    return back[1] == month && back[2] == day;
}

static bool
take_offset(struct span *rest, int64_t *offset_s)
{
    *offset_s = 0;
    if (take_byte(rest, 'Z') || take_byte(rest, 'z')) {
        return true;
    }
    int64_t sign = take_byte(rest, '-') ? -1 : 1;
    if (sign == 1 && !take_byte(rest, '+')) {
        return false;
    }
    int64_t hours = 0;
    int64_t minutes = 0;
    if (!take_number(rest, 2, (int64_t[]){0, 23}, &hours) ||
        !take_byte(rest, ':') ||
        !take_number(rest, 2, (int64_t[]){0, 59}, &minutes)) {
        return false;
    }
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool
take_time(struct span *rest, int64_t *seconds_out)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    if (!take_number(rest, 2, (int64_t[]){0, 23}, &hour) ||
        !take_byte(rest, ':') ||
        !take_number(rest, 2, (int64_t[]){0, 59}, &minute) ||
        !take_byte(rest, ':') ||
        !take_number(rest, 2, (int64_t[]){0, 60}, &second)) {
        return false;
    }
    if (take_byte(rest, '.')) {
        size_t digits = 0;
        while (rest->len > 0 && *rest->ptr >= '0' && *rest->ptr <= '9') {
            rest->ptr++;
            rest->len--;
            digits++;
        }
        if (digits == 0) {
            return false;
        }
    }
    *seconds_out = hour * 3600 + minute * 60 + second;
    return true;
}

bool
clock_parse(struct span text, int64_t *out_s)
{
    struct span rest = text;
    int64_t days = 0;
    int64_t seconds = 0;
    int64_t offset_s = 0;
    if (!take_date(&rest, &days)) {
        return false;
    }
    if (rest.len > 0) {
        if (!take_byte(&rest, 'T') && !take_byte(&rest, 't') &&
            !take_byte(&rest, ' ')) {
            return false;
        }
        if (!take_time(&rest, &seconds) || !take_offset(&rest, &offset_s) ||
            rest.len > 0) {
            return false;
        }
    }
    int64_t value = days * DAY_S + seconds - offset_s;
    if (value < 0) {
        return false;
    }
    *out_s = value;
    return true;
}

void
clock_date(int64_t time_s, char out[CLOCK_DATE_BYTES])
{
    int64_t date[3];
    date_of(time_s / DAY_S, &date[0], &date[1], &date[2]);
    snprintf(out, CLOCK_DATE_BYTES, "%04u-%02u-%02u",
        (unsigned)(date[0] % 10000), (unsigned)(date[1] % 100),
        (unsigned)(date[2] % 100));
}

void
clock_text(int64_t time_s, char out[CLOCK_TEXT_BYTES])
{
    char date[CLOCK_DATE_BYTES];
    clock_date(time_s, date);
    int64_t seconds = time_s % DAY_S;
    snprintf(out, CLOCK_TEXT_BYTES, "%.10sT%02u:%02u:%02uZ", date,
        (unsigned)(seconds / 3600 % 24), (unsigned)(seconds / 60 % 60),
        (unsigned)(seconds % 60));
}
