/*
 * Developer's tool: lay a formatting objects file out.
 * fo2pdf FILE.fo [OUT.pdf]: without OUT.pdf the area tree goes to stdout.
 */
#include <stdio.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "render/layout/dump.h"
#include "render/render.h"

static bool
write_pdf(struct arena *arena, const struct area_document *document,
    const char *path, struct err *err)
{
    struct render_pdf_options options = {.created_s = 1795000000};
    struct span pdf;
    if (!render_pdf(arena, document, &options, &pdf, err)) {
        return false;
    }
    (void)remove(path);
    return file_write_new(path, pdf, 0644, err);
}

static bool
run(struct arena *arena, const char *input, const char *output,
    struct err *err)
{
    struct span fo;
    const struct area_document *document;
    bool ok = false;
    struct font_set *fonts = font_set_open(err);
    struct text dump;
    text_init(&dump, LIMIT_TEXT_BYTES);
    if (fonts == NULL ||
        !file_read(arena, input, LIMIT_XML_BYTES, &fo, err) ||
        !render_layout(arena, fonts, fo, &document, err)) {
        goto out;
    }
    if (output != NULL) {
        ok = write_pdf(arena, document, output, err);
        goto out;
    }
    render_areas_dump(document, &dump);
    if (!text_done(&dump, err)) {
        goto out;
    }
    ok = fwrite(dump.ptr, 1, dump.len, stdout) == dump.len;
out:
    text_release(&dump);
    font_set_close(fonts);
    return ok;
}

int
main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {0};
    if (argc < 2) {
        return 2;
    }
    xml_setup();
    arena_init(&arena, (size_t)2 << 30);
    bool ok = run(&arena, argv[1], argc > 2 ? argv[2] : NULL, &err);
    if (!ok) {
        (void)fprintf(stderr, "%s: %s%s%s\n", argv[1], err.text,
            err.place[0] != '\0' ? ", " : "", err.place);
    }
    arena_release(&arena);
    return ok ? 0 : 1;
}
