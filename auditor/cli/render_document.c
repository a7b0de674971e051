#include "cli/render_document.h"

enum {
    SIGNATURE_BYTES = 8192
}; /* a CMS with three certificates has 4 kB */

bool
render_document(struct call *call, struct font_set *fonts,
    const struct seal_key *key, const struct document_form *form,
    struct span signed_xml, struct span *out, struct err *err)
{
    const char *const parameters[] = {"lang", form->language, NULL};
    const struct area_document *areas = NULL;
    struct span fo;
    struct span pdf;
    struct render_attachment attachment = {
        .name = span_of(form->attachment),
        .bytes = signed_xml,
        .description = span_of("The signed data that this document shows"),
    };
    struct render_pdf_options options = {
        .created_s = form->at_s,
        .author = span_of("auditor " AUDITOR_VERSION),
        .subject = span_of(form->reason),
        .attachment = &attachment,
        .signature_bytes = SIGNATURE_BYTES,
        .signature_reason = span_of(form->reason),
    };
    return render_stylesheet(call->arena, call->templates_dir, form->stylesheet,
               signed_xml, parameters, &fo, err) &&
           render_layout(call->arena, fonts, fo, &areas, err) &&
           render_pdf(call->arena, areas, &options, &pdf, err) &&
           seal_sign_pdf(call->arena, key, pdf, out, err);
}
