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

/*
 * Lay XSL-FO out. ERR_INPUT with the line for what the subset lacks. Pictures
 * can only be data: addresses.
 */
MUST_CHECK bool render_layout(struct arena *arena, struct font_set *fonts,
    struct span fo, const struct area_document **out, struct err *err);

/* The same with pictures: files below `image_dir`, PNG or JPEG. */
MUST_CHECK bool render_layout_below(struct arena *arena, struct font_set *fonts,
    const char *image_dir, struct span fo, const struct area_document **out,
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
 * Write the PDF: PDF/A-3a and PDF/UA-1 structure, embedded subset fonts. With
 * signature_bytes it has an invisible signature field /Type /Sig /Filter
 * /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached whose Contents is all zeros:
 * seal/ fills it in. Same input, same bytes.
 */
MUST_CHECK bool render_pdf(struct arena *arena,
    const struct area_document *document,
    const struct render_pdf_options *options, struct span *out,
    struct err *err);

#endif
