#include "seal/checklist.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct check_row {
    int formats; /* of enum checklist_format, joined */
    const char *name;
    const char *about;
};

enum {
    CHECKLIST_BOTH = CHECKLIST_XML | CHECKLIST_PDF
};

static const struct check_row rows[CHECK_COUNT] = {
    [CHECK_XML_BYTES] = {CHECKLIST_XML, "xml-bytes-plain",
        "the bytes are well-formed UTF-8 XML without document type, entity, "
        "comment, processing instruction or CDATA"},
    [CHECK_XML_CANONICAL] = {CHECKLIST_XML, "xml-form-canonical",
        "the file is byte for byte its own canonical form"},
    [CHECK_XML_ROOT] = {CHECKLIST_XML, "xml-root-known",
        "the document element is a dossier or a comparison"},
    [CHECK_XML_SINGLE] = {CHECKLIST_XML, "xml-signature-single",
        "there is one signature, the last child of the document element"},
    [CHECK_XML_IDS] = {CHECKLIST_XML, "xml-ids-unique",
        "no other element carries an identifier that a reference could find"},
    [CHECK_XML_ALGORITHMS] = {CHECKLIST_XML, "xml-algorithms-allowed",
        "canonicalisation, digests and signature method are allowed"},
    [CHECK_XML_REFERENCES] = {CHECKLIST_XML, "xml-references-two",
        "the whole document and the signed properties are referenced, each "
        "through the fixed transforms, and nothing else"},
    [CHECK_XML_KEYINFO] = {CHECKLIST_XML, "xml-keyinfo-certificates",
        "the key information holds X.509 certificates and nothing else"},
    [CHECK_XML_PROPERTIES] = {CHECKLIST_XML, "xml-properties-complete",
        "signing time, signing certificate and data format are signed"},
    [CHECK_XML_AS_WRITTEN] = {CHECKLIST_XML, "xml-signature-as-written",
        "the signature element has no byte that this profile does not write"},
    [CHECK_XML_SIGNER_BOUND] = {CHECKLIST_XML, "xml-signer-bound",
        "the signed properties hold the digests of the certificates"},
    [CHECK_XML_ROOT_DIGEST] = {CHECKLIST_XML, "xml-document-digest",
        "the document has the digest that was signed"},
    [CHECK_XML_PROPERTIES_DIGEST] = {CHECKLIST_XML, "xml-properties-digest",
        "the signed properties have the digest that was signed"},
    [CHECK_XML_SIGNATURE] = {CHECKLIST_XML, "xml-signature-value",
        "the signature value verifies with the key of the certificate"},
    [CHECK_XML_SECOND_OPINION] = {CHECKLIST_XML, "xml-second-opinion",
        "an independent XML signature library reaches the same result"},
    /* PDF */
    [CHECK_PDF_STRUCTURE] = {CHECKLIST_PDF, "pdf-structure-strict",
        "one revision: header, objects, one cross-reference table and one "
        "end marker follow each other without a byte between them"},
    [CHECK_PDF_ACTIVE] = {CHECKLIST_PDF, "pdf-content-passive",
        "nothing acts, hides or is fetched: no script, action, optional "
        "content, encryption, external stream or rich media"},
    [CHECK_PDF_SINGLE] = {CHECKLIST_PDF, "pdf-signature-single",
        "there is one form field, it is a signature, and there is one "
        "signature dictionary"},
    [CHECK_PDF_DICTIONARY] = {CHECKLIST_PDF, "pdf-signature-dictionary",
        "the signature dictionary is of PAdES and has only known keys"},
    [CHECK_PDF_BYTE_RANGE] = {CHECKLIST_PDF, "pdf-byte-range-exact",
        "the signed bytes are the whole file but for the signature itself"},
    [CHECK_PDF_CONTENTS] = {CHECKLIST_PDF, "pdf-contents-exact",
        "the gap is the signature in lower-case hexadecimal digits, then "
        "zeros, and nothing else"},
    [CHECK_CMS_FORM] = {CHECKLIST_PDF, "cms-form-detached",
        "the signature is CMS signed data without content, with one signer "
        "and no unsigned attribute"},
    [CHECK_CMS_ALGORITHMS] = {CHECKLIST_PDF, "cms-algorithms-allowed",
        "digest and signature algorithm are allowed and fit the key"},
    [CHECK_CMS_SIGNER_BOUND] = {CHECKLIST_PDF, "cms-signer-bound",
        "the signed attributes hold the digest of the certificate"},
    [CHECK_CMS_AS_WRITTEN] = {CHECKLIST_PDF, "cms-as-written",
        "the signature has no byte that this profile does not write"},
    [CHECK_CMS_DIGEST] = {CHECKLIST_PDF, "cms-document-digest",
        "the document has the digest that was signed"},
    [CHECK_CMS_SIGNATURE] = {CHECKLIST_PDF, "cms-signature-value",
        "the signature value verifies with the key of the certificate"},
    [CHECK_CMS_SECOND_OPINION] = {CHECKLIST_PDF, "cms-second-opinion",
        "an independent CMS library reaches the same result"},
    [CHECK_PDF_EMBEDDED] = {CHECKLIST_PDF, "pdf-embedded-single",
        "one file is embedded, dossier.xml or comparison.xml, under one name"},
    [CHECK_PDF_EMBEDDED_SEALED] = {CHECKLIST_PDF, "pdf-embedded-sealed",
        "the embedded file is itself sealed and verifies"},
    [CHECK_PDF_EMBEDDED_SIGNER] = {CHECKLIST_PDF, "pdf-embedded-same-signer",
        "the embedded file was sealed by the signer of the PDF"},
    [CHECK_PDF_REVISIONS] = {CHECKLIST_LATER, "pdf-revisions-as-written",
        "every later revision adds a signature, a time-stamp or validation "
        "material as this profile writes it, and changes nothing else"},
    [CHECK_FOREIGN] = {CHECKLIST_FOREIGN, "foreign-signature-intact",
        "what another program signed is unchanged, in a form that is not "
        "judged here"},
    [CHECK_TIMESTAMP_INTACT] = {CHECKLIST_TIMESTAMP, "timestamp-intact",
        "every time-stamp verifies over what it stands for"},
    [CHECK_TIMESTAMP_TRUSTED] = {CHECKLIST_TIMESTAMP, "timestamp-trusted",
        "every time-stamp comes from an authority that leads to a trust "
        "anchor named by the user"},
    [CHECK_TIMESTAMP_ORDER] = {CHECKLIST_TIMESTAMP, "timestamp-order",
        "claimed time, time-stamps and validation time follow one another"},
    [CHECK_MATERIAL] = {CHECKLIST_MATERIAL, "validation-material-sound",
        "every certificate, revocation list and status answer in the file is "
        "genuine and belongs to a signature or time-stamp of it"},
    [CHECK_CLAIMED_TIME] = {CHECKLIST_BOTH, "claimed-time",
        "the signing time that the signer claims is not in the future"},
    [CHECK_CERT_CHAIN] = {CHECKLIST_BOTH, "certificate-chain",
        "the certificate leads to a trust anchor named by the user"},
    [CHECK_CERT_NEEDED] = {CHECKLIST_BOTH, "certificates-needed",
        "every certificate in the file belongs to that chain"},
    [CHECK_CERT_TIME] = {CHECKLIST_BOTH, "certificate-time",
        "all certificates of the chain are valid at the validation time"},
    [CHECK_CERT_VERSION] = {CHECKLIST_BOTH, "certificate-version",
        "the certificate is X.509 version 3"},
    [CHECK_CERT_SERIAL] = {CHECKLIST_BOTH, "certificate-serial",
        "the serial number is positive and at most 20 bytes long"},
    [CHECK_CERT_NOT_CA] = {CHECKLIST_BOTH, "certificate-not-ca",
        "the signer is not a certification authority"},
    [CHECK_CERT_KEY_USAGE] = {CHECKLIST_BOTH, "certificate-key-usage",
        "the key may sign documents, not certificates or revocation lists"},
    [CHECK_CERT_EXTENDED_KEY_USAGE] = {CHECKLIST_BOTH,
        "certificate-extended-key-usage",
        "the certificate is meant for signing documents"},
    [CHECK_CERT_KEY] = {CHECKLIST_BOTH, "certificate-key",
        "the key is RSA of 3072 bits or more, P-256 or P-384"},
    [CHECK_CERT_ALGORITHMS] = {CHECKLIST_BOTH, "certificate-algorithms",
        "the chain is signed with SHA-256 or stronger and adequate keys"},
    [CHECK_CERT_REVOCATION] = {CHECKLIST_BOTH, "revocation-known",
        "a fresh revocation list covers every certificate of the chain"},
    [CHECK_CERT_NOT_REVOKED] = {CHECKLIST_BOTH, "not-revoked",
        "no certificate of the chain is revoked"},
    [CHECK_COSIGNERS_INTACT] = {CHECKLIST_COSIGNERS, "cosigners-intact",
        "every further signature verifies over what it stands for, in the form "
        "of this profile"},
    [CHECK_COSIGNERS_TRUSTED] = {CHECKLIST_COSIGNERS, "cosigners-trusted",
        "every further signature stands up to the same policy: its "
        "certificate, its revocation and its time-stamp"},
    [CHECK_LEVEL_REACHED] = {CHECKLIST_LEVEL, "level-reached",
        "the signature has the baseline level that was asked for, or more"},
    [CHECK_SIGNER_EXPECTED] = {CHECKLIST_SIGNER, "signer-expected",
        "the signer is the one that was asked for"},
    [CHECK_TEXT_READABLE] = {CHECKLIST_SHOWN, "text-readable",
        "pages, fonts and tags hold nothing that this program never writes, "
        "so that what they show is known"},
    [CHECK_TEXT_VISIBLE] = {CHECKLIST_SHOWN, "text-visible",
        "all text lies on the page, is large enough, stands out from what is "
        "behind it and is not covered"},
    [CHECK_TEXT_TRUE_GLYPHS] = {CHECKLIST_SHOWN, "text-true-glyphs",
        "every character looks like what it is said to mean"},
    [CHECK_TEXT_COMPLETE] = {CHECKLIST_SHOWN, "text-complete",
        "every finding, number, verdict and digest that this form shows of "
        "the sealed data is there"},
    [CHECK_TEXT_NOTHING_ELSE] = {CHECKLIST_SHOWN, "text-nothing-else",
        "no word and no number is there that does not come from the sealed "
        "data or the templates"},
    [CHECK_TEXT_IN_ORDER] = {CHECKLIST_SHOWN, "text-in-order",
        "all text stands in its order, for the eye and for a screen reader"},
    [CHECK_PAGES_AS_RENDERED] = {CHECKLIST_SHOWN, "pages-as-rendered",
        "the sealed data rendered again gives the same places, drawings, "
        "links, bookmarks and words for screen readers"},
};

