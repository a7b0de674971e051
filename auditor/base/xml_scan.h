#ifndef BASE_XML_SCAN_H
#define BASE_XML_SCAN_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>

/*
 * What libxml2 2.9 does not limit by itself, judged on the bytes before it
 * sees them: attributes of one element (its cost is quadratic in them),
 * depth, size in memory, distinct names (its dictionary is quadratic in
 * them), namespaces (so is canonicalisation), and anything that a document
 * type could do. ERR_INPUT with the line, ERR_LIMIT for too many bytes.
 */
MUST_CHECK bool xml_scan(struct span bytes, struct err *err);

#endif
