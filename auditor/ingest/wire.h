#ifndef INGEST_WIRE_H
#define INGEST_WIRE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "model/claim.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Messages from the confined reader to its parent: which format won, then
 * the claims. What comes back is checked as hostile: it names an entity, a
 * property and a method that exist, its texts are UTF-8, and its value is of
 * the kind that the vocabulary asks for.
 */
enum wire_kind {
    WIRE_FORMAT = 'F', /* followed by one byte: row of the format table */
    WIRE_CLAIM = 'C',
};

/*
 * Append the message for a claim. ERR_SYSTEM when the vocabulary has no such
 * property: a reader's mistake, not the evidence's.
 */
MUST_CHECK bool wire_put_claim(
    struct text *out, const struct claim *claim, struct err *err);

/* Read it back into the arena, all but evidence, option and reader. */
MUST_CHECK bool wire_take_claim(struct arena *arena, struct span message,
    struct claim *out, struct err *err);

/* Is the value written as its property asks? ERR_INPUT if not. */
MUST_CHECK bool wire_check_value(
    const struct property *property, struct span value, struct err *err);

#endif
