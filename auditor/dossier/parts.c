#include "dossier/parts.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/xml.h"

#include <stdio.h>
#include <string.h>

bool
part_document(struct part *part, const char *ns, const char *root, bool trial,
    struct err *err)
{
    xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *node = xmlNewNode(NULL, (const xmlChar *)root);
    if (doc == NULL || node == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate an XML document");
        xmlFreeNode(node);
        xmlFreeDoc(doc);
        return false;
    }
    xmlDocSetRootElement(doc, node);
    part->ns = xmlNewNs(node, (const xmlChar *)ns, NULL);
    part->root = node;
    xmlSetNs(node, part->ns);
    return xml_set_string(node, "version", "1", err) &&
           xml_set_string(node, "trial", trial ? "yes" : "no", err);
}

xmlNode *
part_add(const struct part *part, xmlNode *parent, const char *name,
    const char *const *attributes, struct err *err)
{
    xmlNode *node = xml_add(parent, part->ns, name, err);
    for (size_t i = 0;
         node != NULL && attributes != NULL && attributes[i] != NULL; i += 2) {
        if (!xml_set_string(node, attributes[i], attributes[i + 1], err)) {
            return NULL;
        }
    }
    return node;
}

bool
part_text(const struct part *part, xmlNode *parent, const char *name,
    struct span text, struct err *err)
{
    xmlNode *node = part_add(part, parent, name, NULL, err);
    return node != NULL && xml_add_text(node, text, err);
}

static bool
add_language(const struct part *part, xmlNode *parent, const char *name,
    const char *language_and_text[2], struct err *err)
{
    xmlNode *node = part_add(part, parent, name, NULL, err);
    if (node == NULL) {
        return false;
    }
    xmlNodeSetLang(node, (const xmlChar *)language_and_text[0]);
    const char *text = language_and_text[1];
    return xml_add_text(node, span_of(text == NULL ? "" : text), err);
}

bool
part_bilingual(const struct part *part, xmlNode *parent, const char *name,
    struct bilingual text, struct err *err)
{
    return add_language(
               part, parent, name, (const char *[2]){"en", text.en}, err) &&
           add_language(
               part, parent, name, (const char *[2]){"fr", text.fr}, err);
}

bool
part_number(xmlNode *node, const char *name, size_t value, struct err *err)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%zu", value);
    return xml_set_string(node, name, digits, err);
}

/* Lower case letters and digits; a run of anything else becomes one '-'. */
static void
plain_name(const char *name, char *out, size_t size)
{
    size_t used = 0;
    for (; *name != '\0' && used + 1 < size; name++) {
        bool upper = *name >= 'A' && *name <= 'Z';
        bool plain = (*name >= 'a' && *name <= 'z') ||
                     (*name >= '0' && *name <= '9') || upper;
        if (plain) {
            out[used++] = (char)(upper ? *name - 'A' + 'a' : *name);
        } else if (used > 0 && out[used - 1] != '-') {
            out[used++] = '-';
        }
    }
    used -= used > 0 && out[used - 1] == '-';
    out[used] = '\0';
}

char *
dossier_id(struct arena *arena, const struct audit *audit, const char *option,
    int64_t at_s, struct err *err)
{
    char family[64];
    char time[CLOCK_TEXT_BYTES];
    char compact[CLOCK_TEXT_BYTES];
    plain_name(audit->family, family, sizeof(family));
    clock_text(at_s, time);
    size_t used = 0;
    for (size_t i = 0; time[i] != '\0'; i++) {
        if (time[i] != '-' && time[i] != ':') {
            compact[used++] = time[i];
        }
    }
    compact[used] = '\0';
    return arena_printf(arena, err, "%s.%s.%s", family, option, compact);
}

bool
part_head(
    const struct part *part, const struct part_head *head, struct err *err)
{
    char time[CLOCK_TEXT_BYTES];
    const char *law = "";
    clock_text(head->at_s, time);
    for (size_t i = 0; i < head->packs.count; i++) {
        const char *as_of = head->packs.items[i].law_as_of;
        law = strcmp(as_of, law) > 0 ? as_of : law;
    }
    const char *id =
        dossier_id(part->arena, head->audit, head->option, head->at_s, err);
    xmlNode *node = part_add(part, part->root, "head", NULL, err);
    return id != NULL && node != NULL &&
           part_text(part, node, "id", span_of(id), err) &&
           part_text(part, node, "created", span_of(time), err) &&
           part_add(part, node, "tool",
               (const char *[]){
                   "name", "auditor", "version", AUDITOR_VERSION, NULL},
               err) != NULL &&
           part_text(part, node, "law-as-of", span_of(law), err);
}

