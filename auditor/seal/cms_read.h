#ifndef SEAL_CMS_READ_H
#define SEAL_CMS_READ_H

#include "base/text.h"
#include "seal/cms.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

/*
 * Reading the CMS of others, RFC 5652 and RFC 5035: time-stamps, and
 * signatures that this program has not written.
 */

/*
 * Does the outermost SEQUENCE hold all bytes, at most LIMIT_CMS_BYTES, and is
 * its type signedData? So libcrypto is never asked to read another kind.
 */
bool cms_read_is_signed_data(struct span der);

/* SHA-256, SHA-384 or SHA-512; NULL for all else. */
const EVP_MD *cms_read_algorithm(const X509_ALGOR *algorithm);

/* The digest of the content, in `buffer` of EVP_MAX_MD_SIZE bytes. */
bool cms_read_digest(const struct cms_content *content, const EVP_MD *md,
    unsigned char *buffer, struct span *out);

/* Does the signed signing-certificate-v2 hold the certificate's digest? */
bool cms_read_names(CMS_SignerInfo *info, X509 *certificate);

#endif
