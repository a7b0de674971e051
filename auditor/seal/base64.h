#ifndef SEAL_BASE64_H
#define SEAL_BASE64_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>

/* Base64 (RFC 4648 section 4), padded, without line breaks. */
MUST_CHECK bool base64_encode(
    struct arena *arena, struct span bytes, struct span *out, struct err *err);

/*
 * Only the one spelling that base64_encode writes: no space, no missing
 * padding, no stray bits in the last character. ERR_INPUT otherwise.
 */
MUST_CHECK bool base64_decode(
    struct arena *arena, struct span text, struct span *out, struct err *err);

#endif
