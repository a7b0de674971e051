#include "ingest/markdown.h"

#include <stddef.h>

enum {
    LEVEL_BOLD = 7
}; /* a bold line start heads less than "######" */

/* A word in a heading, in lower case, and the section that it opens. */
struct heading_word {
    const char *word;
    enum card_section section;
};

static const struct heading_word words[] = {
    {"intended use", CARD_INTENDED_USE},
    {"intended purpose", CARD_INTENDED_USE},
    {"direct use", CARD_INTENDED_USE},
    {"use cases", CARD_INTENDED_USE},
    {"uses", CARD_INTENDED_USE},
    {"usage prévu", CARD_INTENDED_USE},
    {"utilisation prévue", CARD_INTENDED_USE},
    {"finalité", CARD_INTENDED_USE},
    {"limitation", CARD_LIMITATIONS},
    {"limites", CARD_LIMITATIONS},
    {"bias", CARD_LIMITATIONS},
    {"biais", CARD_LIMITATIONS},
    {"risks", CARD_LIMITATIONS},
    {"risques", CARD_LIMITATIONS},
    {"out-of-scope", CARD_LIMITATIONS},
    {"caveats", CARD_LIMITATIONS},
    {"training data", CARD_TRAINING_DATA},
    {"pretraining data", CARD_TRAINING_DATA},
    {"pre-training data", CARD_TRAINING_DATA},
    {"training details", CARD_TRAINING_DATA},
    {"dataset", CARD_TRAINING_DATA},
    {"données d'entraînement", CARD_TRAINING_DATA},
    {"données d’entraînement", CARD_TRAINING_DATA},
    {"evaluation", CARD_EVALUATION},
    {"benchmark", CARD_EVALUATION},
    {"results", CARD_EVALUATION},
    {"performance", CARD_EVALUATION},
    {"évaluation", CARD_EVALUATION},
    {"résultats", CARD_EVALUATION},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* While the lines are walked. */
struct outline_state {
    struct card_outline *out;
    int level[CARD_SECTION_COUNT];    /* of the open heading; 0 = closed */
    int64_t line[CARD_SECTION_COUNT]; /* of the open heading */
    bool fenced;
    bool comment;
};

static char
lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool
begins(struct span text, const char *word)
{
    size_t i = 0;

    while (word[i] != '\0' && i < text.len && lower(text.ptr[i]) == word[i]) {
        i++;
    }
    return word[i] == '\0';
}

static bool
contains(struct span text, const char *word)
{
    for (; text.len > 0; text.ptr++, text.len--) {
        if (begins(text, word)) {
            return true;
        }
    }
    return false;
}

bool
markdown_is_placeholder(struct span line)
{
    size_t open = span_find(line, span_of("{{"));
    struct span rest = {line.ptr + open, line.len - open};

    return contains(line, "more information needed") ||
           span_find(rest, span_of("}}")) < rest.len;
}

/* The level of a heading and its text; 0 when the line is none. */
static int
heading_of(struct span line, struct span *title, struct span *rest)
{
    size_t level = 0;

    *rest = (struct span){"", 0};
    while (level < line.len && line.ptr[level] == '#') {
        level++;
    }
    if (level > 0 && level <= 6 && level < line.len &&
        (line.ptr[level] == ' ' || line.ptr[level] == '\t')) {
        *title = (struct span){line.ptr + level, line.len - level};
        return (int)level;
    }
    if (!span_starts(line, "**")) {
        return 0;
    }
    struct span bold = {line.ptr + 2, line.len - 2};
    size_t end = span_find(bold, span_of("**"));
    if (end == bold.len) {
        return 0;
    }
    *title = (struct span){bold.ptr, end};
    *rest = (struct span){bold.ptr + end + 2, bold.len - end - 2};
    return LEVEL_BOLD;
}

static void
open_sections(
    struct outline_state *state, struct span title, int level, int64_t line)
{
    for (size_t i = 0; i < CARD_SECTION_COUNT; i++) {
        if (state->level[i] >= level) {
            state->level[i] = 0;
        }
    }
    for (size_t i = 0; i < COUNT(words); i++) {
        enum card_section section = words[i].section;
        if (contains(title, words[i].word) && state->level[section] == 0) {
            state->level[section] = level;
            state->line[section] = line;
        }
    }
}

static bool
has_words(struct span line)
{
    for (size_t i = 0; i < line.len; i++) {
        char byte = lower(line.ptr[i]);
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
            (unsigned char)byte >= 0x80) {
            return true;
        }
    }
    return false;
}

static void
take_text(struct outline_state *state, struct span line, int64_t number)
{
    if (markdown_is_placeholder(line)) {
        if (state->out->placeholder_line == 0) {
            state->out->placeholder_line = number;
        }
        return;
    }
    if (!has_words(line)) {
        return;
    }
    for (size_t i = 0; i < CARD_SECTION_COUNT; i++) {
        if (state->level[i] > 0 && state->out->section_line[i] == 0) {
            state->out->section_line[i] = state->line[i];
        }
    }
}

/* Is the line, or what it opens, code or a comment? */
static bool
is_hidden(struct outline_state *state, struct span line)
{
    if (state->comment) {
        state->comment = span_find(line, span_of("-->")) == line.len;
        return true;
    }
    if (span_starts(line, "```") || span_starts(line, "~~~")) {
        state->fenced = !state->fenced;
        return true;
    }
    if (!state->fenced && span_starts(line, "<!--")) {
        state->comment = span_find(line, span_of("-->")) == line.len;
        return true;
    }
    return state->fenced;
}

struct card_outline
markdown_outline(struct span text, int64_t first_line)
{
    struct card_outline out = {{0}, 0};
    struct outline_state state = {.out = &out};
    struct span line;
    struct span title;
    struct span rest;

    for (int64_t number = first_line; span_line(&text, &line); number++) {
        line = span_trim(line);
        if (is_hidden(&state, line)) {
            continue;
        }
        int level = heading_of(line, &title, &rest);
        if (level > 0) {
            open_sections(&state, title, level, number);
            line = rest;
        }
        take_text(&state, line, number);
    }
    return out;
}

/*
 * A card without front matter is told by what it is about: one that only
 * speaks of cards, as instructions do, has no such sections.
 */
bool
markdown_is_card(struct span text)
{
    bool details = false;
    bool seen[CARD_SECTION_COUNT] = {false};
    size_t count = 0;
    struct span line;
    struct span title;
    struct span rest;

    while (span_line(&text, &line)) {
        if (heading_of(span_trim(line), &title, &rest) == 0) {
            continue;
        }
        details = details || contains(title, "model details") ||
                  contains(title, "model card") ||
                  contains(title, "fiche de modèle");
        for (size_t i = 0; i < COUNT(words); i++) {
            seen[words[i].section] |= contains(title, words[i].word);
        }
    }
    for (size_t i = 0; i < CARD_SECTION_COUNT; i++) {
        count += seen[i];
    }
    return count + details >= 3;
}
