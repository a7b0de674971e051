#include "seal/dsse.h"
#include "base/digest.h"
#include "base/limits.h"
#include "seal/key.h"

#include <string.h>

void
dsse_put_signed(struct text *out, struct span type, struct span payload)
{
    text_printf(out, "DSSEv1 %zu ", type.len);
    text_put(out, type);
    text_printf(out, " %zu ", payload.len);
    text_put(out, payload);
}

bool
dsse_key_id(struct arena *arena, const struct seal_key *key, const char **out,
    struct err *err)
{
    const X509_PUBKEY *public = X509_get_X509_PUBKEY(key_signer(key));
    int length = i2d_X509_PUBKEY(public, NULL);
    unsigned char *der =
        length <= 0 ? NULL : arena_alloc(arena, (size_t)length, err);
    unsigned char *end = der;
    char digest[SHA256_HEX_BYTES];

    if (der == NULL || i2d_X509_PUBKEY(public, &end) != length) {
        key_error(err, ERR_SYSTEM, "cannot encode a public key");
        return false;
    }
    if (!digest_hex(
            (struct span){(const char *)der, (size_t)length}, digest, err)) {
        return false;
    }
    *out = span_string(arena, span_of(digest), err);
    return *out != NULL;
}

/* Whose certificate signed the file, first or later. */
static bool
check_signer(struct arena *arena, const struct seal_key *key,
    const struct seal_report *report, struct err *err)
{
    struct span der;
    char digest[SHA256_HEX_BYTES];
    bool found;

    if (!key_cert_der(arena, key_signer(key), &der, err) ||
        !digest_hex(der, digest, err)) {
        return false;
    }
    found = strcmp(digest, report->signer_sha256) == 0;
    for (size_t i = 0; i < report->cosigner_count; i++) {
        found = found || strcmp(digest, report->cosigners[i].sha256) == 0;
    }
    if (!found) {
        err_set(err, ERR_TRUST,
            "cannot attest a file that the certificate of SHA-256 %s did not "
            "sign: give the key and certificate of one of its signers",
            digest);
    }
    return found;
}

static bool
envelope(struct arena *arena, const struct seal_key *key, struct span statement,
    struct span *out, struct err *err)
{
    struct text text;
    struct span signature;
    const char *key_id;
    bool ok = false;

    text_init(&text, LIMIT_TEXT_BYTES);
    dsse_put_signed(&text, span_of(DSSE_TYPE), statement);
    if (!text_done(&text, err) || !dsse_key_id(arena, key, &key_id, err) ||
        !seal_key_sign(arena, key, text_span(&text), &signature, err)) {
        goto out;
    }
    text_clear(&text);
    text_puts(&text, "{\"payloadType\": \"" DSSE_TYPE "\",\n\"payload\": \"");
    text_put_base64(&text, statement);
    text_printf(
        &text, "\",\n\"signatures\": [{\"keyid\": \"%s\", \"sig\": \"", key_id);
    text_put_base64(&text, signature);
    text_puts(&text, "\"}]}\n");
    ok = text_done(&text, err) && span_copy(arena, text_span(&text), out, err);
out:
    text_release(&text);
    return ok;
}

bool
seal_attest(struct arena *arena, const struct seal_attest_request *request,
    struct span *out, struct err *err)
{
    if (request->report->conclusion != SEAL_TOTAL_PASSED) {
        err_set(err, ERR_TRUST, "cannot attest a file that is not VALID");
        return false;
    }
    return check_signer(arena, request->key, request->report, err) &&
           envelope(arena, request->key, request->statement, out, err);
}
