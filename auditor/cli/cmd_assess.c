#include "base/limits.h"
#include "cli/json_out.h"
#include "cli/session.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
    {"option", "ID", "only this size option", 0},
    {"all", NULL, "also what passed or does not apply", 0},
    {"failures", NULL, "print failed assertions as 'rule assertion'", 0},
    {"facts", NULL, "print the facts document that the rules see", 0},
    {"at", "TIME", "time of the audit (now)", 0},
    {"format", "text|json", "form of the output (text)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
is_open(enum outcome outcome)
{
    return outcome == OUTCOME_FAIL || outcome == OUTCOME_UNKNOWN;
}

static void
print_finding(const struct finding *finding)
{
    printf("  %-12s %-20s %-8s %s\n", finding->rule,
        outcome_name(finding->outcome), severity_name(finding->severity),
        finding->title.en);
    if (finding->message.en[0] != '\0') {
        printf("  %12s %s\n", "", finding->message.en);
    }
}

static void
print_text(const struct assessment *assessment, bool all)
{
    const struct finding_set *findings = &assessment->evaluation.findings;
    printf(
        "%s: %s\n", assessment->option->id, verdict_name(assessment->verdict));
    for (size_t i = 0; i < findings->count; i++) {
        if (all || is_open(findings->items[i].outcome)) {
            print_finding(&findings->items[i]);
        }
    }
}

static void
print_failures(const struct assessment *assessment)
{
    const struct rule_evaluation *evaluation = &assessment->evaluation;
    for (size_t i = 0; i < evaluation->failure_count; i++) {
        printf("%s %s\n", evaluation->failures[i].pattern,
            evaluation->failures[i].assertion);
    }
}

static void
put_finding(struct text *out, const struct finding *finding)
{
    const struct {
        const char *name;
        struct span value;
    } members[] = {
        {"rule", span_of(finding->rule)},
        {"severity", span_of(severity_name(finding->severity))},
        {"outcome", span_of(outcome_name(finding->outcome))},
        {"readiness", span_of(outcome_name(finding->readiness))},
        {"theme", span_of(finding->theme)},
        {"title", span_of(finding->title.en)},
        {"message", span_of(finding->message.en)},
        {"observed", finding->observed},
        {"threshold", finding->threshold},
    };
    for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
        text_putc(out, i == 0 ? '{' : ',');
        json_out_pair(out, members[i].name, members[i].value);
    }
    text_putc(out, '}');
}

static void
put_assessment(struct text *out, const struct assessment *assessment)
{
    const struct finding_set *findings = &assessment->evaluation.findings;
    text_putc(out, '{');
    json_out_pair(out, "option", span_of(assessment->option->id));
    text_putc(out, ',');
    json_out_pair(out, "verdict", span_of(verdict_name(assessment->verdict)));
    text_puts(out, ",\"findings\":[");
    for (size_t i = 0; i < findings->count; i++) {
        text_puts(out, i == 0 ? "\n" : ",\n");
        put_finding(out, &findings->items[i]);
    }
    text_puts(out, "]}");
}

struct selection {
    const struct session *session;
    const char *option; /* or NULL */
};

static bool
is_selected(const struct selection *selection, size_t index)
{
    const char *id = selection->session->assessments[index].option->id;
    return selection->option == NULL || strcmp(selection->option, id) == 0;
}

static bool
print_json(const struct selection *selection, struct err *err)
{
    struct text out;
    size_t printed = 0;
    text_init(&out, LIMIT_TEXT_BYTES);
    text_puts(&out, "[");
    for (size_t i = 0; i < selection->session->assessment_count; i++) {
        if (is_selected(selection, i)) {
            text_puts(&out, printed++ == 0 ? "\n" : ",\n");
            put_assessment(&out, &selection->session->assessments[i]);
        }
    }
    text_puts(&out, "\n]\n");
    return json_out_print(&out, err);
}

static void
print_one(const struct call *call, const struct assessment *assessment)
{
    if (options_has(&call->options, "facts")) {
        fwrite(assessment->facts_xml.ptr, 1, assessment->facts_xml.len, stdout);
    } else if (options_has(&call->options, "failures")) {
        print_failures(assessment);
    } else {
        print_text(assessment, options_has(&call->options, "all"));
    }
}

static bool
cmd_assess(struct call *call, enum status *status, struct err *err)
{
    bool json = false;
    struct session session;
    if (!options_json(&call->options, &json, err) ||
        !session_open(call, &session, err)) {
        return false;
    }
    bool ok = true;
    struct selection selection = {
        &session, options_value(&call->options, "option", NULL)};
    enum verdict worst = VERDICT_FIT;
    size_t count = 0;
    for (size_t i = 0; i < session.assessment_count; i++) {
        const struct assessment *assessment = &session.assessments[i];
        if (!is_selected(&selection, i)) {
            continue;
        }
        count++;
        worst = assessment->verdict < worst ? assessment->verdict : worst;
        if (!json) {
            print_one(call, assessment);
        }
    }
    if (count == 0) {
        err_set(err, ERR_USAGE, "there is no option '%s' in this audit",
            selection.option == NULL ? "" : selection.option);
        ok = false;
    } else if (json) {
        ok = print_json(&selection, err);
    }
    *status = status_of_verdict(worst);
    session_close(&session);
    return ok;
}

const struct verb verb_assess = {
    .name = "assess",
    .words = "DIR",
    .summary = "apply the rules and print the findings",
    .detail =
        "Reads the audit folder DIR and prints, for every size option, the\n"
        "verdict and the findings that stand in its way. Nothing is written.\n"
        "The exit status answers the worst verdict.\n"
        "\n"
        "  auditor assess audits/triage --option 7b --all",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_assess,
};
