#include "ingest/readers.h"

#include <stddef.h>
#include <string.h>

#include "ingest/head.h"
#include "ingest/writer.h"

/*
 * Configurations of the Hugging Face libraries. They are known by their keys:
 * files of the same name hold other things, e.g. training recipes.
 */
struct kind {
    const char *name;
    const char *needed[3];  /* all of them */
    const char *some[8];    /* and at least one of them */
    const char *without[3]; /* and none of them */
};

static const struct kind kinds[] = {
    {"adapter", {"peft_type"}, {NULL}, {NULL}},
    {"quantisation", {"bits", "group_size"},
        {"damp_percent", "desc_act", "sym", "true_sequential", "zero_point",
            "quant_method"},
        {"architectures", "model_type"}},
    {"quantisation", {"w_bit", "q_group_size"}, {NULL},
        {"architectures", "model_type"}},
    {"model", {"architectures"},
        {"model_type", "hidden_size", "vocab_size", "torch_dtype", "dtype",
            "transformers_version"},
        {NULL}},
    {"model", {"model_type"},
        {"hidden_size", "vocab_size", "torch_dtype", "text_config",
            "num_hidden_layers", "transformers_version"},
        {NULL}},
    {"generation", {NULL},
        {"eos_token_id", "bos_token_id", "temperature", "top_p",
            "max_new_tokens", "do_sample"},
        {"architectures", "model_type", "tokenizer_class"}},
};

/* Where a property stands; the first path that is there counts. */
struct field {
    const char *property;
    const char *path;
};

static const struct field fields[] = {
    {"model-type", "model_type"},
    {"precision", "torch_dtype"},
    {"precision", "dtype"},
    {"precision", "text_config/torch_dtype"},
    {"precision", "text_config/dtype"},
    {"quant-method", "quantization_config/quant_method"},
    {"quant-method", "quant_method"},
    {"quant-bits", "quantization_config/bits"},
    {"quant-bits", "quantization_config/w_bit"},
    {"quant-bits", "bits"},
    {"quant-bits", "w_bit"},
    {"quant-group", "quantization_config/group_size"},
    {"quant-group", "group_size"},
    {"quant-group", "q_group_size"},
    {"context-length", "max_position_embeddings"},
    {"context-length", "text_config/max_position_embeddings"},
    {"hidden-size", "hidden_size"},
    {"hidden-size", "text_config/hidden_size"},
    {"layers", "num_hidden_layers"},
    {"layers", "text_config/num_hidden_layers"},
    {"vocabulary", "vocab_size"},
    {"vocabulary", "text_config/vocab_size"},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static size_t
count_keys(struct span head, const char *const *keys, size_t capacity)
{
    size_t found = 0;

    for (size_t i = 0; i < capacity && keys[i] != NULL; i++) {
        found += head_has(head, keys[i]);
    }
    return found;
}

static bool
is_kind(struct span head, const struct kind *kind)
{
    size_t needed = 0;

    while (needed < COUNT(kind->needed) && kind->needed[needed] != NULL) {
        needed++;
    }
    if (count_keys(head, kind->needed, COUNT(kind->needed)) != needed ||
        count_keys(head, kind->without, COUNT(kind->without)) > 0) {
        return false;
    }
    size_t some = count_keys(head, kind->some, COUNT(kind->some));
    /* The generation defaults have no key that all of them share. */
    return kind->some[0] == NULL || some >= (needed == 0 ? 2 : 1);
}

static const struct kind *
find_kind(struct span head)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (is_kind(head, &kinds[i])) {
            return &kinds[i];
        }
    }
    return NULL;
}

int
hf_config_bid(struct span head)
{
    struct head_scan scan;

    if (!head_is_map(head, &scan)) {
        return 0;
    }
    return find_kind(head) == NULL ? 0 : 50;
}

/* GPTQ writes -1 for one group a column: no size, so no claim of one. */
static bool
claim_field(struct claim_writer *writer, const struct field *field,
    const struct node *node, struct err *err)
{
    if (strcmp(field->property, "quant-group") == 0 &&
        span_starts(node->text, "-")) {
        return true;
    }
    const struct property *row = property_find(ENTITY_CONFIG, field->property);
    if (row != NULL && row->kind == VALUE_NUMBER && node->kind != NODE_NUMBER) {
        return true;
    }
    return writer_node(writer, field->property, node, err);
}

static bool
claim_fields(
    struct claim_writer *writer, const struct node *root, struct err *err)
{
    const char *last = "";

    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct node *node = node_path(root, fields[i].path);
        if (node == NULL || node->kind == NODE_NULL ||
            strcmp(last, fields[i].property) == 0) {
            continue;
        }
        if (!claim_field(writer, &fields[i], node, err)) {
            return false;
        }
        last = fields[i].property;
    }
    return true;
}

static bool
claim_base_model(
    struct claim_writer *writer, const struct node *root, struct err *err)
{
    const struct node *node = node_find(root, "base_model_name_or_path");

    if (node == NULL || node->kind != NODE_STRING) {
        return true;
    }
    const struct span pair[2] = {hub_name(node->text), node->text};
    return writer_derived(
        writer, "base-model", pair, "/base_model_name_or_path", err);
}

bool
hf_config_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    const struct node *root;
    const struct kind *kind = find_kind(input->bytes);
    struct claim_writer writer = {input->arena, sink, ENTITY_CONFIG,
        writer_base_name(input->path), CLAIM_DECLARED, false};

    if (!input_json(input, &root, err)) {
        return false;
    }
    const char *name = kind == NULL ? "unknown" : kind->name;
    const struct node *architecture =
        node_item(node_find(root, "architectures"), 0);
    return writer_text(&writer, "kind", span_of(name), "line 1", err) &&
           writer_node(&writer, "architecture", architecture, err) &&
           claim_fields(&writer, root, err) &&
           claim_base_model(&writer, root, err);
}
