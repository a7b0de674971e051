#include "base/file.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "render/layout/dump.h"
#include "render/render.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"out", "FILE", "the PDF file to write", 'o'},
    {"areas", "FILE", "write the areas of the layout as XML (- = stdout)", 0},
    {"at", "TIME", "time written into the document (now)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
write_areas(
    const struct area_document *areas, const char *path, struct err *err)
{
    struct text xml;
    text_init(&xml, LIMIT_ARENA_BYTES);
    render_areas_dump(areas, &xml);
    bool ok = text_done(&xml, err);
    if (ok && strcmp(path, "-") == 0) {
        fwrite(xml.ptr, 1, xml.len, stdout);
    } else if (ok) {
        ok = file_write_new(path, text_span(&xml), 0644, err);
    }
    text_release(&xml);
    return ok;
}

/* A PDF has a title and a language, though not every XSL-FO tells them. */
static struct area_document
named(const struct area_document *areas, const char *path)
{
    struct area_document document = *areas;
    if (document.title.len == 0) {
        const char *slash = strrchr(path, '/');
        document.title = span_of(slash == NULL ? path : slash + 1);
    }
    if (document.lang.len == 0) {
        document.lang = span_of("und");
    }
    return document;
}

/* Where the pictures of the file are: beside it. */
static const char *
folder_of(struct arena *arena, const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "."
                         : arena_printf(arena, err, "%.*s",
                               slash == path ? 1 : (int)(slash - path), path);
}

static bool
cmd_render(struct call *call, enum status *status, struct err *err)
{
    bool ok = false;
    const char *path = call->options.words[0];
    const char *out = options_value(&call->options, "out", NULL);
    const char *dump = options_value(&call->options, "areas", NULL);
    const char *folder = NULL;
    struct font_set *fonts = NULL;
    const struct area_document *areas = NULL;
    struct render_pdf_options pdf_options = {
        .author = span_of(""), .subject = span_of("")};
    struct area_document document;
    struct span fo;
    struct span pdf;
    if (out == NULL && dump == NULL) {
        err_set(err, ERR_USAGE, "say where the PDF goes: -o FILE");
        goto out;
    }
    fonts = font_set_open(err);
    if (fonts == NULL ||
        !options_time(&call->options, &pdf_options.created_s, err) ||
        !file_read(call->arena, path, LIMIT_XML_BYTES, &fo, err)) {
        goto out;
    }
    folder = folder_of(call->arena, path, err);
    if (folder == NULL) {
        goto out;
    }
    if (!render_layout_below(call->arena, fonts, folder, fo, &areas, err)) {
        err_in_file(err, path);
        goto out;
    }
    document = named(areas, path);
    ok = (dump == NULL || write_areas(areas, dump, err)) &&
         (out == NULL ||
             (render_pdf(call->arena, &document, &pdf_options, &pdf, err) &&
                 file_write_new(out, pdf, 0644, err)));
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
        "  auditor render page.fo -o page.pdf\n"
        "  auditor render page.fo --areas - | less",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_render,
};
