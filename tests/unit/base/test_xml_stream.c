#include "base/xml.h"
#include "base/xml_stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What happened, as words: "<a x=1 line 2", "text", ">". */
struct record {
    struct text words;
    const char *stop; /* an element that is refused, or NULL */
    const xmlNode *kept;
};

static bool
on_open(void *context, const struct xml_element *element, bool *keep,
    struct err *err)
{
    struct record *record = context;
    text_printf(&record->words, "<%s", element->name);
    for (size_t i = 0; i < element->attribute_count; i++) {
        const struct xml_attribute *a = &element->attributes[i];
        text_printf(&record->words, " %s%s%s=%.*s",
            a->prefix == NULL ? "" : a->prefix, a->prefix == NULL ? "" : ":",
            a->name, (int)a->value.len, a->value.ptr);
    }
    text_printf(&record->words, "@%d|", (int)element->line);
    *keep = strcmp(element->name, "keep") == 0;
    if (record->stop != NULL && strcmp(record->stop, element->name) == 0) {
        err_set(err, ERR_INPUT, "stopped at '%s'", element->name);
        return false;
    }
    return true;
}

static bool
on_text(void *context, struct span text, struct err *err)
{
    (void)err;
    text_printf(
        &((struct record *)context)->words, "'%.*s'|", (int)text.len, text.ptr);
    return true;
}

static bool
on_close(void *context, const xmlNode *kept, struct err *err)
{
    struct record *record = context;
    (void)err;
    text_puts(&record->words, kept == NULL ? ">|" : "kept>|");
    record->kept = kept == NULL ? record->kept : kept;
    return true;
}

static const struct xml_events events = {on_open, on_text, on_close};

static bool
reads(struct record *record, const char *bytes, xmlDoc **kept, struct err *err)
{
    text_init(&record->words, 4096);
    return xml_stream(span_of(bytes), &events, record, kept, err);
}

static void
tells_elements_and_text_in_their_order(void **state)
{
    struct record record = {0};
    struct err err = {0};
    xmlDoc *kept = NULL;
    (void)state;
    assert_true(reads(&record,
        "<a x='1&amp;2' xml:lang='fr'>b&lt;c<!-- -->d<![CDATA[<e>]]>\n"
        "<f\n y=''/> &#233;</a>",
        &kept, &err));
    text_putc(&record.words, 0);
    assert_string_equal(record.words.ptr,
        "<a x=1&2 xml:lang=fr@1|'b<cd<e>\n'|<f y=@3|>|' \xC3\xA9'|>|");
    text_release(&record.words);
    xmlFreeDoc(kept);
}

static void
keeps_the_tree_of_an_element_that_is_asked_for(void **state)
{
    struct record record = {0};
    struct record again = {0};
    struct err err = {0};
    xmlDoc *kept = NULL;
    (void)state;
    assert_true(reads(&record,
        "<p:a xmlns:p='urn:p' xmlns='urn:d'><b xmlns='urn:e'>x</b>"
        "<p:keep p:v='&lt;1'><c xmlns:q='urn:q'>y<q:d/></c></p:keep></p:a>",
        &kept, &err));
    assert_non_null(record.kept);
    assert_true(xml_is(record.kept, "urn:p", "keep"));
    xmlNode *c = xml_child(record.kept, "urn:d", "c");
    assert_non_null(c);
    assert_non_null(xml_child(c, "urn:q", "d"));
    text_init(&again.words, 4096);
    assert_true(xml_replay(record.kept, &events, &again, &err));
    text_putc(&again.words, 0);
    assert_string_equal(again.words.ptr, "<c@1|'y'|<d@1|>|>|");
    text_release(&again.words);
    text_release(&record.words);
    xmlFreeDoc(kept);
}

static void
ends_at_what_is_refused_or_malformed(void **state)
{
    static const struct {
        const char *bytes, *stop, *words, *place;
    } cases[] = {
        {"<a>\n<b/><c></a>", "b", "stopped at 'b'", ""},
        {"<a>\n<b/><c></a>", NULL, "cannot read XML", "line 2"},
        {"<a>\n&x;</a>", NULL, "cannot read XML", "line 2"},
        {"<!DOCTYPE a><a/>", NULL, "document type", "line 1"},
        {"", NULL, "cannot read XML", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct record record = {.stop = cases[i].stop};
        struct err err = {0};
        xmlDoc *kept = NULL;
        assert_false(reads(&record, cases[i].bytes, &kept, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, cases[i].words));
        assert_non_null(strstr(err.place, cases[i].place));
        text_release(&record.words);
        xmlFreeDoc(kept);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_elements_and_text_in_their_order),
        cmocka_unit_test(keeps_the_tree_of_an_element_that_is_asked_for),
        cmocka_unit_test(ends_at_what_is_refused_or_malformed),
    };
    xml_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
