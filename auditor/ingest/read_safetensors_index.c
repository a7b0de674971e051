#include "ingest/readers.h"

#include <stddef.h>
#include <stdlib.h>

#include "ingest/head.h"
#include "ingest/writer.h"

int
safetensors_index_bid(struct span head)
{
    return head_has(head, "weight_map") ? 90 : 0;
}

static int
by_text(const void *a, const void *b)
{
    const struct node *const *left = a;
    const struct node *const *right = b;

    return span_compare((*left)->text, (*right)->text);
}

/* How many different files the tensors lie in. */
static bool
count_shards(const struct ingest_input *input, const struct node *map,
    uint64_t *out, struct err *err)
{
    const struct node **items = arena_alloc_array(
        input->arena, map->child_count + 1, sizeof(*items), err);
    size_t count = 0;
    uint64_t shards = 0;

    if (items == NULL) {
        return false;
    }
    for (const struct node *item = map->first; item; item = item->next) {
        if (item->kind != NODE_STRING) {
            err_set(err, ERR_INPUT, "the file of a tensor is not a string");
            err_at_line(err, item->line);
            return false;
        }
        items[count++] = item;
    }
    qsort(items, count, sizeof(*items), by_text);
    for (size_t i = 0; i < count; i++) {
        shards += i == 0 || by_text(&items[i - 1], &items[i]) != 0;
    }
    *out = shards;
    return true;
}

bool
safetensors_index_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    const struct node *root;
    uint64_t shards;
    struct claim_writer writer = {input->arena, sink, ENTITY_INDEX,
        writer_base_name(input->path), CLAIM_DECLARED, false};

    if (!input_json(input, &root, err)) {
        return false;
    }
    const struct node *map = node_find(root, "weight_map");
    if (map == NULL || map->kind != NODE_MAP) {
        err_set(err, ERR_INPUT, "the index has no map 'weight_map'");
        err_at(err, "/weight_map");
        return false;
    }
    return count_shards(input, map, &shards, err) &&
           writer_node(&writer, "total-bytes",
               node_path(root, "metadata/total_size"), err) &&
           writer_node(&writer, "total-params",
               node_path(root, "metadata/total_parameters"), err) &&
           writer_count(&writer, "shards", shards, "/weight_map", err);
}
