#include "seal/cosigner.h"

#include <string.h>

#include "seal/certpolicy.h"
#include "seal/describe.h"

/* Tell the file's list why: the worst that the own list found. */
static void
refuse(const struct cosigner *cosigner, const struct proof *file,
    enum check_id check)
{
    const struct checklist_item *worst = NULL;

    for (size_t i = 0; i < CHECK_COUNT; i++) {
        const struct checklist_item *item = &cosigner->own->items[i];
        if (item->state == SEAL_FAILED ||
            (item->state == SEAL_UNCERTAIN && worst == NULL))
            worst = item;
        if (item->state == SEAL_FAILED)
            break;
    }
    (void)checklist_refuse(file->list, check,
        worst == NULL ? SUB_FORMAT_FAILURE : worst->sub,
        "the further signature of a claimed %s: %.150s",
        seal_role_name(cosigner->role),
        worst == NULL ? "it was not judged to its end" : worst->detail);
}

/* In front of those told before, which stand behind it in the file. */
static bool
tell(const struct cosigner *cosigner, const struct proof *own,
    struct seal_report *report, struct err *err)
{
    struct seal_report described = {.role = cosigner->role};
    struct seal_cosigner told = {
        .role = cosigner->role,
        .trusted = certpolicy_passed(cosigner->own),
        .claimed_s = cosigner->claimed_s,
        .authority = "",
    };
    bool stamped =
        own->count > 0 && checklist_passed_all(own->list,
                              CHECK_TIMESTAMP_INTACT, CHECK_TIMESTAMP_ORDER);

    if (!describe_signer(own->arena, cosigner->signer, &described, err))
        return false;
    told.signer = described.signer;
    told.name = described.signer_name;
    told.organisation = described.signer_organisation;
    told.trial = described.trial;
    memcpy(told.sha256, described.signer_sha256, sizeof told.sha256);
    if (stamped && own->authority != NULL) {
        told.proven_s = own->at_s;
        told.authority = own->authority;
    }
    memmove(report->cosigners + 1, report->cosigners,
        report->cosigner_count * sizeof report->cosigners[0]);
    report->cosigners[0] = told;
    report->cosigner_count++;
    return true;
}

static bool
judge_signer(
    const struct cosigner *cosigner, const struct proof *own, struct err *err)
{
    struct certpolicy_request policy = {
        .role = CERTPOLICY_SIGNER,
        .signer = cosigner->signer,
        .embedded = cosigner->embedded,
        .verify = own->verify,
        .material = own->material,
        .at_s = own->verify->at_s,
        .proven_s = own->at_s,
        .claimed_s = cosigner->claimed_s,
    };

    return certpolicy_check(&policy, cosigner->own, err);
}

/* What the file has for the paths of this one counts for its level. */
static void
take_coverage(const struct cosigner *cosigner, const struct proof *own,
    struct proof *file)
{
    if (own->count == 0 && !cosigner->stamped_around)
        file->cosigner_unstamped = true;
    if (own->outermost_uncovered || own->other_uncovered ||
        file->material == NULL ||
        !material_covers(file->material, cosigner->signer))
        file->other_uncovered = true;
}

bool
cosigner_judge(const struct cosigner *cosigner, struct proof *file,
    struct seal_report *report, struct err *err)
{
    struct proof own = {
        .verify = file->verify,
        .material = file->material,
        .list = cosigner->own,
        .at_s = cosigner->around_s,
        .arena = file->arena,
    };

    checklist_extend(file->list, CHECKLIST_COSIGNERS);
    if (!cosigner->sound || cosigner->signer == NULL ||
        report->cosigner_count == SEAL_COSIGNERS) {
        refuse(cosigner, file, CHECK_COSIGNERS_INTACT);
        return true;
    }
    if (cosigner->token.len > 0 &&
        !proof_timestamp(&own, cosigner->token, &cosigner->stamped, err))
        return false;
    proof_finish(&own);
    if (!judge_signer(cosigner, &own, err) ||
        !tell(cosigner, &own, report, err))
        return false;
    take_coverage(cosigner, &own, file);
    if (!certpolicy_passed(own.list) ||
        (own.count > 0 && !checklist_passed_all(own.list,
                              CHECK_TIMESTAMP_INTACT, CHECK_TIMESTAMP_ORDER)))
        refuse(cosigner, file, CHECK_COSIGNERS_TRUSTED);
    return true;
}

void
cosigner_finish(
    struct checklist *list, const struct seal_report *report, size_t wanted)
{
    if (wanted == 0 || report->cosigner_count != wanted)
        return;
    checklist_pass(list, CHECK_COSIGNERS_INTACT);
    checklist_pass(list, CHECK_COSIGNERS_TRUSTED);
}
