#include "base/limits.h"
#include "seal/shown.h"

struct comparer {
    struct arena *arena;
    const struct pdf_document *document;
    const struct pdf_document *rendered;
    bool *is_length; /* objects that hold the length of a stream */
};

static bool
is_signature_gap(const struct pdf_value *dictionary, struct span key)
{
    return pdf_value_find(dictionary, "ByteRange") != NULL &&
           (span_is(key, "ByteRange") || span_is(key, "Contents"));
}

/* The reader has bound the depth to LIMIT_DEPTH. */
static bool
values_equal(
    const struct pdf_value *one, const struct pdf_value *other, bool of_stream)
{
    if (one->kind != other->kind || one->integer != other->integer ||
        one->count != other->count || !span_equal(one->text, other->text)) {
        return false;
    }
    const struct pdf_value *a = one->first;
    const struct pdf_value *b = other->first;
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        if (!span_equal(a->key, b->key)) {
            return false;
        }
        if (is_signature_gap(one, a->key) ||
            (of_stream && span_is(a->key, "Length"))) {
            continue;
        }
        if (!values_equal(a, b, false)) {
            return false;
        }
    }
    return a == NULL && b == NULL;
}

static bool
streams_equal(const struct comparer *comparer, const struct pdf_object *one,
    const struct pdf_object *other, bool *out, struct err *err)
{
    struct span a;
    struct span b;

    *out = span_equal(one->stream, other->stream);
    if (*out) {
        return true;
    }
    if (!pdf_stream_bytes(comparer->arena, comparer->document, one,
            LIMIT_PDF_BYTES, &a, err) ||
        !pdf_stream_bytes(comparer->arena, comparer->rendered, other,
            LIMIT_PDF_BYTES, &b, err)) {
        return false;
    }
    *out = span_equal(a, b);
    return true;
}

static const char *
kind_of(const struct pdf_value *value)
{
    static const struct {
        const char *key, *value, *name;
    } kinds[] = {
        {"Type", "Page", "a page"},
        {"Type", "Catalog", "the catalogue"},
        {"Type", "Font", "a font"},
        {"Type", "FontDescriptor", "a font"},
        {"Type", "Annot", "a link"},
        {"Type", "Metadata", "the metadata"},
        {"Type", "EmbeddedFile", "the embedded file"},
        {"Type", "StructTreeRoot", "the structure tree"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (value->kind == PDF_DICTIONARY &&
            pdf_value_is_name(
                pdf_value_find(value, kinds[i].key), kinds[i].value)) {
            return kinds[i].name;
        }
    }
    return "something";
}

static bool
objects_equal(const struct comparer *comparer, size_t number, struct err *err)
{
    const struct pdf_object *one = &comparer->document->objects[number];
    const struct pdf_object *other = &comparer->rendered->objects[number];
    bool equal = one->value != NULL && other->value != NULL &&
                 one->is_stream == other->is_stream &&
                 values_equal(one->value, other->value, one->is_stream);

    if (equal && one->is_stream &&
        !streams_equal(comparer, one, other, &equal, err)) {
        return false;
    }
    if (!equal) {
        err_set(err, ERR_INPUT, "object %zu, %s%s, is not as rendered again",
            number, one->value == NULL ? "nothing" : kind_of(one->value),
            one->is_stream ? " or a stream of it" : "");
    }
    return equal;
}

static void
mark_length(struct comparer *comparer, const struct pdf_object *object)
{
    const struct pdf_value *length =
        object->is_stream ? pdf_value_find(object->value, "Length") : NULL;

    if (length != NULL && length->kind == PDF_REFERENCE &&
        length->integer > 0 &&
        (uint64_t)length->integer < comparer->document->object_count) {
        comparer->is_length[length->integer] = true;
    }
}

bool
shown_same(struct arena *arena, const struct pdf_document *document,
    const struct pdf_document *rendered, struct err *err)
{
    struct comparer comparer = {arena, document, rendered, NULL};

    if (document->object_count != rendered->object_count) {
        err_set(err, ERR_INPUT, "it has %zu objects, rendered again %zu",
            document->object_count - 1, rendered->object_count - 1);
        return false;
    }
    comparer.is_length = arena_alloc_array(
        arena, document->object_count, sizeof *comparer.is_length, err);
    if (comparer.is_length == NULL) {
        return false;
    }
    for (size_t i = 1; i < document->object_count; i++) {
        mark_length(&comparer, &document->objects[i]);
    }
    for (size_t i = 1; i < document->object_count; i++) {
        if (!comparer.is_length[i] && !objects_equal(&comparer, i, err)) {
            return false;
        }
    }
    return true;
}
