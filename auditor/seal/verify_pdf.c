#include "seal/verify.h"

#include "base/digest.h"
#include "base/limits.h"
#include "seal/certpolicy.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/pdf_profile.h"

struct verifier {
    struct arena *arena; /* what the report points to */
    struct arena values; /* what is needed only meanwhile */
    const struct seal_verify_request *request;
    struct checklist list;
    struct pdf_sealed sealed;
    struct cms_certificates certificates;
    struct seal_report report;
};

/* Who signed, for the reader of the report; trusted or not. */
static bool
name_signer(struct verifier *verifier, struct err *err)
{
    const X509 *signer = verifier->certificates.signer;
    struct seal_report *report = &verifier->report;
    struct span der;

    if (!key_cert_subject(verifier->arena, signer, &report->signer, err) ||
        !key_cert_der(&verifier->values, signer, &der, err) ||
        !digest_hex(der, report->signer_sha256, err))
        return false;
    report->trial = key_cert_is_trial(signer);
    return true;
}

/* The CMS, and the certificates in it. */
static bool
check_signature(struct verifier *verifier, struct err *err)
{
    struct certpolicy_request policy = {
        .verify = verifier->request,
        .claimed_s = verifier->sealed.claimed_s,
    };

    if (!cms_check(&verifier->values, verifier->sealed.cms,
            &verifier->sealed.content, &verifier->list, &verifier->certificates,
            err))
        return false;
    if (verifier->certificates.signer == NULL)
        return true;
    policy.signer = verifier->certificates.signer;
    policy.embedded = verifier->certificates.embedded;
    return name_signer(verifier, err) &&
           certpolicy_check(&policy, &verifier->list, err);
}

/* The first check of the embedded file that did not pass. */
static const struct seal_check *
first_refusal(const struct seal_report *report)
{
    for (size_t i = 0; i < report->check_count; i++)
        if (report->checks[i].state != SEAL_PASSED)
            return &report->checks[i];
    return NULL;
}

static void
refuse_embedded(struct verifier *verifier, const struct seal_report *inner)
{
    const struct seal_check *check = first_refusal(inner);
    enum sub_indication sub = inner->conclusion == SEAL_INDETERMINATE
                                  ? SUB_SIG_CONSTRAINTS_FAILURE
                                  : SUB_FORMAT_FAILURE;

    (void)checklist_refuse(&verifier->list, CHECK_PDF_EMBEDDED_SEALED, sub,
        "%s: %s %s", seal_conclusion_name(inner->conclusion),
        check == NULL ? "" : check->name, check == NULL ? "" : check->detail);
}

/* The embedded XML stands for itself: verify it as if it came alone. */
static bool
check_embedded(struct verifier *verifier, struct err *err)
{
    struct seal_verify_request request = *verifier->request;
    struct seal_report *report = &verifier->report;
    struct seal_report inner = {
        .signer = "", .level = "", .format = "", .not_proven = ""};

    if (!pdf_profile_embedded(
            verifier->arena, &verifier->sealed, &verifier->list, err))
        return false;
    if (!checklist_passed(&verifier->list, CHECK_PDF_EMBEDDED))
        return true;
    request.bytes = verifier->sealed.embedded;
    if (!seal_verify_xml(verifier->arena, &request, &inner, err))
        return false;
    if (inner.conclusion != SEAL_TOTAL_PASSED || inner.content.len == 0) {
        refuse_embedded(verifier, &inner);
        return true;
    }
    checklist_pass(&verifier->list, CHECK_PDF_EMBEDDED_SEALED);
    (void)checklist_decide(&verifier->list, CHECK_PDF_EMBEDDED_SIGNER,
        report->signer_sha256[0] != '\0' &&
            span_equal(
                span_of(inner.signer_sha256), span_of(report->signer_sha256)),
        SUB_SIG_CONSTRAINTS_FAILURE,
        "another certificate sealed the embedded file");
    report->content = inner.content;
    return true;
}

static bool
run(struct verifier *verifier, struct err *err)
{
    struct pdf_sealed *sealed = &verifier->sealed;

    if (!pdf_profile_locate(&verifier->values, verifier->request->bytes,
            &verifier->list, sealed, err))
        return false;
    if (sealed->contents == NULL)
        return true;
    verifier->report.claimed_s = sealed->claimed_s;
    if (!pdf_profile_contents(sealed, &verifier->list))
        return true;
    return check_signature(verifier, err) && check_embedded(verifier, err);
}

bool
seal_verify_pdf(struct arena *arena, const struct seal_verify_request *request,
    struct seal_report *out, struct err *err)
{
    struct verifier verifier = {.arena = arena, .request = request};
    bool ok;

    verifier.report = *out;
    arena_init(&verifier.values, LIMIT_PDF_TREE_BYTES);
    checklist_init(&verifier.list, CHECKLIST_PDF);
    ok = run(&verifier, err) &&
         checklist_report(arena, &verifier.list, &verifier.report, err);
    cms_certificates_release(&verifier.certificates);
    arena_release(&verifier.values);
    if (ok)
        *out = verifier.report;
    return ok;
}
