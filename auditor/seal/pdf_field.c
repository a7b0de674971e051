#include "seal/pdf_field.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "seal/pdf_append.h"

enum {
    FLAGS = 132 /* print, locked: 12.5.3 */
};

#define RANGE_ENTRY "/ByteRange ["
/* Three numbers with spaces, to be replaced: LIMIT_PDF_BYTES fits. */
#define RANGE_ROOM "0 0000000000 0000000000 0000000000"

/* The objects that a further field changes. */
struct place {
    const struct pdf_value *catalog;
    const struct pdf_value *form;
    const struct pdf_value *fields;
    const struct pdf_value *page;
    size_t catalog_number;
    size_t form_number; /* 0: it stands in the catalog */
    size_t page_number;
};

static bool
find_place(
    const struct pdf_document *document, struct place *out, struct err *err)
{
    const struct pdf_value *form;
    const struct pdf_value *first;
    const struct pdf_object *page;
    struct place place = {0};

    place.catalog_number = append_catalog(document);
    place.catalog = pdf_find(document, document->trailer, "Root");
    form = pdf_value_find(place.catalog, "AcroForm");
    if (form != NULL && form->kind == PDF_REFERENCE)
        place.form_number = (size_t)form->integer;
    place.form = pdf_resolve(document, form);
    place.fields = append_fields(document);
    first = place.fields == NULL ? NULL
                                 : pdf_resolve(document, place.fields->first);
    page = pdf_object_at(document, pdf_value_find(first, "P"));
    if (place.catalog_number == 0 || page == NULL ||
        page->value->kind != PDF_DICTIONARY) {
        err_set(err, ERR_INPUT,
            "cannot add a signature to the PDF: it has no signature field");
        return false;
    }
    place.page = page->value;
    place.page_number = (size_t)pdf_value_find(first, "P")->integer;
    *out = place;
    return true;
}

/* "D:20261123093000Z" */
static void
put_date(struct text *text, int64_t at_s)
{
    char time[CLOCK_TEXT_BYTES];

    clock_text(at_s, time);
    text_puts(text, "(D:");
    for (const char *c = time; *c != '\0'; c++)
        if (*c >= '0' && *c <= '9')
            text_putc(text, *c);
    text_puts(text, "Z)");
}

/* An object that is written again. */
struct rewrite {
    size_t number; /* 0: there is none */
    struct text text;
};

/* `dictionary` with one more reference in the array `key`. */
static void
rewrite_list(const struct pdf_append *append,
    const struct pdf_value *dictionary, const char *key, struct text *out)
{
    struct text array;

    text_init(&array, LIMIT_STRING_BYTES);
    append_to_array(append, pdf_find(append->document, dictionary, key),
        append->document->object_count, &array);
    append_dictionary(append, dictionary, key, text_span(&array), out);
    out->failed = out->failed || array.failed;
    text_release(&array);
}

/* Page, and form or catalog, in the order of their numbers. */
static void
append_rewritten(struct pdf_append *append, const struct place *place)
{
    struct text form;
    struct rewrite items[2] = {{place->page_number, {0}}, {0}};
    bool swap;

    text_init(&form, LIMIT_STRING_BYTES);
    text_init(&items[0].text, LIMIT_STRING_BYTES);
    text_init(&items[1].text, LIMIT_STRING_BYTES);
    rewrite_list(append, place->page, "Annots", &items[0].text);
    rewrite_list(append, place->form, "Fields", &form);
    if (place->form_number != 0) {
        items[1].number = place->form_number;
        text_put(&items[1].text, text_span(&form));
    } else {
        items[1].number = place->catalog_number;
        append_dictionary(append, place->catalog, "AcroForm", text_span(&form),
            &items[1].text);
    }
    swap = items[1].number < items[0].number;
    for (size_t i = 0; i < 2; i++) {
        struct rewrite *item = &items[swap ? 1 - i : i];
        append_object(append, item->number);
        text_put(&append->text, text_span(&item->text));
        append_object_end(append);
        append->text.failed = append->text.failed || item->text.failed;
    }
    append->text.failed = append->text.failed || form.failed;
    text_release(&form);
    text_release(&items[0].text);
    text_release(&items[1].text);
}

/* Outside the page and without area: no reader shows or announces it. */
static void
append_field(struct pdf_append *append, const struct place *place)
{
    size_t number = append->next++;

    append_object(append, number);
    text_printf(&append->text,
        "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n"
        "/T (Signature%zu)\n/F %d\n/Rect [-1 -1 -1 -1]\n/P %zu 0 R\n"
        "/V %zu 0 R\n>>",
        place->fields->count + 1, FLAGS, place->page_number, number + 1);
    append_object_end(append);
}

