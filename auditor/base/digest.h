#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/err.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/* SHA-256 (FIPS 180-4); the one door to libcrypto's digests outside seal/. */
enum {
    SHA256_BYTES = 32,
    SHA256_HEX_BYTES = 65, /* 64 lower-case hex digits and a NUL */
};

MUST_CHECK bool digest_bytes(
    struct span bytes, uint8_t out[SHA256_BYTES], struct err *err);

/* The digest as lower-case hex, NUL-terminated. */
MUST_CHECK bool digest_hex(
    struct span bytes, char out[SHA256_HEX_BYTES], struct err *err);

/* Stream an open file from its start; `bytes_out` may be NULL. */
MUST_CHECK bool digest_fd(
    int fd, char out[SHA256_HEX_BYTES], int64_t *bytes_out, struct err *err);

/* Several pieces, in order. Owned: close with digest_close (accepts NULL). */
struct digest;
MUST_CHECK struct digest *digest_open(struct err *err);
MUST_CHECK bool digest_add(
    struct digest *digest, struct span bytes, struct err *err);
MUST_CHECK bool digest_finish(
    struct digest *digest, char out[SHA256_HEX_BYTES], struct err *err);
void digest_close(struct digest *digest);

void hex_of(const uint8_t *bytes, size_t count, char *out);
/* 64 lower-case hex digits? */
bool digest_is_hex(struct span text);

#endif
