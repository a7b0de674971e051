#ifndef MODEL_VOCABULARY_H
#define MODEL_VOCABULARY_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The words of the facts: every entity, its properties and their units. The
 * readers may only claim what stands here, the facts document (rules/facts.xsd)
 * is written from it, and rules may only ask for it. One table, in
 * vocabulary.c: to add a property, add a row there and to facts.xsd.
 */
enum entity {
    ENTITY_SUBJECT,     /* the system under audit, one per family */
    ENTITY_OPTION,      /* a size option, from audit.yaml */
    ENTITY_CRITERION,   /* a test that decides, from audit.yaml */
    ENTITY_PERSON,      /* a responsible role, from audit.yaml */
    ENTITY_WEIGHTS,     /* a weight file or a git-lfs pointer to one */
    ENTITY_INDEX,       /* an index of weight shards */
    ENTITY_CARD,        /* a model card */
    ENTITY_CONFIG,      /* a model, quantisation or adapter configuration */
    ENTITY_EVALUATION,  /* one metric of one task in one run */
    ENTITY_ENERGY,      /* one energy record */
    ENTITY_DATASET,     /* a data set description */
    ENTITY_COMPONENT,   /* a component of a bill of materials */
    ENTITY_DECLARATION, /* a person's statement, from declarations.yaml */
    ENTITY_COUNT,
};

/* How a value is written in claims and facts. */
enum value_kind {
    VALUE_TEXT,
    VALUE_NUMBER, /* exact decimal in the internal unit */
    VALUE_DATE,   /* "2026-11-23" or RFC 3339 in UTC */
    VALUE_YES_NO, /* "yes" or "no" */
    VALUE_DIGEST, /* 64 lower-case hex digits, SHA-256 */
};

struct property {
    enum entity entity;
    const char *name; /* element name in the facts document */
    enum value_kind kind;
    const char *unit; /* internal unit of a number: "J", "g", "s", "bytes",
                         "W", "1" (a fraction or a count); else "" */
    bool many;        /* several values may stand side by side */
};

/* "subject", "option", ... as in the facts document. */
const char *entity_name(enum entity entity);
MUST_CHECK bool entity_parse(const char *name, enum entity *out);

/* The row, or NULL when the entity has no such property. */
const struct property *property_find(enum entity entity, const char *name);

/* All rows, in order of entity; for lint and for checking the schema. */
const struct property *property_table(size_t *count_out);

#endif
