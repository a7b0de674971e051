#include "seal/proof.h"

#include "seal/describe.h"
#include "seal/timestamp.h"

enum {
    CLOCK_SKEW_S = 5 * 60 /* between two authorities' clocks */
};

/* The first check of the certificate policy that did not pass. */
static void
take_refusal(struct proof *proof, const struct checklist *policy)
{
    for (int id = CHECK_CLAIMED_TIME; id <= CHECK_CERT_NOT_REVOKED; id++) {
        const struct checklist_item *item = &policy->items[id];
        enum sub_indication sub = item->state == SEAL_NOT_RUN
                                      ? SUB_NO_CERTIFICATE_CHAIN_FOUND
                                      : item->sub;
        if (item->state == SEAL_PASSED)
            continue;
        (void)checklist_refuse(proof->list, CHECK_TIMESTAMP_TRUSTED, sub,
            "time-stamp %zu: %s", proof->count,
            item->detail[0] == '\0' ? "no trusted path" : item->detail);
        return;
    }
}

/* It proves an earlier time than what stands around it. */
static bool
take_time(struct proof *proof, const struct timestamp *timestamp,
    struct span token, struct err *err)
{
    if (!span_copy(proof->arena, token, &proof->token, err) ||
        !describe_certificate(
            proof->arena, timestamp->signer, &proof->authority, err))
        return false;
    if (timestamp->at_s < proof->at_s)
        proof->at_s = timestamp->at_s;
    return true;
}

static bool
judge_authority(struct proof *proof, const struct timestamp *timestamp,
    struct span token, struct err *err)
{
    struct checklist policy;
    struct certpolicy_request request = {
        .role = CERTPOLICY_TIMESTAMP,
        .signer = timestamp->signer,
        .embedded = timestamp->certificates,
        .material = proof->material,
        .verify = proof->verify,
        .at_s = proof->verify->at_s,
        .proven_s = proof->at_s,
    };
    bool covered;

    checklist_init(&policy, CHECKLIST_PDF);
    if (!certpolicy_check(&request, &policy, err))
        return false;
    covered = proof->material != NULL &&
              material_covers(proof->material, timestamp->signer);
    if (!covered && proof->count == 1)
        proof->outermost_uncovered = true;
    else if (!covered)
        proof->other_uncovered = true;
    if (!certpolicy_passed(&policy))
        take_refusal(proof, &policy);
    else if (timestamp->at_s > proof->at_s + CLOCK_SKEW_S)
        (void)checklist_refuse(proof->list, CHECK_TIMESTAMP_ORDER,
            SUB_TIMESTAMP_ORDER_FAILURE,
            "time-stamp %zu is of a later time than what stands around it",
            proof->count);
    else if (timestamp->at_s < proof->at_s || proof->authority == NULL)
        return take_time(proof, timestamp, token, err);
    return true;
}

bool
proof_timestamp(struct proof *proof, struct span token,
    const struct cms_content *content, struct err *err)
{
    struct timestamp timestamp = {0};
    struct err reason = {0};
    bool ok;

    proof->count++;
    checklist_extend(proof->list, CHECKLIST_TIMESTAMP);
    if (!timestamp_read(token, content, &timestamp, &reason)) {
        if (reason.code == ERR_SYSTEM) {
            *err = reason;
            return false;
        }
        (void)checklist_refuse(proof->list, CHECK_TIMESTAMP_INTACT,
            SUB_FORMAT_FAILURE, "time-stamp %zu: %.200s", proof->count,
            reason.text);
        return true;
    }
    ok = judge_authority(proof, &timestamp, token, err);
    timestamp_release(&timestamp);
    return ok;
}

void
proof_finish(const struct proof *proof)
{
    if (proof->count == 0)
        return;
    checklist_pass(proof->list, CHECK_TIMESTAMP_INTACT);
    if (!checklist_passed(proof->list, CHECK_TIMESTAMP_INTACT))
        return; /* whose the broken one is, and of when, is not known */
    checklist_pass(proof->list, CHECK_TIMESTAMP_TRUSTED);
    checklist_pass(proof->list, CHECK_TIMESTAMP_ORDER);
}

void
proof_tell(const struct proof *proof, struct seal_report *report)
{
    if (proof->authority == NULL ||
        !checklist_passed(proof->list, CHECK_TIMESTAMP_TRUSTED))
        return;
    report->proven_s = proof->at_s;
    report->stamped = !proof->cosigner_unstamped;
    report->authority = proof->authority;
    report->timestamp = proof->token;
}

enum seal_level
proof_level(const struct proof *proof, const struct proof_kept *kept)
{
    if (proof->count == 0 || proof->cosigner_unstamped)
        return SEAL_LEVEL_B;
    if (!kept->material || proof->other_uncovered ||
        !material_covers(proof->material, kept->signer))
        return SEAL_LEVEL_T;
    if (kept->archive_last)
        return SEAL_LEVEL_LTA;
    return proof->outermost_uncovered ? SEAL_LEVEL_T : SEAL_LEVEL_LT;
}
