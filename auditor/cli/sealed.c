#include "cli/sealed.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/demand.h"
#include "rule/rule.h"

#include <string.h>

bool
sealed_open(
    struct call *call, const char *path, struct sealed *out, struct err *err)
{
    struct sealed_many one = {.shown = NULL};
    return sealed_open_next(call, path, &one, out, err);
}

/* What the verified bytes say; the same bytes say the same again. */
static void
read_content(struct call *call, struct sealed_many *many, struct sealed *sealed)
{
    struct span content = sealed->report.content;
    struct err ignored = {ERR_NONE, "", "", ""};
    if (many->last.readable && span_equal(content, many->last.report.content)) {
        sealed->readable = true;
        sealed->dossier = many->last.dossier;
        return;
    }
    sealed->readable = content.len > 0 && dossier_read(call->arena, content,
                                              &sealed->dossier, &ignored);
    if (sealed->readable) {
        many->last = *sealed;
    }
}

bool
sealed_open_next(struct call *call, const char *path, struct sealed_many *many,
    struct sealed *out, struct err *err)
{
    struct sealed sealed = {.path = path};
    struct seal_demand demand;
    struct seal_verify_request request = {
        .memo = many->memo,
        .trust_path = options_value(&call->options, "trust", NULL),
        .crl_path = options_value(&call->options, "crl", NULL),
        .shown = many->shown,
        .demand = &demand,
    };
    if (request.trust_path == NULL) {
        err_set(err, ERR_USAGE,
            "trust comes from you: name the anchors with "
            "--trust CA.pem");
        return false;
    }
    if (!demand_read(call, &demand, err) ||
        !options_time(&call->options, &request.at_s, err) ||
        !file_read(call->arena, path, LIMIT_PDF_BYTES, &request.bytes, err) ||
        !seal_verify(call->arena, &request, &sealed.report, err)) {
        return false;
    }
    read_content(call, many, &sealed);
    *out = sealed;
    return true;
}

static const struct rule_pack_info *
find_pack(const struct rule_packs *packs, const char *id)
{
    for (size_t i = 0; i < rule_pack_count(packs); i++) {
        if (strcmp(rule_pack_at(packs, i)->id, id) == 0) {
            return rule_pack_at(packs, i);
        }
    }
    return NULL;
}

/* NULL when every pack of the dossier is here with the same digest. */
static const char *
missing_pack(const struct dossier *dossier, const struct rule_packs *packs)
{
    for (size_t i = 0; i < dossier->pack_count; i++) {
        const struct rule_pack_info *pack =
            find_pack(packs, dossier->packs[i].id);
        if (pack == NULL ||
            strcmp(pack->sha256, dossier->packs[i].sha256) != 0) {
            return dossier->packs[i].id;
        }
    }
    return dossier->pack_count == 0 ? "any" : NULL;
}

/* A waiver is a decision beside the rules: what it covered is `readiness`. */
static const char *
expected_outcome(const struct dossier_finding *finding)
{
    return strcmp(finding->outcome, "waived") == 0 ? finding->readiness
                                                   : finding->outcome;
}

/* The first rule that does not agree, or NULL. */
static const char *
first_difference(
    const struct dossier *dossier, const struct finding_set *findings)
{
    if (dossier->finding_count != findings->count) {
        return "another number of findings";
    }
    for (size_t i = 0; i < findings->count; i++) {
        const struct dossier_finding *sealed = &dossier->findings[i];
        const struct finding *again = &findings->items[i];
        if (strcmp(sealed->rule, again->rule) != 0 ||
            strcmp(expected_outcome(sealed), outcome_name(again->outcome)) !=
                0 ||
            strcmp(sealed->assertion, again->assertion) != 0) {
            return again->rule;
        }
    }
    return NULL;
}

/*
 * The verdict follows from the findings as sealed, waivers included: what the
 * rules say again must carry the same waivers to be compared with it.
 */
static bool
verdict_follows(const struct dossier *dossier, struct arena *arena, bool *out,
    struct err *err)
{
    struct finding_set sealed = {NULL, dossier->finding_count};
    sealed.items =
        arena_alloc_array(arena, sealed.count, sizeof(*sealed.items), err);
    if (sealed.items == NULL) {
        return false;
    }
    bool known = true;
    for (size_t i = 0; i < sealed.count; i++) {
        known = known &&
                outcome_parse(
                    dossier->findings[i].outcome, &sealed.items[i].outcome) &&
                severity_parse(
                    dossier->findings[i].severity, &sealed.items[i].severity);
    }
    *out = known &&
           strcmp(dossier->verdict, verdict_name(verdict_of(&sealed))) == 0;
    return true;
}

static bool
replay_over(struct call *call, const struct sealed *sealed,
    const struct rule_packs *packs, enum replay *out, const char **detail_out,
    struct err *err)
{
    bool follows = false;
    struct rule_evaluation evaluation;
    struct rule_request request = {
        .packs = packs, .facts_xml = sealed->dossier.facts_xml};
    if (!rule_evaluate(call->arena, &request, &evaluation, err) ||
        !verdict_follows(&sealed->dossier, call->arena, &follows, err)) {
        return false;
    }
    const char *difference =
        first_difference(&sealed->dossier, &evaluation.findings);
    *detail_out = difference != NULL ? difference
                  : follows          ? ""
                                     : "the verdict does not follow";
    *out = difference == NULL && follows ? REPLAY_AGREES : REPLAY_DIFFERS;
    return true;
}

bool
sealed_replay(struct call *call, const struct sealed *sealed, enum replay *out,
    const char **detail_out, struct err *err)
{
    struct rule_packs *packs = NULL;
    bool ok = false;
    if (!sealed->readable || sealed->dossier.is_comparison) {
        *out = REPLAY_NOT_DONE;
        *detail_out = "only a dossier holds facts";
        return true;
    }
    if (!rule_packs_open(call->rules_dir, &packs, err)) {
        goto out;
    }
    const char *missing = missing_pack(&sealed->dossier, packs);
    if (missing != NULL) {
        *out = REPLAY_OTHER_PACKS;
        *detail_out = missing;
        ok = true;
        goto out;
    }
    ok = replay_over(call, sealed, packs, out, detail_out, err);
out:
    rule_packs_close(packs);
    return ok;
}
