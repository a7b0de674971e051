#include "ingest/audit_reader.h"

#include <string.h>

#include "base/limits.h"
#include "ingest/source.h"

static const char *const relations[] = {"base", "finetune", "quantized",
    "pruned", "distilled", "merge", "adapter", NULL};

static const struct audit_key option_keys[] = {
    {"id", NULL, true, NULL},
    {"label", "label", true, NULL},
    {"parent", "parent", false, NULL},
    {"relation", "relation", false, relations},
    {"model-name", "model-name", false, NULL},
    {"quantisation", "quantisation", false, NULL},
    {"folder", NULL, false, NULL},
};

enum {
    KEY_COUNT = sizeof(option_keys) / sizeof(*option_keys)
};

static bool
check_folder(const struct node *map, const struct audit *audit,
    const char *folder, struct err *err)
{
    const struct node *node = node_find(map, "folder");

    if (folder[0] == '\0') {
        return true;
    }
    if (!source_path_is_inside(folder)) {
        return audit_fault(node, err,
            "the folder '%s' is not inside the audit folder", folder);
    }
    for (size_t i = 0; i < audit->option_count; i++) {
        if (strcmp(audit->options[i].folder, folder) == 0) {
            return audit_fault(node, err,
                "the folder '%s' is that of option '%s' already", folder,
                audit->options[i].id);
        }
    }
    return true;
}

static bool
check_relation(const struct node *map, struct option *option, struct err *err)
{
    bool has_parent = option->parent[0] != '\0';

    if (option->relation[0] == '\0' && !has_parent) {
        option->relation = "base";
        return true;
    }
    if (option->relation[0] == '\0') {
        return audit_fault(
            map, err, "option '%s' has a parent but no 'relation'", option->id);
    }
    if (has_parent && strcmp(option->relation, "base") == 0) {
        return audit_fault(map, err,
            "option '%s' has a parent, so its relation cannot be base",
            option->id);
    }
    return true;
}

static bool
read_option(struct audit_reader *reader, const struct node *map,
    const struct audit *audit, struct option *option, struct err *err)
{
    if (!audit_check_keys(map, option_keys, KEY_COUNT, err) ||
        !audit_string(reader, map, "id", &option->id, err) ||
        !audit_string(reader, map, "label", &option->label, err) ||
        !audit_string(reader, map, "parent", &option->parent, err) ||
        !audit_string(reader, map, "relation", &option->relation, err) ||
        !audit_string(reader, map, "folder", &option->folder, err)) {
        return false;
    }
    const struct node *id = node_find(map, "id");
    if (!audit_is_id(span_of(option->id))) {
        return audit_fault(id, err,
            "the id '%s' must be of lower-case "
            "letters, digits, '-' and '.'",
            option->id);
    }
    if (audit_option(audit, option->id) != NULL) {
        return audit_fault(id, err, "the option '%s' stands twice", option->id);
    }
    return check_folder(map, audit, option->folder, err) &&
           check_relation(map, option, err);
}

/* Each parent exists, and going from parent to parent comes to an end. */
static bool
check_lineage(
    const struct node *list, const struct audit *audit, struct err *err)
{
    const struct node *map = list->first;

    for (size_t i = 0; i < audit->option_count; i++, map = map->next) {
        const struct option *at = &audit->options[i];
        size_t steps = 0;
        while (at->parent[0] != '\0') {
            const struct option *parent = audit_option(audit, at->parent);
            if (parent == NULL) {
                return audit_fault(map, err,
                    "the parent '%s' of option '%s' is not an option",
                    at->parent, at->id);
            }
            steps++;
            if (steps > audit->option_count) {
                return audit_fault(map, err,
                    "option '%s' is among its own parents",
                    audit->options[i].id);
            }
            at = parent;
        }
    }
    return true;
}

static bool
claim_options(struct audit_reader *reader, const struct node *list,
    const struct audit *audit, struct err *err)
{
    size_t i = 0;

    for (const struct node *map = list->first; map; map = map->next, i++) {
        const char *id = audit->options[i].id;
        const struct audit_entity about = {
            ENTITY_OPTION, id, id, CLAIM_DECLARED};
        if (!audit_claim_keys(reader, map, option_keys, &about, err)) {
            return false;
        }
    }
    return true;
}

bool
audit_read_options(struct audit_reader *reader, const struct node *list,
    struct audit *audit, struct err *err)
{
    if (!audit_check_list(list, LIMIT_OPTIONS, err)) {
        return false;
    }
    if (list->child_count == 0) {
        return audit_fault(list, err, "'options' names no option");
    }
    audit->options = arena_alloc_array(
        reader->arena, list->child_count, sizeof(*audit->options), err);
    if (audit->options == NULL) {
        return false;
    }
    for (const struct node *map = list->first; map; map = map->next) {
        struct option *option = &audit->options[audit->option_count];
        if (!read_option(reader, map, audit, option, err)) {
            return false;
        }
        audit->option_count++;
    }
    return check_lineage(list, audit, err) &&
           claim_options(reader, list, audit, err);
}
