#ifndef SEAL_XADES_H
#define SEAL_XADES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/key.h"
#include "seal/xades_unsigned.h"

#include <libxml/tree.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The one XML signature that we write and accept: enveloped XAdES baseline B
 * (EN 319 132-1), exclusive canonicalisation, SHA-256. A signed file is
 *
 *   XADES_DECLARATION, the canonical form of the document, one line feed
 *
 * so that the bytes around the ds:Signature element are, one for one, the
 * bytes that were digested, and the element itself is a function of the few
 * values below. Nothing is left that could be changed unseen.
 */
#define XADES_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

#define XADES_NS_DS     "http://www.w3.org/2000/09/xmldsig#"
#define XADES_NS        "http://uri.etsi.org/01903/v1.3.2#"
#define XADES_TYPE      "http://uri.etsi.org/01903#SignedProperties"
#define XADES_EXC_C14N  "http://www.w3.org/2001/10/xml-exc-c14n#"
#define XADES_ENVELOPED XADES_NS_DS "enveloped-signature"
#define XADES_SHA256    "http://www.w3.org/2001/04/xmlenc#sha256"
#define XADES_MIME      "text/xml"

#define XADES_COUNTERSIGNED "http://uri.etsi.org/01903#CountersignedSignature"

/* How the values of all Id attributes begin: nothing else may have such. */
#define XADES_ID "auditor-"

/* Values of the Id attributes of one signature, and of what points at them. */
struct xades_names {
    char signature[64];
    char value[64];    /* the SignatureValue */
    char document[64]; /* the reference to what is signed */
    char properties[64];
};
/* Of the document's signature, 0, or of the counter-signature of that number.
 */
void xades_name(size_t counter, struct xades_names *out);
/* Is it one of them, of any signature? */
bool xades_id_ours(const char *value);

/* All that varies from one signature to the next, as it stands in the XML. */
struct xades_values {
    size_t counter; /* 0: of the document; else a counter-signature, which
                       signs the SignatureValue of that one */
    enum key_kind kind;
    struct span document_digest;               /* base64 */
    struct span properties_digest;             /* base64 */
    struct span signature;                     /* base64 */
    struct span time;                          /* "2026-11-23T09:30:00Z" */
    enum seal_role role;                       /* that the signer claims */
    struct span certs[KEY_CHAIN_CERTS];        /* base64 of DER, leaf first */
    struct span cert_digests[KEY_CHAIN_CERTS]; /* base64 of SHA-256 */
    size_t cert_count;
    size_t cert_digest_count;
    const struct xades_item *items; /* added after signing */
    size_t item_count;
    struct cms_content document; /* canonical form around the signature, when
                                    xades_check got that far */
    /* What `certs` encode, when xades_check got that far, else NULL. */
    STACK_OF(X509) * chain;
};

/* The URI of the signature method; NULL for KEY_UNSUITABLE. */
const char *xades_method(enum key_kind kind);
enum key_kind xades_kind_of_method(const char *uri);

/* The ds:Signature element as it stands in a signed file. */
void xades_put_signature(struct text *out, const struct xades_values *values);
/* One within CounterSignature; `alone` as of xades_put_item. */
void xades_put_counter(
    struct text *out, const struct xades_values *values, bool alone);
/* The whole file, from the document that xades_check found. */
MUST_CHECK bool xades_put_file(struct arena *arena,
    const struct xades_values *values, struct span *out, struct err *err);
/*
 * The canonical forms that are signed and digested: of an element that stands
 * alone, with its namespaces declared.
 */
void xades_put_signed_info(struct text *out, const struct xades_values *values);
void xades_put_properties(struct text *out, const struct xades_values *values);

/* What a time-stamp over the signature covers: EN 319 132-1, 5.3. */
void xades_put_stamped(struct text *out, const struct xades_values *values);
/* What the archive time-stamp at `index` covers: EN 319 132-1, 5.5.2. */
void xades_put_archived(
    struct text *out, const struct xades_values *values, size_t index);

/*
 * Exclusive canonical form, without comments, of a whole document; in the
 * arena.
 */
MUST_CHECK bool xades_canonical(
    struct arena *arena, xmlDoc *doc, struct span *out, struct err *err);

/* Is the root one that we sign, in its namespace, without a prefix? */
bool xades_root_known(const xmlNode *root);

/*
 * Does an element of the document, outside `signature` (may be NULL), carry
 * an attribute that some reader may take for one of our identifiers, or a
 * name of the signature namespaces? Returns what was found, or NULL.
 */
const char *xades_foreign_id(const xmlNode *root, const xmlNode *signature);
const char *xades_foreign_element(
    const xmlNode *root, const xmlNode *signature);

/*
 * Read the values out of a ds:Signature element, and run the checks of its
 * structure (CHECK_XML_ALGORITHMS to CHECK_XML_PROPERTIES). `out->counter`
 * says which signature that is. False when a check refused or, with `err` set,
 * on failure.
 */
bool xades_read(struct arena *arena, const xmlNode *signature,
    struct checklist *list, struct xades_values *out, struct err *err);

/*
 * Run the checks CHECK_XML_* on a signed file. The caller frees `out->chain`.
 * True unless something failed that is not the file's fault.
 */
MUST_CHECK bool xades_check(struct arena *arena, struct span bytes,
    struct checklist *list, struct xades_values *out, struct err *err);
/*
 * The same; when the memo holds what was found in these very bytes, they are
 * not examined again. With a memo, `out` is good until its next use.
 */
MUST_CHECK bool xades_check_once(struct arena *arena, struct seal_memo *memo,
    struct span bytes, struct checklist *list, struct xades_values *out,
    struct err *err);

/*
 * The same for the counter-signature that the item at `index` of an intact
 * file is, on a list of its own: CHECK_XML_ALGORITHMS to _PROPERTIES and
 * CHECK_XML_SIGNER_BOUND to _SECOND_OPINION.
 */
struct xades_counter {
    struct span bytes;                 /* the file */
    const struct xades_values *values; /* of its first signature */
    size_t index;
};
MUST_CHECK bool xades_check_counter(struct arena *arena,
    const struct xades_counter *counter, struct checklist *list,
    struct xades_values *out, struct err *err);

/*
 * Let xmlsec verify the same document with the key of the certificate that we
 * found, with every transform but ours switched off; `signature` is the
 * document's or a counter-signature in it. The only caller of xmlsec.
 */
MUST_CHECK bool xmlsec_agrees(
    xmlNode *signature, EVP_PKEY *pkey, bool *agrees_out, struct err *err);

#endif
