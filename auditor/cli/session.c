#include "cli/session.h"
#include "base/decimal.h"
#include "compare/compare.h"
#include "ingest/ingest.h"

#include <stdio.h>
#include <string.h>

static bool
list_packs(struct arena *arena, struct session *session, struct err *err)
{
    size_t count = rule_pack_count(session->packs);
    struct rule_pack_info *items =
        arena_alloc_array(arena, count, sizeof(*items), err);
    if (items == NULL) {
        return false;
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rule_pack_info *pack = rule_pack_at(session->packs, i);
        if (rule_pack_applies(pack, session->facts.audit.sector)) {
            items[used++] = *pack;
        }
    }
    session->pack_list = (struct pack_list){items, used};
    return true;
}

static bool
assess_option(struct arena *arena, struct session *session,
    struct assessment *assessment, struct err *err)
{
    const struct audit *audit = &session->facts.audit;
    struct rule_facts_request facts = {
        .facts = &session->facts,
        .comparison = &session->comparison,
        .option = assessment->option,
        .at_s = session->at_s,
    };
    if (!rule_facts_write(arena, &facts, &assessment->facts_xml, err)) {
        return false;
    }
    struct rule_request request = {
        .packs = session->packs,
        .facts_xml = assessment->facts_xml,
        .waivers = audit->waivers,
        .waiver_count = audit->waiver_count,
        .terms = audit->terms,
    };
    if (!rule_evaluate(arena, &request, &assessment->evaluation, err)) {
        return false;
    }
    assessment->verdict = verdict_of(&assessment->evaluation.findings);
    return true;
}

/* What the comparison shows of the findings of one option. */
static void
fill_figures(
    struct option_figures *figures, const struct assessment *assessment)
{
    const struct finding_set *findings = &assessment->evaluation.findings;
    figures->verdict = assessment->verdict;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        bool open = finding->outcome == OUTCOME_FAIL ||
                    finding->outcome == OUTCOME_UNKNOWN;
        figures->counts[finding->outcome]++;
        figures->open_transparency_blockers +=
            open && finding->severity == SEVERITY_BLOCKER &&
            strcmp(finding->theme, "transparency") == 0;
    }
}

static bool
assess_all(struct arena *arena, struct session *session, struct err *err)
{
    const struct audit *audit = &session->facts.audit;
    session->assessments = arena_alloc_array(
        arena, audit->option_count, sizeof(*session->assessments), err);
    if (session->assessments == NULL) {
        return false;
    }
    session->assessment_count = audit->option_count;
    for (size_t i = 0; i < audit->option_count; i++) {
        struct assessment *assessment = &session->assessments[i];
        assessment->option = &audit->options[i];
        if (!assess_option(arena, session, assessment, err)) {
            return false;
        }
        fill_figures(&session->comparison.figures[i], assessment);
    }
    return true;
}

bool
session_open(struct call *call, struct session *out, struct err *err)
{
    struct session session = {.dir = call->options.words[0]};
    bool ok = options_time(&call->options, &session.at_s, err) &&
              rule_packs_open(call->rules_dir, &session.packs, err) &&
              ingest_folder(call->arena, session.dir, &session.facts, err) &&
              list_packs(call->arena, &session, err) &&
              compare_options(
                  call->arena, &session.facts, &session.comparison, err) &&
              assess_all(call->arena, &session, err) &&
              compare_choose(call->arena, &session.facts.audit.terms,
                  &session.comparison, err);
    if (!ok) {
        session_close(&session);
        return false;
    }
    *out = session;
    return true;
}

void
session_close(struct session *session)
{
    rule_packs_close(session->packs);
    session->packs = NULL;
}

enum status
status_of_verdict(enum verdict verdict)
{
    static const enum status statuses[VERDICT_COUNT] = {
        [VERDICT_NOT_FIT] = STATUS_NO,
        [VERDICT_INSUFFICIENT_EVIDENCE] = STATUS_EVIDENCE,
        [VERDICT_CONDITIONAL] = STATUS_NO,
        [VERDICT_FIT] = STATUS_YES,
    };
    return statuses[verdict];
}

enum status
session_status(const struct session *session)
{
    enum verdict worst = VERDICT_FIT;
    for (size_t i = 0; i < session->assessment_count; i++) {
        enum verdict verdict = session->assessments[i].verdict;
        worst = verdict < worst ? verdict : worst;
    }
    return session->assessment_count == 0 ? STATUS_EVIDENCE
                                          : status_of_verdict(worst);
}

static bool
parse_number(struct span text, double *out)
{
    struct err ignored = {ERR_NONE, "", "", ""};
    struct decimal number;
    if (text.len == 0 || !decimal_parse(text, &number, &ignored)) {
        return false;
    }
    *out = decimal_double(&number);
    return true;
}

/* Three significant digits with the unit that keeps them short. */
static const char *
scaled(struct arena *arena, struct span number, const char *const units[4],
    struct err *err)
{
    double value = 0;
    if (!parse_number(number, &value)) {
        return "-";
    }
    static const double steps[4] = {1, 1e3, 1e6, 1e9};
    size_t unit = value >= 1e9 ? 3 : value >= 1e6 ? 2 : value >= 1e3 ? 1 : 0;
    return arena_printf(arena, err, "%.3g%s", value / steps[unit], units[unit]);
}

const char *
session_count(struct arena *arena, struct span number, struct err *err)
{
    return scaled(
        arena, number, (const char *const[4]){"", " k", " M", " B"}, err);
}

const char *
session_size(struct arena *arena, struct span bytes, struct err *err)
{
    return scaled(
        arena, bytes, (const char *const[4]){" B", " kB", " MB", " GB"}, err);
}

bool
session_print_table(
    struct call *call, const struct session *session, struct err *err)
{
    printf("%-24s %10s %-10s %10s %12s  %s\n", "option", "parameters",
        "precision", "size", "J/1000 req", "verdict");
    for (size_t i = 0; i < session->comparison.figure_count; i++) {
        const struct option_figures *figures = &session->comparison.figures[i];
        const char *params =
            session_count(call->arena, figures->params_text, err);
        const char *size = session_size(call->arena, figures->bytes_text, err);
        struct span precision = figures->precision == NULL
                                    ? span_of("-")
                                    : figures->precision->value;
        struct span energy =
            figures->energy_text.len == 0 ? span_of("-") : figures->energy_text;
        if (params == NULL || size == NULL) {
            return false;
        }
        printf("%-24s %10s %-10.*s %10s %12.*s  %s\n", figures->option->id,
            params, (int)precision.len, precision.ptr, size, (int)energy.len,
            energy.ptr, verdict_name(figures->verdict));
    }
    printf("%s\n", session->comparison.reason.en);
    return true;
}
