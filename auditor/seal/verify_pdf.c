#include "seal/verify.h"

#include "base/digest.h"
#include "base/limits.h"
#include "seal/certpolicy.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/cosigner.h"
#include "seal/demand.h"
#include "seal/describe.h"
#include "seal/pdf_dss.h"
#include "seal/pdf_later.h"
#include "seal/pdf_profile.h"
#include "seal/proof.h"
#include "seal/shown.h"

struct verifier {
    struct arena *arena; /* what the report points to */
    struct arena values; /* what is needed only meanwhile */
    const struct verify_context *context;
    const struct seal_verify_request *request;
    struct checklist list;
    struct pdf_sealed sealed;
    struct cms_found found;
    struct pdf_later later[PDF_REVISIONS];
    size_t approval_count;
    struct material *material;
    bool has_material;
    struct proof proof;
    struct seal_report report;
};

/* Who signed and when: told only when the signature holds what was signed. */
static bool
tell_signer(struct verifier *verifier, struct err *err)
{
    static const enum check_id needed[] = {
        CHECK_PDF_BYTE_RANGE,
        CHECK_CMS_SIGNER_BOUND,
        CHECK_CMS_DIGEST,
        CHECK_CMS_SIGNATURE,
    };
    struct seal_report *report = &verifier->report;

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!checklist_passed(&verifier->list, needed[i]))
            return true;
    report->intact = true;
    report->claimed_s = verifier->sealed.claimed_s;
    report->role = verifier->found.role;
    return span_copy(verifier->arena, verifier->found.value, &report->signature,
               err) &&
           span_copy(
               verifier->arena, verifier->found.digest, &report->digest, err) &&
           describe_signer(
               verifier->arena, verifier->found.signer, report, err);
}

/* Read the revisions behind the sealed one, each upon the one before it. */
static bool
read_later(struct verifier *verifier, struct err *err)
{
    const struct pdf_revisions *revisions = &verifier->sealed.revisions;

    for (size_t i = 1; i < revisions->count; i++) {
        if (!pdf_later_read(&revisions->items[i - 1], &revisions->items[i],
                &verifier->list, &verifier->later[i], err))
            return false;
        if (verifier->later[i].kind == PDF_LATER_UNKNOWN)
            return true; /* refused: what follows rests on it */
        if (verifier->later[i].kind == PDF_LATER_APPROVAL) {
            checklist_extend(&verifier->list, CHECKLIST_COSIGNERS);
            verifier->approval_count++;
        }
    }
    return true;
}

/* The validation material of the last revision, which has all of it. */
static void
read_material(struct verifier *verifier)
{
    static const enum material_kind kinds[PDF_DSS_KINDS] = {
        [PDF_DSS_CERTS] = MATERIAL_CERTIFICATE,
        [PDF_DSS_CRLS] = MATERIAL_LIST,
        [PDF_DSS_OCSPS] = MATERIAL_ANSWER,
    };
    const struct pdf_revisions *revisions = &verifier->sealed.revisions;
    struct pdf_dss dss = {0};
    struct err reason = {0};

    /* malformed ones were refused with their revision */
    if (!pdf_dss_read(&revisions->items[revisions->count - 1], &dss, &reason))
        return;
    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++)
        for (size_t i = 0; i < dss.counts[kind]; i++) {
            verifier->has_material = true;
            (void)material_add(verifier->material, kinds[kind],
                dss.items[kind][i], &verifier->list);
        }
    if (verifier->has_material)
        checklist_extend(&verifier->list, CHECKLIST_MATERIAL);
}

/* An approval, at the time that the document time-stamps around it prove. */
static bool
check_approval(
    struct verifier *verifier, const struct pdf_later *later, struct err *err)
{
    struct checklist own;
    struct cms_found found = {0};
    struct cosigner cosigner = {
        .own = &own,
        .role = later->role,
        .claimed_s = later->claimed_s,
        .around_s = verifier->proof.at_s,
        .stamped_around = verifier->proof.count > 0,
    };
    bool ok;

