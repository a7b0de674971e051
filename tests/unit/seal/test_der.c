#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "seal/der.h"

#define BYTES(text)                                                            \
    {                                                                          \
        text, sizeof text - 1                                                  \
    }

static const struct {
    const char *name;
    struct span bytes;
    bool strict;
} cases[] = {
    {"an integer", BYTES("\x02\x01\x05"), true},
    {"a set in a sequence", BYTES("\x30\x05\x31\x03\x02\x01\x05"), true},
    {"nothing", BYTES(""), false},
    {"a tag alone", BYTES("\x30"), false},
    {"a length without content", BYTES("\x30\x03\x02\x01"), false},
    {"bytes behind the value", BYTES("\x02\x01\x05\x00"), false},
    {"an indefinite length", BYTES("\x30\x80\x00\x00"), false},
    {"a length of more bytes than needed", BYTES("\x02\x81\x01\x05"), false},
    {"the same within", BYTES("\x30\x04\x02\x81\x01\x05"), false},
    {"a set that is not constructed", BYTES("\x30\x05\x11\x03\x02\x01\x05"),
        false},
    {"a sequence that is not constructed", BYTES("\x10\x03\x02\x01\x05"),
        false},
    {"a tag of several bytes", BYTES("\x1f\x81\x01\x00"), false},
    {"a value longer than the one around it", BYTES("\x30\x03\x02\x02\x05\x05"),
        false},
};

static void
strict_means_one_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (der_strict(cases[i].bytes) != cases[i].strict)
            fail_msg("%s", cases[i].name);
}

static void
values_come_one_by_one(void **state)
{
    struct span rest = BYTES("\x02\x01\x05\x04\x02\x61\x62");
    struct der_value value;

    (void)state;
    assert_true(der_next(&rest, &value));
    assert_int_equal(value.tag, DER_INTEGER);
    assert_true(der_next(&rest, &value));
    assert_true(span_is(value.content, "ab"));
    assert_int_equal(value.whole.len, 4);
    assert_false(der_next(&rest, &value));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strict_means_one_form),
        cmocka_unit_test(values_come_one_by_one),
    };

    return cmocka_run_group_tests_name("seal/der", tests, NULL, NULL);
}
