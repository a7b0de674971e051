#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The tokens of JSON (RFC 8259 sections 6 and 7), one function each. `at`
 * moves past the token; on failure it stays at the byte at fault and `why`
 * says what is wrong there.
 */

/* Behind the opening quote; ends behind the closing one. */
MUST_CHECK bool json_scan_string(
    struct span in, size_t *at, bool *escaped_out, const char **why);

MUST_CHECK bool json_scan_number(struct span in, size_t *at, const char **why);

/*
 * Resolve the escapes of a scanned string into `out`, which has room for as
 * many bytes. Returns the length, or SIZE_MAX with `why`.
 */
size_t json_scan_unescape(struct span raw, char *out, const char **why);

#endif
