#include "render/layout/paragraph.h"

#include <string.h>

#include "render/layout/hyphens.h"
#include "render/layout/wraps.h"

/* Words, spaces and break opportunities, with their widths. */

enum {
    WORD_BYTES_MAX = 2000
}; /* longer ones are broken anywhere */

struct item *
item_at(const struct paragraph *paragraph, size_t index)
{
    return (struct item *)paragraph->items.items + index;
}

/* Spaces that justification widens: U+00A0 also, which only forbids a break. */
size_t
text_spaces(struct span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == ' ' ||
                 (text.ptr[i] == '\xA0' && i > 0 && text.ptr[i - 1] == '\xC2');
    }
    return count;
}

bool
text_width(struct paragraph *paragraph, const struct inline_style *style,
    struct span text, int32_t *out, struct err *err)
{
    const struct fo_inherited *in = &style->style->in;
    struct font_extent extent;
    if (!font_measure(paragraph->layout->fonts, style->font, text, in->size,
            &extent, err)) {
        err_at_line(err, paragraph->source_line);
        return false;
    }
    int64_t spaces = in->word_space != 0 ? (int64_t)text_spaces(text) : 0;
    int64_t width = extent.width +
                    (int64_t)in->letter_space * (int64_t)extent.glyph_count +
                    in->word_space * spaces;
    *out = width > FO_LENGTH_MAX * (int64_t)100 ? FO_LENGTH_MAX * 100
                                                : (int32_t)width;
    return true;
}

static struct item *
add_item(struct paragraph *paragraph, enum item_kind kind,
    const struct segment *segment, struct err *err)
{
    struct item *item =
        vector_push(paragraph->layout, &paragraph->items, sizeof *item, err);
    if (item != NULL) {
        item->kind = kind;
        item->segment = segment;
    }
    return item;
}

static struct span
bytes_of(const struct paragraph *paragraph, size_t start, size_t end)
{
    return (struct span){paragraph->text.ptr + start, end - start};
}

static bool
add_box(struct paragraph *paragraph, const struct segment *segment,
    size_t start, size_t end, int32_t width, struct err *err)
{
    struct item *item = add_item(paragraph, ITEM_BOX, segment, err);
    if (item == NULL) {
        return false;
    }
    item->start = start;
    item->end = end;
    item->width = width;
    return true;
}

static bool
add_penalty(struct paragraph *paragraph, const struct segment *segment,
    size_t at, int32_t penalty, struct err *err)
{
    struct item *item = add_item(paragraph, ITEM_PENALTY, segment, err);
    if (item == NULL) {
        return false;
    }
    item->start = at;
    item->end = at;
    item->penalty = penalty;
    item->legal = true;
    return true;
}

static bool
is_combining(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || c == 0x200D ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x20D0 && c <= 0x20FF);
}

static bool
add_measured(struct paragraph *paragraph, const struct segment *segment,
    size_t start, size_t end, struct err *err)
{
    int32_t width;
    return text_width(paragraph, segment->style,
               bytes_of(paragraph, start, end), &width, err) &&
           add_box(paragraph, segment, start, end, width, err);
}

/* A word that no line holds: it may be broken before every character. */
static bool
add_broken(struct paragraph *paragraph, const struct segment *segment,
    size_t start, size_t end, struct err *err)
{
    size_t from = start;
    size_t at = start;
    while (at < end) {
        size_t next = at;
        uint32_t c = utf8_next(paragraph->text, &next);
        if (at > from && !is_combining(c)) {
            if (!add_measured(paragraph, segment, from, at, err) ||
                !add_penalty(paragraph, segment, at, PENALTY_EMERGENCY, err)) {
                return false;
            }
            from = at;
        }
        at = next;
    }
    return from >= end || add_measured(paragraph, segment, from, end, err);
}

