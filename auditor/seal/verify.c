#include "seal/verify.h"

#include <string.h>

#include "base/clock.h"

/* To verify another format: one row here and its verifier in verify.h. */
struct verifier {
    const char *start; /* first bytes of the file */
    bool (*verify)(struct arena *, const struct verify_context *,
        struct seal_report *, struct err *);
};

static const struct verifier verifiers[] = {
    {"<", seal_verify_xml},
    {"%PDF-", seal_verify_pdf},
};

/* What a valid signature does not show; English. */
static const char *
words_not_proven(
    struct arena *arena, const struct seal_report *report, struct err *err)
{
    char time[CLOCK_TEXT_BYTES];

    if (report->conclusion == SEAL_TOTAL_FAILED)
        return "anything";
    clock_text(report->validated_s, time);
    return arena_printf(arena, err,
        "%s%sthat it will still be shown as valid after %s%s; that the "
        "signature is a qualified one",
        report->trial ? "the identity of the signer (the key is a throw-away "
                        "key for trying out, not for production); "
                      : "",
        report->proven_s == 0 ? "the time of signing (there is no trusted "
                                "time-stamp); "
                              : "",
        time,
        strcmp(report->level, "BASELINE-LTA") == 0
            ? ", unless its time-stamps are renewed"
            : "");
}

struct seal_report
verify_blank(const struct seal_verify_request *request)
{
    return (struct seal_report){
        .conclusion = SEAL_TOTAL_FAILED,
        /* No format, so no check ran: refused without a list. */
        .sub_indication = "FORMAT_FAILURE",
        .format = "",
        .level = "",
        .signer = "",
        .signer_name = "",
        .signer_organisation = "",
        .authority = "",
        .validated_s = request->at_s,
        .not_proven = "anything",
    };
}

static const struct verifier *
verifier_for(struct span bytes)
{
    for (size_t i = 0; i < sizeof verifiers / sizeof verifiers[0]; i++)
        if (span_starts(bytes, verifiers[i].start))
            return &verifiers[i];
    return NULL;
}

bool
seal_verify_keeping(struct arena *arena,
    const struct seal_verify_request *request, struct material *material,
    struct seal_report *out, struct err *err)
{
    struct verify_context context = {
        .request = request, .material = material, .proven_s = request->at_s};
    const struct verifier *verifier = verifier_for(request->bytes);
    struct seal_report report = verify_blank(request);

    if (verifier != NULL) {
        if (!verifier->verify(arena, &context, &report, err))
            return false;
        report.not_proven = words_not_proven(arena, &report, err);
        if (report.not_proven == NULL)
            return false;
    }
    *out = report;
    return true;
}

bool
seal_verify(struct arena *arena, const struct seal_verify_request *request,
    struct seal_report *out, struct err *err)
{
    struct material material;
    bool ok;

    if (!material_open(&material, err))
        return false;
    ok = seal_verify_keeping(arena, request, &material, out, err);
    material_release(&material);
    return ok;
}

const char *
seal_conclusion_name(enum seal_conclusion conclusion)
{
    static const char *const names[] = {
        [SEAL_TOTAL_FAILED] = "TOTAL-FAILED",
        [SEAL_INDETERMINATE] = "INDETERMINATE",
        [SEAL_TOTAL_PASSED] = "TOTAL-PASSED",
    };

    return names[conclusion];
}

const char *
seal_check_state_name(enum seal_check_state state)
{
    static const char *const names[] = {
        [SEAL_NOT_RUN] = "not-run",
        [SEAL_FAILED] = "failed",
        [SEAL_UNCERTAIN] = "uncertain",
        [SEAL_PASSED] = "passed",
    };

    return names[state];
}
