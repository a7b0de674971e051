#include "base/file.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "render/layout/dump.h"
#include "render/render.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

enum {
    GIVEN_BACK_BYTES = 500 * 1024 /* blocks of a large arena */
};

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

/* The areas of the file; its bytes are gone as soon as they are read. */
static bool
lay_out(struct call *call, struct font_set *fonts, const struct area_sink *sink,
    const struct area_document **out, struct err *err)
{
    const char *path = call->options.words[0];
    struct arena bytes;
    struct render_source source = {
        .image_dir = folder_of(call->arena, path, err),
        .spent = &bytes,
        .sink = sink};
    arena_init(&bytes, LIMIT_ARENA_BYTES);
    bool ok = source.image_dir != NULL &&
              file_read(&bytes, path, LIMIT_XML_BYTES, &source.fo, err);
    if (ok && !render_layout(call->arena, fonts, &source, out, err)) {
        err_in_file(err, path);
        ok = false;
    }
    arena_release(&bytes);
    return ok;
}

static bool
make_areas(
    struct call *call, struct font_set *fonts, const char *to, struct err *err)
{
    const struct area_document *areas;
    return lay_out(call, fonts, /* sink= */ NULL, &areas, err) &&
           write_areas(areas, to, err);
}

static bool
make_pdf(
    struct call *call, struct font_set *fonts, const char *to, struct err *err)
{
    struct render_pdf_options about = {
        .author = span_of(""), .subject = span_of("")};
    struct render_pdf *pdf = NULL;
    const struct area_document *areas;
    struct span bytes;
    bool ok = options_time(&call->options, &about.created_s, err) &&
              render_pdf_open(call->arena, &about, &pdf, err) &&
              lay_out(call, fonts, render_pdf_sink(pdf), &areas, err);
    if (ok) {
        struct area_document document = named(areas, call->options.words[0]);
        ok = render_pdf_save(pdf, &document, &bytes, err) &&
             file_write_new(to, bytes, 0644, err);
    }
    render_pdf_close(pdf);
    return ok;
}

static bool
cmd_render(struct call *call, enum status *status, struct err *err)
{
    const char *out = options_value(&call->options, "out", NULL);
    const char *dump = options_value(&call->options, "areas", NULL);
    if (out == NULL && dump == NULL) {
        err_set(err, ERR_USAGE, "say where the PDF goes: -o FILE");
        return false;
    }
    /* What is laid out is given back to the system before the PDF is saved. */
    (void)mallopt(M_MMAP_THRESHOLD, GIVEN_BACK_BYTES);
    struct font_set *fonts = font_set_open(err);
    bool ok = fonts != NULL &&
              (dump == NULL || make_areas(call, fonts, dump, err)) &&
              (out == NULL || make_pdf(call, fonts, out, err));
    font_set_close(fonts);
    *status = STATUS_YES;
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
