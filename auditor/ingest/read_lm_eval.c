#include "ingest/readers.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "ingest/head.h"
#include "ingest/metric.h"
#include "ingest/writer.h"

/*
 * Results of lm-evaluation-harness. 0.3 names a metric "acc" and its standard
 * error "acc_stderr"; 0.4 appends the filter: "acc,none", "acc_stderr,none".
 * A folder may hold both, so each file is judged by itself. Group rows stand
 * in `results` and again in `groups`: each is claimed once.
 */
struct run {
    const struct node *root;
    struct claim_writer *writer;
    struct span model; /* name, or empty */
    const char *model_place;
    const struct node *limit; /* or NULL */
};

/* One metric of one task. */
struct entry {
    const struct node *task;
    const struct node *value;
    struct span metric;
    struct span filter; /* empty in 0.3 */
};

static bool
has_filter(struct span key)
{
    return span_find(key, span_of(",")) < key.len &&
           span_find(key, span_of(" ")) == key.len;
}

int
lm_eval_04_bid(struct span head)
{
    struct head_scan scan;
    bool results = false;

    if (!head_is_map(head, &scan)) {
        return 0;
    }
    while (head_next_key(&scan)) {
        if (scan.key_depth == 1) {
            results =
                span_is(scan.key, "results") || span_is(scan.key, "groups");
        }
        if (results && scan.key_depth == 3 && has_filter(scan.key)) {
            return 90;
        }
    }
    return 0;
}

static bool
is_03_top(struct span key)
{
    return span_is(key, "results") || span_is(key, "versions") ||
           span_is(key, "config");
}

int
lm_eval_03_bid(struct span head)
{
    struct head_scan scan;
    bool results = false;
    bool scored = false;

    if (!head_is_map(head, &scan)) {
        return 0;
    }
    while (head_next_key(&scan)) {
        if (scan.key_depth == 1 && !is_03_top(scan.key)) {
            return 0;
        }
        if (scan.key_depth == 1) {
            results = span_is(scan.key, "results");
        }
        if (results && (scan.key_depth > 3 || has_filter(scan.key))) {
            return 0;
        }
        scored = scored || (results && scan.key_depth == 3);
    }
    return scored ? 60 : 0;
}

/* The value of `key` in "pretrained=org/name,revision=main,dtype=float16". */
static struct span
argument(struct span arguments, const char *key)
{
    size_t key_len = strlen(key);

    while (arguments.len > 0) {
        size_t comma = span_find(arguments, span_of(","));
        struct span part = {arguments.ptr, comma};
        if (part.len > key_len && part.ptr[key_len] == '=' &&
            memcmp(part.ptr, key, key_len) == 0) {
            return (struct span){
                part.ptr + key_len + 1, part.len - key_len - 1};
        }
        size_t cut = comma < arguments.len ? comma + 1 : comma;
        arguments = (struct span){arguments.ptr + cut, arguments.len - cut};
    }
    return (struct span){"", 0};
}

/*
 * A model named by an absolute path goes by its last two names: the folders
 * above them often name a person and a machine, which no dossier needs.
 */
static struct span
without_folders(struct span name)
{
    size_t slashes = 0;

    if (!span_starts(name, "/")) {
        return name;
    }
    for (size_t i = name.len; i > 0; i--) {
        slashes += name.ptr[i - 1] == '/';
        if (slashes == 2) {
            return (struct span){name.ptr + i, name.len - i};
        }
    }
    return (struct span){name.ptr + 1, name.len - 1};
}

static void
find_model(struct run *run)
{
    static const char *const keys[] = {"pretrained", "model", "engine"};
    const struct node *arguments = node_path(run->root, "config/model_args");
    const struct node *name = node_find(run->root, "model_name");

    run->model_place = "/config/model_args";
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (run->model.len == 0 && arguments != NULL) {
            run->model = arguments->kind == NODE_MAP
                             ? node_text(node_find(arguments, keys[i]))
                             : argument(node_text(arguments), keys[i]);
        }
    }
    if (run->model.len == 0) {
        run->model = node_text(name);
        run->model_place = "/model_name";
    }
    run->model = without_folders(run->model);
}

