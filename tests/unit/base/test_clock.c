#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void
reads_dates_and_times(void **state)
{
    static const struct {
        const char *text;
        int64_t time_s;
    } cases[] = {
        {"1970-01-01", 0},
        {"2000-02-29", 951782400},
        {"2026-11-23T09:30:00Z", 1795426200},
        {"2026-11-23T10:30:00+01:00", 1795426200},
        {"2026-11-23 09:30:00.999Z", 1795426200},
        {"2038-01-19T03:14:08Z", 2147483648},
        {"9999-12-31T23:59:59Z", 253402300799},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t time_s = -1;
        assert_true(clock_parse(span_of(cases[i].text), &time_s));
        assert_int_equal(time_s, cases[i].time_s);
    }
}

static void
refuses_what_is_no_time(void **state)
{
    static const char *const cases[] = {"", "2026", "2026-2-3", "2026-13-01",
        "2026-02-29", "1900-02-29", "2026-11-23T", "2026-11-23T25:00:00Z",
        "2026-11-23T09:30:00", "2026-11-23T09:30:00.Z", "1969-12-31",
        "2026-11-23x", "yesterday"};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t time_s = 7;
        assert_false(clock_parse(span_of(cases[i]), &time_s));
        assert_int_equal(time_s, 7);
    }
}

static void
writes_what_it_reads(void **state)
{
    (void)state;
    for (int64_t day = 0; day < 60000; day += 7) {
        char text[CLOCK_TEXT_BYTES];
        int64_t back = 0;
        clock_text(day * 86400 + day % 86400, text);
        assert_true(clock_parse(span_of(text), &back));
        assert_int_equal(back, day * 86400 + day % 86400);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_dates_and_times),
        cmocka_unit_test(refuses_what_is_no_time),
        cmocka_unit_test(writes_what_it_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
