#include "base/clock.h"
#include "base/limits.h"
#include "cli/json_out.h"
#include "cli/rerender.h"
#include "cli/sealed.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"trust", "CA.pem", "the anchors that you trust, PEM", 0},
    {"crl", "FILE", "revocation list (CA.crl beside the anchors)", 0},
    {"replay", NULL, "also evaluate the rules again over the facts", 0},
    {"deep", NULL, "also compare what the pages of a PDF show", 0},
    {"template", "DIR", "the organisation's brand.xml, for --deep", 0},
    {"at", "TIME", "validate as of this time (now)", 0},
    {"format", "text|json", "form of the output (text)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

/* One file with all that was found out about it. */
struct judged {
    struct sealed sealed;
    enum seal_conclusion conclusion; /* with the replay */
    enum replay replay;
    const char *replay_detail;
    bool replay_asked;
    const char *beside; /* XML file of the same dossier with other bytes */
};

static const char *const replay_names[] = {
    [REPLAY_NOT_DONE] = "not-run",
    [REPLAY_DIFFERS] = "failed",
    [REPLAY_OTHER_PACKS] = "uncertain",
    [REPLAY_AGREES] = "passed",
};

static const char *
word_of(enum seal_conclusion conclusion)
{
    static const char *const words[] = {
        [SEAL_TOTAL_FAILED] = "INVALID",
        [SEAL_INDETERMINATE] = "INDETERMINATE",
        [SEAL_TOTAL_PASSED] = "VALID",
    };
    return words[conclusion];
}

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
judge(struct call *call, const char *path, const struct seal_shown *shown,
    struct judged *out, struct err *err)
{
    struct judged judged = {.replay_detail = ""};
    judged.replay_asked = options_has(&call->options, "replay");
    if (!sealed_open_shown(call, path, shown, &judged.sealed, err)) {
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

static const struct seal_check *
first_not_passed(const struct seal_report *report)
{
    const struct seal_check *found = NULL;
    for (size_t i = 0; i < report->check_count; i++) {
        const struct seal_check *check = &report->checks[i];
        if (check->state == SEAL_FAILED) {
            return check;
        }
        if (check->state != SEAL_PASSED && found == NULL) {
            found = check;
        }
    }
    return found;
}

static void
print_first_line(const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    const struct seal_check *check = first_not_passed(report);
    printf("%s: %s: ", judged->sealed.path, word_of(judged->conclusion));
    if (judged->conclusion == SEAL_TOTAL_PASSED) {
        char time[CLOCK_TEXT_BYTES];
        clock_text(report->claimed_s, time);
        printf("signed by %s, who says on %s, unchanged since; not proven: "
               "%s\n",
            report->signer, time, report->not_proven);
    } else if (check != NULL) {
        printf("%s%s%s\n", check->about, check->detail[0] == '\0' ? "" : ": ",
            check->detail);
    } else if (judged->beside != NULL) {
        printf("the data in it is not that of '%s'\n", judged->beside);
    } else {
        printf("the rules do not lead to the sealed findings: %s\n",
            judged->replay_detail);
    }
}

static void
print_text(const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    print_first_line(judged);
    if (report->trial) {
        puts("  signed with a throw-away key, for trying out only");
    }
    if (judged->sealed.readable) {
        const struct dossier *dossier = &judged->sealed.dossier;
        printf("  %s%s%s\n", dossier->id, dossier->is_comparison ? "" : ": ",
            dossier->verdict);
    }
    for (size_t i = 0; i < report->check_count; i++) {
        const struct seal_check *check = &report->checks[i];
        printf("  %-10s %-28s %s%s%s\n", seal_check_state_name(check->state),
            check->name, check->sub_indication,
            check->detail[0] == '\0' ? "" : " ", check->detail);
    }
    if (judged->replay_asked) {
        printf("  %-10s %-28s %s\n", replay_names[judged->replay],
            "rules-replayed", judged->replay_detail);
    }
    if (judged->beside != NULL) {
        printf("  %-10s %-28s %s\n", "failed", "embedded-as-given",
            judged->beside);
    }
    printf("  %s %s %s\n", seal_conclusion_name(judged->conclusion),
        report->format, report->level);
}

static void
put_check(struct text *out, const struct seal_check *check)
{
    text_putc(out, '{');
    json_out_pair(out, "name", span_of(check->name));
    text_putc(out, ',');
    json_out_pair(out, "state", span_of(seal_check_state_name(check->state)));
    text_putc(out, ',');
    json_out_pair(out, "sub-indication", span_of(check->sub_indication));
    text_putc(out, ',');
    json_out_pair(out, "detail", span_of(check->detail));
    text_putc(out, '}');
}

static void
put_judged(struct text *out, const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    const char *const pairs[][2] = {
        {"file", judged->sealed.path},
        {"result", word_of(judged->conclusion)},
        {"conclusion", seal_conclusion_name(judged->conclusion)},
        {"format", report->format},
        {"level", report->level},
        {"signer", report->signer},
        {"signer-sha256", report->signer_sha256},
        {"trial", report->trial ? "yes" : "no"},
        {"not-proven", report->not_proven},
        {"replay", replay_names[judged->replay]},
        {"differs-from", judged->beside == NULL ? "" : judged->beside},
        {"dossier", judged->sealed.readable ? judged->sealed.dossier.id : ""},
        {"verdict",
            judged->sealed.readable ? judged->sealed.dossier.verdict : ""},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        text_putc(out, i == 0 ? '{' : ',');
        json_out_pair(out, pairs[i][0], span_of(pairs[i][1]));
    }
    text_puts(out, ",\"checks\":[");
    for (size_t i = 0; i < report->check_count; i++) {
        text_puts(out, i == 0 ? "\n" : ",\n");
        put_check(out, &report->checks[i]);
    }
    text_puts(out, "]}");
}

static bool
print_json(const struct judged *judged, size_t count, struct err *err)
{
    struct text out;
    text_init(&out, LIMIT_TEXT_BYTES);
    text_puts(&out, "[");
    for (size_t i = 0; i < count; i++) {
        text_puts(&out, i == 0 ? "\n" : ",\n");
        put_judged(&out, &judged[i]);
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
    bool deep = options_has(&call->options, "deep");
    size_t count = 0;
    bool ok = rerender_open(call, &rerender, err);
    while (ok && count < call->options.word_count) {
        ok = judge(call, call->options.words[count],
            deep ? &rerender.shown : NULL, &judged[count], err);
        count += ok ? 1 : 0;
    }
    rerender_close(&rerender);
    if (deep) {
        compare_with_beside(judged, count);
    }
    *count_out = count;
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
    enum seal_conclusion worst = SEAL_TOTAL_PASSED;
    for (size_t i = 0; i < count; i++) {
        enum seal_conclusion conclusion = judged[i].conclusion;
        worst = conclusion < worst ? conclusion : worst;
        if (!json) {
            print_text(&judged[i]);
        }
    }
    *status = statuses[worst];
    return ok && (!json || print_json(judged, count, err));
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
