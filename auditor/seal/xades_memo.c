#include "seal/xades.h"

#include "base/limits.h"

struct seal_memo {
    struct arena arena; /* all below, of one document at a time */
    struct span bytes;  /* empty: none */
    struct checklist list;
    struct xades_values values;
};

static void
forget(struct seal_memo *memo)
{
    sk_X509_pop_free(memo->values.chain, X509_free);
    arena_release(&memo->arena);
    *memo = (struct seal_memo){.values = {.kind = KEY_UNSUITABLE}};
    arena_init(&memo->arena, LIMIT_ARENA_BYTES);
}

bool
seal_memo_open(struct seal_memo **out, struct err *err)
{
    struct seal_memo *memo = OPENSSL_zalloc(sizeof *memo);

    if (memo == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a memo");
        return false;
    }
    arena_init(&memo->arena, LIMIT_ARENA_BYTES);
    *out = memo;
    return true;
}

void
seal_memo_close(struct seal_memo *memo)
{
    if (memo == NULL)
        return;
    forget(memo);
    arena_release(&memo->arena);
    OPENSSL_free(memo);
}

static bool
examine(struct seal_memo *memo, struct span bytes, struct err *err)
{
    struct span own;

    forget(memo);
    checklist_init(&memo->list, CHECKLIST_XML);
    if (!span_copy(&memo->arena, bytes, &own, err) ||
        !xades_check(&memo->arena, own, &memo->list, &memo->values, err)) {
        forget(memo);
        return false;
    }
    memo->bytes = own; /* only now: what failed half-way is not known */
    return true;
}

bool
xades_check_once(struct arena *arena, struct seal_memo *memo, struct span bytes,
    struct checklist *list, struct xades_values *out, struct err *err)
{
    STACK_OF(X509) *chain = NULL;

    if (memo == NULL)
        return xades_check(arena, bytes, list, out, err);
    if ((memo->bytes.len == 0 || !span_equal(memo->bytes, bytes)) &&
        !examine(memo, bytes, err))
        return false;
    if (memo->values.chain != NULL &&
        (chain = X509_chain_up_ref(memo->values.chain)) == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a certificate list");
        return false;
    }
    checklist_take(list, &memo->list);
    *out = memo->values;
    out->chain = chain;
    return true;
}
