#ifndef INGEST_MARKDOWN_H
#define INGEST_MARKDOWN_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What the Markdown of a card shows: which sections have text of their own.
 * A heading alone, a template's placeholder, a comment or a block of code is
 * no text. Source: the CommonMark headings, fences and HTML comments.
 */
enum card_section {
    CARD_INTENDED_USE,
    CARD_LIMITATIONS,
    CARD_TRAINING_DATA,
    CARD_EVALUATION,
    CARD_SECTION_COUNT,
};

struct card_outline {
    int64_t section_line[CARD_SECTION_COUNT]; /* of the heading; 0 = none */
    int64_t placeholder_line;                 /* of the first; 0 = none */
};

/* `first_line` is the number of the text's first line in the file. */
struct card_outline markdown_outline(struct span text, int64_t first_line);

/* Does the text have at least three of the sections that cards have? */
bool markdown_is_card(struct span text);

/* "[More Information Needed]" or "{{ ... }}". */
bool markdown_is_placeholder(struct span line);

#endif
