#include "base/clock.h"
#include "base/limits.h"
#include "cli/json_out.h"
#include "cli/sealed.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"trust", "CA.pem", "the anchors that you trust, PEM", 0},
    {"crl", "FILE", "revocation list (CA.crl beside the anchors)", 0},
    {"replay", NULL, "also evaluate the rules again over the facts", 0},
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
judge(struct call *call, const char *path, struct judged *out, struct err *err)
{
    struct judged judged = {.replay_detail = ""};
    judged.replay_asked = options_has(&call->options, "replay");
    if (!sealed_open(call, path, &judged.sealed, err)) {
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

static bool
cmd_verify(struct call *call, enum status *status, struct err *err)
{
    static const enum status statuses[] = {
        [SEAL_TOTAL_FAILED] = STATUS_NO,
        [SEAL_INDETERMINATE] = STATUS_TRUST,
        [SEAL_TOTAL_PASSED] = STATUS_YES,
    };
    bool json = false;
    size_t count = call->options.word_count;
    struct judged *judged =
        arena_alloc_array(call->arena, count, sizeof(*judged), err);
    if (judged == NULL || !options_json(&call->options, &json, err)) {
        return false;
    }
    enum seal_conclusion worst = SEAL_TOTAL_PASSED;
    for (size_t i = 0; i < count; i++) {
        if (!judge(call, call->options.words[i], &judged[i], err)) {
            return false;
        }
        enum seal_conclusion conclusion = judged[i].conclusion;
        worst = conclusion < worst ? conclusion : worst;
        if (!json) {
            print_text(&judged[i]);
        }
    }
    *status = statuses[worst];
    return !json || print_json(judged, count, err);
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
        "\n"
        "  auditor verify dossiers/7b/dossier.xml --trust ca.pem --replay",
    .options = options,
    .words_min = 1,
    .words_max = 1000,
    .run = cmd_verify,
};
