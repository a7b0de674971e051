#ifndef INGEST_WRITER_H
#define INGEST_WRITER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/node.h"
#include "base/text.h"
#include "ingest/ingest.h"
#include "model/claim.h"

#include <stdint.h>

/*
 * How readers write claims: the entity is set once, then its properties are
 * put one by one. Absent, null and empty values make no claim, so that they
 * stay unknown.
 */
struct claim_writer {
    struct arena *arena;
    struct claim_sink *sink;
    enum entity entity;
    const char *entity_id;
    enum claim_method method;
    bool by_line; /* places of nodes are lines (YAML), not JSON pointers */
};

/* A number that is written in another unit than the vocabulary's. */
struct writer_quantity {
    const char *property;
    struct span literal; /* as written */
    const char *unit;    /* of the literal: "kWh" */
    int64_t factor;      /* value = literal * factor * 10^power */
    int32_t power;
    const char *place;
};

/* A text as written; trimmed of surrounding space. */
MUST_CHECK bool writer_text(struct claim_writer *writer, const char *property,
    struct span value, const char *place, struct err *err);

/* A value that was derived from `written`, e.g. a name from its URL. */
MUST_CHECK bool writer_derived(struct claim_writer *writer,
    const char *property, const struct span pair[2], const char *place,
    struct err *err);

/* A number literal in the internal unit; ERR_INPUT when it is none. */
MUST_CHECK bool writer_number(struct claim_writer *writer, const char *property,
    struct span literal, const char *place, struct err *err);

MUST_CHECK bool writer_count(struct claim_writer *writer, const char *property,
    uint64_t count, const char *place, struct err *err);

MUST_CHECK bool writer_yes_no(struct claim_writer *writer, const char *property,
    bool yes, const char *place, struct err *err);

MUST_CHECK bool writer_converted(struct claim_writer *writer,
    const struct writer_quantity *quantity, struct err *err);

/*
 * The scalar at `node`, as the vocabulary's kind of the property asks. A
 * NULL node, null, a list or a map makes no claim.
 */
MUST_CHECK bool writer_node(struct claim_writer *writer, const char *property,
    const struct node *node, struct err *err);

/* A scalar or every scalar of a list. */
MUST_CHECK bool writer_nodes(struct claim_writer *writer, const char *property,
    const struct node *node, struct err *err);

/* Where the node stands. NULL on failure. */
MUST_CHECK const char *writer_place(const struct claim_writer *writer,
    const struct node *node, struct err *err);

/* The file's name without its folders: the id of what a file describes. */
const char *writer_base_name(const char *path);

/* The whole of a text format; ERR_LIMIT when it was too large to be held. */
MUST_CHECK bool input_whole(
    const struct ingest_input *input, struct span *out, struct err *err);

/* Read a JSON file of one map; ERR_INPUT when its root is no map. */
MUST_CHECK bool input_json(
    const struct ingest_input *input, const struct node **out, struct err *err);

/* `count` bytes at `offset`, from memory or the file; ERR_INPUT at its end. */
MUST_CHECK bool input_read(const struct ingest_input *input, int64_t offset,
    void *target, size_t count, struct err *err);

/*
 * "org/name" of a model named by "org/name" or by its address on the hub;
 * anything else comes back as it is.
 */
struct span hub_name(struct span text);

#endif