/* A word, or what hyphens leave of it, however wide. */
static bool
add_part(struct paragraph *paragraph, const struct segment *segment,
    size_t start, size_t end, struct err *err)
{
    int32_t width = 0;
    if (start >= end) {
        return true;
    }
    if (!text_width(paragraph, segment->style, bytes_of(paragraph, start, end),
            &width, err)) {
        return false;
    }
    if (segment->style->style->in.wrap && width > paragraph->width) {
        return add_broken(paragraph, segment, start, end, err);
    }
    return add_box(paragraph, segment, start, end, width, err);
}

static bool
is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7);
}

/* The next run of letters in [*at, end): the word inside l’ or quotes. */
static bool
next_letters(
    const struct paragraph *paragraph, size_t *at, size_t end, struct span *out)
{
    size_t start = *at;
    size_t stop = *at;
    size_t i = *at;
    while (i < end) {
        size_t next = i;
        bool letter = is_letter(utf8_next(paragraph->text, &next));
        if (letter && stop == start) {
            start = i;
        }
        if (!letter && stop > start) {
            break;
        }
        if (letter) {
            stop = next;
        } else {
            start = next;
            stop = next;
        }
        i = next;
    }
    *at = i;
    *out = bytes_of(paragraph, start, stop);
    return stop > start;
}

static bool
add_hyphen(struct paragraph *paragraph, const struct segment *segment,
    size_t at, struct err *err)
{
    int32_t width;
    if (!text_width(paragraph, segment->style, segment->style->style->in.hyphen,
            &width, err) ||
        !add_penalty(paragraph, segment, at, PENALTY_HYPHEN, err)) {
        return false;
    }
    struct item *item = item_at(paragraph, paragraph->items.count - 1);
    item->hyphen = true;
    item->width = width;
    return true;
}

static bool
add_hyphenated(struct paragraph *paragraph, const struct segment *segment,
    size_t start, size_t end, struct err *err)
{
    const struct fo_inherited *in = &segment->style->style->in;
    struct hyphens_rule rule = {in->lang, in->hyphen_remain, in->hyphen_push};
    size_t from = start;
    size_t at = start;
    struct span word;
    while (next_letters(paragraph, &at, end, &word)) {
        bool marks[HYPHENS_WORD_BYTES] = {0};
        size_t base = (size_t)(word.ptr - paragraph->text.ptr);
        if (word.len >= HYPHENS_WORD_BYTES) {
            continue;
        }
        hyphens_find(paragraph->layout->hyphens, &rule, word, marks);
        for (size_t i = 1; i < word.len; i++) {
            if (!marks[i]) {
                continue;
            }
            if (!add_part(paragraph, segment, from, base + i, err) ||
                !add_hyphen(paragraph, segment, base + i, err)) {
                return false;
            }
            from = base + i;
        }
    }
    return add_part(paragraph, segment, from, end, err);
}

static bool
add_word(struct paragraph *paragraph, const struct segment *segment,
    size_t start, size_t end, struct err *err)
{
    const struct fo_inherited *in = &segment->style->style->in;
    if (end - start > WORD_BYTES_MAX) {
        return add_broken(paragraph, segment, start, end, err);
    }
    if (in->wrap && in->hyphenate) {
        return add_hyphenated(paragraph, segment, start, end, err);
    }
    return add_part(paragraph, segment, start, end, err);
}

static bool
add_space(struct paragraph *paragraph, const struct segment *segment, size_t at,
    bool legal, struct err *err)
{
    bool plain = paragraph->text.ptr[at] == ' ';
    size_t end = at + (plain ? 1 : 2);
    int32_t width = paragraph->space_width;
    if ((!plain || paragraph->spaced != segment->style) &&
        !text_width(paragraph, segment->style, bytes_of(paragraph, at, end),
            &width, err)) {
        return false;
    }
    if (plain) {
        paragraph->spaced = segment->style;
        paragraph->space_width = width;
    }
    struct item *item = add_item(paragraph, ITEM_GLUE, segment, err);
    if (item == NULL) {
        return false;
    }
    item->start = at;
    item->end = end;
    item->width = width;
    item->stretch = width / 2;
    item->shrink = width / 3;
    item->legal = legal;
    return true;
}

