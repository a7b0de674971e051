#include "ingest/readers.h"

#include <stddef.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "ingest/head.h"
#include "ingest/metric.h"
#include "ingest/writer.h"

/*
 * CycloneDX (ECMA-424) bills of materials in JSON: components with licences
 * and digests, and what their model cards say of data, metrics and energy.
 */
static const char *const versions[] = {"1.4", "1.5", "1.6", "1.7"};

struct bom {
    struct claim_writer writer;
    const struct node *version;
};

/* A member found by its path from the component. */
struct field {
    const char *property;
    const char *path;
};

static const struct field fields[] = {
    {"version", "version"},
    {"type", "type"},
    {"purl", "purl"},
    {"supplier", "supplier/name"},
    {"task", "modelCard/modelParameters/task"},
};

/* Activities of a model's life and the scope that they are claimed as. */
struct activity {
    const char *name;
    const char *scope;
};

static const struct activity activities[] = {
    {"training", "training"},
    {"fine-tuning", "finetuning"},
    {"inference", "inference"},
    {"validation", "evaluation"},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

int
cyclonedx_bid(struct span head)
{
    return head_has(head, "bomFormat") && head_contains(head, "CycloneDX") ? 90
                                                                           : 0;
}

static bool
refuse(
    struct bom *bom, const struct node *node, struct err *err, const char *why)
{
    const char *place = writer_place(&bom->writer, node, err);

    err_set(err, ERR_INPUT, "cannot read the bill of materials: %s", why);
    if (place != NULL) {
        err_at(err, "%s", place);
    }
    return false;
}

/* bom-ref, or else the place: unique within the file either way. */
static const char *
name_entity(struct bom *bom, const struct node *component, struct err *err)
{
    struct span ref = node_text(node_find(component, "bom-ref"));

    return ref.len > 0 ? span_string(bom->writer.arena, ref, err)
                       : node_pointer(bom->writer.arena, component, err);
}

/* Models go by "group/name" on hubs; other components by their name. */
static bool
claim_name(struct bom *bom, const struct node *component, const char *property,
    struct err *err)
{
    const struct node *name = node_find(component, "name");
    struct span group = node_text(node_find(component, "group"));
    const char *place;
    const char *full;

    if (group.len == 0 || name == NULL ||
        !span_is(node_text(node_find(component, "type")),
            "machine-learning-model")) {
        return writer_node(&bom->writer, property, name, err);
    }
    place = writer_place(&bom->writer, name, err);
    full = arena_printf(bom->writer.arena, err, "%.*s/%.*s", (int)group.len,
        group.ptr, (int)name->text.len, name->text.ptr);
    if (place == NULL || full == NULL) {
        return false;
    }
    const struct span pair[2] = {span_of(full), name->text};
    return writer_derived(&bom->writer, property, pair, place, err);
}

static bool
claim_licenses(struct bom *bom, const struct node *component, struct err *err)
{
    static const char *const paths[] = {
        "license/id", "license/name", "expression"};
    const struct node *list = node_find(component, "licenses");

    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *text = NULL;
        for (size_t i = 0; i < COUNT(paths) && text == NULL; i++) {
            text = node_path(item, paths[i]);
        }
        if (!writer_node(&bom->writer, "license", text, err)) {
            return false;
        }
    }
    return true;
}

static bool
claim_hash(struct bom *bom, const struct node *component, struct err *err)
{
    const struct node *list = node_find(component, "hashes");

    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *content = node_find(item, "content");
        if (!span_is(node_text(node_find(item, "alg")), "SHA-256")) {
            continue;
        }
        if (!digest_is_hex(node_text(content))) {
            return refuse(bom, item, err, "a SHA-256 is not 64 hex digits");
        }
        return writer_node(&bom->writer, "sha256", content, err);
    }
    return true;
}

