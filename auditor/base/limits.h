#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

/* Every cap on input and memory, with its unit and its reason. */
enum {
    LIMIT_DEPTH = 64,    /* nesting of JSON, YAML, XML: real files stay < 20 */
    LIMIT_FILES = 20000, /* files in one audit folder */
    LIMIT_OPTIONS = 64,  /* size options of one family */
    LIMIT_XML_ATTRIBUTES = 64,  /* libxml2 2.9 is quadratic in attributes */
    LIMIT_XML_NODES = 1500000,  /* of ~120 bytes each in memory: 180 MB */
    LIMIT_XML_NAMES = 2048,     /* a dossier has ~300; libxml2 is quadratic */
    LIMIT_XML_NAMESPACES = 512, /* declared; a dossier has 4 */
    LIMIT_CLAIMS_PER_FILE = 200000, /* an evaluation suite has ~10,000 */
    LIMIT_NUMBER_DIGITS = 64, /* digits of a number literal kept exactly */
    LIMIT_XPATH_OPERATIONS =
        10000000,               /* of one expression: rules take < 1000 */
    LIMIT_PDF_OBJECTS = 200000, /* a tagged dossier has a few thousand */
    LIMIT_PDF_VALUES = 2000000, /* a tagged dossier has ~50,000 */
    LIMIT_PDF_KEYS = 256,       /* of one dictionary: the check is quadratic */
    LIMIT_FLATE_RATIO = 512,    /* XML shrinks to a tenth, a bomb to 1/1000 */
};

#define LIMIT_ARENA_BYTES    ((size_t)512 << 20) /* one run's memory */
#define LIMIT_JSON_BYTES     ((size_t)64 << 20)  /* a JSON tree held whole */
#define LIMIT_YAML_BYTES     ((size_t)4 << 20)   /* cards stay under 100 kB */
#define LIMIT_CSV_BYTES      ((size_t)64 << 20)
#define LIMIT_XML_BYTES      ((size_t)16 << 20)  /* a dossier is ~200 kB */
#define LIMIT_XML_TAG_BYTES  ((size_t)64 << 10)  /* the longest tag */
#define LIMIT_CMS_BYTES      ((size_t)64 << 10)  /* ours take 2 kB */
#define LIMIT_PDF_TREE_BYTES ((size_t)384 << 20) /* values of one PDF */
#define LIMIT_PDF_BYTES      ((size_t)64 << 20)
#define LIMIT_STRING_BYTES   ((size_t)1 << 20)   /* one string of evidence */
#define LIMIT_TEXT_BYTES     ((size_t)64 << 20)  /* one growing buffer */
#define LIMIT_HEADER_BYTES   ((size_t)100000000) /* safetensors' own cap */

#endif
