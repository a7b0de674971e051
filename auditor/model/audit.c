#include "model/audit.h"

#include <string.h>

const struct option *
audit_option(const struct audit *audit, const char *id)
{
    for (size_t i = 0; i < audit->option_count; i++) {
        if (strcmp(audit->options[i].id, id) == 0) {
            return &audit->options[i];
        }
    }
    return NULL;
}