static void
append_words(struct pdf_append *append, const struct pdf_field_words *words)
{
    struct text *text = &append->text;

    append_object(append, append->next++);
    if (words->timestamp) {
        text_puts(text, "<<\n/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n"
                        "/SubFilter /ETSI.RFC3161\n");
    } else {
        text_puts(text, "<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n"
                        "/SubFilter /ETSI.CAdES.detached\n/M ");
        put_date(text, words->at_s);
        text_puts(text, "\n/Reason <feff");
        for (const char *c = seal_role_name(words->role); *c != '\0'; c++)
            text_printf(text, "00%02x", (unsigned char)*c);
        text_puts(text, ">\n");
    }
    text_puts(text, RANGE_ENTRY RANGE_ROOM "]\n/Contents <");
    for (size_t i = 0; i < words->room; i++)
        text_puts(text, "00");
    text_puts(text, ">\n>>");
    append_object_end(append);
}

bool
pdf_field_role(struct span reason, enum seal_role *out)
{
    char name[16];
    size_t length = reason.len / 2;

    /* UTF-16BE behind its mark: 7.9.2.2 */
    if (reason.len % 2 != 0 || length < 2 || length > sizeof name ||
        !span_starts(reason, "\xfe\xff"))
        return false;
    for (size_t i = 1; i < length; i++) {
        if (reason.ptr[2 * i] != '\0')
            return false;
        name[i - 1] = reason.ptr[2 * i + 1];
    }
    return seal_role_parse((struct span){name, length - 1}, out);
}

struct cms_content
pdf_field_content(const struct pdf_field_slot *slot)
{
    return (struct cms_content){
        .before = {slot->bytes.ptr, slot->start},
        .after = {slot->bytes.ptr + slot->end, slot->bytes.len - slot->end},
    };
}

bool
pdf_field_fill(
    const struct pdf_field_slot *slot, struct span der, struct err *err)
{
    /* the slot's bytes are a copy that nobody else has yet */
    char *digits = (char *)(uintptr_t)slot->bytes.ptr + slot->start + 1;
    size_t room = (slot->end - slot->start - 2) / 2;
    char after;

    if (der.len > room) {
        err_set(err, ERR_LIMIT,
            "cannot add a signature of %zu bytes: there is room for %zu",
            der.len, room);
        return false;
    }
    after = digits[2 * der.len]; /* where hex_of ends its string */
    hex_of((const uint8_t *)der.ptr, der.len, digits);
    digits[2 * der.len] = after;
    return true;
}

/* Write the right numbers into the room that was left for them. */
static void
fill_range(struct span bytes, struct pdf_field_slot *slot, char *range)
{
    char numbers[sizeof RANGE_ROOM];
    int len = snprintf(numbers, sizeof numbers, "0 %zu %zu %zu", slot->start,
        slot->end, bytes.len - slot->end);

    memset(range, ' ', sizeof RANGE_ROOM - 1);
    memcpy(range, numbers, (size_t)len);
}

bool
pdf_field_append(struct arena *arena, const struct pdf_document *document,
    const struct pdf_field_words *words, struct pdf_field_slot *out,
    struct err *err)
{
    static const char range[] = RANGE_ENTRY RANGE_ROOM "]\n/Contents ";
    struct pdf_append append;
    struct pdf_field_slot slot = {.start = 0};
    struct place place;
    struct span bytes;
    struct span added;
    bool ok = false;

    append_begin(&append, document);
    if (!find_place(document, &place, err))
        goto out;
    append_rewritten(&append, &place);
    append_field(&append, &place);
    append_words(&append, words);
    if (!append_end(arena, &append, &bytes, err))
        goto out;
    added.ptr = bytes.ptr + document->bytes.len;
    added.len = bytes.len - document->bytes.len;
    slot.bytes = bytes;
    slot.start = document->bytes.len + span_find(added, span_of(range)) +
                 sizeof range - 1;
    slot.end = slot.start + 2 * words->room + 2;
    /* the copy is this function's own until it is handed out */
    fill_range(bytes, &slot,
        (char *)(uintptr_t)(bytes.ptr + slot.start - sizeof range + 1 +
                            strlen(RANGE_ENTRY)));
    *out = slot;
    ok = true;
out:
    text_release(&append.text);
    return ok;
}
