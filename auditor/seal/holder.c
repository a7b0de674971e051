#include "seal/holder.h"
#include "base/file.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

enum {
    KEY_FILE_BYTES = 64 * 1024, /* RSA-16384 in PEM is 13 kB, and a chain */
    /* Locked, wiped, left out of cores: two files and the numbers in them. */
    SECURE_BYTES = 512 * 1024,
    SECURE_LEAST_BYTES = 16,
};

/* The first that bids has it. */
static const struct holder_form *const forms[] = {
    &holder_pkcs11,
    &holder_pkcs12,
    &holder_pem,
};

bool
holder_secret(const struct holder *holder, const char *what,
    struct seal_secret *out, struct err *err)
{
    const struct seal_passphrase *source = &holder->request->passphrase;

    if (source->read == NULL) {
        err_set(err, ERR_USAGE, "cannot sign: there is no %s", what);
        return false;
    }
    return source->read(source->context, what, out, err);
}

/* In memory that is wiped when freed by OPENSSL_secure_clear_free. */
static bool
load_file(const char *path, struct span *out, struct err *err)
{
    bool ok = false;
    int fd = -1;
    size_t length = 0;
    char *bytes = NULL;
    struct err ignored = {.code = ERR_NONE};

    if (!file_open_private(path, "key file", &fd, err)) {
        return false;
    }
    bytes = OPENSSL_secure_zalloc(KEY_FILE_BYTES);
    if (bytes == NULL) {
        err_set(err, ERR_SYSTEM, "cannot set memory apart for a key");
    } else if (file_read_full(fd, bytes, KEY_FILE_BYTES, &length, &ignored) &&
               length < KEY_FILE_BYTES) {
        *out = (struct span){bytes, length};
        ok = true;
    } else {
        OPENSSL_secure_clear_free(bytes, KEY_FILE_BYTES);
        err_set(err, ERR_INPUT,
            "cannot read the key file '%s': it is unreadable or over 64 KiB",
            path);
    }
    close(fd);
    return ok;
}

static bool
open_form(struct holder *holder, struct span bytes, struct err *err)
{
    const char *key = holder->request->key;

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (forms[i]->bids(key, bytes)) {
            holder->form = forms[i];
            return forms[i]->open(holder, bytes, err);
        }
    }
    return false;
}

bool
holder_open(void *context, struct text *certs, struct err *err)
{
    struct holder *holder = context;
    const char *key = holder->request->key;
    struct span bytes = {NULL, 0};

    /* It locks what it can: a limit on locked memory is no reason to stop. */
    if (CRYPTO_secure_malloc_init(SECURE_BYTES, SECURE_LEAST_BYTES) == 0) {
        key_error(err, ERR_SYSTEM, "cannot set memory apart for a key");
        return false;
    }
    holder->certs = sk_X509_new_null();
    if (holder->certs == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a key");
        return false;
    }
    if (!holder_is_token(key) && !load_file(key, &bytes, err)) {
        return false;
    }
    bool ok = open_form(holder, bytes, err) &&
              key_put_certs(holder->certs, certs, err);
    OPENSSL_secure_clear_free((void *)(uintptr_t)bytes.ptr, KEY_FILE_BYTES);
    return ok;
}

bool
holder_answer(
    void *context, struct span question, struct text *answer, struct err *err)
{
    struct holder *holder = context;
    struct holder_message asked;
    const size_t head = offsetof(struct holder_message, digest);
    const EVP_MD *md = NULL;

    if (question.len >= head && question.len <= sizeof asked) {
        memcpy(&asked, question.ptr, question.len);
        md = asked.kind < KEY_KINDS ? key_digest((enum key_kind)asked.kind)
                                    : NULL;
    }
    if (md == NULL || question.len - head != (size_t)EVP_MD_get_size(md)) {
        err_set(err, ERR_INPUT, "cannot sign: that is no digest of a kind");
        return false;
    }
    const struct key_question order = {
        (enum key_kind)asked.kind, {asked.digest, question.len - head}};
    return holder->form->sign(holder, &order, answer, err);
}

void
holder_close(void *context)
{
    struct holder *holder = context;

    if (holder->form != NULL) {
        holder->form->close(holder);
    }
    sk_X509_pop_free(holder->certs, X509_free);
    holder->certs = NULL;
}
