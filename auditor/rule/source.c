#include "rule/source.h"

#include "base/xml.h"

#include <stdlib.h>
#include <string.h>

static const char *
attribute_or_empty(const xmlNode *node, const char *name)
{
    const char *value = xml_attribute(node, name);
    return value == NULL ? "" : value;
}

static int
by_id(const void *a, const void *b)
{
    const xmlNode *const *left = a;
    const xmlNode *const *right = b;
    return strcmp(
        attribute_or_empty(*left, "id"), attribute_or_empty(*right, "id"));
}

bool
source_index_init(struct source_index *index, struct arena *arena,
    const xmlDoc *facts, struct err *err)
{
    const xmlNode *root = xmlDocGetRootElement(facts);
    size_t room = pack_child_count(root, FACTS_NS, "evidence");
    struct source_index made = {.arena = arena};
    made.evidence =
        arena_alloc_array(arena, room + 1, sizeof(*made.evidence), err);
    if (made.evidence == NULL) {
        return false;
    }
    xmlNode *node = xml_child(root, FACTS_NS, "evidence");
    for (; node != NULL; node = xml_next(node, FACTS_NS, "evidence")) {
        made.evidence[made.count++] = node;
    }
    qsort(made.evidence, made.count, sizeof(*made.evidence), by_id);
    *index = made;
    return true;
}

static const xmlNode *
find_evidence(const struct source_index *index, const char *id)
{
    size_t low = 0;
    size_t high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const xmlNode *node = index->evidence[middle];
        int order = strcmp(attribute_or_empty(node, "id"), id);
        if (order == 0) {
            return node;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static int
by_evidence(const void *a, const void *b)
{
    const struct finding_source *left = a;
    const struct finding_source *right = b;
    int order = strcmp(left->evidence, right->evidence);
    return order != 0 ? order : span_compare(left->place, right->place);
}

/* Sort, and keep each evidence and place once. */
static void
unite(struct finding *finding)
{
    size_t kept = 0;
    qsort(finding->sources, finding->source_count, sizeof(*finding->sources),
        by_evidence);
    for (size_t i = 0; i < finding->source_count; i++) {
        if (i == 0 || by_evidence(&finding->sources[kept - 1],
                          &finding->sources[i]) != 0) {
            finding->sources[kept++] = finding->sources[i];
        }
    }
    finding->source_count = kept;
}

/* Add the evidence named by `id`. */
static bool
add_source(const struct source_index *index, const char *id, const char *place,
    struct finding *finding, struct err *err)
{
    const xmlNode *evidence = find_evidence(index, id);
    if (evidence == NULL) {
        err_set(err, ERR_INPUT,
            "the facts rest on the evidence '%.40s' that they do not list", id);
        return false;
    }
    const char *digest = attribute_or_empty(evidence, "sha256");
    struct finding_source source = {
        .evidence = span_string(index->arena, span_of(id), err),
        .sha256 = span_string(index->arena, span_of(digest), err)};
    if (source.evidence == NULL || source.sha256 == NULL ||
        !span_copy(index->arena, span_of(place), &source.place, err)) {
        return false;
    }
    finding->sources[finding->source_count++] = source;
    return true;
}

/*
 * The evidence of a fact stands at its element or above it. An evidence
 * element is its own evidence; a loss also rests on its parent's.
 */
static bool
add_node(const struct source_index *index, const xmlNode *node,
    struct finding *finding, struct err *err)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE) {
        node = node->parent;
    }
    const char *place = attribute_or_empty(node, "place");
    const char *parent = attribute_or_empty(node, "parent-evidence");
    const char *id = "";
    if (xml_is(node, FACTS_NS, "evidence")) {
        id = attribute_or_empty(node, "id");
    }
    for (; node != NULL && id[0] == '\0'; node = node->parent) {
        id = attribute_or_empty(node, "evidence");
    }
    return (id[0] == '\0' || add_source(index, id, place, finding, err)) &&
           (parent[0] == '\0' || add_source(index, parent, "", finding, err));
}

bool
source_collect(const struct source_index *index, struct query *query,
    const struct rule_expression *expression, xmlNode *node,
    struct finding *finding, struct err *err)
{
    struct query_nodes nodes;
    finding->sources = NULL;
    finding->source_count = 0;
    if (expression->text == NULL) {
        return true;
    }
    if (!query_nodes(query, index->arena, expression, node, &nodes, err)) {
        return false;
    }
    size_t room;
    if (!size_mul(nodes.count + 1, 2, &room)) {
        err_set(err, ERR_LIMIT, "cannot count the sources");
        return false;
    }
    finding->sources =
        arena_alloc_array(index->arena, room, sizeof(*finding->sources), err);
    if (finding->sources == NULL) {
        return false;
    }
    for (size_t i = 0; i < nodes.count; i++) {
        if (!add_node(index, nodes.items[i], finding, err)) {
            return false;
        }
    }
    unite(finding);
    return true;
}
