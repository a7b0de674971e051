#ifndef BASE_NODE_H
#define BASE_NODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A tree read from JSON or YAML. Both keep each scalar as it was written and
 * the place where it stood; neither decides what a scalar means.
 */
enum node_kind {
    NODE_NULL,
    NODE_FALSE,
    NODE_TRUE,
    NODE_NUMBER, /* JSON only: `text` is the literal */
    NODE_STRING, /* JSON strings, unescaped, and every YAML scalar */
    NODE_LIST,
    NODE_MAP, /* no duplicate keys: the reader refused them */
};

struct node {
    enum node_kind kind;
    struct span text;          /* scalars: the literal or the content */
    struct span key;           /* when this node is a member of a map */
    bool plain;                /* YAML: written without quotes */
    int64_t line;              /* 1-based */
    int64_t byte;              /* 0-based offset in the file */
    const struct node *parent; /* NULL for the root */
    const struct node *first;  /* children in file order */
    const struct node *next;   /* sibling */
    size_t index;              /* position among the siblings */
    size_t child_count;
};

/* Member of a map; NULL when `map` is NULL, no map, or has no such key. */
const struct node *node_find(const struct node *map, const char *key);
/* Follow keys separated by '/', e.g. "config/model_args"; NULL if absent. */
const struct node *node_path(const struct node *root, const char *path);
/* Item of a list; NULL when there is none. */
const struct node *node_item(const struct node *list, size_t index);

bool node_is_scalar(const struct node *node);
/* The text of a scalar that is not null, or an empty span. */
struct span node_text(const struct node *node);
/*
 * The JSON pointer (RFC 6901) of the node, e.g. "/results/acc,none", in the
 * arena, NUL-terminated.
 */
MUST_CHECK char *node_pointer(
    struct arena *arena, const struct node *node, struct err *err);

#endif
