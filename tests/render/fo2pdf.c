/*
 * fo2pdf IN.fo OUT.pdf: lay a file of formatting objects out and write it as
 * PDF, without stylesheet or signature. For looking at pages.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/limits.h"
#include "render/render.h"

#include <stdio.h>

static bool
convert(
    struct arena *arena, struct font_set *fonts, char **names, struct err *err)
{
    const struct render_pdf_options options = {.created_s = 0};
    const struct area_document *document = NULL;
    struct area_document named;
    struct span fo;
    struct span pdf;

    if (!file_read(arena, names[1], LIMIT_XML_BYTES, &fo, err) ||
        !render_layout(arena, fonts, fo, &document, err))
        return false;
    named = *document;
    if (named.title.len == 0)
        named.title = span_of(names[1]);
    if (named.lang.len == 0)
        named.lang = span_of("en");
    return render_pdf(arena, &named, &options, &pdf, err) &&
           file_write_new(names[2], pdf, 0644, err);
}

int
main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {0};
    struct font_set *fonts = NULL;
    bool ok = false;

    if (argc != 3) {
        fprintf(stderr, "usage: fo2pdf IN.fo OUT.pdf\n");
        return 2;
    }
    arena_init(&arena, LIMIT_ARENA_BYTES);
    fonts = font_set_open(&err);
    ok = fonts != NULL && convert(&arena, fonts, argv, &err);
    if (!ok)
        fprintf(stderr, "fo2pdf: %s%s%s\n", err.place,
            err.place[0] == '\0' ? "" : ": ", err.text);
    font_set_close(fonts);
    arena_release(&arena);
    return ok ? 0 : 1;
}
