#include "base/file.h"
#include "cli/verb.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
open_register(
    struct call *call, const char *dir, struct store **out, struct err *err)
{
    const char *path =
        arena_printf(call->arena, err, "%s/.auditor/register.db", dir);
    if (path == NULL) {
        return false;
    }
    if (!file_exists(path)) {
        err_set(err, ERR_USAGE,
            "there is no register in '%s': `auditor run` "
            "makes one",
            dir);
        return false;
    }
    return store_open(path, out, err);
}

/* The ledger, checked link by link, or why it is broken. */
static bool
read_ledger(struct call *call, const char *dir, struct store_events *out,
    struct err *err)
{
    struct store *store = NULL;
    bool ok = open_register(call, dir, &store, err) &&
              store_ledger(store, call->arena, out, err);
    store_close(store);
    return ok;
}

static bool
cmd_history(struct call *call, enum status *status, struct err *err)
{
    struct store_events events;
    if (!read_ledger(call, call->options.words[0], &events, err)) {
        return false;
    }
    for (size_t i = 0; i < events.count; i++) {
        const struct store_event *event = &events.items[i];
        printf("%4lld  %s  %-10s  %-12s %.16s  %s\n",
            (long long)event->sequence, event->at, event->what, event->option,
            event->sha256, event->path);
    }
    *status = STATUS_YES;
    return true;
}

const struct verb verb_history = {
    .name = "history",
    .words = "DIR",
    .summary = "what was published and superseded, run by run",
    .detail = "Prints the ledger of the audit folder DIR.\n"
              "\n"
              "  auditor history audits/triage",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_history,
};

static bool
cmd_register(struct call *call, enum status *status, struct err *err)
{
    const char *action = call->options.words[0];
    struct store_events events;
    bool head = strcmp(action, "head") == 0;
    if (!head && strcmp(action, "verify") != 0) {
        err_set(err, ERR_USAGE, "register takes verify or head, not '%.64s'",
            action);
        return false;
    }
    if (!read_ledger(call, call->options.words[1], &events, err)) {
        return false;
    }
    const char *hash =
        events.count == 0 ? "-" : events.items[events.count - 1].hash;
    if (head) {
        printf("%zu %s\n", events.count, hash);
    } else {
        printf("intact: %zu entries, head %s\n", events.count, hash);
    }
    *status = STATUS_YES;
    return true;
}

const struct verb verb_register = {
    .name = "register",
    .words = "verify|head DIR",
    .summary = "check the append-only ledger, or print its head",
    .detail =
        "verify walks the ledger of the audit folder DIR and checks the hash\n"
        "of every entry; head prints the number of entries and the last hash.\n"
        "Keep a head elsewhere: only against it is a rewritten ledger found.\n"
        "\n"
        "  auditor register head audits/triage",
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .run = cmd_register,
};
