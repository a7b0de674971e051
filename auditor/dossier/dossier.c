#include "dossier/dossier.h"
#include "base/xml.h"
#include "dossier/findings.h"
#include "dossier/parts.h"

#include <stdio.h>
#include <string.h>

/*
 * To add a section: write its builder, add one row to `sections` in the order
 * of the schema, and give it a place in templates/dossier.xsd.
 */
struct build {
    struct part part;
    const struct dossier_request *request;
};

static const struct option_figures *
figures_of(const struct comparison *comparison, const struct option *option)
{
    for (size_t i = 0; i < comparison->figure_count; i++) {
        if (comparison->figures[i].option == option) {
            return &comparison->figures[i];
        }
    }
    return NULL;
}

static bool
build_head(const struct build *build, struct err *err)
{
    const struct dossier_request *request = build->request;
    struct part_head head = {
        .option = request->option->id,
        .audit = &request->facts->audit,
        .packs = request->packs,
        .at_s = request->at_s,
    };
    return part_head(&build->part, &head, err);
}

static bool
build_subject(const struct build *build, struct err *err)
{
    return part_subject(&build->part, build->request->facts, err);
}

static bool
build_terms(const struct build *build, struct err *err)
{
    return part_terms(&build->part, &build->request->facts->audit.terms, err);
}

/* The value of a claim of the same entity and evidence as `of`, or "". */
static struct span
sibling(const struct claim_set *claims, const struct claim *of,
    const char *property)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (claim->entity == of->entity &&
            strcmp(claim->evidence, of->evidence) == 0 &&
            strcmp(claim->entity_id, of->entity_id) == 0 &&
            strcmp(claim->property, property) == 0) {
            return claim->value;
        }
    }
    return span_of("");
}

static bool
add_weights(const struct build *build, xmlNode *parent,
    const struct claim *sha256, struct err *err)
{
    const struct audit_facts *facts = build->request->facts;
    const struct evidence *evidence =
        evidence_find(&facts->evidence, sha256->evidence);
    xmlNode *node = part_add(&build->part, parent, "weights", NULL, err);
    return node != NULL && xml_set(node, "sha256", sha256->value, err) &&
           xml_set(
               node, "bytes", sibling(&facts->claims, sha256, "bytes"), err) &&
           xml_set(node, "format", sibling(&facts->claims, sha256, "format"),
               err) &&
           xml_set(node, "pointer", sibling(&facts->claims, sha256, "pointer"),
               err) &&
           xml_set_string(
               node, "path", evidence == NULL ? "" : evidence->path, err);
}

static bool
build_option(const struct build *build, struct err *err)
{
    const struct dossier_request *request = build->request;
    const struct claim_set *claims = &request->facts->claims;
    xmlNode *node =
        part_add(&build->part, build->part.root, "option", NULL, err);
    if (node == NULL ||
        !part_option_attributes(
            node, figures_of(request->comparison, request->option), err)) {
        return false;
    }
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (claim->entity == ENTITY_WEIGHTS &&
            strcmp(claim->option, request->option->id) == 0 &&
            strcmp(claim->property, "sha256") == 0 &&
            !add_weights(build, node, claim, err)) {
            return false;
        }
    }
    return true;
}

static bool
build_verdict(const struct build *build, struct err *err)
{
    return findings_verdict(&build->part, build->request->findings, err);
}

static bool
build_options(const struct build *build, struct err *err)
{
    const struct comparison *comparison = build->request->comparison;
    xmlNode *list =
        part_add(&build->part, build->part.root, "options", NULL, err);
    for (size_t i = 0; list != NULL && i < comparison->figure_count; i++) {
        const struct option_figures *figures = &comparison->figures[i];
        bool audited = figures->option == build->request->option;
        xmlNode *node = part_add(&build->part, list, "option", NULL, err);
        if (node == NULL || !part_option_attributes(node, figures, err) ||
            !xml_set_string(
                node, "verdict", verdict_name(figures->verdict), err) ||
            !xml_set_string(
                node, "front", figures->on_front ? "yes" : "no", err) ||
            !xml_set_string(node, "audited", audited ? "yes" : "no", err)) {
            return false;
        }
    }
    return list != NULL;
}

static bool
build_history(const struct build *build, struct err *err)
{
    const struct part_history request = {
        .comparison = build->request->comparison,
        .history = build->request->history,
        .at_s = build->request->at_s,
    };
    return part_history(&build->part, &request, err);
}

static bool
build_results(const struct build *build, struct err *err)
{
    return part_results(
        &build->part, build->request->comparison, build->request->option, err);
}

static bool
build_packs(const struct build *build, struct err *err)
{
    return part_packs(&build->part, build->request->packs, err);
}

static bool
build_findings(const struct build *build, struct err *err)
{
    return findings_list(&build->part, build->request->findings, err);
}

static bool
add_file(const struct build *build, xmlNode *list, const struct evidence *file,
    struct err *err)
{
    xmlNode *node = part_add(&build->part, list, "file",
        (const char *[]){"id", file->id, "path", file->path, "sha256",
            file->sha256, "format", file->format, "status",
            evidence_status_name(file->status), "option", file->option,
            "reason", file->reason, "place", file->place, NULL},
        err);
    return node != NULL && part_number(node, "bytes", (size_t)file->bytes, err);
}

/* All evidence of the family: a reader of one dossier sees what there was. */
static bool
build_evidence(const struct build *build, struct err *err)
{
    const struct evidence_set *evidence = &build->request->facts->evidence;
    xmlNode *list =
        part_add(&build->part, build->part.root, "evidence", NULL, err);
    for (size_t i = 0; list != NULL && i < evidence->count; i++) {
        if (!add_file(build, list, &evidence->items[i], err)) {
            return false;
        }
    }
    return list != NULL;
}

static bool
build_facts(const struct build *build, struct err *err)
{
    bool ok = false;
    xmlDoc *facts = NULL;
    if (!xml_parse(build->request->facts_xml, &facts, err)) {
        goto out;
    }
    xmlNode *copy = xmlDocCopyNode(
        xmlDocGetRootElement(facts), build->part.root->doc, /* deep */ 1);
    if (copy == NULL || xmlAddChild(build->part.root, copy) == NULL) {
        err_set(err, ERR_SYSTEM, "cannot embed the facts");
        goto out;
    }
    ok = true;
out:
    xmlFreeDoc(facts);
    return ok;
}

typedef bool (*section_builder)(const struct build *, struct err *);

static const section_builder sections[] = {
    build_head,
    build_subject,
    build_terms,
    build_option,
    build_verdict,
    build_options,
    build_history,
    build_results,
    build_packs,
    build_findings,
    build_evidence,
    build_facts,
};

bool
dossier_write(struct arena *arena, const struct dossier_request *request,
    struct span *out, struct err *err)
{
    bool ok = false;
    struct build build = {.part = {.arena = arena}, .request = request};
    if (!part_document(
            &build.part, DOSSIER_NS, "dossier", request->trial, err)) {
        goto out;
    }
    for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
        if (!sections[i](&build, err)) {
            goto out;
        }
    }
    ok = xml_bytes(arena, build.part.root->doc, out, err);
out:
    if (build.part.root != NULL) {
        xmlFreeDoc(build.part.root->doc);
    }
    return ok;
}
