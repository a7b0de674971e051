/*
 * to_fo TEMPLATES STYLESHEET LANG IN.xml OUT.fo [BRAND.xml LOGO]: the
 * formatting objects that the program makes of a signed file, for other engines
 * to lay out; LOGO is a data: address.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/limits.h"
#include "render/render.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {0};
    struct span xml;
    struct span fo;
    bool ok;

    if (argc != 6 && argc != 8) {
        fprintf(stderr, "usage: to_fo TEMPLATES STYLESHEET LANG IN.xml OUT.fo "
                        "[BRAND.xml LOGO]\n");
        return 2;
    }
    const char *const parameters[] = {
        "lang", argv[3], "brand-logo", argc == 8 ? argv[7] : "", NULL};
    struct render_style style = {.templates_dir = argv[1],
        .stylesheet = argv[2],
        .parameters = parameters};
    arena_init(&arena, LIMIT_ARENA_BYTES);
    ok = file_read(&arena, argv[4], LIMIT_XML_BYTES, &xml, &err) &&
         (argc == 6 ||
             file_read(&arena, argv[6], LIMIT_XML_BYTES, &style.brand, &err)) &&
         render_styled(&arena, &style, xml, &fo, &err) &&
         file_write_new(argv[5], fo, 0644, &err);
    if (!ok) {
        fprintf(stderr, "to_fo: %s: %s\n", argv[4], err.text);
    }
    arena_release(&arena);
    return ok ? 0 : 1;
}