    checklist_init(&own, CHECKLIST_PDF);
    if (!cms_check(
            &verifier->values, later->der, &later->content, &own, &found, err))
        return false;
    if (found.signer != NULL && found.role != later->role)
        (void)checklist_refuse(&own, CHECK_CMS_FORM, SUB_FORMAT_FAILURE,
            "its reason tells another role");
    cosigner.sound =
        checklist_passed_all(&own, CHECK_CMS_FORM, CHECK_CMS_SECOND_OPINION);
    cosigner.signer = found.signer;
    cosigner.embedded = found.embedded;
    cosigner.token = found.timestamp;
    cosigner.stamped.before = found.value;
    ok = cosigner_judge(&cosigner, &verifier->proof, &verifier->report, err);
    cms_found_release(&found);
    return ok;
}

/* Later signatures, the outermost first, then the time-stamp of the first. */
static bool
check_timestamps(struct verifier *verifier, struct err *err)
{
    struct cms_content value = {.before = verifier->found.value};

    for (size_t i = verifier->sealed.revisions.count; i-- > 1;) {
        const struct pdf_later *later = &verifier->later[i];
        if (later->kind == PDF_LATER_TIMESTAMP &&
            !proof_timestamp(
                &verifier->proof, later->der, &later->content, err))
            return false;
        if (later->kind == PDF_LATER_APPROVAL &&
            !check_approval(verifier, later, err))
            return false;
    }
    if (verifier->found.timestamp.len > 0 &&
        !proof_timestamp(
            &verifier->proof, verifier->found.timestamp, &value, err))
        return false;
    proof_finish(&verifier->proof);
    cosigner_finish(
        &verifier->list, &verifier->report, verifier->approval_count);
    proof_tell(&verifier->proof, &verifier->report);
    return true;
}

static enum seal_level
level_of(const struct verifier *verifier)
{
    size_t count = verifier->sealed.revisions.count;
    struct proof_kept kept = {
        .material = verifier->has_material,
        .archive_last = verifier->later[count - 1].kind == PDF_LATER_TIMESTAMP,
        .signer = verifier->found.signer,
    };

    return proof_level(&verifier->proof, &kept);
}

