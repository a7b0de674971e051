#include "cli/session.h"

#include <stdio.h>

static const struct option_spec options[] = {
    {"at", "TIME", "time of the audit (now)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static void
print_span(struct span value, int width)
{
    struct span shown = value.len == 0 ? span_of("-") : value;
    printf(" %*.*s", width, (int)shown.len, shown.ptr);
}

static void
print_results(const struct comparison *comparison)
{
    printf("\n%-16s %-24s %8s %8s  %s\n", "criterion", "option", "value", "n",
        "met");
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct result *result = &comparison->results[i];
        struct span value =
            result->value == NULL ? span_of("") : result->value->value;
        printf("%-16s %-24s", result->criterion->id, result->option->id);
        print_span(value, 8);
        print_span(result->n, 8);
        printf("  %s\n", answer_name(result->met));
    }
}

static void
print_losses(const struct comparison *comparison)
{
    if (comparison->loss_count == 0) {
        return;
    }
    printf("\n%-16s %-24s %-16s %9s  %s\n", "criterion", "compressed option",
        "against", "loss", "within margin");
    for (size_t i = 0; i < comparison->loss_count; i++) {
        const struct loss *loss = &comparison->losses[i];
        printf("%-16s %-24s %-16s", loss->criterion->id, loss->option->id,
            loss->parent->id);
        print_span(loss->difference, 9);
        printf("  %s\n", answer_name(loss->within_margin));
    }
}

static bool
cmd_compare(struct call *call, enum status *status, struct err *err)
{
    struct session session;
    if (!session_open(call, &session, err)) {
        return false;
    }
    bool ok = session_print_table(call, &session, err);
    print_results(&session.comparison);
    print_losses(&session.comparison);
    *status = session.comparison.choice == CHOICE_NONE ? STATUS_NO : STATUS_YES;
    session_close(&session);
    return ok;
}

const struct verb verb_compare = {
    .name = "compare",
    .words = "DIR",
    .summary = "put the size options of a family side by side",
    .detail =
        "Reads the audit folder DIR and prints size, precision, energy,\n"
        "quality per criterion, quality lost against the parent, verdict, and\n"
        "the smallest option that suffices. Exit status 1 when none does.\n"
        "\n"
        "  auditor compare audits/triage",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_compare,
};
