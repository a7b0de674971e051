#include "seal/pdf_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

enum {
    ENTRY_BYTES = 20, /* of the cross-reference table: 7.5.4 */
};

/* Where an object begins. */
struct entry {
    size_t offset;
    size_t number;
};

/* The revision that is being read, and the one before it. */
struct reader {
    struct pdf_cursor cursor;
    struct pdf_document document;
    const struct pdf_document *before; /* NULL for the first revision */
    struct pdf_object *objects;
    struct entry *entries; /* in the order of the file */
    size_t entry_count;
    size_t *offsets; /* by number; 0 = not in this revision */
    size_t body_start;
    size_t xref_start;
    size_t end_start; /* of "startxref" */
};

static bool
refuse(size_t at, struct err *err, const char *reason)
{
    err_set(err, ERR_INPUT, "cannot read the PDF strictly: %s", reason);
    err_at(err, "byte %zu", at);
    return false;
}

static char
byte_at(const struct reader *reader, size_t at)
{
    return at < reader->cursor.bytes.len ? reader->cursor.bytes.ptr[at] : '\0';
}

/* Move over one end of line: LF, CR or both. False when there is none. */
static bool
skip_line_end(struct reader *reader)
{
    size_t *at = &reader->cursor.at;
    size_t before = *at;

    if (byte_at(reader, *at) == '\r')
        ++*at;
    if (byte_at(reader, *at) == '\n')
        ++*at;
    return *at != before;
}

/* "%PDF-1.7" and the comment of bytes over 127 that marks it as binary. */
static bool
read_header(struct reader *reader, struct err *err)
{
    static const char mark[] = "%PDF-1.";
    struct pdf_cursor *cursor = &reader->cursor;

    if (!span_starts(cursor->bytes, mark))
        return refuse(0, err, "it does not begin with '%PDF-1.'");
    cursor->at = sizeof mark - 1;
    if (byte_at(reader, cursor->at) < '0' || byte_at(reader, cursor->at) > '7')
        return refuse(cursor->at, err, "its version is not 1.0 to 1.7");
    cursor->at++;
    if (!skip_line_end(reader))
        return refuse(cursor->at, err, "its first line is too long");
    if (byte_at(reader, cursor->at) == '%') {
        cursor->at++;
        while (((unsigned char)byte_at(reader, cursor->at) & 0x80) != 0)
            cursor->at++;
        if (!skip_line_end(reader))
            return refuse(cursor->at, err, "its second line hides something");
    }
    reader->body_start = cursor->at;
    return true;
}

/*
 * The last lines: "startxref", an offset, "%%EOF". Neither word may stand
 * earlier in the revision, so that no reader can find another end than we do.
 */
static bool
read_end(struct reader *reader, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;
    struct span rest = {cursor->bytes.ptr + reader->body_start,
        cursor->bytes.len - reader->body_start};
    size_t at = span_find(rest, span_of("startxref"));
    int64_t offset;

    if (at >= rest.len)
        return refuse(reader->body_start, err,
            reader->before == NULL ? "it has no startxref"
                                   : "something follows the end marker");
    rest.len = at;
    at += reader->body_start;
    if (span_find(rest, span_of("%%EOF")) < rest.len)
        return refuse(at, err, "an end marker stands before startxref");
    reader->end_start = at;
    cursor->at = at;
    if (!pdf_expect(cursor, "startxref", err))
        return false;
    if (!skip_line_end(reader))
        return refuse(cursor->at, err, "startxref does not end its line");
    if (!pdf_expect_number(cursor, &offset, err))
        return false;
    if (!skip_line_end(reader))
        return refuse(cursor->at, err, "the offset does not end its line");
    if (cursor->bytes.len - cursor->at < 5 ||
        memcmp(cursor->bytes.ptr + cursor->at, "%%EOF", 5) != 0)
        return refuse(cursor->at, err, "the end marker is missing");
    cursor->at += 5;
    (void)skip_line_end(reader);
    reader->document.end = cursor->at;
    if ((uint64_t)offset < reader->body_start || (uint64_t)offset >= at)
        return refuse(at, err, "startxref points out of its revision");
    reader->xref_start = (size_t)offset;
    return true;
}

