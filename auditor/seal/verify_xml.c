#include "seal/certpolicy.h"
#include "seal/checklist.h"
#include "seal/verify.h"
#include "seal/xades.h"

#include "base/clock.h"
#include "base/digest.h"

/* Who signed and when: told only of a signature whose value verified. */
static bool
describe_signer(struct arena *arena, const struct xades_values *values,
    struct seal_report *report, struct err *err)
{
    X509 *signer = sk_X509_value(values->chain, 0);
    struct span der;

    report->trial = key_cert_is_trial(signer);
    return clock_parse(values->time, &report->claimed_s) &&
           key_cert_subject(arena, signer, &report->signer, err) &&
           key_cert_der(arena, signer, &der, err) &&
           digest_hex(der, report->signer_sha256, err);
}

bool
seal_verify_xml(struct arena *arena, const struct verify_context *context,
    struct seal_report *out, struct err *err)
{
    bool ok = false;
    struct seal_report report = *out;
    struct checklist list;
    struct xades_values values = {.kind = KEY_UNSUITABLE};
    const struct seal_verify_request *request = context->request;
    struct certpolicy_request policy = {.role = CERTPOLICY_SIGNER,
        .verify = request,
        .material = context->material,
        .at_s = request->at_s,
        .proven_s = context->proven_s};

    checklist_init(&list, CHECKLIST_XML);
    if (!xades_check(arena, request->bytes, &list, &values, err)) {
        goto out;
    }
    if (checklist_passed(&list, CHECK_XML_SIGNATURE) &&
        !describe_signer(arena, &values, &report, err)) {
        goto out;
    }
    policy.signer = sk_X509_value(values.chain, 0);
    policy.embedded = values.chain;
    policy.claimed_s = report.claimed_s;
    if (policy.signer != NULL && !certpolicy_check(&policy, &list, err)) {
        goto out;
    }
    report.content = request->bytes;
    if (!checklist_report(arena, &list, &report, err)) {
        goto out;
    }
    *out = report;
    ok = true;
out:
    sk_X509_pop_free(values.chain, X509_free);
    return ok;
}
