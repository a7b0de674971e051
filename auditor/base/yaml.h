#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/err.h"
#include "base/node.h"
#include "base/text.h"

/*
 * YAML 1.1 by libyaml's events, strictly: one document, every scalar stays
 * text (no octal, no Norway problem, 1.10 stays 1.10). Aliases, anchors, tags,
 * merge keys, duplicate keys and keys that are no scalars are refused with
 * the line. The only file that calls libyaml.
 */
MUST_CHECK bool yaml_load(struct arena *arena, struct span bytes,
    const struct node **out, struct err *err);

#endif
