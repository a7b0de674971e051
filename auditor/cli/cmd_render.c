#include "base/file.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "render/render.h"

static const struct option_spec options[] = {
    {"out", "FILE", "the PDF file to write", 'o'},
    {"at", "TIME", "time written into the document (now)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
cmd_render(struct call *call, enum status *status, struct err *err)
{
    bool ok = false;
    const char *path = call->options.words[0];
    const char *out = options_value(&call->options, "out", NULL);
    struct font_set *fonts = NULL;
    const struct area_document *areas = NULL;
    struct render_pdf_options pdf_options = {
        .author = span_of(""), .subject = span_of("")};
    struct span fo;
    struct span pdf;
    if (out == NULL) {
        err_set(err, ERR_USAGE, "say where the PDF goes: -o FILE");
        goto out;
    }
    fonts = font_set_open(err);
    if (fonts == NULL ||
        !options_time(&call->options, &pdf_options.created_s, err) ||
        !file_read(call->arena, path, LIMIT_XML_BYTES, &fo, err)) {
        goto out;
    }
    if (!render_layout(call->arena, fonts, fo, &areas, err)) {
        err_in_file(err, path);
        goto out;
    }
    ok = render_pdf(call->arena, areas, &pdf_options, &pdf, err) &&
         file_write_new(out, pdf, 0644, err);
    *status = STATUS_YES;
out:
    font_set_close(fonts);
    return ok;
}

const struct verb verb_render = {
    .name = "render",
    .words = "FILE.fo",
    .summary = "lay XSL-FO out as a tagged PDF",
    .detail =
        "Renders the XSL-FO subset that the stylesheets use, unsigned: for\n"
        "writers of templates.\n"
        "\n"
        "  auditor render page.fo -o page.pdf",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_render,
};
