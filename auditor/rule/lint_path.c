#include "rule/lint.h"

#include "base/limits.h"
#include "model/vocabulary.h"
#include "rule/expression.h"

#include <string.h>

/* The attributes of facts.xsd: of its own elements and of the derived. */
static const struct {
    const char *element;
    const char *attributes; /* each between spaces */
} attributes[] = {
    {"facts", " version option at day "},
    {"evidence", " id path sha256 bytes format status option reason place "},
    {"conflict", " entity property option "},
    {"side", " evidence place v "},
    {"result", " option criterion value n low high met declared-before "
               "above-chance evidence place "},
    {"loss", " option parent criterion difference low high within-margin "
             "paired evidence parent-evidence place "},
    {"figures", " option params params-method bytes energy precision "},
};

static const char entity_attributes[] = " id evidence option audited ";
static const char claim_attributes[] =
    " v w u day method reader place evidence ";

enum {
    ATTRIBUTE_COUNT = sizeof(attributes) / sizeof(*attributes)
};

static bool
list_has(const char *list, struct span word)
{
    const char *at = list;
    while ((at = strchr(at, ' ')) != NULL) {
        at++;
        size_t len = strcspn(at, " ");
        if (len > 0 && span_equal((struct span){at, len}, word)) {
            return true;
        }
    }
    return false;
}

/* The row of a document element that is no entity, or NULL. */
static const char *
own_attributes(struct span element)
{
    for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
        if (span_is(element, attributes[i].element)) {
            return attributes[i].attributes;
        }
    }
    return NULL;
}

static bool
find_entity(struct span name, enum entity *out)
{
    for (size_t i = 0; i < ENTITY_COUNT; i++) {
        if (span_is(name, entity_name((enum entity)i))) {
            *out = (enum entity)i;
            return true;
        }
    }
    return false;
}

/* Is it a property: of that entity, or of any when `entity` is NULL? */
static bool
is_property(struct span name, const enum entity *entity)
{
    size_t count;
    const struct property *table = property_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (span_is(name, table[i].name) &&
            (entity == NULL || table[i].entity == *entity)) {
            return true;
        }
    }
    return false;
}

static bool
is_element_under(struct span name, struct span parent)
{
    enum entity entity;
    bool top = find_entity(name, &entity) || own_attributes(name) != NULL;
    if (parent.len == 0) {
        return top || is_property(name, NULL);
    }
    if (span_is(parent, "facts")) {
        return top && !span_is(name, "facts") && !span_is(name, "side");
    }
    if (span_is(parent, "conflict")) {
        return span_is(name, "side");
    }
    return find_entity(parent, &entity) && is_property(name, &entity);
}

/* Without a parent any attribute of the document will do. */
static bool
is_attribute_of(struct span name, struct span parent)
{
    enum entity entity;
    const char *own = own_attributes(parent);
    if (own != NULL) {
        return list_has(own, name);
    }
    bool could_be_entity = find_entity(parent, &entity);
    bool could_be_claim = is_property(parent, NULL);
    bool unknown = !could_be_entity && !could_be_claim;
    if (unknown || could_be_entity) {
        if (list_has(entity_attributes, name)) {
            return true;
        }
    }
    if (unknown || could_be_claim) {
        if (list_has(claim_attributes, name)) {
            return true;
        }
    }
    for (size_t i = 0; unknown && i < ATTRIBUTE_COUNT; i++) {
        if (list_has(attributes[i].attributes, name)) {
            return true;
        }
    }
    return false;
}

/* Where in a path the scan stands; an empty span is "anywhere". */
struct walk {
    struct span current; /* the last step */
    struct span context; /* what relative paths start from */
    bool after_slash;
    struct {
        struct span current;
        struct span context;
    } stack[LIMIT_DEPTH];
    size_t depth;
};

