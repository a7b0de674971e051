#include "claims.h"

/* An option: NULL ends the row. Sizes may be "". */
struct row {
    const char *id, *relation, *bytes, *params;
    enum verdict verdict;
    size_t blockers;
};

#define FIT    VERDICT_FIT
#define OPEN   VERDICT_CONDITIONAL
#define UNSURE VERDICT_INSUFFICIENT_EVIDENCE
#define UNFIT  VERDICT_NOT_FIT

enum {
    ROWS = 4
};

static const struct {
    const char *name;
    struct row rows[ROWS];
    enum choice_kind kind;
    const char *chosen;
    const char *en;
    const char *fr;
} cases[] = {
    {"nothing to choose from", {{0}}, CHOICE_NONE, NULL, "No option suffices.",
        "Aucune option ne suffit."},
    {"one option", {{"a", "base", "9", "", FIT, 0}}, CHOICE_KEEP, "a",
        "“a” is the smallest option that suffices.",
        "« a » est la plus petite option qui suffit."},
    {"the smallest that is fit",
        {{"a", "base", "900", "", FIT, 0}, {"b", "base", "80", "", FIT, 0},
            {"c", "base", "7", "", UNFIT, 0}},
        CHOICE_REPLACE, "b",
        "“b” is the smallest option that suffices: 1 option is larger, "
        "1 smaller option does not suffice.",
        "« b » est la plus petite option qui suffit : 1 option est plus "
        "grande, 1 option plus petite ne suffit pas."},
    {"two larger, none smaller",
        {{"a", "base", "900", "", FIT, 0}, {"b", "base", "80", "", UNFIT, 0},
            {"c", "quantized", "7", "", FIT, 0}},
        CHOICE_COMPRESS, "c",
        "“c” is the smallest option that suffices: 2 options are larger.",
        "« c » est la plus petite option qui suffit : 2 options sont plus "
        "grandes."},
    {"two smaller that do not suffice",
        {{"a", "base", "900", "", FIT, 0}, {"b", "pruned", "80", "", UNFIT, 0},
            {"c", "quantized", "7", "", UNSURE, 0}},
        CHOICE_KEEP, "a",
        "“a” is the smallest option that suffices: 2 smaller options do not "
        "suffice.",
        "« a » est la plus petite option qui suffit : 2 options plus petites "
        "ne suffisent pas."},
    {"fit comes before a smaller conditional one",
        {{"a", "base", "900", "", FIT, 0}, {"b", "base", "80", "", OPEN, 0}},
        CHOICE_KEEP, "a",
        "“a” is the smallest option that suffices: 1 smaller option does not "
        "suffice.",
        "« a » est la plus petite option qui suffit : 1 option plus petite "
        "ne suffit pas."},
    {"conditional when none is fit",
        {{"a", "base", "900", "", OPEN, 0}, {"b", "pruned", "80", "", OPEN, 0}},
        CHOICE_COMPRESS, "b",
        "“b” is the smallest option that suffices, on condition that its "
        "open points are closed: 1 option is larger.",
        "« b » est la plus petite option qui suffit, à condition de lever "
        "ses points ouverts : 1 option est plus grande."},
    {"a transparency blocker excludes",
        {{"a", "base", "900", "", FIT, 0}, {"b", "base", "80", "", FIT, 1}},
        CHOICE_KEEP, "a",
        "“a” is the smallest option that suffices: 1 smaller option does not "
        "suffice.",
        "« a » est la plus petite option qui suffit : 1 option plus petite "
        "ne suffit pas."},
    {"none suffices, one of each",
        {{"a", "base", "900", "", UNFIT, 0}, {"b", "base", "80", "", UNSURE, 0},
            {"c", "base", "", "", FIT, 0}},
        CHOICE_NONE, NULL,
        "No option suffices: 1 is found not fit, 1 lacks the evidence to say, "
        "the size of 1 is not known.",
        "Aucune option ne suffit : 1 est jugée inapte, 1 n’a pas assez de "
        "preuves pour conclure, la taille de 1 n’est pas connue."},
    {"none suffices, two of a kind",
        {{"a", "base", "900", "", UNFIT, 0}, {"b", "base", "80", "", UNFIT, 0},
            {"c", "base", "7", "", UNSURE, 0},
            {"d", "base", "6", "", UNSURE, 0}},
        CHOICE_NONE, NULL,
        "No option suffices: 2 are found not fit, 2 lack the evidence to say.",
        "Aucune option ne suffit : 2 sont jugées inaptes, 2 n’ont pas assez "
        "de preuves pour conclure."},
    {"of equal sizes the first",
        {{"a", "base", "80", "", FIT, 0}, {"b", "base", "80.0", "", FIT, 0}},
        CHOICE_KEEP, "a", "“a” is the smallest option that suffices.",
        "« a » est la plus petite option qui suffit."},
    {"an unknown size is not the smallest, and not larger either",
        {{"a", "base", "80", "", FIT, 0}, {"b", "base", "", "", FIT, 0}},
        CHOICE_KEEP, "a",
        "“a” is the smallest option that suffices: the size of 1 is not "
        "known.",
        "« a » est la plus petite option qui suffit : la taille de 1 n’est "
        "pas connue."},
    {"parameters where a size is not known",
        {{"a", "base", "80", "9", FIT, 0}, {"b", "base", "", "3", FIT, 0},
            {"c", "base", "70", "", FIT, 0}},
        CHOICE_REPLACE, "b",
        "“b” is the smallest option that suffices: 1 option is larger, the "
        "size of 1 is not known.",
        "« b » est la plus petite option qui suffit : 1 option est plus "
        "grande, la taille de 1 n’est pas connue."},
};

