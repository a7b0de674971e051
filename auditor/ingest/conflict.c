#include "ingest/conflict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "ingest/conflict_size.h"
#include "ingest/writer.h"

enum {
    NORMAL_BYTES = 256, /* of a value in the form that is compared */
    DISTINCT_MAX = 64,  /* values of one property that are compared */
};

/*
 * The form in which two values are compared, NUL-terminated. False when the
 * value says nothing that could be compared.
 */
typedef bool normalise(struct span value, char out[NORMAL_BYTES]);

static bool
normal_text(struct span value, char out[NORMAL_BYTES])
{
    struct span text = span_trim(value);

    if (text.len == 0 || text.len >= NORMAL_BYTES) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool upper = byte >= 'A' && byte <= 'Z';
        out[i] = (char)(upper ? byte - 'A' + 'a' : byte);
    }
    out[text.len] = '\0';
    return true;
}

/* Licences as cards and GGUF write them: "Apache 2.0", "apache-2.0". */
static bool
normal_license(struct span value, char out[NORMAL_BYTES])
{
    if (!normal_text(value, out)) {
        return false;
    }
    for (char *at = out; *at != '\0'; at++) {
        *at = *at == ' ' || *at == '_' ? '-' : *at;
    }
    /* "other" and "unknown" say that the name stands elsewhere. */
    return strcmp(out, "other") != 0 && strcmp(out, "unknown") != 0;
}

/*
 * The name of a model without its owner: card and adapter name it by
 * "org/name" or by its address, a run often by a local path.
 */
static bool
normal_model(struct span value, char out[NORMAL_BYTES])
{
    struct span name = hub_name(value);

    while (name.len > 0 && name.ptr[name.len - 1] == '/') {
        name.len--;
    }
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '/') {
            name.ptr += i;
            name.len -= i;
            break;
        }
    }
    return normal_text(name, out);
}

static bool
normal_number(struct span value, char out[NORMAL_BYTES])
{
    struct err unused = {0};
    struct decimal number;

    if (!decimal_parse(value, &number, &unused) || number.count == 0) {
        return false;
    }
    size_t len = 0;
    for (; len < number.count; len++) {
        out[len] = (char)('0' + number.digits[len]);
    }
    for (int32_t i = 0; i < number.exponent && len < NORMAL_BYTES - 1; i++) {
        out[len++] = '0';
    }
    out[len] = '\0';
    return number.exponent >= 0 && !number.negative;
}

/* One name for each floating-point type; packed types are not compared. */
static const char *const precisions[][2] = {
    {"bfloat16", "bf16"},
    {"bf16", "bf16"},
    {"float16", "f16"},
    {"fp16", "f16"},
    {"f16", "f16"},
    {"half", "f16"},
    {"float32", "f32"},
    {"fp32", "f32"},
    {"f32", "f32"},
    {"float", "f32"},
};

static bool
normal_precision(struct span value, char out[NORMAL_BYTES])
{
    char text[NORMAL_BYTES];

    if (!normal_text(value, text)) {
        return false;
    }
    const char *name = strncmp(text, "torch.", 6) == 0 ? text + 6 : text;
    for (size_t i = 0; i < sizeof(precisions) / sizeof(*precisions); i++) {
        if (strcmp(precisions[i][0], name) == 0) {
            snprintf(out, NORMAL_BYTES, "%s", precisions[i][1]);
            return true;
        }
    }
    return false;
}

/* Whose claims stand on the right: the option's own or its parent's. */
enum relative {
    OWN,
    PARENT,
};

/*
 * To add a pair, add a row: each value on the left must be among the values
 * on the right, if there are any. A property paired with itself must have
 * one value in all of an option's evidence.
 */
struct pair {
    enum entity left_entity;
    const char *left;
    enum entity right_entity;
    const char *right;
    enum relative relative;
    normalise *normal;
};

