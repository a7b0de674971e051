#include "seal/seal.h"

#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "seal/checklist.h"
#include "seal/cms.h"
#include "seal/further.h"
#include "seal/key.h"
#include "seal/pdf_field.h"
#include "seal/pdf_later.h"
#include "seal/pdf_profile.h"

enum {
    ROOM_FRAME = 1024, /* attributes, a role, lengths: 0.5 kB are usual */
    ROOM_TIMESTAMP = 12 * 1024, /* a token with three certificates: 5 kB */
};

/* The first check of the list that did not pass, as an error. */
static bool
report(struct arena *arena, const struct checklist *list, const char *what,
    struct err *err)
{
    struct seal_report seen = {0};

    if (!checklist_report(arena, list, &seen, err))
        return false;
    for (size_t i = 0; i < seen.check_count; i++)
        if (seen.checks[i].state == SEAL_FAILED ||
            seen.checks[i].state == SEAL_UNCERTAIN) {
            err_set(err, ERR_INPUT, "cannot sign the PDF: %s: %s: %s", what,
                seen.checks[i].name, seen.checks[i].detail);
            return false;
        }
    err_set(err, ERR_INPUT, "cannot sign the PDF: %s", what);
    return false;
}

/* Are all digits of the placeholder zeros? */
static bool
is_placeholder(const struct pdf_sealed *sealed)
{
    for (size_t i = sealed->contents->start + 1; i + 1 < sealed->contents->end;
         i++)
        if (sealed->document.bytes.ptr[i] != '0')
            return false;
    return true;
}

/* The document with the signature in its place, same length. */
static bool
fill(struct arena *arena, const struct pdf_sealed *sealed, struct span der,
    struct span *out, struct err *err)
{
    struct span bytes = sealed->document.bytes;
    size_t room = (sealed->contents->end - sealed->contents->start - 2) / 2;
    char *copy;
    char *digits;

    if (der.len > room) {
        err_set(err, ERR_LIMIT,
            "cannot sign the PDF: the signature has %zu bytes, the "
            "placeholder %zu",
            der.len, room);
        return false;
    }
    copy = arena_alloc(arena, bytes.len + 1, err);
    digits = arena_alloc(arena, 2 * der.len + 1, err);
    if (copy == NULL || digits == NULL)
        return false;
    memcpy(copy, bytes.ptr, bytes.len);
    hex_of((const uint8_t *)der.ptr, der.len, digits);
    memcpy(copy + sealed->contents->start + 1, digits, 2 * der.len);
    out->ptr = copy;
    out->len = bytes.len;
    return true;
}

size_t
seal_signature_room(const struct seal_signing *signing)
{
    STACK_OF(X509) *chain = key_chain(signing->key);
    int size = EVP_PKEY_get_size(X509_get0_pubkey(key_signer(signing->key)));
    int name =
        i2d_X509_NAME(X509_get_issuer_name(key_signer(signing->key)), NULL);
    size_t room = ROOM_FRAME + (signing->tsa_url == NULL ? 0 : ROOM_TIMESTAMP);

    room += (size > 0 ? (size_t)size : 0) + (name > 0 ? (size_t)name : 0);
    for (int i = 0; i < sk_X509_num(chain); i++) {
        int len = i2d_X509(sk_X509_value(chain, i), NULL);

        room += len > 0 ? (size_t)len : 0;
    }
    return room;
}

/* The signatures behind the first one, each upon the revision before it. */
static bool
verify_later(struct arena *values, const struct pdf_sealed *sealed,
    struct checklist *list, struct err *err)
{
    const struct pdf_revisions *revisions = &sealed->revisions;

    for (size_t i = 1; i < revisions->count; i++) {
        struct pdf_later later = {.kind = PDF_LATER_UNKNOWN};
        struct cms_found found = {0};
        struct checklist own;
        if (!pdf_later_read(&revisions->items[i - 1], &revisions->items[i],
                list, &later, err))
            return false;
        if (later.kind != PDF_LATER_APPROVAL)
            continue;
        checklist_init(&own, CHECKLIST_PDF);
        if (!cms_check(values, later.der, &later.content, &own, &found, err))
            return false;
        cms_found_release(&found);
        if (!checklist_passed_all(
                &own, CHECK_CMS_FORM, CHECK_CMS_SECOND_OPINION))
            (void)checklist_refuse(list, CHECK_PDF_REVISIONS,
                SUB_SIG_CRYPTO_FAILURE, "a further signature is broken");
    }
    return true;
}

