#include "seal/der.h"

#include <assert.h>
#include <string.h>

enum {
    DER_CONTENT_MAX = 0xffff,
    DER_HEADER_MAX = 4, /* tag, 0x82 and two bytes */
    DER_DEPTH_MAX = 32, /* certificates nest 12 deep */
    DER_CONSTRUCTED = 0x20,
    DER_LONG_TAG = 0x1f,
};

static size_t
put_header(char *out, enum der_tag tag, size_t length)
{
    size_t at = 0;

    out[at++] = (char)(unsigned char)tag;
    if (length > 0xff) {
        out[at++] = (char)(unsigned char)0x82;
        out[at++] = (char)(unsigned char)(length >> 8);
    } else if (length > 0x7f) {
        out[at++] = (char)(unsigned char)0x81;
    }
    out[at++] = (char)(unsigned char)(length & 0xff);
    return at;
}

struct span
der_wrap(struct der_writer *writer, enum der_tag tag, const struct span *parts,
    size_t count)
{
    struct span none = {NULL, 0};
    size_t length = 0;
    size_t at;
    char *out;

    for (size_t i = 0; i < count && !writer->failed; i++)
        if (parts[i].len > DER_CONTENT_MAX - length) {
            err_set(writer->err, ERR_LIMIT,
                "cannot write a CMS signature over 64 KiB");
            writer->failed = true;
        } else {
            length += parts[i].len;
        }
    if (writer->failed)
        return none;
    out = arena_alloc(writer->arena, length + DER_HEADER_MAX, writer->err);
    if (out == NULL) {
        writer->failed = true;
        return none;
    }
    at = put_header(out, tag, length);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(out + at, parts[i].ptr, parts[i].len);
        at += parts[i].len;
    }
    return (struct span){out, at};
}

struct span
der_set_of(struct der_writer *writer, enum der_tag tag,
    const struct span *parts, size_t count)
{
    struct span sorted[DER_PARTS];
    size_t filled = 0;

    assert(count <= DER_PARTS);
    for (size_t i = 0; i < count; i++) {
        size_t at = filled++;
        for (; at > 0 && span_compare(parts[i], sorted[at - 1]) < 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = parts[i];
    }
    return der_wrap(writer, tag, sorted, count);
}

bool
der_sequence_length(struct span bytes, size_t *out)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    size_t length;
    size_t header;

    if (bytes.len < 2 || at[0] != DER_SEQUENCE)
        return false;
    if (at[1] < 0x80) {
        header = 2;
        length = at[1];
    } else if (at[1] == 0x81 && bytes.len > 2 && at[2] >= 0x80) {
        header = 3;
        length = at[2];
    } else if (at[1] == 0x82 && bytes.len > 3 && at[2] != 0) {
        header = 4;
        length = (size_t)at[2] << 8 | at[3];
    } else {
        return false;
    }
    if (length > bytes.len - header)
        return false;
    *out = header + length;
    return true;
}

bool
der_next(struct span *rest, struct der_value *out)
{
    const unsigned char *at = (const unsigned char *)rest->ptr;
    size_t header = 2;
    size_t length;

    if (rest->len < 2 || (at[0] & DER_LONG_TAG) == DER_LONG_TAG)
        return false;
    length = at[1];
    if (length >= 0x80) {
        size_t count = length & 0x7f;
        if (count < 1 || count > 3 || rest->len < 2 + count || at[2] == 0)
            return false;
        length = 0;
        for (size_t i = 0; i < count; i++)
            length = length << 8 | at[2 + i];
        if (length < 0x80)
            return false;
        header += count;
    }
    if (length > rest->len - header)
        return false;
    out->tag = at[0];
    out->whole = (struct span){rest->ptr, header + length};
    out->content = (struct span){rest->ptr + header, length};
    rest->ptr += header + length;
    rest->len -= header + length;
    return true;
}

static bool
strict_below(struct span bytes, unsigned depth)
{
    struct der_value value;

    while (bytes.len > 0) {
        if (depth == DER_DEPTH_MAX || !der_next(&bytes, &value))
            return false;
        if (value.tag == (DER_SET & ~DER_CONSTRUCTED) ||
            value.tag == (DER_SEQUENCE & ~DER_CONSTRUCTED))
            return false; /* these are always constructed: 8.9, 8.11 */
        if ((value.tag & DER_CONSTRUCTED) != 0 &&
            !strict_below(value.content, depth + 1))
            return false;
    }
    return true;
}

bool
der_strict(struct span bytes)
{
    struct span rest = bytes;
    struct der_value value;

    return der_next(&rest, &value) && rest.len == 0 && strict_below(bytes, 0);
}
