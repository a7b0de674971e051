#ifndef TEST_COMPARE_CLAIMS_H
#define TEST_COMPARE_CLAIMS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "compare/figures.h"
#include "compare/results.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Claims as readers emit them: entity by entity, in order of evidence. */
enum {
    CLAIMS_MAX = 128
};

struct claims {
    struct claim items[CLAIMS_MAX];
    struct claim_set set;
    enum claim_method method; /* of the claims to come */
};

static inline void
claims_add(struct claims *claims, const struct claim *key, const char *property,
    const char *value)
{
    assert_true(claims->set.count < CLAIMS_MAX);
    struct claim claim = *key;
    claim.property = property;
    claim.value = span_of(value);
    claim.method = claims->method;
    claims->set.items = claims->items;
    claims->items[claims->set.count++] = claim;
}

/* "name=value name=value": the claims of one entity. */
static inline void
claims_entity(struct claims *claims, const struct claim *key,
    const char *const (*pairs)[2])
{
    for (size_t i = 0; pairs[i][0] != NULL; i++) {
        claims_add(claims, key, pairs[i][0], pairs[i][1]);
    }
}

static const struct option options[] = {
    {.id = "big", .label = "Big", .parent = "", .relation = "base"},
    {.id = "q4",
        .label = "Big, 4 bits",
        .parent = "big",
        .relation = "quantized"},
};

static inline struct criterion
criterion_default(void)
{
    return (struct criterion){
        .id = "medqa",
        .task = "medqa",
        .metric = "acc",
        .filter = "",
        .language = "fr",
        .kind = "accuracy",
        .slice = "whole",
        .gating = true,
        .minimum = span_of("0.895"),
        .maximum = span_of(""),
        .loss_max = span_of("0.02"),
        .chance = span_of("0.25"),
        .set_by = "officer",
        .set_on = "2026-02-01",
        .basis = "",
        .place = span_of("line 1"),
    };
}

#endif
