#ifndef MODEL_CONFLICT_H
#define MODEL_CONFLICT_H

#include "model/claim.h"
#include "model/vocabulary.h"

#include <stddef.h>

/*
 * Two claims about one thing that do not say the same. Both are kept; the
 * disagreement is evidence in itself, and rules judge it.
 */
struct conflict {
    enum entity entity;
    const char *property;
    const char *option; /* the option they are about, "" = the family */
    const struct claim *left;
    const struct claim *right;
};

struct conflict_set {
    struct conflict *items; /* in order of the left claim, then the right */
    size_t count;
};

#endif
