#include "compare/compare.h"
#include "compare/figures.h"
#include "compare/results.h"

#include <string.h>

static bool
add_results(struct arena *arena, const struct audit_facts *facts,
    struct comparison *comparison, struct err *err)
{
    const struct audit *audit = &facts->audit;
    size_t at = 0;
    for (size_t i = 0; i < audit->option_count; i++) {
        for (size_t j = 0; j < audit->criterion_count; j++) {
            if (!result_of(arena, &facts->claims, &audit->options[i],
                    &audit->criteria[j], &comparison->results[at++], err)) {
                return false;
            }
        }
    }
    comparison->result_count = at;
    return true;
}

static const struct result *
find_result(const struct comparison *comparison, const struct option *option,
    const struct criterion *criterion)
{
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct result *result = &comparison->results[i];
        if (result->option == option && result->criterion == criterion) {
            return result;
        }
    }
    return NULL;
}

/* Only a change that may cost quality is held against the parent. */
static bool
is_compressed(const struct option *option)
{
    static const char *const relations[] = {"quantized", "pruned", "distilled"};
    for (size_t i = 0; i < sizeof(relations) / sizeof(*relations); i++) {
        if (strcmp(option->relation, relations[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool
add_losses(struct arena *arena, const struct audit_facts *facts,
    struct comparison *comparison, struct err *err)
{
    size_t at = 0;
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct result *child = &comparison->results[i];
        const struct option *parent =
            audit_option(&facts->audit, child->option->parent);
        if (parent == NULL || !is_compressed(child->option)) {
            continue;
        }
        if (!loss_of(arena, &facts->claims, child,
                find_result(comparison, parent, child->criterion),
                &comparison->losses[at++], err)) {
            return false;
        }
    }
    comparison->loss_count = at;
    return true;
}

static bool
add_figures(struct arena *arena, const struct audit_facts *facts,
    struct comparison *comparison, struct err *err)
{
    const struct audit *audit = &facts->audit;
    for (size_t i = 0; i < audit->option_count; i++) {
        if (!figures_of_option(arena, facts, &audit->options[i],
                &comparison->figures[i], err)) {
            return false;
        }
    }
    comparison->figure_count = audit->option_count;
    return true;
}

bool
compare_options(struct arena *arena, const struct audit_facts *facts,
    struct comparison *out, struct err *err)
{
    struct comparison comparison = {.choice = CHOICE_NONE};
    size_t options = facts->audit.option_count;
    size_t results = options * facts->audit.criterion_count;
    comparison.figures =
        arena_alloc_array(arena, options, sizeof(*comparison.figures), err);
    comparison.results =
        arena_alloc_array(arena, results, sizeof(*comparison.results), err);
    comparison.losses =
        arena_alloc_array(arena, results, sizeof(*comparison.losses), err);
    if (comparison.figures == NULL || comparison.results == NULL ||
        comparison.losses == NULL ||
        !add_results(arena, facts, &comparison, err) ||
        !add_losses(arena, facts, &comparison, err) ||
        !add_figures(arena, facts, &comparison, err)) {
        return false;
    }
    comparison.reason = (struct bilingual){"", ""};
    if (!figures_mark_front(arena, &comparison, err)) {
        return false;
    }
    *out = comparison;
    return true;
}