static const char *const baselines[SEAL_LEVELS] = {
    [SEAL_LEVEL_B] = "BASELINE-B",
    [SEAL_LEVEL_T] = "BASELINE-T",
    [SEAL_LEVEL_LT] = "BASELINE-LT",
    [SEAL_LEVEL_LTA] = "BASELINE-LTA",
};

struct sub_row {
    const char *name;
    enum seal_check_state state;
};

static const struct sub_row subs[SUB_COUNT] = {
    [SUB_NONE] = {"", SEAL_FAILED},
    [SUB_FORMAT_FAILURE] = {"FORMAT_FAILURE", SEAL_FAILED},
    [SUB_HASH_FAILURE] = {"HASH_FAILURE", SEAL_FAILED},
    [SUB_SIG_CRYPTO_FAILURE] = {"SIG_CRYPTO_FAILURE", SEAL_FAILED},
    [SUB_NO_SIGNING_CERTIFICATE_FOUND] = {"NO_SIGNING_CERTIFICATE_FOUND",
        SEAL_UNCERTAIN},
    [SUB_NO_CERTIFICATE_CHAIN_FOUND] = {"NO_CERTIFICATE_CHAIN_FOUND",
        SEAL_UNCERTAIN},
    [SUB_CHAIN_CONSTRAINTS_FAILURE] = {"CHAIN_CONSTRAINTS_FAILURE",
        SEAL_UNCERTAIN},
    [SUB_SIG_CONSTRAINTS_FAILURE] = {"SIG_CONSTRAINTS_FAILURE", SEAL_UNCERTAIN},
    [SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE] =
        {"CRYPTO_CONSTRAINTS_FAILURE_NO_POE", SEAL_UNCERTAIN},
    [SUB_OUT_OF_BOUNDS_NO_POE] = {"OUT_OF_BOUNDS_NO_POE", SEAL_UNCERTAIN},
    [SUB_REVOKED_NO_POE] = {"REVOKED_NO_POE", SEAL_UNCERTAIN},
    [SUB_REVOKED_CA_NO_POE] = {"REVOKED_CA_NO_POE", SEAL_UNCERTAIN},
    [SUB_TIMESTAMP_ORDER_FAILURE] = {"TIMESTAMP_ORDER_FAILURE", SEAL_UNCERTAIN},
    [SUB_TRY_LATER] = {"TRY_LATER", SEAL_UNCERTAIN},
};