/* One member of every item of a list, or the item itself if it is a text. */
static bool
claim_list(struct bom *bom, const struct node *list, const char *property,
    const char *const keys[2], struct err *err)
{
    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *text = item;
        if (item->kind == NODE_MAP) {
            text = node_find(item, keys[0]);
            text = text != NULL ? text : node_find(item, keys[1]);
        }
        if (!writer_node(&bom->writer, property, text, err)) {
            return false;
        }
    }
    return true;
}

static bool
claim_model_card(struct bom *bom, const struct node *component, struct err *err)
{
    static const char *const names[2] = {"name", "ref"};
    const struct node *parameters =
        node_path(component, "modelCard/modelParameters");
    const struct node *considerations =
        node_path(component, "modelCard/considerations");
    const struct node *architecture =
        node_find(parameters, "modelArchitecture");

    if (architecture == NULL) {
        architecture = node_find(parameters, "architectureFamily");
    }
    return writer_node(&bom->writer, "architecture", architecture, err) &&
           claim_list(
               bom, node_find(parameters, "datasets"), "dataset", names, err) &&
           claim_list(bom, node_find(considerations, "technicalLimitations"),
               "limitation", names, err) &&
           claim_list(bom, node_find(considerations, "ethicalConsiderations"),
               "ethical-consideration", names, err);
}

/* A metric's value is a string by the schema, and may be words. */
static bool
claim_metric_value(struct bom *bom, const struct node *metric, struct err *err)
{
    const struct node *value = node_find(metric, "value");
    struct span name = node_text(node_find(metric, "type"));
    const char *place;
    const char *type;

    if (value == NULL || !metric_is_number(node_text(value))) {
        return true;
    }
    place = writer_place(&bom->writer, value, err);
    type = span_string(bom->writer.arena, name, err);
    if (place == NULL || type == NULL) {
        return false;
    }
    struct metric_score score = {
        type, "value", value->text, METRIC_PERCENT_OVER_1, place};
    return metric_claim(&bom->writer, &score, err);
}

static bool
claim_metric(struct bom *bom, const struct node *component,
    const struct node *metric, struct err *err)
{
    struct claim_writer *writer = &bom->writer;

    writer->entity_id = node_pointer(writer->arena, metric, err);
    return writer->entity_id != NULL &&
           writer_text(
               writer, "tool", span_of("cyclonedx"), writer->entity_id, err) &&
           claim_name(bom, component, "model-name", err) &&
           writer_node(writer, "task",
               node_path(component, "modelCard/modelParameters/task"), err) &&
           writer_node(writer, "metric", node_find(metric, "type"), err) &&
           writer_node(writer, "filter", node_find(metric, "slice"), err) &&
           claim_metric_value(bom, metric, err);
}

static bool
claim_metrics(struct bom *bom, const struct node *component, struct err *err)
{
    const struct node *list = node_path(
        component, "modelCard/quantitativeAnalysis/performanceMetrics");

    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    bom->writer.entity = ENTITY_EVALUATION;
    for (const struct node *item = list->first; item; item = item->next) {
        if (!claim_metric(bom, component, item, err)) {
            return false;
        }
    }
    return true;
}

/* {value, unit} with the only unit that the schema allows. */
static bool
claim_quantity(struct bom *bom, const struct node *node,
    struct writer_quantity quantity, struct err *err)
{
    const struct node *value = node_find(node, "value");

    if (value == NULL) {
        return true;
    }
    if (!span_is(node_text(node_find(node, "unit")), quantity.unit)) {
        return refuse(bom, node, err, "a quantity has an unknown unit");
    }
    quantity.literal = node_text(value);
    quantity.place = writer_place(&bom->writer, value, err);
    return quantity.place != NULL &&
           writer_converted(&bom->writer, &quantity, err);
}

