#include "cli/render_document.h"
#include "base/digest.h"
#include "cli/role.h"
#include "cli/rsa_pss.h"

enum {
    ROWS_MAX = 16 /* of one list on a page */
};

/* What all layouts of one document have in common. */
struct maker {
    struct call *call;
    struct font_set *fonts;
    const struct document_form *form;
    struct span xml;
    char sha256[SHA256_HEX_BYTES]; /* of the XML */
};

/* With `front` rows in the lists of page one, `back` in those of page two. */
static bool
lay_out(const struct maker *maker, const int rows[2],
    const struct area_sink *sink, const struct area_document **out,
    struct err *err)
{
    const struct document_form *form = maker->form;
    struct arena *arena = maker->call->arena;
    struct render_source source = {.sink = sink};
    const char *front = arena_printf(arena, err, "%d", rows[0]);
    const char *back = arena_printf(arena, err, "%d", rows[1]);
    const char *const parameters[] = {"lang", form->language, "origin",
        form->origin, "xml-name", form->attachment, "pdf-name", form->pdf_name,
        "xml-sha256", maker->sha256, "front", front, "back", back, "brand-logo",
        form->brand->logo, "brand-sha256", form->brand->sha256, NULL};
    struct render_style style = {.templates_dir = maker->call->templates_dir,
        .stylesheet = form->stylesheet,
        .parameters = parameters,
        .brand = form->brand->xml};
    return front != NULL && back != NULL &&
           render_styled(arena, &style, maker->xml, &source.fo, err) &&
           render_layout(arena, maker->fonts, &source, out, err);
}

/* The most rows, page by page, with which the pages suffice. */
static bool
fit(const struct maker *maker, int rows[2], struct err *err)
{
    const struct area_document *areas;
    size_t wanted = maker->form->pages;
    for (size_t page = 0; wanted > 0 && page < 2; page++) {
        int low = 0;
        int high = ROWS_MAX;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            rows[page] = middle;
            if (!lay_out(maker, rows, /* sink= */ NULL, &areas, err)) {
                return false;
            }
            bool fits = areas->page_count <= wanted;
            low = fits ? middle : low;
            high = fits ? high : middle - 1;
        }
        rows[page] = low;
    }
    return true;
}

static bool
make_pdf(struct maker *maker, struct render_pdf_options *options,
    struct span *out, struct err *err)
{
    const struct document_form *form = maker->form;
    const struct area_document *areas;
    struct arena *arena = maker->call->arena;
    struct render_pdf *pdf = NULL;
    struct span bytes;
    int rows[2] = {0, 0};
    struct render_attachment attachment = {
        .name = span_of(form->attachment),
        .bytes = maker->xml,
        .description = span_of("The signed data that this document shows"),
    };
    options->created_s = form->at_s;
    options->author = span_of("auditor " AUDITOR_VERSION);
    options->subject = span_of(form->reason);
    options->attachment = &attachment;
    bool ok = digest_hex(maker->xml, maker->sha256, err) &&
              fit(maker, rows, err) &&
              render_pdf_open(arena, options, &pdf, err) &&
              lay_out(maker, rows, render_pdf_sink(pdf), &areas, err) &&
              render_pdf_save(pdf, areas, &bytes, err) &&
              span_copy(arena, bytes, out, err);
    render_pdf_close(pdf);
    return ok;
}

/* Words of the two kinds of document. */
struct document_kind {
    const char *stylesheet;
    const char *xml_name;
    const char *pdf_prefix;
    const char *reason_fr, *reason_en;
};

static const struct document_kind dossier_kind = {"dossier.fo.xsl",
    "dossier.xml", "dossier", "Dossier d’audit", "Audit dossier"};
static const struct document_kind comparison_kind = {"comparison.fo.xsl",
    "comparison.xml", "comparison", "Comparaison des options",
    "Comparison of options"};

bool
document_form_of(struct arena *arena, const struct document_choice *choice,
    struct document_form *out, struct err *err)
{
    const struct document_kind *kind =
        choice->comparison ? &comparison_kind : &dossier_kind;
    const char *language = choice->french ? "fr" : "en";
    struct document_form form = {
        .stylesheet = choice->executive ? "executive.fo.xsl" : kind->stylesheet,
        .pages = choice->executive ? 2 : 0,
        .attachment = kind->xml_name,
        .pdf_name = arena_printf(arena, err, "%s.%s.pdf",
            choice->executive ? "executive" : kind->pdf_prefix, language),
        .language = language,
        .reason = choice->french ? kind->reason_fr : kind->reason_en,
        .origin = "sealed",
    };
    *out = form;
    return form.pdf_name != NULL;
}

bool
render_for_seal(struct call *call, struct font_set *fonts,
    const struct document_form *form, struct span signed_xml, struct span *out,
    struct err *err)
{
    struct render_pdf_options options = {
        .signature_bytes = form->signature_bytes,
        .signature_reason = span_of(form->reason),
    };
    struct maker maker = {call, fonts, form, signed_xml, ""};
    return make_pdf(&maker, &options, out, err);
}

bool
render_document(struct call *call, struct font_set *fonts,
    const struct seal_key *key, const struct document_form *form,
    struct span signed_xml, struct span *out, struct err *err)
{
    struct span pdf;
    struct seal_signing signing = {
        .key = key, .tsa_url = options_value(&call->options, "tsa", NULL)};
    struct document_form roomy = *form;
    if (!role_of(&call->options, &signing.role, err) ||
        !rsa_pss_of(&call->options, key, &signing.rsa_pss, err)) {
        return false;
    }
    roomy.signature_bytes = seal_signature_room(&signing);
    return render_for_seal(call, fonts, &roomy, signed_xml, &pdf, err) &&
           seal_sign_pdf(call->arena, &signing, pdf, out, err);
}

bool
render_unsigned(struct call *call, struct font_set *fonts,
    const struct document_form *form, struct span xml, struct span *out,
    struct err *err)
{
    struct render_pdf_options options = {.signature_bytes = 0};
    struct maker maker = {call, fonts, form, xml, ""};
    return make_pdf(&maker, &options, out, err);
}