/* The CMS, the time-stamps around it, and the certificates in it. */
static bool
check_signature(struct verifier *verifier, struct err *err)
{
    struct certpolicy_request policy = {
        .role = CERTPOLICY_SIGNER,
        .verify = verifier->request,
        .material = verifier->material,
        .at_s = verifier->request->at_s,
        .claimed_s = verifier->sealed.claimed_s,
    };

    verifier->proof = (struct proof){
        .verify = verifier->request,
        .material = verifier->material,
        .list = &verifier->list,
        .at_s = verifier->request->at_s,
        .arena = verifier->arena,
    };
    if (!cms_check(&verifier->values, verifier->sealed.cms,
            &verifier->sealed.content, &verifier->list, &verifier->found, err))
        return false;
    if (verifier->found.signer == NULL)
        return true;
    if (!read_later(verifier, err))
        return false;
    read_material(verifier);
    if (!check_timestamps(verifier, err))
        return false;
    policy.signer = verifier->found.signer;
    policy.embedded = verifier->found.embedded;
    policy.proven_s = verifier->proof.at_s;
    if (!tell_signer(verifier, err) ||
        !certpolicy_check(&policy, &verifier->list, err))
        return false;
    verifier->report.signer_trusted =
        verifier->report.intact && certpolicy_passed(&verifier->list);
    if (verifier->report.signer_trusted &&
        !describe_path(verifier->arena, verifier->material, policy.signer,
            &verifier->report, err))
        return false;
    verifier->list.level = level_of(verifier);
    return true;
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

/* Not run when nobody is known to have signed the PDF. */
static bool
same_signer(
    struct verifier *verifier, const struct seal_report *inner, struct err *err)
{
    const X509 *signer = verifier->found.signer;
    char sha256[SHA256_HEX_BYTES];
    struct span der;

    if (signer == NULL)
        return true;
    if (!key_cert_der(&verifier->values, signer, &der, err) ||
        !digest_hex(der, sha256, err))
        return false;
    (void)checklist_decide(&verifier->list, CHECK_PDF_EMBEDDED_SIGNER,
        span_equal(span_of(inner->signer_sha256), span_of(sha256)) &&
            inner->role == verifier->found.role,
        SUB_SIG_CONSTRAINTS_FAILURE,
        "another certificate, or another role, sealed the embedded file");
    return true;
}

/* The embedded XML stands for itself: verify it as if it came alone. */
static bool
check_embedded(struct verifier *verifier, struct err *err)
{
    struct seal_verify_request request = *verifier->request;
    struct verify_context context = {
        .request = &request,
        .material = verifier->material,
        .proven_s = verifier->proof.at_s,
        .embedded = true,
    };
    struct seal_report *report = &verifier->report;
    struct seal_report inner = verify_blank(&request);

    if (!pdf_profile_embedded(
            verifier->arena, &verifier->sealed, &verifier->list, err))
        return false;
    if (!checklist_passed(&verifier->list, CHECK_PDF_EMBEDDED))
        return true;
    request.bytes = verifier->sealed.embedded;
    request.demand = NULL;
    if (!seal_verify_xml(verifier->arena, &context, &inner, err))
        return false;
    if (inner.conclusion != SEAL_TOTAL_PASSED || inner.content.len == 0) {
        refuse_embedded(verifier, &inner);
        return true;
    }
    checklist_pass(&verifier->list, CHECK_PDF_EMBEDDED_SEALED);
    if (!same_signer(verifier, &inner, err))
        return false;
    report->content = inner.content;
    return true;
}

/* Only pages that were sealed, and sealed well, are worth reading. */
static bool
check_shown(struct verifier *verifier, struct err *err)
{
    const struct seal_shown *shown = verifier->request->shown;
    bool sound = checklist_conclude(&verifier->list) == SEAL_TOTAL_PASSED;

    if (shown == NULL)
        return true;
    checklist_extend(&verifier->list, CHECKLIST_SHOWN);
    return !sound || shown_check(shown, &verifier->sealed.document,
                         verifier->report.content, &verifier->list, err);
}

/*
 * Where our own signature dictionary stands as we write it and data is
 * embedded, the file is ours, and nothing in it is excused.
 */
static bool
check_foreign(struct verifier *verifier, struct err *err)
{
    struct verify_foreign foreign = {
        .arena = verifier->arena,
        .values = &verifier->values,
        .context = verifier->context,
        .list = &verifier->list,
    };

    if (checklist_conclude(&verifier->list) != SEAL_TOTAL_FAILED ||
        (verifier->sealed.has_file &&
            checklist_passed(&verifier->list, CHECK_PDF_BYTE_RANGE)))
        return true;
    verifier->sealed = (struct pdf_sealed){0}; /* its values go */
    arena_release(&verifier->values);
    arena_init(&verifier->values, LIMIT_PDF_TREE_BYTES);
    return verify_foreign_pdf(&foreign, &verifier->report, err);
}

static bool
run(struct verifier *verifier, struct err *err)
{
    struct pdf_sealed *sealed = &verifier->sealed;

    if (!pdf_profile_locate(&verifier->values, verifier->request->bytes,
            &verifier->list, sealed, err))
        return false;
    if (sealed->contents == NULL)
        return check_foreign(verifier, err);
    if (!pdf_profile_contents(sealed, &verifier->list))
        return check_foreign(verifier, err);
    if (!check_signature(verifier, err) || !check_embedded(verifier, err))
        return false;
    if (!sealed->has_file)
        return check_foreign(verifier, err);
    if (verifier->has_material)
        material_check(verifier->material, &verifier->list);
    demand_check(&verifier->list, verifier->request->demand, &verifier->report);
    return check_shown(verifier, err);
}

bool
seal_verify_pdf(struct arena *arena, const struct verify_context *context,
    struct seal_report *out, struct err *err)
{
    struct verifier verifier = {
        .arena = arena,
        .context = context,
        .request = context->request,
        .material = context->material,
    };
    bool ok;

    verifier.report = *out;
    arena_init(&verifier.values, LIMIT_PDF_TREE_BYTES);
    checklist_init(&verifier.list, CHECKLIST_PDF);
    demand_ask(&verifier.list, context->request->demand);
    ok = run(&verifier, err) &&
         checklist_report(arena, &verifier.list, &verifier.report, err);
    cms_found_release(&verifier.found);
    arena_release(&verifier.values);
    if (ok)
        *out = verifier.report;
    return ok;
}