/* The values of a subject's property, separated by a space. */
static bool
subject_values(const struct part *part, const struct audit_facts *facts,
    const char *property, struct span *out, struct err *err)
{
    struct text values;
    text_init(&values, LIMIT_STRING_BYTES);
    for (size_t i = 0; i < facts->claims.count; i++) {
        const struct claim *claim = &facts->claims.items[i];
        if (claim->entity == ENTITY_SUBJECT &&
            strcmp(claim->property, property) == 0) {
            text_puts(&values, values.len > 0 ? " " : "");
            text_put(&values, claim->value);
        }
    }
    bool ok = text_done(&values, err) &&
              span_copy(part->arena, text_span(&values), out, err);
    text_release(&values);
    return ok;
}

/* Attribute of <subject>, property of the vocabulary. */
static const struct {
    const char *attribute, *property;
} subject_attributes[] = {
    {"family", "family"},
    {"sector", "sector"},
    {"provider", "provider"},
    {"languages", "language"},
    {"jurisdictions", "jurisdiction"},
    {"role", "role"},
    {"risk-class", "risk-class"},
    {"risk-route", "risk-route"},
};

bool
part_subject(
    const struct part *part, const struct audit_facts *facts, struct err *err)
{
    const struct audit *audit = &facts->audit;
    xmlNode *node = part_add(part, part->root, "subject", NULL, err);
    if (node == NULL) {
        return false;
    }
    for (size_t i = 0;
         i < sizeof(subject_attributes) / sizeof(*subject_attributes); i++) {
        struct span value;
        if (!subject_values(
                part, facts, subject_attributes[i].property, &value, err) ||
            !xml_set(node, subject_attributes[i].attribute, value, err)) {
            return false;
        }
    }
    if (!xml_set_string(
            node, "fictional", audit->fictional ? "yes" : "no", err) ||
        !part_bilingual(part, node, "title", audit->title, err) ||
        !part_bilingual(part, node, "purpose", audit->purpose, err)) {
        return false;
    }
    for (size_t i = 0; i < audit->person_count; i++) {
        const struct person *person = &audit->people[i];
        if (part_add(part, node, "person",
                (const char *[]){
                    "role", person->role, "duty", person->duty, NULL},
                err) == NULL) {
            return false;
        }
    }
    return true;
}

bool
part_option_attributes(
    xmlNode *node, const struct option_figures *figures, struct err *err)
{
    const struct option *option = figures->option;
    const char *method = figures->params == NULL
                             ? ""
                             : claim_method_name(figures->params->method);
    struct span precision =
        figures->precision == NULL ? span_of("") : figures->precision->value;
    return xml_set_string(node, "id", option->id, err) &&
           xml_set_string(node, "label", option->label, err) &&
           xml_set_string(node, "parent", option->parent, err) &&
           xml_set_string(node, "relation", option->relation, err) &&
           xml_set(node, "params", figures->params_text, err) &&
           xml_set_string(node, "params-method", method, err) &&
           xml_set(node, "precision", precision, err) &&
           xml_set(node, "bytes", figures->bytes_text, err) &&
           xml_set(node, "energy", figures->energy_text, err) &&
           xml_set(node, "quality", figures->quality_text, err);
}

bool
part_packs(const struct part *part, struct pack_list packs, struct err *err)
{
    xmlNode *list = part_add(part, part->root, "packs", NULL, err);
    for (size_t i = 0; list != NULL && i < packs.count; i++) {
        const struct rule_pack_info *pack = &packs.items[i];
        xmlNode *node = part_add(part, list, "pack",
            (const char *[]){"id", pack->id, "version", pack->version, "file",
                pack->file, "sha256", pack->sha256, NULL},
            err);
        if (node == NULL ||
            !part_number(node, "rules", pack->rule_count, err) ||
            !part_bilingual(part, node, "title", pack->title, err)) {
            return false;
        }
    }
    return list != NULL;
}

bool
part_terms(
    const struct part *part, const struct term_list *terms, struct err *err)
{
    xmlNode *list = part_add(part, part->root, "terms", NULL, err);
    for (size_t i = 0; list != NULL && i < terms->count; i++) {
        xmlNode *node = part_add(part, list, "term", NULL, err);
        if (node == NULL ||
            !part_bilingual(part, node, "text", terms->items[i], err)) {
            return false;
        }
    }
    return list != NULL;
}
