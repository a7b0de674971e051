#include "seal/pdf_profile.h"

#include "base/limits.h"

enum {
    TREE_DEPTH = 4,  /* of the name tree of embedded files */
    TREE_NODES = 64, /* of it: kids may name one another again and again */
};

static const char *const embedded_names[] = {
    "dossier.xml",
    "comparison.xml",
};

/* The one entry of the name tree. */
struct tree_entry {
    size_t count;
    size_t nodes; /* looked at so far */
    const struct pdf_value *name;
    const struct pdf_value *file; /* not resolved */
};

/* ISO 32000-1, 7.9.6. */
static void
read_tree(const struct pdf_document *document, const struct pdf_value *node,
    unsigned depth, struct tree_entry *entry)
{
    const struct pdf_value *names = pdf_find(document, node, "Names");
    const struct pdf_value *kids = pdf_find(document, node, "Kids");

    entry->nodes++;
    if (names != NULL && names->kind == PDF_ARRAY)
        for (const struct pdf_value *name = names->first;
             name != NULL && name->next != NULL; name = name->next->next) {
            entry->count++;
            entry->name = pdf_resolve(document, name);
            entry->file = name->next;
        }
    if (kids == NULL || kids->kind != PDF_ARRAY)
        return;
    /* more than one entry is refused anyhow: no need to look at all of them */
    for (const struct pdf_value *kid = kids->first;
         kid != NULL && depth < TREE_DEPTH && entry->count < 2 &&
         entry->nodes < TREE_NODES;
         kid = kid->next)
        read_tree(document, pdf_resolve(document, kid), depth + 1, entry);
}

/* Text of ASCII, or UTF-16BE behind its mark, equal to `name`: 7.9.2.2. */
static bool
is_text(const struct pdf_value *value, const char *name)
{
    struct span text;
    struct span wanted = span_of(name);

    if (value == NULL || value->kind != PDF_STRING)
        return false;
    text = value->text;
    if (!span_starts(text, "\xfe\xff"))
        return span_equal(text, wanted);
    if (text.len != 2 + 2 * wanted.len)
        return false;
    for (size_t i = 0; i < wanted.len; i++)
        if (text.ptr[2 + 2 * i] != '\0' || text.ptr[3 + 2 * i] != wanted.ptr[i])
            return false;
    return true;
}

/* The name among those allowed that F, UF and the name tree all give. */
static const char *
common_name(const struct pdf_document *document, const struct pdf_value *file,
    const struct pdf_value *tree_name)
{
    for (size_t i = 0; i < sizeof embedded_names / sizeof embedded_names[0];
         i++)
        if (is_text(tree_name, embedded_names[i]) &&
            is_text(pdf_find(document, file, "F"), embedded_names[i]) &&
            is_text(pdf_find(document, file, "UF"), embedded_names[i]))
            return embedded_names[i];
    return NULL;
}

/* Every member of EF is F or UF and names the same stream: 7.11.4. */
static const struct pdf_object *
file_stream(const struct pdf_document *document, const struct pdf_value *file)
{
    const struct pdf_value *members = pdf_find(document, file, "EF");
    const struct pdf_object *stream = NULL;

    if (members == NULL || members->kind != PDF_DICTIONARY)
        return NULL;
    for (const struct pdf_value *member = members->first; member != NULL;
         member = member->next) {
        const struct pdf_object *object = pdf_object_at(document, member);
        if (!span_is(member->key, "F") && !span_is(member->key, "UF"))
            return NULL;
        if (object == NULL || (stream != NULL && stream != object))
            return NULL;
        stream = object;
    }
    if (stream == NULL || !stream->is_stream)
        return NULL;
    return stream;
}

/* Does the catalog name exactly this file as associated? ISO 19005-3, 6.8. */
static bool
is_associated(const struct pdf_document *document, const struct pdf_value *root,
    const struct pdf_value *file)
{
    const struct pdf_value *list = pdf_find(document, root, "AF");

    return list != NULL && list->kind == PDF_ARRAY && list->count == 1 &&
           pdf_resolve(document, list->first) == file;
}

/* The stream of the one embedded file; NULL when refused. */
static const struct pdf_object *
find_stream(const struct pdf_document *document, const char **reason)
{
    const struct pdf_value *root =
        pdf_find(document, document->trailer, "Root");
    struct tree_entry entry = {0};
    const struct pdf_value *file;
    const struct pdf_object *stream;
    struct pdf_survey survey;

    pdf_survey(document, &survey);
    read_tree(document,
        pdf_find(document, pdf_find(document, root, "Names"), "EmbeddedFiles"),
        0, &entry);
    file = pdf_resolve(document, entry.file);
    *reason = "not exactly one file is embedded";
    if (entry.count != 1 || entry.nodes >= TREE_NODES || file == NULL ||
        survey.file_count != 1 || survey.stream_count > 1)
        return NULL;
    *reason = "the embedded file has several names, or another name than "
              "dossier.xml or comparison.xml";
    if (common_name(document, file, entry.name) == NULL)
        return NULL;
    *reason = "the catalog does not name the embedded file as associated";
    if (!is_associated(document, root, file))
        return NULL;
    *reason = "the embedded file has not exactly one stream";
    stream = file_stream(document, file);
    if (stream == NULL ||
        !pdf_value_is_name(
            pdf_find(document, stream->value, "Type"), "EmbeddedFile"))
        return NULL;
    return stream;
}

/* Params/Size, when there, is the decoded length. */
static bool
size_agrees(const struct pdf_document *document,
    const struct pdf_object *stream, size_t length)
{
    const struct pdf_value *size =
        pdf_find(document, pdf_find(document, stream->value, "Params"), "Size");

    return size == NULL || (size->kind == PDF_INTEGER && size->integer >= 0 &&
                               (uint64_t)size->integer == length);
}

bool
pdf_profile_embedded(struct arena *arena, struct pdf_sealed *sealed,
    struct checklist *list, struct err *err)
{
    const char *reason = "";
    const struct pdf_object *stream = find_stream(&sealed->document, &reason);
    struct err problem = {0};
    struct span bytes;

    if (stream == NULL) {
        (void)checklist_refuse(
            list, CHECK_PDF_EMBEDDED, SUB_FORMAT_FAILURE, "%s", reason);
        return true;
    }
    if (!pdf_stream_bytes(arena, &sealed->document, stream, LIMIT_XML_BYTES,
            &bytes, &problem)) {
        if (problem.code == ERR_SYSTEM) {
            *err = problem;
            return false;
        }
        (void)checklist_refuse(
            list, CHECK_PDF_EMBEDDED, SUB_FORMAT_FAILURE, "%s", problem.text);
        return true;
    }
    sealed->embedded = bytes;
    if (!size_agrees(&sealed->document, stream, bytes.len)) {
        (void)checklist_refuse(list, CHECK_PDF_EMBEDDED, SUB_FORMAT_FAILURE,
            "the embedded file does not have the size that is written");
        return true;
    }
    checklist_pass(list, CHECK_PDF_EMBEDDED);
    return true;
}