static const struct node *
number_or_null(const struct node *node)
{
    return node != NULL && node->kind == NODE_NUMBER ? node : NULL;
}

/* "acc,none" to "acc" and "none"; "acc" to "acc" and "". */
static void
split_key(struct span key, struct entry *entry)
{
    size_t comma = span_find(key, span_of(","));
    size_t rest = comma < key.len ? comma + 1 : comma;

    entry->metric = (struct span){key.ptr, comma};
    entry->filter = (struct span){key.ptr + rest, key.len - rest};
}

/* The standard error that belongs to the metric; NULL when there is none. */
static bool
find_stderr(struct run *run, const struct entry *entry, const struct node **out,
    struct err *err)
{
    const char *key = arena_printf(run->writer->arena, err, "%.*s_stderr%s%.*s",
        (int)entry->metric.len, entry->metric.ptr,
        entry->filter.len > 0 ? "," : "", (int)entry->filter.len,
        entry->filter.ptr);

    if (key == NULL) {
        return false;
    }
    /* Where it was not computed the tool writes the string "N/A". */
    *out = number_or_null(node_find(entry->task, key));
    return true;
}

/* A member of `section` (a map of tasks) under the name of the entry's task. */
static const struct node *
by_task(const struct run *run, const char *section, const struct node *task)
{
    const struct node *map = node_find(run->root, section);

    if (map == NULL || map->kind != NODE_MAP) {
        return NULL;
    }
    for (const struct node *item = map->first; item; item = item->next) {
        if (span_equal(item->key, task->key)) {
            return item;
        }
    }
    return NULL;
}

/* In `higher_is_better`, or else in the task's own list of metrics. */
static const struct node *
find_direction(const struct run *run, const struct entry *entry)
{
    const struct node *map = by_task(run, "higher_is_better", entry->task);
    const struct node *list =
        node_find(by_task(run, "configs", entry->task), "metric_list");

    for (const struct node *item = map != NULL ? map->first : NULL; item;
         item = item->next) {
        if (span_equal(item->key, entry->metric)) {
            return item;
        }
    }
    for (const struct node *item = list != NULL ? list->first : NULL; item;
         item = item->next) {
        if (span_equal(node_text(node_find(item, "metric")), entry->metric)) {
            return node_find(item, "higher_is_better");
        }
    }
    return NULL;
}

static const struct node *
find_shots(const struct run *run, const struct node *task)
{
    const struct node *node = number_or_null(by_task(run, "n-shot", task));

    if (node == NULL) {
        node = number_or_null(
            node_find(by_task(run, "configs", task), "num_fewshot"));
    }
    return node != NULL
               ? node
               : number_or_null(node_path(run->root, "config/num_fewshot"));
}

/* Seconds since 1970 with a fraction, as a float's literal. */
static bool
claim_date(struct run *run, struct err *err)
{
    const struct node *node = number_or_null(node_find(run->root, "date"));
    char text[CLOCK_TEXT_BYTES];
    struct decimal seconds;
    struct decimal year_10000;

    if (node == NULL) {
        return true;
    }
    if (!decimal_parse(node->text, &seconds, err) ||
        !decimal_of_int(253402300800, &year_10000, err)) {
        err_at(err, "/date");
        return false;
    }
    if (seconds.negative || decimal_compare(&seconds, &year_10000) >= 0) {
        err_set(err, ERR_INPUT, "the date lies outside the years 1970-9999");
        err_at(err, "/date");
        return false;
    }
    clock_text((int64_t)decimal_double(&seconds), text);
    const struct span pair[2] = {span_of(text), node->text};
    return writer_derived(run->writer, "date", pair, "/date", err);
}

