#include "cli/data.h"
#include "base/file.h"

#include <string.h>
#include <unistd.h>

#ifndef AUDITOR_DATA
#define AUDITOR_DATA "/usr/local/share/auditor"
#endif

/* The folder `levels` above the program (build/auditor: 2), or NULL. */
static const char *
source_tree(struct call *call, int levels, struct err *err)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (len <= 0) {
        return NULL;
    }
    path[len] = '\0';
    for (int up = 0; up < levels; up++) {
        char *slash = strrchr(path, '/');
        if (slash == NULL) {
            return NULL;
        }
        *slash = '\0';
    }
    return span_string(call->arena, span_of(path), err);
}

static bool
use_data(struct call *call, const char *root, struct err *err)
{
    call->rules_dir = file_join(call->arena, root, "rules", err);
    call->templates_dir = file_join(call->arena, root, "templates", err);
    return call->rules_dir != NULL && call->templates_dir != NULL &&
           file_exists(call->rules_dir) && file_exists(call->templates_dir);
}

bool
data_find(struct call *call, struct err *err)
{
    const char *given = options_value(&call->options, "data", NULL);
    const char *const roots[] = {given,
        given == NULL ? source_tree(call, 2, err) : NULL,
        given == NULL ? source_tree(call, 3, err) : NULL, AUDITOR_DATA};
    for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
        if (roots[i] != NULL && use_data(call, roots[i], err)) {
            return true;
        }
        if (roots[i] != NULL && roots[i] == given) {
            break;
        }
    }
    err_set(err, given == NULL ? ERR_SYSTEM : ERR_USAGE,
        "cannot find the folders rules/ and templates/ in '%s'",
        given == NULL ? AUDITOR_DATA : given);
    return false;
}
