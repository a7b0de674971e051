#ifndef SEAL_PDF_FIELD_H
#define SEAL_PDF_FIELD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/cms.h"
#include "seal/pdf_read.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One more signature on a sealed PDF: an approval (ISO 32000-1, 12.8.1) or a
 * document time-stamp (EN 319 142-1, 5.4.3), each in a field of its own
 * without appearance on the page of the first one.
 */
struct pdf_field_words {
    bool timestamp;      /* a document time-stamp: says neither of the next */
    int64_t at_s;        /* M, the time that the signer claims */
    enum seal_role role; /* Reason, that the signer claims */
    size_t room;         /* bytes for the signature */
};

/* The whole new file; its Contents are zeros, its ByteRange is right. */
struct pdf_field_slot {
    struct span bytes;
    size_t start; /* of Contents: where its '<' stands */
    size_t end;   /* behind its '>' */
};

MUST_CHECK bool pdf_field_append(struct arena *arena,
    const struct pdf_document *document, const struct pdf_field_words *words,
    struct pdf_field_slot *out, struct err *err);

/* What a signature in the slot covers. */
struct cms_content pdf_field_content(const struct pdf_field_slot *slot);
/* Write a signature over the zeros of its place. */
MUST_CHECK bool pdf_field_fill(
    const struct pdf_field_slot *slot, struct span der, struct err *err);

/* The role that a Reason as stored tells; false when it is of none. */
MUST_CHECK bool pdf_field_role(struct span reason, enum seal_role *out);

#endif
