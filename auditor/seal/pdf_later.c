#include "seal/pdf_later.h"

#include "base/limits.h"
#include "seal/pdf_append.h"
#include "seal/pdf_dss.h"
#include "seal/pdf_field.h"
#include "seal/pdf_profile.h"

enum {
    ROOM_MAX = 256 * 1024 /* bytes for one signature */
};

struct reader {
    struct arena arena; /* for the revision as it should be, to compare */
    const struct pdf_document *before;
    const struct pdf_document *document;
    struct checklist *list;
    struct pdf_later later;
};

/* A refusal is a result: true. */
static bool
refuse(struct reader *reader, const char *reason)
{
    reader->later.kind = PDF_LATER_UNKNOWN;
    (void)checklist_refuse(reader->list, CHECK_PDF_REVISIONS,
        SUB_FORMAT_FAILURE, "byte %zu: %s", reader->document->start, reason);
    return true;
}

/* The file's fault is a refusal; all else is handed on. */
static bool
blame(struct reader *reader, const struct err *reason, struct err *err)
{
    if (reason->code == ERR_SYSTEM) {
        *err = *reason;
        return false;
    }
    return refuse(reader, reason->text);
}

static size_t
field_count(const struct pdf_document *document)
{
    const struct pdf_value *fields = append_fields(document);

    return fields == NULL ? 0 : fields->count;
}

/* The signature dictionary of the last field. */
static const struct pdf_value *
last_value(const struct pdf_document *document)
{
    const struct pdf_value *field = append_fields(document)->first;

    while (field != NULL && field->next != NULL)
        field = field->next;
    return pdf_find(document, pdf_resolve(document, field), "V");
}

static bool
read_words(const struct pdf_value *value, struct pdf_field_words *out,
    struct pdf_later *later)
{
    const struct pdf_value *contents = pdf_value_find(value, "Contents");
    const struct pdf_value *date = pdf_value_find(value, "M");
    const struct pdf_value *reason = pdf_value_find(value, "Reason");
    struct pdf_field_words words = {
        .timestamp =
            pdf_value_is_name(pdf_value_find(value, "Type"), "DocTimeStamp")};

    if (contents == NULL || contents->kind != PDF_STRING || !contents->hex ||
        contents->text.len == 0 || contents->text.len > ROOM_MAX)
        return false;
    words.room = contents->text.len;
    if (!words.timestamp) {
        if (date == NULL || date->kind != PDF_STRING || reason == NULL ||
            reason->kind != PDF_STRING ||
            !pdf_field_role(reason->text, &words.role) ||
            !pdf_profile_date(date->text, &words.at_s))
            return false;
        later->claimed_s = words.at_s;
        later->role = words.role;
    }
    later->kind = words.timestamp ? PDF_LATER_TIMESTAMP : PDF_LATER_APPROVAL;
    *out = words;
    return true;
}

/* The same bytes but for the signature itself. */
static bool
same_around(struct span seen, const struct pdf_field_slot *slot)
{
    struct span before = {seen.ptr, slot->start};
    struct span after = {seen.ptr + slot->end, seen.len - slot->end};
    struct span want_before = {slot->bytes.ptr, slot->start};
    struct span want_after = {
        slot->bytes.ptr + slot->end, slot->bytes.len - slot->end};

    return seen.len == slot->bytes.len && span_equal(before, want_before) &&
           span_equal(after, want_after);
}

static bool
read_signature(struct reader *reader, struct err *err)
{
    const struct pdf_value *value = last_value(reader->document);
    struct span bytes = reader->document->bytes;
    struct pdf_field_words words;
    struct pdf_field_slot slot;
    struct pdf_sealed sealed = {.document = *reader->document};
    struct err reason = {0};

    if (!read_words(value, &words, &reader->later))
        return refuse(reader, "its signature dictionary is malformed");
    if (!pdf_field_append(
            &reader->arena, reader->before, &words, &slot, &reason))
        return blame(reader, &reason, err);
    if (!same_around(bytes, &slot))
        return refuse(reader, "it holds more than one further signature");
    sealed.contents = pdf_value_find(value, "Contents");
    if (!pdf_profile_contents(&sealed, reader->list))
        return refuse(reader, "its signature is malformed");
    reader->later.der = sealed.cms;
    reader->later.content.before = (struct span){bytes.ptr, slot.start};
    reader->later.content.after =
        (struct span){bytes.ptr + slot.end, bytes.len - slot.end};
    checklist_pass(reader->list, CHECK_PDF_REVISIONS);
    return true;
}

static bool
read_material(struct reader *reader, struct err *err)
{
    struct pdf_dss dss;
    struct span again;
    struct err reason = {0};

    if (!pdf_dss_read(reader->document, &dss, &reason) ||
        !pdf_dss_append(&reader->arena, reader->before, &dss, &again, &reason))
        return blame(reader, &reason, err);
    if (!span_equal(again, reader->document->bytes))
        return refuse(reader, "it holds more than validation material");
    reader->later.kind = PDF_LATER_MATERIAL;
    checklist_pass(reader->list, CHECK_PDF_REVISIONS);
    return true;
}

bool
pdf_later_read(const struct pdf_document *before,
    const struct pdf_document *document, struct checklist *list,
    struct pdf_later *out, struct err *err)
{
    struct reader reader = {
        .before = before, .document = document, .list = list};
    bool ok;

    arena_init(&reader.arena, LIMIT_PDF_TREE_BYTES);
    checklist_extend(list, CHECKLIST_LATER);
    if (field_count(document) == field_count(before) + 1)
        ok = read_signature(&reader, err);
    else
        ok = read_material(&reader, err);
    arena_release(&reader.arena);
    if (ok)
        *out = reader.later;
    return ok;
}
