#include "base/clock.h"
#include "base/limits.h"
#include "cli/json_out.h"
#include "cli/judged.h"

#include <string.h>

enum {
    DOUBTS_TOLD = 3 /* on the first line; the others stand below it */
};

const char *
judged_word(enum seal_conclusion conclusion)
{
    static const char *const words[] = {
        [SEAL_TOTAL_FAILED] = "INVALID",
        [SEAL_INDETERMINATE] = "INDETERMINATE",
        [SEAL_TOTAL_PASSED] = "VALID",
    };
    return words[conclusion];
}

const char *
judged_replay_word(enum replay replay)
{
    static const char *const words[] = {
        [REPLAY_NOT_DONE] = "not-run",
        [REPLAY_DIFFERS] = "failed",
        [REPLAY_OTHER_PACKS] = "uncertain",
        [REPLAY_AGREES] = "passed",
    };
    return words[replay];
}

/* A word that others chose, in quotation marks that it cannot close. */
static void
put_quoted(struct text *out, const char *word)
{
    struct span rest = span_of(word);
    text_putc(out, '"');
    while (rest.len > 0) {
        size_t at = span_find(rest, span_of("\""));
        text_put_line(out, (struct span){rest.ptr, at});
        if (at == rest.len) {
            break;
        }
        text_puts(out, "<U+0022>");
        rest.ptr += at + 1;
        rest.len -= at + 1;
    }
    text_putc(out, '"');
}

/* "2026-11-23 09:30:00 UTC" */
static void
put_time(struct text *out, int64_t time_s)
{
    char time[CLOCK_TEXT_BYTES];
    clock_text(time_s, time);
    text_printf(out, "%.10s %.8s UTC", time, time + 11);
}

static void
put_signer(struct text *out, const struct seal_report *report)
{
    bool named = report->signer_name[0] != '\0';
    put_quoted(out, named ? report->signer_name : report->signer);
    if (named && report->signer_organisation[0] != '\0') {
        text_puts(out, " (");
        put_quoted(out, report->signer_organisation);
        text_putc(out, ')');
    }
}

static void
put_date(struct text *out, int64_t claimed_s, int64_t proven_s,
    const char *authority)
{
    if (proven_s == 0) {
        put_time(out, claimed_s);
        text_puts(out, " as claimed by the signer");
        return;
    }
    put_time(out, proven_s);
    text_puts(out, " at the latest, proven by a time-stamp of ");
    put_quoted(out, authority);
}

/* A role is never more than what its signer says. */
static void
put_role(struct text *out, enum seal_role role)
{
    if (role != SEAL_ROLE_NONE) {
        text_printf(out, " as %s by own claim", seal_role_name(role));
    }
}

/* One that signed the sealed file later. */
static void
put_cosigner(struct text *out, const struct seal_cosigner *cosigner)
{
    put_quoted(
        out, cosigner->name[0] == '\0' ? cosigner->signer : cosigner->name);
    if (cosigner->name[0] != '\0' && cosigner->organisation[0] != '\0') {
        text_puts(out, " (");
        put_quoted(out, cosigner->organisation);
        text_putc(out, ')');
    }
    put_role(out, cosigner->role);
    text_puts(out, ", on ");
    put_date(out, cosigner->claimed_s, cosigner->proven_s, cosigner->authority);
}

static void
put_valid(struct text *out, const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    bool pdf = strcmp(report->format, "PAdES") == 0;
    text_puts(out, "signed by ");
    put_signer(out, report);
    put_role(out, report->role);
    text_puts(out, ", on ");
    put_date(out, report->claimed_s, report->proven_s, report->authority);
    for (size_t i = 0; i < report->cosigner_count; i++) {
        text_puts(out, ", further signed by ");
        put_cosigner(out, &report->cosigners[i]);
    }
    text_puts(out, ", unchanged since; not proven: ");
    text_put_line(out, span_of(report->not_proven));
    if (!judged->replay_asked && !judged->sealed.dossier.is_comparison) {
        text_puts(out, "; that the rules lead to this verdict (ask --replay)");
    }
    if (pdf && !judged->deep_asked) {
        text_puts(out, "; that the pages show the signed data (ask --deep)");
    }
}

/* The check that decides: the first that failed, or else is in doubt. */
static const struct seal_check *
deciding(const struct seal_report *report)
{
    const struct seal_check *found = NULL;
    for (size_t i = 0; i < report->check_count; i++) {
        const struct seal_check *check = &report->checks[i];
        if (check->state == SEAL_FAILED) {
            return check;
        }
        if (check->state == SEAL_UNCERTAIN &&
            (found == NULL || found->state == SEAL_NOT_RUN)) {
            found = check;
        }
        if (check->state == SEAL_NOT_RUN && found == NULL) {
            found = check;
        }
    }
    return found;
}