/* The sentences above are written with plain spaces. */
static void
check_sentence(const char *name, const char *wanted, const char *got)
{
    char plain[512];
    size_t used = 0;
    for (size_t i = 0; got[i] != '\0'; i++) {
        bool thin = strncmp(got + i, "\u202f", 3) == 0;
        bool wide = strncmp(got + i, "\u00a0", 2) == 0;
        assert_true(used + 1 < sizeof(plain));
        plain[used++] = thin || wide ? ' ' : got[i];
        i += thin ? 2 : wide ? 1 : 0;
    }
    plain[used] = '\0';
    if (strcmp(plain, wanted) != 0) {
        fail_msg("%s: %s", name, plain);
    }
}

static size_t
put_rows(const struct row rows[ROWS], const size_t order[ROWS],
    struct option list[ROWS], struct option_figures figures[ROWS])
{
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[order[i]];
        if (row->id == NULL) {
            continue;
        }
        list[count] = (struct option){.id = row->id,
            .label = row->id,
            .parent = "",
            .relation = row->relation};
        figures[count] = (struct option_figures){.option = &list[count],
            .bytes_text = span_of(row->bytes),
            .params_text = span_of(row->params),
            .verdict = row->verdict,
            .open_transparency_blockers = row->blockers};
        count++;
    }
    return count;
}

static void
check_choice(size_t index, const size_t order[ROWS])
{
    struct arena arena;
    struct err err = {0};
    struct option list[ROWS];
    struct option_figures figures[ROWS];
    size_t count = put_rows(cases[index].rows, order, list, figures);
    struct comparison comparison = {.figures = figures, .figure_count = count};
    struct term_list terms = {NULL, 0};
    arena_init(&arena, 1 << 20);
    assert_true(compare_choose(&arena, &terms, &comparison, &err));
    const char *chosen = comparison.chosen == NULL ? "" : comparison.chosen->id;
    const char *wanted = cases[index].chosen == NULL ? "" : cases[index].chosen;
    if (comparison.choice != cases[index].kind || strcmp(chosen, wanted) != 0) {
        fail_msg("%s: %s %s", cases[index].name, choice_name(comparison.choice),
            chosen);
    }
    check_sentence(cases[index].name, cases[index].en, comparison.reason.en);
    check_sentence(cases[index].name, cases[index].fr, comparison.reason.fr);
    arena_release(&arena);
}

static void
the_smallest_option_that_suffices_is_chosen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        check_choice(i, (const size_t[ROWS]){0, 1, 2, 3});
    }
}

static void
the_order_of_the_options_changes_nothing_but_ties(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (strncmp(cases[i].name, "of equal sizes", 14) != 0) {
            check_choice(i, (const size_t[ROWS]){3, 2, 1, 0});
            check_choice(i, (const size_t[ROWS]){2, 0, 3, 1});
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_option_that_suffices_is_chosen),
        cmocka_unit_test(the_order_of_the_options_changes_nothing_but_ties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
