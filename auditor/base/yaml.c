#include "base/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/limits.h"

/* The tree as it grows; the document starts and ends at depth 0. */
struct builder {
    struct arena *arena;
    struct node *root;
    struct node *open[LIMIT_DEPTH];
    struct node *last[LIMIT_DEPTH];
    size_t depth;
    bool has_key;
    struct span key; /* seen and not yet used */
    size_t documents;
};

static int64_t
line_of(const yaml_event_t *event)
{
    return (int64_t)event->start_mark.line + 1;
}

static bool
refuse(const yaml_event_t *event, const char *why, struct err *err)
{
    err_set(err, ERR_INPUT, "cannot read YAML: %s", why);
    err_at_line(err, line_of(event));
    return false;
}

static struct span
span_of_bytes(const yaml_char_t *bytes, size_t len)
{
    return (struct span){(const char *)bytes, len};
}

/*
 * Sibling keys are compared one by one: maps of cards and audit.yaml are
 * small, and a hostile one is stopped by this cap.
 */
enum {
    MEMBERS_MAX = 4096
};

static bool
take_key(struct builder *builder, const yaml_event_t *event, struct err *err)
{
    const struct node *map = builder->open[builder->depth - 1];
    struct span key =
        span_of_bytes(event->data.scalar.value, event->data.scalar.length);

    if (event->data.scalar.plain_implicit && span_is(key, "<<")) {
        return refuse(event, "merge keys are not allowed", err);
    }
    if (map->child_count >= MEMBERS_MAX) {
        err_set(err, ERR_LIMIT, "a YAML map has over %d keys", MEMBERS_MAX);
        err_at_line(err, line_of(event));
        return false;
    }
    for (const struct node *item = map->first; item; item = item->next) {
        if (span_equal(item->key, key)) {
            err_set(err, ERR_INPUT,
                "cannot read YAML: the key '%.*s' "
                "stands twice in one map",
                key.len > 80 ? 80 : (int)key.len, key.ptr);
            err_at_line(err, line_of(event));
            return false;
        }
    }
    builder->has_key = true;
    return span_copy(builder->arena, key, &builder->key, err);
}

static bool
in_map_without_key(const struct builder *builder)
{
    return builder->depth > 0 && !builder->has_key &&
           builder->open[builder->depth - 1]->kind == NODE_MAP;
}

static void
attach(struct builder *builder, struct node *node)
{
    if (builder->depth == 0) {
        builder->root = node;
        return;
    }
    struct node *parent = builder->open[builder->depth - 1];
    struct node **last = &builder->last[builder->depth - 1];
    if (parent->kind == NODE_MAP) {
        node->key = builder->key;
        builder->has_key = false;
    }
    node->parent = parent;
    node->index = parent->child_count;
    parent->child_count++;
    if (*last == NULL) {
        parent->first = node;
    } else {
        (*last)->next = node;
    }
    *last = node;
}

static struct node *
add_node(struct builder *builder, enum node_kind kind,
    const yaml_event_t *event, struct err *err)
{
    struct node *node = arena_alloc(builder->arena, sizeof(*node), err);

    if (node == NULL) {
        return NULL;
    }
    node->kind = kind;
    node->line = line_of(event);
    node->byte = (int64_t)event->start_mark.index;
    node->key = (struct span){"", 0};
    node->text = (struct span){"", 0};
    attach(builder, node);
    return node;
}

static bool
add_scalar(struct builder *builder, const yaml_event_t *event, struct err *err)
{
    struct span text =
        span_of_bytes(event->data.scalar.value, event->data.scalar.length);
    struct span copy;

    if (text.len > LIMIT_STRING_BYTES) {
        err_set(err, ERR_LIMIT, "a string of %zu bytes is over the limit %zu",
            text.len, LIMIT_STRING_BYTES);
        err_at_line(err, line_of(event));
        return false;
    }
    if (!utf8_valid(text)) {
        return refuse(event, "a text holds the character U+0000", err);
    }
    if (!span_copy(builder->arena, text, &copy, err)) {
        return false;
    }
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    /* An empty value, "~" and "null" are the null of every YAML schema. */
    bool null =
        plain && (text.len == 0 || span_is(text, "~") || span_is(text, "null"));
    struct node *node =
        add_node(builder, null ? NODE_NULL : NODE_STRING, event, err);
    if (node == NULL) {
        return false;
    }
    node->text = copy;
    node->plain = plain;
    return true;
}

