#include "base/clock.h"
#include "cli/json_out.h"
#include "cli/judged.h"

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

/* "" for a time that is not known. */
static const char *
time_or_nothing(int64_t time_s, char out[CLOCK_TEXT_BYTES])
{
    out[0] = '\0';
    if (time_s != 0) {
        clock_text(time_s, out);
    }
    return out;
}

/* EN 319 102-1, 5.5: the validation time until something proves an earlier. */
static void
put_times(struct text *out, const struct seal_report *report)
{
    char claimed[CLOCK_TEXT_BYTES];
    char best[CLOCK_TEXT_BYTES];
    char validated[CLOCK_TEXT_BYTES];
    bool proven = report->proven_s != 0;
    const char *const pairs[][2] = {
        {"claimed-time", time_or_nothing(report->claimed_s, claimed)},
        {"best-signature-time",
            time_or_nothing(
                proven ? report->proven_s : report->validated_s, best)},
        {"best-signature-time-by", proven ? "time-stamp" : "validation-time"},
        {"time-stamp-authority", report->authority},
        {"validation-time", time_or_nothing(report->validated_s, validated)},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        text_putc(out, ',');
        json_out_pair(out, pairs[i][0], span_of(pairs[i][1]));
    }
}

/* A replay or a comparison that refuses is no matter of the signature. */
static const char *
sub_indication(const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    return judged->conclusion == report->conclusion ? report->sub_indication
                                                    : "";
}

static void
put_head(struct text *out, const struct judged *judged)
{
    const struct sealed *sealed = &judged->sealed;
    const struct seal_report *report = &sealed->report;
    const char *const pairs[][2] = {
        {"file", sealed->path},
        {"result", judged_word(judged->conclusion)},
        {"conclusion", seal_conclusion_name(judged->conclusion)},
        {"sub-indication", sub_indication(judged)},
        {"format", report->format},
        {"level", report->level},
        {"intact", report->intact ? "yes" : "no"},
        {"signer-trusted", report->signer_trusted ? "yes" : "no"},
        {"signer", report->signer},
        {"signer-name", report->signer_name},
        {"signer-organisation", report->signer_organisation},
        {"signer-sha256", report->signer_sha256},
        {"role", seal_role_name(report->role)},
        {"trial", report->trial ? "yes" : "no"},
        {"foreign", report->foreign ? "yes" : "no"},
        {"not-proven", report->not_proven},
        {"replay", judged_replay_word(judged->replay)},
        {"differs-from", judged->beside == NULL ? "" : judged->beside},
        {"dossier", sealed->readable ? sealed->dossier.id : ""},
        {"verdict", sealed->readable ? sealed->dossier.verdict : ""},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        text_putc(out, i == 0 ? '{' : ',');
        json_out_pair(out, pairs[i][0], span_of(pairs[i][1]));
    }
}

/* Those that signed later, in their order. */
static void
put_cosigner(struct text *out, const struct seal_cosigner *cosigner)
{
    char claimed[CLOCK_TEXT_BYTES];
    char proven[CLOCK_TEXT_BYTES];
    const char *const pairs[][2] = {
        {"signer", cosigner->signer},
        {"signer-name", cosigner->name},
        {"signer-organisation", cosigner->organisation},
        {"signer-sha256", cosigner->sha256},
        {"signer-trusted", cosigner->trusted ? "yes" : "no"},
        {"role", seal_role_name(cosigner->role)},
        {"trial", cosigner->trial ? "yes" : "no"},
        {"claimed-time", time_or_nothing(cosigner->claimed_s, claimed)},
        {"proven-time", time_or_nothing(cosigner->proven_s, proven)},
        {"time-stamp-authority", cosigner->authority},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        text_putc(out, i == 0 ? '{' : ',');
        json_out_pair(out, pairs[i][0], span_of(pairs[i][1]));
    }
    text_putc(out, '}');
}

void
judged_put_json(struct text *out, const struct judged *judged)
{
    const struct seal_report *report = &judged->sealed.report;
    put_head(out, judged);
    put_times(out, report);
    text_puts(out, ",\"cosigners\":[");
    for (size_t i = 0; i < report->cosigner_count; i++) {
        text_puts(out, i == 0 ? "\n" : ",\n");
        put_cosigner(out, &report->cosigners[i]);
    }
    text_puts(out, "],\"checks\":[");
    for (size_t i = 0; i < report->check_count; i++) {
        text_puts(out, i == 0 ? "\n" : ",\n");
        put_check(out, &report->checks[i]);
    }
    text_puts(out, "]}");
}
