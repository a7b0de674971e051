#include "gate/decide.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/xml.h"

#define DOSSIER_NS "urn:auditor:dossier:1"

enum {
    DAY_S = 86400
};

/* To add a condition: one constant, one row below, its function. */
enum condition {
    DOSSIER_SEALED,
    DOSSIER_READ,
    KEY_NOT_TRIAL,
    VERDICT_SUFFICES,
    VERDICT_FOLLOWS,
    AGE_WITHIN_LIMIT,
    PACKS_APPLIED,
    WAIVERS_ALLOWED,
    WEIGHTS_GIVEN,
    WEIGHTS_NAMED,
    CONDITION_COUNT,
};

struct gate {
    struct arena *arena;
    const struct gate_request *request;
    struct gate_reason reasons[CONDITION_COUNT];
    const xmlNode *root; /* NULL until the content may be believed */
    const char *verdict; /* borrowed from the document */
    struct err *err;
};

typedef bool (*condition_check)(struct gate *gate, const char **detail);

static const char *
detail_text(struct gate *gate, const char *text)
{
    return text == NULL ? ""
                        : span_string(gate->arena, span_of(text), gate->err);
}

static const xmlNode *
part(const struct gate *gate, const char *name)
{
    return xml_child(gate->root, DOSSIER_NS, name);
}

static bool
check_sealed(struct gate *gate, const char **detail)
{
    *detail = gate->request->sealed
                  ? ""
                  : "the signature was not verified as TOTAL-PASSED";
    return gate->request->sealed;
}

static bool
check_read(struct gate *gate, const char **detail)
{
    *detail = gate->root != NULL ? "" : "there is no dossier to believe";
    return gate->root != NULL;
}

/* The certificate tells, and the dossier says so itself. */
static bool
check_trial(struct gate *gate, const char **detail)
{
    const struct gate_request *request = gate->request;
    const char *said = xml_attribute(gate->root, "trial");
    bool trial = request->trial || said == NULL || strcmp(said, "no") != 0;

    if (!trial)
        return true;
    if (request->allow_trial || request->policy->allow_trial) {
        *detail = "signed with a throw-away key, which was allowed";
        return true;
    }
    *detail = "signed with a throw-away key";
    return false;
}

static bool
check_verdict(struct gate *gate, const char **detail)
{
    enum verdict verdict;

    *detail = detail_text(gate, gate->verdict);
    return gate->verdict != NULL && verdict_parse(gate->verdict, &verdict) &&
           verdict >= gate->request->policy->least_verdict;
}

/* Outcome and severity of every finding; NULL when one cannot be read. */
static struct finding_set *
read_findings(struct gate *gate)
{
    const xmlNode *list = part(gate, "findings");
    struct finding_set *set = arena_alloc(gate->arena, sizeof *set, gate->err);
    void *items = NULL;
    size_t capacity = 0;

    if (set == NULL || list == NULL)
        return NULL;
    for (const xmlNode *node = xml_child(list, DOSSIER_NS, "finding");
         node != NULL; node = xml_next(node, DOSSIER_NS, "finding")) {
        const char *outcome = xml_attribute(node, "outcome");
        const char *severity = xml_attribute(node, "severity");
        struct finding *finding = arena_push(gate->arena, &items, &set->count,
            &capacity, sizeof *finding, gate->err);
        if (finding == NULL || outcome == NULL || severity == NULL ||
            !outcome_parse(outcome, &finding->outcome) ||
            !severity_parse(severity, &finding->severity))
            return NULL;
    }
    set->items = items;
    return set;
}

/* Not the rules again (that is replay), but the conclusion from findings. */
static bool
check_follows(struct gate *gate, const char **detail)
{
    const struct finding_set *findings = read_findings(gate);
    const char *wanted;

    if (findings == NULL) {
        *detail = "the findings cannot be read";
        return false;
    }
    wanted = verdict_name(verdict_of(findings));
    *detail = wanted;
    return gate->verdict != NULL && strcmp(gate->verdict, wanted) == 0;
}

