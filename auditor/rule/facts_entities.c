#include "rule/facts.h"

#include "base/xml.h"
#include "model/value.h"
#include "model/vocabulary.h"
#include "rule/day.h"

#include <stdlib.h>
#include <string.h>

/* One claim on its way into the document. */
struct row {
    const struct claim *claim;
    size_t index; /* among the claims */
    size_t group; /* index of the first claim about the same thing */
};

/* How claims of an entity become an element. */
enum form {
    FORM_WHOLE,  /* subject and option: one element, whatever the evidence */
    FORM_FAMILY, /* one element a thing; always about the family */
    FORM_OPTION, /* the same, and it says which option it is about */
};

static const enum form forms[ENTITY_COUNT] = {
    [ENTITY_SUBJECT] = FORM_WHOLE,
    [ENTITY_OPTION] = FORM_WHOLE,
    [ENTITY_CRITERION] = FORM_FAMILY,
    [ENTITY_PERSON] = FORM_FAMILY,
    [ENTITY_WEIGHTS] = FORM_OPTION,
    [ENTITY_INDEX] = FORM_OPTION,
    [ENTITY_CARD] = FORM_OPTION,
    [ENTITY_CONFIG] = FORM_OPTION,
    [ENTITY_EVALUATION] = FORM_OPTION,
    [ENTITY_ENERGY] = FORM_OPTION,
    [ENTITY_DATASET] = FORM_OPTION,
    [ENTITY_COMPONENT] = FORM_OPTION,
    [ENTITY_DECLARATION] = FORM_OPTION,
};

static bool
check_claim(
    const struct claim *claim, const struct property *property, struct err *err)
{
    const char *entity = entity_name(claim->entity);
    if (property == NULL) {
        err_set(err, ERR_INPUT,
            "the reader '%s' claims the unknown %s "
            "property '%.80s'",
            claim->reader, entity, claim->property);
        return false;
    }
    if (!value_is(property->kind, claim->value)) {
        err_set(err, ERR_INPUT, "the reader '%s' claims '%.*s' as %s %s",
            claim->reader, (int)(claim->value.len > 80 ? 80 : claim->value.len),
            claim->value.ptr, entity, property->name);
        return false;
    }
    return true;
}

static bool
put_value(xmlNode *node, const struct claim *claim,
    const struct property *property, struct err *err)
{
    char day[DAY_BYTES];
    if (!xml_set(node, "v", claim->value, err)) {
        return false;
    }
    if (property->kind == VALUE_DATE && day_of(claim->value, day) &&
        !xml_set_string(node, "day", day, err)) {
        return false;
    }
    return (claim->written.len == 0 ||
               xml_set(node, "w", claim->written, err)) &&
           (claim->unit.len == 0 || xml_set(node, "u", claim->unit, err));
}

/* `evidence` is what the parent says; another is said here. */
static bool
put_claim(struct facts *facts, xmlNode *parent, const struct claim *claim,
    const char *evidence, struct err *err)
{
    const struct property *property =
        property_find(claim->entity, claim->property);
    if (!check_claim(claim, property, err)) {
        err_at(err, "%.*s",
            (int)(claim->place.len > 200 ? 200 : claim->place.len),
            claim->place.ptr == NULL ? "" : claim->place.ptr);
        return false;
    }
    xmlNode *node = facts_add(facts, parent, property->name, err);
    if (node == NULL || !put_value(node, claim, property, err)) {
        return false;
    }
    const struct facts_attribute attributes[] = {
        {"method", span_of(claim_method_name(claim->method))},
        {"reader", span_of(claim->reader)},
        {"place", claim->place},
        {"evidence", span_of(claim->evidence)},
    };
    size_t count = sizeof(attributes) / sizeof(*attributes);
    bool same = strcmp(claim->evidence, evidence) == 0;
    return facts_set(node, attributes, same ? count - 1 : count, err);
}

/* All claims about the subject, or about one option, in one element. */
static bool
put_whole(struct facts *facts, xmlNode *node, enum entity entity,
    const char *entity_id, struct err *err)
{
    const struct claim_set *claims = &facts->request->facts->claims;
    const char *evidence = facts->request->facts->audit.evidence_id;
    if (!xml_set_string(node, "evidence", evidence, err)) {
        return false;
    }
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        bool wanted =
            claim->entity == entity &&
            (entity_id == NULL || strcmp(claim->entity_id, entity_id) == 0);
        if (wanted && !put_claim(facts, node, claim, evidence, err)) {
            return false;
        }
    }
    return true;
}

