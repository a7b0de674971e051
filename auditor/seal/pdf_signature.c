#include "seal/pdf_profile.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "seal/der.h"

/* Read strictly, and look whether anything in the file is active. */
static bool
load(struct arena *values, struct span bytes, struct checklist *list,
    struct pdf_sealed *sealed, struct err *err)
{
    struct err reason = {0};

    if (pdf_load_revisions(values, bytes, &sealed->revisions, &reason)) {
        sealed->document = sealed->revisions.items[0];
        checklist_pass(list, CHECK_PDF_STRUCTURE);
        return true;
    }
    if (reason.code == ERR_SYSTEM) {
        *err = reason;
        return false;
    }
    (void)checklist_refuse(list, CHECK_PDF_STRUCTURE, SUB_FORMAT_FAILURE,
        "%s%s%s", reason.place, reason.place[0] == '\0' ? "" : ": ",
        reason.text);
    return true;
}

/*
 * Permissions: none, or the certification by this very signature that leaves
 * room for signatures and validation material only (12.8.2.2, 12.8.4).
 */
static bool
permissions_known(
    const struct pdf_sealed *sealed, const struct pdf_survey *survey)
{
    const struct pdf_document *document = &sealed->document;
    const struct pdf_value *root =
        pdf_find(document, document->trailer, "Root");
    const struct pdf_value *permissions = pdf_value_find(root, "Perms");

    if (survey->permission_count == 0)
        return true;
    return survey->permission_count == 1 && permissions != NULL &&
           permissions->kind == PDF_DICTIONARY && permissions->count == 1 &&
           sealed->dictionary != NULL &&
           pdf_find(document, permissions, "DocMDP") == sealed->dictionary &&
           pdf_value_find(sealed->dictionary, "Reference") != NULL;
}

/* [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <<... /P 2>>>>] */
static bool
reference_known(const struct pdf_value *dictionary)
{
    const struct pdf_value *list = pdf_value_find(dictionary, "Reference");
    const struct pdf_value *reference;
    const struct pdf_value *parameters;
    const struct pdf_value *permission;

    if (list == NULL)
        return true;
    reference =
        list->kind == PDF_ARRAY && list->count == 1 ? list->first : NULL;
    parameters = pdf_value_find(reference, "TransformParams");
    permission = pdf_value_find(parameters, "P");
    return reference != NULL && reference->count == 3 && parameters != NULL &&
           parameters->count == 3 && permission != NULL &&
           permission->kind == PDF_INTEGER && permission->integer == 2 &&
           pdf_value_is_name(pdf_value_find(reference, "Type"), "SigRef") &&
           pdf_value_is_name(
               pdf_value_find(reference, "TransformMethod"), "DocMDP") &&
           pdf_value_is_name(
               pdf_value_find(parameters, "Type"), "TransformParams") &&
           pdf_value_is_name(pdf_value_find(parameters, "V"), "1.2");
}

static void
check_active(const struct pdf_sealed *sealed, const struct pdf_survey *survey,
    struct checklist *list)
{
    if (!permissions_known(sealed, survey))
        (void)checklist_refuse(list, CHECK_PDF_ACTIVE, SUB_FORMAT_FAILURE,
            "permissions ('Perms') are granted that are not those of the "
            "signature");
    else if (survey->active == NULL)
        checklist_pass(list, CHECK_PDF_ACTIVE);
    else
        (void)checklist_refuse(list, CHECK_PDF_ACTIVE, SUB_FORMAT_FAILURE,
            "'%s' stands at byte %zu", survey->active_word,
            survey->active->start);
}

/* The field's value, a dictionary that stands as an object of its own. */
static const struct pdf_value *
field_value(const struct pdf_document *document, const struct pdf_value *field)
{
    const struct pdf_value *value = pdf_value_find(field, "V");

    if (value == NULL || value->kind != PDF_REFERENCE ||
        !pdf_value_is_name(pdf_find(document, field, "FT"), "Sig") ||
        pdf_value_find(field, "Kids") != NULL ||
        pdf_value_find(field, "Parent") != NULL)
        return NULL;
    value = pdf_resolve(document, value);
    return value != NULL && value->kind == PDF_DICTIONARY ? value : NULL;
}

/* Trailer, Root, AcroForm, Fields, V: 12.7.2. */
static bool
find_dictionary(struct pdf_sealed *sealed, const struct pdf_survey *survey,
    struct checklist *list)
{
    const struct pdf_document *document = &sealed->document;
    const struct pdf_value *root =
        pdf_find(document, document->trailer, "Root");
    const struct pdf_value *form = pdf_find(document, root, "AcroForm");
    const struct pdf_value *fields = pdf_find(document, form, "Fields");
    const struct pdf_value *value = NULL;