/* `count` digits at `at`, as a number. */
static bool
fixed_digits(struct span entry, size_t at, size_t count, size_t *out)
{
    size_t number = 0;

    for (size_t i = at; i < at + count; i++) {
        if (entry.ptr[i] < '0' || entry.ptr[i] > '9')
            return false;
        number = number * 10 + (size_t)(entry.ptr[i] - '0');
    }
    *out = number;
    return true;
}

/* "0000000015 00000 n" and two bytes of end of line. */
static bool
read_entry(struct reader *reader, size_t number, struct err *err)
{
    size_t at = reader->cursor.at;
    struct span entry = {reader->cursor.bytes.ptr + at, ENTRY_BYTES};
    size_t offset;
    size_t generation;
    bool first = number == 0;

    if (ENTRY_BYTES > reader->end_start - at)
        return refuse(at, err, "the cross-reference table is cut off");
    if (!fixed_digits(entry, 0, 10, &offset) ||
        !fixed_digits(entry, 11, 5, &generation) || entry.ptr[10] != ' ' ||
        entry.ptr[16] != ' ')
        return refuse(at, err, "a cross-reference entry is malformed");
    if (memcmp(entry.ptr + 18, "\r\n", 2) != 0 &&
        memcmp(entry.ptr + 18, " \n", 2) != 0 &&
        memcmp(entry.ptr + 18, " \r", 2) != 0)
        return refuse(at, err, "a cross-reference entry is not 20 bytes long");
    if (entry.ptr[17] != (first ? 'f' : 'n') ||
        generation != (first ? 65535U : 0U))
        return refuse(at, err, "an object was deleted or replaced");
    if (!first && (offset < reader->body_start || offset >= reader->xref_start))
        return refuse(at, err, "an object lies outside the body");
    if (!first) {
        reader->offsets[number] = offset;
        reader->entries[reader->entry_count].offset = offset;
        reader->entries[reader->entry_count].number = number;
        reader->entry_count++;
    }
    reader->cursor.at += ENTRY_BYTES;
    return true;
}

static int
compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;

    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* "12 3": the first number of a section and how many entries follow. */
static bool
read_section_head(
    struct reader *reader, int64_t *first, int64_t *count, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;

    if (!pdf_expect_number(cursor, first, err))
        return false;
    if (byte_at(reader, cursor->at++) != ' ' ||
        !pdf_expect_number(cursor, count, err) || !skip_line_end(reader))
        return refuse(cursor->at, err, "the table has no section");
    return true;
}

/* Room for `count` objects, those of the revision before already there. */
static bool
reserve(struct reader *reader, size_t count, struct err *err)
{
    struct arena *arena = reader->cursor.arena;
    const struct pdf_document *before = reader->before;

    reader->document.object_count = count;
    reader->objects =
        arena_alloc_array(arena, count, sizeof *reader->objects, err);
    reader->entries =
        arena_alloc_array(arena, count, sizeof *reader->entries, err);
    reader->offsets =
        arena_alloc_array(arena, count, sizeof *reader->offsets, err);
    if (reader->objects == NULL || reader->entries == NULL ||
        reader->offsets == NULL)
        return false;
    if (before != NULL)
        memcpy(reader->objects, before->objects,
            before->object_count * sizeof *reader->objects);
    return true;
}

/* The one section of a first revision, which begins with object 0. */
static bool
read_first_sections(struct reader *reader, struct err *err)
{
    int64_t first;
    int64_t count;

    if (!read_section_head(reader, &first, &count, err))
        return false;
    if (first != 0 || count < 2 || count > LIMIT_PDF_OBJECTS)
        return refuse(reader->cursor.at, err,
            "the table does not name 1 to 200000 objects from object 0 on");
    if (!reserve(reader, (size_t)count, err))
        return false;
    for (size_t i = 0; i < (size_t)count; i++)
        if (!read_entry(reader, i, err))
            return false;
    return true;
}

