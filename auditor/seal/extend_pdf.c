#include "seal/extend.h"

#include "base/limits.h"
#include "seal/gather.h"
#include "seal/pdf_dss.h"
#include "seal/pdf_field.h"
#include "seal/timestamp.h"

enum {
    TIMESTAMP_ROOM = 12 * 1024 /* a token with three certificates: 5 kB */
};

/* The document as it stands, with all of its revisions. */
static bool
load(struct arena *arena, struct span bytes, struct pdf_revisions *revisions,
    struct err *err)
{
    return pdf_load_revisions(arena, bytes, revisions, err);
}

static const struct pdf_document *
latest(const struct pdf_revisions *revisions)
{
    return &revisions->items[revisions->count - 1];
}

/* A document time-stamp: it stands for the signature as well. */
bool
extend_pdf_stamp(struct arena *arena, const struct extend_input *input,
    struct span *out, struct err *err)
{
    struct pdf_field_words words = {.timestamp = true, .room = TIMESTAMP_ROOM};
    struct pdf_revisions revisions;
    struct pdf_field_slot slot;
    struct cms_content content;
    const char *url;
    struct span token;

    if (!extend_authority(input, &url, err) ||
        !load(arena, input->bytes, &revisions, err) ||
        !pdf_field_append(arena, latest(&revisions), &words, &slot, err))
        return false;
    content = pdf_field_content(&slot);
    if (!timestamp_fetch(arena, url, &content, &token, err) ||
        !pdf_field_fill(&slot, token, err))
        return false;
    *out = slot.bytes;
    return true;
}

bool
extend_pdf_archive(struct arena *arena, const struct extend_input *input,
    struct span *out, struct err *err)
{
    return extend_pdf_stamp(arena, input, out, err);
}

/* Append what the store has not yet. */
static bool
merge(const struct gathered *gathered, struct pdf_dss *dss, bool *more,
    struct err *err)
{
    static const enum pdf_dss_kind kinds[] = {
        [MATERIAL_CERTIFICATE] = PDF_DSS_CERTS,
        [MATERIAL_LIST] = PDF_DSS_CRLS,
        [MATERIAL_ANSWER] = PDF_DSS_OCSPS,
    };

    *more = false;
    for (size_t i = 0; i < gathered->count; i++) {
        enum pdf_dss_kind kind = kinds[gathered->kinds[i]];
        bool known = false;
        for (size_t k = 0; k < dss->counts[kind]; k++)
            known =
                known || span_equal(dss->items[kind][k], gathered->items[i]);
        if (known)
            continue;
        if (dss->counts[kind] == PDF_DSS_ITEMS) {
            err_set(err, ERR_LIMIT,
                "cannot add validation material: there are %d pieces already",
                (int)PDF_DSS_ITEMS);
            return false;
        }
        dss->items[kind][dss->counts[kind]++] = gathered->items[i];
        *more = true;
    }
    return true;
}

bool
extend_pdf_material(struct arena *arena, const struct extend_input *input,
    struct span *out, struct err *err)
{
    struct pdf_revisions revisions;
    struct pdf_dss dss;
    struct gathered gathered = {.count = 0};
    bool more = false;

    if (!load(arena, input->bytes, &revisions, err) ||
        !pdf_dss_read(latest(&revisions), &dss, err) ||
        !gather(arena, input->material, input->verify, &gathered, err) ||
        !merge(&gathered, &dss, &more, err))
        return false;
    if (!more) {
        *out = input->bytes;
        return true;
    }
    return pdf_dss_append(arena, latest(&revisions), &dss, out, err);
}
