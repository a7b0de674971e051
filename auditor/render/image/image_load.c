#include "render/image/image.h"

#include <stdlib.h>

#include "base/file.h"

/* From the address of a picture to its bytes. */

/* Quotes and url() around an address: XSL 1.1, 5.11, uri-specification. */
static struct span
bare_address(struct span address)
{
    address = span_trim(address);
    if (span_starts(address, "url(") && span_ends(address, ")")) {
        address = span_trim((struct span){address.ptr + 4, address.len - 5});
    }
    if (address.len >= 2 && (address.ptr[0] == '\'' || address.ptr[0] == '"') &&
        address.ptr[address.len - 1] == address.ptr[0]) {
        address = (struct span){address.ptr + 1, address.len - 2};
    }
    return address;
}

/* RFC 4648, section 4; -1 for what is no digit. */
static int
digit_of(char byte)
{
    if (byte >= 'A' && byte <= 'Z') {
        return byte - 'A';
    }
    if (byte >= 'a' && byte <= 'z') {
        return byte - 'a' + 26;
    }
    if (byte >= '0' && byte <= '9') {
        return byte - '0' + 52;
    }
    return byte == '+' ? 62 : byte == '/' ? 63 : -1;
}

/* White space may stand between the digits; padding ends them. */
static bool
decode(struct span text, uint8_t *out, size_t *count_out)
{
    uint32_t bits = 0;
    size_t digits = 0;
    size_t padding = 0;
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
            continue;
        }
        int digit = digit_of(byte);
        padding += byte == '=';
        if (byte != '=' && (digit < 0 || padding > 0)) {
            return false;
        }
        if (byte == '=') {
            continue;
        }
        bits = bits << 6 | (uint32_t)digit;
        if (++digits % 4 != 1) {
            out[count++] = (uint8_t)(bits >> (8 - digits % 4 * 2) % 8);
        }
    }
    *count_out = count;
    return digits > 0 && (digits + padding) % 4 == 0 && padding <= 2;
}

static bool
load_data(
    struct arena *arena, struct span address, struct span *out, struct err *err)
{
    static const char *const types[] = {
        "data:image/png;base64,", "data:image/jpeg;base64,"};
    struct span text = {NULL, 0};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (span_starts(address, types[i])) {
            size_t head = span_of(types[i]).len;
            text = (struct span){address.ptr + head, address.len - head};
        }
    }
    if (text.ptr == NULL) {
        err_set(err, ERR_INPUT,
            "the data: address of a picture must say image/png or image/jpeg "
            "and base64");
        return false;
    }
    if (text.len / 4 * 3 > IMAGE_BYTES_MAX) {
        err_set(
            err, ERR_LIMIT, "the picture has over %d bytes", IMAGE_BYTES_MAX);
        return false;
    }
    uint8_t *bytes = arena_alloc(arena, text.len / 4 * 3 + 3, err);
    size_t count;
    if (bytes == NULL) {
        return false;
    }
    if (!decode(text, bytes, &count)) {
        err_set(err, ERR_INPUT,
            "the data: address of a picture is no base64 (RFC 4648)");
        return false;
    }
    *out = (struct span){(const char *)bytes, count};
    return true;
}

bool
image_load(struct arena *arena, const char *folder, struct span address,
    struct span *out, struct err *err)
{
    address = bare_address(address);
    if (span_starts(address, "data:")) {
        return load_data(arena, address, out, err);
    }
    const char *path = span_string(arena, address, err);
    if (path == NULL) {
        return false;
    }
    if (folder == NULL || span_find(address, span_of(":")) < address.len) {
        err_set(err, ERR_INPUT,
            "refused to read the picture '%.200s': not a file of the templates",
            path);
        return false;
    }
    return file_read_below(arena, folder, path, IMAGE_BYTES_MAX, out, err);
}