void
checklist_init(struct checklist *list, enum checklist_format format)
{
    memset(list, 0, sizeof *list);
    list->formats = (int)format;
}

void
checklist_extend(struct checklist *list, enum checklist_format format)
{
    list->formats |= (int)format;
}

void
checklist_take(struct checklist *list, const struct checklist *from)
{
    list->formats |= from->formats;
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (from->items[i].state != SEAL_NOT_RUN) {
            assert(list->items[i].state == SEAL_NOT_RUN);
            list->items[i] = from->items[i];
        }
    }
}

void
checklist_pass(struct checklist *list, enum check_id id)
{
    assert(id < CHECK_COUNT);
    if (list->items[id].state == SEAL_NOT_RUN) {
        list->items[id].state = SEAL_PASSED;
    }
}

/* Numbers to compare refusals: a failure outweighs doubt. */
static int
weight(enum seal_check_state state)
{
    static const int weights[] = {
        [SEAL_NOT_RUN] = 0,
        [SEAL_PASSED] = 0,
        [SEAL_UNCERTAIN] = 1,
        [SEAL_FAILED] = 2,
    };

    return weights[state];
}

void
checklist_foreign(struct checklist *list)
{
    list->foreign = true;
    checklist_extend(list, CHECKLIST_FOREIGN);
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        struct checklist_item *item = &list->items[i];
        if (item->sub == SUB_FORMAT_FAILURE) {
            item->state = SEAL_UNCERTAIN;
            item->sub = SUB_SIG_CONSTRAINTS_FAILURE;
        }
    }
}

