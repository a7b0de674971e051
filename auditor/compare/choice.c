#include "base/decimal.h"
#include "compare/compare.h"

#include <string.h>

/* -1, 0, 1, or 2 when one of the two is unknown. */
static int
compare_numbers(struct span a, struct span b)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal x;
    struct decimal y;
    if (a.len == 0 || b.len == 0 || !decimal_parse(a, &x, &ignored) ||
        !decimal_parse(b, &y, &ignored)) {
        return 2;
    }
    return decimal_compare(&x, &y);
}

/*
 * Is `a` shown to be smaller than `b`? By the size of the weights, which
 * quantisation changes; by parameters where a size is unknown.
 */
static bool
is_smaller(const struct option_figures *a, const struct option_figures *b)
{
    int order = compare_numbers(a->bytes_text, b->bytes_text);
    if (order == 2) {
        order = compare_numbers(a->params_text, b->params_text);
    }
    return order == -1;
}

/*
 * No option ranks first with a transparency blocker open, whatever else it
 * shows; one whose size is unknown cannot be called the smallest.
 */
static bool
suffices(const struct option_figures *figures, enum verdict least)
{
    return figures->verdict >= least &&
           figures->open_transparency_blockers == 0 &&
           (figures->bytes_text.len > 0 || figures->params_text.len > 0);
}

static const struct option_figures *
smallest(const struct comparison *comparison, enum verdict least)
{
    const struct option_figures *best = NULL;
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        if (suffices(figures, least) &&
            (best == NULL || is_smaller(figures, best))) {
            best = figures;
        }
    }
    return best;
}

/* How many options stand on each side of the chosen one, and why. */
struct tally {
    size_t smaller, larger, not_fit, unproven;
};

static struct tally
count_around(
    const struct comparison *comparison, const struct option_figures *chosen)
{
    struct tally tally = {0, 0, 0, 0};
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        tally.not_fit += figures->verdict == VERDICT_NOT_FIT;
        tally.unproven += figures->verdict == VERDICT_INSUFFICIENT_EVIDENCE;
        tally.smaller += chosen != NULL && is_smaller(figures, chosen);
        tally.larger += chosen != NULL && is_smaller(chosen, figures);
    }
    return tally;
}

static bool
say_none(struct arena *arena, struct comparison *comparison, struct err *err)
{
    struct tally tally = count_around(comparison, NULL);
    comparison->reason.en = arena_printf(arena, err,
        "No option suffices: %zu found not fit, %zu without enough evidence "
        "to say.",
        tally.not_fit, tally.unproven);
    comparison->reason.fr = arena_printf(arena, err,
        "Aucune option ne suffit\u00a0: %zu jugée(s) inapte(s), %zu sans "
        "preuves suffisantes pour conclure.",
        tally.not_fit, tally.unproven);
    return comparison->reason.en != NULL && comparison->reason.fr != NULL;
}

static bool
say_choice(struct arena *arena, struct comparison *comparison,
    const struct option_figures *chosen, struct err *err)
{
    struct tally tally = count_around(comparison, chosen);
    bool whole = chosen->verdict == VERDICT_FIT;
    const char *label = chosen->option->label;
    comparison->reason.en = arena_printf(arena, err,
        "“%s” is the smallest option that suffices%s: %zu larger, %zu "
        "smaller that %s.",
        label, whole ? "" : ", on condition that its open points are closed",
        tally.larger, tally.smaller,
        tally.smaller == 1 ? "does not suffice" : "do not suffice");
    comparison->reason.fr = arena_printf(arena, err,
        "«\u202f%s\u202f» est la plus petite option qui suffit%s\u00a0: %zu "
        "plus grande%s, %zu plus petite%s qui ne %s pas.",
        label, whole ? "" : ", à condition de lever ses points ouverts",
        tally.larger, tally.larger > 1 ? "s" : "", tally.smaller,
        tally.smaller > 1 ? "s" : "",
        tally.smaller > 1 ? "suffisent" : "suffit");
    return comparison->reason.en != NULL && comparison->reason.fr != NULL;
}

static enum choice_kind
kind_of(const struct option *option, size_t larger)
{
    if (larger == 0) {
        return CHOICE_KEEP;
    }
    bool compressed = strcmp(option->relation, "quantized") == 0 ||
                      strcmp(option->relation, "pruned") == 0;
    return compressed ? CHOICE_COMPRESS : CHOICE_REPLACE;
}

bool
compare_choose(
    struct arena *arena, struct comparison *comparison, struct err *err)
{
    const struct option_figures *chosen = smallest(comparison, VERDICT_FIT);
    if (chosen == NULL) {
        chosen = smallest(comparison, VERDICT_CONDITIONAL);
    }
    if (chosen == NULL) {
        comparison->choice = CHOICE_NONE;
        comparison->chosen = NULL;
        return say_none(arena, comparison, err);
    }
    struct tally tally = count_around(comparison, chosen);
    comparison->choice = kind_of(chosen->option, tally.larger);
    comparison->chosen = chosen->option;
    return say_choice(arena, comparison, chosen, err);
}
