/*
 * Linked into a copy of the program, build/hostile/weakened, and into nothing
 * that is shipped: the check that WEAKENED names passes where it would refuse.
 * The linker puts these functions in the place of those of seal/checklist.c
 * for everybody else (--wrap), so the source that is shipped knows nothing of
 * it. WEAKENED=list prints the name of every check; a name that is none ends
 * the program.
 */
#include "base/arena.h"
#include "base/limits.h"
#include "seal/checklist.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EVERY_FORMAT = 0x7fff
};

static enum check_id weakened = CHECK_COUNT; /* none */

bool __real_checklist_refuse(struct checklist *list, enum check_id id,
    enum sub_indication sub, const char *format, ...) PRINTF_LIKE(4, 5);
bool __wrap_checklist_refuse(struct checklist *list, enum check_id id,
    enum sub_indication sub, const char *format, ...) PRINTF_LIKE(4, 5);
bool __real_checklist_decide(struct checklist *list, enum check_id id, bool ok,
    enum sub_indication sub, const char *detail);
bool __wrap_checklist_decide(struct checklist *list, enum check_id id, bool ok,
    enum sub_indication sub, const char *detail);

bool
__wrap_checklist_refuse(struct checklist *list, enum check_id id,
    enum sub_indication sub, const char *format, ...)
{
    char detail[CHECKLIST_DETAIL_BYTES];
    va_list args;

    if (id == weakened) {
        checklist_pass(list, id);
        return true;
    }
    va_start(args, format);
    (void)vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    return __real_checklist_refuse(list, id, sub, "%s", detail);
}

bool
__wrap_checklist_decide(struct checklist *list, enum check_id id, bool ok,
    enum sub_indication sub, const char *detail)
{
    return __real_checklist_decide(list, id, ok || id == weakened, sub, detail);
}

static int
choose(const struct seal_report *report, const char *name)
{
    if (strcmp(name, "list") == 0) {
        for (size_t i = 0; i < report->check_count; i++)
            puts(report->checks[i].name);
        return 0;
    }
    for (size_t i = 0; i < report->check_count; i++)
        if (strcmp(report->checks[i].name, name) == 0) {
            weakened = (enum check_id)i;
            return -1;
        }
    fprintf(stderr, "weakened: there is no check '%s'\n", name);
    return 99;
}

/* Before main: the program that goes on from here is the one that is shipped.
 */
__attribute__((constructor)) static void
weaken(void)
{
    const char *name = getenv("WEAKENED");
    struct arena arena;
    struct checklist list;
    struct seal_report report = {.checks = NULL};
    struct err err = {ERR_NONE, "", "", ""};
    int status = 99;

    if (name == NULL)
        return;
    arena_init(&arena, LIMIT_ARENA_BYTES);
    checklist_init(&list, (enum checklist_format)EVERY_FORMAT);
    /* every row belongs to a format, so the report has all in their order */
    if (checklist_report(&arena, &list, &report, &err) &&
        report.check_count == CHECK_COUNT)
        status = choose(&report, name);
    arena_release(&arena);
    if (status >= 0) {
        fflush(stdout);
        exit(status);
    }
}
