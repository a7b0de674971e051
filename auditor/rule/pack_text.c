#include "rule/pack.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/xml.h"

#include <string.h>

bool
pack_string(struct pack_load *load, const xmlNode *node, const char *name,
    const char **out, struct err *err)
{
    const char *value = xml_attribute(node, name);
    const char *copy = span_string(
        &load->packs->arena, span_of(value == NULL ? "" : value), err);
    if (copy == NULL) {
        return false;
    }
    *out = copy;
    return true;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
pack_words(
    struct arena *arena, struct span text, const char **out, struct err *err)
{
    char *words = arena_alloc(arena, text.len + 1, err);
    if (words == NULL) {
        return false;
    }
    size_t len = 0;
    bool gap = false;
    for (size_t i = 0; i < text.len; i++) {
        if (is_space(text.ptr[i])) {
            gap = len > 0;
            continue;
        }
        if (gap) {
            words[len++] = ' ';
            gap = false;
        }
        words[len++] = text.ptr[i];
    }
    *out = words;
    return true;
}

/* The xml:lang of an element, or "". */
static const char *
language_of(const xmlNode *node)
{
    const xmlAttr *lang =
        xmlHasNsProp(node, (const xmlChar *)"lang", XML_XML_NAMESPACE);
    return lang == NULL || lang->children == NULL
               ? ""
               : (const char *)lang->children->content;
}

static const xmlNode *
child_in(const xmlNode *parent, const char *name, const char *language)
{
    const xmlNode *child = xml_child(parent, RULES_NS, name);
    while (child != NULL && strcmp(language_of(child), language) != 0) {
        child = xml_next(child, RULES_NS, name);
    }
    return child;
}

static bool
words_in(struct pack_load *load, const xmlNode *node, const char **out,
    struct err *err)
{
    struct span text;
    struct arena *arena = &load->packs->arena;
    return xml_text(arena, node, &text, err) &&
           pack_words(arena, text, out, err);
}

bool
pack_bilingual(struct pack_load *load, const xmlNode *parent, const char *name,
    struct bilingual *out, struct err *err)
{
    struct bilingual both;
    const xmlNode *en = child_in(parent, name, "en");
    const xmlNode *fr = child_in(parent, name, "fr");
    if (en == NULL || fr == NULL) {
        err_set(
            err, ERR_INPUT, "a:%s does not stand in English and French", name);
        return pack_refuse(parent, err);
    }
    if (!words_in(load, en, &both.en, err) ||
        !words_in(load, fr, &both.fr, err)) {
        return pack_refuse(parent, err);
    }
    *out = both;
    return true;
}

static bool
load_piece(struct pack_load *load, const xmlNode *node, struct rule_piece *out,
    struct err *err)
{
    if (node->type == XML_ELEMENT_NODE) {
        return pack_expression_load(load, node, "select", &out->select, err);
    }
    out->text = span_string(
        &load->packs->arena, span_of((const char *)node->content), err);
    return out->text != NULL;
}

bool
pack_message(struct pack_load *load, const xmlNode *node,
    struct rule_message *out, struct err *err)
{
    size_t room = 0;
    for (const xmlNode *c = node->children; c != NULL; c = c->next) {
        room++;
    }
    struct rule_message message = {
        .pieces = arena_alloc_array(
            &load->packs->arena, room, sizeof(*message.pieces), err)};
    if (message.pieces == NULL) {
        return false;
    }
    for (const xmlNode *c = node->children; c != NULL; c = c->next) {
        if (c->type == XML_COMMENT_NODE) {
            continue;
        }
        if (!load_piece(load, c, &message.pieces[message.count], err)) {
            return pack_refuse(node, err);
        }
        message.count++;
    }
    *out = message;
    return true;
}

bool
pack_message_words(struct arena *arena, const struct rule_message *message,
    const char **out, struct err *err)
{
    struct text text;
    text_init(&text, LIMIT_STRING_BYTES);
    for (size_t i = 0; i < message->count; i++) {
        const char *words = message->pieces[i].text;
        text_puts(&text, words == NULL ? "\xE2\x80\xA6" : words);
    }
    bool ok =
        text_done(&text, err) && pack_words(arena, text_span(&text), out, err);
    text_release(&text);
    return ok;
}

bool
pack_date(const xmlNode *node, const char *date, struct err *err)
{
    int64_t time_s;
    if (strlen(date) != CLOCK_DATE_BYTES - 1 ||
        !clock_parse(span_of(date), &time_s)) {
        err_set(err, ERR_INPUT, "'%.40s' is not a date like 2026-11-23", date);
        return pack_refuse(node, err);
    }
    return true;
}
