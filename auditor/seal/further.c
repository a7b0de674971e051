#include "seal/further.h"

/* To sign another format again: one row here, and its function in further.h. */
struct format {
    const char *start; /* first bytes of the file */
    bool (*sign)(struct arena *, const struct seal_signing *, struct span,
        struct span *, struct err *);
};

static const struct format formats[] = {
    {"<", further_xml},
    {"%PDF-", further_pdf},
};

bool
seal_sign_further(struct arena *arena, const struct seal_signing *signing,
    struct span sealed, struct span *out, struct err *err)
{
    if (signing->role == SEAL_ROLE_NONE) {
        err_set(err, ERR_USAGE, "a further signature needs a role");
        return false;
    }
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (span_starts(sealed, formats[i].start))
            return formats[i].sign(arena, signing, sealed, out, err);
    err_set(err, ERR_INPUT, "cannot sign the file: it is neither XML nor PDF");
    return false;
}