static const struct pair pairs[] = {
    {ENTITY_CONFIG, "precision", ENTITY_WEIGHTS, "precision", OWN,
        normal_precision},
    {ENTITY_CONFIG, "context-length", ENTITY_WEIGHTS, "context-length", OWN,
        normal_number},
    {ENTITY_WEIGHTS, "architecture", ENTITY_WEIGHTS, "architecture", OWN,
        normal_text},
    {ENTITY_WEIGHTS, "file-type", ENTITY_OPTION, "quantisation", OWN,
        normal_text},
    {ENTITY_WEIGHTS, "license", ENTITY_CARD, "license", OWN, normal_license},
    {ENTITY_CONFIG, "base-model", ENTITY_CARD, "base-model", OWN, normal_model},
    {ENTITY_WEIGHTS, "base-model", ENTITY_CARD, "base-model", OWN,
        normal_model},
    {ENTITY_CARD, "base-model", ENTITY_OPTION, "model-name", PARENT,
        normal_model},
    {ENTITY_CONFIG, "base-model", ENTITY_OPTION, "model-name", PARENT,
        normal_model},
    {ENTITY_WEIGHTS, "base-model", ENTITY_OPTION, "model-name", PARENT,
        normal_model},
    {ENTITY_EVALUATION, "model-name", ENTITY_OPTION, "model-name", OWN,
        normal_model},
};

/* The distinct values of one property of one option. */
struct values {
    const struct claim *claims[DISTINCT_MAX];
    char normal[DISTINCT_MAX][NORMAL_BYTES];
    size_t count;
};

struct finder {
    struct arena *arena;
    const struct audit_facts *facts;
    /* Claims by option, then entity, in their order within each. */
    const struct claim **sorted;
    struct conflict_set found;
    size_t capacity;
    struct values left;
    struct values right;
};

static int
compare_group(const struct claim *claim, const char *option, enum entity entity)
{
    int order = strcmp(claim->option, option);

    return order != 0 ? order
                      : (claim->entity > entity) - (claim->entity < entity);
}

static int
compare_claims(const void *left, const void *right)
{
    const struct claim *a = *(const struct claim *const *)left;
    const struct claim *b = *(const struct claim *const *)right;
    int order = compare_group(a, b->option, b->entity);

    /* They point into one array, so this is the order of reading. */
    return order != 0 ? order : (a > b) - (a < b);
}

static bool
sort_by_group(struct finder *finder, struct err *err)
{
    const struct claim_set *set = &finder->facts->claims;

    finder->sorted = arena_alloc_array(
        finder->arena, set->count, sizeof(*finder->sorted), err);
    if (finder->sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < set->count; i++) {
        finder->sorted[i] = &set->items[i];
    }
    if (set->count > 0) {
        qsort(finder->sorted, set->count, sizeof(*finder->sorted),
            compare_claims);
    }
    return true;
}

