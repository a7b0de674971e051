#include "seal/base64.h"
#include "base/limits.h"

#include <openssl/err.h>
#include <openssl/evp.h>

bool
base64_encode(
    struct arena *arena, struct span bytes, struct span *out, struct err *err)
{
    unsigned char *text = NULL;
    int length;

    if (bytes.len > LIMIT_STRING_BYTES) {
        err_set(err, ERR_LIMIT, "cannot encode %zu bytes as base64", bytes.len);
        return false;
    }
    text = arena_alloc(arena, bytes.len / 3 * 4 + 5, err);
    if (text == NULL) {
        return false;
    }
    length =
        EVP_EncodeBlock(text, (const unsigned char *)bytes.ptr, (int)bytes.len);
    *out = (struct span){(const char *)text, (size_t)length};
    return true;
}

static size_t
padding(struct span text)
{
    if (span_ends(text, "==")) {
        return 2;
    }
    return span_ends(text, "=") ? 1 : 0;
}

bool
base64_decode(
    struct arena *arena, struct span text, struct span *out, struct err *err)
{
    struct span again = {NULL, 0};
    unsigned char *bytes = NULL;
    int length = -1;

    if (text.len > 2 * LIMIT_STRING_BYTES || text.len % 4 != 0) {
        err_set(
            err, ERR_INPUT, "cannot read base64 of %zu characters", text.len);
        return false;
    }
    bytes = arena_alloc(arena, text.len / 4 * 3 + 1, err);
    if (bytes == NULL) {
        return false;
    }
    length = text.len == 0
                 ? 0
                 : EVP_DecodeBlock(
                       bytes, (const unsigned char *)text.ptr, (int)text.len);
    if (length < 0 || (size_t)length < padding(text)) {
        ERR_clear_error();
        err_set(err, ERR_INPUT, "cannot read base64");
        return false;
    }
    *out = (struct span){(const char *)bytes, (size_t)length - padding(text)};
    if (!base64_encode(arena, *out, &again, err)) {
        return false;
    }
    if (!span_equal(again, text)) {
        err_set(err, ERR_INPUT,
            "cannot read base64: another spelling of the same bytes");
        return false;
    }
    return true;
}
