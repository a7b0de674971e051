#include "render/layout/wraps.h"

#include <linebreak.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum {
    TEXT_BYTES = 24,
    TEXTS = 200000
};

/* Whatever is written, the same places as libunibreak finds. */
static void
plain_text_breaks_as_any(void **state)
{
    static const char *const parts[] = {"a", "Z", "7", " ", " ", ".", ",",
        "\xC3\xA9", "\xC3\x97", "-", "\xC2\xA0", "\xE2\x80\xAF", "(", ")", "/",
        "\xC2\xAB", "\xC2\xBB", "\xE2\x80\x99", "%"};
    uint32_t random = 1;
    (void)state;
    for (int i = 0; i < TEXTS; i++) {
        char text[TEXT_BYTES + 4] = "";
        char wanted[TEXT_BYTES + 4] = {0};
        char found[TEXT_BYTES + 4] = {0};
        /* Half of the texts have nothing but letters, spaces and stops. */
        uint32_t kinds = i % 2 == 0 ? 8 : sizeof parts / sizeof parts[0];
        size_t length = 0;
        while (length < (size_t)i % TEXT_BYTES) {
            random = random * 1664525u + 1013904223u;
            const char *part = parts[(random >> 16) % kinds];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        set_linebreaks_utf8((const utf8_t *)text, length, "fr", wanted);
        wraps_find((struct span){text, length}, "fr", found);
        for (size_t k = 0; k < length; k++) {
            if (found[k] != (wanted[k] == LINEBREAK_ALLOWBREAK)) {
                fail_msg("'%.*s' at %zu", (int)length, text, k);
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_breaks_as_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