static bool
claim_score(struct run *run, const struct entry *entry, const struct node *node,
    const char *property, struct err *err)
{
    const char *metric = span_string(run->writer->arena, entry->metric, err);
    const char *place;

    if (node == NULL) {
        return true;
    }
    place = writer_place(run->writer, node, err);
    if (metric == NULL || place == NULL) {
        return false;
    }
    struct metric_score score = {
        metric, property, node->text, METRIC_FRACTIONS, place};
    return metric_claim(run->writer, &score, err);
}

static bool
claim_task(struct run *run, const struct entry *entry, struct err *err)
{
    struct claim_writer *writer = run->writer;
    const struct node *task = entry->task;
    const char *place = writer_place(writer, entry->value, err);
    const struct node *samples = by_task(run, "n-samples", task);

    return place != NULL &&
           writer_text(writer, "tool", span_of("lm-eval"), place, err) &&
           writer_node(writer, "tool-version",
               node_find(run->root, "lm_eval_version"), err) &&
           writer_text(
               writer, "model-name", run->model, run->model_place, err) &&
           writer_text(writer, "task", task->key, place, err) &&
           writer_node(
               writer, "task-version", by_task(run, "versions", task), err) &&
           writer_text(writer, "metric", entry->metric, place, err) &&
           writer_text(writer, "filter", entry->filter, place, err) &&
           writer_node(writer, "n",
               number_or_null(node_find(samples, "effective")), err) &&
           writer_node(writer, "shots", find_shots(run, task), err) &&
           writer_node(writer, "limit", run->limit, err) &&
           writer_node(
               writer, "higher-is-better", find_direction(run, entry), err) &&
           writer_node(writer, "dataset",
               node_find(by_task(run, "configs", task), "dataset_path"), err);
}

static bool
claim_entry(struct run *run, const struct node *task, const struct node *value,
    struct err *err)
{
    struct entry entry = {task, value, {"", 0}, {"", 0}};
    const struct node *error_bar;

    split_key(value->key, &entry);
    if (value->kind != NODE_NUMBER || span_ends(entry.metric, "_stderr")) {
        return true;
    }
    run->writer->entity_id = arena_printf(run->writer->arena, err, "%.*s/%.*s",
        (int)task->key.len, task->key.ptr, (int)value->key.len, value->key.ptr);
    return run->writer->entity_id != NULL &&
           find_stderr(run, &entry, &error_bar, err) &&
           claim_task(run, &entry, err) &&
           claim_score(run, &entry, value, "value", err) &&
           claim_score(run, &entry, error_bar, "stderr", err) &&
           claim_date(run, err);
}

/* The rows of `results` or, for tasks that are not in it, of `groups`. */
static bool
claim_section(struct run *run, const char *section, struct err *err)
{
    const struct node *map = node_find(run->root, section);
    bool again = strcmp(section, "results") != 0;

    if (map == NULL || map->kind != NODE_MAP) {
        return true;
    }
    for (const struct node *task = map->first; task; task = task->next) {
        if (again && by_task(run, "results", task) != NULL) {
            continue;
        }
        if (task->kind != NODE_MAP) {
            err_set(err, ERR_INPUT, "the results of a task are not a map");
            err_at_line(err, task->line);
            return false;
        }
        for (const struct node *item = task->first; item; item = item->next) {
            if (!claim_entry(run, task, item, err)) {
                return false;
            }
        }
    }
    return true;
}

static bool
read_results(const struct ingest_input *input, struct claim_sink *sink,
    bool filters, struct err *err)
{
    struct claim_writer writer = {
        input->arena, sink, ENTITY_EVALUATION, "", CLAIM_MEASURED, false};
    struct run run = {.writer = &writer};

    if (!input_json(input, &run.root, err)) {
        return false;
    }
    find_model(&run);
    run.limit = number_or_null(node_path(run.root, "config/limit"));
    return claim_section(&run, "results", err) &&
           (!filters || claim_section(&run, "groups", err));
}

bool
lm_eval_03_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    return read_results(input, sink, false, err);
}

bool
lm_eval_04_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    return read_results(input, sink, true, err);
}
