#include "model/evidence.h"

#include <string.h>

static const char *const status_names[] = {
    [EVIDENCE_REFUSED] = "refused",
    [EVIDENCE_READ] = "read",
    [EVIDENCE_OPAQUE] = "opaque",
};

const char *
evidence_status_name(enum evidence_status status)
{
    return status_names[status];
}

const struct evidence *
evidence_find(const struct evidence_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->items[i].id, id) == 0) {
            return &set->items[i];
        }
    }
    return NULL;
}
