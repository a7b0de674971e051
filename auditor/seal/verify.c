#include "seal/verify.h"

#include <string.h>

/* To verify another format: one row here and its verifier in verify.h. */
struct verifier {
    const char *start; /* first bytes of the file */
    bool (*verify)(struct arena *, const struct seal_verify_request *,
        struct seal_report *, struct err *);
};

static const struct verifier verifiers[] = {
    {"<", seal_verify_xml},
    {"%PDF-", seal_verify_pdf},
};

/* What a baseline B signature cannot show, whatever its conclusion. */
static const char not_proven[] =
    "the time of signing is claimed by the signer, there is no time-stamp; "
    "nothing is said about validity after the validation time; the "
    "signature is not shown to be a qualified one";
static const char not_proven_trial[] =
    "the identity of the signer: the key is a throw-away key for trying out, "
    "not for production; the time of signing is claimed by the signer, there "
    "is no time-stamp; nothing is said about validity after the validation "
    "time; the signature is not shown to be a qualified one";

bool
seal_verify(struct arena *arena, const struct seal_verify_request *request,
    struct seal_report *out, struct err *err)
{
    struct seal_report report = {
        .conclusion = SEAL_TOTAL_FAILED,
        .format = "",
        .level = "",
        .signer = "",
        .not_proven = "",
    };

    for (size_t i = 0; i < sizeof verifiers / sizeof verifiers[0]; i++) {
        if (!span_starts(request->bytes, verifiers[i].start)) {
            continue;
        }
        if (!verifiers[i].verify(arena, request, &report, err)) {
            return false;
        }
        report.not_proven = report.trial ? not_proven_trial : not_proven;
        *out = report;
        return true;
    }
    /* No format, so no check ran: refused without a list. */
    report.not_proven = "anything: the file is neither XML nor PDF";
    *out = report;
    return true;
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
