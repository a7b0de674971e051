#ifndef CLI_RENDER_DOCUMENT_H
#define CLI_RENDER_DOCUMENT_H

#include "cli/brand.h"
#include "cli/verb.h"
#include "render/render.h"
#include "seal/seal.h"

/* From a signed XML file to a PDF in one language. */
struct document_form {
    const char *stylesheet; /* "dossier.fo.xsl" */
    size_t pages;           /* lists are cut to fit on so many; 0 = as long as
                               it gets */
    const char *attachment; /* "dossier.xml" */
    const char *pdf_name;   /* "dossier.fr.pdf": the document names itself */
    const char *language;   /* "fr" */
    const char *reason;     /* of the PDF's signature */
    const char *origin;     /* "sealed": the PDF will be signed; "verified" or
                               "unverified": a projection of such a file */
    const struct brand *brand;
    int64_t at_s;
    size_t signature_bytes; /* room in a sealed PDF; render_document fills it */
};

/* Which of the forms of a dossier or comparison, in French or English. */
struct document_choice {
    bool comparison;
    bool executive; /* two pages; else all of it */
    bool french;
};

/* The form as `run` publishes it, its origin "sealed". */
MUST_CHECK bool document_form_of(struct arena *arena,
    const struct document_choice *choice, struct document_form *out,
    struct err *err);

/* With room for a signature but not signed: what a sealed PDF shows. */
MUST_CHECK bool render_for_seal(struct call *call, struct font_set *fonts,
    const struct document_form *form, struct span signed_xml, struct span *out,
    struct err *err);

/* Sealed with the key. */
MUST_CHECK bool render_document(struct call *call, struct font_set *fonts,
    const struct seal_key *key, const struct document_form *form,
    struct span signed_xml, struct span *out, struct err *err);

/* Not signed: what is exported from a file that is. */
MUST_CHECK bool render_unsigned(struct call *call, struct font_set *fonts,
    const struct document_form *form, struct span xml, struct span *out,
    struct err *err);

#endif
