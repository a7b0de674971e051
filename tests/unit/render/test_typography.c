#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/typography.h"

/* In what is expected, "~" stands for U+00A0 and "_" for U+202F. */
struct row {
    const char *typed;
    const char *set;
};

static const struct row rows[] = {
    /* High marks, with the space that was typed or without one. */
    {"Est-ce vrai ?", "Est-ce vrai_?"},
    {"Est-ce vrai?", "Est-ce vrai_?"},
    {"Attention ! Oui ; non", "Attention_! Oui_; non"},
    {"Quoi ?!", "Quoi_?!"},
    {"(vraiment ?)", "(vraiment_?)"},
    {"(vraiment?)", "(vraiment_?)"},
    {"? au début", "? au début"},
    {" ; seul", " ; seul"},
    /* A colon takes the wider space. */
    {"Ceci : cela", "Ceci~: cela"},
    {"Ceci: cela", "Ceci~: cela"},
    {"fin :", "fin~:"},
    {"audit.yaml: absent", "audit.yaml~: absent"},
    /* Guillemets. */
    {"la classe « high » suffit", "la classe «_high_» suffit"},
    {"la classe «high» suffit", "la classe «_high_» suffit"},
    {"«Oui», dit-elle", "«_Oui_», dit-elle"},
    {"« « un » et « deux » »", "«_«_un_» et «_deux_»_»"},
    {"«»", "«»"},
    /* Percent, units, groups of digits, references. */
    {"12,5 % des cas", "12,5~% des cas"},
    {"12,5% des cas", "12,5~% des cas"},
    {"451,8 J par requête", "451,8~J par requête"},
    {"8 bits, 40 Mio et 3 kWh", "8~bits, 40~Mio et 3~kWh"},
    {"3 jours et 4 mois", "3 jours et 4 mois"},
    {"12 500 lignes", "12_500 lignes"},
    {"1 234 567 et 89", "1_234_567 et 89"},
    {"l'an 2024 123 lignes", "l’an 2024 123 lignes"},
    {"de 10 2024 fois", "de 10 2024 fois"},
    {"123 456 78 901", "123_456 78_901"},
    {"art. 9, n° 3, p. 12", "art.~9, n°~3, p.~12"},
    {"l'art. neuf", "l’art. neuf"},
    /* Apostrophes within words only. */
    {"L'été d'Hélène", "L’été d’Hélène"},
    {"'cité' et 12'", "'cité' et 12'"},
    /* What is no punctuation. */
    {"à 12:30", "à 12:30"},
    {"sha256:5a119da8 et C::D", "sha256:5a119da8 et C::D"},
    {"voir /p?q=1;r!s", "voir /p?q=1;r!s"},
    {"voir https://exemple.fr/a'b?c=50% ; puis",
        "voir https://exemple.fr/a'b?c=50%_; puis"},
    {"(https://exemple.fr/d'e!)", "(https://exemple.fr/d'e!)"},
    {"C%20D et 20%20", "C%20D et 20%20"},
    {"acc,none=0.6", "acc,none=0.6"},
    {"ligne\n  suivante", "ligne\n  suivante"},
    {"ligne\n  : suite", "ligne~: suite"},
    {"", ""},
    {"  ", "  "},
};

/* The marks that stand for spaces, as these spaces. */
static const char *
spelt(struct arena *arena, const char *marked)
{
    struct err err = {0};
    struct text text;
    text_init(&text, 4096);
    for (; *marked != '\0'; marked++) {
        if (*marked == '~') {
            text_puts(&text, "\u00A0");
        } else if (*marked == '_') {
            text_puts(&text, "\u202F");
        } else {
            text_putc(&text, *marked);
        }
    }
    const char *string = span_string(arena, text_span(&text), &err);
    text_release(&text);
    assert_non_null(string);
    return string;
}

static const char *
set_in_french(struct arena *arena, const char *typed)
{
    struct err err = {0};
    struct span out;
    assert_true(typography_french(arena, span_of(typed), &out, &err));
    const char *string = span_string(arena, out, &err);
    assert_non_null(string);
    return string;
}

static void
each_row_is_set(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(
            set_in_french(&arena, rows[i].typed), spelt(&arena, rows[i].set));
    }
    arena_release(&arena);
}

static void
what_is_set_stays(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *once = spelt(&arena, rows[i].set);
        assert_string_equal(set_in_french(&arena, once), once);
    }
    arena_release(&arena);
}

/* Without spaces and apostrophes, no text changes, whatever its bytes. */
static void
only_spaces_change(void **state)
{
    static const char *const pieces[] = {"a", "é", "9", "123", " ", "\u00A0",
        "\u202F", "\n", ":", ";", "!", "?", "%", "«", "»", "://", "art.", "kg",
        "(", ")", "’"};
    struct arena arena;
    uint32_t seed = 7;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct text texts[2];
        char typed[128] = "";
        arena_init(&arena, (size_t)1 << 20);
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            (void)strncat(typed,
                pieces[(seed >> 16) % (sizeof pieces / sizeof pieces[0])],
                sizeof typed - strlen(typed) - 1);
        }
        const char *set = set_in_french(&arena, typed);
        assert_string_equal(set_in_french(&arena, set), set);
        const char *both[] = {typed, set};
        for (int side = 0; side < 2; side++) {
            struct span all = span_of(both[side]);
            text_init(&texts[side], 4096);
            for (size_t at = 0; at < all.len;) {
                char bytes[4];
                uint32_t c = utf8_next(all, &at);
                if (c != ' ' && c != '\n' && c != 0xA0 && c != 0x202F) {
                    size_t length = utf8_put(c, bytes);
                    text_put(&texts[side], (struct span){bytes, length});
                }
            }
        }
        assert_true(span_equal(text_span(&texts[0]), text_span(&texts[1])));
        text_release(&texts[0]);
        text_release(&texts[1]);
        arena_release(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_set),
        cmocka_unit_test(what_is_set_stays),
        cmocka_unit_test(only_spaces_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
