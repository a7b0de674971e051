#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Keys, XAdES and PAdES baseline B, one certificate policy, and verification
 * that starts at refusal: every named check must have run and passed.
 * Sources: ETSI EN 319 132-1 (XAdES), 319 142-1 (PAdES), 319 122-1 (CAdES),
 * 319 102-1 (validation).
 */

/*
 * A signing key with its certificate chain. Owned. The private key itself is
 * in a process of its own, which is started by seal_key_open and ends with
 * seal_key_close: open the key before any input that may be hostile.
 */
struct seal_key;

enum {
    SEAL_SECRET_BYTES = 512 /* of a passphrase; PINs are shorter */
};
struct seal_secret {
    char bytes[SEAL_SECRET_BYTES]; /* ends with NUL */
    size_t len;
};

/*
 * Where the passphrase of a key, or the PIN of a token, comes from. Called at
 * most once, in the process that holds the key, with words for a prompt
 * ("passphrase of 'signer.p12'") and memory that is wiped.
 */
struct seal_passphrase {
    bool (*read)(void *context, const char *what, struct seal_secret *out,
        struct err *err);
    void *context;
    int fd; /* that it reads from, for that process alone; -1: none */
};

struct seal_key_request {
    /* A file, ours and of mode 0600 or stricter: a PEM key or a PKCS#12 file.
       Or the URI of a key on a token: "pkcs11:..." (RFC 7512). */
    const char *key;
    const char *cert_path;   /* PEM; NULL: what came with the key */
    const char *module_path; /* of PKCS#11; NULL: as the URI or p11-kit says */
    struct seal_passphrase passphrase; /* read NULL: there is none */
};

/* ERR_USAGE when key and certificate do not belong together. */
MUST_CHECK bool seal_key_open(const struct seal_key_request *request,
    struct seal_key **out, struct err *err);
void seal_key_close(struct seal_key *key); /* accepts NULL */
/* The certificates that it signs with, one after the other, DER. */
MUST_CHECK bool seal_key_put_certificates(
    const struct seal_key *key, struct text *out, struct err *err);
/* Was the certificate made by `keygen` for trying out? */
bool seal_key_is_trial(const struct seal_key *key);
bool seal_key_is_rsa(const struct seal_key *key);

/* keygen: write ca.pem, ca.crl, signer.pem, signer.key (0600) into `dir`. */
struct seal_keygen {
    const char *dir;
    int64_t now_s;
    bool rsa; /* RSA-3072 instead of P-256: signatures are then repeatable */
};
MUST_CHECK bool seal_keygen(const struct seal_keygen *request, struct err *err);

/* What a signer claims to be; nobody but the signer says so. */
enum seal_role {
    SEAL_ROLE_NONE,
    SEAL_ROLE_AUTHOR,
    SEAL_ROLE_APPROVER,
    SEAL_ROLE_AUDITOR,
    SEAL_ROLES,
};

/* "author", "approver", "auditor"; "" for none, which is not parsed. */
const char *seal_role_name(enum seal_role role);
MUST_CHECK bool seal_role_parse(struct span name, enum seal_role *out);

/* Who signs, when, and how well it shall last. */
struct seal_signing {
    const struct seal_key *key;
    int64_t at_s;        /* signing time that an XML signature claims */
    const char *tsa_url; /* time-stamp authority; NULL: level B */
    enum seal_role role; /* that the signer claims, signed */
    bool rsa_pss; /* an RSA key signs PDF by RSASSA-PSS; else, and XML always,
                     by PKCS#1 v1.5, whose signatures are repeatable */
};

/* Sign the root element: enveloped XAdES as last child of the root. */
MUST_CHECK bool seal_sign_xml(struct arena *arena,
    const struct seal_signing *signing, struct span xml, struct span *out,
    struct err *err);

/*
 * Bytes that a signature of a PDF by this key can have. Its placeholder takes
 * twice as many digits, so that it is no longer than the certificates, the
 * signature value and a time-stamp need.
 */
size_t seal_signature_room(const struct seal_signing *signing);
/*
 * Fill the signature placeholder that render_pdf_save left: PAdES. The result
 * has the same length as `pdf`.
 */