/* The sections of a later one: numbers that rise, and no free entry. */
static bool
read_later_sections(struct reader *reader, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;
    size_t limit = reader->before->object_count + PDF_NEW_OBJECTS;
    int64_t next = 1; /* the least number that the next section may have */
    int64_t first;
    int64_t count;

    if (!reserve(reader, limit, err))
        return false;
    while (!pdf_at_word(cursor, "trailer")) {
        if (!read_section_head(reader, &first, &count, err))
            return false;
        if (first < next || count < 1 || (uint64_t)count > limit ||
            (uint64_t)(first + count) > limit)
            return refuse(cursor->at, err,
                "the table of a later revision is out of order or too long");
        for (int64_t i = first; i < first + count; i++)
            if (!read_entry(reader, (size_t)i, err))
                return false;
        next = first + count;
    }
    reader->document.object_count = (size_t)next;
    if (reader->document.object_count < reader->before->object_count)
        reader->document.object_count = reader->before->object_count;
    for (size_t i = reader->before->object_count; i < (size_t)next; i++)
        if (reader->offsets[i] == 0)
            return refuse(cursor->at, err, "a new object number is left out");
    return true;
}

/* "xref", its sections, and their entries. */
static bool
read_xref(struct reader *reader, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;

    cursor->at = reader->xref_start;
    if (!pdf_at_word(cursor, "xref"))
        return refuse(cursor->at, err,
            "no cross-reference table stands where startxref points; "
            "cross-reference streams are not accepted");
    cursor->at += 4;
    if (!skip_line_end(reader))
        return refuse(cursor->at, err, "the table has no section");
    if (reader->before == NULL ? !read_first_sections(reader, err)
                               : !read_later_sections(reader, err))
        return false;
    qsort(reader->entries, reader->entry_count, sizeof *reader->entries,
        compare_entries);
    return true;
}

/*
 * What a trailer may say of the revision before: nothing in the first one;
 * later, exactly where its table lies, and its own words again.
 */
static bool
check_trailer(const struct reader *reader, const struct pdf_value *trailer,
    struct err *err)
{
    static const char *const refused[] = {"XRefStm", "Encrypt"};
    static const char *const kept[] = {"Root", "Info", "ID"};
    const struct pdf_value *before = pdf_value_find(trailer, "Prev");

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (pdf_value_find(trailer, refused[i]) != NULL)
            return refuse(
                trailer->start, err, "the trailer has XRefStm or Encrypt");
    if (reader->before == NULL)
        return before == NULL || refuse(trailer->start, err,
                                     "the trailer of the first revision "
                                     "has Prev");
    if (before == NULL || before->kind != PDF_INTEGER ||
        (uint64_t)before->integer != reader->before->xref_start)
        return refuse(trailer->start, err,
            "the trailer does not lead to the revision before it");
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (!pdf_value_equal(pdf_value_find(trailer, kept[i]),
                pdf_value_find(reader->before->trailer, kept[i])))
            return refuse(trailer->start, err,
                "the trailer changes Root, Info or ID of the revision before");
    return true;
}

/* The trailer, which must end where startxref begins. */
static bool
read_trailer(struct reader *reader, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;
    const struct pdf_value *trailer;
    const struct pdf_value *size;

    if (!pdf_expect(cursor, "trailer", err))
        return false;
    pdf_skip_space(cursor);
    if (!pdf_value_read(cursor, &trailer, err))
        return false;
    if (trailer->kind != PDF_DICTIONARY)
        return refuse(trailer->start, err, "the trailer is no dictionary");
    if (!check_trailer(reader, trailer, err))
        return false;
    size = pdf_value_find(trailer, "Size");
    if (size == NULL || size->kind != PDF_INTEGER ||
        (uint64_t)size->integer != reader->document.object_count)
        return refuse(trailer->start, err, "the trailer's Size is wrong");
    pdf_skip_space(cursor);
    if (cursor->at != reader->end_start)
        return refuse(cursor->at, err, "something follows the trailer");
    reader->document.trailer = trailer;
    return true;
}

