#ifndef SEAL_CHECKLIST_H
#define SEAL_CHECKLIST_H

#include "base/arena.h"
#include "base/err.h"
#include "seal/seal.h"

#include <stdbool.h>

/*
 * The table of all named checks. Every check begins as SEAL_NOT_RUN, and a
 * signature passes only when each check of its format ran and passed, so that
 * forgetting one can never be mistaken for success.
 */
enum checklist_format {
    CHECKLIST_XML = 1,
    CHECKLIST_PDF = 2,
    /* joined to the above once the file turns out to have such a thing */
    CHECKLIST_TIMESTAMP = 4, /* a time-stamp */
    CHECKLIST_LATER = 8,     /* a revision behind the first one */
    CHECKLIST_MATERIAL = 16, /* validation material */
    /* joined when it was asked for */
    CHECKLIST_SHOWN = 32, /* what the pages show is what was sealed */
    CHECKLIST_LEVEL = 64,
    CHECKLIST_SIGNER = 128,
    /* joined when another program turns out to have written the signature */
    CHECKLIST_FOREIGN = 256,
    CHECKLIST_COSIGNERS = 512, /* a further signature */
};

/*
 * To add a check: one constant here, one row in checklist.c. The order is
 * that of the report.
 */
enum check_id {
    /* XML */
    CHECK_XML_BYTES,
    CHECK_XML_CANONICAL,
    CHECK_XML_ROOT,
    CHECK_XML_SINGLE,
    CHECK_XML_IDS,
    CHECK_XML_ALGORITHMS,
    CHECK_XML_REFERENCES,
    CHECK_XML_KEYINFO,
    CHECK_XML_PROPERTIES,
    CHECK_XML_AS_WRITTEN,
    CHECK_XML_SIGNER_BOUND,
    CHECK_XML_ROOT_DIGEST,
    CHECK_XML_PROPERTIES_DIGEST,
    CHECK_XML_SIGNATURE,
    CHECK_XML_SECOND_OPINION,
    /* PDF */
    CHECK_PDF_STRUCTURE,
    CHECK_PDF_ACTIVE,
    CHECK_PDF_SINGLE,
    CHECK_PDF_DICTIONARY,
    CHECK_PDF_BYTE_RANGE,
    CHECK_PDF_CONTENTS,
    CHECK_CMS_FORM,
    CHECK_CMS_ALGORITHMS,
    CHECK_CMS_SIGNER_BOUND,
    CHECK_CMS_AS_WRITTEN,
    CHECK_CMS_DIGEST,
    CHECK_CMS_SIGNATURE,
    CHECK_CMS_SECOND_OPINION,
    CHECK_PDF_REVISIONS,
    CHECK_FOREIGN,
    /* both: time-stamps and validation material */
    CHECK_TIMESTAMP_INTACT,
    CHECK_TIMESTAMP_TRUSTED,
    CHECK_TIMESTAMP_ORDER,
    CHECK_MATERIAL,
    /* both: the certificate policy */
    CHECK_CLAIMED_TIME,
    CHECK_CERT_CHAIN,
    CHECK_CERT_NEEDED,
    CHECK_CERT_TIME,
    CHECK_CERT_VERSION,
    CHECK_CERT_SERIAL,
    CHECK_CERT_NOT_CA,
    CHECK_CERT_KEY_USAGE,
    CHECK_CERT_EXTENDED_KEY_USAGE,
    CHECK_CERT_KEY,
    CHECK_CERT_ALGORITHMS,
    CHECK_CERT_REVOCATION,
    CHECK_CERT_NOT_REVOKED,
    /* PDF: behind the policy, whose doubts the embedded file shares */
    CHECK_PDF_EMBEDDED,
    CHECK_PDF_EMBEDDED_SEALED,
    CHECK_PDF_EMBEDDED_SIGNER,
    /* both: those that signed later */
    CHECK_COSIGNERS_INTACT,
    CHECK_COSIGNERS_TRUSTED,
    /* what was demanded; asked for by seal_verify_request.demand */
    CHECK_LEVEL_REACHED,
    CHECK_SIGNER_EXPECTED,
    /* what the pages show; asked for by seal_verify_request.shown */
    CHECK_TEXT_READABLE,
    CHECK_TEXT_VISIBLE,
    CHECK_TEXT_TRUE_GLYPHS,
    CHECK_TEXT_COMPLETE,
    CHECK_TEXT_NOTHING_ELSE,
    CHECK_TEXT_IN_ORDER,
    CHECK_PAGES_AS_RENDERED,
    CHECK_COUNT,
};

