#include "seal/http.h"

#include <limits.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/http.h>

/* Between two attempts, so that a server that restarts is met again. */
static void
wait_a_moment(int attempt)
{
    struct timespec pause = {.tv_sec = attempt, .tv_nsec = 0};

    (void)nanosleep(&pause, NULL);
}

/*
 * Wait before the next attempt, if there is to be one: libcrypto itself tries
 * to connect again and again until the time is up.
 */
static bool
may_help(int attempt)
{
    if (attempt == HTTP_ATTEMPTS ||
        ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_BIO)
        return false;
    wait_a_moment(attempt);
    return true;
}

/* The parts of an address. Owned: address_release. */
struct address {
    char *host;
    char *port;
    char *path;
};

static void
address_release(struct address *address)
{
    OPENSSL_free(address->host);
    OPENSSL_free(address->port);
    OPENSSL_free(address->path);
}

static bool
address_parse(
    const struct http_request *request, struct address *out, struct err *err)
{
    struct address address = {NULL, NULL, NULL};
    int secure = 0;

    if (!span_starts(span_of(request->url), "http://") ||
        OSSL_HTTP_parse_url(request->url, &secure, NULL, &address.host,
            &address.port, NULL, &address.path, NULL, NULL) != 1) {
        ERR_clear_error();
        err_set(err, ERR_INPUT,
            "cannot ask for a %s at '%.200s': want an address that begins "
            "with http://",
            request->what, request->url);
        return false;
    }
    *out = address;
    return true;
}

/* One exchange; NULL when it failed, with the reason in libcrypto's queue. */
static BIO *
exchange(const struct http_request *request, const struct address *address)
{
    bool post = request->body.len > 0;
    BIO *body = NULL;
    BIO *reply = NULL;

    if (post) {
        body = BIO_new_mem_buf(request->body.ptr, (int)request->body.len);
        if (body == NULL)
            return NULL;
    }
    reply = OSSL_HTTP_transfer(/* context= */ NULL, address->host,
        address->port, address->path, /* use_ssl= */ 0, /* proxy= */ NULL,
        /* no_proxy= */ NULL, /* bio= */ NULL, /* rbio= */ NULL,
        /* update= */ NULL, /* update_argument= */ NULL, /* buffer= */ 0,
        /* headers= */ NULL, request->body_type, body, request->reply_type,
        /* expect_asn1= */ 1, request->limit_bytes, HTTP_TIMEOUT_S,
        /* keep_alive= */ 0);
    BIO_free(body);
    return reply;
}

/* Read to the end; the limit was given to the exchange, and holds here too. */
static bool
drain(struct arena *arena, const struct http_request *request, BIO *reply,
    struct span *out, struct err *err)
{
    char *buffer = arena_alloc(arena, request->limit_bytes + 1, err);
    size_t total = 0;
    size_t got = 0;

    if (buffer == NULL)
        return false;
    while (total <= request->limit_bytes &&
           BIO_read_ex(reply, buffer + total, request->limit_bytes + 1 - total,
               &got) == 1)
        total += got;
    if (total == 0 || total > request->limit_bytes) {
        err_set(err, ERR_INPUT,
            "cannot use the %s from '%.200s': it is empty or over %zu bytes",
            request->what, request->url, request->limit_bytes);
        return false;
    }
    *out = (struct span){buffer, total};
    return true;
}

bool
http_fetch(struct arena *arena, const struct http_request *request,
    struct span *out, struct err *err)
{
    struct address address = {NULL, NULL, NULL};
    BIO *reply = NULL;
    bool ok = false;
    const char *reason = NULL;

    if (request->body.len > INT_MAX || !address_parse(request, &address, err))
        goto out;
    for (int attempt = 1; reply == NULL && attempt <= HTTP_ATTEMPTS;
         attempt++) {
        ERR_clear_error();
        reply = exchange(request, &address);
        if (reply == NULL && !may_help(attempt))
            break;
    }
    if (reply == NULL) {
        reason = ERR_reason_error_string(ERR_peek_last_error());
        err_set(err, ERR_SYSTEM, "cannot get a %s from '%.200s': %s",
            request->what, request->url, reason == NULL ? "no answer" : reason);
        goto out;
    }
    ok = drain(arena, request, reply, out, err);
out:
    BIO_free(reply);
    address_release(&address);
    ERR_clear_error();
    return ok;
}
