#include "cli/session.h"
#include "ingest/ingest.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"claims", NULL, "print every claim with its place", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static size_t
count_claims(const struct audit_facts *facts, const char *evidence)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->claims.count; i++) {
        count += strcmp(facts->claims.items[i].evidence, evidence) == 0;
    }
    return count;
}

static void
print_claims(const struct audit_facts *facts)
{
    for (size_t i = 0; i < facts->claims.count; i++) {
        const struct claim *claim = &facts->claims.items[i];
        printf("%s\t%s\t%s\t%s\t%.*s\t%s\t%.*s\n", claim->evidence,
            entity_name(claim->entity), claim->entity_id, claim->property,
            (int)claim->value.len, claim->value.ptr,
            claim_method_name(claim->method), (int)claim->place.len,
            claim->place.ptr);
    }
}

static void
print_files(const struct audit_facts *facts)
{
    for (size_t i = 0; i < facts->evidence.count; i++) {
        const struct evidence *file = &facts->evidence.items[i];
        printf("%s  %-8s %-18s %6zu claims  %s\n", file->id,
            evidence_status_name(file->status), file->format,
            count_claims(facts, file->id), file->path);
        if (file->status == EVIDENCE_REFUSED) {
            printf("      %s%s%s\n", file->place,
                file->place[0] == '\0' ? "" : ": ", file->reason);
        }
    }
    printf("%zu files, %zu claims, %zu conflicts\n", facts->evidence.count,
        facts->claims.count, facts->conflicts.count);
}

static bool
cmd_ingest(struct call *call, enum status *status, struct err *err)
{
    struct audit_facts facts;
    if (!ingest_folder(call->arena, call->options.words[0], &facts, err)) {
        return false;
    }
    if (options_has(&call->options, "claims")) {
        print_claims(&facts);
    } else {
        print_files(&facts);
    }
    *status = STATUS_YES;
    for (size_t i = 0; i < facts.evidence.count; i++) {
        if (facts.evidence.items[i].status == EVIDENCE_REFUSED) {
            *status = STATUS_INPUT;
        }
    }
    return true;
}

const struct verb verb_ingest = {
    .name = "ingest",
    .words = "DIR",
    .summary = "print what was read from each file, and what was refused",
    .detail =
        "Reads every file of the audit folder DIR by its content and prints\n"
        "its format, its status and how many claims it makes. Exit status 3\n"
        "when a file was refused.\n"
        "\n"
        "  auditor ingest audits/triage --claims",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_ingest,
};