static bool
add_object(
    struct paragraph *paragraph, const struct segment *segment, struct err *err)
{
    struct item *item = add_item(paragraph, ITEM_BOX, segment, err);
    if (item == NULL) {
        return false;
    }
    item->start = segment->start;
    item->end = segment->end;
    item->width = segment->kind == SEGMENT_PICTURE ? segment->picture.width
                                                   : segment->minimum;
    if (item->width > paragraph->width) {
        err_set(err, ERR_INPUT, "a picture %d pt wide does not fit in %d pt",
            (int)(item->width / 1000), (int)(paragraph->width / 1000));
        err_at_line(err, paragraph->source_line);
        return false;
    }
    return true;
}

static bool
is_pair(const struct paragraph *paragraph, const struct segment *segment,
    size_t at, char second)
{
    const char *text = paragraph->text.ptr;
    return at + 2 < segment->end && text[at] == '\xC2' &&
           text[at + 1] == second;
}

/* A space between two words that must stay in one line. */
static bool
binds_words(const struct paragraph *paragraph, const struct segment *segment,
    size_t from, size_t at)
{
    return from < at && is_pair(paragraph, segment, at, '\xA0');
}

/* One segment, cut at spaces and where the line breaking rules allow. */
static bool
add_segment_items(struct paragraph *paragraph, const struct segment *segment,
    const char *may_break, struct err *err)
{
    bool wrap = segment->style->style->in.wrap != 0;
    size_t from = segment->start;
    for (size_t i = segment->start; i < segment->end; i++) {
        char byte = paragraph->text.ptr[i];
        bool forced = byte == '\n';
        bool allowed = wrap && may_break[i];
        bool ok = true;
        if (byte == ' ' || forced) {
            ok = add_word(paragraph, segment, from, i, err) &&
                 (forced ? add_penalty(
                               paragraph, segment, i + 1, PENALTY_FORCED, err)
                         : add_space(paragraph, segment, i, allowed, err));
            from = i + 1;
        } else if (wrap && from < i && is_pair(paragraph, segment, i, '\xAD')) {
            /* A soft hyphen: where it does not break, it is not seen. */
            ok = add_word(paragraph, segment, from, i, err) &&
                 add_hyphen(paragraph, segment, i, err);
            from = i + 2;
            i++;
        } else if (binds_words(paragraph, segment, from, i)) {
            ok = add_word(paragraph, segment, from, i, err) &&
                 add_space(paragraph, segment, i, /* legal= */ false, err);
            from = i + 2;
        } else if (allowed && i + 1 < paragraph->text.len) {
            ok = add_word(paragraph, segment, from, i + 1, err) &&
                 add_penalty(paragraph, segment, i + 1, 0, err);
            from = i + 1;
        }
        if (!ok) {
            return false;
        }
    }
    return from >= segment->end ||
           add_word(paragraph, segment, from, segment->end, err);
}

static bool
add_end(struct paragraph *paragraph, struct err *err)
{
    const struct segment *last =
        segment_at(paragraph, paragraph->segments.count - 1);
    size_t count = paragraph->items.count;
    if (count > 0 && item_at(paragraph, count - 1)->penalty == PENALTY_FORCED) {
        return true;
    }
    return add_penalty(
        paragraph, last, paragraph->text.len, PENALTY_FORCED, err);
}

bool
items_make(struct paragraph *paragraph, struct err *err)
{
    struct arena *arena = paragraph->layout->arena;
    char lang[3] = "en";
    struct span of_block = paragraph->block->style->in.lang;
    if (of_block.len >= 2) {
        memcpy(lang, of_block.ptr, 2);
    }
    char *may_break = arena_alloc(arena, paragraph->text.len + 1, err);
    if (may_break == NULL) {
        return false;
    }
    wraps_find(paragraph->text, lang, may_break);
    for (size_t s = 0; s < paragraph->segments.count; s++) {
        const struct segment *segment = segment_at(paragraph, s);
        bool ok = segment->kind == SEGMENT_TEXT
                      ? add_segment_items(paragraph, segment, may_break, err)
                      : add_object(paragraph, segment, err);
        if (!ok) {
            return false;
        }
    }
    return add_end(paragraph, err);
}