    if (!pdf_value_is_name(pdf_find(document, root, "Type"), "Catalog"))
        return checklist_refuse(list, CHECK_PDF_SINGLE, SUB_FORMAT_FAILURE,
            "the trailer leads to no catalog");
    if (fields == NULL || fields->kind != PDF_ARRAY || fields->count != 1)
        return checklist_refuse(list, CHECK_PDF_SINGLE, SUB_FORMAT_FAILURE,
            "the form has not exactly one field");
    value = field_value(document, pdf_resolve(document, fields->first));
    if (value == NULL)
        return checklist_refuse(list, CHECK_PDF_SINGLE, SUB_FORMAT_FAILURE,
            "the field is no plain signature with a value");
    sealed->dictionary = value;
    if (survey->signature_count != 1 || survey->field_count != 1)
        return checklist_refuse(list, CHECK_PDF_SINGLE, SUB_FORMAT_FAILURE,
            "there are %zu signature dictionaries and %zu fields",
            survey->signature_count, survey->field_count);
    checklist_pass(list, CHECK_PDF_SINGLE);
    return true;
}

static bool
is_known_key(struct span key)
{
    static const char *const known[] = {
        "ByteRange",
        "ContactInfo",
        "Contents",
        "Filter",
        "Location",
        "M",
        "Name",
        "Reason",
        "Reference",
        "SubFilter",
        "Type",
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (span_is(key, known[i]))
            return true;
    return false;
}

bool
pdf_profile_date(struct span date, int64_t *out_s)
{
    static const char shape[] = "D:dddddddddddddd";
    char text[CLOCK_TEXT_BYTES];
    struct span rest;
    const char *digits = date.ptr + 2;

    if (date.len < sizeof shape - 1 || !span_starts(date, "D:"))
        return false;
    for (size_t i = 0; i < 14; i++)
        if (digits[i] < '0' || digits[i] > '9')
            return false;
    rest.ptr = digits + 14;
    rest.len = date.len - 16;
    if (!span_is(rest, "Z") && !span_is(rest, "+00'00'") &&
        !span_is(rest, "+00'00"))
        return false;
    (void)snprintf(text, sizeof text, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", digits,
        digits + 4, digits + 6, digits + 8, digits + 10, digits + 12);
    return clock_parse(span_of(text), out_s);
}

/*
 * What is only unknown here leaves it to the digest to tell whether it was
 * signed so: a doubt does not end the checking, a fault does.
 */
static bool
check_dictionary(struct pdf_sealed *sealed, struct checklist *list)
{
    const struct pdf_value *dictionary = sealed->dictionary;
    const struct pdf_value *date = pdf_value_find(dictionary, "M");

    for (const struct pdf_value *member = dictionary->first; member != NULL;
         member = member->next)
        if (!is_known_key(member->key))
            (void)checklist_refuse(list, CHECK_PDF_DICTIONARY,
                SUB_SIG_CONSTRAINTS_FAILURE,
                "the signature dictionary has the unknown key '%.*s'",
                (int)(member->key.len > 40 ? 40 : member->key.len),
                member->key.ptr);
    if (!pdf_value_is_name(
            pdf_value_find(dictionary, "SubFilter"), "ETSI.CAdES.detached"))
        (void)checklist_refuse(list, CHECK_PDF_DICTIONARY,
            SUB_SIG_CONSTRAINTS_FAILURE,
            "the SubFilter is not ETSI.CAdES.detached");
    if (!reference_known(dictionary))
        (void)checklist_refuse(list, CHECK_PDF_DICTIONARY,
            SUB_SIG_CONSTRAINTS_FAILURE,
            "the Reference of the signature is not that of a certification "
            "for later signatures");
    if (!pdf_value_is_name(pdf_value_find(dictionary, "Type"), "Sig") ||
        !pdf_value_is_name(
            pdf_value_find(dictionary, "Filter"), "Adobe.PPKLite"))
        return checklist_refuse(list, CHECK_PDF_DICTIONARY, SUB_FORMAT_FAILURE,
            "Type or Filter of the signature is wrong");
    if (date == NULL || date->kind != PDF_STRING || date->hex ||
        !pdf_profile_date(date->text, &sealed->claimed_s))
        return checklist_refuse(list, CHECK_PDF_DICTIONARY, SUB_FORMAT_FAILURE,
            "the time of signing (M) is missing or not in UTC");
    checklist_pass(list, CHECK_PDF_DICTIONARY);
    return true;
}

/* Is the value written as exactly this number, without sign or zeros? */
static bool
is_number(const struct pdf_sealed *sealed, const struct pdf_value *value,
    size_t wanted)
{
    char text[24];
    struct span written = {
        sealed->document.bytes.ptr + value->start, value->end - value->start};

    (void)snprintf(text, sizeof text, "%zu", wanted);
    return value->kind == PDF_INTEGER && span_is(written, text);
}

/*
 * 12.8.1: from byte 0 to the Contents of this very dictionary, and from there
 * to the end of the file. The numbers are derived from the place of that
 * value, then compared with what is written.
 */
static bool
check_byte_range(struct pdf_sealed *sealed, struct checklist *list)
{
    const struct pdf_value *range =
        pdf_value_find(sealed->dictionary, "ByteRange");
    const struct pdf_value *contents =
        pdf_value_find(sealed->dictionary, "Contents");
    struct span bytes = sealed->document.bytes;
    const struct pdf_value *item;
    size_t wanted[4];

    if (contents == NULL || contents->kind != PDF_STRING || !contents->hex)
        return checklist_refuse(list, CHECK_PDF_BYTE_RANGE, SUB_FORMAT_FAILURE,
            "Contents is no hexadecimal string");
    if (range == NULL || range->kind != PDF_ARRAY || range->count != 4)
        return checklist_refuse(list, CHECK_PDF_BYTE_RANGE, SUB_FORMAT_FAILURE,
            "ByteRange is no array of four numbers");
    wanted[0] = 0;
    wanted[1] = contents->start;
    wanted[2] = contents->end;
    wanted[3] = bytes.len - contents->end;
    sealed->contents = contents;
    sealed->content.before = (struct span){bytes.ptr, wanted[1]};
    sealed->content.after = (struct span){bytes.ptr + wanted[2], wanted[3]};
    item = range->first;
    for (size_t i = 0; i < 4; i++, item = item->next)
        if (!is_number(sealed, item, wanted[i]))
            return checklist_refuse(list, CHECK_PDF_BYTE_RANGE,
                SUB_FORMAT_FAILURE, "number %zu of ByteRange is not %zu", i + 1,
                wanted[i]);
    checklist_pass(list, CHECK_PDF_BYTE_RANGE);
    return true;
}

bool
pdf_profile_locate(struct arena *values, struct span bytes,
    struct checklist *list, struct pdf_sealed *out, struct err *err)
{
    struct pdf_sealed sealed = {0};
    struct pdf_survey survey;

    if (!load(values, bytes, list, &sealed, err))
        return false;
    if (sealed.revisions.count > 0) { /* it was read */
        pdf_survey(&sealed.document, &survey);
        sealed.has_file = survey.file_count + survey.stream_count > 0;
        bool found = find_dictionary(&sealed, &survey, list);
        check_active(&sealed, &survey, list);
        if (!found || !check_dictionary(&sealed, list) ||
            !check_byte_range(&sealed, list) ||
            !checklist_passed(list, CHECK_PDF_ACTIVE))
            sealed.contents = NULL;
    }
    *out = sealed;
    return true;
}

bool
pdf_profile_contents(struct pdf_sealed *sealed, struct checklist *list)
{
    size_t digits_start = sealed->contents->start + 1;
    size_t digits_end = sealed->contents->end - 1;
    struct span value = sealed->contents->text;
    size_t length;

    if (!der_sequence_length(value, &length))
        return checklist_refuse(list, CHECK_PDF_CONTENTS, SUB_FORMAT_FAILURE,
            "Contents does not begin with a signature in DER");
    sealed->cms = (struct span){value.ptr, length};
    for (size_t i = digits_start; i < digits_end; i++) {
        char byte = sealed->document.bytes.ptr[i];
        if (strchr("0123456789abcdef", byte) == NULL || byte == '\0')
            return checklist_refuse(list, CHECK_PDF_CONTENTS,
                SUB_FORMAT_FAILURE,
                "byte %zu of the file is no lower-case hexadecimal digit", i);
    }
    for (size_t i = length; i < value.len; i++)
        if (value.ptr[i] != '\0')
            return checklist_refuse(list, CHECK_PDF_CONTENTS,
                SUB_FORMAT_FAILURE,
                "something other than zeros follows the signature");
    checklist_pass(list, CHECK_PDF_CONTENTS);
    return true;
}
