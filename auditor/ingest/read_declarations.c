#include "ingest/audit_reader.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "ingest/source.h"

/* Each name is compared with all before it. */
enum {
    DECLARATIONS_MAX = 2000
};

static const struct audit_key declaration_keys[] = {
    {"name", "name", true, NULL},
    {"value", "value", false, NULL},
    {"statement", "statement", false, NULL},
    {"role", "role", false, NULL},
    {"date", "date", false, NULL},
    {"expires", "expires", false, NULL},
    {"option", NULL, false, NULL},
    {"document", "document", false, NULL},
    {"sha256", "document-sha256", false, NULL},
};

enum {
    KEY_COUNT = sizeof(declaration_keys) / sizeof(*declaration_keys)
};

static const struct audit_key sections[] = {
    {"auditor", NULL, true, NULL},
    {"declarations", NULL, false, NULL},
};

/* What every answer must have besides its value. */
static const char *const with_value[] = {"statement", "role", "date"};

struct declaration {
    const char *name;
    const char *option;
    const char *document;
    const char *sha256;
};

struct reading {
    struct audit_reader *reader;
    const struct audit *audit;
    int folder_fd;
    const char **ids; /* seen so far: "name" or "name@option" */
    size_t count;
};

static bool
check_answer(const struct node *map, struct err *err)
{
    for (size_t i = 0; i < sizeof(with_value) / sizeof(*with_value); i++) {
        const struct node *node = node_find(map, with_value[i]);
        if (node_text(node).len == 0) {
            return audit_fault(node == NULL ? map : node, err,
                "a declaration with a value needs '%s'", with_value[i]);
        }
    }
    return true;
}

static bool
check_document(const struct node *map, const struct declaration *declaration,
    struct err *err)
{
    const struct node *digest = node_find(map, "sha256");

    if (declaration->document[0] != '\0' &&
        !source_path_is_inside(declaration->document)) {
        return audit_fault(node_find(map, "document"), err,
            "the document '%s' is not inside the audit folder",
            declaration->document);
    }
    if (declaration->sha256[0] != '\0' &&
        !digest_is_hex(span_of(declaration->sha256))) {
        return audit_fault(
            digest, err, "'sha256' must be 64 lower-case hexadecimal digits");
    }
    if (declaration->sha256[0] != '\0' && declaration->document[0] == '\0') {
        return audit_fault(
            digest, err, "'sha256' stands without its 'document'");
    }
    return true;
}

/*
 * Is the document the one that the person saw? What cannot be opened without
 * following a link is not.
 */
static bool
document_matches(const struct declaration *declaration, int folder_fd)
{
    struct err unused = {0};
    struct source source = {.fd = -1};
    bool hashed =
        source_open(folder_fd, declaration->document, &source, &unused) &&
        source_hash(&source, &unused) && source_unchanged(&source, &unused);

    source_close(&source);
    return hashed && strcmp(source.sha256, declaration->sha256) == 0;
}

static bool
claim_match(struct audit_reader *reader, const struct node *node,
    const struct audit_entity *about, bool matches, struct err *err)
{
    const char *place =
        arena_printf(reader->arena, err, "line %" PRId64, node->line);

    if (place == NULL) {
        return false;
    }
    const struct claim claim = {
        .evidence = reader->evidence,
        .option = about->option,
        .entity = about->entity,
        .entity_id = about->id,
        .property = "document-matches",
        .value = span_of(matches ? "yes" : "no"),
        .written = {"", 0},
        .unit = {"", 0},
        .method = CLAIM_COMPUTED,
        .reader = reader->reader,
        .place = span_of(place),
    };
    return claim_list_add(reader->claims, &claim, err);
}

static bool
claim_declaration(struct reading *reading, const struct node *map,
    const struct declaration *declaration, const char *id, struct err *err)
{
    struct audit_entity about = {
        ENTITY_DECLARATION, id, declaration->option, CLAIM_DECLARED};
    const struct node *document = node_find(map, "document");
    bool matches = false;

    if (declaration->document[0] != '\0') {
        matches = document_matches(declaration, reading->folder_fd);
        about.method = matches ? CLAIM_ATTESTED : CLAIM_DECLARED;
    }
    if (!audit_claim_keys(
            reading->reader, map, declaration_keys, &about, err)) {
        return false;
    }
    return declaration->document[0] == '\0' ||
           claim_match(reading->reader, document, &about, matches, err);
}

static bool
check_name(struct reading *reading, const struct node *map,
    const struct declaration *declaration, const char **out, struct err *err)
{
    const bool qualified = declaration->option[0] != '\0';
    const struct node *name = node_find(map, "name");

    if (!audit_is_id(span_of(declaration->name))) {
        return audit_fault(name, err,
            "the name '%s' must be of lower-case letters, digits, '-' and "
            "'.'",
            declaration->name);
    }
    if (qualified &&
        audit_option(reading->audit, declaration->option) == NULL) {
        return audit_fault(node_find(map, "option"), err,
            "the option '%s' is not in audit.yaml", declaration->option);
    }
    const char *id = arena_printf(reading->reader->arena, err, "%s%s%s",
        declaration->name, qualified ? "@" : "", declaration->option);
    if (id == NULL) {
        return false;
    }
    for (size_t i = 0; i < reading->count; i++) {
        if (strcmp(reading->ids[i], id) == 0) {
            return audit_fault(
                name, err, "the declaration '%s' stands twice", id);
        }
    }
    reading->ids[reading->count] = id;
    reading->count++;
    *out = id;
    return true;
}

static bool
read_declaration(
    struct reading *reading, const struct node *map, struct err *err)
{
    struct audit_reader *reader = reading->reader;
    struct declaration declaration = {"", "", "", ""};
    const char *id = NULL;

    if (!audit_check_keys(map, declaration_keys, KEY_COUNT, err) ||
        !audit_string(reader, map, "name", &declaration.name, err) ||
        !audit_string(reader, map, "option", &declaration.option, err) ||
        !audit_string(reader, map, "document", &declaration.document, err) ||
        !audit_string(reader, map, "sha256", &declaration.sha256, err) ||
        !check_name(reading, map, &declaration, &id, err) ||
        !check_document(map, &declaration, err)) {
        return false;
    }
    if (node_text(node_find(map, "value")).len == 0) {
        return true; /* a question that is not answered yet */
    }
    return check_answer(map, err) &&
           claim_declaration(reading, map, &declaration, id, err);
}

bool
declarations_read(struct audit_reader *reader, struct span bytes,
    const struct audit *audit, int folder_fd, struct err *err)
{
    struct reading reading = {reader, audit, folder_fd, NULL, 0};
    const struct node *root;

    if (!audit_load(reader->arena, bytes, &root, err) ||
        !audit_check_keys(
            root, sections, sizeof(sections) / sizeof(*sections), err)) {
        return false;
    }
    const struct node *list = node_find(root, "declarations");
    if (list == NULL || list->kind == NODE_NULL) {
        return true;
    }
    if (!audit_check_list(list, DECLARATIONS_MAX, err)) {
        return false;
    }
    reading.ids = arena_alloc_array(
        reader->arena, list->child_count, sizeof(*reading.ids), err);
    if (reading.ids == NULL) {
        return false;
    }
    for (const struct node *map = list->first; map; map = map->next) {
        if (!read_declaration(&reading, map, err)) {
            return false;
        }
    }
    return true;
}