static bool
claim_scope(struct bom *bom, const struct node *node, struct err *err)
{
    for (size_t i = 0; i < COUNT(activities); i++) {
        if (span_is(node_text(node), activities[i].name)) {
            const struct span pair[2] = {
                span_of(activities[i].scope), node->text};
            const char *place = writer_place(&bom->writer, node, err);
            return place != NULL &&
                   writer_derived(&bom->writer, "scope", pair, place, err);
        }
    }
    return writer_node(&bom->writer, "scope", node, err);
}

/* 1 kWh = 3 600 000 J; 1 t = 1 000 000 g. */
static bool
claim_energy(struct bom *bom, const struct node *item, struct err *err)
{
    struct claim_writer *writer = &bom->writer;
    struct writer_quantity energy = {"energy", {"", 0}, "kWh", 36, 5, ""};
    struct writer_quantity co2 = {"co2", {"", 0}, "tCO2eq", 1, 6, ""};

    writer->entity_id = node_pointer(writer->arena, item, err);
    return writer->entity_id != NULL &&
           writer_text(
               writer, "tool", span_of("cyclonedx"), writer->entity_id, err) &&
           claim_scope(bom, node_find(item, "activity"), err) &&
           claim_quantity(
               bom, node_find(item, "activityEnergyCost"), energy, err) &&
           claim_quantity(bom, node_find(item, "co2CostEquivalent"), co2, err);
}

static bool
claim_energies(struct bom *bom, const struct node *component, struct err *err)
{
    const struct node *list = node_path(component,
        "modelCard/considerations/environmentalConsiderations/"
        "energyConsumptions");

    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    bom->writer.entity = ENTITY_ENERGY;
    for (const struct node *item = list->first; item; item = item->next) {
        if (!claim_energy(bom, item, err)) {
            return false;
        }
    }
    return true;
}

static bool
claim_component(struct bom *bom, const struct node *component, struct err *err)
{
    struct claim_writer *writer = &bom->writer;

    if (component == NULL || component->kind != NODE_MAP) {
        return true;
    }
    writer->entity = ENTITY_COMPONENT;
    writer->entity_id = name_entity(bom, component, err);
    if (writer->entity_id == NULL || !claim_name(bom, component, "name", err)) {
        return false;
    }
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (!writer_node(writer, fields[i].property,
                node_path(component, fields[i].path), err)) {
            return false;
        }
    }
    return claim_licenses(bom, component, err) &&
           claim_hash(bom, component, err) &&
           claim_model_card(bom, component, err) &&
           writer_node(writer, "bom-version", bom->version, err) &&
           claim_metrics(bom, component, err) &&
           claim_energies(bom, component, err);
}

/*
 * Components nest; the JSON reader has bounded the depth of the whole file
 * (LIMIT_DEPTH), and with it this recursion.
 */
static bool
claim_components(
    struct bom *bom, const struct node *list, unsigned depth, struct err *err)
{
    if (list == NULL || list->kind != NODE_LIST || depth > LIMIT_DEPTH) {
        return true;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        if (!claim_component(bom, item, err) ||
            !claim_components(
                bom, node_find(item, "components"), depth + 1, err)) {
            return false;
        }
    }
    return true;
}

static bool
check_version(struct bom *bom, const struct node *root, struct err *err)
{
    bom->version = node_find(root, "specVersion");
    for (size_t i = 0; i < COUNT(versions); i++) {
        if (span_is(node_text(bom->version), versions[i])) {
            return true;
        }
    }
    err_set(err, ERR_INPUT,
        "cannot read the bill of materials: its specVersion is none of 1.4 "
        "to 1.7");
    err_at(err, "/specVersion");
    return false;
}

bool
cyclonedx_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    const struct node *root;
    struct bom bom = {
        {input->arena, sink, ENTITY_COMPONENT, "", CLAIM_DECLARED, false},
        NULL};

    return input_json(input, &root, err) && check_version(&bom, root, err) &&
           claim_component(&bom, node_path(root, "metadata/component"), err) &&
           claim_components(&bom, node_find(root, "components"), 0, err);
}