static void
walk_open(struct walk *walk, const struct token *token)
{
    if (walk->depth < LIMIT_DEPTH) {
        walk->stack[walk->depth].current = walk->current;
        walk->stack[walk->depth].context = walk->context;
    }
    walk->depth++;
    if (span_is(token->name, "[")) {
        walk->context = walk->current;
    }
    walk->current = (struct span){0};
}

static void
walk_close(struct walk *walk, const struct token *token)
{
    walk->depth -= walk->depth > 0;
    if (walk->depth < LIMIT_DEPTH) {
        walk->context = walk->stack[walk->depth].context;
        walk->current = walk->stack[walk->depth].current;
    }
    if (span_is(token->name, ")")) {
        /* What a group or a function yields is not followed. */
        walk->current = (struct span){0};
    }
}

/* The parent of the name test that comes now. */
static struct span
walk_parent(const struct walk *walk)
{
    return walk->after_slash ? walk->current : walk->context;
}

static void
walk_step(struct walk *walk, const struct token *token)
{
    bool slash = token->kind == TOKEN_SLASH;
    if (token->kind == TOKEN_OPEN) {
        walk_open(walk, token);
    } else if (token->kind == TOKEN_CLOSE) {
        walk_close(walk, token);
    } else if (token->kind == TOKEN_ELEMENT) {
        bool wild = span_is(token->name, "*");
        walk->current = wild ? (struct span){0} : token->name;
    } else if (!slash || span_is(token->name, "//")) {
        /* An axis, a variable, an operator: the next step may be anything. */
        walk->current = (struct span){0};
    }
    walk->after_slash = slash;
}

/* An axis other than child leads anywhere: forget where relative paths are. */
static bool
is_axis(const struct token *token)
{
    static const char *const axes[] = {"ancestor", "ancestor-or-self",
        "descendant", "descendant-or-self", "following", "following-sibling",
        "parent", "preceding", "preceding-sibling", "self"};
    for (size_t i = 0; i < sizeof(axes) / sizeof(*axes); i++) {
        if (token->kind == TOKEN_OTHER && span_is(token->name, axes[i])) {
            return true;
        }
    }
    return false;
}

void
lint_path(struct lint *lint, const struct rule_expression *expression,
    const char *context)
{
    if (expression->text == NULL) {
        return;
    }
    struct expression_scan scan = expression_scan_of(expression->text);
    struct walk walk = {.context = span_of(context == NULL ? "" : context)};
    struct token token;
    bool anywhere = false; /* the token before named an axis */
    while (expression_next(&scan, &token)) {
        struct span parent = anywhere ? (struct span){0} : walk_parent(&walk);
        bool wild = span_is(token.name, "*");
        if (token.kind == TOKEN_ELEMENT && !wild && token.prefix.len == 0) {
            lint_note(lint, expression->line,
                "an element without the prefix of the facts", token.name);
        } else if (token.kind == TOKEN_ELEMENT && !wild &&
                   !is_element_under(token.name, parent)) {
            lint_note(lint, expression->line,
                "an element that the facts do not have there", token.name);
        } else if (token.kind == TOKEN_ATTRIBUTE &&
                   !is_attribute_of(token.name, parent)) {
            lint_note(lint, expression->line,
                "an attribute that the facts do not have there", token.name);
        }
        anywhere = is_axis(&token);
        /* '@' keeps the place of its element for the name that follows. */
        if (!span_is(token.name, "@")) {
            walk_step(&walk, &token);
        }
    }
}

const char *
lint_path_end(const struct rule_expression *expression)
{
    struct expression_scan scan = expression_scan_of(expression->text);
    struct token token;
    const char *end = NULL;
    size_t depth = 0;
    while (expression_next(&scan, &token)) {
        depth += token.kind == TOKEN_OPEN;
        depth -= token.kind == TOKEN_CLOSE && depth > 0;
        enum entity entity;
        if (depth == 0 && token.kind == TOKEN_ELEMENT) {
            end = find_entity(token.name, &entity) ? entity_name(entity) : NULL;
        }
    }
    return end;
}
