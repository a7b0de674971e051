/*
 * Any bytes as formatting objects: laid out and written as PDF, or refused.
 * With libFuzzer: make fuzz SECONDS=60.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "render/render.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    INPUT_MAX = 64 << 10,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct font_set *fonts;
    static const struct render_pdf_options options = {
        .author = {"", 0}, .subject = {"", 0}};
    struct arena arena;
    struct err err = {0};
    const struct area_document *areas = NULL;
    struct render_pdf *pdf = NULL;
    struct render_source source = {.fo = {(const char *)data, size}};
    struct span bytes;
    bool ok;

    if (size > INPUT_MAX) {
        return 0;
    }
    if (fonts == NULL) {
        fonts = font_set_open(&err);
    }
    if (fonts == NULL) {
        fprintf(stderr, "fuzz_fo: %s\n", err.text);
        exit(EXIT_FAILURE);
    }
    arena_init(&arena, LIMIT_ARENA_BYTES);
    ok = render_pdf_open(&arena, &options, &pdf, &err);
    if (ok) {
        source.sink = render_pdf_sink(pdf);
        ok = render_layout(&arena, fonts, &source, &areas, &err);
    }
    if (ok) {
        struct area_document named = *areas;
        if (named.title.len == 0) {
            named.title = span_of("fuzz");
        }
        if (named.lang.len == 0) {
            named.lang = span_of("und");
        }
        ok = render_pdf_save(pdf, &named, &bytes, &err);
    }
    if (!ok && err.text[0] == '\0') {
        abort(); /* a refusal must say why */
    }
    render_pdf_close(pdf);
    arena_release(&arena);
    return 0;
}
