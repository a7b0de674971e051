#ifndef SEAL_EXTEND_H
#define SEAL_EXTEND_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "seal/material.h"
#include "seal/seal.h"

#include <stdbool.h>

/* Inside seal/: the steps from one baseline level to the next. */
struct extend_input {
    const struct seal_extend_request *request;
    const struct seal_verify_request *verify;
    const struct material *material; /* with the paths that were found */
    struct span bytes;
};

/* Hands the whole new file out. */
typedef bool (*extend_step)(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);

struct extend_steps {
    extend_step stamp;    /* level B to T */
    extend_step material; /* T to LT, and a renewal of it */
    extend_step archive;  /* LT to LTA, and a renewal of it */
};

MUST_CHECK bool extend_pdf_stamp(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);
MUST_CHECK bool extend_pdf_material(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);
MUST_CHECK bool extend_pdf_archive(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);

MUST_CHECK bool extend_xml_stamp(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);
MUST_CHECK bool extend_xml_material(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);
MUST_CHECK bool extend_xml_archive(struct arena *arena,
    const struct extend_input *input, struct span *out, struct err *err);

/* The authority of the request, or ERR_USAGE when none was named. */
MUST_CHECK bool extend_authority(
    const struct extend_input *input, const char **url_out, struct err *err);

#endif
