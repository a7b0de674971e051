#include "base/xml.h"
#include "seal/xades.h"
#include "seal/xml_foreign.h"

#include <pthread.h>
#include <string.h>

#include <openssl/err.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

/*
 * xmlsec 1.2 follows file and network references, runs XSLT and XPath, and
 * trusts the certificates of the system unless told not to. Here it may use
 * four transforms on the document in memory, with the one key that it is
 * given; it sees no key information and opens no file.
 */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;

static void
keep_silent(const char *file, int line, const char *function,
    const char *object, const char *subject, int reason, const char *message)
{
    (void)file;
    (void)line;
    (void)function;
    (void)object;
    (void)subject;
    (void)reason;
    (void)message;
}

static void
set_up(void)
{
    xml_setup();
    if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1) {
        return;
    }
    xmlSecErrorsSetCallback(keep_silent);
    if (xmlSecCryptoInit() < 0) {
        return;
    }
    xmlSecIOCleanupCallbacks(); /* no file, no network */
    ready = true;
}

/* Switch off every transform but ours. */
static bool
restrict_context(xmlSecDSigCtx *context)
{
    context->enabledReferenceUris =
        xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    context->keyInfoReadCtx.maxRetrievalMethodLevel = 0;
    return xmlSecDSigCtxEnableReferenceTransform(
               context, xmlSecTransformEnvelopedId) == 0 &&
           xmlSecDSigCtxEnableReferenceTransform(
               context, xmlSecTransformExclC14NId) == 0 &&
           xmlSecDSigCtxEnableReferenceTransform(
               context, xmlSecTransformSha256Id) == 0 &&
           xmlSecDSigCtxEnableSignatureTransform(
               context, xmlSecTransformExclC14NId) == 0 &&
           xmlSecDSigCtxEnableSignatureTransform(
               context, xmlSecTransformRsaSha256Id) == 0 &&
           xmlSecDSigCtxEnableSignatureTransform(
               context, xmlSecTransformEcdsaSha256Id) == 0 &&
           xmlSecDSigCtxEnableSignatureTransform(
               context, xmlSecTransformEcdsaSha384Id) == 0;
}

/* Preset the key, so that the key information is never processed. */
static bool
set_key(xmlSecDSigCtx *context, EVP_PKEY *pkey)
{
    xmlSecKeyData *data = NULL;

    context->signKey = xmlSecKeyCreate();
    if (context->signKey == NULL || EVP_PKEY_up_ref(pkey) != 1) {
        return false;
    }
    data = xmlSecOpenSSLEvpKeyAdopt(pkey);
    if (data == NULL) {
        EVP_PKEY_free(pkey);
        return false;
    }
    if (xmlSecKeySetValue(context->signKey, data) < 0) {
        xmlSecKeyDataDestroy(data);
        return false;
    }
    return true;
}

/* An attribute becomes an identifier, if no other has its value. */
static bool
register_attribute(xmlNode *node)
{
    xmlAttr *attribute =
        node == NULL ? NULL : xmlHasProp(node, (const xmlChar *)"Id");

    return attribute != NULL && attribute->children != NULL &&
           xmlGetID(node->doc, attribute->children->content) == NULL &&
           xmlAddID(NULL, node->doc, attribute->children->content, attribute) !=
               NULL;
}

/*
 * Only the properties are an identifier, and, for a counter-signature, the
 * value of the document's signature.
 */
static bool
register_ids(xmlNode *signature, xmlNode *first)
{
    xmlNode *object = xml_child(signature, XADES_NS_DS, "Object");
    xmlNode *qualifying = xml_child(object, XADES_NS, "QualifyingProperties");
    xmlNode *properties = xml_child(qualifying, XADES_NS, "SignedProperties");

    return register_attribute(properties) &&
           (signature == first || register_attribute(xml_child(
                                      first, XADES_NS_DS, "SignatureValue")));
}

bool
xmlsec_agrees(
    xmlNode *signature, EVP_PKEY *pkey, bool *agrees_out, struct err *err)
{
    bool ok = false;
    xmlNode *root = xmlDocGetRootElement(signature->doc);
    xmlSecDSigCtx *context = NULL;

    (void)pthread_once(&once, set_up);
    context = ready ? xmlSecDSigCtxCreate(NULL) : NULL;
    if (context == NULL || !restrict_context(context)) {
        err_set(err, ERR_SYSTEM, "cannot set up the XML signature library");
        goto out;
    }
    context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
    *agrees_out = xml_is(signature, XADES_NS_DS, "Signature") &&
                  register_ids(signature, root->last) &&
                  set_key(context, pkey) &&
                  xmlSecDSigCtxVerify(context, signature) == 0 &&
                  context->status == xmlSecDSigStatusSucceeded &&
                  xmlSecPtrListGetSize(&context->signedInfoReferences) == 2;
    ok = true;
out:
    if (context != NULL) {
        xmlSecDSigCtxDestroy(context);
    }
    ERR_clear_error();
    return ok;
}

/*
 * Also what others use; still no XSLT, nothing with comments, and of filters
 * only the one that the caller has compared.
 */
static bool
widen_context(xmlSecDSigCtx *context)
{
    const xmlSecTransformId more[] = {
        xmlSecTransformInclC14NId,
        xmlSecTransformInclC14N11Id,
        xmlSecTransformSha384Id,
        xmlSecTransformSha512Id,
        xmlSecTransformRsaSha384Id,
        xmlSecTransformRsaSha512Id,
        xmlSecTransformEcdsaSha512Id,
    };

    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        if (xmlSecDSigCtxEnableReferenceTransform(context, more[i]) != 0 ||
            xmlSecDSigCtxEnableSignatureTransform(context, more[i]) != 0)
            return false;
    return xmlSecDSigCtxEnableReferenceTransform(
               context, xmlSecTransformBase64Id) == 0 &&
           xmlSecDSigCtxEnableReferenceTransform(
               context, xmlSecTransformXPath2Id) == 0;
}

/* Did every reference that was looked at have the digest that was signed? */
static bool
references_fit(xmlSecDSigCtx *context)
{
    xmlSecPtrList *list = &context->signedInfoReferences;
    xmlSecSize count = xmlSecPtrListGetSize(list);

    for (xmlSecSize i = 0; i < count; i++) {
        const xmlSecDSigReferenceCtx *reference = xmlSecPtrListGetItem(list, i);
        if (reference->status != xmlSecDSigStatusSucceeded)
            return false;
    }
    return count > 0;
}

bool
xmlsec_verifies(xmlNode *signature, EVP_PKEY *pkey, bool *verifies_out,
    bool *digests_out, struct err *err)
{
    bool ok = false;
    xmlSecDSigCtx *context = NULL;

    (void)pthread_once(&once, set_up);
    context = ready ? xmlSecDSigCtxCreate(NULL) : NULL;
    if (context == NULL || !restrict_context(context) ||
        !widen_context(context)) {
        err_set(err, ERR_SYSTEM, "cannot set up the XML signature library");
        goto out;
    }
    context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
    *verifies_out = set_key(context, pkey) &&
                    xmlSecDSigCtxVerify(context, signature) == 0 &&
                    context->status == xmlSecDSigStatusSucceeded &&
                    references_fit(context);
    *digests_out = references_fit(context);
    ok = true;
out:
    if (context != NULL) {
        xmlSecDSigCtxDestroy(context);
    }
    ERR_clear_error();
    return ok;
}
