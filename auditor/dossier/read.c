#include "dossier/read.h"
#include "base/xml.h"

#include <string.h>

struct reading {
    struct arena *arena;
    const xmlNode *root;
    const char *ns;
    struct dossier dossier;
};

static const char *
attribute(struct reading *reading, const xmlNode *node, const char *name,
    struct err *err)
{
    const char *value = node == NULL ? NULL : xml_attribute(node, name);
    return span_string(
        reading->arena, span_of(value == NULL ? "" : value), err);
}

static const char *
child_text(struct reading *reading, const xmlNode *parent, const char *name,
    struct err *err)
{
    struct span text = span_of("");
    const xmlNode *node = xml_child(parent, reading->ns, name);
    if (node != NULL && !xml_text(reading->arena, node, &text, err)) {
        return NULL;
    }
    return text.ptr;
}

/* The two languages of a text: <name xml:lang="en"/>, <name xml:lang="fr"/>. */
static bool
bilingual(struct reading *reading, const xmlNode *parent, const char *name,
    struct bilingual *out, struct err *err)
{
    *out = (struct bilingual){"", ""};
    const xmlNode *node = xml_child(parent, reading->ns, name);
    for (; node != NULL; node = xml_next(node, reading->ns, name)) {
        struct span text;
        xmlChar *language = xmlNodeGetLang(node);
        bool french =
            language != NULL && strcmp((const char *)language, "fr") == 0;
        xmlFree(language);
        if (!xml_text(reading->arena, node, &text, err)) {
            return false;
        }
        *(french ? &out->fr : &out->en) = text.ptr;
    }
    return true;
}

static size_t
count_children(const xmlNode *parent, const char *ns, const char *name)
{
    size_t count = 0;
    const xmlNode *node = xml_child(parent, ns, name);
    for (; node != NULL; node = xml_next(node, ns, name)) {
        count++;
    }
    return count;
}

static bool
read_head(struct reading *reading, struct err *err)
{
    struct dossier *dossier = &reading->dossier;
    const xmlNode *head = xml_child(reading->root, reading->ns, "head");
    const xmlNode *subject = xml_child(reading->root, reading->ns, "subject");
    if (head == NULL || subject == NULL) {
        err_set(err, ERR_INPUT,
            "cannot read the dossier: it has no head or "
            "no subject");
        return false;
    }
    const char *trial = xml_attribute(reading->root, "trial");
    const char *fictional = xml_attribute(subject, "fictional");
    dossier->trial = trial == NULL || strcmp(trial, "no") != 0;
    dossier->fictional = fictional == NULL || strcmp(fictional, "no") != 0;
    dossier->id = child_text(reading, head, "id", err);
    dossier->created = child_text(reading, head, "created", err);
    dossier->law_as_of = child_text(reading, head, "law-as-of", err);
    dossier->family = attribute(reading, subject, "family", err);
    dossier->sector = attribute(reading, subject, "sector", err);
    return bilingual(reading, subject, "title", &dossier->title, err) &&
           err->code == ERR_NONE;
}

static bool
read_option(struct reading *reading, const xmlNode *node,
    struct dossier_option *out, struct err *err)
{
    const char *params = attribute(reading, node, "params", err);
    const char *bytes = attribute(reading, node, "bytes", err);
    const char *energy = attribute(reading, node, "energy", err);
    out->id = attribute(reading, node, "id", err);
    out->label = attribute(reading, node, "label", err);
    out->precision = attribute(reading, node, "precision", err);
    out->verdict = attribute(reading, node, "verdict", err);
    if (err->code != ERR_NONE) {
        return false;
    }
    out->params = span_of(params);
    out->bytes = span_of(bytes);
    out->energy = span_of(energy);
    return true;
}

static bool
read_options(struct reading *reading, struct err *err)
{
    struct dossier *dossier = &reading->dossier;
    const xmlNode *list = xml_child(reading->root, reading->ns, "options");
    size_t count = count_children(list, reading->ns, "option");
    dossier->options = arena_alloc_array(
        reading->arena, count, sizeof(*dossier->options), err);
    if (dossier->options == NULL) {
        return false;
    }
    const xmlNode *node = xml_child(list, reading->ns, "option");
    for (; node != NULL; node = xml_next(node, reading->ns, "option")) {
        if (!read_option(reading, node,
                &dossier->options[dossier->option_count++], err)) {
            return false;
        }
    }
    return true;
}

