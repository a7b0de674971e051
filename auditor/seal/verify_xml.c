#include "seal/certpolicy.h"
#include "seal/checklist.h"
#include "seal/cosigner.h"
#include "seal/demand.h"
#include "seal/describe.h"
#include "seal/proof.h"
#include "seal/verify.h"
#include "seal/xades.h"

#include "base/clock.h"
#include "base/limits.h"
#include "seal/base64.h"

struct verifier {
    struct arena *arena; /* what the report points to */
    const struct verify_context *context;
    struct checklist list;
    struct xades_values values;
    struct proof proof;
    int64_t around_s;    /* what the archive time-stamps so far prove */
    bool stamped_around; /* there are such */
    bool has_material;
    struct seal_report report;
};

/* Who signed and when: told only when the signature holds what was signed. */
static bool
tell_signer(struct verifier *verifier, int64_t claimed_s, struct err *err)
{
    static const enum check_id needed[] = {
        CHECK_XML_SIGNER_BOUND,
        CHECK_XML_ROOT_DIGEST,
        CHECK_XML_PROPERTIES_DIGEST,
        CHECK_XML_SIGNATURE,
    };
    struct seal_report *report = &verifier->report;

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!checklist_passed(&verifier->list, needed[i]))
            return true;
    report->intact = true;
    report->claimed_s = claimed_s;
    report->role = verifier->values.role;
    return base64_decode(verifier->arena, verifier->values.signature,
               &report->signature, err) &&
           base64_decode(verifier->arena, verifier->values.document_digest,
               &report->digest, err) &&
           describe_signer(verifier->arena,
               sk_X509_value(verifier->values.chain, 0), report, err);
}

/* A value in base64; the file's fault refuses `id`. */
static bool
decode(struct verifier *verifier, struct span text, enum check_id id,
    struct span *out)
{
    struct err reason = {.code = ERR_NONE};

    return base64_decode(verifier->arena, text, out, &reason) ||
           checklist_refuse(
               &verifier->list, id, SUB_FORMAT_FAILURE, "%.200s", reason.text);
}

static void
read_material(struct verifier *verifier)
{
    struct span der;

    for (size_t i = 0; i < verifier->values.item_count; i++) {
        const struct xades_item *item = &verifier->values.items[i];
        if (item->kind != XADES_MATERIAL && item->kind != XADES_RENEWAL) {
            continue;
        }
        verifier->has_material = true;
        checklist_extend(&verifier->list, CHECKLIST_MATERIAL);
        for (size_t k = 0; k < item->count; k++) {
            if (decode(verifier, item->values[k], CHECK_MATERIAL, &der)) {
                (void)material_add(verifier->context->material, item->kinds[k],
                    der, &verifier->list);
            }
        }
    }
}

static bool
check_timestamp(struct verifier *verifier, size_t index, struct err *err)
{
    const struct xades_item *item = &verifier->values.items[index];
    struct cms_content content = {.before = {NULL, 0}};
    struct text text;
    struct span token;
    bool ok = true;

    checklist_extend(&verifier->list, CHECKLIST_TIMESTAMP);
    if (!decode(verifier, item->values[0], CHECK_TIMESTAMP_INTACT, &token)) {
        return true;
    }
    text_init(&text, 2 * LIMIT_XML_BYTES);
    if (item->kind == XADES_STAMP) {
        xades_put_stamped(&text, &verifier->values);
    } else {
        xades_put_archived(&text, &verifier->values, index);
    }
    content.before = text_span(&text);
    ok = text_done(&text, err) &&
         proof_timestamp(&verifier->proof, token, &content, err);
    text_release(&text);
    return ok;
}

/* Hand the signer on, with the time-stamp that the signature has itself. */
static bool
judge_counter(struct verifier *verifier, struct cosigner *cosigner,
    const struct xades_values *values, struct err *err)
{
    struct text stamped;
    bool ok = true;

    text_init(&stamped, 2 * LIMIT_STRING_BYTES);
    xades_put_stamped(&stamped, values);
    cosigner->stamped.before = text_span(&stamped);
    if (values->item_count > 0 && !decode(verifier, values->items[0].values[0],
                                      CHECK_COSIGNERS_INTACT, &cosigner->token))
        cosigner->sound = false;
    ok = text_done(&stamped, err) &&
         cosigner_judge(cosigner, &verifier->proof, &verifier->report, err);
    text_release(&stamped);
    return ok;
}

/* A counter-signature, at the time that the archive around it proves. */
static bool
check_counter(struct verifier *verifier, size_t index, struct err *err)
{
    const struct xades_counter counter = {
        verifier->context->request->bytes, &verifier->values, index};
    struct xades_values values = {.kind = KEY_UNSUITABLE};
    struct checklist own;
    struct cosigner cosigner = {
        .own = &own,
        .around_s = verifier->around_s,
        .stamped_around = verifier->stamped_around,
    };
    bool ok;

    checklist_init(&own, CHECKLIST_XML);
    if (!xades_check_counter(verifier->arena, &counter, &own, &values, err))
        return false;
    cosigner.sound = checklist_passed_all(
                         &own, CHECK_XML_ALGORITHMS, CHECK_XML_PROPERTIES) &&
                     checklist_passed_all(&own, CHECK_XML_SIGNER_BOUND,
                         CHECK_XML_SECOND_OPINION) &&
                     clock_parse(values.time, &cosigner.claimed_s);
    cosigner.signer = sk_X509_value(values.chain, 0);
    cosigner.embedded = values.chain;
    cosigner.role = values.role;
    ok = judge_counter(verifier, &cosigner, &values, err);
    sk_X509_pop_free(values.chain, X509_free);
    return ok;
}

