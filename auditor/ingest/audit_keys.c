#include "ingest/audit_reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/yaml.h"
#include "ingest/wire.h"

enum {
    FAULT_BYTES = 512
};

bool
audit_fault(const struct node *node, struct err *err, const char *format, ...)
{
    char text[FAULT_BYTES];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    err_set(err, ERR_INPUT, "%s", text);
    err_at_line(err, node->line);
    return false;
}

bool
audit_load(struct arena *arena, struct span bytes, const struct node **out,
    struct err *err)
{
    const struct node *root;

    if (!yaml_load(arena, bytes, &root, err)) {
        return false;
    }
    if (root->kind != NODE_MAP) {
        return audit_fault(root, err, "the document is not a map");
    }
    const struct node *version = node_find(root, "auditor");
    if (version == NULL || !span_is(node_text(version), "1")) {
        return audit_fault(version == NULL ? root : version, err,
            "the key 'auditor' must say 1, the version of this format");
    }
    *out = root;
    return true;
}

/* Texts of the file are shown in errors, cut to a readable length. */
static int
shown(struct span text)
{
    return text.len > 80 ? 80 : (int)text.len;
}

static bool
is_choice(const struct node *node, const char *const *choices)
{
    for (size_t i = 0; choices[i] != NULL; i++) {
        if (span_is(node_text(node), choices[i])) {
            return true;
        }
    }
    return false;
}

static bool
check_member(const struct node *item, const struct audit_key *keys,
    size_t count, struct err *err)
{
    size_t i = 0;

    while (i < count && !span_is(item->key, keys[i].name)) {
        i++;
    }
    if (i == count) {
        return audit_fault(item, err, "the key '%.*s' is not known here",
            shown(item->key), item->key.ptr);
    }
    if (keys[i].choices != NULL && item->kind != NODE_NULL &&
        !is_choice(item, keys[i].choices)) {
        struct span text = node_text(item);
        return audit_fault(item, err,
            "'%.*s' is not one of the values of '%s', the first is '%s'",
            shown(text), text.ptr, keys[i].name, keys[i].choices[0]);
    }
    return true;
}

