#include "seal/pdf_profile.h"

/*
 * What no sealed file needs: it runs, asks the network, changes what is shown
 * after signing, or hides content. ISO 32000-1, 12.6, 8.11 and 12.5.6.
 */
static const char *const active_keys[] = {
    "AA",
    "JS",
    "JavaScript",
    "OC",
    "OCProperties",
    "OpenAction",
    "RichMediaContent",
    "XFA",
};

/* Values of the keys S, Type and Subtype. */
static const char *const active_types[] = {
    "3D",
    "FileAttachment",
    "GoTo3DView",
    "GoToE",
    "GoToR",
    "Hide",
    "ImportData",
    "JavaScript",
    "Launch",
    "Movie",
    "Named",
    "ObjStm",
    "Rendition",
    "ResetForm",
    "RichMedia",
    "RichMediaExecute",
    "Screen",
    "SetOCGState",
    "Sound",
    "SubmitForm",
    "Thread",
    "Trans",
    "XRef",
};

static const char *
listed(const char *const *words, size_t count, struct span text)
{
    for (size_t i = 0; i < count; i++)
        if (span_is(text, words[i]))
            return words[i];
    return NULL;
}

static const char *
active_word(const struct pdf_value *member)
{
    bool typed = span_is(member->key, "S") || span_is(member->key, "Type") ||
                 span_is(member->key, "Subtype");
    const char *word = listed(
        active_keys, sizeof active_keys / sizeof active_keys[0], member->key);

    if (word == NULL && typed && member->kind == PDF_NAME)
        word = listed(active_types,
            sizeof active_types / sizeof active_types[0], member->text);
    return word;
}

static void
survey_dictionary(const struct pdf_value *value, struct pdf_survey *survey)
{
    const struct pdf_value *type = pdf_value_find(value, "Type");

    if (pdf_value_find(value, "ByteRange") != NULL ||
        pdf_value_is_name(type, "Sig") ||
        pdf_value_is_name(type, "DocTimeStamp"))
        survey->signature_count++;
    if (pdf_value_find(value, "Perms") != NULL)
        survey->permission_count++;
    if (pdf_value_find(value, "FT") != NULL)
        survey->field_count++;
    if (pdf_value_find(value, "EF") != NULL ||
        pdf_value_is_name(type, "Filespec") || pdf_value_is_name(type, "F"))
        survey->file_count++;
    if (pdf_value_is_name(type, "EmbeddedFile"))
        survey->stream_count++;
    for (const struct pdf_value *member = value->first; member != NULL;
         member = member->next) {
        const char *word = active_word(member);
        if (word == NULL || survey->active != NULL)
            continue;
        survey->active = member;
        survey->active_word = word;
    }
}

/* The reader has bound the depth to LIMIT_DEPTH. */
static void
survey_value(const struct pdf_value *value, struct pdf_survey *survey)
{
    if (value->kind == PDF_DICTIONARY)
        survey_dictionary(value, survey);
    for (const struct pdf_value *member = value->first; member != NULL;
         member = member->next)
        survey_value(member, survey);
}

/* The bytes of a stream lie in another file: 7.3.8.2. */
static void
survey_stream(const struct pdf_object *object, struct pdf_survey *survey)
{
    const struct pdf_value *file = pdf_value_find(object->value, "F");

    if (!object->is_stream || file == NULL || survey->active != NULL)
        return;
    survey->active = file;
    survey->active_word = "F";
}

void
pdf_survey(const struct pdf_document *document, struct pdf_survey *out)
{
    struct pdf_survey survey = {0};

    survey_value(document->trailer, &survey);
    for (size_t i = 1; i < document->object_count; i++) {
        survey_value(document->objects[i].value, &survey);
        survey_stream(&document->objects[i], &survey);
    }
    *out = survey;
}
