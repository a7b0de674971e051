#include "seal/further.h"

/* To sign another format again: one row here, and its function in further.h. */
struct format {
    const char *start; /* first bytes of the file */
    bool (*sign)(struct arena *, const struct seal_signing *, struct span,
        struct span *, struct err *);
    bool pss; /* can be signed by RSASSA-PSS */
};

static const struct format formats[] = {
    {"<", further_xml, false},
    {"%PDF-", further_pdf, true},
};

static bool
sign_form(struct arena *arena, const struct format *format,
    const struct seal_signing *signing, struct span sealed, struct span *out,
    struct err *err)
{
    if (signing->rsa_pss && !format->pss) {
        err_set(err, ERR_USAGE,
            "cannot sign an XML file by RSASSA-PSS: only a PDF can be");
        return false;
    }
    return format->sign(arena, signing, sealed, out, err);
}

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
            return sign_form(arena, &formats[i], signing, sealed, out, err);
    err_set(err, ERR_INPUT, "cannot sign the file: it is neither XML nor PDF");
    return false;
}
