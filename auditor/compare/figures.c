#include "compare/figures.h"
#include "compare/results.h"

#include <string.h>

/* Beyond it the criteria are no fractions, and their mean says nothing. */
static const double quality_max = 1000.0;

static bool
is_about(const struct claim *claim, const struct option *option,
    enum entity entity, const char *property)
{
    return claim->entity == entity && strcmp(claim->option, option->id) == 0 &&
           strcmp(claim->property, property) == 0;
}

static const struct claim *
first_claim(const struct claim_set *claims, const struct option *option,
    enum entity entity, const char *property)
{
    for (size_t i = 0; i < claims->count; i++) {
        if (is_about(&claims->items[i], option, entity, property)) {
            return &claims->items[i];
        }
    }
    return NULL;
}

/* One property summed over the weight files of an option. */
struct sum {
    struct decimal total;
    const struct claim *first;
    size_t count;
};

static bool
sum_weights(const struct claim_set *claims, const struct option *option,
    const char *property, struct sum *out, struct err *err)
{
    struct sum sum = {.first = NULL};
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        struct decimal value;
        struct decimal total;
        if (!is_about(claim, option, ENTITY_WEIGHTS, property)) {
            continue;
        }
        if (!decimal_parse(claim->value, &value, err) ||
            !decimal_add(&sum.total, &value, &total, err)) {
            return false;
        }
        sum.total = total;
        sum.first = sum.first == NULL ? claim : sum.first;
        sum.count++;
    }
    *out = sum;
    return true;
}

static bool
has_packed(const struct claim_set *claims, const struct option *option)
{
    for (size_t i = 0; i < claims->count; i++) {
        if (is_about(&claims->items[i], option, ENTITY_WEIGHTS, "packed") &&
            span_is(claims->items[i].value, "yes")) {
            return true;
        }
    }
    return false;
}

