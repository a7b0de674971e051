#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "render/area.h"
#include "render/font.h"

#include <stdbool.h>
#include <stdint.h>

/* From signed XML to readable forms: stylesheet, formatting objects, PDF. */

/*
 * Apply `templates_dir`/`stylesheet` to the XML bytes. Only files of that
 * folder can be included or read; nothing is written, nothing fetched.
 * It may draw charts: see chart/chart.h.
 * `parameters`: name, value, name, value ..., NULL; values are plain strings.
 */
MUST_CHECK bool render_stylesheet(struct arena *arena,
    const char *templates_dir, const char *stylesheet, struct span xml,
    const char *const *parameters, struct span *out, struct err *err);

/* The same in the dress of an organisation. */
struct render_style {
    const char *templates_dir;
    const char *stylesheet;
    const char *const *parameters;
    struct span brand; /* XML that stands for brand.xml; or empty */
};
MUST_CHECK bool render_styled(struct arena *arena,
    const struct render_style *style, struct span xml, struct span *out,
    struct err *err);

/* Is the XML as a RELAX NG schema asks? ERR_INPUT with the line if not. */
MUST_CHECK bool render_conforms(struct arena *arena, const char *schema_path,
    struct span xml, struct err *err);

/* What is laid out. */
struct render_source {
    struct span fo;
    const char *image_dir;        /* pictures are files below it, PNG or JPEG;
                                     NULL: only data: addresses */
    struct arena *spent;          /* holds `fo` alone and is released as soon
                                     as it is read; or NULL */
    const struct area_sink *sink; /* takes the pages: `out` has no operations
                                     then; or NULL */
};

/* Lay XSL-FO out. ERR_INPUT with the line for what the subset lacks. */
MUST_CHECK bool render_layout(struct arena *arena, struct font_set *fonts,
    const struct render_source *source, const struct area_document **out,
    struct err *err);

/* A file embedded in the PDF as associated file (ISO 19005-3, 6.8). */
struct render_attachment {
    struct span name; /* "dossier.xml" */
    struct span bytes;
    struct span description; /* words for a reader */
};

struct render_pdf_options {
    int64_t created_s;  /* dates in the document, never the clock's */
    struct span author; /* or empty */
    struct span subject;
    const struct render_attachment *attachment; /* or NULL */
    size_t signature_bytes;       /* room for the CMS; 0 = no signature field.
                                     Contents is then '<' 2 * bytes zeros '>' and
                                     ByteRange holds four numbers, already right */
    struct span signature_reason; /* /Reason, e.g. "Dossier d'audit" */
};

/*
 * Write a PDF of pages as they come: open, have render_layout fill the sink,
 * save, close. `options` and what they name live till then, and so does what
 * was saved. PDF/A-3a and PDF/UA-1 structure, embedded subset fonts. With
 * signature_bytes it has an invisible signature field /Type /Sig /Filter
 * /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached whose Contents is all zeros:
 * seal/ fills it in. Same input, same bytes.
 */
struct render_pdf; /* in the arena, but owned */
MUST_CHECK bool render_pdf_open(struct arena *arena,
    const struct render_pdf_options *options, struct render_pdf **out,
    struct err *err);
const struct area_sink *render_pdf_sink(const struct render_pdf *pdf);
MUST_CHECK bool render_pdf_save(struct render_pdf *pdf,
    const struct area_document *document, struct span *out, struct err *err);
void render_pdf_close(struct render_pdf *pdf); /* accepts NULL */

#endif
