#ifndef SEAL_HTTP_H
#define SEAL_HTTP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The only place that talks to a network, and only to addresses that the
 * user named or that a certificate of the chain names, when the user asked
 * for time-stamps or validation material. Plain http: every reply is signed,
 * and verified before it is used, so a secure channel would add nothing.
 *
 * An exchange ends after HTTP_TIMEOUT_S, connecting again meanwhile; one that
 * a server answers with an error is tried HTTP_ATTEMPTS times in all. The proxy
 * of the environment (http_proxy, no_proxy) is used. Source: RFC 9112; RFC 3161
 * section 3.4; RFC 6960 A.1.
 */
enum {
    HTTP_TIMEOUT_S = 10,
    HTTP_ATTEMPTS = 3,
};

struct http_request {
    const char *url;       /* http://host[:port]/path */
    const char *what;      /* for messages: "time-stamp", "revocation list" */
    struct span body;      /* to be posted; empty: a plain GET */
    const char *body_type; /* media types; NULL with GET */
    const char *reply_type;
    size_t limit_bytes;
};

/*
 * The body of the reply, in the arena. ERR_INPUT when the address is no http
 * one or the reply is not what was asked for; ERR_SYSTEM when none came.
 */
MUST_CHECK bool http_fetch(struct arena *arena,
    const struct http_request *request, struct span *out, struct err *err);

#endif