MUST_CHECK bool seal_sign_pdf(struct arena *arena,
    const struct seal_signing *signing, struct span pdf, struct span *out,
    struct err *err);

/*
 * A further signature on a sealed file, XML or PDF, which must be intact: on a
 * PDF an approval behind all that it has (its bytes stay as they are), in an
 * XML file a counter-signature over the first signature's value. It needs a
 * role.
 */
MUST_CHECK bool seal_sign_further(struct arena *arena,
    const struct seal_signing *signing, struct span sealed, struct span *out,
    struct err *err);

/* Baseline levels, each with what the one before it has. */
enum seal_level {
    SEAL_LEVEL_B,
    SEAL_LEVEL_T,   /* a time-stamp */
    SEAL_LEVEL_LT,  /* and what validates it in ten years */
    SEAL_LEVEL_LTA, /* and a time-stamp over all of that, to be renewed */
    SEAL_LEVELS,
};

/* "B-B", "B-T", "B-LT", "B-LTA". */
const char *seal_level_name(enum seal_level level);
MUST_CHECK bool seal_level_parse(const char *name, enum seal_level *out);

/* Conclusions of EN 319 102-1; zero refuses. */
enum seal_conclusion {
    SEAL_TOTAL_FAILED,
    SEAL_INDETERMINATE,
    SEAL_TOTAL_PASSED,
};

enum seal_check_state {
    SEAL_NOT_RUN,
    SEAL_FAILED,
    SEAL_UNCERTAIN,
    SEAL_PASSED
};

/* One named check; the whole list is in checklist.c. */
struct seal_check {
    const char *name;  /* stable: "xml-root-signed", "chain-trusted" ... */
    const char *about; /* one English sentence */
    enum seal_check_state state;
    const char *sub_indication; /* EN 319 102-1: "HASH_FAILURE" ...; or "" */
    const char *detail;         /* what was seen, or "" */
};

enum {
    SEAL_COSIGNERS = 16, /* further signatures of one file at most */
    SEAL_PATH_CERTS = 8, /* from a signer to its anchor */
};

/*
 * One that signed a sealed file later: told only when the signature is intact,
 * and to be believed only when the certificate stood up to the policy.
 */
struct seal_cosigner {
    enum seal_role role; /* that it claims */
    const char *signer;  /* as of struct seal_report */
    const char *name;
    const char *organisation;
    char sha256[65];
    bool trusted;
    bool trial;
    int64_t claimed_s;
    int64_t proven_s;
    const char *authority;
};

/* Strings are UTF-8 as they stand in the file: escape them where shown. */
struct seal_report {
    enum seal_conclusion conclusion;
    const char *sub_indication; /* of the check that decided; or "" */
    const char *format;         /* "XAdES" or "PAdES" */
    const char *level;          /* "BASELINE-B", "-T", "-LT", "-LTA"; or "" */
    struct seal_check *checks;
    size_t check_count;
    bool intact; /* the signed bytes are those that were signed, with the key
                    of the certificate that is told of next */
    /* The signer: told only when intact, and to be believed only when */
    bool signer_trusted;     /* ... the certificate stood up to the policy */
    const char *signer;      /* subject of the certificate, RFC 2253; or "" */
    const char *signer_name; /* its one common name; or "" */
    const char *signer_organisation; /* its one organisation; or "" */
    char signer_sha256[65];
    struct span signer_der;            /* the whole certificate, DER */
    struct span path[SEAL_PATH_CERTS]; /* only when trusted: those above it,
                                          up to the anchor, DER */
    size_t path_count;
    struct span signature; /* the signature value */
    struct span digest;    /* of the signed document, SHA-256 or SHA-384 */
    enum seal_role role;   /* that the signer claims */
    int64_t claimed_s;     /* signing time claimed, 0 = none */
    int64_t proven_s;      /* the signature existed then, by a time-stamp that
                              is trusted; 0 = none */
    bool stamped;          /* so is every further signature */
    const char *authority; /* who stamped that time; or "" */
    struct span timestamp; /* its token, DER */
    int64_t validated_s;   /* the validation time */
    bool trial;            /* by a throw-away key */
    /* Those that signed later, in their order. */
    struct seal_cosigner cosigners[SEAL_COSIGNERS];
    size_t cosigner_count;
    bool foreign;           /* another program wrote the signature */
    struct span content;    /* XML: the verified bytes; PDF: the embedded
                               dossier.xml, verified to lie in signed bytes */
    const char *not_proven; /* what was not proven, English; or "" */
};

