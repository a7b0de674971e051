#include "base/decimal.h"
#include "base/limits.h"
#include "compare/compare.h"

#include <string.h>

/*
 * Sizes are compared by one measure, the same for all: the size of the
 * weights, which quantisation changes; parameters where a candidate's size is
 * unknown. Two measures at once would make no order.
 */
struct ranking {
    enum verdict least; /* that suffices */
    bool by_params;
};

static struct span
size_of(const struct ranking *ranking, const struct option_figures *figures)
{
    return ranking->by_params ? figures->params_text : figures->bytes_text;
}

static bool
parse_size(const struct ranking *ranking, const struct option_figures *figures,
    struct decimal *out)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct span text = size_of(ranking, figures);
    return text.len > 0 && decimal_parse(text, out, &ignored);
}

/* Is `a` shown to be smaller than `b`? */
static bool
is_smaller(const struct ranking *ranking, const struct option_figures *a,
    const struct option_figures *b)
{
    struct decimal x;
    struct decimal y;
    return parse_size(ranking, a, &x) && parse_size(ranking, b, &y) &&
           decimal_compare(&x, &y) < 0;
}

/*
 * No option ranks first with a transparency blocker open, whatever else it
 * shows.
 */
static bool
suffices(const struct option_figures *figures, enum verdict least)
{
    return figures->verdict >= least &&
           figures->open_transparency_blockers == 0 &&
           (figures->bytes_text.len > 0 || figures->params_text.len > 0);
}

/* One whose size is unknown cannot be called the smallest. */
static const struct option_figures *
smallest(const struct comparison *comparison, struct ranking *ranking)
{
    const struct option_figures *best = NULL;
    ranking->by_params = false;
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        ranking->by_params =
            ranking->by_params ||
            (suffices(figures, ranking->least) && figures->bytes_text.len == 0);
    }
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        struct decimal size;
        if (suffices(figures, ranking->least) &&
            parse_size(ranking, figures, &size) &&
            (best == NULL || is_smaller(ranking, figures, best))) {
            best = figures;
        }
    }
    return best;
}

/* What the sentence counts. */
enum tallied {
    TALLY_NOT_FIT,
    TALLY_UNPROVEN,
    TALLY_LARGER,
    TALLY_SMALLER,
    TALLY_UNSIZED,
    TALLY_COUNT,
};

/* One or many, in each language; a count of zero is not said. */
static const struct clause {
    const char *en[2];
    const char *fr[2];
} clauses[TALLY_COUNT] = {
    [TALLY_NOT_FIT] = {{"1 is found not fit", "%zu are found not fit"},
        {"1 est jugée inapte", "%zu sont jugées inaptes"}},
    [TALLY_UNPROVEN] = {{"1 lacks the evidence to say",
                            "%zu lack the evidence to say"},
        {"1 n’a pas assez de preuves pour conclure",
            "%zu n’ont pas assez de preuves pour conclure"}},
    [TALLY_LARGER] = {{"1 option is larger", "%zu options are larger"},
        {"1 option est plus grande", "%zu options sont plus grandes"}},
    [TALLY_SMALLER] = {{"1 smaller option does not suffice",
                           "%zu smaller options do not suffice"},
        {"1 option plus petite ne suffit pas",
            "%zu options plus petites ne suffisent pas"}},
    [TALLY_UNSIZED] = {{"the size of 1 is not known",
                           "the sizes of %zu are not known"},
        {"la taille de 1 n’est pas connue",
            "les tailles de %zu ne sont pas connues"}},
};

static void
count_around(const struct comparison *comparison, const struct ranking *ranking,
    const struct option_figures *chosen, size_t tally[TALLY_COUNT])
{
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        struct decimal size;
        bool proven = figures->verdict != VERDICT_NOT_FIT &&
                      figures->verdict != VERDICT_INSUFFICIENT_EVIDENCE;
        if (chosen == NULL) {
            tally[TALLY_NOT_FIT] += figures->verdict == VERDICT_NOT_FIT;
            tally[TALLY_UNPROVEN] +=
                figures->verdict == VERDICT_INSUFFICIENT_EVIDENCE;
            tally[TALLY_UNSIZED] += proven && figures->bytes_text.len == 0 &&
                                    figures->params_text.len == 0;
            continue;
        }
        tally[TALLY_LARGER] += is_smaller(ranking, chosen, figures);
        tally[TALLY_SMALLER] += is_smaller(ranking, figures, chosen);
        tally[TALLY_UNSIZED] += !parse_size(ranking, figures, &size);
    }
}

