#ifndef HOSTILE_LESSER_H
#define HOSTILE_LESSER_H

#include "base/text.h"

#include <stdbool.h>
#include <string.h>

/*
 * What was added to a sealed file without being signed can be taken away
 * again, by anybody: then it is the file of before, and as VALID as that one
 * was. Any other change must be found.
 */

/* The part between the two marks, marks included; empty when not there. */
static inline struct span
lesser_part(struct span bytes, const char *start, const char *end)
{
    size_t from = span_find(bytes, span_of(start));
    struct span rest = {bytes.ptr + from, bytes.len - from};
    size_t to = from == bytes.len ? 0 : span_find(rest, span_of(end));

    if (from == bytes.len || to == rest.len)
        return (struct span){bytes.ptr + bytes.len, 0};
    return (struct span){rest.ptr, to + strlen(end)};
}

/* Does every text of the one stand in the other? */
static inline bool
lesser_texts(struct span part, struct span whole)
{
    while (part.len > 0) {
        size_t start = span_find(part, span_of(">"));
        struct span rest = {part.ptr + start, part.len - start};
        size_t length = rest.len == 0 ? 0 : span_find(rest, span_of("<"));
        struct span text = {rest.ptr, length};
        if (span_find(whole, text) == whole.len && text.len > 0)
            return false;
        part = (struct span){rest.ptr + length, rest.len - length};
    }
    return true;
}

/* Is `changed` the `original` without something unsigned behind its end? */
static inline bool
lesser(struct span changed, struct span original)
{
    static const char start[] = "<xades:UnsignedProperties>";
    static const char end[] =
        "</xades:UnsignedProperties></xades:QualifyingProperties></ds:Object>"
        "</ds:Signature></";
    struct span removed = lesser_part(original, start, end);
    struct span kept = lesser_part(changed, start, end);
    size_t before = (size_t)(removed.ptr - original.ptr);
    struct span head = {original.ptr, before};
    size_t behind = original.len - before - removed.len;

    if (changed.len >= original.len)
        return false;
    if (span_starts(original, "%PDF"))
        return memcmp(changed.ptr, original.ptr, changed.len) == 0;
    return removed.len > 0 && changed.len > before + behind &&
           memcmp(changed.ptr, head.ptr, before) == 0 &&
           memcmp(changed.ptr + changed.len - behind,
               original.ptr + original.len - behind, behind) == 0 &&
           lesser_texts(kept, original);
}

#endif
