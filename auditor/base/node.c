#include "base/node.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

static const struct node *
find_span(const struct node *map, struct span key)
{
    if (map == NULL || map->kind != NODE_MAP) {
        return NULL;
    }
    for (const struct node *item = map->first; item; item = item->next) {
        if (span_equal(item->key, key)) {
            return item;
        }
    }
    return NULL;
}

const struct node *
node_find(const struct node *map, const char *key)
{
    return find_span(map, span_of(key));
}

const struct node *
node_path(const struct node *root, const char *path)
{
    const struct node *node = root;

    while (node != NULL && *path != '\0') {
        size_t len = strcspn(path, "/");
        node = find_span(node, (struct span){path, len});
        path += path[len] == '/' ? len + 1 : len;
    }
    return node;
}

const struct node *
node_item(const struct node *list, size_t index)
{
    if (list == NULL || list->kind != NODE_LIST) {
        return NULL;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        if (item->index == index) {
            return item;
        }
    }
    return NULL;
}

bool
node_is_scalar(const struct node *node)
{
    return node != NULL && node->kind != NODE_LIST && node->kind != NODE_MAP;
}

struct span
node_text(const struct node *node)
{
    if (!node_is_scalar(node) || node->kind == NODE_NULL) {
        return (struct span){"", 0};
    }
    return node->text;
}

/* Room that one step of the pointer takes: '/', the key and its escapes. */
static size_t
step_bytes(const struct node *node)
{
    size_t bytes = node->key.len + 1;

    if (node->parent->kind == NODE_LIST) {
        return 1 + (size_t)snprintf(NULL, 0, "%zu", node->index);
    }
    for (size_t i = 0; i < node->key.len; i++) {
        bytes += node->key.ptr[i] == '~' || node->key.ptr[i] == '/';
    }
    return bytes;
}

/* Write the step so that it ends at `end`; returns where it begins. */
static char *
write_step(const struct node *node, char *end)
{
    char digits[24];
    struct span key = node->key;

    if (node->parent->kind == NODE_LIST) {
        int len = snprintf(digits, sizeof(digits), "%zu", node->index);
        key = (struct span){digits, (size_t)len};
    }
    for (size_t i = key.len; i > 0; i--) {
        char byte = key.ptr[i - 1];
        if (byte == '~' || byte == '/') { /* RFC 6901 section 3 */
            *--end = byte == '~' ? '0' : '1';
            byte = '~';
        }
        *--end = byte;
    }
    *--end = '/';
    return end;
}

char *
node_pointer(struct arena *arena, const struct node *node, struct err *err)
{
    size_t bytes = 0;

    for (const struct node *at = node; at->parent; at = at->parent) {
        bytes += step_bytes(at);
    }
    char *pointer = arena_alloc(arena, bytes + 1, err);
    if (pointer == NULL) {
        return NULL;
    }
    char *end = pointer + bytes;
    for (const struct node *at = node; at->parent; at = at->parent) {
        end = write_step(at, end);
    }
    return pointer;
}
