#include "ingest/readers.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/limits.h"
#include "base/yaml.h"
#include "ingest/markdown.h"
#include "ingest/metric.h"
#include "ingest/writer.h"

/*
 * A Hugging Face card: YAML front matter between two lines "---", then
 * Markdown. A card of a data set is told from a model's by its keys.
 */
struct field {
    const char *key; /* in the front matter */
    const char *property;
    bool hub; /* a name on the hub, which may be written as its address */
};

static const struct field model_fields[] = {
    {"license", "license", false},
    {"license_name", "license-name", false},
    {"license_link", "license-link", false},
    {"language", "language", false},
    {"datasets", "dataset", true},
    {"base_model", "base-model", true},
    {"base_model_relation", "base-relation", false},
    {"tags", "tag", false},
    {"pipeline_tag", "pipeline", false},
    {"library_name", "library", false},
};

static const struct field dataset_fields[] = {
    {"pretty_name", "name", false},
    {"license", "license", false},
    {"language", "language", false},
};

static const char *const dataset_keys[] = {"task_categories", "size_categories",
    "annotations_creators", "source_datasets", "dataset_info", "pretty_name"};
static const char *const model_keys[] = {"model-index", "pipeline_tag",
    "library_name", "base_model", "co2_eq_emissions", "license", "language",
    "tags", "datasets", "metrics", "inference"};
/* Of a model only: they decide when keys of both kinds are there. */
enum {
    MODEL_ONLY_COUNT = 5
};

static const char *const section_names[CARD_SECTION_COUNT] = {
    [CARD_INTENDED_USE] = "has-intended-use",
    [CARD_LIMITATIONS] = "has-limitations",
    [CARD_TRAINING_DATA] = "has-training-data",
    [CARD_EVALUATION] = "has-evaluation",
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* The two parts of a card. */
struct card {
    struct span matter; /* from the first "---", so that lines agree */
    struct span body;
    int64_t body_line; /* number of the body's first line */
    bool closed;       /* the front matter has its end line */
};

/* Without the byte order mark that some editors write. */
static struct span
without_mark(struct span bytes)
{
    if (span_starts(bytes, "\xef\xbb\xbf")) {
        return (struct span){bytes.ptr + 3, bytes.len - 3};
    }
    return bytes;
}

static struct card
split(struct span whole)
{
    struct span bytes = without_mark(whole);
    struct card card = {{bytes.ptr, 0}, bytes, 1, false};
    struct span rest = bytes;
    struct span line;
    int64_t number = 1;

    if (!span_line(&rest, &line) || !span_is(span_trim(line), "---")) {
        return card;
    }
    struct span start = rest;
    while (!card.closed && span_line(&rest, &line)) {
        number++;
        card.closed = span_is(span_trim(line), "---");
    }
    if (!card.closed) {
        card.matter = bytes;
        card.body = (struct span){start.ptr + start.len, 0};
        return card;
    }
    card.matter.len = (size_t)(line.ptr - bytes.ptr);
    card.body = rest;
    card.body_line = number + 1;
    return card;
}

/* Does a line of the front matter begin with "KEY:"? */
static bool
names_key(struct span matter, const char *key)
{
    struct span line;
    size_t len = strlen(key);

    while (span_line(&matter, &line)) {
        if (span_starts(line, key) && line.len > len && line.ptr[len] == ':') {
            return true;
        }
    }
    return false;
}

static size_t
count_keys(struct span matter, const char *const *keys, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        found += names_key(matter, keys[i]);
    }
    return found;
}

int
hf_card_bid(struct span head)
{
    struct card card = split(head);

    if (card.matter.len > 0) {
        return count_keys(card.matter, model_keys, COUNT(model_keys)) > 0 ||
                       count_keys(
                           card.matter, dataset_keys, COUNT(dataset_keys)) > 0
                   ? 70
                   : 0;
    }
    return (span_starts(head, "#") || span_starts(head, "\n#")) &&
                   markdown_is_card(head)
               ? 30
               : 0;
}