/* A weight file that could not be read gave no share at all. */
static bool
has_refused(const struct audit_facts *facts, const struct option *option)
{
    static const char *const readers[] = {"safetensors", "gguf", "git-lfs"};
    for (size_t i = 0; i < facts->evidence.count; i++) {
        const struct evidence *file = &facts->evidence.items[i];
        for (size_t j = 0; j < sizeof(readers) / sizeof(*readers); j++) {
            if (file->status == EVIDENCE_REFUSED &&
                strcmp(file->option, option->id) == 0 &&
                strcmp(file->format, readers[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Does the index of shards tell of more than the files hold? */
static bool
is_below(const struct decimal *total, const struct claim *index)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal announced;
    return index != NULL && decimal_parse(index->value, &announced, &ignored) &&
           decimal_compare(total, &announced) < 0;
}

/*
 * The sum over the files counts only when every file gave its share: one
 * shard's header beside pointers to the others, or without them, would make
 * a model look small.
 */
static bool
set_total(struct arena *arena, const struct audit_facts *facts,
    struct option_figures *figures, bool params, struct err *err)
{
    struct sum files;
    struct sum sum;
    struct span *text = params ? &figures->params_text : &figures->bytes_text;
    const struct claim **claim = params ? &figures->params : &figures->bytes;
    const struct option *option = figures->option;
    const struct claim_set *claims = &facts->claims;
    const struct claim *index = first_claim(
        claims, option, ENTITY_INDEX, params ? "total-params" : "total-bytes");
    if (!sum_weights(claims, option, "bytes", &files, err) ||
        !sum_weights(claims, option, params ? "params" : "bytes", &sum, err)) {
        return false;
    }
    bool whole = sum.count > 0 && sum.count == files.count &&
                 !has_refused(facts, option) && !is_below(&sum.total, index);
    if (whole && !(params && has_packed(claims, option))) {
        *claim = sum.first;
        return decimal_text(arena, &sum.total, text, err);
    }
    *claim = index;
    *text = index == NULL ? span_of("") : index->value;
    return true;
}

/* How many requests the measured energy served, declared beside the log. */
static const struct claim *
requests_of(const struct claim_set *claims, const struct option *option)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        const struct claim *name =
            is_about(claim, option, ENTITY_DECLARATION, "value")
                ? result_sibling(claims, claim, "name")
                : NULL;
        if (name != NULL && span_is(name->value, "energy-requests")) {
            return claim;
        }
    }
    return first_claim(claims, option, ENTITY_ENERGY, "requests");
}

static bool
is_inference(const struct claim_set *claims, const struct claim *energy)
{
    const struct claim *scope = result_sibling(claims, energy, "scope");
    return scope == NULL || span_is(scope->value, "inference");
}

/* Joules per 1000 requests: needs a measurement and what it served. */
static bool
set_energy(struct arena *arena, const struct claim_set *claims,
    struct option_figures *figures, struct err *err)
{
    struct decimal joules = {.count = 0};
    struct decimal requests;
    const struct claim *served = requests_of(claims, figures->option);
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        struct decimal value;
        struct decimal sum;
        if (!is_about(claim, figures->option, ENTITY_ENERGY, "energy") ||
            !is_inference(claims, claim)) {
            continue;
        }
        if (!decimal_parse(claim->value, &value, err) ||
            !decimal_add(&joules, &value, &sum, err)) {
            return false;
        }
        joules = sum;
        figures->energy = figures->energy == NULL ? claim : figures->energy;
    }
    struct err ignored = {ERR_NONE, "", "", ""};
    if (figures->energy == NULL || served == NULL ||
        !decimal_parse(served->value, &requests, &ignored) ||
        requests.count == 0 || requests.negative || joules.negative) {
        figures->energy = NULL;
        return true;
    }
    double each = decimal_double(&joules) * 1000 / decimal_double(&requests);
    char *text = arena_printf(arena, err, "%.1f", each);
    if (text == NULL) {
        return false;
    }
    figures->energy_text = span_of(text);
    return true;
}

bool
figures_of_option(struct arena *arena, const struct audit_facts *facts,
    const struct option *option, struct option_figures *out, struct err *err)
{
    const struct claim_set *claims = &facts->claims;
    struct option_figures figures = {
        .option = option,
        .params_text = span_of(""),
        .bytes_text = span_of(""),
        .energy_text = span_of(""),
        .quality_text = span_of(""),
    };
    figures.precision =
        first_claim(claims, option, ENTITY_WEIGHTS, "precision");
    if (figures.precision == NULL) {
        figures.precision =
            first_claim(claims, option, ENTITY_CONFIG, "precision");
    }
    if (!set_total(arena, facts, &figures, /* params= */ true, err) ||
        !set_total(arena, facts, &figures, /* params= */ false, err) ||
        !set_energy(arena, claims, &figures, err)) {
        return false;
    }
    *out = figures;
    return true;
}

/* Mean over the gating criteria, for drawing and for the front only. */
static bool
mean_quality(const struct comparison *comparison, const struct option *option,
    double *out)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct result *result = &comparison->results[i];
        struct err ignored = {ERR_NONE, "", "", ""};
        struct decimal value;
        if (result->option != option || !result->criterion->gating) {
            continue;
        }
        if (result->value == NULL || result->met == ANSWER_UNKNOWN ||
            !decimal_parse(result->value->value, &value, &ignored)) {
            return false; /* not evaluated, or of unknown scale */
        }
        double quality = decimal_double(&value);
        sum += result->criterion->lower_is_better ? 1 - quality : quality;
        count++;
    }
    *out = count == 0 ? 0 : sum / (double)count;
    return count > 0;
}

static bool
energy_of(const struct option_figures *figures, double *out)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal value;
    if (figures->energy_text.len == 0 ||
        !decimal_parse(figures->energy_text, &value, &ignored)) {
        return false;
    }
    *out = decimal_double(&value);
    return true;
}

static bool
is_beaten(const struct comparison *comparison,
    const struct option_figures *figures, double quality, double energy)
{
    for (size_t i = 0; i < comparison->figure_count; i++) {
        const struct option_figures *other = &comparison->figures[i];
        double q = 0;
        double e = 0;
        if (other != figures && mean_quality(comparison, other->option, &q) &&
            energy_of(other, &e) && q >= quality && e <= energy &&
            (q > quality || e < energy)) {
            return true;
        }
    }
    return false;
}

/* Of options that lack a figure there is nothing to write. */
static bool
write_quality(struct arena *arena, struct option_figures *figures,
    double quality, struct err *err)
{
    if (quality > quality_max || quality < -quality_max) {
        return true; /* no fraction: not to be drawn beside others */
    }
    char *text = arena_printf(arena, err, "%.4f", quality);
    figures->quality_text = span_of(text == NULL ? "" : text);
    return text != NULL;
}

bool
figures_mark_front(
    struct arena *arena, struct comparison *comparison, struct err *err)
{
    for (size_t i = 0; i < comparison->figure_count; i++) {
        struct option_figures *figures = &comparison->figures[i];
        double quality = 0;
        double energy = 0;
        figures->on_front =
            mean_quality(comparison, figures->option, &quality) &&
            energy_of(figures, &energy) &&
            !is_beaten(comparison, figures, quality, energy);
        if (mean_quality(comparison, figures->option, &quality) &&
            !write_quality(arena, figures, quality, err)) {
            return false;
        }
    }
    return true;
}
