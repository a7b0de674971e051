#include "cli/judged_etsi.h"
#include "base/clock.h"
#include "base/limits.h"

#define ETSI "urn:etsi:019102:"

/* What no reader would see is as visible as in the text for people. */
static void
put_escaped(struct text *out, const char *name, const char *value)
{
    struct text line;
    text_init(&line, LIMIT_TEXT_BYTES);
    text_put_line(&line, span_of(value));
    text_printf(out, "<%s>", name);
    text_put_xml(out, text_span(&line));
    text_printf(out, "</%s>\n", name);
    out->failed = out->failed || line.failed;
    text_release(&line);
}

static void
put_time(struct text *out, const char *name, int64_t time_s)
{
    char time[CLOCK_TEXT_BYTES];
    clock_text(time_s, time);
    text_printf(out, "<%s>%s</%s>\n", name, time, name);
}

/* SHA-256 and SHA-384 are told apart by their length. */
static void
put_digest(struct text *out, struct span digest)
{
    text_printf(out, "<ds:DigestMethod Algorithm=\"%s\"/>\n<ds:DigestValue>",
        digest.len == 48 ? "http://www.w3.org/2001/04/xmldsig-more#sha384"
                         : "http://www.w3.org/2001/04/xmlenc#sha256");
    text_put_base64(out, digest);
    text_puts(out, "</ds:DigestValue>\n");
}

/* Hexadecimal digits, which the verifier wrote, as bytes. */
static struct span
from_hex(const char *hex, char out[32])
{
    struct span bytes = {out, 0};
    for (; hex[0] != '\0' && bytes.len < 32; hex += 2) {
        int high = hex[0] <= '9' ? hex[0] - '0' : hex[0] - 'a' + 10;
        int low = hex[1] <= '9' ? hex[1] - '0' : hex[1] - 'a' + 10;
        out[bytes.len++] = (char)(high * 16 + low);
    }
    return bytes;
}

/* Table 2 of 4.3.4.3 asks for a sub-indication unless all is well. */
static void
put_status(struct text *out, const char *main_indication, bool good,
    const char *sub_indication)
{
    text_printf(out,
        "<MainIndication>" ETSI "mainindication:%s</MainIndication>\n",
        main_indication);
    if (!good) {
        text_printf(out,
            "<SubIndication>" ETSI "subindication:%s</SubIndication>\n",
            sub_indication[0] == '\0' ? "GENERIC" : sub_indication);
    }
}

struct constraint {
    const char *name;
    enum seal_check_state state;
    const char *sub_indication;
    const char *detail;
};

static void
put_constraint(struct text *out, const struct constraint *constraint)
{
    static const char *const indications[] = {
        [SEAL_NOT_RUN] = "indeterminate",
        [SEAL_FAILED] = "failed",
        [SEAL_UNCERTAIN] = "indeterminate",
        [SEAL_PASSED] = "passed",
    };
    text_printf(out,
        "<ValidationConstraint>\n<ValidationConstraintIdentifier>"
        "urn:auditor:check:%s</ValidationConstraintIdentifier>\n"
        "<ConstraintStatus><Status>" ETSI
        "constraintStatus:applied</Status></ConstraintStatus>\n"
        "<ValidationStatus>\n",
        constraint->name);
    put_status(out, indications[constraint->state],
        constraint->state == SEAL_PASSED, constraint->sub_indication);
    text_puts(out, "</ValidationStatus>\n");
    if (constraint->state == SEAL_NOT_RUN) {
        put_escaped(out, "Indications", "not run: an earlier check refused");
    } else if (constraint->detail[0] != '\0') {
        put_escaped(out, "Indications", constraint->detail);
    }
    text_puts(out, "</ValidationConstraint>\n");
}