static bool
is_dataset(const struct node *root)
{
    for (size_t i = 0; i < MODEL_ONLY_COUNT; i++) {
        if (node_find(root, model_keys[i]) != NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < COUNT(dataset_keys); i++) {
        if (node_find(root, dataset_keys[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool
claim_item(struct claim_writer *writer, const struct field *field,
    const struct node *node, struct err *err)
{
    const char *place = writer_place(writer, node, err);
    struct span text = node_text(node);

    if (place == NULL || !node_is_scalar(node) ||
        markdown_is_placeholder(text)) {
        return place != NULL;
    }
    /* A plain YAML scalar of these words is null (YAML 1.1). */
    if (node->plain && (span_is(text, "null") || span_is(text, "~"))) {
        return true;
    }
    const struct span pair[2] = {
        field->hub ? hub_name(text) : span_trim(text), text};
    return writer_derived(writer, field->property, pair, place, err);
}

static bool
claim_fields(struct claim_writer *writer, const struct node *root,
    const struct field *fields, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct node *node = node_find(root, fields[i].key);
        if (node != NULL && node_is_scalar(node) &&
            !claim_item(writer, &fields[i], node, err)) {
            return false;
        }
        const struct node *item =
            node != NULL && node->kind == NODE_LIST ? node->first : NULL;
        for (; item != NULL; item = item->next) {
            if (!claim_item(writer, &fields[i], item, err)) {
                return false;
            }
        }
    }
    return true;
}

/* Old cards write a bare number of grams, newer ones a map. */
static bool
claim_co2(struct claim_writer *writer, const struct node *root, struct err *err)
{
    const struct node *node = node_find(root, "co2_eq_emissions");
    const struct node *grams = node;

    if (node != NULL && node->kind == NODE_MAP) {
        grams = node_find(node, "emissions");
        if (!writer_node(
                writer, "co2-source", node_find(node, "source"), err)) {
            return false;
        }
    }
    if (grams == NULL || !metric_is_number(node_text(grams))) {
        return true;
    }
    return writer_node(writer, "co2-grams", grams, err);
}

/* One entry of model-index[].results. */
struct result {
    struct claim_writer *writer;
    const struct node *model; /* item of model-index */
    const struct node *entry;
    enum metric_custom custom;
};

/* The leaderboard writes percentages, also those below one. */
static enum metric_custom
custom_of(const struct node *entry)
{
    struct span name = node_text(node_path(entry, "source/name"));
    struct span url = node_text(node_path(entry, "source/url"));
    bool leaderboard =
        span_find(name, span_of("Open LLM Leaderboard")) < name.len ||
        span_find(url, span_of("open_llm_leaderboard")) < url.len;

    return leaderboard ? METRIC_PERCENT : METRIC_PERCENT_OVER_1;
}

static bool
claim_score(struct result *result, const struct node *metric, struct err *err)
{
    const struct node *value = node_find(metric, "value");
    struct span type = node_text(node_find(metric, "type"));
    const char *name = span_string(result->writer->arena, type, err);
    const char *place;

    if (name == NULL) {
        return false;
    }
    if (value == NULL || !metric_is_number(node_text(value))) {
        return true;
    }
    place = writer_place(result->writer, value, err);
    if (place == NULL) {
        return false;
    }
    struct metric_score score = {
        name, "value", node_text(value), result->custom, place};
    return metric_claim(result->writer, &score, err);
}

static bool
claim_shots(struct result *result, struct err *err)
{
    const struct node *shots =
        node_path(result->entry, "dataset/args/num_few_shot");

    if (shots == NULL || !metric_is_number(node_text(shots))) {
        return true;
    }
    return writer_node(result->writer, "shots", shots, err);
}

static bool
claim_metric(struct result *result, const struct node *metric, struct err *err)
{
    struct claim_writer *writer = result->writer;
    const struct node *entry = result->entry;
    const struct node *task = node_path(entry, "dataset/name");
    const struct node *source = node_path(entry, "source/name");
    const char *place = writer_place(writer, metric, err);

    if (task == NULL) {
        task = node_path(entry, "task/name");
    }
    if (source == NULL) {
        source = node_path(entry, "source/url");
    }
    writer->entity_id =
        arena_printf(writer->arena, err, "model-index/%zu/%zu/%zu",
            result->model->index, entry->index, metric->index);
    return writer->entity_id != NULL && place != NULL &&
           writer_text(writer, "tool", span_of("model-card"), place, err) &&
           writer_node(
               writer, "model-name", node_find(result->model, "name"), err) &&
           writer_node(writer, "task", task, err) &&
           writer_node(writer, "metric", node_find(metric, "type"), err) &&
           claim_score(result, metric, err) && claim_shots(result, err) &&
           writer_node(
               writer, "dataset", node_path(entry, "dataset/type"), err) &&
           writer_node(writer, "source", source, err);
}

static bool
claim_results(
    struct claim_writer *writer, const struct node *model, struct err *err)
{
    const struct node *list = node_find(model, "results");

    for (const struct node *entry = list != NULL ? list->first : NULL; entry;
         entry = entry->next) {
        const struct node *metrics = node_find(entry, "metrics");
        struct result result = {writer, model, entry, custom_of(entry)};
        const struct node *metric = metrics != NULL ? metrics->first : NULL;
        for (; metric != NULL; metric = metric->next) {
            if (!claim_metric(&result, metric, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool
claim_model_index(
    struct claim_writer *card, const struct node *root, struct err *err)
{
    struct claim_writer writer = *card;
    const struct node *list = node_find(root, "model-index");

    writer.entity = ENTITY_EVALUATION;
    if (list == NULL || list->kind != NODE_LIST) {
        return true;
    }
    if (!writer_node(
            card, "name", node_find(node_item(list, 0), "name"), err)) {
        return false;
    }
    for (const struct node *model = list->first; model; model = model->next) {
        if (!claim_results(&writer, model, err)) {
            return false;
        }
    }
    return true;
}

static bool
claim_line(struct claim_writer *writer, const char *property, int64_t line,
    struct err *err)
{
    const char *place =
        arena_printf(writer->arena, err, "line %" PRId64, line > 0 ? line : 1);

    return place != NULL &&
           writer_yes_no(writer, property, line > 0, place, err);
}

static bool
claim_outline(
    struct claim_writer *writer, const struct card *card, struct err *err)
{
    struct card_outline outline = markdown_outline(card->body, card->body_line);

    for (size_t i = 0; i < CARD_SECTION_COUNT; i++) {
        if (!claim_line(
                writer, section_names[i], outline.section_line[i], err)) {
            return false;
        }
    }
    return claim_line(
        writer, "unfilled-template", outline.placeholder_line, err);
}

static bool
claim_model(struct claim_writer *writer, const struct node *root,
    const struct card *card, struct err *err)
{
    writer->entity = ENTITY_CARD;
    return claim_fields(writer, root, model_fields, COUNT(model_fields), err) &&
           claim_co2(writer, root, err) && claim_outline(writer, card, err) &&
           claim_model_index(writer, root, err);
}

/* The front matter as a tree, or NULL when there is none. */
static bool
load_matter(const struct ingest_input *input, const struct card *card,
    const struct node **out, struct err *err)
{
    const struct node *root;

    if (card->matter.len == 0) {
        *out = NULL;
        return true;
    }
    if (!card->closed || card->matter.len > LIMIT_YAML_BYTES) {
        err_set(err, card->closed ? ERR_LIMIT : ERR_INPUT,
            "cannot read the front matter: %s",
            card->closed ? "it is too large" : "it has no end line '---'");
        err_at_line(err, 1);
        return false;
    }
    if (!yaml_load(input->arena, card->matter, &root, err)) {
        return false;
    }
    if (root->kind != NODE_MAP) {
        err_set(err, ERR_INPUT, "the front matter is not a map");
        err_at_line(err, 1);
        return false;
    }
    *out = root;
    return true;
}

bool
hf_card_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    struct span bytes;
    const struct node *root;
    struct claim_writer writer = {input->arena, sink, ENTITY_DATASET,
        writer_base_name(input->path), CLAIM_DECLARED, true};

    if (!input_whole(input, &bytes, err)) {
        return false;
    }
    if (!utf8_valid(bytes)) {
        err_set(err, ERR_INPUT, "cannot read the card: it is not UTF-8");
        err_at_line(err, 1);
        return false;
    }
    struct card card = split(bytes);
    if (!load_matter(input, &card, &root, err)) {
        return false;
    }
    if (is_dataset(root)) {
        return claim_fields(
            &writer, root, dataset_fields, COUNT(dataset_fields), err);
    }
    return claim_model(&writer, root, &card, err);
}
