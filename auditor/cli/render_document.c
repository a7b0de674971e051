#include "cli/render_document.h"

enum {
    SIGNATURE_BYTES = 8192
}; /* a CMS with three certificates has 4 kB */

static bool
make_pdf(struct call *call, struct font_set *fonts,
    const struct document_form *form, struct span xml,
    struct render_pdf_options *options, struct span *out, struct err *err)
{
    const char *const parameters[] = {"lang", form->language, "origin",
        form->origin, "xml-name", form->attachment, "pdf-name", form->pdf_name,
        NULL};
    const struct area_document *areas = NULL;
    struct span fo;
    struct render_attachment attachment = {
        .name = span_of(form->attachment),
        .bytes = xml,
        .description = span_of("The signed data that this document shows"),
    };
    options->created_s = form->at_s;
    options->author = span_of("auditor " AUDITOR_VERSION);
    options->subject = span_of(form->reason);
    options->attachment = &attachment;
    return render_stylesheet(call->arena, call->templates_dir, form->stylesheet,
               xml, parameters, &fo, err) &&
           render_layout(call->arena, fonts, fo, &areas, err) &&
           render_pdf(call->arena, areas, options, out, err);
}

bool
render_document(struct call *call, struct font_set *fonts,
    const struct seal_key *key, const struct document_form *form,
    struct span signed_xml, struct span *out, struct err *err)
{
    struct span pdf;
    struct render_pdf_options options = {
        .signature_bytes = SIGNATURE_BYTES,
        .signature_reason = span_of(form->reason),
    };
    return make_pdf(call, fonts, form, signed_xml, &options, &pdf, err) &&
           seal_sign_pdf(call->arena, key, pdf, out, err);
}

bool
render_unsigned(struct call *call, struct font_set *fonts,
    const struct document_form *form, struct span xml, struct span *out,
    struct err *err)
{
    struct render_pdf_options options = {.signature_bytes = 0};
    return make_pdf(call, fonts, form, xml, &options, out, err);
}
