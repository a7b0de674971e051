#include "base/clock.h"
#include "base/digest.h"
#include "seal/certpolicy.h"
#include "seal/checklist.h"
#include "seal/verify.h"
#include "seal/xades.h"

/* Who signed and when: told only of a signature whose value verified. */
static bool
describe_signer(struct arena *arena, const struct xades_values *values,
    X509 *signer, struct seal_report *report, struct err *err)
{
    struct span der;

    report->trial = key_cert_is_trial(signer);
    return clock_parse(values->time, &report->claimed_s) &&
           key_cert_subject(arena, signer, &report->signer, err) &&
           key_cert_der(arena, signer, &der, err) &&
           digest_hex(der, report->signer_sha256, err);
}

static bool
judge_signer(struct arena *arena, const struct seal_verify_request *request,
    const struct xades_values *values, STACK_OF(X509) * certs,
    struct checklist *list, struct seal_report *report, struct err *err)
{
    struct certpolicy_request policy = {
        .signer = sk_X509_value(certs, 0),
        .embedded = certs,
        .verify = request,
    };

    if (checklist_passed(list, CHECK_XML_SIGNATURE) &&
        !describe_signer(arena, values, policy.signer, report, err)) {
        return false;
    }
    policy.claimed_s = report->claimed_s;
    return certpolicy_check(&policy, list, err);
}

bool
seal_verify_xml(struct arena *arena, const struct seal_verify_request *request,
    struct seal_report *out, struct err *err)
{
    bool ok = false;
    struct seal_report report = *out;
    struct checklist list;
    struct xades_values values;
    STACK_OF(X509) *certs = NULL;

    checklist_init(&list, CHECKLIST_XML);
    if (!xades_check(arena, request->bytes, &list, &values, &certs, err)) {
        goto out;
    }
    if (certs != NULL &&
        !judge_signer(arena, request, &values, certs, &list, &report, err)) {
        goto out;
    }
    report.content = request->bytes;
    if (!checklist_report(arena, &list, &report, err)) {
        goto out;
    }
    *out = report;
    ok = true;
out:
    sk_X509_pop_free(certs, X509_free);
    return ok;
}
