#include "rule/declarations.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"

#include <string.h>

#define DECLARATIONS_NS "urn:auditor:declarations:1"

/* The words of an element on one line. */
static bool
one_line(
    struct arena *arena, const xmlNode *node, const char **out, struct err *err)
{
    struct span text;
    struct text words;
    if (!xml_text(arena, node, &text, err)) {
        return false;
    }
    text_init(&words, LIMIT_STRING_BYTES);
    struct span rest = span_trim(text);
    for (size_t i = 0; i < rest.len; i++) {
        bool space = strchr(" \t\r\n", rest.ptr[i]) != NULL;
        bool repeated =
            space && words.len > 0 && words.ptr[words.len - 1] == ' ';
        if (!repeated) {
            text_putc(&words, space ? ' ' : rest.ptr[i]);
        }
    }
    bool ok = text_done(&words, err);
    *out = ok ? span_string(arena, text_span(&words), err) : NULL;
    text_release(&words);
    return *out != NULL;
}

static bool
read_words(struct arena *arena, const xmlNode *node,
    struct rule_question *question, struct err *err)
{
    const xmlNode *words = xml_child(node, DECLARATIONS_NS, "question");
    for (; words != NULL;
         words = xml_next(words, DECLARATIONS_NS, "question")) {
        xmlChar *language = xmlNodeGetLang(words);
        bool french =
            language != NULL && strcmp((const char *)language, "fr") == 0;
        xmlFree(language);
        if (!one_line(arena, words,
                french ? &question->question.fr : &question->question.en,
                err)) {
            return false;
        }
    }
    return true;
}

static const char *
copy_attribute(
    struct arena *arena, const xmlNode *node, const char *name, struct err *err)
{
    const char *value = xml_attribute(node, name);
    if (value == NULL || value[0] == '\0') {
        err_set(err, ERR_INPUT, "a declaration has no attribute '%s'", name);
        err_at_line(err, xmlGetLineNo(node));
        return NULL;
    }
    return span_string(arena, span_of(value), err);
}

static bool
read_question(struct arena *arena, const xmlNode *node,
    struct rule_question *out, struct err *err)
{
    const char *document = xml_attribute(node, "document");
    out->question = (struct bilingual){"", ""};
    out->document = document != NULL && strcmp(document, "yes") == 0;
    out->name = copy_attribute(arena, node, "name", err);
    out->kind = copy_attribute(arena, node, "kind", err);
    out->sector = copy_attribute(arena, node, "sector", err);
    return err->code == ERR_NONE && read_words(arena, node, out, err);
}

static bool
read_all(struct arena *arena, const xmlNode *root, struct rule_questions *out,
    struct err *err)
{
    struct rule_questions questions = {NULL, 0};
    size_t capacity = 0;
    const xmlNode *node = xml_child(root, DECLARATIONS_NS, "declaration");
    for (; node != NULL;
         node = xml_next(node, DECLARATIONS_NS, "declaration")) {
        void *items = questions.items;
        struct rule_question *question = arena_push(
            arena, &items, &questions.count, &capacity, sizeof(*question), err);
        questions.items = items;
        if (question == NULL || !read_question(arena, node, question, err)) {
            return false;
        }
    }
    *out = questions;
    return true;
}

bool
rule_questions_load(struct arena *arena, const char *rules_dir,
    struct rule_questions *out, struct err *err)
{
    bool ok = false;
    xmlDoc *doc = NULL;
    struct span bytes;
    const char *path = file_join(arena, rules_dir, "declarations.xml", err);
    if (path == NULL || !file_read(arena, path, LIMIT_XML_BYTES, &bytes, err) ||
        !xml_parse(bytes, &doc, err)) {
        goto out;
    }
    if (!xml_is(xmlDocGetRootElement(doc), DECLARATIONS_NS, "declarations")) {
        err_set(err, ERR_INPUT, "it is no list of declarations");
        goto out;
    }
    ok = read_all(arena, xmlDocGetRootElement(doc), out, err);
out:
    if (!ok && path != NULL) {
        err_in_file(err, path);
    }
    xmlFreeDoc(doc);
    return ok;
}

const struct rule_question *
rule_question_find(const struct rule_questions *questions, const char *name)
{
    for (size_t i = 0; i < questions->count; i++) {
        if (strcmp(questions->items[i].name, name) == 0) {
            return &questions->items[i];
        }
    }
    return NULL;
}
