#include "ingest/audit_reader.h"

#include <string.h>

#include "base/limits.h"

enum {
    PEOPLE_MAX = 256
};

static const char *const sectors[] = {"medical", "legal", NULL};
static const char *const roles[] = {
    "provider", "deployer", "gpai-provider", NULL};
static const char *const risk_classes[] = {
    "prohibited", "high", "limited", "minimal", NULL};
static const char *const risk_routes[] = {"annex-i", "annex-iii", "none", NULL};
static const char *const device_classes[] = {"I", "IIa", "IIb", "III", NULL};
static const char *const device_decisions[] = {
    "inform-diagnosis", "monitoring", "other", NULL};
static const char *const device_outcomes[] = {
    "death", "serious", "other", NULL};
static const char *const legal_users[] = {
    "court", "adr", "lawyer", "inhouse", "public", NULL};

/*
 * A misspelt value would make rules not applicable that are, so the closed
 * lists are checked. All other keys are the subject's properties, as they
 * stand in the vocabulary.
 */
struct choice {
    const char *key;
    const char *const *values;
};

static const struct choice choices[] = {
    {"sector", sectors},
    {"role", roles},
    {"risk-class", risk_classes},
    {"risk-route", risk_routes},
    {"device-class", device_classes},
    {"device-decision", device_decisions},
    {"device-worst-outcome", device_outcomes},
    {"legal-user", legal_users},
};

static const char *const required[] = {"family", "sector", "language"};

static const struct audit_key person_keys[] = {
    {"role", "role", true, NULL},
    {"duty", "duty", true, NULL},
};

static const struct audit_key sections[] = {
    {"auditor", NULL, true, NULL},
    {"subject", NULL, true, NULL},
    {"people", NULL, false, NULL},
    {"options", NULL, true, NULL},
    {"criteria", NULL, false, NULL},
    {"waivers", NULL, false, NULL},
    {"terms", NULL, false, NULL},
};

/* The keys of the subject: one a property, filled from the vocabulary. */
enum {
    SUBJECT_KEYS_MAX = 96
};

static size_t
subject_keys(struct audit_key keys[SUBJECT_KEYS_MAX])
{
    size_t total = 0;
    size_t count = 0;
    const struct property *table = property_table(&total);

    for (size_t i = 0; i < total && count < SUBJECT_KEYS_MAX; i++) {
        if (table[i].entity != ENTITY_SUBJECT) {
            continue;
        }
        struct audit_key key = {table[i].name, table[i].name, false, NULL};
        for (size_t k = 0; k < sizeof(choices) / sizeof(*choices); k++) {
            if (strcmp(choices[k].key, key.name) == 0) {
                key.choices = choices[k].values;
            }
        }
        for (size_t k = 0; k < sizeof(required) / sizeof(*required); k++) {
            key.required = key.required || strcmp(required[k], key.name) == 0;
        }
        keys[count] = key;
        count++;
    }
    return count;
}

/* The one that is there stands for the other. */
static void
fill_bilingual(struct bilingual *text, const char *fallback)
{
    if (text->en[0] == '\0') {
        text->en = text->fr[0] != '\0' ? text->fr : fallback;
    }
    if (text->fr[0] == '\0') {
        text->fr = text->en;
    }
}

/* "fr en" from a scalar or a list. */
static bool
join_languages(struct audit_reader *reader, const struct node *node,
    struct span *out, struct err *err)
{
    const struct node *item = node->kind == NODE_LIST ? node->first : node;
    const char *joined = "";

    if (item == NULL) {
        return audit_fault(node, err, "'language' names no language of use");
    }
    for (; item != NULL; item = node->kind == NODE_LIST ? item->next : NULL) {
        struct span tag = node_text(item);
        if (!audit_is_id(tag)) {
            return audit_fault(
                item, err, "a language must be a tag like fr or pt-br");
        }
        joined = arena_printf(reader->arena, err, "%s%s%.*s", joined,
            joined[0] == '\0' ? "" : " ", (int)tag.len, tag.ptr);
        if (joined == NULL) {
            return false;
        }
    }
    *out = span_of(joined);
    return true;
}

