#include "base/digest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>

enum {
    READ_BYTES = 256 * 1024
}; /* large enough to hide the system calls */

struct digest {
    EVP_MD_CTX *context;
};

void
hex_of(const uint8_t *bytes, size_t count, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * count] = '\0';
}

bool
digest_is_hex(struct span text)
{
    if (text.len != SHA256_HEX_BYTES - 1) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

bool
digest_bytes(struct span bytes, uint8_t out[SHA256_BYTES], struct err *err)
{
    uint8_t value[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(bytes.ptr == NULL ? "" : bytes.ptr, bytes.len, value,
            &length, EVP_sha256(), NULL) != 1 ||
        length != SHA256_BYTES) {
        err_set(err, ERR_SYSTEM, "cannot compute a SHA-256 digest");
        return false;
    }
    memcpy(out, value, SHA256_BYTES);
    return true;
}

bool
digest_hex(struct span bytes, char out[SHA256_HEX_BYTES], struct err *err)
{
    uint8_t value[SHA256_BYTES];
    if (!digest_bytes(bytes, value, err)) {
        return false;
    }
    hex_of(value, SHA256_BYTES, out);
    return true;
}

struct digest *
digest_open(struct err *err)
{
    struct digest *digest = OPENSSL_zalloc(sizeof(*digest));
    if (digest != NULL) {
        digest->context = EVP_MD_CTX_new();
    }
    if (digest == NULL || digest->context == NULL ||
        EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1) {
        err_set(err, ERR_SYSTEM, "cannot start a SHA-256 digest");
        digest_close(digest);
        return NULL;
    }
    return digest;
}

bool
digest_add(struct digest *digest, struct span bytes, struct err *err)
{
    if (EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len) != 1) {
        err_set(err, ERR_SYSTEM, "cannot compute a SHA-256 digest");
        return false;
    }
    return true;
}

bool
digest_finish(
    struct digest *digest, char out[SHA256_HEX_BYTES], struct err *err)
{
    uint8_t value[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_DigestFinal_ex(digest->context, value, &length) != 1 ||
        length != SHA256_BYTES) {
        err_set(err, ERR_SYSTEM, "cannot finish a SHA-256 digest");
        return false;
    }
    hex_of(value, SHA256_BYTES, out);
    return true;
}

void
digest_close(struct digest *digest)
{
    if (digest != NULL) {
        EVP_MD_CTX_free(digest->context);
        OPENSSL_free(digest);
    }
}

static bool
digest_stream(int fd, struct digest *digest, int64_t *total, struct err *err)
{
    static _Thread_local char buffer[READ_BYTES];
    for (;;) {
        ssize_t got = pread(fd, buffer, sizeof(buffer), *total);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            err_set_errno(err, "cannot read");
            return false;
        }
        if (got == 0) {
            return true;
        }
        if (!digest_add(digest, (struct span){buffer, (size_t)got}, err)) {
            return false;
        }
        *total += got;
    }
}

bool
digest_fd(
    int fd, char out[SHA256_HEX_BYTES], int64_t *bytes_out, struct err *err)
{
    bool ok = false;
    int64_t total = 0;
    struct digest *digest = digest_open(err);
    if (digest == NULL || !digest_stream(fd, digest, &total, err) ||
        !digest_finish(digest, out, err)) {
        goto out;
    }
    if (bytes_out != NULL) {
        *bytes_out = total;
    }
    ok = true;
out:
    digest_close(digest);
    return ok;
}
