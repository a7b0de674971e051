#include "seal/verify.h"

#include "base/clock.h"
#include "seal/certpolicy.h"
#include "seal/cms_foreign.h"
#include "seal/describe.h"
#include "seal/pdf_foreign.h"
#include "seal/timestamp.h"
#include "seal/xml_foreign.h"

/* Steps return false when a check was refused or `err` is set. */
struct verifier {
    const struct verify_foreign *foreign;
    struct checklist *list;
    struct seal_report report;
    struct err err;
};

static bool
check_timestamp(
    struct verifier *verifier, const struct pdf_foreign_signature *item)
{
    struct timestamp timestamp = {0};
    struct err reason = {0};

    if (!timestamp_stamps(item->der, &item->content))
        return checklist_refuse(verifier->list, CHECK_FOREIGN, SUB_HASH_FAILURE,
            "the bytes were changed after a document time-stamp");
    if (timestamp_read(item->der, &item->content, &timestamp, &reason)) {
        timestamp_release(&timestamp);
        return true;
    }
    if (reason.code == ERR_SYSTEM) {
        verifier->err = reason;
        return false;
    }
    return checklist_refuse(verifier->list, CHECK_FOREIGN,
        SUB_SIG_CONSTRAINTS_FAILURE, "%.200s", reason.text);
}

/* A signer whom an intact signature names by digest. */
struct signer {
    STACK_OF(X509) * certificates; /* the signer's first */
    enum check_id bound_check;
    bool bound;
    int64_t claimed_s;
    struct span value;  /* of the signature */
    struct span digest; /* of the document, or empty */
};

static bool
tell_signer(struct verifier *verifier, const struct signer *signer)
{
    struct arena *arena = verifier->foreign->arena;
    struct seal_report *report = &verifier->report;

    report->intact = true;
    report->claimed_s = signer->claimed_s;
    report->signer_trusted = certpolicy_passed(verifier->list);
    if (report->signer_trusted &&
        !describe_path(arena, verifier->foreign->context->material,
            sk_X509_value(signer->certificates, 0), report, &verifier->err))
        return false;
    return span_copy(
               arena, signer->value, &report->signature, &verifier->err) &&
           span_copy(arena, signer->digest, &report->digest, &verifier->err) &&
           describe_signer(arena, sk_X509_value(signer->certificates, 0),
               report, &verifier->err);
}

/* From here on only the form is left open. */
static void
judge_signer(struct verifier *verifier, const struct signer *signer)
{
    const struct verify_context *context = verifier->foreign->context;
    struct certpolicy_request policy = {
        .role = CERTPOLICY_SIGNER,
        .signer = sk_X509_value(signer->certificates, 0),
        .embedded = signer->certificates,
        .material = context->material,
        .verify = context->request,
        .at_s = context->request->at_s,
        .proven_s = context->request->at_s,
        .claimed_s = signer->claimed_s,
    };

    checklist_foreign(verifier->list);
    if (checklist_decide(verifier->list, signer->bound_check, signer->bound,
            SUB_SIG_CONSTRAINTS_FAILURE,
            "the signature does not name its certificate by digest") &&
        certpolicy_check(&policy, verifier->list, &verifier->err))
        (void)tell_signer(verifier, signer);
}

/* `last`: nothing but validation material stands behind it. */
static bool
check_signature(struct verifier *verifier,
    const struct pdf_foreign_signature *item, bool last)
{
    struct cms_foreign cms;
    bool intact;

    if (!item->known)
        return checklist_refuse(verifier->list, CHECK_FOREIGN,
            SUB_SIG_CONSTRAINTS_FAILURE, "its SubFilter is not known here");
    if (!cms_foreign_read(verifier->foreign->values, item->der, &item->content,
            &cms, &verifier->err))
        return false;
    intact = cms.integrity == CMS_INTACT;
    if (!intact)
        (void)checklist_refuse(
            verifier->list, CHECK_FOREIGN, cms.sub, "%s", cms.reason);
    else if (last)
        judge_signer(verifier, &(struct signer){
                                   .certificates = cms.found.embedded,
                                   .bound_check = CHECK_CMS_SIGNER_BOUND,
                                   .bound = cms.bound,
                                   .claimed_s = item->claimed_s,
                                   .value = cms.found.value,
                                   .digest = cms.found.digest,
                               });
    cms_found_release(&cms.found);
    return intact && verifier->err.code == ERR_NONE;
}

/* All of them, so that one that is broken outweighs what is only unknown. */
static void
check_all(struct verifier *verifier, const struct pdf_foreign *file)
{
    const struct pdf_foreign_signature *last = &file->items[file->count - 1];
    bool intact = true;

    for (size_t i = 0; i < file->count && verifier->err.code == ERR_NONE; i++) {
        const struct pdf_foreign_signature *item = &file->items[i];
        bool ok = item->timestamp
                      ? check_timestamp(verifier, item)
                      : check_signature(verifier, item, intact && item == last);
        intact = intact && ok;
    }
    if (intact && last->timestamp)
        (void)checklist_refuse(verifier->list, CHECK_FOREIGN,
            SUB_SIG_CONSTRAINTS_FAILURE,
            "what a time-stamp covers behind the last signature is not judged");
    if (intact)
        checklist_pass(verifier->list, CHECK_FOREIGN);
}

/* Its form is then no reason, but for that of a signature that is none. */
static bool
finish(struct verifier *verifier, struct seal_report *out, struct err *err)
{
    if (verifier->err.code != ERR_NONE) {
        *err = verifier->err;
        return false;
    }
    if (verifier->list->items[CHECK_FOREIGN].sub != SUB_FORMAT_FAILURE)
        checklist_foreign(verifier->list);
    *out = verifier->report;
    return true;
}

bool
verify_foreign_pdf(const struct verify_foreign *foreign,
    struct seal_report *out, struct err *err)
{
    struct verifier verifier = {
        .foreign = foreign, .list = foreign->list, .report = *out};
    struct pdf_foreign file;

    if (!pdf_foreign_read(
            foreign->values, foreign->context->request->bytes, &file, err))
        return false;
    if (file.refusal != NULL)
        return true;
    checklist_extend(foreign->list, CHECKLIST_FOREIGN);
    check_all(&verifier, &file);
    return finish(&verifier, out, err);
}

bool
verify_foreign_xml(const struct verify_foreign *foreign,
    struct seal_report *out, struct err *err)
{
    struct verifier verifier = {
        .foreign = foreign, .list = foreign->list, .report = *out};
    struct xml_foreign file;
    struct signer signer = {.bound_check = CHECK_XML_SIGNER_BOUND};

    if (!xml_foreign_read(
            foreign->values, foreign->context->request->bytes, &file, err))
        return false;
    if (!file.theirs)
        return true;
    checklist_extend(foreign->list, CHECKLIST_FOREIGN);
    signer.certificates = file.embedded;
    signer.bound = file.bound;
    signer.value = file.value;
    if (!clock_parse(file.time, &signer.claimed_s))
        signer.claimed_s = 0;
    if (file.integrity == CMS_INTACT) {
        judge_signer(&verifier, &signer);
        checklist_pass(foreign->list, CHECK_FOREIGN);
    } else {
        (void)checklist_refuse(
            foreign->list, CHECK_FOREIGN, file.sub, "%s", file.reason);
    }
    sk_X509_pop_free(file.embedded, X509_free);
    return finish(&verifier, out, err);
}