static void
put_constraints(struct text *out, const struct judged *judged)
{
    static const enum seal_check_state states[] = {
        [REPLAY_NOT_DONE] = SEAL_NOT_RUN,
        [REPLAY_DIFFERS] = SEAL_FAILED,
        [REPLAY_OTHER_PACKS] = SEAL_UNCERTAIN,
        [REPLAY_AGREES] = SEAL_PASSED,
    };
    const struct seal_report *report = &judged->sealed.report;
    struct constraint replay = {
        "rules-replayed", states[judged->replay], "", judged->replay_detail};
    struct constraint beside = {
        "embedded-as-given", SEAL_FAILED, "", judged->beside};
    text_puts(out, "<ValidationConstraintsEvaluationReport>\n");
    for (size_t i = 0; i < report->check_count; i++) {
        const struct seal_check *check = &report->checks[i];
        struct constraint constraint = {
            check->name, check->state, check->sub_indication, check->detail};
        put_constraint(out, &constraint);
    }
    if (judged->replay_asked) {
        put_constraint(out, &replay);
    }
    if (judged->beside != NULL) {
        put_constraint(out, &beside);
    }
    text_puts(out, "</ValidationConstraintsEvaluationReport>\n");
}

static void
put_identifier(struct text *out, const struct judged *judged, size_t number)
{
    const struct seal_report *report = &judged->sealed.report;
    text_printf(out, "<SignatureIdentifier id=\"signature-%zu\">\n", number);
    if (report->intact) {
        text_puts(out, "<ds:SignatureValue>");
        text_put_base64(out, report->signature);
        text_puts(out, "</ds:SignatureValue>\n");
    }
    text_puts(out, "<HashOnly>false</HashOnly>\n"
                   "<DocHashOnly>false</DocHashOnly>\n");
    put_escaped(out, "DAIdentifier", judged->sealed.path);
    text_puts(out, "</SignatureIdentifier>\n");
}

/* 4.3.6: without a time-stamp the best signature time is that of now. */
static void
put_times(struct text *out, const struct seal_report *report, size_t number)
{
    bool proven = report->proven_s != 0;
    text_puts(out, "<ValidationTimeInfo>\n");
    put_time(out, "ValidationTime", report->validated_s);
    text_puts(out, "<BestSignatureTime>\n");
    put_time(out, "POETime", proven ? report->proven_s : report->validated_s);
    text_puts(out, "<TypeOfProof>" ETSI "poetype:validation</TypeOfProof>\n");
    if (proven) {
        text_printf(
            out, "<POEObject VOReference=\"timestamp-%zu\"/>\n", number);
    }
    text_puts(out, "</BestSignatureTime>\n</ValidationTimeInfo>\n");
}

/* Only of a signature that is intact: else nothing is known of its signer. */
static void
put_signer(struct text *out, const struct seal_report *report, size_t number)
{
    char digest[32];
    if (report->digest.len > 0) {
        text_puts(out, "<SignersDocument>\n<DigestAlgAndValue>\n");
        put_digest(out, report->digest);
        text_puts(out, "</DigestAlgAndValue>\n</SignersDocument>\n");
    }
    text_puts(out, "<SignatureAttributes>\n");
    if (report->claimed_s != 0) {
        text_puts(out, "<SigningTime Signed=\"true\">\n");
        put_time(out, "Time", report->claimed_s);
        text_puts(out, "</SigningTime>\n");
    }
    text_printf(out,
        "<SigningCertificate Signed=\"true\">\n"
        "<AttributeObject VOReference=\"certificate-%zu\"/>\n<CertID>\n",
        number);
    put_digest(out, from_hex(report->signer_sha256, digest));
    text_puts(out, "</CertID>\n</SigningCertificate>\n"
                   "</SignatureAttributes>\n");
    text_printf(out,
        "<SignerInformation>\n"
        "<SignerCertificate VOReference=\"certificate-%zu\"/>\n",
        number);
    put_escaped(out, "Signer", report->signer);
    text_puts(out, "</SignerInformation>\n");
}

