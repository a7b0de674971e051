#ifndef SEAL_XADES_UNSIGNED_H
#define SEAL_XADES_UNSIGNED_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/material.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * What is added to an XML signature after signing, in the order of addition:
 * EN 319 132-1, 5.3 to 5.5. Everything is base64 of DER, and is written in one
 * way only, so that the element can be written again from these values.
 */
#define XADES141_NS "http://uri.etsi.org/01903/v1.4.1#"

enum {
    XADES_ITEMS = 32,  /* properties of one signature */
    XADES_VALUES = 64, /* pieces of one property */
};

enum xades_item_kind {
    XADES_STAMP,    /* SignatureTimeStamp */
    XADES_MATERIAL, /* CertificateValues and RevocationValues */
    XADES_RENEWAL,  /* TimeStampValidationData: the same, later */
    XADES_ARCHIVE,  /* ArchiveTimeStamp of version 1.4.1 */
    XADES_COUNTER,  /* CounterSignature: 5.2.7.2 */
};

struct xades_values;

struct xades_item {
    enum xades_item_kind kind;
    const struct xades_values *counter;     /* of a counter-signature */
    struct span values[XADES_VALUES];       /* base64; of a time-stamp one */
    enum material_kind kinds[XADES_VALUES]; /* rising */
    size_t count;
};

/*
 * The item as it stands in a signature, or, with `alone`, its canonical form,
 * in which each element declares its namespace itself.
 */
void xades_put_item(
    struct text *out, const struct xades_item *item, bool alone);

/*
 * Read UnsignedProperties into the items of `values`; NULL has no item. False,
 * with ERR_INPUT and the reason, for what is not of the kinds above, and in a
 * counter-signature for all but one time-stamp.
 */
MUST_CHECK bool xades_read_items(struct arena *arena, const xmlNode *properties,
    struct xades_values *values, struct err *err);

#endif
