#include "ingest/audit_reader.h"

enum {
    TERMS_MAX = 1000, /* a large audit has some dozens */
    TERM_KEYS = 2
};

static const struct audit_key term_keys[TERM_KEYS] = {
    {"en", NULL, true, NULL},
    {"fr", NULL, true, NULL},
};

bool
audit_read_terms(struct audit_reader *reader, const struct node *list,
    struct audit *audit, struct err *err)
{
    struct bilingual *terms;
    size_t count = 0;

    if (!audit_check_list(list, TERMS_MAX, err)) {
        return false;
    }
    terms = arena_alloc_array(
        reader->arena, list->child_count, sizeof(*terms), err);
    if (terms == NULL) {
        return false;
    }
    for (const struct node *map = list->first; map; map = map->next) {
        struct bilingual *term = &terms[count++];
        if (!audit_check_keys(map, term_keys, TERM_KEYS, err) ||
            !audit_string(reader, map, "en", &term->en, err) ||
            !audit_string(reader, map, "fr", &term->fr, err)) {
            return false;
        }
    }
    audit->terms = (struct term_list){terms, count};
    return true;
}