static bool
read_packs(struct reading *reading, struct err *err)
{
    struct dossier *dossier = &reading->dossier;
    const xmlNode *list = xml_child(reading->root, reading->ns, "packs");
    size_t count = count_children(list, reading->ns, "pack");
    dossier->packs =
        arena_alloc_array(reading->arena, count, sizeof(*dossier->packs), err);
    if (dossier->packs == NULL) {
        return false;
    }
    const xmlNode *node = xml_child(list, reading->ns, "pack");
    for (; node != NULL; node = xml_next(node, reading->ns, "pack")) {
        struct dossier_pack *pack = &dossier->packs[dossier->pack_count++];
        pack->id = attribute(reading, node, "id", err);
        pack->sha256 = attribute(reading, node, "sha256", err);
    }
    return err->code == ERR_NONE;
}

static bool
read_finding(struct reading *reading, const xmlNode *node,
    struct dossier_finding *out, struct err *err)
{
    out->rule = attribute(reading, node, "rule", err);
    out->severity = attribute(reading, node, "severity", err);
    out->outcome = attribute(reading, node, "outcome", err);
    out->readiness = attribute(reading, node, "readiness", err);
    out->assertion = attribute(reading, node, "assertion", err);
    return bilingual(reading, node, "title", &out->title, err) &&
           bilingual(reading, node, "message", &out->message, err) &&
           err->code == ERR_NONE;
}

static bool
read_findings(struct reading *reading, struct err *err)
{
    struct dossier *dossier = &reading->dossier;
    const xmlNode *list = xml_child(reading->root, reading->ns, "findings");
    size_t count = count_children(list, reading->ns, "finding");
    dossier->findings = arena_alloc_array(
        reading->arena, count, sizeof(*dossier->findings), err);
    if (dossier->findings == NULL) {
        return false;
    }
    const xmlNode *node = xml_child(list, reading->ns, "finding");
    for (; node != NULL; node = xml_next(node, reading->ns, "finding")) {
        if (!read_finding(reading, node,
                &dossier->findings[dossier->finding_count++], err)) {
            return false;
        }
    }
    return true;
}

/* The facts as a document of their own, as the rules saw them. */
static bool
read_facts(struct reading *reading, struct err *err)
{
    bool ok = false;
    xmlNode *facts = xml_child(reading->root, FACTS_NS, "facts");
    if (facts == NULL) {
        err_set(err, ERR_INPUT, "cannot read the dossier: it has no facts");
        return false;
    }
    xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *copy =
        doc == NULL ? NULL : xmlDocCopyNode(facts, doc, /* deep */ 1);
    if (copy == NULL) {
        err_set(err, ERR_SYSTEM, "cannot copy the facts");
        goto out;
    }
    xmlDocSetRootElement(doc, copy);
    ok = xml_bytes(reading->arena, doc, &reading->dossier.facts_xml, err);
out:
    xmlFreeDoc(doc);
    return ok;
}

static bool
read_dossier_parts(struct reading *reading, struct err *err)
{
    struct dossier *dossier = &reading->dossier;
    const xmlNode *option = xml_child(reading->root, reading->ns, "option");
    const xmlNode *verdict = xml_child(reading->root, reading->ns, "verdict");
    dossier->option = attribute(reading, option, "id", err);
    dossier->verdict = attribute(reading, verdict, "value", err);
    dossier->weights_count = count_children(option, reading->ns, "weights");
    return err->code == ERR_NONE && read_findings(reading, err) &&
           read_facts(reading, err);
}

static bool
read_comparison_parts(struct reading *reading, struct err *err)
{
    const xmlNode *choice = xml_child(reading->root, reading->ns, "choice");
    reading->dossier.option = "";
    reading->dossier.verdict = "";
    return bilingual(reading, choice, "reason", &reading->dossier.choice, err);
}

bool
dossier_read(
    struct arena *arena, struct span xml, struct dossier *out, struct err *err)
{
    bool ok = false;
    xmlDoc *doc = NULL;
    struct reading reading = {.arena = arena, .ns = DOSSIER_NS};
    reading.dossier.choice = (struct bilingual){"", ""};
    if (!xml_parse(xml, &doc, err)) {
        goto out;
    }
    reading.root = xmlDocGetRootElement(doc);
    if (xml_is(reading.root, COMPARISON_NS, "comparison")) {
        reading.dossier.is_comparison = true;
        reading.ns = COMPARISON_NS;
    } else if (!xml_is(reading.root, DOSSIER_NS, "dossier")) {
        err_set(err, ERR_INPUT, "it is neither a dossier nor a comparison");
        goto out;
    }
    if (!read_head(&reading, err) || !read_options(&reading, err) ||
        !read_packs(&reading, err) ||
        !(reading.dossier.is_comparison ? read_comparison_parts(&reading, err)
                                        : read_dossier_parts(&reading, err))) {
        goto out;
    }
    *out = reading.dossier;
    ok = true;
out:
    xmlFreeDoc(doc);
    return ok;
}