static void
put_reason(struct text *out, const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    const struct seal_check *check = deciding(report);
    if (report->check_count == 0) {
        text_puts(out, "the file is neither XML nor PDF");
    } else if (check != NULL && check->detail[0] != '\0') {
        text_put_line(out, span_of(check->detail));
        text_printf(out, " (%s)", check->name);
    } else if (check != NULL) {
        text_printf(out, "not shown: %s", check->about);
    } else if (judged->beside != NULL) {
        text_puts(out, "the data in it is not that of ");
        put_quoted(out, judged->beside);
    } else {
        text_puts(out, "the rules do not lead to the sealed findings: ");
        text_put_line(out, span_of(judged->replay_detail));
    }
}

/*
 * What stands open, in the words of the checks that did not pass: those that
 * ran first, for those that did not run follow from them.
 */
static void
put_doubts(struct text *out, const struct seal_report *report)
{
    static const enum seal_check_state states[] = {
        SEAL_UNCERTAIN, SEAL_NOT_RUN};
    size_t count = 0;
    for (size_t i = 0; i < 2 * report->check_count; i++) {
        const struct seal_check *check =
            &report->checks[i % report->check_count];
        if (check->state != states[i / report->check_count]) {
            continue;
        }
        if (count < DOUBTS_TOLD) {
            text_printf(out, "%s%s", count == 0 ? "; not proven: " : "; ",
                check->about);
        }
        count++;
    }
    if (count > DOUBTS_TOLD) {
        text_printf(out, "; and %zu more", count - DOUBTS_TOLD);
    }
}

static void
put_intact(struct text *out, const struct seal_report *report)
{
    if (report->intact) {
        text_puts(out, report->foreign
                           ? "unchanged since another program signed it, in a "
                             "form that is not judged here: "
                           : "unchanged since it was signed, but ");
    }
}

static void
put_first_line(struct text *out, const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    text_printf(out, "%s: ", judged_word(judged->conclusion));
    switch (judged->conclusion) {
    case SEAL_TOTAL_PASSED:
        put_valid(out, judged);
        break;
    case SEAL_INDETERMINATE:
        put_intact(out, report);
        put_reason(out, judged);
        put_doubts(out, report);
        break;
    case SEAL_TOTAL_FAILED:
        put_reason(out, judged);
        text_puts(out, "; not proven: anything");
        break;
    }
    text_putc(out, '\n');
}

/* Who the file says has signed it, where that is not proven. */
static void
put_facts(struct text *out, const struct judged *judged)
{
    const struct sealed *sealed = &judged->sealed;
    const struct seal_report *report = &sealed->report;
    text_puts(out, "  file ");
    text_put_line(out, span_of(sealed->path));
    text_putc(out, '\n');
    if (report->intact && judged->conclusion != SEAL_TOTAL_PASSED) {
        text_printf(out, "  signed with the key of a certificate%s for ",
            report->signer_trusted ? "" : " that is not trusted,");
        put_signer(out, report);
        put_role(out, report->role);
        text_putc(out, '\n');
    }
    for (size_t i = 0;
         judged->conclusion != SEAL_TOTAL_PASSED && i < report->cosigner_count;
         i++) {
        text_printf(out,
            "  further signed with the key of a certificate%s for ",
            report->cosigners[i].trusted ? "" : " that is not trusted,");
        put_cosigner(out, &report->cosigners[i]);
        text_putc(out, '\n');
    }
    if (report->trial) {
        text_puts(out, "  signed with a throw-away key, for trying out only\n");
    }
    if (sealed->readable) {
        text_puts(out, "  ");
        text_put_line(out, span_of(sealed->dossier.id));
        text_puts(out, sealed->dossier.is_comparison ? "" : ": ");
        text_put_line(out, span_of(sealed->dossier.verdict));
        text_putc(out, '\n');
    }
}

static void
put_check(struct text *out, const char *state, const char *name,
    const char *sub, const char *detail)
{
    text_printf(out, "  %-10s %-28s %s%s", state, name, sub,
        sub[0] == '\0' || detail[0] == '\0' ? "" : " ");
    text_put_line(out, span_of(detail));
    text_putc(out, '\n');
}

bool
judged_print(const struct judged *judged, struct err *err)
{
    const struct seal_report *report = &judged->sealed.report;
    struct text out;
    text_init(&out, LIMIT_TEXT_BYTES);
    put_first_line(&out, judged);
    put_facts(&out, judged);
    for (size_t i = 0; i < report->check_count; i++) {
        const struct seal_check *check = &report->checks[i];
        put_check(&out, seal_check_state_name(check->state), check->name,
            check->sub_indication, check->detail);
    }
    if (judged->replay_asked) {
        put_check(&out, judged_replay_word(judged->replay), "rules-replayed",
            "", judged->replay_detail);
    }
    if (judged->beside != NULL) {
        put_check(&out, "failed", "embedded-as-given", "", judged->beside);
    }
    text_printf(&out, "  %s %s %s\n", seal_conclusion_name(judged->conclusion),
        report->format, report->level);
    return json_out_print(&out, err);
}
