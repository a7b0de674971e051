#include "seal/pdf_dss.h"

#include <stdio.h>

#include <openssl/evp.h>

#include "base/limits.h"
#include "seal/pdf_append.h"

static const char *const keys[PDF_DSS_KINDS] = {
    [PDF_DSS_CERTS] = "Certs",
    [PDF_DSS_CRLS] = "CRLs",
    [PDF_DSS_OCSPS] = "OCSPs",
};

/* The same in the entry of one signature. */
static const char *const entry_keys[PDF_DSS_KINDS] = {
    [PDF_DSS_CERTS] = "Cert",
    [PDF_DSS_CRLS] = "CRL",
    [PDF_DSS_OCSPS] = "OCSP",
};

/* The array of that kind in the document's store; NULL when there is none. */
static const struct pdf_value *
store_array(const struct pdf_document *document, size_t kind)
{
    const struct pdf_value *root =
        pdf_find(document, document->trailer, "Root");
    const struct pdf_value *store = pdf_find(document, root, "DSS");

    return pdf_find(document, store, keys[kind]);
}

static bool
read_items(const struct pdf_document *document, size_t kind,
    struct pdf_dss *dss, struct err *err)
{
    const struct pdf_value *array = store_array(document, kind);

    if (array == NULL)
        return true;
    if (array->kind != PDF_ARRAY || array->count > PDF_DSS_ITEMS) {
        err_set(err, ERR_INPUT,
            "cannot read the validation material: %s is no array of up to %d "
            "streams",
            keys[kind], (int)PDF_DSS_ITEMS);
        return false;
    }
    for (const struct pdf_value *item = array->first; item != NULL;
         item = item->next) {
        const struct pdf_object *object = pdf_object_at(document, item);
        if (object == NULL || !object->is_stream ||
            pdf_value_find(object->value, "Filter") != NULL) {
            err_set(err, ERR_INPUT,
                "cannot read the validation material: %s names no plain "
                "stream",
                keys[kind]);
            return false;
        }
        dss->items[kind][dss->counts[kind]++] = object->stream;
    }
    return true;
}

bool
pdf_dss_read(
    const struct pdf_document *document, struct pdf_dss *out, struct err *err)
{
    struct pdf_dss dss = {0};

    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++)
        if (!read_items(document, kind, &dss, err))
            return false;
    *out = dss;
    return true;
}

/* How many items the document has already. */
static size_t
old_count(const struct pdf_document *document, size_t kind)
{
    const struct pdf_value *array = store_array(document, kind);

    return array == NULL ? 0 : array->count;
}

/* References to all items, the new ones numbered from `*next` on. */
static void
put_array(const struct pdf_document *document, const struct pdf_dss *dss,
    size_t kind, size_t *next, struct text *out)
{
    const struct pdf_value *array = store_array(document, kind);
    const struct pdf_value *item = array == NULL ? NULL : array->first;

    for (size_t i = 0; i < dss->counts[kind]; i++) {
        text_puts(out, i == 0 ? "" : " ");
        if (item != NULL) {
            text_printf(out, "%lld 0 R", (long long)item->integer);
            item = item->next;
        } else {
            text_printf(out, "%zu 0 R", (*next)++);
        }
    }
}

/* Upper-case SHA-1 of Contents with its padding: table 235. */
static bool
put_signature_name(
    const struct pdf_value *contents, struct text *out, struct err *err)
{
    unsigned char digest[20];
    unsigned length = 0;

    if (EVP_Digest(contents->text.ptr, contents->text.len, digest, &length,
            EVP_sha1(), NULL) != 1 ||
        length != sizeof digest) {
        err_set(err, ERR_SYSTEM, "cannot compute the name of a signature");
        return false;
    }
    for (size_t i = 0; i < sizeof digest; i++)
        text_printf(out, "%02X", digest[i]);
    return true;
}

/* Each signature is validated by all of the store: so none can lack. */
static bool
put_entries(const struct pdf_document *document, const struct text *arrays,
    struct text *out, struct err *err)
{
    const struct pdf_value *fields = append_fields(document);

