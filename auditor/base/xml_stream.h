#ifndef BASE_XML_STREAM_H
#define BASE_XML_STREAM_H

#include "base/err.h"
#include "base/text.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * XML as events, for documents that are many times larger as a tree. What
 * xml.h refuses is refused here too, before the first event.
 */

/*
 * Prefix, name and value are the same bytes at the same place wherever they
 * stand in one document, and live as long as the document of what was kept.
 */
struct xml_attribute {
    const char *prefix; /* or NULL */
    const char *name;
    struct span value;
};

struct xml_element {
    const char *ns; /* or NULL */
    const char *name;
    int64_t line;
    const struct xml_attribute *attributes;
    size_t attribute_count;
};

/* An event that returns false ends the document: its error is the result. */
struct xml_events {
    /* `*keep` asks for a tree of the element; events come all the same. */
    bool (*open)(void *context, const struct xml_element *element, bool *keep,
        struct err *err);
    /* All of it up to the next tag; it may be blank, never empty. */
    bool (*text)(void *context, struct span text, struct err *err);
    /* `kept`: the tree that was asked for, else NULL. */
    bool (*close)(void *context, const xmlNode *kept, struct err *err);
};

/*
 * Parse. `*kept` holds the trees that were asked for; the caller frees it
 * with xmlFreeDoc, in any case. ERR_INPUT with the line.
 */
MUST_CHECK bool xml_stream(struct span bytes, const struct xml_events *events,
    void *context, xmlDoc **kept, struct err *err);

/* The events of what stands in an element that was kept. */
MUST_CHECK bool xml_replay(const xmlNode *element,
    const struct xml_events *events, void *context, struct err *err);

#endif