static bool
read_subject(struct audit_reader *reader, const struct node *map,
    struct audit *audit, struct err *err)
{
    struct audit_key keys[SUBJECT_KEYS_MAX];
    const struct audit_entity about = {
        ENTITY_SUBJECT, "subject", "", CLAIM_DECLARED};

    if (map->kind != NODE_MAP) {
        return audit_fault(map, err, "'subject' must be a map");
    }
    if (!audit_check_keys(map, keys, subject_keys(keys), err) ||
        !audit_string(reader, map, "family", &audit->family, err) ||
        !audit_string(reader, map, "sector", &audit->sector, err) ||
        !audit_string(reader, map, "provider", &audit->provider, err) ||
        !audit_string(reader, map, "title-en", &audit->title.en, err) ||
        !audit_string(reader, map, "title-fr", &audit->title.fr, err) ||
        !audit_string(reader, map, "purpose-en", &audit->purpose.en, err) ||
        !audit_string(reader, map, "purpose-fr", &audit->purpose.fr, err) ||
        !audit_yes_no(map, "fictional", &audit->fictional, err) ||
        !join_languages(
            reader, node_find(map, "language"), &audit->languages, err)) {
        return false;
    }
    fill_bilingual(&audit->title, audit->family);
    fill_bilingual(&audit->purpose, "");
    return audit_claim_keys(reader, map, keys, &about, err);
}

static bool
read_person(struct audit_reader *reader, const struct node *map,
    struct person *person, struct err *err)
{
    struct audit_entity about = {ENTITY_PERSON, "", "", CLAIM_DECLARED};
    const size_t count = sizeof(person_keys) / sizeof(*person_keys);

    about.id = arena_printf(reader->arena, err, "%zu", map->index + 1);
    return about.id != NULL && audit_check_keys(map, person_keys, count, err) &&
           audit_string(reader, map, "role", &person->role, err) &&
           audit_string(reader, map, "duty", &person->duty, err) &&
           audit_claim_keys(reader, map, person_keys, &about, err);
}

static bool
read_people(struct audit_reader *reader, const struct node *list,
    struct audit *audit, struct err *err)
{
    size_t count = 0;

    if (!audit_check_list(list, PEOPLE_MAX, err)) {
        return false;
    }
    audit->people = arena_alloc_array(
        reader->arena, list->child_count, sizeof(*audit->people), err);
    if (audit->people == NULL) {
        return false;
    }
    for (const struct node *item = list->first; item; item = item->next) {
        if (!read_person(reader, item, &audit->people[count], err)) {
            return false;
        }
        count++;
    }
    audit->person_count = count;
    return true;
}

typedef bool section_read(struct audit_reader *reader, const struct node *node,
    struct audit *audit, struct err *err);

/* An empty section is as one that is absent. */
static bool
read_section(struct audit_reader *reader, const struct node *node,
    section_read *read, struct audit *audit, struct err *err)
{
    if (node == NULL || node->kind == NODE_NULL) {
        return true;
    }
    return read(reader, node, audit, err);
}

bool
audit_read(struct audit_reader *reader, struct span bytes, struct audit *out,
    struct err *err)
{
    /* Options first: criteria and waivers may name them. */
    static const struct {
        const char *key;
        section_read *read;
    } steps[] = {
        {"subject", read_subject},
        {"options", audit_read_options},
        {"criteria", audit_read_criteria},
        {"people", read_people},
        {"waivers", audit_read_waivers},
        {"terms", audit_read_terms},
    };
    struct audit audit = {.evidence_id = reader->evidence};
    const struct node *root;

    if (!audit_load(reader->arena, bytes, &root, err) ||
        !audit_check_keys(
            root, sections, sizeof(sections) / sizeof(*sections), err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        if (!read_section(reader, node_find(root, steps[i].key), steps[i].read,
                &audit, err)) {
            return false;
        }
    }
    *out = audit;
    return true;
}