bool
checklist_refuse(struct checklist *list, enum check_id id,
    enum sub_indication sub, const char *format, ...)
{
    struct checklist_item *item = &list->items[id];
    va_list args;

    assert(id < CHECK_COUNT && sub < SUB_COUNT);
    if (list->foreign && sub == SUB_FORMAT_FAILURE) {
        sub = SUB_SIG_CONSTRAINTS_FAILURE;
    }
    if (weight(subs[sub].state) <= weight(item->state)) {
        return false;
    }
    item->state = subs[sub].state;
    item->sub = sub;
    va_start(args, format);
    (void)vsnprintf(item->detail, sizeof item->detail, format, args);
    va_end(args);
    return false;
}

bool
checklist_decide(struct checklist *list, enum check_id id, bool ok,
    enum sub_indication sub, const char *detail)
{
    if (!ok) {
        return checklist_refuse(list, id, sub, "%s", detail);
    }
    checklist_pass(list, id);
    return checklist_passed(list, id);
}

bool
checklist_passed(const struct checklist *list, enum check_id id)
{
    return list->items[id].state == SEAL_PASSED;
}

bool
checklist_passed_all(
    const struct checklist *list, enum check_id first, enum check_id last)
{
    for (int id = (int)first; id <= (int)last; id++)
        if (!checklist_passed(list, (enum check_id)id))
            return false;
    return true;
}

static bool
belongs(const struct checklist *list, size_t id)
{
    return (rows[id].formats & list->formats) != 0;
}

enum seal_conclusion
checklist_conclude(const struct checklist *list)
{
    size_t passed = 0;
    size_t wanted = 0;

    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (!belongs(list, i)) {
            continue;
        }
        wanted++;
        if (list->items[i].state == SEAL_FAILED) {
            return SEAL_TOTAL_FAILED;
        }
        if (list->items[i].state == SEAL_PASSED) {
            passed++;
        }
    }
    if (wanted > 0 && passed == wanted && !list->foreign) {
        return SEAL_TOTAL_PASSED;
    }
    return SEAL_INDETERMINATE;
}

enum check_id
checklist_first_refusal(const struct checklist *list)
{
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (belongs(list, i) && list->items[i].state != SEAL_PASSED)
            return (enum check_id)i;
    return CHECK_COUNT;
}

static bool
copy_check(struct arena *arena, const struct checklist *list, size_t id,
    struct seal_check *out, struct err *err)
{
    const struct checklist_item *item = &list->items[id];
    char *detail = span_string(arena, span_of(item->detail), err);

    if (detail == NULL) {
        return false;
    }
    out->name = rows[id].name;
    out->about = rows[id].about;
    out->state = item->state;
    out->sub_indication = subs[item->sub].name;
    out->detail = detail;
    return true;
}

/* Of the check that decides: the first that failed, or else is in doubt. */
static const char *
deciding(const struct checklist *list)
{
    enum sub_indication sub = SUB_NONE;
    int heaviest = 0;

    for (size_t i = 0; i < CHECK_COUNT; i++) {
        const struct checklist_item *item = &list->items[i];
        if (belongs(list, i) && weight(item->state) > heaviest) {
            heaviest = weight(item->state);
            sub = item->sub;
        }
    }
    return subs[sub].name;
}

bool
checklist_report(struct arena *arena, const struct checklist *list,
    struct seal_report *out, struct err *err)
{
    struct seal_check *checks =
        arena_alloc_array(arena, CHECK_COUNT, sizeof *checks, err);
    size_t count = 0;

    if (checks == NULL) {
        return false;
    }
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (!belongs(list, i)) {
            continue;
        }
        if (!copy_check(arena, list, i, &checks[count], err)) {
            return false;
        }
        count++;
    }
    out->conclusion = checklist_conclude(list);
    out->format = (list->formats & CHECKLIST_PDF) != 0 ? "PAdES" : "XAdES";
    out->checks = checks;
    out->check_count = count;
    out->sub_indication = deciding(list);
    out->foreign = list->foreign;
    out->level = baselines[list->level];
    if (out->conclusion != SEAL_TOTAL_PASSED) {
        out->content = (struct span){NULL, 0};
        out->level = "";
    }
    return true;
}