bool
audit_check_keys(const struct node *map, const struct audit_key *keys,
    size_t count, struct err *err)
{
    for (const struct node *item = map->first; item; item = item->next) {
        if (!check_member(item, keys, count, err)) {
            return false;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const struct node *item = node_find(map, keys[i].name);
        bool empty = item == NULL || item->kind == NODE_NULL ||
                     (node_is_scalar(item) && node_text(item).len == 0);
        if (keys[i].required && empty) {
            return audit_fault(item == NULL ? map : item, err,
                "the key '%s' is missing", keys[i].name);
        }
    }
    return true;
}

bool
audit_check_list(const struct node *list, size_t max, struct err *err)
{
    if (list->kind != NODE_LIST) {
        struct span key = list->key;
        return audit_fault(
            list, err, "'%.*s' must be a list", shown(key), key.ptr);
    }
    if (list->child_count > max) {
        err_set(err, ERR_LIMIT, "the list has over %zu items", max);
        err_at_line(err, list->line);
        return false;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        if (item->kind != NODE_MAP) {
            return audit_fault(item, err, "an item of the list is not a map");
        }
    }
    return true;
}

bool
audit_string(struct audit_reader *reader, const struct node *map,
    const char *key, const char **out, struct err *err)
{
    const struct node *node = node_find(map, key);

    if (node != NULL && !node_is_scalar(node)) {
        return audit_fault(node, err, "'%s' must be one value", key);
    }
    char *text = span_string(reader->arena, node_text(node), err);
    if (text == NULL) {
        return false;
    }
    *out = text;
    return true;
}

bool
audit_yes_no(
    const struct node *map, const char *key, bool *out, struct err *err)
{
    const struct node *node = node_find(map, key);

    if (node == NULL || node->kind == NODE_NULL) {
        return true;
    }
    bool yes = span_is(node_text(node), "yes");
    if (!yes && !span_is(node_text(node), "no")) {
        return audit_fault(node, err, "'%s' must be yes or no", key);
    }
    *out = yes;
    return true;
}

bool
audit_is_id(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool good = (byte >= 'a' && byte <= 'z') ||
                    (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
        if (!good) {
            return false;
        }
    }
    /* An option's id names a folder of the output. */
    return text.len > 0 && text.len <= 64 && text.ptr[0] != '.' &&
           text.ptr[0] != '-';
}

/* XPath 1.0 knows no exponent and no '+': such numbers are written plainly. */
static bool
set_number(struct audit_reader *reader, const struct node *node,
    struct claim *claim, struct err *err)
{
    struct decimal number;
    struct span literal = node_text(node);
    bool plain = true;

    if (!decimal_parse(literal, &number, err)) {
        err_at_line(err, node->line);
        return false;
    }
    for (size_t i = 0; i < literal.len; i++) {
        plain = plain && strchr("eE+", literal.ptr[i]) == NULL;
    }
    claim->value = literal;
    if (plain) {
        return true;
    }
    claim->written = literal;
    return decimal_text(reader->arena, &number, &claim->value, err);
}

static bool
set_value(struct audit_reader *reader, const struct node *node,
    const struct property *property, struct claim *claim, struct err *err)
{
    int64_t time_s = 0;

    if (property->kind == VALUE_NUMBER) {
        return set_number(reader, node, claim, err);
    }
    claim->value = node_text(node);
    if (property->kind == VALUE_DATE && !clock_parse(claim->value, &time_s)) {
        return audit_fault(
            node, err, "'%s' is not a date like 2026-11-23", property->name);
    }
    if (!wire_check_value(property, claim->value, err)) {
        err_at_line(err, node->line);
        return false;
    }
    return true;
}

bool
audit_claim(struct audit_reader *reader, const struct node *node,
    const char *property, const struct audit_entity *about, struct err *err)
{
    const struct property *row = property_find(about->entity, property);
    struct claim claim = {
        .evidence = reader->evidence,
        .option = about->option,
        .entity = about->entity,
        .entity_id = about->id,
        .method = about->method,
        .reader = reader->reader,
        .written = {"", 0},
        .unit = {"", 0},
    };

    if (row == NULL) {
        err_set(err, ERR_SYSTEM, "the vocabulary has no '%s' of '%s'", property,
            entity_name(about->entity));
        return false;
    }
    if (!node_is_scalar(node)) {
        return audit_fault(node, err, "'%s' must be one value", row->name);
    }
    if (node_text(node).len == 0) {
        return true; /* not stated: it stays unknown */
    }
    claim.property = row->name;
    if (!set_value(reader, node, row, &claim, err)) {
        return false;
    }
    const char *place =
        arena_printf(reader->arena, err, "line %" PRId64, node->line);
    if (place == NULL) {
        return false;
    }
    claim.place = span_of(place);
    return claim_list_add(reader->claims, &claim, err);
}

static bool
claim_member(struct audit_reader *reader, const struct node *item,
    const char *property, const struct audit_entity *about, struct err *err)
{
    const struct property *row = property_find(about->entity, property);

    if (item->kind != NODE_LIST || row == NULL || !row->many) {
        return audit_claim(reader, item, property, about, err);
    }
    for (const struct node *one = item->first; one; one = one->next) {
        if (!audit_claim(reader, one, property, about, err)) {
            return false;
        }
    }
    return true;
}

bool
audit_claim_keys(struct audit_reader *reader, const struct node *map,
    const struct audit_key *keys, const struct audit_entity *about,
    struct err *err)
{
    for (const struct node *item = map->first; item; item = item->next) {
        size_t i = 0;
        while (!span_is(item->key, keys[i].name)) {
            i++; /* audit_check_keys has seen that it is there */
        }
        if (keys[i].property != NULL &&
            !claim_member(reader, item, keys[i].property, about, err)) {
            return false;
        }
    }
    return true;
}
