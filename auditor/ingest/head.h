#ifndef INGEST_HEAD_H
#define INGEST_HEAD_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Looking at the first bytes of a file that may be cut off anywhere: enough
 * JSON to see which keys stand at which depth. It validates nothing; that is
 * left to the reader that wins.
 */
struct head_scan {
    struct span head;
    size_t at;
    size_t depth;     /* of open brackets */
    struct span key;  /* raw text of the key found last */
    size_t key_depth; /* 1 = member of the outermost map */
};

/* Start at the first byte that is no space; false when that is no '{'. */
bool head_is_map(struct span head, struct head_scan *out);
/* The next key; false at the end of the head. */
bool head_next_key(struct head_scan *scan);
/* Does the outermost map begin with these bytes name `key`? */
bool head_has(struct span head, const char *key);
/* How many of the keys (a list that ends with NULL) it names. */
size_t head_count(struct span head, const char *const *keys);
/* Do the bytes stand anywhere in the head? */
bool head_contains(struct span head, const char *needle);

#endif