static bool
check_age(struct gate *gate, const char **detail)
{
    const xmlNode *created =
        xml_child(part(gate, "head"), DOSSIER_NS, "created");
    int64_t limit_s = gate->request->policy->max_age_days * DAY_S;
    int64_t age_s;
    int64_t created_s;
    struct span text;

    *detail = "the time of the dossier cannot be read";
    if (created == NULL || !xml_text(gate->arena, created, &text, gate->err) ||
        !clock_parse(text, &created_s))
        return false;
    age_s = gate->request->at_s - created_s;
    *detail = arena_printf(gate->arena, gate->err,
        "%" PRId64 " days old, at most %" PRId64, age_s / DAY_S,
        gate->request->policy->max_age_days);
    if (age_s < 0)
        *detail = "it was made after the time of this decision";
    return age_s >= 0 && age_s <= limit_s;
}

static bool
has_pack(const struct gate *gate, struct span id)
{
    const xmlNode *list = part(gate, "packs");

    if (list == NULL)
        return false;
    for (const xmlNode *node = xml_child(list, DOSSIER_NS, "pack");
         node != NULL; node = xml_next(node, DOSSIER_NS, "pack")) {
        const char *found = xml_attribute(node, "id");
        if (found != NULL && span_is(id, found))
            return true;
    }
    return false;
}

static bool
check_packs(struct gate *gate, const char **detail)
{
    const struct gate_policy *policy = gate->request->policy;

    for (size_t i = 0; i < policy->pack_count; i++)
        if (!has_pack(gate, policy->packs[i])) {
            *detail =
                arena_printf(gate->arena, gate->err, "'%.*s' was not applied",
                    (int)policy->packs[i].len, policy->packs[i].ptr);
            return false;
        }
    return true;
}

static bool
check_waivers(struct gate *gate, const char **detail)
{
    const xmlNode *list = part(gate, "findings");

    if (!gate->request->policy->forbid_waivers)
        return true;
    if (list == NULL)
        return false;
    for (const xmlNode *node = xml_child(list, DOSSIER_NS, "finding");
         node != NULL; node = xml_next(node, DOSSIER_NS, "finding")) {
        const char *outcome = xml_attribute(node, "outcome");
        if (outcome != NULL &&
            strcmp(outcome, outcome_name(OUTCOME_WAIVED)) != 0)
            continue;
        *detail = detail_text(gate, xml_attribute(node, "rule"));
        return false;
    }
    return true;
}

static bool
check_given(struct gate *gate, const char **detail)
{
    if (gate->request->weights_count > 0)
        return true;
    *detail = "no weight file was given";
    return false;
}

/* Does the dossier name a weight file of that digest and length? */
static bool
is_named(const struct gate *gate, const struct gate_weights *weights)
{
    const xmlNode *option = part(gate, "option");
    char bytes[24];
    struct span wanted = {bytes, 0};

    if (option == NULL || weights->sha256 == NULL)
        return false;
    wanted.len =
        (size_t)snprintf(bytes, sizeof bytes, "%" PRId64, weights->bytes);
    for (const xmlNode *node = xml_child(option, DOSSIER_NS, "weights");
         node != NULL; node = xml_next(node, DOSSIER_NS, "weights")) {
        const char *sha256 = xml_attribute(node, "sha256");
        const char *length = xml_attribute(node, "bytes");
        if (sha256 != NULL && length != NULL &&
            strcmp(sha256, weights->sha256) == 0 && span_is(wanted, length))
            return true;
    }
    return false;
}

static bool
check_named(struct gate *gate, const char **detail)
{
    const struct gate_request *request = gate->request;

    for (size_t i = 0; i < request->weights_count; i++)
        if (!digest_is_hex(span_of(request->weights[i].sha256)) ||
            !is_named(gate, &request->weights[i])) {
            *detail = arena_printf(gate->arena, gate->err,
                "'%s' (SHA-256 %s) is not a weight file of the dossier",
                request->weights[i].path, request->weights[i].sha256);
            return false;
        }
    return request->weights_count > 0;
}

