#include "seal/prescan.h"
#include "base/limits.h"

#include <string.h>

struct refusal {
    const char *prefix;
    const char *reason;
};

/* Every markup that canonicalisation drops, replaces or expands. */
static const struct refusal refusals[] = {
    {"<!DOCTYPE", "it has a document type"},
    {"<!ENTITY", "it declares an entity"},
    {"<!--", "it has a comment"},
    {"<![CDATA[", "it has a CDATA section"},
    {"<!", "it has a markup declaration"},
    {"<?", "it has a processing instruction"},
};

static const char *
refuse_markup(struct span rest)
{
    if (rest.len > 1 && rest.ptr[1] != '!' && rest.ptr[1] != '?') {
        return NULL;
    }
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (span_starts(rest, refusals[i].prefix)) {
            return refusals[i].reason;
        }
    }
    return NULL;
}

const char *
prescan_refusal(struct span bytes)
{
    const char *end = bytes.ptr + bytes.len;
    const char *at = bytes.ptr;

    if (bytes.len == 0 || bytes.ptr[0] != '<') {
        return "it does not begin with '<'";
    }
    if (bytes.len > LIMIT_XML_BYTES) {
        return "it is over 16 MiB";
    }
    if (!utf8_valid(bytes)) {
        return "it is not UTF-8";
    }
    if (span_starts(bytes, "<?xml ")) {
        at += 2; /* the declaration; the parser checks its encoding */
    }
    for (;;) {
        const char *reason;
        at = memchr(at, '<', (size_t)(end - at));
        if (at == NULL) {
            return NULL;
        }
        reason = refuse_markup((struct span){at, (size_t)(end - at)});
        if (reason != NULL) {
            return reason;
        }
        at++;
    }
}