/* "12 0 obj", with nothing between but one space each. */
static bool
read_object_head(struct reader *reader, size_t number, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;
    int64_t seen;
    int64_t generation;

    if (!pdf_expect_number(cursor, &seen, err))
        return false;
    if (byte_at(reader, cursor->at++) != ' ' ||
        !pdf_expect_number(cursor, &generation, err) ||
        byte_at(reader, cursor->at++) != ' ' || !pdf_expect(cursor, "obj", err))
        return refuse(cursor->at, err, "an object does not begin here");
    if ((uint64_t)seen != number || generation != 0)
        return refuse(
            cursor->at, err, "the table and the object disagree on its number");
    return true;
}

/* The length of a stream: an integer, or an object that is one. */
static bool
stream_length(struct reader *reader, const struct pdf_value *dictionary,
    size_t *out, struct err *err)
{
    const struct pdf_value *length = pdf_value_find(dictionary, "Length");
    size_t back = reader->cursor.at;

    if (length != NULL && length->kind == PDF_REFERENCE) {
        if (length->integer < 1 ||
            (uint64_t)length->integer >= reader->document.object_count ||
            reader->offsets[length->integer] == 0)
            return refuse(
                length->start, err, "there is no such object in this revision");
        reader->cursor.at = reader->offsets[length->integer];
        if (!read_object_head(reader, (size_t)length->integer, err))
            return false;
        pdf_skip_space(&reader->cursor);
        if (!pdf_value_read(&reader->cursor, &length, err))
            return false;
        reader->cursor.at = back;
    }
    if (length == NULL || length->kind != PDF_INTEGER || length->integer < 0)
        return refuse(dictionary->start, err, "a stream has no length");
    if ((uint64_t)length->integer > reader->xref_start - back)
        return refuse(dictionary->start, err, "a stream is too long");
    *out = (size_t)length->integer;
    return true;
}

/* The bytes between "stream" and "endstream": 7.3.8. */
static bool
read_stream(struct reader *reader, struct pdf_object *object, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;
    size_t length;

    if (object->value->kind != PDF_DICTIONARY)
        return refuse(cursor->at, err, "a stream has no dictionary");
    cursor->at += strlen("stream");
    if (byte_at(reader, cursor->at) == '\r')
        cursor->at++;
    if (byte_at(reader, cursor->at) != '\n')
        return refuse(cursor->at, err, "the word stream does not end its line");
    cursor->at++;
    if (!stream_length(reader, object->value, &length, err))
        return false;
    object->is_stream = true;
    object->stream.ptr = cursor->bytes.ptr + cursor->at;
    object->stream.len = length;
    cursor->at += length;
    (void)skip_line_end(reader);
    if (!pdf_expect(cursor, "endstream", err))
        return false;
    pdf_skip_space(cursor);
    return true;
}

static bool
read_object(struct reader *reader, size_t number, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;
    struct pdf_object *object = &reader->objects[number];

    object->start = cursor->at;
    if (!read_object_head(reader, number, err))
        return false;
    pdf_skip_space(cursor);
    if (!pdf_value_read(cursor, &object->value, err))
        return false;
    if (object->value->kind == PDF_REFERENCE)
        return refuse(cursor->at, err, "an object is only a reference");
    pdf_skip_space(cursor);
    if (pdf_at_word(cursor, "stream") && !read_stream(reader, object, err))
        return false;
    if (!pdf_expect(cursor, "endobj", err))
        return false;
    object->end = cursor->at;
    return true;
}

