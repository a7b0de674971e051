#ifndef BASE_XML_PARSER_H
#define BASE_XML_PARSER_H

#include "base/err.h"
#include "base/text.h"

#include <libxml/parser.h>

/* Between xml.c and xml_stream.c: one way into libxml2's parser. */

/* Bytes that xml_scan accepted. The caller frees the document; may be NULL. */
xmlDoc *xml_read_memory(xmlParserCtxt *parser, struct span bytes);
/* The same part by part, for events: libxml2 copies what it reads, twice. */
xmlDoc *xml_read_parts(xmlParserCtxt *parser, struct span bytes);
/* What the parser found wrong, as ERR_INPUT; `parser` may be NULL. */
void xml_report(xmlParserCtxt *parser, struct err *err);

#endif
