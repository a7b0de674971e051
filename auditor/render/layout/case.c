#include "render/layout/case.h"

#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>

typedef uint8_t *(*mapping)(
    const uint8_t *, size_t, const char *, uninorm_t, uint8_t *, size_t *);

enum {
    GROWTH_MAX = 6 /* bytes that one byte may become: Unicode, SpecialCasing */
};

static bool
map(struct arena *arena, const struct fo_inherited *in, mapping how,
    struct span text, struct span *out, struct err *err)
{
    char language[3] = "";
    size_t length = text.len * GROWTH_MAX + 1;
    uint8_t *room = arena_alloc(arena, length, err);
    if (room == NULL) {
        return false;
    }
    if (in->lang.len == 2 || (in->lang.len > 2 && in->lang.ptr[2] == '-')) {
        memcpy(language, in->lang.ptr, 2);
    }
    uint8_t *got = how((const uint8_t *)text.ptr, text.len, language,
        /* nf= */ NULL, room, &length);
    if (got != room) {
        free(got); /* the library's own: it took more room */
        err_set(err, ERR_SYSTEM, "cannot change the case of a text");
        return false;
    }
    *out = (struct span){(const char *)room, length};
    return true;
}

/* Only the first letter of a word changes, unlike in Unicode's title case. */
static bool
capitalize(struct arena *arena, const struct fo_inherited *in, struct span text,
    bool starts, struct span *out, struct err *err)
{
    struct text all;
    bool ok = true;
    text_init(&all, text.len * GROWTH_MAX + 1);
    for (size_t at = 0; ok && at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        struct span one = {text.ptr + from, at - from};
        bool letter = uc_is_alpha(c);
        ok = !letter || !starts || map(arena, in, u8_totitle, one, &one, err);
        text_put(&all, one);
        starts = uc_is_space(c) || c == '-' ||
                 (starts && !letter && !uc_is_digit(c));
    }
    ok = ok && text_done(&all, err) &&
         span_copy(arena, text_span(&all), out, err);
    text_release(&all);
    return ok;
}

bool
case_map(struct arena *arena, const struct fo_inherited *in, enum fo_case to,
    struct span text, bool starts, struct span *out, struct err *err)
{
    switch (to) {
    case FO_CASE_UPPER:
        return map(arena, in, u8_toupper, text, out, err);
    case FO_CASE_LOWER:
        return map(arena, in, u8_tolower, text, out, err);
    case FO_CASE_TITLE:
        return capitalize(arena, in, text, starts, out, err);
    case FO_CASE_NONE:
        break;
    }
    *out = text;
    return true;
}

bool
case_run(struct span *rest, struct span *run)
{
    bool lower = false;
    size_t at = 0;
    while (at < rest->len) {
        size_t next = at;
        bool is = uc_is_property_lowercase(utf8_next(*rest, &next));
        if (at > 0 && is != lower) {
            break;
        }
        lower = is;
        at = next;
    }
    *run = (struct span){rest->ptr, at};
    rest->ptr += at;
    rest->len -= at;
    return lower;
}
