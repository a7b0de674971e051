#include "render/layout/wraps.h"

#include <linebreak.h>

/*
 * A letter or digit of class AL or NU: between two of them, and before a full
 * stop or comma behind them, no line may end.
 */
static size_t
plain_length(struct span text, size_t at)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= '0' && byte <= '9')) {
        return 1;
    }
    bool stop = byte == '.' || byte == ',';
    if (stop && at > 0 && text.ptr[at - 1] != ' ') {
        return 1;
    }
    /* U+00C0 to U+00FF are letters but for two. */
    if (byte == 0xC3 && at + 1 < text.len &&
        (unsigned char)text.ptr[at + 1] != 0x97 &&
        (unsigned char)text.ptr[at + 1] != 0xB7) {
        return 2;
    }
    return 0;
}

/*
 * Most of a dossier is words of plain letters, where a line may end only
 * behind spaces. False when the text has anything else.
 */
static bool
find_plain(struct span text, char *may_break)
{
    size_t at = 0;
    if (text.len > 0 && text.ptr[0] == ' ') {
        return false;
    }
    while (at < text.len) {
        size_t length = text.ptr[at] == ' ' ? 1 : plain_length(text, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    for (size_t i = 0; i + 1 < text.len; i++) {
        may_break[i] = text.ptr[i] == ' ' && text.ptr[i + 1] != ' ';
    }
    return true;
}

void
wraps_find(struct span text, const char *lang, char *may_break)
{
    if (find_plain(text, may_break)) {
        return;
    }
    set_linebreaks_utf8((const utf8_t *)text.ptr, text.len, lang, may_break);
    for (size_t i = 0; i < text.len; i++) {
        may_break[i] = may_break[i] == LINEBREAK_ALLOWBREAK;
    }
}