/* `blind`: may be looked at before the content is believed. */
static const struct {
    const char *name;
    const char *about;
    condition_check check;
    bool blind;
} conditions[CONDITION_COUNT] = {
    [DOSSIER_SEALED] = {"dossier-sealed",
        "the dossier is signed, unchanged and trusted", check_sealed, true},
    [DOSSIER_READ] = {"dossier-readable",
        "the signed content is the dossier of one option", check_read, true},
    [KEY_NOT_TRIAL] = {"key-not-trial",
        "the dossier was not signed with a throw-away key", check_trial, false},
    [VERDICT_SUFFICES] = {"verdict-sufficient",
        "the verdict is the one asked for, or better", check_verdict, false},
    [VERDICT_FOLLOWS] = {"verdict-follows",
        "the verdict follows from the findings of the dossier", check_follows,
        false},
    [AGE_WITHIN_LIMIT] = {"age-within-limit",
        "the dossier is not older than allowed", check_age, false},
    [PACKS_APPLIED] = {"packs-applied", "the rule packs asked for were applied",
        check_packs, false},
    [WAIVERS_ALLOWED] = {"waivers-allowed",
        "no rule was waived, if waivers are forbidden", check_waivers, false},
    [WEIGHTS_GIVEN] = {"weights-given",
        "there is at least one weight file to release", check_given, true},
    [WEIGHTS_NAMED] = {"weights-named",
        "every weight file is one that the dossier names by its digest",
        check_named, false},
};

static bool
evaluate(struct gate *gate, struct err *err)
{
    for (size_t i = 0; i < CONDITION_COUNT; i++) {
        struct gate_reason *reason = &gate->reasons[i];
        const char *detail = "";
        reason->name = conditions[i].name;
        reason->about = conditions[i].about;
        reason->detail = "not looked at: there is no dossier to believe";
        if (!conditions[i].blind && gate->root == NULL)
            continue;
        reason->passed = conditions[i].check(gate, &detail);
        reason->detail = detail;
        /* a detail that could not be written: memory is exhausted */
        if (detail == NULL || err->code != ERR_NONE) {
            err_set(err, ERR_SYSTEM, "cannot decide on the release");
            return false;
        }
    }
    return true;
}

/* Text of an attribute or element that outlives the document. */
static bool
copy_result(struct gate *gate, struct gate_result *result, struct err *err)
{
    const xmlNode *id;
    struct span text = {"", 0};

    result->dossier_id = "";
    result->option = "";
    result->verdict = "";
    if (gate->root == NULL)
        return true;
    id = xml_child(part(gate, "head"), DOSSIER_NS, "id");
    if (id != NULL && !xml_text(gate->arena, id, &text, err))
        return false;
    result->dossier_id = span_string(gate->arena, text, err);
    result->option =
        detail_text(gate, xml_attribute(part(gate, "option"), "id"));
    result->verdict = detail_text(gate, gate->verdict);
    return result->dossier_id != NULL && result->option != NULL &&
           result->verdict != NULL;
}

/* Parse the content, but only if its signature was verified. */
static xmlDoc *
open_content(struct gate *gate)
{
    struct err ignored = {0};
    xmlDoc *doc = NULL;

    if (!gate->request->sealed ||
        !xml_parse(gate->request->content, &doc, &ignored))
        return NULL;
    gate->root = xmlDocGetRootElement(doc);
    if (!xml_is(gate->root, DOSSIER_NS, "dossier") ||
        part(gate, "head") == NULL || part(gate, "option") == NULL ||
        part(gate, "verdict") == NULL)
        gate->root = NULL;
    else
        gate->verdict = xml_attribute(part(gate, "verdict"), "value");
    return doc;
}

bool
gate_decide(struct arena *arena, const struct gate_request *request,
    struct gate_result *out, struct err *err)
{
    struct gate gate = {.arena = arena, .request = request, .err = err};
    struct gate_result result = {.decision = GATE_CLOSED};
    struct gate_reason *reasons =
        arena_alloc_array(arena, CONDITION_COUNT, sizeof *reasons, err);
    xmlDoc *doc = NULL;
    size_t passed = 0;
    bool ok = false;

    if (reasons == NULL)
        return false;
    doc = open_content(&gate);
    if (!evaluate(&gate, err) || !copy_result(&gate, &result, err))
        goto out;
    memcpy(reasons, gate.reasons, sizeof gate.reasons);
    for (size_t i = 0; i < CONDITION_COUNT; i++)
        passed += reasons[i].passed;
    result.reasons = reasons;
    result.reason_count = CONDITION_COUNT;
    result.decision = passed == CONDITION_COUNT ? GATE_OPEN : GATE_CLOSED;
    *out = result;
    ok = true;
out:
    xmlFreeDoc(doc);
    return ok;
}