static bool
put_subject(struct facts *facts, struct err *err)
{
    xmlNode *node = facts_add(facts, facts->root, "subject", err);
    return node != NULL && xml_set_string(node, "id", "subject", err) &&
           put_whole(facts, node, ENTITY_SUBJECT, NULL, err);
}

/* Every option of audit.yaml, in its order: rules compare with siblings. */
static bool
put_options(struct facts *facts, struct err *err)
{
    const struct audit *audit = &facts->request->facts->audit;
    for (size_t i = 0; i < audit->option_count; i++) {
        const char *id = audit->options[i].id;
        bool audited = strcmp(id, facts->request->option->id) == 0;
        xmlNode *node = facts_add(facts, facts->root, "option", err);
        if (node == NULL || !xml_set_string(node, "id", id, err) ||
            !xml_set_string(node, "audited", audited ? "yes" : "no", err) ||
            !put_whole(facts, node, ENTITY_OPTION, id, err)) {
            return false;
        }
    }
    return true;
}

/* Order of what a claim is about, without the order of reading. */
static int
compare_thing(const struct claim *a, const struct claim *b)
{
    if (a->entity != b->entity) {
        return a->entity < b->entity ? -1 : 1;
    }
    int order = strcmp(a->evidence, b->evidence);
    if (order == 0) {
        order = strcmp(a->option, b->option);
    }
    return order != 0 ? order : strcmp(a->entity_id, b->entity_id);
}

static int
by_thing(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
    int order = compare_thing(left->claim, right->claim);
    if (order != 0) {
        return order;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

static int
by_reading(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
    if (left->claim->entity != right->claim->entity) {
        return left->claim->entity < right->claim->entity ? -1 : 1;
    }
    if (left->group != right->group) {
        return left->group < right->group ? -1 : 1;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

static bool
is_wanted(const struct facts *facts, const struct claim *claim)
{
    return forms[claim->entity] != FORM_WHOLE &&
           facts_concern(facts, claim->option);
}

/*
 * The claims that become elements of their own, all about one thing side by
 * side, things in the order in which they were first read.
 */
static bool
collect_rows(
    struct facts *facts, struct row **out, size_t *count_out, struct err *err)
{
    const struct claim_set *claims = &facts->request->facts->claims;
    struct row *rows =
        arena_alloc_array(facts->arena, claims->count + 1, sizeof(*rows), err);
    if (rows == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < claims->count; i++) {
        if (is_wanted(facts, &claims->items[i])) {
            rows[count++] = (struct row){&claims->items[i], i, i};
        }
    }
    qsort(rows, count, sizeof(*rows), by_thing);
    for (size_t i = 1; i < count; i++) {
        if (compare_thing(rows[i - 1].claim, rows[i].claim) == 0) {
            rows[i].group = rows[i - 1].group;
        }
    }
    qsort(rows, count, sizeof(*rows), by_reading);
    *out = rows;
    *count_out = count;
    return true;
}

static xmlNode *
add_thing(struct facts *facts, const struct claim *claim, struct err *err)
{
    xmlNode *node =
        facts_add(facts, facts->root, entity_name(claim->entity), err);
    const struct facts_attribute attributes[] = {
        {"id", span_of(claim->entity_id)},
        {"evidence", span_of(claim->evidence)},
        {"option", span_of(claim->option)},
    };
    size_t count = sizeof(attributes) / sizeof(*attributes);
    if (forms[claim->entity] == FORM_FAMILY) {
        count--;
    }
    if (node == NULL || !facts_set(node, attributes, count, err)) {
        return NULL;
    }
    return node;
}

bool
facts_put_entities(struct facts *facts, struct err *err)
{
    struct row *rows;
    size_t count;
    if (!put_subject(facts, err) || !put_options(facts, err) ||
        !collect_rows(facts, &rows, &count, err)) {
        return false;
    }
    xmlNode *node = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct claim *claim = rows[i].claim;
        if (i == 0 || rows[i].group != rows[i - 1].group) {
            node = add_thing(facts, claim, err);
        }
        if (node == NULL ||
            !put_claim(facts, node, claim, claim->evidence, err)) {
            return false;
        }
    }
    return true;
}
