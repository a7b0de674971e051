#include "rule/lint.h"

/*
 * French typography, as the Lexique of the Imprimerie nationale has it: a
 * no-break space before the high punctuation, curly apostrophes, guillemets.
 */
static bool
is_high_punctuation(char c)
{
    return c == ':' || c == ';' || c == '!' || c == '?';
}

static struct span
excerpt(struct span text, size_t at)
{
    size_t before = at < 20 ? at : 20;
    size_t after = text.len - at < 20 ? text.len - at : 20;
    size_t start = at - before;
    size_t end = at + after;
    /* Do not cut a character in two. */
    while (start > 0 && ((unsigned char)text.ptr[start] & 0xC0) == 0x80) {
        start--;
    }
    while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) {
        end++;
    }
    return (struct span){text.ptr + start, end - start};
}

void
lint_french(struct lint *lint, int64_t line, const char *text)
{
    struct span words = span_of(text);
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        if (c == '"' || c == '\'') {
            lint_note(
                lint, line, "a straight quote in French", excerpt(words, i));
        }
        if (i > 0 && is_high_punctuation(c) && words.ptr[i - 1] == ' ') {
            lint_note(lint, line, "an ordinary space before French punctuation",
                excerpt(words, i));
        }
    }
}
