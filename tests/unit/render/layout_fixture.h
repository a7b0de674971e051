#ifndef UNIT_RENDER_LAYOUT_FIXTURE_H
#define UNIT_RENDER_LAYOUT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xml.h"
#include "render/render.h"

/* A flow on small pages, laid out, for the tests of layout. */
#define FO_OPEN                                                                \
    "<fo:root xmlns:fo=\"http://www.w3.org/1999/XSL/Format\" "                 \
    "xmlns:fox=\"http://xmlgraphics.apache.org/fop/extensions\" "              \
    "font-family=\"DejaVu Sans\" font-size=\"10pt\" line-height=\"10pt\" "     \
    "xml:lang=\"fr\"><fo:layout-master-set><fo:simple-page-master "            \
    "master-name=\"p\" page-width=\"200pt\" page-height=\"100pt\">"            \
    "<fo:region-body/><fo:region-after extent=\"10pt\"/>"                      \
    "</fo:simple-page-master></fo:layout-master-set>"                          \
    "<fo:page-sequence master-reference=\"p\" id=\"all\">"
#define FLOW_OPEN  "<fo:flow flow-name=\"xsl-region-body\">"
#define FLOW_CLOSE "</fo:flow></fo:page-sequence></fo:root>"

/* libhyphen 2.8.8 loses some bytes of every dictionary that it loads. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:libhyphen";
}

struct fixture {
    struct arena arena;
    struct font_set *fonts;
    struct err err;
};

static int
setup(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    xml_setup();
    arena_init(&fixture.arena, (size_t)512 << 20);
    fixture.fonts = font_set_open(&fixture.err);
    *state = &fixture;
    return fixture.fonts == NULL;
}

static int
teardown(void **state)
{
    struct fixture *fixture = *state;
    font_set_close(fixture->fonts);
    arena_release(&fixture->arena);
    return 0;
}

/* NULL when refused; the error is in the fixture. */
static const struct area_document *
lay_out(struct fixture *fixture, const char *before, const char *body)
{
    const struct area_document *document = NULL;
    static char fo[1 << 18];
    (void)snprintf(fo, sizeof fo, "%s%s%s%s%s", FO_OPEN, before, FLOW_OPEN,
        body, FLOW_CLOSE);
    memset(&fixture->err, 0, sizeof fixture->err);
    struct render_source source = {.fo = span_of(fo)};
    if (!render_layout(&fixture->arena, fixture->fonts, &source, &document,
            &fixture->err)) {
        return NULL;
    }
    return document;
}

static const struct area_document *
must_lay_out(struct fixture *fixture, const char *body)
{
    const struct area_document *document = lay_out(fixture, "", body);
    if (document == NULL) {
        print_error("%s %s\n", fixture->err.text, fixture->err.place);
        abort();
    }
    return document;
}

/* The first text operation that holds `words`, or NULL. */
static inline const struct area_op *
find_text(const struct area_page *page, const char *words)
{
    for (size_t i = 0; i < page->op_count; i++) {
        const struct area_op *op = &page->ops[i];
        if (op->kind == AREA_TEXT &&
            span_find(op->run->text, span_of(words)) < op->run->text.len) {
            return op;
        }
    }
    return NULL;
}

/* As find_text, for words that must be there. */
static inline const struct area_op *
text_of(const struct area_page *page, const char *words)
{
    const struct area_op *op = find_text(page, words);
    if (op == NULL) {
        print_error("no text '%s'\n", words);
        abort();
    }
    return op;
}

/* On which page (from 1) the words stand first; 0 = nowhere. */
static inline size_t
page_of(const struct area_document *document, const char *words)
{
    for (size_t p = 0; p < document->page_count; p++) {
        if (find_text(&document->pages[p], words) != NULL) {
            return p + 1;
        }
    }
    return 0;
}

static inline size_t
count_kind(const struct area_page *page, enum area_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < page->op_count; i++) {
        count += page->ops[i].kind == kind;
    }
    return count;
}

#endif
