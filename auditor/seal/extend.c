#include "seal/seal.h"

#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "seal/extend.h"
#include "seal/gather.h"
#include "seal/timestamp.h"
#include "seal/verify.h"

static const char *const names[SEAL_LEVELS] = {
    [SEAL_LEVEL_B] = "B-B",
    [SEAL_LEVEL_T] = "B-T",
    [SEAL_LEVEL_LT] = "B-LT",
    [SEAL_LEVEL_LTA] = "B-LTA",
};

const char *
seal_level_name(enum seal_level level)
{
    return names[level];
}

bool
seal_level_parse(const char *name, enum seal_level *out)
{
    for (size_t i = 0; i < SEAL_LEVELS; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum seal_level)i;
            return true;
        }
    return false;
}

/* To extend another format: one row here, and its steps in extend.h. */
struct format {
    const char *start; /* first bytes of the file */
    struct extend_steps steps;
};

static const struct format formats[] = {
    {"<", {extend_xml_stamp, extend_xml_material, extend_xml_archive}},
    {"%PDF-", {extend_pdf_stamp, extend_pdf_material, extend_pdf_archive}},
};

static const struct extend_steps *
steps_for(struct span bytes)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (span_starts(bytes, formats[i].start))
            return &formats[i].steps;
    return NULL;
}

/* The first check that did not pass, as the reason of an error. */
static bool
refuse(const struct seal_report *report, struct err *err)
{
    for (size_t i = 0; i < report->check_count; i++)
        if (report->checks[i].state != SEAL_PASSED) {
            err_set(err, ERR_INPUT,
                "cannot extend the signature: %s: %s: %.300s",
                seal_conclusion_name(report->conclusion),
                report->checks[i].name, report->checks[i].detail);
            return false;
        }
    err_set(err, ERR_INPUT, "cannot extend the signature: it is not sealed");
    return false;
}

/* Verify; `passed_out` tells whether all of it passed. */
static bool
judge(struct arena *arena, const struct seal_verify_request *request,
    struct material *material, struct seal_report *report, struct err *err)
{
    struct seal_report seen;

    if (!material_open(material, err))
        return false;
    if (!seal_verify_keeping(arena, request, material, &seen, err)) {
        material_release(material);
        return false;
    }
    *report = seen;
    return true;
}

/*
 * One step needs a file that verifies as it stands; missing revocation
 * information alone is what the step brings.
 */
static bool
take_step(struct arena *arena, const struct seal_extend_request *request,
    extend_step step, struct span *bytes, struct err *err)
{
    struct seal_verify_request verify = request->verify;
    struct extend_input input = {.request = request, .bytes = *bytes};
    struct seal_report report;
    struct material material = {0};
    bool ok;

    verify.bytes = *bytes;
    if (!judge(arena, &verify, &material, &report, err))
        return false;
    input.material = &material;
    input.verify = &verify;
    ok = (report.conclusion != SEAL_TOTAL_FAILED || refuse(&report, err)) &&
         step(arena, &input, bytes, err);
    material_release(&material);
    return ok;
}

static bool
is_stamped(struct arena *arena, const struct seal_extend_request *request,
    bool *out, struct err *err)
{
    struct seal_report report;
    struct material material = {0};

    if (!judge(arena, &request->verify, &material, &report, err))
        return false;
    material_release(&material);
    *out = report.stamped;
    return true;
}

static bool
verify_result(struct arena *arena, const struct seal_extend_request *request,
    struct span bytes, struct err *err)
{
    struct seal_verify_request verify = request->verify;
    struct seal_report report;

    struct seal_demand demand = {.level_asked = true, .level = request->level};

    verify.bytes = bytes;
    verify.demand = &demand;
    if (!seal_verify(arena, &verify, &report, err))
        return false;
    return report.conclusion == SEAL_TOTAL_PASSED || refuse(&report, err);
}

bool
seal_extend(struct arena *arena, const struct seal_extend_request *request,
    struct span *out, struct err *err)
{
    const struct extend_steps *steps = steps_for(request->verify.bytes);
    struct span bytes = request->verify.bytes;
    bool stamped = false;

    if (steps == NULL) {
        err_set(err, ERR_INPUT,
            "cannot extend the signature: the file is neither XML nor PDF");
        return false;
    }
    if (!is_stamped(arena, request, &stamped, err))
        return false;
    if (request->level >= SEAL_LEVEL_T && !stamped &&
        !take_step(arena, request, steps->stamp, &bytes, err))
        return false;
    if (request->level >= SEAL_LEVEL_LT &&
        !take_step(arena, request, steps->material, &bytes, err))
        return false;
    if (request->level >= SEAL_LEVEL_LTA &&
        !take_step(arena, request, steps->archive, &bytes, err))
        return false;
    if (!verify_result(arena, request, bytes, err))
        return false;
    *out = bytes;
    return true;
}

bool
extend_authority(
    const struct extend_input *input, const char **url_out, struct err *err)
{
    if (input->request->tsa_url == NULL) {
        err_set(err, ERR_USAGE,
            "cannot add a time-stamp: name the authority with --tsa URL");
        return false;
    }
    *url_out = input->request->tsa_url;
    return true;
}
