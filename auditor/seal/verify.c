#include "seal/verify.h"

#include <string.h>

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

/* What a signature cannot show, whatever its conclusion. */
static const char not_proven[] =
    "the time of signing is claimed by the signer, there is no time-stamp; "
    "nothing is said about validity after the validation time; the "
    "signature is not shown to be a qualified one";
static const char not_proven_stamped[] =
    "nothing is said about validity after the validation time; the "
    "signature is not shown to be a qualified one";
static const char not_proven_stamped_trial[] =
    "the identity of the signer: the key is a throw-away key for trying out, "
    "not for production; nothing is said about validity after the validation "
    "time; the signature is not shown to be a qualified one";
static const char not_proven_trial[] =
    "the identity of the signer: the key is a throw-away key for trying out, "
    "not for production; the time of signing is claimed by the signer, there "
    "is no time-stamp; nothing is said about validity after the validation "
    "time; the signature is not shown to be a qualified one";

/* What is left open, by what the file has: a time-stamp, a real key. */
static const char *
words_not_proven(const struct seal_report *report)
{
    static const char *const words[2][2] = {
        {not_proven, not_proven_trial},
        {not_proven_stamped, not_proven_stamped_trial},
    };

    return words[report->proven_s != 0][report->trial];
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
    struct seal_report report = {
        .conclusion = SEAL_TOTAL_FAILED,
        .format = "",
        .level = "",
        .signer = "",
        /* No format, so no check ran: refused without a list. */
        .not_proven = "anything: the file is neither XML nor PDF",
    };

    if (verifier != NULL) {
        if (!verifier->verify(arena, &context, &report, err))
            return false;
        report.not_proven = words_not_proven(&report);
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
