#include "seal/pdf_append.h"

#include <string.h>

#include "base/limits.h"

void
append_begin(struct pdf_append *append, const struct pdf_document *document)
{
    memset(append, 0, sizeof *append);
    append->document = document;
    append->next = document->object_count;
    text_init(&append->text, LIMIT_PDF_BYTES);
    text_put(&append->text, document->bytes);
    /* a file may end without a line end; a revision begins on its own line */
    if (!span_ends(document->bytes, "\n"))
        text_putc(&append->text, '\n');
}

void
append_object(struct pdf_append *append, size_t number)
{
    if (append->count == PDF_NEW_OBJECTS) {
        append->text.failed = true;
        return;
    }
    append->objects[append->count].number = number;
    append->objects[append->count].offset = append->text.len;
    append->count++;
    text_printf(&append->text, "%zu 0 obj\n", number);
}

void
append_object_end(struct pdf_append *append)
{
    text_puts(&append->text, "\nendobj\n");
}

/* The bytes that a value was read from. */
static struct span
source(const struct pdf_append *append, const struct pdf_value *value)
{
    return (struct span){
        append->document->bytes.ptr + value->start, value->end - value->start};
}

static void
put_member(struct text *text, struct span key, struct span value)
{
    text_putc(text, '/');
    text_put(text, key);
    text_putc(text, ' ');
    text_put(text, value);
    text_putc(text, '\n');
}

void
append_dictionary(const struct pdf_append *append,
    const struct pdf_value *dictionary, const char *key, struct span value,
    struct text *out)
{
    bool found = false;

    text_puts(out, "<<\n");
    for (const struct pdf_value *member = dictionary->first; member != NULL;
         member = member->next) {
        bool here = span_is(member->key, key);
        put_member(out, member->key, here ? value : source(append, member));
        found = found || here;
    }
    if (!found)
        put_member(out, span_of(key), value);
    text_puts(out, ">>");
}

void
append_to_array(const struct pdf_append *append, const struct pdf_value *array,
    size_t number, struct text *out)
{
    text_putc(out, '[');
    if (array != NULL)
        for (const struct pdf_value *item = array->first; item != NULL;
             item = item->next) {
            text_put(out, source(append, item));
            text_putc(out, ' ');
        }
    text_printf(out, "%zu 0 R]", number);
}

static void
put_table(struct pdf_append *append)
{
    struct text *text = &append->text;

    text_puts(text, "xref\n");
    for (size_t i = 0; i < append->count; i++) {
        size_t number = append->objects[i].number;
        size_t run = 1;
        while (i + run < append->count &&
               append->objects[i + run].number == number + run)
            run++;
        if (i == 0 || append->objects[i - 1].number + 1 != number)
            text_printf(text, "%zu %zu\n", number, run);
        text_printf(text, "%010zu 00000 n\r\n", append->objects[i].offset);
    }
}

bool
append_end(struct arena *arena, struct pdf_append *append, struct span *out,
    struct err *err)
{
    const struct pdf_document *document = append->document;
    struct text *text = &append->text;
    size_t xref = text->len;

    put_table(append);
    text_puts(text, "trailer\n<<\n");
    for (const struct pdf_value *member = document->trailer->first;
         member != NULL; member = member->next)
        if (!span_is(member->key, "Size") && !span_is(member->key, "Prev"))
            put_member(text, member->key, source(append, member));
    text_printf(text, "/Size %zu\n/Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n",
        append->next, document->xref_start, xref);
    return text_done(text, err) && span_copy(arena, text_span(text), out, err);
}

size_t
append_catalog(const struct pdf_document *document)
{
    const struct pdf_value *root = pdf_value_find(document->trailer, "Root");
    const struct pdf_object *object = pdf_object_at(document, root);

    if (object == NULL || object->value->kind != PDF_DICTIONARY)
        return 0;
    return (size_t)root->integer;
}

const struct pdf_value *
append_fields(const struct pdf_document *document)
{
    const struct pdf_value *root =
        pdf_find(document, document->trailer, "Root");
    const struct pdf_value *form = pdf_find(document, root, "AcroForm");
    const struct pdf_value *fields = pdf_find(document, form, "Fields");

    return fields == NULL || fields->kind != PDF_ARRAY ? NULL : fields;
}