/* Read all objects; each begins where the one before it ended. */
static bool
read_body(struct reader *reader, struct err *err)
{
    struct pdf_cursor *cursor = &reader->cursor;

    cursor->at = reader->body_start;
    for (size_t i = 0; i < reader->entry_count; i++) {
        pdf_skip_space(cursor);
        if (cursor->at != reader->entries[i].offset)
            return refuse(cursor->at, err,
                "bytes lie here that the cross-reference table does not name");
        if (!read_object(reader, reader->entries[i].number, err))
            return false;
    }
    pdf_skip_space(cursor);
    if (cursor->at != reader->xref_start)
        return refuse(cursor->at, err,
            "bytes lie between the objects and the cross-reference table");
    return true;
}

/* Read the revision whose bytes begin at `start`. */
static bool
read_revision(struct pdf_cursor *cursor, size_t start,
    const struct pdf_document *before, struct pdf_document *out,
    struct err *err)
{
    struct reader reader = {
        .cursor = *cursor, .before = before, .body_start = start};

    if (before == NULL && !read_header(&reader, err))
        return false;
    if (!read_end(&reader, err) || !read_xref(&reader, err) ||
        !read_trailer(&reader, err) || !read_body(&reader, err))
        return false;
    cursor->value_count = reader.cursor.value_count;
    reader.document.start = start;
    reader.document.xref_start = reader.xref_start;
    reader.document.bytes =
        (struct span){cursor->bytes.ptr, reader.document.end};
    reader.document.objects = reader.objects;
    *out = reader.document;
    return true;
}

bool
pdf_load_revisions(struct arena *arena, struct span bytes,
    struct pdf_revisions *out, struct err *err)
{
    struct pdf_cursor cursor = {.arena = arena, .bytes = bytes};
    struct pdf_revisions revisions = {.count = 0};
    size_t start = 0;

    if (bytes.len > LIMIT_PDF_BYTES) {
        err_set(err, ERR_LIMIT, "cannot read the PDF: it has over %zu bytes",
            LIMIT_PDF_BYTES);
        return false;
    }
    do {
        struct pdf_document *latest = &revisions.items[revisions.count];
        if (revisions.count == PDF_REVISIONS)
            return refuse(start, err, "it was saved too often");
        if (!read_revision(&cursor, start,
                revisions.count == 0 ? NULL : latest - 1, latest, err))
            return false;
        revisions.count++;
        start = latest->end;
    } while (start < bytes.len);
    *out = revisions;
    return true;
}

bool
pdf_load(struct arena *arena, struct span bytes, struct pdf_document *out,
    struct err *err)
{
    struct pdf_revisions revisions;

    if (!pdf_load_revisions(arena, bytes, &revisions, err))
        return false;
    if (revisions.count != 1)
        return refuse(revisions.items[0].end, err,
            "it has more than one end: it was saved again");
    *out = revisions.items[0];
    return true;
}

bool
pdf_object_written(
    const struct pdf_document *document, const struct pdf_object *object)
{
    return object->start >= document->start;
}

const struct pdf_object *
pdf_object_at(
    const struct pdf_document *document, const struct pdf_value *reference)
{
    if (reference == NULL || reference->kind != PDF_REFERENCE ||
        reference->integer < 1 ||
        (uint64_t)reference->integer >= document->object_count)
        return NULL;
    return &document->objects[reference->integer];
}

const struct pdf_value *
pdf_resolve(const struct pdf_document *document, const struct pdf_value *value)
{
    const struct pdf_object *object;

    if (value == NULL || value->kind != PDF_REFERENCE)
        return value;
    object = pdf_object_at(document, value);
    return object == NULL ? NULL : object->value;
}

const struct pdf_value *
pdf_find(const struct pdf_document *document,
    const struct pdf_value *dictionary, const char *key)
{
    return pdf_resolve(document, pdf_value_find(dictionary, key));
}
