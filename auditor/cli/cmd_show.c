#include "base/file.h"
#include "base/limits.h"
#include "cli/session.h"
#include "dossier/read.h"
#include "seal/seal.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"lang", "en|fr", "language of titles and messages (en)", 0},
    {"all", NULL, "also what passed or does not apply", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
is_open(const struct dossier_finding *finding)
{
    return strcmp(finding->outcome, "fail") == 0 ||
           strcmp(finding->outcome, "unknown") == 0;
}

static const char *
in_language(struct bilingual text, bool french)
{
    return french ? text.fr : text.en;
}

static void
print_findings(const struct dossier *dossier, bool french, bool all)
{
    for (size_t i = 0; i < dossier->finding_count; i++) {
        const struct dossier_finding *finding = &dossier->findings[i];
        if (!all && !is_open(finding)) {
            continue;
        }
        const char *message = in_language(finding->message, french);
        printf("  %-12s %-20s %-8s %s\n", finding->rule, finding->outcome,
            finding->severity, in_language(finding->title, french));
        if (message[0] != '\0') {
            printf("  %12s %s\n", "", message);
        }
    }
}

static bool
print_options(struct call *call, const struct dossier *dossier, struct err *err)
{
    for (size_t i = 0; i < dossier->option_count; i++) {
        const struct dossier_option *option = &dossier->options[i];
        const char *params = session_count(call->arena, option->params, err);
        const char *size = session_size(call->arena, option->bytes, err);
        if (params == NULL || size == NULL) {
            return false;
        }
        printf("  %-24s %10s %-10s %10s  %s\n", option->id, params,
            option->precision[0] == '\0' ? "-" : option->precision, size,
            option->verdict);
    }
    return true;
}

static bool
print_dossier(struct call *call, const struct dossier *dossier, struct err *err)
{
    bool french =
        strcmp(options_value(&call->options, "lang", "en"), "fr") == 0;
    printf("%s\n%s, %s%s\nmade %s, law as of %s%s\n", dossier->id,
        dossier->family, in_language(dossier->title, french),
        dossier->fictional ? " (fictional)" : "", dossier->created,
        dossier->law_as_of,
        dossier->trial ? ", signed with a throw-away key" : "");
    if (dossier->is_comparison) {
        printf("%s\n", in_language(dossier->choice, french));
    } else {
        printf("option %s: %s\n", dossier->option, dossier->verdict);
    }
    if (!print_options(call, dossier, err)) {
        return false;
    }
    print_findings(dossier, french, options_has(&call->options, "all"));
    puts("not verified here: `auditor verify` does that");
    return true;
}

static bool
cmd_show(struct call *call, enum status *status, struct err *err)
{
    struct span bytes;
    struct dossier dossier;
    const char *path = call->options.words[0];
    if (!file_read(call->arena, path, LIMIT_PDF_BYTES, &bytes, err)) {
        return false;
    }
    if (span_starts(bytes, "%PDF") &&
        !seal_pdf_content(call->arena, bytes, &bytes, err)) {
        err_in_file(err, path);
        return false;
    }
    if (!dossier_read(call->arena, bytes, &dossier, err)) {
        err_in_file(err, path);
        return false;
    }
    *status = STATUS_YES;
    return print_dossier(call, &dossier, err);
}

const struct verb verb_show = {
    .name = "show",
    .words = "FILE",
    .summary = "read a dossier or a comparison to you",
    .detail =
        "Prints what a dossier or comparison (XML, or the PDF that embeds it)\n"
        "says. Nothing is verified.\n"
        "\n"
        "  auditor show dossiers/7b/dossier.fr.pdf --lang fr",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_show,
};
