#include "base/file.h"
#include "base/limits.h"
#include "cli/json_out.h"
#include "cli/judged.h"
#include "cli/judged_etsi.h"
#include "cli/rerender.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"trust", "CA.pem", "the anchors that you trust, PEM", 0},
    {"crl", "FILE", "revocation list (CA.crl beside the anchors)", 0},
    {"replay", NULL, "also evaluate the rules again over the facts", 0},
    {"deep", NULL, "also compare what the pages of a PDF show", 0},
    {"template", "DIR", "the organisation's brand.xml, for --deep", 0},
    {"level", "LEVEL", "at least B-B, B-T, B-LT or B-LTA", 0},
    {"expect-signer", "WHO", "SHA-256 of the certificate, or CN=NAME", 0},
    {"report", "FILE", "write a report of ETSI TS 119 102-2 (XML)", 0},
    {"at", "TIME", "validate as of this time (now)", 0},
    {"format", "text|json", "form of the output (text)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

/* A replay can only take away from what the signature gave. */
static enum seal_conclusion
conclude(const struct judged *judged)
{
    enum seal_conclusion conclusion = judged->sealed.report.conclusion;
    if (!judged->replay_asked || judged->replay == REPLAY_AGREES ||
        conclusion == SEAL_TOTAL_FAILED) {
        return conclusion;
    }
    return judged->replay == REPLAY_DIFFERS ? SEAL_TOTAL_FAILED
                                            : SEAL_INDETERMINATE;
}

static bool
judge(struct call *call, const char *path, struct sealed_many *many,
    struct judged *out, struct err *err)
{
    struct judged judged = {.replay_detail = ""};
    judged.replay_asked = options_has(&call->options, "replay");
    judged.deep_asked = many->shown != NULL;
    if (!sealed_open_next(call, path, many, &judged.sealed, err)) {
        return false;
    }
    if (judged.replay_asked &&
        judged.sealed.report.conclusion != SEAL_TOTAL_FAILED &&
        !sealed_replay(
            call, &judged.sealed, &judged.replay, &judged.replay_detail, err)) {
        return false;
    }
    if (judged.sealed.readable && judged.sealed.dossier.is_comparison) {
        judged.replay_asked = false; /* the dossiers that it names hold facts */
    }
    judged.conclusion = conclude(&judged);
    *out = judged;
    return true;
}

static bool
print_json(const struct judged *judged, size_t count, struct err *err)
{
    struct text out;
    text_init(&out, LIMIT_TEXT_BYTES);
    text_puts(&out, "[");
    for (size_t i = 0; i < count; i++) {
        text_puts(&out, i == 0 ? "\n" : ",\n");
        judged_put_json(&out, &judged[i]);
    }
    text_puts(&out, "\n]\n");
    return json_out_print(&out, err);
}

/* Of a PDF and an XML file of one dossier, both must hold the same bytes. */
static void
compare_with_beside(struct judged *judged, size_t count)
{
    for (size_t i = 0; i < count * count; i++) {
        struct judged *pdf = &judged[i / count];
        const struct judged *xml = &judged[i % count];
        if (!pdf->sealed.readable || !xml->sealed.readable ||
            strcmp(pdf->sealed.report.format, "PAdES") != 0 ||
            strcmp(xml->sealed.report.format, "XAdES") != 0 ||
            strcmp(pdf->sealed.dossier.id, xml->sealed.dossier.id) != 0) {
            continue;
        }
        if (!span_equal(
                pdf->sealed.report.content, xml->sealed.report.content)) {
            pdf->beside = xml->sealed.path;
            pdf->conclusion = SEAL_TOTAL_FAILED;
        }
    }
}

/* As far as it goes: the results up to a file that cannot be judged stand. */
static bool
judge_all(struct call *call, struct judged *judged, size_t *count_out,
    struct err *err)
{
    struct rerender rerender;
    struct sealed_many many = {.shown = NULL};
    bool deep = options_has(&call->options, "deep");
    size_t count = 0;
    bool ok = rerender_open(call, &rerender, err);
    if (ok && deep) {
        many.shown = &rerender.shown;
    }
    ok = ok && seal_memo_open(&many.memo, err);
    while (ok && count < call->options.word_count) {
        ok =
            judge(call, call->options.words[count], &many, &judged[count], err);
        count += ok ? 1 : 0;
    }
    seal_memo_close(many.memo);
    rerender_close(&rerender);
    if (deep) {
        compare_with_beside(judged, count);
    }
    *count_out = count;
    return ok;
}

/* Written only when every file was judged, and never over another file. */
static bool
write_report(const struct call *call, const struct judged *judged, size_t count,
    struct err *err)
{
    const char *path = options_value(&call->options, "report", NULL);
    struct text out;
    bool ok;
    if (path == NULL) {
        return true;
    }
    text_init(&out, LIMIT_TEXT_BYTES);
    judged_put_etsi(&out, judged, count);
    ok = text_done(&out, err) &&
         file_write_new(path, text_span(&out), 0644, err);
    text_release(&out);
    return ok;
}

static bool
cmd_verify(struct call *call, enum status *status, struct err *err)
{
    static const enum status statuses[] = {
        [SEAL_TOTAL_FAILED] = STATUS_NO,
        [SEAL_INDETERMINATE] = STATUS_TRUST,
        [SEAL_TOTAL_PASSED] = STATUS_YES,
    };
    bool json = false;
    size_t count = 0;
    struct judged *judged = arena_alloc_array(
        call->arena, call->options.word_count, sizeof(*judged), err);
    if (judged == NULL || !options_json(&call->options, &json, err)) {
        return false;
    }
    bool ok = judge_all(call, judged, &count, err);
    bool printed = true;
    struct err second = {ERR_NONE, "", "", ""}; /* the first one is told */
    enum seal_conclusion worst = SEAL_TOTAL_PASSED;
    for (size_t i = 0; i < count; i++) {
        enum seal_conclusion conclusion = judged[i].conclusion;
        worst = conclusion < worst ? conclusion : worst;
        if (!json && printed) {
            printed = judged_print(&judged[i], ok ? err : &second);
        }
    }
    *status = statuses[worst];
    return ok && printed && write_report(call, judged, count, err) &&
           (!json || print_json(judged, count, err));
}

const struct verb verb_verify = {
    .name = "verify",
    .words = "FILE...",
    .summary = "is a dossier genuine, and does its verdict follow?",
    .detail =
        "Verifies dossiers and comparisons, XML or PDF, against the anchors\n"
        "that you name, and prints every check. Exit status 0 when all are\n"
        "VALID, 1 when one is INVALID, 6 when trust could not be established.\n"
        "With --replay the rules are evaluated again over the sealed facts.\n"
        "With --level and --expect-signer only what reaches that level and\n"
        "was signed by that signer is VALID.\n"
        "With --deep the data in a PDF is rendered again and compared with "
        "all\n"
        "that its pages show; a PDF made with --template needs it here too.\n"
        "\n"
        "  auditor verify dossiers/7b/dossier.xml --trust ca.pem --replay",
    .options = options,
    .words_min = 1,
    .words_max = 1000,
    .run = cmd_verify,
};
