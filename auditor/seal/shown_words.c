#include "seal/shown.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Words are what stands between spaces within one text object. Both files
 * were laid out by the same rules, so that theirs end at the same places.
 */
struct word {
    struct span text;
    size_t page;
};

struct word_list {
    struct word *items;
    size_t count, capacity;
};

static bool
add_run(struct arena *arena, struct word_list *list,
    const struct shown_run *run, size_t page, struct err *err)
{
    struct span rest = run->text;

    while (rest.len > 0) {
        size_t end = span_find(rest, span_of(" "));
        void *items = list->items;
        if (end > 0) {
            struct word *slot = arena_push(arena, &items, &list->count,
                &list->capacity, sizeof *slot, err);
            list->items = items;
            if (slot == NULL) {
                return false;
            }
            *slot = (struct word){{rest.ptr, end}, page};
        }
        end += end < rest.len ? 1 : 0;
        rest.ptr += end;
        rest.len -= end;
    }
    return true;
}

/* As painted, page by page, with headers and footers. */
static bool
words_painted(struct arena *arena, const struct shown_document *document,
    struct word_list *out, struct err *err)
{
    for (size_t i = 0; i < document->page_count; i++) {
        const struct shown_page *page = &document->pages[i];
        for (size_t j = 0; j < page->run_count; j++) {
            if (!add_run(arena, out, &page->runs[j], i, err)) {
                return false;
            }
        }
    }
    return true;
}

/* As a screen reader says them; the runs of a mark follow one another. */
static bool
words_read(struct arena *arena, const struct shown_document *document,
    struct word_list *out, struct err *err)
{
    for (size_t i = 0; i < document->mark_count; i++) {
        const struct shown_mark *mark = &document->marks[i];
        const struct shown_page *page = &document->pages[mark->page];
        for (size_t j = 0; j < page->run_count; j++) {
            if (page->runs[j].mark == mark->mark &&
                !add_run(arena, out, &page->runs[j], mark->page, err)) {
                return false;
            }
        }
    }
    return true;
}

static int
compare_words(const void *left, const void *right)
{
    const struct word *a = left;
    const struct word *b = right;
    int order = span_compare(a->text, b->text);

    return order != 0 ? order : (a->page > b->page) - (a->page < b->page);
}

static void
say(char out[CHECKLIST_DETAIL_BYTES], const struct word *word, const char *what)
{
    if (out[0] == '\0') {
        (void)snprintf(out, CHECKLIST_DETAIL_BYTES, "page %zu %s '%.*s'",
            word->page + 1, what,
            (int)(word->text.len < 100 ? word->text.len : 100), word->text.ptr);
    }
}

/* Both lists in the order of bytes: what has no partner is said. */
static void
compare_counts(const struct word_list *shown, const struct word_list *wanted,
    struct shown_difference *out)
{
    size_t i = 0;
    size_t j = 0;

    while (i < shown->count || j < wanted->count) {
        int order = i == shown->count    ? 1
                    : j == wanted->count ? -1
                                         : span_compare(shown->items[i].text,
                                               wanted->items[j].text);
        if (order < 0) {
            say(out->added, &shown->items[i], "shows");
        }
        if (order > 0) {
            say(out->missing, &wanted->items[j], "does not show");
        }
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
}

/* The first word that is not the one at its place. */
static void
compare_order(const struct word_list *shown, const struct word_list *wanted,
    const char *what, struct shown_difference *out)
{
    size_t i = 0;

    while (i < shown->count && i < wanted->count &&
           shown->items[i].page == wanted->items[i].page &&
           span_equal(shown->items[i].text, wanted->items[i].text)) {
        i++;
    }
    if (i < shown->count) {
        say(out->moved, &shown->items[i], what);
    } else if (i < wanted->count) {
        say(out->moved, &wanted->items[i], what);
    }
}

static void
compare_alternatives(const struct shown_document *document,
    const struct shown_document *rendered, struct shown_difference *out)
{
    bool equal = document->alternative_count == rendered->alternative_count;

    for (size_t i = 0; equal && i < document->alternative_count; i++) {
        equal =
            span_equal(document->alternatives[i], rendered->alternatives[i]);
    }
    if (!equal && out->added[0] == '\0') {
        (void)snprintf(out->added, CHECKLIST_DETAIL_BYTES,
            "a figure has another text alternative");
    }
}

bool
shown_compare_words(struct arena *arena, const struct shown_document *document,
    const struct shown_document *rendered, struct shown_difference *out,
    struct err *err)
{
    struct word_list shown = {NULL, 0, 0};
    struct word_list wanted = {NULL, 0, 0};
    struct word_list said = {NULL, 0, 0};
    struct word_list to_say = {NULL, 0, 0};
    struct shown_difference difference = {"", "", ""};

    if (!words_painted(arena, document, &shown, err) ||
        !words_painted(arena, rendered, &wanted, err) ||
        !words_read(arena, document, &said, err) ||
        !words_read(arena, rendered, &to_say, err)) {
        return false;
    }
    compare_order(&shown, &wanted, "shows out of order", &difference);
    compare_order(&said, &to_say, "reads out of order", &difference);
    if (shown.count > 0) {
        qsort(shown.items, shown.count, sizeof *shown.items, compare_words);
    }
    if (wanted.count > 0) {
        qsort(wanted.items, wanted.count, sizeof *wanted.items, compare_words);
    }
    compare_counts(&shown, &wanted, &difference);
    compare_alternatives(document, rendered, &difference);
    *out = difference;
    return true;
}
