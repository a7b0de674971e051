#include "rule/pack.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"

#include <libxml/xpath.h>
#include <stdlib.h>
#include <string.h>

static void
keep_silent(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

static bool
load_namespaces(struct pack_load *load, const xmlNode *root, struct err *err)
{
    struct rule_pack *pack = load->pack;
    size_t room = pack_child_count(root, SCHEMATRON_NS, "ns");
    pack->namespaces = arena_alloc_array(
        &load->packs->arena, room, sizeof(*pack->namespaces), err);
    if (pack->namespaces == NULL) {
        return false;
    }
    const xmlNode *node = xml_child(root, SCHEMATRON_NS, "ns");
    for (; node != NULL; node = xml_next(node, SCHEMATRON_NS, "ns")) {
        struct rule_namespace *row = &pack->namespaces[pack->namespace_count];
        if (!pack_string(load, node, "prefix", &row->prefix, err) ||
            !pack_string(load, node, "uri", &row->uri, err)) {
            return pack_refuse(node, err);
        }
        pack->namespace_count++;
    }
    return true;
}

/* What a:pack says; the id is the file's name, so that a sector finds it. */
static bool
load_info(struct pack_load *load, const xmlNode *root, struct err *err)
{
    struct rule_pack_info *info = &load->pack->info;
    const xmlNode *node = xml_child(root, RULES_NS, "pack");
    if (!pack_string(load, node, "id", &info->id, err) ||
        !pack_string(load, node, "version", &info->version, err) ||
        !pack_string(load, node, "law-as-of", &info->law_as_of, err) ||
        !pack_date(node, info->law_as_of, err) ||
        !pack_bilingual(load, node, "title", &info->title, err)) {
        return pack_refuse(node, err);
    }
    struct span file = span_of(info->file);
    file.len -= strlen(".sch");
    if (!span_equal(file, span_of(info->id))) {
        err_set(err, ERR_INPUT, "the pack's id '%.80s' is not its file's name",
            info->id);
        return pack_refuse(node, err);
    }
    const char *binding = xml_attribute(root, "queryBinding");
    if (strcmp(binding, "xslt") != 0) {
        err_set(
            err, ERR_INPUT, "the query binding '%.40s' is not 'xslt'", binding);
        return pack_refuse(root, err);
    }
    return true;
}

static int
by_rule_id(const void *a, const void *b)
{
    const struct rule *left = a;
    const struct rule *right = b;
    return strcmp(left->info.shape.rule, right->info.shape.rule);
}

static bool
load_rules(struct pack_load *load, const xmlNode *root, struct err *err)
{
    struct rule_pack *pack = load->pack;
    size_t room = pack_child_count(root, SCHEMATRON_NS, "pattern");
    pack->rules =
        arena_alloc_array(&load->packs->arena, room, sizeof(*pack->rules), err);
    if (pack->rules == NULL) {
        return false;
    }
    const xmlNode *node = xml_child(root, SCHEMATRON_NS, "pattern");
    for (; node != NULL; node = xml_next(node, SCHEMATRON_NS, "pattern")) {
        if (!pack_rule_load(load, node, &pack->rules[pack->rule_count], err)) {
            return false;
        }
        pack->rule_count++;
    }
    pack->info.rule_count = pack->rule_count;
    qsort(pack->rules, pack->rule_count, sizeof(*pack->rules), by_rule_id);
    return true;
}

static bool
load_tree(struct pack_load *load, const xmlNode *root, struct err *err)
{
    struct rule_pack *pack = load->pack;
    return pack_shape_check(root, err) && load_namespaces(load, root, err) &&
           load_info(load, root, err) &&
           pack_lets_load(load, root, &pack->lets, &pack->let_count, err) &&
           load_rules(load, root, err);
}

static bool
load_file(struct rule_packs *packs, const char *dir, struct rule_pack *pack,
    struct err *err)
{
    bool ok = false;
    xmlDoc *doc = NULL;
    struct pack_load load = {.packs = packs, .pack = pack};
    struct span bytes;
    const char *path = file_join(&packs->arena, dir, pack->info.file, err);
    load.context = xmlXPathNewContext(NULL);
    if (path == NULL || load.context == NULL) {
        err_set(err, ERR_SYSTEM, "cannot allocate an XPath context");
        goto out;
    }
    load.context->error = keep_silent;
    if (!file_read(&packs->arena, path, LIMIT_XML_BYTES, &bytes, err) ||
        !digest_hex(bytes, pack->info.sha256, err) ||
        !xml_parse(bytes, &doc, err)) {
        goto out;
    }
    ok = load_tree(&load, xmlDocGetRootElement(doc), err);
out:
    if (!ok) {
        err_in_file(err, path == NULL ? pack->info.file : path);
    }
    xmlXPathFreeContext(load.context);
    xmlFreeDoc(doc);
    return ok;
}

static bool
is_pack_file(const struct file_entry *entry)
{
    return strchr(entry->path, '/') == NULL &&
           span_ends(span_of(entry->path), ".sch");
}

static bool
load_folder(struct rule_packs *packs, const char *dir, struct err *err)
{
    struct file_list files;
    if (!file_walk(&packs->arena, dir, NULL, &files, err)) {
        return false;
    }
    packs->packs = arena_alloc_array(
        &packs->arena, files.count + 1, sizeof(*packs->packs), err);
    if (packs->packs == NULL) {
        return false;
    }
    for (size_t i = 0; i < files.count; i++) {
        if (!is_pack_file(&files.items[i])) {
            continue;
        }
        struct rule_pack *pack = &packs->packs[packs->pack_count];
        pack->info.file = files.items[i].path;
        if (!load_file(packs, dir, pack, err)) {
            return false;
        }
        packs->pack_count++;
        packs->rule_count += pack->rule_count;
    }
    if (packs->pack_count == 0) {
        err_set(
            err, ERR_INPUT, "cannot find a rule pack (*.sch) in '%.300s'", dir);
    }
    return packs->pack_count > 0;
}

/* All rules in one array, and no id in two places. */
static bool
index_rules(struct rule_packs *packs, struct err *err)
{
    packs->rules = arena_alloc_array(
        &packs->arena, packs->rule_count, sizeof(*packs->rules), err);
    if (packs->rules == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t p = 0; p < packs->pack_count; p++) {
        for (size_t r = 0; r < packs->packs[p].rule_count; r++) {
            packs->rules[count++] = &packs->packs[p].rules[r];
        }
    }
    for (size_t i = 0; i < count; i++) {
        const struct rule_info *info = &packs->rules[i]->info;
        if (rule_find(packs, info->shape.rule) != info) {
            err_set(err, ERR_INPUT, "the rule id '%.80s' stands twice",
                info->shape.rule);
            err_at_line(err, packs->rules[i]->line);
            err_in_file(err, info->pack->file);
            return false;
        }
    }
    return true;
}

bool
rule_packs_open(const char *rules_dir, struct rule_packs **out, struct err *err)
{
    struct arena arena;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    struct rule_packs *packs = arena_alloc(&arena, sizeof(*packs), err);
    if (packs == NULL) {
        return false;
    }
    packs->arena = arena;
    if (!load_folder(packs, rules_dir, err) || !index_rules(packs, err)) {
        rule_packs_close(packs);
        return false;
    }
    *out = packs;
    return true;
}

void
rule_packs_close(struct rule_packs *packs)
{
    if (packs == NULL) {
        return;
    }
    pack_compiled_free(packs->compiled);
    /* The arena holds `packs` itself. */
    struct arena arena = packs->arena;
    arena_release(&arena);
}

size_t
rule_pack_count(const struct rule_packs *packs)
{
    return packs->pack_count;
}

const struct rule_pack_info *
rule_pack_at(const struct rule_packs *packs, size_t index)
{
    return &packs->packs[index].info;
}

size_t
rule_count(const struct rule_packs *packs)
{
    return packs->rule_count;
}

const struct rule_info *
rule_at(const struct rule_packs *packs, size_t index)
{
    return &packs->rules[index]->info;
}

const struct rule_info *
rule_find(const struct rule_packs *packs, const char *id)
{
    for (size_t i = 0; i < packs->rule_count; i++) {
        if (strcmp(packs->rules[i]->info.shape.rule, id) == 0) {
            return &packs->rules[i]->info;
        }
    }
    return NULL;
}