/* Where the claims of that option and entity begin. */
static size_t
group_start(const struct finder *finder, const char *option, enum entity entity)
{
    size_t low = 0;
    size_t high = finder->facts->claims.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_group(finder->sorted[middle], option, entity) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
has_value(const struct values *values, const char *normal)
{
    for (size_t i = 0; i < values->count; i++) {
        if (strcmp(values->normal[i], normal) == 0) {
            return true;
        }
    }
    return false;
}

/* What is looked for on one side of a pair. */
struct side {
    enum entity entity;
    const char *property;
    const char *option;
    normalise *normal;
};

static void
gather(const struct finder *finder, const struct side *side, struct values *out)
{
    size_t total = finder->facts->claims.count;
    char normal[NORMAL_BYTES];

    out->count = 0;
    for (size_t i = group_start(finder, side->option, side->entity);
         i < total && out->count < DISTINCT_MAX; i++) {
        const struct claim *claim = finder->sorted[i];
        if (compare_group(claim, side->option, side->entity) != 0) {
            break;
        }
        if (strcmp(claim->property, side->property) == 0 &&
            side->normal(claim->value, normal) && !has_value(out, normal)) {
            memcpy(out->normal[out->count], normal, sizeof(normal));
            out->claims[out->count] = claim;
            out->count++;
        }
    }
}

static bool
add_conflict(struct finder *finder, const char *option,
    const struct claim *left, const struct claim *right, struct err *err)
{
    void *items = finder->found.items;
    struct conflict *slot = arena_push(finder->arena, &items,
        &finder->found.count, &finder->capacity, sizeof(*slot), err);

    if (slot == NULL) {
        return false;
    }
    finder->found.items = items;
    *slot =
        (struct conflict){left->entity, left->property, option, left, right};
    return true;
}

/* The option whose claims stand on the right, or NULL when there is none. */
static const char *
right_option(
    const struct finder *finder, const struct pair *pair, const char *option)
{
    if (pair->relative == OWN) {
        return option;
    }
    const struct option *row = audit_option(&finder->facts->audit, option);
    return row != NULL && row->parent[0] != '\0' ? row->parent : NULL;
}

static bool
is_same_side(const struct pair *pair)
{
    return pair->left_entity == pair->right_entity &&
           strcmp(pair->left, pair->right) == 0;
}

static bool
check_pair(struct finder *finder, const struct pair *pair, const char *option,
    struct err *err)
{
    const char *other = right_option(finder, pair, option);

    if (other == NULL) {
        return true;
    }
    const struct side left = {
        pair->left_entity, pair->left, option, pair->normal};
    const struct side right = {
        pair->right_entity, pair->right, other, pair->normal};
    gather(finder, &left, &finder->left);
    gather(finder, &right, &finder->right);
    if (is_same_side(pair) && finder->right.count > 1) {
        finder->right.count = 1; /* all must be as the first */
    }
    if (finder->right.count == 0) {
        return true;
    }
    for (size_t i = 0; i < finder->left.count; i++) {
        if (!has_value(&finder->right, finder->left.normal[i]) &&
            !add_conflict(finder, option, finder->left.claims[i],
                finder->right.claims[0], err)) {
            return false;
        }
    }
    return true;
}

/* Sizes are judged by arithmetic, not by equality: see conflict_size.h. */
static bool
check_sizes(struct finder *finder, const char *option, struct err *err)
{
    static size_check *const checks[] = {size_check_index, size_check_label};
    size_t total = finder->facts->claims.count;

    for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
        struct size_claims group = {.items = finder->sorted};
        const struct claim *left = NULL;
        const struct claim *right = NULL;
        group.start = group_start(finder, option, (enum entity)0);
        group.end = group.start;
        while (group.end < total &&
               strcmp(finder->sorted[group.end]->option, option) == 0) {
            group.end++;
        }
        if (checks[i](&group, &left, &right) &&
            !add_conflict(finder, option, left, right, err)) {
            return false;
        }
    }
    return true;
}

static bool
check_option(struct finder *finder, const char *option, struct err *err)
{
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        if (!check_pair(finder, &pairs[i], option, err)) {
            return false;
        }
    }
    return check_sizes(finder, option, err);
}

static int
compare_conflicts(const void *left, const void *right)
{
    const struct conflict *a = left;
    const struct conflict *b = right;

    if (a->left != b->left) {
        return a->left > b->left ? 1 : -1;
    }
    return (a->right > b->right) - (a->right < b->right);
}

bool
conflict_find(struct arena *arena, const struct audit_facts *facts,
    struct conflict_set *out, struct err *err)
{
    const struct audit *audit = &facts->audit;
    struct finder *finder = arena_alloc(arena, sizeof(*finder), err);

    if (finder == NULL) {
        return false;
    }
    finder->arena = arena;
    finder->facts = facts;
    if (!sort_by_group(finder, err) || !check_option(finder, "", err)) {
        return false;
    }
    for (size_t i = 0; i < audit->option_count; i++) {
        if (!check_option(finder, audit->options[i].id, err)) {
            return false;
        }
    }
    if (finder->found.count > 0) {
        qsort(finder->found.items, finder->found.count,
            sizeof(*finder->found.items), compare_conflicts);
    }
    *out = finder->found;
    return true;
}
