#ifndef SEAL_CMS_FOREIGN_H
#define SEAL_CMS_FOREIGN_H

#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/cms.h"

#include <stdbool.h>

/*
 * A detached CMS signature that another program wrote (RFC 5652): are the
 * bytes those that were signed with the key of the certificate in it? That is
 * all that is told: it is never what makes a file valid.
 */
enum cms_integrity {
    CMS_BROKEN,     /* zero refuses: changed bytes, or no such signature */
    CMS_NOT_JUDGED, /* its algorithms or its form are not known here */
    CMS_INTACT,
};

struct cms_foreign {
    enum cms_integrity integrity;
    enum sub_indication sub; /* why, unless intact */
    const char *reason;      /* English; "" when intact */
    bool bound;              /* signing-certificate-v2 names the certificate */
    struct cms_found found;  /* owned: release; signer NULL when not found */
};

/* False only for ERR_SYSTEM. */
MUST_CHECK bool cms_foreign_read(struct arena *arena, struct span der,
    const struct cms_content *content, struct cms_foreign *out,
    struct err *err);

#endif