    text_puts(out, "/VRI <<\n");
    for (const struct pdf_value *field = fields == NULL ? NULL : fields->first;
         field != NULL; field = field->next) {
        const struct pdf_value *value =
            pdf_find(document, pdf_resolve(document, field), "V");
        const struct pdf_value *contents = pdf_value_find(value, "Contents");
        if (contents == NULL ||
            !pdf_value_is_name(pdf_value_find(value, "Type"), "Sig"))
            continue;
        text_putc(out, '/');
        if (!put_signature_name(contents, out, err))
            return false;
        text_puts(out, " <</Type /VRI");
        for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++)
            if (arrays[kind].len > 0) {
                text_printf(out, " /%s [", entry_keys[kind]);
                text_put(out, text_span(&arrays[kind]));
                text_putc(out, ']');
            }
        text_puts(out, ">>\n");
    }
    text_puts(out, ">>\n");
    return true;
}

/* The store itself, and in `*next` the number behind the last new stream. */
static bool
put_store(const struct pdf_document *document, const struct pdf_dss *dss,
    size_t *next, struct text *out, struct err *err)
{
    struct text arrays[PDF_DSS_KINDS];
    bool ok = false;

    text_puts(out, "<<\n/Type /DSS\n");
    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++) {
        text_init(&arrays[kind], LIMIT_STRING_BYTES);
        put_array(document, dss, kind, next, &arrays[kind]);
        if (arrays[kind].len > 0) {
            text_printf(out, "/%s [", keys[kind]);
            text_put(out, text_span(&arrays[kind]));
            text_puts(out, "]\n");
        }
    }
    ok = put_entries(document, arrays, out, err);
    text_puts(out, ">>");
    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++)
        text_release(&arrays[kind]);
    return ok;
}

static void
append_streams(struct pdf_append *append, const struct pdf_dss *dss)
{
    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++)
        for (size_t i = old_count(append->document, kind);
             i < dss->counts[kind]; i++) {
            append_object(append, append->next++);
            text_printf(&append->text, "<</Length %zu>>\nstream\n",
                dss->items[kind][i].len);
            text_put(&append->text, dss->items[kind][i]);
            text_puts(&append->text, "\nendstream");
            append_object_end(append);
        }
}

static bool
can_append(const struct pdf_document *document, const struct pdf_dss *dss,
    struct err *err)
{
    bool more = false;

    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++) {
        if (dss->counts[kind] < old_count(document, kind))
            return false;
        more = more || dss->counts[kind] > old_count(document, kind);
    }
    if (append_catalog(document) == 0 || !more) {
        err_set(err, ERR_INPUT,
            "cannot add validation material to the PDF: there is none to add");
        return false;
    }
    return true;
}

/* What is new rises, so that there is one way to write it. */
static void
sort_new(const struct pdf_document *document, size_t kind, struct pdf_dss *dss)
{
    struct span *items = dss->items[kind];
    size_t first = old_count(document, kind);

    for (size_t i = first + 1; i < dss->counts[kind]; i++)
        for (size_t k = i;
             k > first && span_compare(items[k - 1], items[k]) > 0; k--) {
            struct span item = items[k];
            items[k] = items[k - 1];
            items[k - 1] = item;
        }
}

bool
pdf_dss_append(struct arena *arena, const struct pdf_document *document,
    const struct pdf_dss *dss, struct span *out, struct err *err)
{
    struct pdf_dss sorted = *dss;
    struct pdf_append append;
    struct text store;
    char reference[32];
    size_t number = document->object_count;
    bool ok = false;

    for (size_t kind = 0; kind < PDF_DSS_KINDS; kind++)
        sort_new(document, kind, &sorted);
    text_init(&store, LIMIT_STRING_BYTES);
    append_begin(&append, document);
    if (!can_append(document, &sorted, err) ||
        !put_store(document, &sorted, &number, &store, err) ||
        !text_done(&store, err))
        goto out;
    (void)snprintf(reference, sizeof reference, "%zu 0 R", number);
    append_object(&append, append_catalog(document));
    append_dictionary(&append, pdf_find(document, document->trailer, "Root"),
        "DSS", span_of(reference), &append.text);
    append_object_end(&append);
    append_streams(&append, &sorted);
    append_object(&append, append.next++);
    text_put(&append.text, text_span(&store));
    append_object_end(&append);
    ok = append_end(arena, &append, out, err);
out:
    text_release(&append.text);
    text_release(&store);
    return ok;
}