/* The beginning of a sentence, then what was counted. */
static const char *
say(struct arena *arena, const char *beginning, const size_t tally[TALLY_COUNT],
    bool french, struct err *err)
{
    struct text text;
    const char *link = french ? "\u00a0: " : ": ";
    text_init(&text, LIMIT_STRING_BYTES);
    text_puts(&text, beginning);
    for (size_t i = 0; i < TALLY_COUNT; i++) {
        if (tally[i] == 0) {
            continue;
        }
        const char *const *forms = french ? clauses[i].fr : clauses[i].en;
        const char *form = forms[tally[i] > 1];
        struct span rest = span_of(form);
        size_t number = span_find(rest, span_of("%zu"));
        text_puts(&text, link);
        text_put(&text, (struct span){form, number});
        if (number < rest.len) {
            text_printf(&text, "%zu%s", tally[i], form + number + 3);
        }
        link = ", ";
    }
    text_putc(&text, '.');
    const char *out = text_done(&text, err)
                          ? span_string(arena, text_span(&text), err)
                          : NULL;
    text_release(&text);
    return out;
}

static bool
say_none(struct arena *arena, struct comparison *comparison,
    const size_t tally[TALLY_COUNT], struct err *err)
{
    comparison->reason.en =
        say(arena, "No option suffices", tally, /* french= */ false, err);
    comparison->reason.fr =
        say(arena, "Aucune option ne suffit", tally, /* french= */ true, err);
    return comparison->reason.en != NULL && comparison->reason.fr != NULL;
}

static const struct option_figures *
chosen_figures(const struct comparison *comparison)
{
    size_t i = 0;
    while (comparison->figures[i].option != comparison->chosen) {
        i++;
    }
    return &comparison->figures[i];
}

static bool
say_choice(struct arena *arena, const struct term_list *terms,
    struct comparison *comparison, const size_t tally[TALLY_COUNT],
    struct err *err)
{
    const struct option_figures *chosen = chosen_figures(comparison);
    bool whole = chosen->verdict == VERDICT_FIT;
    struct span label = span_of(chosen->option->label);
    struct span label_en = term_in(terms, label, /* french= */ false);
    struct span label_fr = term_in(terms, label, /* french= */ true);
    const char *en = arena_printf(arena, err,
        "“%.*s” is the smallest option that suffices%s", (int)label_en.len,
        label_en.ptr,
        whole ? "" : ", on condition that its open points are closed");
    const char *fr = arena_printf(arena, err,
        "«\u202f%.*s\u202f» est la plus petite option qui suffit%s",
        (int)label_fr.len, label_fr.ptr,
        whole ? "" : ", à condition de lever ses points ouverts");
    if (en == NULL || fr == NULL) {
        return false;
    }
    comparison->reason.en = say(arena, en, tally, /* french= */ false, err);
    comparison->reason.fr = say(arena, fr, tally, /* french= */ true, err);
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
compare_choose(struct arena *arena, const struct term_list *terms,
    struct comparison *comparison, struct err *err)
{
    size_t tally[TALLY_COUNT] = {0};
    struct ranking ranking = {.least = VERDICT_FIT};
    const struct option_figures *chosen = smallest(comparison, &ranking);
    if (chosen == NULL) {
        ranking.least = VERDICT_CONDITIONAL;
        chosen = smallest(comparison, &ranking);
    }
    count_around(comparison, &ranking, chosen, tally);
    if (chosen == NULL) {
        comparison->choice = CHOICE_NONE;
        comparison->chosen = NULL;
        return say_none(arena, comparison, tally, err);
    }
    comparison->choice = kind_of(chosen->option, tally[TALLY_LARGER]);
    comparison->chosen = chosen->option;
    return say_choice(arena, terms, comparison, tally, err);
}