/* All that can be checked without knowing what the reader will trust. */
static bool
verify_own(struct arena *values, struct span pdf, struct err *err)
{
    static const enum check_id wanted[] = {
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
        CHECK_PDF_EMBEDDED,
    };
    struct cms_found found = {0};
    struct pdf_sealed sealed;
    struct checklist list;
    bool ok;

    checklist_init(&list, CHECKLIST_PDF);
    if (!pdf_profile_locate(values, pdf, &list, &sealed, err))
        return false;
    if (sealed.contents != NULL && pdf_profile_contents(&sealed, &list)) {
        ok = cms_check(
                 values, sealed.cms, &sealed.content, &list, &found, err) &&
             pdf_profile_embedded(values, &sealed, &list, err) &&
             verify_later(values, &sealed, &list, err);
        cms_found_release(&found);
        if (!ok)
            return false;
    }
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!checklist_passed(&list, wanted[i]))
            return report(values, &list, "it does not verify", err);
    return sealed.revisions.count == 1 ||
           checklist_passed(&list, CHECK_PDF_REVISIONS) ||
           report(values, &list, "it does not verify", err);
}

bool
seal_sign_pdf(struct arena *arena, const struct seal_signing *signing,
    struct span pdf, struct span *out, struct err *err)
{
    struct arena values;
    struct pdf_sealed sealed;
    struct checklist list;
    struct span der;
    struct span signed_pdf;
    bool ok = false;

    arena_init(&values, LIMIT_PDF_TREE_BYTES);
    checklist_init(&list, CHECKLIST_PDF);
    if (!pdf_profile_locate(&values, pdf, &list, &sealed, err))
        goto out;
    if (sealed.contents == NULL) {
        ok = report(&values, &list, "it has no usable placeholder", err);
        goto out;
    }
    if (!is_placeholder(&sealed)) {
        err_set(err, ERR_INPUT, "cannot sign the PDF: it is signed already");
        goto out;
    }
    if (!cms_sign(&values, signing, &sealed.content, &der, err) ||
        !fill(arena, &sealed, der, &signed_pdf, err))
        goto out;
    arena_release(&values);
    arena_init(&values, LIMIT_PDF_TREE_BYTES);
    if (!verify_own(&values, signed_pdf, err))
        goto out;
    *out = signed_pdf;
    ok = true;
out:
    arena_release(&values);
    return ok;
}

static bool
append_approval(struct arena *arena, const struct seal_signing *signing,
    struct span pdf, struct span *out, struct err *err)
{
    struct pdf_field_words words = {.at_s = signing->at_s,
        .role = signing->role,
        .room = seal_signature_room(signing)};
    struct pdf_revisions revisions;
    struct pdf_field_slot slot;
    struct cms_content content;
    struct span der;

    if (!pdf_load_revisions(arena, pdf, &revisions, err))
        return false;
    if (revisions.count == PDF_REVISIONS) {
        err_set(err, ERR_LIMIT, "cannot sign the PDF: it has %zu revisions",
            revisions.count);
        return false;
    }
    if (!pdf_field_append(
            arena, &revisions.items[revisions.count - 1], &words, &slot, err))
        return false;
    content = pdf_field_content(&slot);
    if (!cms_sign(arena, signing, &content, &der, err) ||
        !pdf_field_fill(&slot, der, err))
        return false;
    *out = slot.bytes;
    return true;
}

bool
further_pdf(struct arena *arena, const struct seal_signing *signing,
    struct span pdf, struct span *out, struct err *err)
{
    struct arena values;
    struct span bytes;
    bool ok;

    arena_init(&values, LIMIT_PDF_TREE_BYTES);
    ok = verify_own(&values, pdf, err) &&
         append_approval(arena, signing, pdf, &bytes, err);
    arena_release(&values);
    arena_init(&values, LIMIT_PDF_TREE_BYTES);
    ok = ok && verify_own(&values, bytes, err);
    arena_release(&values);
    if (ok)
        *out = bytes;
    return ok;
}