/*
 * Sub-indications of EN 319 102-1 clause 5.1.3, table 5. The table in
 * checklist.c says which of them fails a signature and which leaves it open.
 */
enum sub_indication {
    SUB_NONE,
    SUB_FORMAT_FAILURE,     /* failed: not of our profile, or malformed */
    SUB_HASH_FAILURE,       /* failed: signed data was changed */
    SUB_SIG_CRYPTO_FAILURE, /* failed: the signature value does not verify */
    SUB_NO_SIGNING_CERTIFICATE_FOUND,
    SUB_NO_CERTIFICATE_CHAIN_FOUND,
    SUB_CHAIN_CONSTRAINTS_FAILURE,
    SUB_SIG_CONSTRAINTS_FAILURE,
    SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    SUB_OUT_OF_BOUNDS_NO_POE,
    SUB_REVOKED_NO_POE,
    SUB_REVOKED_CA_NO_POE,
    SUB_TIMESTAMP_ORDER_FAILURE,
    SUB_TRY_LATER, /* no fresh revocation information */
    SUB_COUNT,
};

enum {
    CHECKLIST_DETAIL_BYTES = 240
};

struct checklist_item {
    enum seal_check_state state;
    enum sub_indication sub;
    char detail[CHECKLIST_DETAIL_BYTES];
};

struct checklist {
    int formats; /* of enum checklist_format, joined */
    enum seal_level level;
    bool foreign; /* checklist_foreign was called */
    struct checklist_item items[CHECK_COUNT];
};

void checklist_init(struct checklist *list, enum checklist_format format);

/* The check ran and passed. Changes nothing once it was refused. */
void checklist_pass(struct checklist *list, enum check_id id);

/*
 * The check ran and did not pass: SEAL_FAILED or SEAL_UNCERTAIN, as the
 * sub-indication says. The first refusal is kept unless a worse one follows.
 * Returns false, so that callers can write `return checklist_refuse(...)`.
 */
bool checklist_refuse(struct checklist *list, enum check_id id,
    enum sub_indication sub, const char *format, ...) PRINTF_LIKE(4, 5);

/* checklist_pass when `ok`, else checklist_refuse with `detail`. */
bool checklist_decide(struct checklist *list, enum check_id id, bool ok,
    enum sub_indication sub, const char *detail);

bool checklist_passed(const struct checklist *list, enum check_id id);
/* Did every check from `first` to `last` pass? */
bool checklist_passed_all(
    const struct checklist *list, enum check_id first, enum check_id last);

/* From now on the checks of that kind are asked for as well. */
void checklist_extend(struct checklist *list, enum checklist_format format);
/* What was decided, and asked for, in `from` counts in `list` too. */
void checklist_take(struct checklist *list, const struct checklist *from);
/*
 * The signature is intact, or cannot be told to be broken, but another program
 * wrote it: that it is not of our form, which failed checks and will fail
 * more, only leaves it open. From now on it cannot pass.
 */
void checklist_foreign(struct checklist *list);
/* The first check that did not pass; CHECK_COUNT when all did. */
enum check_id checklist_first_refusal(const struct checklist *list);

/*
 * TOTAL_FAILED when any check of the format failed, TOTAL_PASSED when every
 * one passed, else INDETERMINATE.
 */
enum seal_conclusion checklist_conclude(const struct checklist *list);

/*
 * Fill `out`'s conclusion, sub-indication, format, level, foreign, checks and
 * check_count; its other fields are untouched. Unless the conclusion is
 * TOTAL_PASSED, `content` and `level` are emptied: nothing unverified is handed
 * on.
 */
MUST_CHECK bool checklist_report(struct arena *arena,
    const struct checklist *list, struct seal_report *out, struct err *err);

#endif
