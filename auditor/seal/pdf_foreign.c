#include "seal/pdf_foreign.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "seal/der.h"
#include "seal/pdf_profile.h"
#include "seal/pdf_value.h"

enum {
    OBJECT_BYTES =
        1024 * 1024, /* of a signature dictionary, to its ByteRange */
    TABLES_MAX = 64, /* cross-reference tables, as PDF_REVISIONS */
};

struct reader {
    struct pdf_cursor cursor; /* one for all, so that its caps hold for all */
    struct span bytes;
    struct pdf_foreign foreign;
    struct err err; /* of the last value; only ERR_SYSTEM is handed on */
};

static bool
refuse(struct reader *reader, const char *reason)
{
    if (reader->foreign.refusal == NULL)
        reader->foreign.refusal = reason;
    return false;
}

/* Where the word stands last before `end`, at most OBJECT_BYTES away. */
static bool
find_back(struct span bytes, const char *word, size_t end, size_t *out)
{
    size_t length = strlen(word);
    size_t least = end > OBJECT_BYTES ? end - OBJECT_BYTES : 0;

    for (size_t at = end; at >= least + length; at--)
        if (memcmp(bytes.ptr + at - length, word, length) == 0) {
            *out = at - length;
            return true;
        }
    return false;
}

/* The dictionary in `value` whose own ByteRange stands at `at`. */
static const struct pdf_value *
owner(const struct pdf_value *value, size_t at)
{
    const struct pdf_value *found = NULL;

    if (value->kind != PDF_DICTIONARY || at < value->start || at >= value->end)
        return NULL;
    for (const struct pdf_value *member = value->first;
         member != NULL && found == NULL; member = member->next) {
        if (span_is(member->key, "ByteRange") && member->start > at &&
            member->start - at < 32)
            found = value;
        else
            found = owner(member, at);
    }
    return found;
}

/* The dictionary around the key at `at`: its object is read strictly. */
static const struct pdf_value *
read_dictionary(struct reader *reader, size_t at)
{
    struct pdf_cursor *cursor = &reader->cursor;
    const struct pdf_value *value;
    size_t start;

    if (!find_back(reader->bytes, " obj", at, &start))
        return NULL;
    cursor->at = start + 4;
    pdf_skip_space(cursor);
    if (!pdf_value_read(cursor, &value, &reader->err))
        return NULL;
    return owner(value, at);
}

/* Does the revision that ends there end as one: "%%EOF" and a line end? */
static bool
is_end(struct span bytes, size_t end)
{
    size_t at = end;

    if (at > 0 && bytes.ptr[at - 1] == '\n')
        at--;
    if (at > 0 && bytes.ptr[at - 1] == '\r')
        at--;
    return at >= 5 && memcmp(bytes.ptr + at - 5, "%%EOF", 5) == 0;
}

static bool
read_range(struct reader *reader, const struct pdf_value *dictionary,
    struct pdf_foreign_signature *out)
{
    const struct pdf_value *range = pdf_value_find(dictionary, "ByteRange");
    const struct pdf_value *contents = pdf_value_find(dictionary, "Contents");
    struct span bytes = reader->bytes;
    const struct pdf_value *item;
    size_t numbers[4];

    if (contents == NULL || contents->kind != PDF_STRING || !contents->hex)
        return refuse(reader, "a signature has no hexadecimal Contents");
    if (range == NULL || range->kind != PDF_ARRAY || range->count != 4)
        return refuse(reader, "a ByteRange is no array of four numbers");
    item = range->first;
    for (size_t i = 0; i < 4; i++, item = item->next) {
        if (item->kind != PDF_INTEGER || item->integer < 0 ||
            (uint64_t)item->integer > bytes.len)
            return refuse(reader, "a ByteRange leads out of the file");
        numbers[i] = (size_t)item->integer;
    }
    if (numbers[0] != 0 || numbers[1] != contents->start ||
        numbers[2] != contents->end || numbers[3] > bytes.len - numbers[2])
        return refuse(reader,
            "a ByteRange does not go from byte 0 around its own Contents");
    out->end = numbers[2] + numbers[3];
    if (!is_end(bytes, out->end))
        return refuse(
            reader, "the bytes of a ByteRange do not end at an end marker");
    out->content.before = (struct span){bytes.ptr, numbers[1]};
    out->content.after = (struct span){bytes.ptr + numbers[2], numbers[3]};
    return true;
}

static bool
read_contents(struct reader *reader, const struct pdf_value *contents,
    struct pdf_foreign_signature *out)
{
    struct span value = contents->text;
    size_t length;

    for (size_t i = contents->start + 1; i + 1 < contents->end; i++)
        if (!isxdigit((unsigned char)reader->bytes.ptr[i]))
            return refuse(reader, "a Contents holds more than digits");
    if (!der_sequence_length(value, &length))
        return refuse(reader, "a Contents does not begin with DER");
    for (size_t i = length; i < value.len; i++)
        if (value.ptr[i] != '\0')
            return refuse(
                reader, "something other than zeros follows a signature");
    out->der = (struct span){value.ptr, length};
    return true;
}

