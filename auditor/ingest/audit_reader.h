#ifndef INGEST_AUDIT_READER_H
#define INGEST_AUDIT_READER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/node.h"
#include "ingest/collect.h"
#include "model/audit.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Reading audit.yaml and declarations.yaml: both are written by people, so
 * every fault is refused with its line, and an unknown key is a fault.
 */
struct audit_reader {
    struct arena *arena;
    struct claim_list *claims;
    const char *evidence; /* id of the file being read */
    const char *reader;   /* "audit-yaml" */
};

/* One key of a map and what may stand there. */
struct audit_key {
    const char *name;
    const char *property; /* in the vocabulary, NULL = makes no claim */
    bool required;
    const char *const *choices; /* ends with NULL; NULL = any text */
};

/* What the claims of one map are about. */
struct audit_entity {
    enum entity entity;
    const char *id;
    const char *option; /* "" = the family */
    enum claim_method method;
};

/* Read the sections of audit.yaml. */
MUST_CHECK bool audit_read(struct audit_reader *reader, struct span bytes,
    struct audit *out, struct err *err);
/* audit_options.c */
MUST_CHECK bool audit_read_options(struct audit_reader *reader,
    const struct node *list, struct audit *audit, struct err *err);
/* audit_criteria.c */
MUST_CHECK bool audit_read_criteria(struct audit_reader *reader,
    const struct node *list, struct audit *audit, struct err *err);
MUST_CHECK bool audit_read_waivers(struct audit_reader *reader,
    const struct node *list, struct audit *audit, struct err *err);
/* audit_terms.c */
MUST_CHECK bool audit_read_terms(struct audit_reader *reader,
    const struct node *list, struct audit *audit, struct err *err);
/*
 * read_declarations.c: `folder_fd` is the audit folder, whose documents are
 * hashed again.
 */
MUST_CHECK bool declarations_read(struct audit_reader *reader,
    struct span bytes, const struct audit *audit, int folder_fd,
    struct err *err);

/* audit_keys.c: false with ERR_INPUT and the line of `node`. */
MUST_CHECK bool audit_fault(const struct node *node, struct err *err,
    const char *format, ...) PRINTF_LIKE(3, 4);
MUST_CHECK bool audit_load(struct arena *arena, struct span bytes,
    const struct node **out, struct err *err);
/* Only known keys, the required ones there, the choices kept. */
MUST_CHECK bool audit_check_keys(const struct node *map,
    const struct audit_key *keys, size_t count, struct err *err);
/* Is `list` a list of maps of at most `max` items? */
MUST_CHECK bool audit_check_list(
    const struct node *list, size_t max, struct err *err);
/* A NUL-terminated copy of the scalar under the key; "" when absent. */
MUST_CHECK bool audit_string(struct audit_reader *reader,
    const struct node *map, const char *key, const char **out, struct err *err);
/* Unchanged when absent; only "yes" and "no" are accepted. */
MUST_CHECK bool audit_yes_no(
    const struct node *map, const char *key, bool *out, struct err *err);
/* Lower-case letters, digits, '-' and '.', not empty. */
bool audit_is_id(struct span text);
/* The claims of one map: each key that has a property. */
MUST_CHECK bool audit_claim_keys(struct audit_reader *reader,
    const struct node *map, const struct audit_key *keys,
    const struct audit_entity *about, struct err *err);
/* One claim from one scalar, checked as its property asks. */
MUST_CHECK bool audit_claim(struct audit_reader *reader,
    const struct node *node, const char *property,
    const struct audit_entity *about, struct err *err);

#endif
