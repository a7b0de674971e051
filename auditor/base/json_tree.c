#include "base/json.h"

#include "base/json_scan.h"
#include "base/limits.h"

bool
json_unescape(
    struct arena *arena, struct span raw, struct span *out, struct err *err)
{
    const char *why = NULL;
    char *text = arena_alloc(arena, raw.len + 1, err);

    if (text == NULL) {
        return false;
    }
    size_t len = json_scan_unescape(raw, text, &why);
    if (len == SIZE_MAX) {
        err_set(err, ERR_INPUT, "cannot read JSON: %s", why);
        return false;
    }
    text[len] = '\0';
    *out = (struct span){text, len};
    return true;
}

/* The tree as it grows: the open maps and lists and their last children. */
struct builder {
    struct arena *arena;
    struct json *json;
    struct node *root;
    struct node *open[LIMIT_DEPTH];
    struct node *last[LIMIT_DEPTH];
    size_t depth;
    struct span key; /* seen and not yet used */
};

/* Spans without escapes point into the caller's copy of the document. */
static bool
plain_text(
    struct builder *builder, struct span raw, struct span *out, struct err *err)
{
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.ptr[i] == '\\') {
            return json_unescape(builder->arena, raw, out, err);
        }
    }
    *out = raw;
    return true;
}

static struct node *
add_node(struct builder *builder, enum node_kind kind, struct err *err)
{
    struct node *node = arena_alloc(builder->arena, sizeof(*node), err);

    if (node == NULL) {
        return NULL;
    }
    node->kind = kind;
    node->line = json_line(builder->json);
    node->byte = json_byte(builder->json);
    if (builder->depth == 0) {
        builder->root = node;
        return node;
    }
    struct node *parent = builder->open[builder->depth - 1];
    struct node **last = &builder->last[builder->depth - 1];
    node->key = builder->key;
    builder->key = (struct span){"", 0};
    node->parent = parent;
    node->index = parent->child_count;
    parent->child_count++;
    if (*last == NULL) {
        parent->first = node;
    } else {
        (*last)->next = node;
    }
    *last = node;
    return node;
}

static const enum node_kind kinds[] = {
    [JSON_MAP] = NODE_MAP,
    [JSON_LIST] = NODE_LIST,
    [JSON_STRING] = NODE_STRING,
    [JSON_NUMBER] = NODE_NUMBER,
    [JSON_TRUE] = NODE_TRUE,
    [JSON_FALSE] = NODE_FALSE,
    [JSON_NULL] = NODE_NULL,
};

static bool
take_event(struct builder *builder, enum json_event event, struct span raw,
    struct err *err)
{
    struct span text = raw;

    if (event == JSON_MAP_END || event == JSON_LIST_END) {
        builder->depth--;
        return true;
    }
    if ((event == JSON_KEY || event == JSON_STRING) &&
        !plain_text(builder, raw, &text, err)) {
        err_at_line(err, json_line(builder->json));
        return false;
    }
    if (event == JSON_KEY) {
        builder->key = text;
        return true;
    }
    struct node *node = add_node(builder, kinds[event], err);
    if (node == NULL) {
        return false;
    }
    if (event == JSON_MAP || event == JSON_LIST) {
        builder->open[builder->depth] = node;
        builder->last[builder->depth] = NULL;
        builder->depth++;
        return true;
    }
    node->text = text;
    return true;
}

bool
json_load(struct arena *arena, struct span bytes, const struct node **out,
    struct err *err)
{
    struct builder builder = {.arena = arena, .key = {"", 0}};
    struct span copy;
    enum json_event event = JSON_NULL;
    struct span raw;
    bool ok = false;

    if (!span_copy(arena, bytes, &copy, err)) {
        return false;
    }
    builder.json = json_open(copy, err);
    if (builder.json == NULL) {
        return false;
    }
    for (;;) {
        if (!json_next(builder.json, &event, &raw, err)) {
            goto out;
        }
        if (event == JSON_END) {
            break;
        }
        if (!take_event(&builder, event, raw, err)) {
            goto out;
        }
    }
    *out = builder.root;
    ok = true;
out:
    json_close(builder.json);
    return ok;
}

/* As UTF-16, in one escape or two: RFC 8259, section 7. */
static void
put_escape(struct text *out, uint32_t point)
{
    if (point > 0xFFFF) {
        point -= 0x10000;
        text_printf(out, "\\u%04x\\u%04x", 0xD800 + (unsigned)(point >> 10),
            0xDC00 + (unsigned)(point & 0x3FF));
    } else {
        text_printf(out, "\\u%04x", (unsigned)point);
    }
}

void
json_put_string(struct text *out, struct span text)
{
    size_t at = 0;

    text_putc(out, '"');
    while (at < text.len) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        if (point == '"' || point == '\\') {
            text_printf(out, "\\%c", (int)point);
        } else if (point < 0x20 || point == 0xFFFD || !utf8_is_seen(point)) {
            put_escape(out, point);
        } else {
            text_put(out, (struct span){text.ptr + start, at - start});
        }
    }
    text_putc(out, '"');
}
