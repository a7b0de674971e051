#include "ingest/readers.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "ingest/head.h"
#include "ingest/writer.h"

/*
 * MLCommons Croissant 1.0 and 1.1, JSON-LD that is read as plain JSON: each
 * key is known under its short name, its prefixed name and its full address.
 */
struct field {
    const char *property;
    const char *key;
    bool rai; /* of the responsible AI vocabulary */
};

static const struct field fields[] = {
    {"name", "name", false},
    {"version", "version", false},
    {"license", "license", false},
    {"url", "url", false},
    {"description", "description", false},
    {"language", "inLanguage", false},
    {"conforms-to", "conformsTo", false},
    {"collection", "dataCollection", true},
    {"collection-type", "dataCollectionType", true},
    {"annotation", "dataAnnotationProtocol", true},
    {"biases", "dataBiases", true},
    {"limitations", "dataLimitations", true},
    {"personal-information", "personalSensitiveInformation", true},
    {"use-cases", "dataUseCases", true},
};

static const char *const schema_prefixes[] = {"",
    "sc:", "schema:", "https://schema.org/", "http://schema.org/",
    "dct:", "http://purl.org/dc/terms/", NULL};
static const char *const rai_prefixes[] = {
    "rai:", "", "http://mlcommons.org/croissant/RAI/", NULL};

/* Members of an object that say what it stands for, best first. */
static const char *const value_keys[] = {"@value", "name", "url", "@id"};

int
croissant_bid(struct span head)
{
    struct head_scan scan;

    if (!head_is_map(head, &scan)) {
        return 0;
    }
    return head_contains(head, "mlcommons.org/croissant") ? 80 : 0;
}

static const struct node *
find(struct claim_writer *writer, const struct node *map, const char *key,
    bool rai)
{
    const char *const *prefixes = rai ? rai_prefixes : schema_prefixes;
    struct err ignored = {0};

    for (size_t i = 0; prefixes[i] != NULL; i++) {
        const char *name =
            arena_printf(writer->arena, &ignored, "%s%s", prefixes[i], key);
        const struct node *node = name == NULL ? NULL : node_find(map, name);
        if (node != NULL) {
            return node;
        }
    }
    return NULL;
}

/* The scalar that an item is or, if it is an object, names. */
static const struct node *
scalar_of(const struct node *node)
{
    if (node == NULL || node->kind != NODE_MAP) {
        return node;
    }
    for (size_t i = 0; i < sizeof(value_keys) / sizeof(*value_keys); i++) {
        const struct node *value = node_find(node, value_keys[i]);
        if (value != NULL && node_is_scalar(value)) {
            return value;
        }
    }
    return NULL;
}

/* Several values of a property that holds one: joined with "; ". */
static bool
claim_joined(struct claim_writer *writer, const char *property,
    const struct node *list, struct err *err)
{
    struct text joined;
    const char *place = writer_place(writer, list, err);
    struct span all;
    bool ok;

    if (place == NULL) {
        return false;
    }
    text_init(&joined, LIMIT_STRING_BYTES);
    for (const struct node *item = list->first; item; item = item->next) {
        struct span part = span_trim(node_text(scalar_of(item)));
        if (part.len > 0 && joined.len > 0) {
            text_puts(&joined, "; ");
        }
        text_put(&joined, part);
    }
    ok = text_done(&joined, err) &&
         span_copy(writer->arena, text_span(&joined), &all, err);
    text_release(&joined);
    return ok && writer_text(writer, property, all, place, err);
}

static bool
claim_field(struct claim_writer *writer, const char *property,
    const struct node *node, struct err *err)
{
    const struct property *row = property_find(ENTITY_DATASET, property);

    if (node == NULL || node->kind != NODE_LIST) {
        return writer_node(writer, property, scalar_of(node), err);
    }
    if (row != NULL && !row->many) {
        return claim_joined(writer, property, node, err);
    }
    for (const struct node *item = node->first; item; item = item->next) {
        if (!writer_node(writer, property, scalar_of(item), err)) {
            return false;
        }
    }
    return true;
}

/* Only a day is claimed; words ("2019, revised") make no claim. */
static bool
claim_published(
    struct claim_writer *writer, const struct node *root, struct err *err)
{
    const struct node *node =
        scalar_of(find(writer, root, "datePublished", false));
    struct span text = span_trim(node_text(node));
    struct span day = {text.ptr, 10};
    int64_t ignored;

    if (text.len < 10 || !clock_parse(day, &ignored)) {
        return true;
    }
    const char *place = writer_place(writer, node, err);
    const struct span pair[2] = {day, text};
    return place != NULL &&
           writer_derived(writer, "published", pair, place, err);
}

/* Digests of the files; published placeholders are not 64 hex digits. */
static bool
claim_digests(
    struct claim_writer *writer, const struct node *root, struct err *err)
{
    const struct node *list = find(writer, root, "distribution", false);

    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *sha256 = find(writer, item, "sha256", false);
        if (digest_is_hex(node_text(sha256)) &&
            !writer_node(writer, "file-digest", sha256, err)) {
            return false;
        }
    }
    return true;
}

static bool
claim_all(struct claim_writer *writer, const struct node *root, struct err *err)
{
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        const struct node *node =
            find(writer, root, fields[i].key, fields[i].rai);
        if (!claim_field(writer, fields[i].property, node, err)) {
            return false;
        }
    }
    return claim_field(
               writer, "creator", find(writer, root, "creator", false), err) &&
           claim_published(writer, root, err) &&
           claim_digests(writer, root, err);
}

bool
croissant_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    const struct node *root;
    struct claim_writer writer = {input->arena, sink, ENTITY_DATASET,
        writer_base_name(input->path), CLAIM_DECLARED, false};

    if (!input_json(input, &root, err)) {
        return false;
    }
    struct span name = node_text(find(&writer, root, "name", false));
    if (name.len > 0) {
        writer.entity_id = span_string(input->arena, name, err);
    }
    return writer.entity_id != NULL && claim_all(&writer, root, err);
}
