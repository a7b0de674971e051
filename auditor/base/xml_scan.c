#include "base/xml_scan.h"
#include "base/limits.h"

#include <stdint.h>
#include <string.h>

enum {
    NAME_SLOTS = 4 * LIMIT_XML_NAMES /* mostly empty, so that probes are few */
};

struct scan {
    struct span bytes;
    size_t at;
    size_t depth;
    size_t nodes;
    size_t namespaces;
    size_t name_count;
    struct span names[NAME_SLOTS]; /* open addressing; len 0 = free */
};

static int64_t
line_of(struct span bytes, size_t at)
{
    int64_t line = 1;
    for (size_t i = 0; i < at && i < bytes.len; i++) {
        line += bytes.ptr[i] == '\n';
    }
    return line;
}

static bool
scan_refuse(const struct scan *scan, const char *reason, struct err *err)
{
    err_set(err, ERR_INPUT, "cannot read XML: %s", reason);
    err_at_line(err, line_of(scan->bytes, scan->at));
    return false;
}

/* Skip to just after `end`, e.g. the end of a comment. */
static bool
scan_past(struct scan *scan, const char *end, struct err *err)
{
    struct span rest = {scan->bytes.ptr + scan->at, scan->bytes.len - scan->at};
    size_t found = span_find(rest, span_of(end));
    if (found == rest.len) {
        return scan_refuse(scan, "a construct is not closed", err);
    }
    scan->at += found + strlen(end);
    return true;
}

/* FNV-1a, 64 bits. */
static uint64_t
hash_of(struct span name)
{
    uint64_t hash = 14695981039346656037U;
    for (size_t i = 0; i < name.len; i++) {
        hash = (hash ^ (unsigned char)name.ptr[i]) * 1099511628211U;
    }
    return hash;
}

/* Remember a name; false when there are too many. */
static bool
note_name(struct scan *scan, struct span name)
{
    size_t slot = hash_of(name) % NAME_SLOTS;
    if (name.len == 0) {
        return true;
    }
    while (scan->names[slot].len > 0) {
        if (span_equal(scan->names[slot], name)) {
            return true;
        }
        slot = (slot + 1) % NAME_SLOTS;
    }
    if (scan->name_count == LIMIT_XML_NAMES) {
        return false;
    }
    scan->names[slot] = name;
    scan->name_count++;
    return true;
}

static bool
ends_name(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' ||
           byte == '=' || byte == '/' || byte == '>' || byte == '<' ||
           byte == '"' || byte == '\'';
}

/* The name that begins at `at`; may be empty. */
static struct span
name_at(const struct scan *scan, size_t at)
{
    size_t end = at;
    while (end < scan->bytes.len && !ends_name(scan->bytes.ptr[end])) {
        end++;
    }
    return (struct span){scan->bytes.ptr + at, end - at};
}

/* Where the tag ends, and the names of its attributes on the way. */
struct tag {
    size_t end; /* of '>', or of the bytes */
    size_t attributes;
    bool too_long;
    bool too_many_names;
};

static struct tag
read_tag(struct scan *scan)
{
    const char *ptr = scan->bytes.ptr;
    struct tag tag = {.end = scan->at + 1};
    char quote = 0;
    for (; tag.end < scan->bytes.len && (quote != 0 || ptr[tag.end] != '>');
         tag.end++) {
        char byte = ptr[tag.end];
        if (tag.end - scan->at > LIMIT_XML_TAG_BYTES) {
            tag.too_long = true;
            return tag;
        }
        if (quote != 0) {
            quote = byte == quote ? 0 : quote;
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
            tag.attributes++;
        } else if (!ends_name(byte) && ends_name(ptr[tag.end - 1])) {
            struct span name = name_at(scan, tag.end);
            scan->namespaces += span_starts(name, "xmlns");
            tag.too_many_names |= !note_name(scan, name);
        }
    }
    return tag;
}

static bool
check_counts(const struct scan *scan, const struct tag *tag, struct err *err)
{
    if (tag->attributes > LIMIT_XML_ATTRIBUTES) {
        return scan_refuse(scan, "an element has over 64 attributes", err);
    }
    if (tag->too_many_names) {
        return scan_refuse(scan, "it has over 2048 different names", err);
    }
    if (scan->namespaces > LIMIT_XML_NAMESPACES) {
        return scan_refuse(scan, "it declares over 512 namespaces", err);
    }
    if (scan->nodes > LIMIT_XML_NODES) {
        return scan_refuse(
            scan, "it has more elements and attributes than fit", err);
    }
    if (scan->depth > LIMIT_DEPTH) {
        return scan_refuse(scan, "elements nest over 64 deep", err);
    }
    return true;
}

/* One start or end tag, from '<' to '>'. */
static bool
scan_tag(struct scan *scan, struct err *err)
{
    const char *ptr = scan->bytes.ptr;
    struct tag tag = read_tag(scan);
    if (tag.too_long) {
        return scan_refuse(scan, "a tag is over 64 KiB long", err);
    }
    if (tag.end == scan->bytes.len) {
        return scan_refuse(scan, "a tag is not closed", err);
    }
    bool closes = ptr[scan->at + 1] == '/';
    bool empty = ptr[tag.end - 1] == '/';
    if (closes) {
        scan->depth -= scan->depth > 0;
    } else if (!empty) {
        scan->depth++;
    }
    /* An attribute is a node and its text; so is an element, nearly. */
    scan->nodes += 1 + empty + 2 * tag.attributes;
    if (!check_counts(scan, &tag, err)) {
        return false;
    }
    scan->at = tag.end + 1;
    return true;
}

static bool
scan_markup(struct scan *scan, struct err *err)
{
    struct span rest = {scan->bytes.ptr + scan->at, scan->bytes.len - scan->at};
    if (span_starts(rest, "<!--")) {
        scan->nodes += 2;
        return scan_past(scan, "-->", err);
    }
    if (span_starts(rest, "<![CDATA[")) {
        scan->nodes += 2;
        return scan_past(scan, "]]>", err);
    }
    if (span_starts(rest, "<!")) {
        return scan_refuse(scan, "a document type is not accepted", err);
    }
    if (span_starts(rest, "<?")) {
        scan->nodes += 2;
        if (!note_name(scan, name_at(scan, scan->at + 2))) {
            return scan_refuse(scan, "it has over 2048 different names", err);
        }
        return scan_past(scan, "?>", err);
    }
    return scan_tag(scan, err);
}

bool
xml_scan(struct span bytes, struct err *err)
{
    struct scan scan = {.bytes = bytes};
    if (bytes.len > LIMIT_XML_BYTES) {
        err_set(err, ERR_LIMIT,
            "cannot read XML of %zu bytes: the limit is "
            "%zu",
            bytes.len, LIMIT_XML_BYTES);
        return false;
    }
    if (!utf8_valid(bytes)) {
        return scan_refuse(&scan, "it is not UTF-8", err);
    }
    for (;;) {
        const char *next =
            memchr(bytes.ptr + scan.at, '<', bytes.len - scan.at);
        if (next == NULL) {
            return true;
        }
        scan.at = (size_t)(next - bytes.ptr);
        if (!scan_markup(&scan, err)) {
            return false;
        }
    }
}