static bool
read_signature(struct reader *reader, size_t at)
{
    const struct pdf_value *dictionary = read_dictionary(reader, at);
    const struct pdf_value *date;
    const struct pdf_value *filter;
    struct pdf_foreign_signature item = {.end = 0};

    if (dictionary == NULL)
        return refuse(reader, "a ByteRange stands in no readable dictionary");
    if (reader->foreign.count == PDF_FOREIGN_SIGNATURES)
        return refuse(reader, "it has over 8 signatures");
    if (!read_range(reader, dictionary, &item) ||
        !read_contents(reader, pdf_value_find(dictionary, "Contents"), &item))
        return false;
    filter = pdf_value_find(dictionary, "SubFilter");
    item.timestamp = pdf_value_is_name(filter, "ETSI.RFC3161");
    item.known = item.timestamp ||
                 pdf_value_is_name(filter, "ETSI.CAdES.detached") ||
                 pdf_value_is_name(filter, "adbe.pkcs7.detached");
    date = pdf_value_find(dictionary, "M");
    if (date == NULL || date->kind != PDF_STRING ||
        !pdf_profile_date(date->text, &item.claimed_s))
        item.claimed_s = 0;
    reader->foreign.items[reader->foreign.count++] = item;
    return true;
}

static int
compare_ends(const void *left, const void *right)
{
    const struct pdf_foreign_signature *a = left;
    const struct pdf_foreign_signature *b = right;

    return (a->end > b->end) - (a->end < b->end);
}

static bool
read_signatures(struct reader *reader)
{
    static const char key[] = "/ByteRange";
    struct span bytes = reader->bytes;

    for (size_t at = 0; at < bytes.len; at += sizeof key - 1) {
        struct span rest = {bytes.ptr + at, bytes.len - at};
        size_t found = span_find(rest, span_of(key));
        if (found >= rest.len)
            break;
        at += found;
        if (!read_signature(reader, at))
            return false;
    }
    if (reader->foreign.count == 0)
        return refuse(reader, "it has no signature with a ByteRange");
    qsort(reader->foreign.items, reader->foreign.count,
        sizeof reader->foreign.items[0], compare_ends);
    return true;
}

/* Each signature stands in the revision that it closes. */
static bool
check_order(struct reader *reader)
{
    const struct pdf_foreign *foreign = &reader->foreign;
    size_t before = 0;

    for (size_t i = 0; i < foreign->count; i++) {
        if (foreign->items[i].content.before.len < before)
            return refuse(
                reader, "a signature stands in a revision of another one");
        before = foreign->items[i].end;
    }
    return true;
}

/* "12 0 obj" */
static bool
skip_object_head(struct reader *reader)
{
    struct pdf_cursor *cursor = &reader->cursor;
    int64_t number;

    for (size_t i = 0; i < 2; i++) {
        if (!pdf_expect_number(cursor, &number, &reader->err))
            return false;
        pdf_skip_space(cursor);
    }
    return pdf_expect(cursor, "obj", &reader->err);
}

/* The dictionary of the table or cross-reference stream at `at`. */
static const struct pdf_value *
read_table(struct reader *reader, size_t at)
{
    struct pdf_cursor *cursor = &reader->cursor;
    struct span rest = {reader->bytes.ptr + at, reader->bytes.len - at};
    const struct pdf_value *value = NULL;

    cursor->at = at;
    if (pdf_at_word(cursor, "xref")) {
        cursor->at += span_find(rest, span_of("trailer"));
        if (!pdf_expect(cursor, "trailer", &reader->err))
            return NULL;
    } else if (!skip_object_head(reader)) {
        return NULL;
    }
    pdf_skip_space(cursor);
    if (!pdf_value_read(cursor, &value, &reader->err) ||
        pdf_value_find(value, "Size") == NULL)
        return NULL;
    return value;
}

/* The last "startxref" leads to a table, and each Prev to another one. */
static bool
check_tables(struct reader *reader)
{
    struct pdf_cursor *cursor = &reader->cursor;
    const struct pdf_value *table;
    const struct pdf_value *previous;
    int64_t at;

    if (!find_back(reader->bytes, "startxref", reader->bytes.len, &cursor->at))
        return refuse(reader, "it has no startxref");
    cursor->at += strlen("startxref");
    pdf_skip_space(cursor);
    if (!pdf_expect_number(cursor, &at, &reader->err))
        return refuse(reader, "startxref has no offset");
    for (size_t i = 0; i < TABLES_MAX; i++) {
        if ((uint64_t)at >= reader->bytes.len)
            return refuse(reader, "a cross-reference table lies nowhere");
        table = read_table(reader, (size_t)at);
        if (table == NULL)
            return refuse(reader, "a cross-reference table is malformed");
        previous = pdf_value_find(table, "Prev");
        if (previous == NULL)
            return true;
        if (previous->kind != PDF_INTEGER || previous->integer < 0)
            return refuse(reader, "a cross-reference table is malformed");
        at = previous->integer;
    }
    return refuse(reader, "its cross-reference tables have no end");
}

static bool
check_tail(struct reader *reader)
{
    struct pdf_foreign *foreign = &reader->foreign;
    size_t end = foreign->items[foreign->count - 1].end;

    if (end == reader->bytes.len)
        return true;
    foreign->material_behind = pdf_foreign_material(&reader->cursor, end);
    return foreign->material_behind ||
           refuse(reader,
               "behind its last signature it holds more than validation "
               "material");
}

bool
pdf_foreign_read(struct arena *arena, struct span bytes,
    struct pdf_foreign *out, struct err *err)
{
    struct reader reader = {
        .cursor = {.arena = arena, .bytes = bytes}, .bytes = bytes};

    if (!span_starts(bytes, "%PDF-") || !is_end(bytes, bytes.len))
        (void)refuse(&reader, "it does not end at an end marker");
    else if (read_signatures(&reader) && check_order(&reader) &&
             check_tables(&reader))
        (void)check_tail(&reader);
    if (reader.err.code == ERR_SYSTEM) {
        *err = reader.err;
        return false;
    }
    *out = reader.foreign;
    return true;
}