static bool
check_item(struct verifier *verifier, size_t index, struct err *err)
{
    switch (verifier->values.items[index].kind) {
    case XADES_COUNTER:
        return check_counter(verifier, index, err);
    case XADES_STAMP:
        return check_timestamp(verifier, index, err);
    case XADES_ARCHIVE:
        if (!check_timestamp(verifier, index, err))
            return false;
        verifier->around_s = verifier->proof.at_s;
        verifier->stamped_around = true;
        return true;
    case XADES_MATERIAL:
    case XADES_RENEWAL:
        return true;
    }
    return false;
}

/* The last one stands for all before it, so it is judged first. */
static bool
check_timestamps(struct verifier *verifier, struct err *err)
{
    size_t counter_count = 0;

    verifier->around_s = verifier->proof.at_s;
    verifier->stamped_around = verifier->context->embedded;
    for (size_t i = verifier->values.item_count; i-- > 0;) {
        counter_count += verifier->values.items[i].kind == XADES_COUNTER;
        if (!check_item(verifier, i, err)) {
            return false;
        }
    }
    proof_finish(&verifier->proof);
    cosigner_finish(&verifier->list, &verifier->report, counter_count);
    proof_tell(&verifier->proof, &verifier->report);
    return true;
}

static enum seal_level
level_of(const struct verifier *verifier)
{
    size_t count = verifier->values.item_count;
    struct proof_kept kept = {
        .material = verifier->has_material,
        .archive_last = count > 0 &&
                        verifier->values.items[count - 1].kind == XADES_ARCHIVE,
        .signer = sk_X509_value(verifier->values.chain, 0),
    };

    return proof_level(&verifier->proof, &kept);
}

static bool
judge(struct verifier *verifier, struct err *err)
{
    const struct verify_context *context = verifier->context;
    struct certpolicy_request policy = {
        .role = CERTPOLICY_SIGNER,
        .signer = sk_X509_value(verifier->values.chain, 0),
        .embedded = verifier->values.chain,
        .verify = context->request,
        .material = context->material,
        .at_s = context->request->at_s,
    };

    verifier->proof = (struct proof){
        .verify = context->request,
        .material = context->material,
        .list = &verifier->list,
        .at_s = context->proven_s,
        .arena = verifier->arena,
    };
    if (!clock_parse(verifier->values.time, &policy.claimed_s)) {
        policy.claimed_s = 0;
    }
    if (!tell_signer(verifier, policy.claimed_s, err)) {
        return false;
    }
    read_material(verifier);
    if (!check_timestamps(verifier, err)) {
        return false;
    }
    policy.proven_s = verifier->proof.at_s;
    if (!certpolicy_check(&policy, &verifier->list, err)) {
        return false;
    }
    if (verifier->has_material) {
        material_check(context->material, &verifier->list);
    }
    verifier->report.signer_trusted =
        verifier->report.intact && certpolicy_passed(&verifier->list);
    if (verifier->report.signer_trusted &&
        !describe_path(verifier->arena, context->material, policy.signer,
            &verifier->report, err)) {
        return false;
    }
    verifier->list.level = level_of(verifier);
    return true;
}

/* Only of plain XML, and not of an embedded file, which must be ours. */
static bool
check_foreign(struct verifier *verifier, struct err *err)
{
    struct verify_foreign foreign = {
        .arena = verifier->arena,
        .values = verifier->arena,
        .context = verifier->context,
        .list = &verifier->list,
    };

    return verifier->context->embedded ||
           !checklist_passed(&verifier->list, CHECK_XML_BYTES) ||
           verify_foreign_xml(&foreign, &verifier->report, err);
}

bool
seal_verify_xml(struct arena *arena, const struct verify_context *context,
    struct seal_report *out, struct err *err)
{
    bool ok = false;
    struct verifier verifier = {
        .arena = arena,
        .context = context,
        .values = {.kind = KEY_UNSUITABLE},
        .report = *out,
    };

    checklist_init(&verifier.list, CHECKLIST_XML);
    demand_ask(&verifier.list, context->request->demand);
    if (!xades_check_once(arena, context->request->memo,
            context->request->bytes, &verifier.list, &verifier.values, err)) {
        goto out;
    }
    if (sk_X509_num(verifier.values.chain) > 0
            ? !judge(&verifier, err)
            : !check_foreign(&verifier, err)) {
        goto out;
    }
    demand_check(&verifier.list, context->request->demand, &verifier.report);
    verifier.report.content = context->request->bytes;
    if (!checklist_report(arena, &verifier.list, &verifier.report, err)) {
        goto out;
    }
    *out = verifier.report;
    ok = true;
out:
    sk_X509_pop_free(verifier.values.chain, X509_free);
    return ok;
}
