#ifndef RENDER_ESCAPE_H
#define RENDER_ESCAPE_H

#include <libxml/xpathInternals.h>

/*
 * Functions for stylesheets that write text which is not XML, where a string
 * of the evidence must never become part of the form. Each takes one string
 * and gives one.
 */
#define ESCAPE_NS "urn:auditor:text:1"

struct escape_function {
    const char *name;
    xmlXPathFunction call;
};

/*
 * json: a JSON string with its quotes (RFC 8259, 7), unseen characters as
 * \uXXXX. markdown: one line that GitHub Flavored Markdown shows as it is,
 * also in a table; white space is collapsed. uri: a path as a relative
 * reference (RFC 3986, 3.3), everything but unreserved characters and '/'
 * percent-encoded. sha256: the digest of the UTF-8 bytes, in base64, as
 * Content-Security-Policy names a style sheet. uuid: one that follows from the
 * string alone.
 */
extern const struct escape_function escape_functions[]; /* ends with NULL */

#endif
