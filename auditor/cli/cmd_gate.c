#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/json_out.h"
#include "cli/sealed.h"
#include "gate/decide.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct option_spec options[] = {
    {"trust", "CA.pem", "the anchors that you trust, PEM", 0},
    {"crl", "FILE", "revocation list (CA.crl beside the anchors)", 0},
    {"level", "LEVEL", "at least B-B, B-T, B-LT or B-LTA", 0},
    {"expect-signer", "WHO", "SHA-256 of the certificate, or CN=NAME", 0},
    {"weights", "FILE", "weights that are to ship; may be repeated", 0},
    {"policy", "FILE", "what the gate asks, YAML (verdict fit)", 0},
    {"allow-trial", NULL, "accept a dossier signed with a throw-away key", 0},
    {"at", "TIME", "time of the decision (now)", 0},
    {"format", "text|json", "form of the output (text)", 0},
    {"data", "DIR", "folder of rules/ and templates/", 0},
    {NULL, NULL, NULL, 0},
};

static bool
hash_weights(struct call *call, const char *path, struct gate_weights *out,
    struct err *err)
{
    int fd = -1;
    int64_t bytes = 0;
    char *sha256 = arena_alloc(call->arena, SHA256_HEX_BYTES, err);
    if (sha256 == NULL || !file_open(path, &fd, &bytes, err)) {
        return false;
    }
    bool ok = digest_fd(fd, sha256, &bytes, err);
    close(fd);
    if (!ok) {
        err_in_file(err, path);
        return false;
    }
    *out = (struct gate_weights){path, sha256, bytes};
    return true;
}

static bool
read_weights(struct call *call, struct gate_request *request, struct err *err)
{
    struct gate_weights *weights = arena_alloc_array(
        call->arena, call->options.value_count, sizeof(*weights), err);
    if (weights == NULL) {
        return false;
    }
    size_t at = 0;
    size_t count = 0;
    const char *path = options_each(&call->options, "weights", &at);
    for (; path != NULL; path = options_each(&call->options, "weights", &at)) {
        if (!hash_weights(call, path, &weights[count++], err)) {
            return false;
        }
    }
    if (count == 0) {
        err_set(err, ERR_USAGE,
            "a gate is about weights: name them with "
            "--weights FILE");
        return false;
    }
    request->weights = weights;
    request->weights_count = count;
    return true;
}

static bool
read_policy(struct call *call, struct gate_policy *policy, struct err *err)
{
    const char *path = options_value(&call->options, "policy", NULL);
    struct span yaml;
    gate_policy_default(policy);
    if (path == NULL) {
        return true;
    }
    if (!file_read(call->arena, path, LIMIT_YAML_BYTES, &yaml, err)) {
        return false;
    }
    if (!gate_policy_load(call->arena, yaml, policy, err)) {
        err_in_file(err, path);
        return false;
    }
    return true;
}

static void
print_text(const struct gate_result *result, const struct sealed *sealed)
{
    printf("%s: %s %s\n", result->decision == GATE_OPEN ? "OPEN" : "CLOSED",
        result->dossier_id[0] == '\0' ? sealed->path : result->dossier_id,
        result->verdict);
    for (size_t i = 0; i < result->reason_count; i++) {
        const struct gate_reason *reason = &result->reasons[i];
        printf("  %-6s %-18s %s%s%s\n", reason->passed ? "passed" : "failed",
            reason->name, reason->about, reason->detail[0] == '\0' ? "" : ": ",
            reason->detail);
    }
    if (sealed->report.conclusion != SEAL_TOTAL_PASSED) {
        puts("  `auditor verify` names every check of the seal");
    }
}

static bool
print_json(const struct gate_result *result, struct err *err)
{
    struct text out;
    text_init(&out, LIMIT_TEXT_BYTES);
    text_putc(&out, '{');
    json_out_pair(&out, "decision",
        span_of(result->decision == GATE_OPEN ? "open" : "closed"));
    text_putc(&out, ',');
    json_out_pair(&out, "dossier", span_of(result->dossier_id));
    text_putc(&out, ',');
    json_out_pair(&out, "verdict", span_of(result->verdict));
    text_puts(&out, ",\"reasons\":[");
    for (size_t i = 0; i < result->reason_count; i++) {
        const struct gate_reason *reason = &result->reasons[i];
        text_puts(&out, i == 0 ? "\n{" : ",\n{");
        json_out_pair(&out, "name", span_of(reason->name));
        text_printf(&out, ",\"passed\":%s,", reason->passed ? "true" : "false");
        json_out_pair(&out, "detail", span_of(reason->detail));
        text_putc(&out, '}');
    }
    text_puts(&out, "]}\n");
    return json_out_print(&out, err);
}

/* Trust first: a verdict that nobody sealed is no verdict. */
static enum status
status_of_gate(const struct gate_result *result, const struct sealed *sealed)
{
    if (result->decision == GATE_OPEN) {
        return STATUS_YES;
    }
    if (sealed->report.conclusion != SEAL_TOTAL_PASSED) {
        return STATUS_TRUST;
    }
    return strcmp(result->verdict, "insufficient-evidence") == 0
               ? STATUS_EVIDENCE
               : STATUS_NO;
}

static bool
cmd_gate(struct call *call, enum status *status, struct err *err)
{
    bool json = false;
    struct sealed sealed;
    struct gate_policy policy;
    struct gate_result result;
    struct gate_request request = {.policy = &policy};
    request.allow_trial = options_has(&call->options, "allow-trial");
    if (!options_json(&call->options, &json, err) ||
        !options_time(&call->options, &request.at_s, err) ||
        !read_policy(call, &policy, err) ||
        !read_weights(call, &request, err) ||
        !sealed_open(call, call->options.words[0], &sealed, err)) {
        return false;
    }
    request.sealed = sealed.report.conclusion == SEAL_TOTAL_PASSED;
    request.trial = sealed.report.trial;
    request.content = sealed.report.content;
    if (!gate_decide(call->arena, &request, &result, err)) {
        return false;
    }
    *status = status_of_gate(&result, &sealed);
    if (json) {
        return print_json(&result, err);
    }
    print_text(&result, &sealed);
    return true;
}

const struct verb verb_gate = {
    .name = "gate",
    .words = "DOSSIER",
    .summary = "may these weights ship?",
    .detail =
        "Verifies the dossier, holds it against the policy, and refuses\n"
        "weights whose SHA-256 the dossier does not name. Exit status 0 when\n"
        "the gate is open, 1 when it is closed, 5 when the evidence does not\n"
        "suffice, 6 when the seal or its trust could not be established.\n"
        "\n"
        "  auditor gate dossier.xml --trust ca.pem --weights model.gguf",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = cmd_gate,
};