/* The last one above a trusted signer is the anchor. */
static void
put_path(struct text *out, const struct seal_report *report, size_t number)
{
    text_printf(out,
        "<AssociatedValidationReportData>\n<CertificateChain>\n"
        "<SigningCertificate VOReference=\"certificate-%zu\"/>\n",
        number);
    for (size_t i = 0; i < report->path_count; i++) {
        text_printf(out, "<%s VOReference=\"certificate-%zu-%zu\"/>\n",
            i + 1 == report->path_count ? "TrustAnchor"
                                        : "IntermediateCertificate",
            number, i + 1);
    }
    text_puts(out, "</CertificateChain>\n</AssociatedValidationReportData>\n");
}

static void
put_conclusion(struct text *out, const struct judged *judged, size_t number)
{
    static const char *const indications[] = {
        [SEAL_TOTAL_FAILED] = "total-failed",
        [SEAL_INDETERMINATE] = "indeterminate",
        [SEAL_TOTAL_PASSED] = "total-passed",
    };
    const struct seal_report *report = &judged->sealed.report;
    bool same = judged->conclusion == report->conclusion;
    text_puts(out, "<SignatureValidationProcess>\n"
                   "<SignatureValidationProcessID>" ETSI
                   "validationprocess:LTA</SignatureValidationProcessID>\n"
                   "</SignatureValidationProcess>\n"
                   "<SignatureValidationStatus>\n");
    put_status(out, indications[judged->conclusion],
        judged->conclusion == SEAL_TOTAL_PASSED,
        same ? report->sub_indication : "");
    if (report->intact) {
        put_path(out, report, number);
    }
    text_puts(out, "</SignatureValidationStatus>\n");
}

static void
put_signature(struct text *out, const struct judged *judged, size_t number)
{
    const struct seal_report *report = &judged->sealed.report;
    text_puts(out, "<SignatureValidationReport>\n");
    put_identifier(out, judged, number);
    put_constraints(out, judged);
    put_times(out, report, number);
    if (report->intact) {
        put_signer(out, report, number);
    }
    put_conclusion(out, judged, number);
    text_puts(out, "</SignatureValidationReport>\n");
}

/* `above`: of a certificate, how far above the signer's; else 0. */
struct object {
    const char *kind;
    size_t number, above;
    struct span bytes;
};

static void
put_object(struct text *out, const struct object *object)
{
    text_printf(
        out, "<ValidationObject id=\"%s-%zu", object->kind, object->number);
    if (object->above > 0) {
        text_printf(out, "-%zu", object->above);
    }
    text_printf(out,
        "\">\n<ObjectType>" ETSI "validationObject:%s</ObjectType>\n"
        "<ValidationObjectRepresentation>\n<base64>",
        object->kind);
    text_put_base64(out, object->bytes);
    text_puts(out, "</base64>\n</ValidationObjectRepresentation>\n"
                   "</ValidationObject>\n");
}

static void
put_certificates(
    struct text *out, const struct seal_report *report, size_t number)
{
    struct object object = {"certificate", number, 0, report->signer_der};
    put_object(out, &object);
    for (size_t i = 0; i < report->path_count; i++) {
        object.above = i + 1;
        object.bytes = report->path[i];
        put_object(out, &object);
    }
}

/* The list may not be empty, so it is opened with its first object. */
static void
put_objects(struct text *out, const struct judged *judged, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct seal_report *report = &judged[i].sealed.report;
        if (!any && (report->intact || report->proven_s != 0)) {
            text_puts(out, "<SignatureValidationObjects>\n");
            any = true;
        }
        if (report->intact) {
            put_certificates(out, report, i + 1);
        }
        if (report->proven_s != 0) {
            struct object token = {"timestamp", i + 1, 0, report->timestamp};
            put_object(out, &token);
        }
    }
    if (any) {
        text_puts(out, "</SignatureValidationObjects>\n");
    }
}

void
judged_put_etsi(struct text *out, const struct judged *judged, size_t count)
{
    text_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<ValidationReport "
                   "xmlns=\"http://uri.etsi.org/19102/v1.4.1#\" "
                   "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n");
    for (size_t i = 0; i < count; i++) {
        put_signature(out, &judged[i], i + 1);
    }
    put_objects(out, judged, count);
    text_puts(out, "</ValidationReport>\n");
}
