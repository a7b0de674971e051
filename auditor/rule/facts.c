#include "rule/facts.h"

#include "base/clock.h"
#include "base/xml.h"
#include "rule/day.h"
#include "rule/pack.h"

#include <string.h>

xmlNode *
facts_add(
    struct facts *facts, xmlNode *parent, const char *name, struct err *err)
{
    return xml_add(parent, facts->ns, name, err);
}

bool
facts_set(xmlNode *node, const struct facts_attribute *attributes, size_t count,
    struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!xml_set(node, attributes[i].name, attributes[i].value, err)) {
            return false;
        }
    }
    return true;
}

bool
facts_concern(const struct facts *facts, const char *option)
{
    return option[0] == '\0' || strcmp(option, facts->request->option->id) == 0;
}

static bool
make_root(struct facts *facts, xmlDoc *doc, struct err *err)
{
    facts->root = xmlNewNode(NULL, (const xmlChar *)"facts");
    if (facts->root == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate the facts document");
        return false;
    }
    xmlDocSetRootElement(doc, facts->root);
    facts->ns = xmlNewNs(facts->root, (const xmlChar *)FACTS_NS, NULL);
    if (facts->ns == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate a namespace");
        return false;
    }
    xmlSetNs(facts->root, facts->ns);
    char at[CLOCK_TEXT_BYTES];
    char day[DAY_BYTES];
    clock_text(facts->request->at_s, at);
    if (!day_of(span_of(at), day)) {
        err_set(err, ERR_USAGE, "cannot write the time '%s' as a day", at);
        return false;
    }
    const struct facts_attribute attributes[] = {
        {"version", span_of("1")},
        {"option", span_of(facts->request->option->id)},
        {"at", span_of(at)},
        {"day", span_of(day)},
    };
    return facts_set(
        facts->root, attributes, sizeof(attributes) / sizeof(*attributes), err);
}

/* The document is embedded in the dossier: it has no XML declaration. */
static struct span
without_declaration(struct span bytes)
{
    if (span_starts(bytes, "<?xml")) {
        size_t end = span_find(bytes, span_of("?>")) + strlen("?>");
        bytes.ptr += end;
        bytes.len -= end;
    }
    return span_trim(bytes);
}

bool
rule_facts_write(struct arena *arena, const struct rule_facts_request *request,
    struct span *out, struct err *err)
{
    bool ok = false;
    struct span bytes;
    struct facts facts = {.arena = arena, .request = request};
    xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
    if (doc == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate the facts document");
        goto out;
    }
    if (!make_root(&facts, doc, err) || !facts_put_entities(&facts, err) ||
        !facts_put_derived(&facts, err) ||
        !xml_bytes(arena, doc, &bytes, err)) {
        goto out;
    }
    *out = without_declaration(bytes);
    ok = true;
out:
    xmlFreeDoc(doc);
    return ok;
}