static bool
take_scalar(struct builder *builder, const yaml_event_t *event, struct err *err)
{
    if (event->data.scalar.anchor != NULL) {
        return refuse(event, "anchors are not allowed", err);
    }
    if (event->data.scalar.tag != NULL) {
        return refuse(event, "tags are not allowed", err);
    }
    if (in_map_without_key(builder)) {
        return take_key(builder, event, err);
    }
    return add_scalar(builder, event, err);
}

static bool
open_collection(struct builder *builder, enum node_kind kind,
    const yaml_event_t *event, struct err *err)
{
    if (in_map_without_key(builder)) {
        return refuse(event, "a key is not a scalar", err);
    }
    if (builder->depth >= LIMIT_DEPTH) {
        err_set(err, ERR_LIMIT, "YAML is nested deeper than %d", LIMIT_DEPTH);
        err_at_line(err, line_of(event));
        return false;
    }
    struct node *node = add_node(builder, kind, event, err);
    if (node == NULL) {
        return false;
    }
    builder->open[builder->depth] = node;
    builder->last[builder->depth] = NULL;
    builder->depth++;
    return true;
}

static bool
take_map(struct builder *builder, const yaml_event_t *event, struct err *err)
{
    if (event->data.mapping_start.anchor != NULL) {
        return refuse(event, "anchors are not allowed", err);
    }
    if (event->data.mapping_start.tag != NULL) {
        return refuse(event, "tags are not allowed", err);
    }
    return open_collection(builder, NODE_MAP, event, err);
}

static bool
take_list(struct builder *builder, const yaml_event_t *event, struct err *err)
{
    if (event->data.sequence_start.anchor != NULL) {
        return refuse(event, "anchors are not allowed", err);
    }
    if (event->data.sequence_start.tag != NULL) {
        return refuse(event, "tags are not allowed", err);
    }
    return open_collection(builder, NODE_LIST, event, err);
}

static bool
take_document(
    struct builder *builder, const yaml_event_t *event, struct err *err)
{
    builder->documents++;
    if (builder->documents > 1) {
        return refuse(event, "a second document follows", err);
    }
    return true;
}

static bool
take_event(struct builder *builder, const yaml_event_t *event, struct err *err)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return take_document(builder, event, err);
    case YAML_ALIAS_EVENT:
        return refuse(event, "aliases are not allowed", err);
    case YAML_SCALAR_EVENT:
        return take_scalar(builder, event, err);
    case YAML_SEQUENCE_START_EVENT:
        return take_list(builder, event, err);
    case YAML_MAPPING_START_EVENT:
        return take_map(builder, event, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        builder->depth--;
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    }
    return true;
}

static bool
refuse_syntax(const yaml_parser_t *parser, struct err *err)
{
    const char *why =
        parser->problem == NULL ? "it is malformed" : parser->problem;

    if (parser->error == YAML_MEMORY_ERROR) {
        err_set(err, ERR_SYSTEM, "cannot allocate memory for YAML");
        return false;
    }
    err_set(err, ERR_INPUT, "cannot read YAML: %s", why);
    err_at_line(err, (int64_t)parser->problem_mark.line + 1);
    return false;
}

static bool
read_events(struct builder *builder, yaml_parser_t *parser, struct err *err)
{
    bool more = true;

    while (more) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            return refuse_syntax(parser, err);
        }
        more = event.type != YAML_STREAM_END_EVENT;
        bool ok = take_event(builder, &event, err);
        yaml_event_delete(&event);
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* libyaml reads UTF-16 as well: the bytes are checked before it sees them. */
static bool
check_bytes(struct span bytes, struct err *err)
{
    if (bytes.len > LIMIT_YAML_BYTES) {
        err_set(err, ERR_LIMIT, "YAML of %zu bytes is over the limit %zu",
            bytes.len, LIMIT_YAML_BYTES);
        return false;
    }
    return utf8_check(bytes, "YAML", err);
}

bool
yaml_load(struct arena *arena, struct span bytes, const struct node **out,
    struct err *err)
{
    struct builder builder = {.arena = arena};
    yaml_parser_t parser;
    bool ok = false;

    if (!check_bytes(bytes, err)) {
        return false;
    }
    if (!yaml_parser_initialize(&parser)) {
        err_set(err, ERR_SYSTEM, "cannot allocate a YAML parser");
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &parser, (const unsigned char *)bytes.ptr, bytes.len);
    if (!read_events(&builder, &parser, err)) {
        goto out;
    }
    if (builder.root == NULL) {
        err_set(err, ERR_INPUT, "cannot read YAML: there is no document");
        err_at_line(err, 1);
        goto out;
    }
    *out = builder.root;
    ok = true;
out:
    yaml_parser_delete(&parser);
    return ok;
}
