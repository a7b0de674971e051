#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The only door to libxml2's parser: UTF-8, no DTD, no entity, no network, no
 * comment-driven surprises, with caps on size, depth and tag length that are
 * checked on the bytes before the library sees them.
 */

/* Once per process, before any other call; cleans nothing up at exit. */
void xml_setup(void);

/* Parse. The caller frees with xmlFreeDoc. ERR_INPUT with the line. */
MUST_CHECK bool xml_parse(struct span bytes, xmlDoc **out, struct err *err);

/*
 * The same with the names and short texts of the document kept in
 * `dictionary`, as libxslt asks of the documents that one transformation
 * brings together. NULL for a dictionary of its own.
 */
MUST_CHECK bool xml_parse_shared(
    struct span bytes, xmlDict *dictionary, xmlDoc **out, struct err *err);

/* Serialise as UTF-8 without reformatting; `out` lives in the arena. */
MUST_CHECK bool xml_bytes(
    struct arena *arena, xmlDoc *doc, struct span *out, struct err *err);

/* The first child element of that name and namespace, or NULL. */
xmlNode *xml_child(const xmlNode *parent, const char *ns, const char *name);
/* The next sibling element of that name and namespace, or NULL. */
xmlNode *xml_next(const xmlNode *node, const char *ns, const char *name);
bool xml_is(const xmlNode *node, const char *ns, const char *name);

/* Attribute without namespace, borrowed from the document; NULL if absent. */
const char *xml_attribute(const xmlNode *node, const char *name);

/* All text below `node` joined, in the arena; "" when there is none. */
MUST_CHECK bool xml_text(struct arena *arena, const xmlNode *node,
    struct span *out, struct err *err);

/* Add a child element; text and attribute values are escaped by libxml2. */
MUST_CHECK xmlNode *xml_add(
    xmlNode *parent, xmlNs *ns, const char *name, struct err *err);
MUST_CHECK bool xml_add_text(xmlNode *node, struct span text, struct err *err);
MUST_CHECK bool xml_set(
    xmlNode *node, const char *name, struct span value, struct err *err);
MUST_CHECK bool xml_set_string(
    xmlNode *node, const char *name, const char *value, struct err *err);

#endif
