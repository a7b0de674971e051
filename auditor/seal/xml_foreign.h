#ifndef SEAL_XML_FOREIGN_H
#define SEAL_XML_FOREIGN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/cms_foreign.h"

#include <libxml/tree.h>
#include <openssl/x509.h>
#include <stdbool.h>

/*
 * An XML signature that another program wrote into a document (XMLDSig 1.1,
 * XAdES): is what it references unchanged, and is that the whole document?
 * Plain XML only, references within the document, canonicalisations without
 * XPath and XSLT. It is never what makes a file valid.
 */
struct xml_foreign {
    bool theirs;                  /* there is one such signature; else: ours,
                                     none or several, and nothing is told */
    enum cms_integrity integrity; /* as of a CMS signature */
    enum sub_indication sub;      /* why, unless intact */
    const char *reason;           /* English; "" when intact */
    bool bound;                   /* the signed properties hold the digest of
                                     the certificate */
    STACK_OF(X509) * embedded;    /* owned, the signer's first; or NULL */
    struct span time;             /* SigningTime as written, or empty */
    struct span value;            /* the signature value */
};

/* False only for ERR_SYSTEM. */
MUST_CHECK bool xml_foreign_read(struct arena *arena, struct span bytes,
    struct xml_foreign *out, struct err *err);

/*
 * In xmlsec.c: does the library verify the signature with this key, given
 * that its algorithms are known? `digests_out`: did all references fit?
 */
MUST_CHECK bool xmlsec_verifies(xmlNode *signature, EVP_PKEY *pkey,
    bool *verifies_out, bool *digests_out, struct err *err);

#endif
