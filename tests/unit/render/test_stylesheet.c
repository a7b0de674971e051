#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "render/render.h"

#define HEAD                                                                   \
    "<xsl:stylesheet version='1.0' "                                           \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                        \
    "xmlns:exsl='http://exslt.org/common' "                                    \
    "extension-element-prefixes='exsl'>"                                       \
    "<xsl:output omit-xml-declaration='yes'/><xsl:param name='p'/>"
#define TAIL "</xsl:stylesheet>"

struct fixture {
    struct arena arena;
    char folder[64];
};

static int
setup(void **state)
{
    static struct fixture fixture;
    strcpy(fixture.folder, "/tmp/auditor-stylesheet-XXXXXX");
    arena_init(&fixture.arena, (size_t)64 << 20);
    *state = &fixture;
    return mkdtemp(fixture.folder) == NULL;
}

static void
put(struct fixture *fixture, const char *name, const char *text)
{
    struct err err = {0};
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", fixture->folder, name);
    (void)unlink(path);
    assert_true(file_write_new(path, span_of(text), 0644, &err));
}

static int
teardown(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"t.xsl", "inc.xsl", "words.xml"};
    char path[256];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", fixture->folder, names[i]);
        (void)unlink(path);
    }
    arena_release(&fixture->arena);
    return rmdir(fixture->folder);
}

static bool
apply(struct fixture *fixture, const char *body, const char *value,
    struct span *out, struct err *err)
{
    char style[2048];
    const char *parameters[] = {"p", value, NULL};
    (void)snprintf(style, sizeof style, "%s%s%s", HEAD, body, TAIL);
    put(fixture, "t.xsl", style);
    return render_stylesheet(&fixture->arena, fixture->folder, "t.xsl",
        span_of("<r a='1'/>"), parameters, out, err);
}

static void
parameter_is_a_string_whatever_its_quotes(void **state)
{
    struct span out;
    struct err err = {0};
    assert_true(apply(*state,
        "<xsl:template match='/'><o><xsl:value-of select='$p'/></o>"
        "</xsl:template>",
        "'a\" or 1=1 <", &out, &err));
    assert_true(span_find(out, span_of("<o>'a\" or 1=1 &lt;</o>")) < out.len);
}

static void
file_of_the_folder_is_included_and_read(void **state)
{
    struct span out;
    struct err err = {0};
    put(*state, "inc.xsl",
        HEAD "<xsl:template match='r'><o><xsl:value-of "
             "select=\"document('words.xml')/w\"/></o></xsl:template>" TAIL);
    put(*state, "words.xml", "<w>mot</w>");
    assert_true(apply(*state, "<xsl:include href='inc.xsl'/>", "", &out, &err));
    assert_true(span_find(out, span_of("<o>mot</o>")) < out.len);
}

static void
file_outside_the_folder_is_refused(void **state)
{
    static const char *const bodies[] = {
        "<xsl:include href='../etc/passwd'/>",
        "<xsl:include href='file:///etc/passwd'/>",
        "<xsl:include href='http://example.org/a.xsl'/>",
        "<xsl:template match='/'><o><xsl:copy-of "
        "select=\"document('file:///etc/passwd')\"/></o></xsl:template>",
        "<xsl:template match='/'><o><xsl:copy-of "
        "select=\"document('../../../../etc/hostname')\"/></o>"
        "</xsl:template>",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct span out;
        struct err err = {0};
        assert_false(apply(*state, bodies[i], "", &out, &err));
    }
}

static void
stylesheet_writes_no_file(void **state)
{
    struct span out;
    struct err err = {0};
    const char *path = "/tmp/auditor-stylesheet-must-not-exist";
    (void)apply(*state,
        "<xsl:template match='/'><exsl:document "
        "href='/tmp/auditor-stylesheet-must-not-exist'>x</exsl:document><o/>"
        "</xsl:template>",
        "", &out, &err);
    assert_false(file_exists(path));
}

static void
endless_recursion_is_stopped(void **state)
{
    struct span out;
    struct err err = {0};
    assert_false(apply(*state,
        "<xsl:template match='/' name='n'><xsl:call-template name='n'/>"
        "</xsl:template>",
        "", &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void
message_that_terminates_is_an_error(void **state)
{
    struct span out;
    struct err err = {0};
    assert_false(apply(*state,
        "<xsl:template match='/'><xsl:message terminate='yes'>no title"
        "</xsl:message></xsl:template>",
        "", &out, &err));
    assert_non_null(strstr(err.text, "no title"));
}

#define CHART(count, length)                                                   \
    "<xsl:template match='/' xmlns:ch='urn:auditor:chart:1'>"                  \
    "<xsl:variable name='c'><ch:bars width='100' height='0' alt='two'>"        \
    "<ch:bar label='a'><ch:part kind='pass' n='" count "'/></ch:bar>"          \
    "</ch:bars></xsl:variable>"                                                \
    "<xsl:variable name='svg' select='ch:draw(exsl:node-set($c)" length ")'/>" \
    "<o><xsl:copy-of select='$svg'/><xsl:copy-of select='$svg'/></o>"          \
    "</xsl:template>"

static void
chart_is_drawn_where_the_stylesheet_asks(void **state)
{
    struct span out;
    struct err err = {0};
    assert_true(apply(*state, CHART("2", "/*"), "", &out, &err));
    size_t first = span_find(out, span_of("<svg "));
    assert_true(first < out.len);
    struct span rest = {out.ptr + first + 1, out.len - first - 1};
    assert_true(span_find(rest, span_of("<svg ")) < rest.len);
    assert_true(span_find(out, span_of("aria-label=\"two\"")) < out.len);
}

static void
chart_that_cannot_be_drawn_ends_the_run(void **state)
{
    struct span out;
    struct err err = {0};
    assert_false(apply(*state, CHART("many", "/*"), "", &out, &err));
    assert_non_null(strstr(err.text, "no kind and count: 'many'"));
    err_clear(&err);
    assert_false(apply(*state, CHART("2", "/none"), "", &out, &err));
    assert_non_null(strstr(err.text, "from one element"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            parameter_is_a_string_whatever_its_quotes, setup, teardown),
        cmocka_unit_test_setup_teardown(
            file_of_the_folder_is_included_and_read, setup, teardown),
        cmocka_unit_test_setup_teardown(
            file_outside_the_folder_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            stylesheet_writes_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(
            endless_recursion_is_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(
            message_that_terminates_is_an_error, setup, teardown),
        cmocka_unit_test_setup_teardown(
            chart_is_drawn_where_the_stylesheet_asks, setup, teardown),
        cmocka_unit_test_setup_teardown(
            chart_that_cannot_be_drawn_ends_the_run, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