/*
 * Renders the verified data again as the same form, with room for a signature
 * but unsigned: what a PDF of it must show. Called only once all checks of the
 * signature have passed. False with err when it cannot be done: then nothing
 * is known about what the pages show.
 */
struct seal_shown_form {
    struct span xml;      /* verified, embedded */
    struct span language; /* of the PDF: "fr" */
    size_t page_count;
};

struct seal_shown {
    bool (*render)(void *context, struct arena *arena,
        const struct seal_shown_form *form, struct span *pdf_out,
        bool *same_maker_out, struct err *err);
    void *context;
};

/* What a signature must be besides valid, each a check of its own. */
struct seal_demand {
    bool level_asked;
    enum seal_level level;          /* or more */
    const char *signer_sha256;      /* of the signer's certificate, lower-case
                                       hexadecimal; NULL = not asked */
    const char *signer_common_name; /* the whole of it; NULL = not asked */
};

/*
 * What was found in the last XML document, for a caller that verifies many
 * files: the same bytes, alone and inside a PDF, are then examined once. That
 * depends on nothing but the bytes; whom to trust, and when, is judged anew for
 * every file.
 */
struct seal_memo;
MUST_CHECK bool seal_memo_open(struct seal_memo **out, struct err *err);
void seal_memo_close(struct seal_memo *memo); /* accepts NULL */

struct seal_verify_request {
    struct span bytes;
    struct seal_memo *memo; /* NULL = none */
    const char *trust_path; /* PEM with one or more anchors */
    const char *crl_path;   /* PEM or DER; NULL = beside the trust file with
                               ending .crl if there, else not checked */
    int64_t at_s;           /* validation time */
    const struct seal_shown *shown;   /* PDF: also compare what its pages show
                                         with its data; NULL = not asked */
    const struct seal_demand *demand; /* NULL = nothing asked */
};

/*
 * Verify a dossier or comparison, XML or PDF by its first bytes. True when a
 * verdict was reached, whatever it is; false (ERR_SYSTEM, ERR_USAGE: trust
 * file unreadable) when not: then nothing is known and nothing may pass.
 */
MUST_CHECK bool seal_verify(struct arena *arena,
    const struct seal_verify_request *request, struct seal_report *out,
    struct err *err);

/*
 * The data file embedded in a sealed PDF, for reading only: nothing of it is
 * verified. ERR_INPUT when the PDF is not of our shape.
 */
MUST_CHECK bool seal_pdf_content(
    struct arena *arena, struct span pdf, struct span *out, struct err *err);

/*
 * Raise a sealed file to a level, or renew it: time-stamps from `tsa_url`,
 * validation material for the paths to the anchors of `verify`, in `bytes`
 * the file. It must not be invalid. The result is verified before it is
 * handed out. The network is asked for what is needed, and for nothing else.
 */
struct seal_extend_request {
    struct seal_verify_request verify;
    enum seal_level level;
    const char *tsa_url; /* may be NULL for B-LT of a stamped file */
};
MUST_CHECK bool seal_extend(struct arena *arena,
    const struct seal_extend_request *request, struct span *out,
    struct err *err);

/*
 * Sign a statement of in-toto about a sealed file, in a DSSE envelope (JSON).
 * ERR_TRUST unless the file was found VALID and the key is that of one of its
 * signers: who attests has sealed what is attested. RSA signs with PKCS#1
 * v1.5, ECDSA as DER, with the digest that the key has for files.
 */
struct seal_attest_request {
    const struct seal_key *key;
    const struct seal_report *report; /* of the file */
    struct span statement;            /* signed as it stands */
};
MUST_CHECK bool seal_attest(struct arena *arena,
    const struct seal_attest_request *request, struct span *out,
    struct err *err);

const char *seal_conclusion_name(enum seal_conclusion conclusion);
const char *seal_check_state_name(enum seal_check_state state);

#endif
